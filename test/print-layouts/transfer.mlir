// RUN: lanewise-opt --host=%host --lanewise-print-layouts --verify-diagnostics --split-input-file %s

// vector.transfer_read and transfer_write: memory has no layout; a mask takes the vector's, in the memory's dimensions.

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @a_read_takes_what_is_demanded_of_it(%m: memref<8x8xf32>) -> vector<8x8xf32> {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %x = vector.transfer_read %m[%c0, %c0], %pad : memref<8x8xf32>, vector<8x8xf32>
  %y = iree_vector_ext.to_layout %x to layout(#grid) : vector<8x8xf32>
  return %y : vector<8x8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @mask_of_a_read(%m: memref<8x8xf32>, %b: vector<8x8xi1>) -> vector<8x8xf32> {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %mask = arith.andi %b, %b : vector<8x8xi1>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %x = vector.transfer_read %m[%c0, %c0], %pad, %mask : memref<8x8xf32>, vector<8x8xf32>
  %y = iree_vector_ext.to_layout %x to layout(#grid) : vector<8x8xf32>
  return %y : vector<8x8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @mask_of_a_write(%m: memref<8x8xf32>, %a: vector<8x8xf32>, %n: index) {
  %c0 = arith.constant 0 : index
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %mask = vector.create_mask %n, %n : vector<8x8xi1>
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf32>
  vector.transfer_write %x, %m[%c0, %c0], %mask : vector<8x8xf32>, memref<8x8xf32>
  return
}

// -----

#tall = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 2], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [1, 4]>

// The mask counts the memory's dimensions, the vector is read the other way round.
func.func @mask_of_a_transposed_read(%m: memref<8x4xf32>, %b: vector<8x4xi1>) -> vector<4x8xf32> {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [2, 4], element_tile = [4, 1], subgroup_strides = [0, 0], thread_strides = [4, 1]>}}
  %mask = arith.andi %b, %b : vector<8x4xi1>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 2], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [1, 4]>}}
  %x = vector.transfer_read %m[%c0, %c0], %pad, %mask {permutation_map = affine_map<(d0, d1) -> (d1, d0)>, in_bounds = [true, true]} : memref<8x4xf32>, vector<4x8xf32>
  %y = iree_vector_ext.to_layout %x to layout(#tall) : vector<4x8xf32>
  return %y : vector<4x8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @dimensions_that_are_not_read_are_left_out(%m: memref<8x4x8xf32>, %b: vector<8x8xi1>) -> vector<8x8xf32> {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 4], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [1, 8]>}}
  %mask = arith.andi %b, %b : vector<8x8xi1>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>}}
  %x = vector.transfer_read %m[%c0, %c0, %c0], %pad, %mask {permutation_map = affine_map<(d0, d1, d2) -> (d2, d0)>, in_bounds = [true, true]} : memref<8x4x8xf32>, vector<8x8xf32>
  %y = iree_vector_ext.to_layout %x to layout(#grid) : vector<8x8xf32>
  return %y : vector<8x8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @a_broadcast_dimension_has_no_mask(%m: memref<8xf32>, %b: vector<8xi1>) -> vector<8x8xf32> {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>}}
  %mask = arith.andi %b, %b : vector<8xi1>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %x = vector.transfer_read %m[%c0], %pad, %mask {permutation_map = affine_map<(d0) -> (0, d0)>, in_bounds = [true, true]} : memref<8xf32>, vector<8x8xf32>
  %y = iree_vector_ext.to_layout %x to layout(#grid) : vector<8x8xf32>
  return %y : vector<8x8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @a_mask_gives_nothing(%m: memref<8x8xf32>, %b: vector<8x8xi1>) -> vector<8x8xf32> {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %mask = iree_vector_ext.to_layout %b to layout(#grid) : vector<8x8xi1>
  %x = vector.transfer_read %m[%c0, %c0], %pad, %mask : memref<8x8xf32>, vector<8x8xf32>
  return %x : vector<8x8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @what_is_written_is_asked_for_nothing(%m: memref<8x8xf32>, %a: vector<8x8xf32>, %b: vector<8x8xi1>) {
  %c0 = arith.constant 0 : index
  %mask = iree_vector_ext.to_layout %b to layout(#grid) : vector<8x8xi1>
  %x = arith.negf %a : vector<8x8xf32>
  vector.transfer_write %x, %m[%c0, %c0], %mask : vector<8x8xf32>, memref<8x8xf32>
  return
}
