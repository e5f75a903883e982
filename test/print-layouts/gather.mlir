// RUN: lanewise-opt --host=%host --lanewise-print-layouts --verify-diagnostics --split-input-file %s

// vector.gather: each lane reads the elements of its piece.

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @indices_give_the_result_their_layout(%m: memref<64xf32>, %i: vector<8x8xi32>, %mask: vector<8x8xi1>, %else: vector<8x8xf32>) -> vector<8x8xf32> {
  %c0 = arith.constant 0 : index
  %indices = iree_vector_ext.to_layout %i to layout(#grid) : vector<8x8xi32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>}}
  %y = vector.gather %m[%c0] [%indices], %mask, %else : memref<64xf32>, vector<8x8xi32>, vector<8x8xi1>, vector<8x8xf32> into vector<8x8xf32>
  return %y : vector<8x8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @mask_gives_the_result_its_layout(%m: memref<64xf32>, %i: vector<8x8xi32>, %b: vector<8x8xi1>, %else: vector<8x8xf32>) -> vector<8x8xf32> {
  %c0 = arith.constant 0 : index
  %mask = iree_vector_ext.to_layout %b to layout(#grid) : vector<8x8xi1>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %y = vector.gather %m[%c0] [%i], %mask, %else : memref<64xf32>, vector<8x8xi32>, vector<8x8xi1>, vector<8x8xf32> into vector<8x8xf32>
  return %y : vector<8x8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @pass_through_gives_the_result_its_layout(%m: memref<64xf32>, %i: vector<8x8xi32>, %mask: vector<8x8xi1>, %e: vector<8x8xf32>) -> vector<8x8xf32> {
  %c0 = arith.constant 0 : index
  %else = iree_vector_ext.to_layout %e to layout(#grid) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %y = vector.gather %m[%c0] [%i], %mask, %else : memref<64xf32>, vector<8x8xi32>, vector<8x8xi1>, vector<8x8xf32> into vector<8x8xf32>
  return %y : vector<8x8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @all_three_take_the_results_layout(%m: memref<64x64xf32>, %at: index, %i: vector<8x8xi32>, %b: vector<8x8xi1>, %e: vector<8x8xf32>) -> vector<8x8xf32> {
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %indices = arith.addi %i, %i : vector<8x8xi32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %mask = arith.andi %b, %b : vector<8x8xi1>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %else = arith.negf %e : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %y = vector.gather %m[%at, %at] [%indices], %mask, %else : memref<64x64xf32>, vector<8x8xi32>, vector<8x8xi1>, vector<8x8xf32> into vector<8x8xf32>
  %z = iree_vector_ext.to_layout %y to layout(#grid) : vector<8x8xf32>
  return %z : vector<8x8xf32>
}
