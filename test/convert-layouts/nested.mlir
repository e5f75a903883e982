// A pass that runs on a loop leaves alone what stands outside of it.
// RUN: not lanewise-opt --host=%host --pass-pipeline='builtin.module(func.func(scf.for(lanewise-resolve-layouts)))' %s -o %t 2>&1 | filecheck %s
// CHECK: error: operand #1 is needed in
// CHECK-SAME: comes from outside of 'scf.for', on which the pass runs: run it on the function

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#one = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [8], outer_tile = [1], thread_tile = [1], element_tile = [1], subgroup_strides = [0], thread_strides = [0]>
func.func @outer(%x: vector<8xf32>, %y: vector<8xf32>, %n: index) {
  %k = arith.constant dense<1.0> : vector<8xf32>
  scf.for %i = %n to %n step %n {
    %0 = iree_vector_ext.to_layout %x to layout(#row) : vector<8xf32>
    %1 = iree_vector_ext.to_layout %y to layout(#one) : vector<8xf32>
    %2 = arith.addf %0, %k : vector<8xf32>
    %3 = arith.addf %1, %k : vector<8xf32>
  }
  return
}
