// RUN: not lanewise-opt %s --load-pass-plugin=%S/inputs/plugin.py --test-break --cse 2>&1 >/dev/null | filecheck %s
// RUN: not lanewise-opt %s --load-pass-plugin=%S/inputs/plugin.py --test-break --cse --verify-each 2>&1 >/dev/null | filecheck %s
// RUN: lanewise-opt %s --load-pass-plugin=%S/inputs/plugin.py --test-break --verify-each=false | filecheck %s --check-prefix=BROKEN
// RUN: lanewise-opt %s --load-pass-plugin=%S/inputs/plugin.py --test-break --verify-each=0 | filecheck %s --check-prefix=BROKEN

// CHECK: verify-each.mlir:{{[0-9]+}}:8: error: 'arith.constant' op
// BROKEN: "arith.constant"() {{.*}}1 : i64
func.func @f() -> i32 {
  %0 = arith.constant 1 : i32
  return %0 : i32
}
