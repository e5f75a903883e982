// RUN: lanewise-opt --host=%host --lanewise-convert-layouts --mlir-pass-statistics %s 2>&1 | filecheck %s

// Two conversions, one of them for two uses, and one op without a rule.
// CHECK: lanewise-convert-layouts
// CHECK: (S) 2 conversions - to_layout ops added
// CHECK-NEXT: (S) 1 gaps - ops without a rule, where layouts end

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

func.func @two_conversions(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %c: vector<8x8xf32>) -> (vector<8x8xf32>, vector<1x8xf32>, vector<8x8xf32>) {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %w = iree_vector_ext.to_layout %b to layout(#grid) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %c to layout(#col) : vector<8x8xf32>
  %p = arith.addf %x, %y : vector<8x8xf32>
  %q = arith.mulf %x, %y : vector<8x8xf32>
  %r = arith.addf %w, %y : vector<8x8xf32>
  %s = vector.shuffle %q, %q [0] : vector<8x8xf32>, vector<8x8xf32>
  return %p, %s, %r : vector<8x8xf32>, vector<1x8xf32>, vector<8x8xf32>
}
