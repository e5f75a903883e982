// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute --mlir-print-local-scope --split-input-file %s | filecheck %s

// How many lanes there are, and which of them one is: x counts fastest, then y, then z.

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
// CHECK-LABEL: func.func @one_dimension
// CHECK: gpu.thread_id x
// CHECK-NOT: gpu.thread_id
// CHECK-NOT: affine.linearize_index {{.*}} by (1
// CHECK: return
func.func @one_dimension(%in: memref<32xf32>, %out: memref<32xf32>) attributes {gpu.known_block_size = array<i32: 32, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %x_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %x = iree_vector_ext.to_layout %x_read to layout(#lanes) : vector<32xf32>
  vector.transfer_write %x, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [2], batch_tile = [2], outer_tile = [1], thread_tile = [16], element_tile = [1], subgroup_strides = [1], thread_strides = [1]>
// CHECK-LABEL: func.func @two_dimensions
// CHECK-DAG: gpu.thread_id y
// CHECK-DAG: gpu.thread_id x
// CHECK-NOT: gpu.thread_id
// CHECK: affine.linearize_index {{.*}} by (4, 8)
// CHECK: return
func.func @two_dimensions(%in: memref<64xf32>, %out: memref<64xf32>) attributes {gpu.known_block_size = array<i32: 8, 4, 1>, lanewise.subgroup_size = 16 : i64} {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %x_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %x = iree_vector_ext.to_layout %x_read to layout(#lanes) : vector<64xf32>
  vector.transfer_write %x, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [3, 2], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 4], element_tile = [1, 2], subgroup_strides = [1, 3], thread_strides = [4, 1]>
// CHECK-LABEL: func.func @three_dimensions
// CHECK: affine.linearize_index {{.*}} by (3, 4, 8)
// CHECK: return
func.func @three_dimensions(%in: memref<12x16xf32>, %out: memref<12x16xf32>) attributes {gpu.known_block_size = array<i32: 8, 4, 3>, lanewise.subgroup_size = 16 : i64} {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %x_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<12x16xf32>, vector<12x16xf32>
  %x = iree_vector_ext.to_layout %x_read to layout(#lanes) : vector<12x16xf32>
  vector.transfer_write %x, %out[%c0, %c0] {in_bounds = [true, true]} : vector<12x16xf32>, memref<12x16xf32>
  return
}

// -----

// A dimension of one lane has no thread_id.
#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
// CHECK-LABEL: func.func @a_dimension_of_one
// CHECK-NOT: gpu.thread_id y
// CHECK: affine.linearize_index {{.*}} by (2, 8)
// CHECK: return
func.func @a_dimension_of_one(%in: memref<16xf32>, %out: memref<16xf32>) attributes {gpu.known_block_size = array<i32: 8, 1, 2>, lanewise.subgroup_size = 16 : i64} {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %x_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<16xf32>, vector<16xf32>
  %x = iree_vector_ext.to_layout %x_read to layout(#lanes) : vector<16xf32>
  vector.transfer_write %x, %out[%c0] {in_bounds = [true]} : vector<16xf32>, memref<16xf32>
  return
}

// -----

// Attention's layouts of a whole workgroup have thread tiles of more lanes than a subgroup.
#all = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [16, 8], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [8, 1]>
#across = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 16], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [1, 8]>
// CHECK-LABEL: func.func @thread_tiles_span_the_workgroup
// CHECK: affine.delinearize_index %thread_id_x into ({{.*}}16, 8)
// CHECK: gpu.barrier
// CHECK: return
func.func @thread_tiles_span_the_workgroup(%in: memref<16x16xf32>, %out: memref<16x16xf32>) attributes {gpu.known_block_size = array<i32: 128, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %x_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<16x16xf32>, vector<16x16xf32>
  %x = iree_vector_ext.to_layout %x_read to layout(#all) : vector<16x16xf32>
  %y = arith.negf %x : vector<16x16xf32>
  %y0 = arith.negf %y : vector<16x16xf32>
  %z = iree_vector_ext.to_layout %y0 to layout(#across) : vector<16x16xf32>
  vector.transfer_write %z, %out[%c0, %c0] {in_bounds = [true, true]} : vector<16x16xf32>, memref<16x16xf32>
  return
}

// -----

// Such rows are summed in subgroups, then across them.
#all = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [2, 64], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [64, 1]>
// CHECK-LABEL: func.func @reduction_over_the_workgroup
// CHECK: gpu.subgroup_reduce add {{.*}} cluster(size = 32)
// CHECK: gpu.barrier
// CHECK: vector.transfer_read {{.*}} vector<1x2xf32>
// CHECK: return
func.func @reduction_over_the_workgroup(%in: memref<2x128xf32>, %out: memref<2xf32>) attributes {gpu.known_block_size = array<i32: 128, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %x_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<2x128xf32>, vector<2x128xf32>
  %x = iree_vector_ext.to_layout %x_read to layout(#all) : vector<2x128xf32>
  %z = arith.constant dense<0.0> : vector<2xf32>
  %s = vector.multi_reduction <add>, %x, %z [1] : vector<2x128xf32> to vector<2xf32>
  vector.transfer_write %s, %out[%c0] {in_bounds = [true]} : vector<2xf32>, memref<2xf32>
  return
}

// -----

// The same sum in subgroups of 64 needs one op.
#all = #iree_vector_ext.nested_layout<subgroup_tile = [2, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 64], element_tile = [1, 2], subgroup_strides = [1, 0], thread_strides = [0, 1]>
// CHECK-LABEL: func.func @subgroups_of_64
// CHECK: gpu.subgroup_reduce add {{.*}} : (f32) -> f32
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @subgroups_of_64(%in: memref<2x128xf32>, %out: memref<2xf32>) attributes {gpu.known_block_size = array<i32: 128, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %x_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<2x128xf32>, vector<2x128xf32>
  %x = iree_vector_ext.to_layout %x_read to layout(#all) : vector<2x128xf32>
  %z = arith.constant dense<0.0> : vector<2xf32>
  %s = vector.multi_reduction <add>, %x, %z [1] : vector<2x128xf32> to vector<2xf32>
  vector.transfer_write %s, %out[%c0] {in_bounds = [true]} : vector<2xf32>, memref<2xf32>
  return
}

// -----

// More subgroups than the layout names repeat what the first ones hold.
#some = #iree_vector_ext.nested_layout<subgroup_tile = [2], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [1], thread_strides = [2]>
// CHECK-LABEL: func.func @more_lanes_than_needed
// CHECK: affine.delinearize_index %thread_id_x into (2, 2, 2, 8, 2)
// CHECK: scf.if
func.func @more_lanes_than_needed(%in: memref<16xf32>, %out: memref<16xf32>) attributes {gpu.known_block_size = array<i32: 128, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %x_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<16xf32>, vector<16xf32>
  %x = iree_vector_ext.to_layout %x_read to layout(#some) : vector<16xf32>
  vector.transfer_write %x, %out[%c0] {in_bounds = [true]} : vector<16xf32>, memref<16xf32>
  return
}

// -----

// A workgroup that is smaller than a subgroup.
#few = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [4], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
// CHECK-LABEL: func.func @an_incomplete_subgroup
// CHECK-NOT: scf.if
// CHECK: return
func.func @an_incomplete_subgroup(%in: memref<32xf32>, %out: memref<32xf32>) attributes {gpu.known_block_size = array<i32: 8, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %x_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %x = iree_vector_ext.to_layout %x_read to layout(#few) : vector<32xf32>
  vector.transfer_write %x, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// -----

// One lane does everything.
#alone = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>
// CHECK-LABEL: func.func @one_lane
// CHECK-NOT: scf.if
// CHECK: return
func.func @one_lane(%in: memref<8xf32>, %out: memref<8xf32>) attributes {gpu.known_block_size = array<i32: 1, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %x_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<8xf32>, vector<8xf32>
  %x = iree_vector_ext.to_layout %x_read to layout(#alone) : vector<8xf32>
  vector.transfer_write %x, %out[%c0] {in_bounds = [true]} : vector<8xf32>, memref<8xf32>
  return
}
