// RUN: lanewise-opt --host=%host --lanewise-print-layouts --verify-diagnostics --split-input-file %s

// iree_vector_ext.transfer_gather: index vectors and the mask take the result's layout through their maps.

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @index_vector_takes_the_gathered_dimension(%m: memref<64x64xf32>, %i: vector<8xindex>) -> vector<8x8xf32> {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [4], element_tile = [2], subgroup_strides = [0], thread_strides = [8]>}}
  %indices = arith.addi %i, %i : vector<8xindex>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %x = iree_vector_ext.transfer_gather %m[%c0, %c0] [%indices : vector<8xindex>], %pad <{indexing_maps = [affine_map<(d0, d1)[s0] -> (s0, d1)>, affine_map<(d0, d1)[s0] -> (d0)>]}> : memref<64x64xf32>, vector<8x8xf32>
  %y = iree_vector_ext.to_layout %x to layout(#grid) : vector<8x8xf32>
  return %y : vector<8x8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @two_index_vectors_each_through_its_map(%m: memref<64x64xf32>, %i: vector<8x8xindex>, %j: vector<8xindex>) -> vector<8x8xf32> {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 4], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [1, 8]>}}
  %rows = arith.addi %i, %i : vector<8x8xindex>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>}}
  %columns = arith.addi %j, %j : vector<8xindex>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %x = iree_vector_ext.transfer_gather %m[%c0, %c0] [%rows, %columns : vector<8x8xindex>, vector<8xindex>], %pad <{indexing_maps = [affine_map<(d0, d1)[s0, s1] -> (s0, s1)>, affine_map<(d0, d1)[s0, s1] -> (d1, d0)>, affine_map<(d0, d1)[s0, s1] -> (d1)>]}> : memref<64x64xf32>, vector<8x8xf32>
  %y = iree_vector_ext.to_layout %x to layout(#grid) : vector<8x8xf32>
  return %y : vector<8x8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @mask_takes_the_results_layout(%m: memref<64x64xf32>, %i: vector<8xindex>, %b: vector<8x8xi1>) -> vector<8x8xf32> {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %mask = arith.andi %b, %b : vector<8x8xi1>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %x = iree_vector_ext.transfer_gather %m[%c0, %c0] [%i : vector<8xindex>], %pad, %mask <{indexing_maps = [affine_map<(d0, d1)[s0] -> (s0, d1)>, affine_map<(d0, d1)[s0] -> (d0)>, affine_map<(d0, d1)[s0] -> (d0, d1)>]}> : memref<64x64xf32>, vector<8x8xf32>, vector<8x8xi1>
  %y = iree_vector_ext.to_layout %x to layout(#grid) : vector<8x8xf32>
  return %y : vector<8x8xf32>
}

// -----

#grid_0 = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [4], element_tile = [2], subgroup_strides = [0], thread_strides = [8]>

func.func @index_vector_gives_the_result_nothing(%m: memref<64x64xf32>, %i: vector<8xindex>) -> vector<8x8xf32> {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %indices = iree_vector_ext.to_layout %i to layout(#grid_0) : vector<8xindex>
  %x = iree_vector_ext.transfer_gather %m[%c0, %c0] [%indices : vector<8xindex>], %pad <{indexing_maps = [affine_map<(d0, d1)[s0] -> (s0, d1)>, affine_map<(d0, d1)[s0] -> (d0)>]}> : memref<64x64xf32>, vector<8x8xf32>
  return %x : vector<8x8xf32>
}
