// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --mlir-pass-statistics %s 2>&1 | filecheck %s
// RUN: lanewise-opt --host=%host --lanewise-print-layouts --mlir-pass-statistics %s 2>&1 | filecheck %s

// The counters of both passes. print-layouts resolves, so it counts alike.
// CHECK: (S) 2 copies - values copied
// CHECK-NEXT: (S) 1 chains - copies that read other copies
// CHECK-NEXT: (S) 1 conversions - to_layout ops added
// CHECK-NEXT: (S) 1 gaps - ops without a rule, where layouts end

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

func.func @one_chain_one_conversion_one_gap(%a: vector<8x8xf32>) -> (vector<8x8xf32>, vector<8x8xf32>, vector<1x8xf32>) {
  %one = arith.constant dense<1.0> : vector<8x8xf32>
  %n = math.exp %one : vector<8x8xf32>
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %n to layout(#col) : vector<8x8xf32>
  %p = arith.addf %x, %n : vector<8x8xf32>
  %q = arith.mulf %x, %y : vector<8x8xf32>
  %r = vector.shuffle %p, %p [0] : vector<8x8xf32>, vector<8x8xf32>
  return %p, %q, %r : vector<8x8xf32>, vector<8x8xf32>, vector<1x8xf32>
}
