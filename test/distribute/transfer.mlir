// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=32 subgroup-size=16" --mlir-print-local-scope --split-input-file %s | filecheck %s

// Reads and writes: each lane those runs of neighbours that it holds.

#rows = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 2], outer_tile = [2, 1], thread_tile = [4, 4], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [4, 1]>
#runs = #iree_vector_ext.nested_layout<subgroup_tile = [2, 1], batch_tile = [2, 1], outer_tile = [2, 1], thread_tile = [1, 16], element_tile = [2, 1], subgroup_strides = [1, 0], thread_strides = [0, 1]>
#cube = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [2, 1, 1], outer_tile = [1, 1, 2], thread_tile = [1, 4, 2], element_tile = [1, 1, 2], subgroup_strides = [0, 0, 0], thread_strides = [0, 1, 4]>
#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [2], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [2], subgroup_strides = [1], thread_strides = [1]>
#few = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#none = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [4], subgroup_strides = [0], thread_strides = [0]>
#odd = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [5], element_tile = [3], subgroup_strides = [0], thread_strides = [1]>
#gaps = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [4], element_tile = [1], subgroup_strides = [0], thread_strides = [2]>
#half = #iree_vector_ext.nested_layout<subgroup_tile = [2], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [1], thread_strides = [1]>

// Where no other lane's elements are between them, the elements of a lane are read at once.
// CHECK-LABEL: func.func @one_run_where_threads_do_not_interleave
// CHECK-COUNT-1: vector.transfer_read {{.*}} : memref<16x16xf32>, vector<8x1xf32>
// CHECK-NOT: vector.transfer_read
// CHECK-COUNT-1: vector.transfer_write {{.*}} : vector<8x1xf32>, memref<16x16xf32>
// CHECK-NOT: vector.transfer_write
// CHECK: return
func.func @one_run_where_threads_do_not_interleave(%in: memref<16x16xf32>, %out: memref<16x16xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<16x16xf32>, vector<16x16xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#runs) : vector<16x16xf32>
  vector.transfer_write %a, %out[%c0, %c0] {in_bounds = [true, true]} : vector<16x16xf32>, memref<16x16xf32>
  return
}

// CHECK-LABEL: func.func @a_run_for_each_batch_and_outer
// CHECK-COUNT-4: vector.transfer_read {{.*}} : memref<8x16xf32>, vector<1x2xf32>
// CHECK-NOT: vector.transfer_read
// CHECK: return
func.func @a_run_for_each_batch_and_outer(%in: memref<8x16xf32>, %out: memref<8x16xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x16xf32>, vector<8x16xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#rows) : vector<8x16xf32>
  vector.transfer_write %a, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x16xf32>, memref<8x16xf32>
  return
}

// CHECK-LABEL: func.func @permuted
// CHECK: vector.transfer_read {{.*}}permutation_map = affine_map<(d0, d1) -> (d1, d0)>{{.*}} : memref<16x8xf32>, vector<1x2xf32>
// CHECK: vector.transfer_write {{.*}}permutation_map = affine_map<(d0, d1) -> (d1, d0)>{{.*}} : vector<1x2xf32>, memref<16x8xf32>
func.func @permuted(%in: memref<16x8xf32>, %out: memref<16x8xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true], permutation_map = affine_map<(d0, d1) -> (d1, d0)>} : memref<16x8xf32>, vector<8x16xf32>
  %a = iree_vector_ext.to_layout %read to layout(#rows) : vector<8x16xf32>
  vector.transfer_write %a, %out[%c0, %c0] {in_bounds = [true, true], permutation_map = affine_map<(d0, d1) -> (d1, d0)>} : vector<8x16xf32>, memref<16x8xf32>
  return
}

// Copies of one row are read once.
// CHECK-LABEL: func.func @broadcast_dimension
// CHECK-COUNT-2: vector.transfer_read {{.*}}permutation_map = affine_map<(d0) -> (0, d0)>
// CHECK-NOT: vector.transfer_read
// CHECK: return
func.func @broadcast_dimension(%in: memref<16xf32>, %out: memref<8x16xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true, true], permutation_map = affine_map<(d0) -> (0, d0)>} : memref<16xf32>, vector<8x16xf32>
  %a = iree_vector_ext.to_layout %read to layout(#rows) : vector<8x16xf32>
  vector.transfer_write %a, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x16xf32>, memref<8x16xf32>
  return
}

