// RUN: lanewise-opt %s --host=upstream --load-pass-plugin=%S/inputs/plugin.py --verify-diagnostics --allow-unregistered-dialect --lanewise-print-layouts --test-greet=greeting=hi | filecheck %s
// RUN: lanewise-opt %s --load-pass-plugin=%S/inputs/plugin.py --list-passes | filecheck %s --check-prefix=LIST
// RUN: lanewise-opt %s --load-pass-plugin=%S/inputs/plugin.py --help | filecheck %s --check-prefix=LIST
// RUN: lanewise-opt %s --host=upstream --load-pass-plugin=%S/inputs/plugin.py --allow-unregistered-dialect --pass-pipeline='builtin.module(test-greet{greeting=ahoy},cse)' --mlir-pass-statistics 2>&1 >/dev/null | filecheck %s --check-prefix=SAID
// RUN: not lanewise-opt %s --host=upstream --load-pass-plugin=%S/inputs/plugin.py --allow-unregistered-dialect --test-greet=refuse --mlir-print-ir-after-failure 2>&1 >/dev/null | filecheck %s --check-prefix=REFUSED
// RUN: not lanewise-opt %s --load-pass-plugin=%S/inputs/plugin.py --load-pass-plugin=%S/inputs/plugin.py 2>&1 | filecheck %s --check-prefix=TWICE

// LIST: --test-greet
// LIST-NEXT: Say the name of every function.
// LIST-NEXT: greeting=hello: what to say
// SAID: plugin.mlir:24:1: remark: ahoy, f
// SAID-NEXT: func.func @f
// SAID-NEXT: ^
// SAID: plugin.mlir: warning: all greeted
// SAID: (S) 1 greetings - functions greeted
// REFUSED: plugin.mlir:24:1: error: found a function, needed none
// REFUSED: plugin.mlir:24:1: note: this one
// REFUSED: IR Dump After {{.*}}test-greet{{.*}}Failed
// TWICE: plugin.py:{{[0-9]+}}: error: the plugin raised ValueError: there is a pass test-greet already
// CHECK: "test.same"

// expected-warning @unknown {{all greeted}}
// expected-remark @below {{hi, f}}
func.func @f(%a: vector<16xf16>) -> vector<16xf16> {
  %0 = iree_vector_ext.to_layout %a to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>) : vector<16xf16>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<}}
  %1 = "test.same"(%0) : (vector<16xf16>) -> vector<16xf16>
  return %1 : vector<16xf16>
}
