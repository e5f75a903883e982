// RUN: lanewise-opt --host=%host --lanewise-print-layouts --verify-diagnostics --split-input-file %s

// Private buffers hand layouts on: what is read has the layout of what is written.

#pairs = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [4], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

func.func @from_what_is_written_to_what_is_read(%v: vector<8xf32>) -> vector<8xf32> {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4], element_tile = [2]{{.*}}}}
  %zero = arith.constant dense<0.0> : vector<8xf32>
  %own = memref.alloca() : memref<8xf32, #gpu.address_space<private>>
  vector.transfer_write %zero, %own[%c0] : vector<8xf32>, memref<8xf32, #gpu.address_space<private>>
  %x = iree_vector_ext.to_layout %v to layout(#pairs) : vector<8xf32>
  vector.transfer_write %x, %own[%c0] : vector<8xf32>, memref<8xf32, #gpu.address_space<private>>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4], element_tile = [2]{{.*}}}}
  %y = vector.transfer_read %own[%c0], %pad : memref<8xf32, #gpu.address_space<private>>, vector<8xf32>
  return %y : vector<8xf32>
}

// -----

#pairs = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [4], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

// Back from what is read: to what was written, and to all else that is read.
func.func @from_what_is_read_to_what_is_written(%a: vector<8xf32>) -> vector<8xf32> {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %own = memref.alloca() : memref<8xf32, #gpu.address_space<private>>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4], element_tile = [2]{{.*}}}}
  %x = arith.negf %a : vector<8xf32>
  vector.transfer_write %x, %own[%c0] : vector<8xf32>, memref<8xf32, #gpu.address_space<private>>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4], element_tile = [2]{{.*}}}}
  %y = vector.transfer_read %own[%c0], %pad : memref<8xf32, #gpu.address_space<private>>, vector<8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4], element_tile = [2]{{.*}}}}
  %z = vector.transfer_read %own[%c0], %pad : memref<8xf32, #gpu.address_space<private>>, vector<8xf32>
  %l = iree_vector_ext.to_layout %z to layout(#pairs) : vector<8xf32>
  return %y : vector<8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// Four rows of sixteen at a time: a lane has all rows of its column.
func.func @rows_at_a_time(%i: index, %v: vector<4x8xf32>) -> vector<16x8xf32> {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %own = memref.alloca() : memref<16x8xf32, #gpu.address_space<private>>
  %x = iree_vector_ext.to_layout %v to layout(#grid) : vector<4x8xf32>
  vector.transfer_write %x, %own[%i, %c0] : vector<4x8xf32>, memref<16x8xf32, #gpu.address_space<private>>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [16, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>}}
  %y = vector.transfer_read %own[%c0, %c0], %pad : memref<16x8xf32, #gpu.address_space<private>>, vector<16x8xf32>
  return %y : vector<16x8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

// Lanes that share rows would read each other's: all rows of a column become a lane's, and four of them are moved.
func.func @rows_that_lanes_share(%i: index, %v: vector<4x8xf32>) -> vector<16x8xf32> {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %own = memref.alloca() : memref<16x8xf32, #gpu.address_space<private>>
  // expected-remark-re @below {{converted from #iree_vector_ext{{.*}} to #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [4, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>}}
  %x = iree_vector_ext.to_layout %v to layout(#grid) : vector<4x8xf32>
  vector.transfer_write %x, %own[%i, %c0] : vector<4x8xf32>, memref<16x8xf32, #gpu.address_space<private>>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [16, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>}}
  %y = vector.transfer_read %own[%c0, %c0], %pad : memref<16x8xf32, #gpu.address_space<private>>, vector<16x8xf32>
  return %y : vector<16x8xf32>
}

// -----

#pairs = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [4], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

// Memory that all lanes see hands nothing on.
func.func @workgroup_memory(%v: vector<8xf32>) -> vector<8xf32> {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %all = memref.alloc() : memref<8xf32, #gpu.address_space<workgroup>>
  %x = iree_vector_ext.to_layout %v to layout(#pairs) : vector<8xf32>
  vector.transfer_write %x, %all[%c0] : vector<8xf32>, memref<8xf32, #gpu.address_space<workgroup>>
  %y = vector.transfer_read %all[%c0], %pad : memref<8xf32, #gpu.address_space<workgroup>>, vector<8xf32>
  return %y : vector<8xf32>
}
