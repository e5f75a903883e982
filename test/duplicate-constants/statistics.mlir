// RUN: lanewise-opt --host=%host --lanewise-duplicate-constants --mlir-pass-statistics %s 2>&1 | filecheck %s
// RUN: lanewise-opt --host=%host '--lanewise-duplicate-constants=constants-only' --mlir-pass-statistics %s 2>&1 | filecheck %s --check-prefix=ONLY

// Copies counts values, chains those copies that read other copies: here two constants and one sum of them.
// CHECK: lanewise-duplicate-constants
// CHECK: (S) 3 copies - values copied
// CHECK-NEXT: (S) 1 chains - copies that read other copies
// ONLY: lanewise-duplicate-constants
// ONLY: (S) 0 copies - values copied
// ONLY-NEXT: (S) 0 chains - copies that read other copies

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

func.func @a_sum_of_two_constants() -> (vector<8x8xf32>, vector<8x8xf32>) {
  %one = arith.constant dense<1.0> : vector<8x8xf32>
  %two = arith.constant dense<2.0> : vector<8x8xf32>
  %sum = arith.addf %one, %two : vector<8x8xf32>
  %x = iree_vector_ext.to_layout %sum to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %sum to layout(#col) : vector<8x8xf32>
  return %x, %y : vector<8x8xf32>, vector<8x8xf32>
}