// A vector may run along some of the dimensions of memory, in another order.
// CHECK-LABEL: func.func @part_of_the_dimensions
// CHECK: vector.transfer_read %{{.*}}[%{{.*}}, %arg2, %{{.*}}, %{{.*}}]
func.func @part_of_the_dimensions(%in: memref<16x3x5x8xf32>, %out: memref<8x16xf32>, %k: index, %n: index) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  // ARGS: 2=2,3=1
  %read = vector.transfer_read %in[%c0, %k, %n, %c0], %pad_f32 {in_bounds = [true, true], permutation_map = affine_map<(d0, d1, d2, d3) -> (d3, d0)>} : memref<16x3x5x8xf32>, vector<8x16xf32>
  %a = iree_vector_ext.to_layout %read to layout(#rows) : vector<8x16xf32>
  vector.transfer_write %a, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x16xf32>, memref<8x16xf32>
  return
}

// CHECK-LABEL: func.func @masked
// CHECK: vector.transfer_read {{.*}} : memref<8x16xf32>, vector<1x2xf32>
// CHECK: vector.transfer_write {{.*}} : vector<1x2xf32>, memref<8x16xf32>
func.func @masked(%in: memref<8x16xf32>, %out: memref<8x16xf32>, %n: index) {
  %c0 = arith.constant 0 : index
  %c7 = arith.constant 7 : index
  // ARGS: 2=11
  %m = vector.create_mask %c7, %n : vector<8x16xi1>
  %one = arith.constant 1.0 : f32
  %read = vector.transfer_read %in[%c0, %c0], %one, %m {in_bounds = [true, true]} : memref<8x16xf32>, vector<8x16xf32>
  %a = iree_vector_ext.to_layout %read to layout(#rows) : vector<8x16xf32>
  vector.transfer_write %a, %out[%c0, %c0], %m {in_bounds = [true, true]} : vector<8x16xf32>, memref<8x16xf32>
  return
}

// The enclosing vector.mask becomes the operand.
// CHECK-LABEL: func.func @under_a_mask
// CHECK-NOT: vector.mask
// CHECK: vector.transfer_read {{.*}} : memref<16x8xf32>, vector<1x2xf32>
// CHECK-NOT: vector.mask
// CHECK: return
func.func @under_a_mask(%in: memref<16x8xf32>, %out: memref<8x16xf32>, %n: index) {
  %c0 = arith.constant 0 : index
  %c5 = arith.constant 5 : index
  %c7 = arith.constant 7 : index
  // ARGS: 2=11
  %m = vector.create_mask %n, %c7 : vector<16x8xi1>
  %o = vector.create_mask %c5, %n : vector<8x16xi1>
  %one = arith.constant 1.0 : f32
  %read = vector.mask %m { vector.transfer_read %in[%c0, %c0], %one {in_bounds = [true, true], permutation_map = affine_map<(d0, d1) -> (d1, d0)>} : memref<16x8xf32>, vector<8x16xf32> } : vector<16x8xi1> -> vector<8x16xf32>
  %a = iree_vector_ext.to_layout %read to layout(#rows) : vector<8x16xf32>
  vector.mask %o { vector.transfer_write %a, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x16xf32>, memref<8x16xf32> } : vector<8x16xi1>
  return
}

// Reads out of bounds give the padding still, writes there are dropped.
// CHECK-LABEL: func.func @out_of_bounds
// CHECK: vector.transfer_read {{.*}}in_bounds = [false, true]
// CHECK: vector.transfer_write
func.func @out_of_bounds(%in: memref<?x16xf32>, %out: memref<6x?xf32>) {
  %c0 = arith.constant 0 : index
  // ARGS: 0=5x16,1=6x13
  %two = arith.constant 2.0 : f32
  %read = vector.transfer_read %in[%c0, %c0], %two {in_bounds = [false, true]} : memref<?x16xf32>, vector<8x16xf32>
  %a = iree_vector_ext.to_layout %read to layout(#rows) : vector<8x16xf32>
  vector.transfer_write %a, %out[%c0, %c0] : vector<8x16xf32>, memref<6x?xf32>
  return
}

// CHECK-LABEL: func.func @at_an_offset
// CHECK: affine.linearize_index [%{{.*}}, %{{.*}}, %arg2] by (2, 16, 2)
func.func @at_an_offset(%in: memref<80xf32>, %out: memref<80xf32>, %n: index) {
  %pad_f32 = arith.constant 0.0 : f32
  // ARGS: 2=7
  %read = vector.transfer_read %in[%n], %pad_f32 {in_bounds = [true]} : memref<80xf32>, vector<64xf32>
  %a = iree_vector_ext.to_layout %read to layout(#lanes) : vector<64xf32>
  vector.transfer_write %a, %out[%n] {in_bounds = [true]} : vector<64xf32>, memref<80xf32>
  return
}

// CHECK-LABEL: func.func @strided_memory
// CHECK: vector.transfer_read {{.*}} : memref<8x16xf32, strided<[40, 2], offset: 3>>, vector<1x2xf32>
func.func @strided_memory(%in: memref<8x16xf32, strided<[40, 2], offset: 3>>, %out: memref<8x16xf32, strided<[1, 8]>>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x16xf32, strided<[40, 2], offset: 3>>, vector<8x16xf32>
  %a = iree_vector_ext.to_layout %read to layout(#rows) : vector<8x16xf32>
  vector.transfer_write %a, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x16xf32>, memref<8x16xf32, strided<[1, 8]>>
  return
}

// CHECK-LABEL: func.func @three_dimensions
// CHECK-COUNT-2: vector.transfer_read {{.*}} : memref<2x4x8xf16>, vector<2x1x2xf16>
// CHECK: vector.transfer_write
func.func @three_dimensions(%in: memref<2x4x8xf16>, %out: memref<2x4x8xf16>) {
  %c0 = arith.constant 0 : index
  %pad_f16 = arith.constant 0.0 : f16
  %a_read = vector.transfer_read %in[%c0, %c0, %c0], %pad_f16 {in_bounds = [true, true, true]} : memref<2x4x8xf16>, vector<2x4x8xf16>
  %a = iree_vector_ext.to_layout %a_read to layout(#cube) : vector<2x4x8xf16>
  vector.transfer_write %a, %out[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<2x4x8xf16>, memref<2x4x8xf16>
  return
}

// Of lanes that hold the same elements one stores them.
// CHECK-LABEL: func.func @repeated_data
// CHECK: affine.delinearize_index %thread_id_x into (2, 2, 8)
// CHECK-COUNT-2: arith.cmpi eq
// CHECK: scf.if
// CHECK-NEXT: vector.transfer_write {{.*}} : vector<1xf32>, memref<8xf32>
func.func @repeated_data(%in: memref<8xf32>, %out: memref<8xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<8xf32>, vector<8xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#few) : vector<8xf32>
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<8xf32>, memref<8xf32>
  return
}

// CHECK-LABEL: func.func @the_same_in_every_lane
// CHECK: scf.if
// CHECK-NEXT: vector.transfer_write {{.*}} : vector<4xf32>, memref<4xf32>
func.func @the_same_in_every_lane(%in: memref<4xf32>, %out: memref<4xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<4xf32>, vector<4xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#none) : vector<4xf32>
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<4xf32>, memref<4xf32>
  return
}

// CHECK-LABEL: func.func @all_lanes_hold_their_own
// CHECK-NOT: scf.if
// CHECK: return
func.func @all_lanes_hold_their_own(%in: memref<64xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#lanes) : vector<64xf32>
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// Five lanes of sixteen; the sixteenth counts from the start again and stores nothing.
// CHECK-LABEL: func.func @no_power_of_two
// CHECK: scf.if
func.func @no_power_of_two(%in: memref<15xf32>, %out: memref<15xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<15xf32>, vector<15xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#odd) : vector<15xf32>
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<15xf32>, memref<15xf32>
  return
}

// CHECK-LABEL: func.func @strides_with_gaps
// CHECK: affine.delinearize_index %thread_id_x into (2, 2, 4, 2)
// CHECK-COUNT-3: arith.cmpi eq
// CHECK: scf.if
func.func @strides_with_gaps(%in: memref<4xf32>, %out: memref<4xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<4xf32>, vector<4xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#gaps) : vector<4xf32>
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<4xf32>, memref<4xf32>
  return
}

// CHECK-LABEL: func.func @repeated_within_subgroups
// CHECK: arith.cmpi eq
// CHECK-NOT: arith.cmpi
// CHECK: scf.if
func.func @repeated_within_subgroups(%in: memref<16xf32>, %out: memref<16xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<16xf32>, vector<16xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#half) : vector<16xf32>
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<16xf32>, memref<16xf32>
  return
}

// CHECK-LABEL: func.func @rank_zero
// CHECK: vector.transfer_read {{.*}} : memref<f32>, vector<f32>
// CHECK: vector.transfer_write {{.*}} : vector<f32>, memref<f32>
func.func @rank_zero(%in: memref<f32>, %in2: memref<8x16xf32>, %out: memref<f32>, %out2: memref<8x16xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %v = vector.transfer_read %in[], %pad_f32 : memref<f32>, vector<f32>
  %a_read = vector.transfer_read %in2[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x16xf32>, vector<8x16xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#rows) : vector<8x16xf32>
  %n = arith.negf %v : vector<f32>
  %b = vector.broadcast %n : vector<f32> to vector<8x16xf32>
  %c = arith.addf %a, %b : vector<8x16xf32>
  vector.transfer_write %c, %out2[%c0, %c0] {in_bounds = [true, true]} : vector<8x16xf32>, memref<8x16xf32>
  vector.transfer_write %n, %out[] : vector<f32>, memref<f32>
  return
}
