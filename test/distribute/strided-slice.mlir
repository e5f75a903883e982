// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=64 subgroup-size=16" %s | filecheck %s

// vector.extract_strided_slice and vector.insert_strided_slice: within the registers of each lane.
// In generic form: LLVM 24 changed their own syntax.

#batched = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [3, 1], outer_tile = [1, 2], thread_tile = [4, 4], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [4, 1]>
#own = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 1], outer_tile = [1, 1], thread_tile = [1, 16], element_tile = [4, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>
#repeated = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 1], outer_tile = [2, 1], thread_tile = [3, 1], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [2, 0]>
#subgroups = #iree_vector_ext.nested_layout<subgroup_tile = [4, 1], batch_tile = [1, 2], outer_tile = [1, 1], thread_tile = [2, 4], element_tile = [2, 2], subgroup_strides = [1, 0], thread_strides = [4, 1]>
#fives = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [5, 1], element_tile = [1, 16], subgroup_strides = [0, 0], thread_strides = [1, 0]>

// Of 3 batches the last two.
// CHECK-LABEL: func.func @whole_batches
// CHECK: vector.shuffle {{.*}} [4, 5, 6, 7, 8, 9, 10, 11] : vector<12xf32>, vector<12xf32>
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @whole_batches(%in: memref<12x16xf32>, %out: memref<8x16xf32>) {
  %c0 = arith.constant 0 : index
  %z_f32 = arith.constant 0.0 : f32
  %a = vector.transfer_read %in[%c0, %c0], %z_f32 {in_bounds = [true, true]} : memref<12x16xf32>, vector<12x16xf32>
  %x = iree_vector_ext.to_layout %a to layout(#batched) : vector<12x16xf32>
  %y = "vector.extract_strided_slice"(%x) <{offsets = [4], sizes = [8], strides = [1]}> : (vector<12x16xf32>) -> vector<8x16xf32>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x16xf32>, memref<8x16xf32>
  return
}

// And of 2 outer tiles the second.
// CHECK-LABEL: func.func @whole_outer_tiles
// CHECK: vector.shuffle {{.*}} [2, 3, 6, 7] : vector<12xf32>, vector<12xf32>
// CHECK: return
func.func @whole_outer_tiles(%in: memref<12x16xf32>, %out: memref<8x8xf32>) {
  %c0 = arith.constant 0 : index
  %z_f32 = arith.constant 0.0 : f32
  %a = vector.transfer_read %in[%c0, %c0], %z_f32 {in_bounds = [true, true]} : memref<12x16xf32>, vector<12x16xf32>
  %x = iree_vector_ext.to_layout %a to layout(#batched) : vector<12x16xf32>
  %y = "vector.extract_strided_slice"(%x) <{offsets = [0, 8], sizes = [8, 8], strides = [1, 1]}> : (vector<12x16xf32>) -> vector<8x8xf32>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x8xf32>, memref<8x8xf32>
  return
}

// CHECK-LABEL: func.func @any_part_of_what_each_lane_holds
// CHECK: vector.shuffle {{.*}} [3, 4, 5] : vector<8xf16>, vector<8xf16>
// CHECK: return
func.func @any_part_of_what_each_lane_holds(%in: memref<8x16xf16>, %out: memref<3x16xf16>) {
  %c0 = arith.constant 0 : index
  %z_f16 = arith.constant 0.0 : f16
  %a = vector.transfer_read %in[%c0, %c0], %z_f16 {in_bounds = [true, true]} : memref<8x16xf16>, vector<8x16xf16>
  %x = iree_vector_ext.to_layout %a to layout(#own) : vector<8x16xf16>
  %y = "vector.extract_strided_slice"(%x) <{offsets = [3], sizes = [3], strides = [1]}> : (vector<8x16xf16>) -> vector<3x16xf16>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<3x16xf16>, memref<3x16xf16>
  return
}

// Three lanes hold it, each twice.
// CHECK-LABEL: func.func @repeated_data
// CHECK: vector.shuffle {{.*}} [9, 10, 13, 14] : vector<16xi8>, vector<16xi8>
// CHECK: return
func.func @repeated_data(%in: memref<12x4xi8>, %out: memref<6x2xi8>) {
  %c0 = arith.constant 0 : index
  %z_i8 = arith.constant 0 : i8
  %a = vector.transfer_read %in[%c0, %c0], %z_i8 {in_bounds = [true, true]} : memref<12x4xi8>, vector<12x4xi8>
  %x = iree_vector_ext.to_layout %a to layout(#repeated) : vector<12x4xi8>
  %y = "vector.extract_strided_slice"(%x) <{offsets = [6, 1], sizes = [6, 2], strides = [1, 1]}> : (vector<12x4xi8>) -> vector<6x2xi8>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<6x2xi8>, memref<6x2xi8>
  return
}

// Subgroups have other rows, and an equal share each.
// CHECK-LABEL: func.func @between_subgroups
// CHECK: vector.shuffle
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @between_subgroups(%in: memref<16x16xi1>, %out: memref<16x8xi1>) {
  %c0 = arith.constant 0 : index
  %z_i1 = arith.constant false
  %a = vector.transfer_read %in[%c0, %c0], %z_i1 {in_bounds = [true, true]} : memref<16x16xi1>, vector<16x16xi1>
  %x = iree_vector_ext.to_layout %a to layout(#subgroups) : vector<16x16xi1>
  %y = "vector.extract_strided_slice"(%x) <{offsets = [0, 8], sizes = [16, 8], strides = [1, 1]}> : (vector<16x16xi1>) -> vector<16x8xi1>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<16x8xi1>, memref<16x8xi1>
  return
}

// CHECK-LABEL: func.func @insert_whole_batches
// CHECK: vector.shuffle {{.*}} [0, 1, 2, 3, 12, 13, 14, 15, 16, 17, 18, 19] : vector<12xf32>, vector<8xf32>
// CHECK-NOT: arith.select
// CHECK: return
func.func @insert_whole_batches(%in: memref<12x16xf32>, %part: memref<8x16xf32>, %out: memref<12x16xf32>) {
  %c0 = arith.constant 0 : index
  %z_f32 = arith.constant 0.0 : f32
  %a = vector.transfer_read %in[%c0, %c0], %z_f32 {in_bounds = [true, true]} : memref<12x16xf32>, vector<12x16xf32>
  %x = iree_vector_ext.to_layout %a to layout(#batched) : vector<12x16xf32>
  %v = vector.transfer_read %part[%c0, %c0], %z_f32 {in_bounds = [true, true]} : memref<8x16xf32>, vector<8x16xf32>
  %y = "vector.insert_strided_slice"(%v, %x) <{offsets = [4, 0], strides = [1, 1]}> : (vector<8x16xf32>, vector<12x16xf32>) -> vector<12x16xf32>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<12x16xf32>, memref<12x16xf32>
  return
}

// Lanes 4 to 7 take it in their third batch.
// CHECK-LABEL: func.func @insert_where_some_lanes_hold_the_row
// CHECK: arith.cmpi eq
// CHECK: vector.shuffle {{.*}} [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13] : vector<12xf32>, vector<2xf32>
// CHECK: arith.select
// CHECK: return
func.func @insert_where_some_lanes_hold_the_row(%in: memref<12x16xf32>, %part: memref<8xf32>, %out: memref<12x16xf32>) {
  %c0 = arith.constant 0 : index
  %z_f32 = arith.constant 0.0 : f32
  %a = vector.transfer_read %in[%c0, %c0], %z_f32 {in_bounds = [true, true]} : memref<12x16xf32>, vector<12x16xf32>
  %x = iree_vector_ext.to_layout %a to layout(#batched) : vector<12x16xf32>
  %v = vector.transfer_read %part[%c0], %z_f32 {in_bounds = [true]} : memref<8xf32>, vector<8xf32>
  %y = "vector.insert_strided_slice"(%v, %x) <{offsets = [9, 8], strides = [1]}> : (vector<8xf32>, vector<12x16xf32>) -> vector<12x16xf32>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<12x16xf32>, memref<12x16xf32>
  return
}

// CHECK-LABEL: func.func @insert_into_repeated_data
// CHECK: vector.shuffle
// CHECK: return
func.func @insert_into_repeated_data(%in: memref<12x4xindex>, %part: memref<3x1xindex>, %out: memref<12x4xindex>) {
  %c0 = arith.constant 0 : index
  %z_index = arith.constant 0 : index
  %a = vector.transfer_read %in[%c0, %c0], %z_index {in_bounds = [true, true]} : memref<12x4xindex>, vector<12x4xindex>
  %x = iree_vector_ext.to_layout %a to layout(#repeated) : vector<12x4xindex>
  %v = vector.transfer_read %part[%c0, %c0], %z_index {in_bounds = [true, true]} : memref<3x1xindex>, vector<3x1xindex>
  %y = "vector.insert_strided_slice"(%v, %x) <{offsets = [3, 2], strides = [1, 1]}> : (vector<3x1xindex>, vector<12x4xindex>) -> vector<12x4xindex>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<12x4xindex>, memref<12x4xindex>
  return
}

// Subgroup 3 takes it.
// CHECK-LABEL: func.func @insert_into_a_subgroup
// CHECK: arith.select
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @insert_into_a_subgroup(%in: memref<16x16xf32>, %part: memref<8xf32>, %out: memref<16x16xf32>) {
  %c0 = arith.constant 0 : index
  %z_f32 = arith.constant 0.0 : f32
  %a = vector.transfer_read %in[%c0, %c0], %z_f32 {in_bounds = [true, true]} : memref<16x16xf32>, vector<16x16xf32>
  %x = iree_vector_ext.to_layout %a to layout(#subgroups) : vector<16x16xf32>
  %v = vector.transfer_read %part[%c0], %z_f32 {in_bounds = [true]} : memref<8xf32>, vector<8xf32>
  %y = "vector.insert_strided_slice"(%v, %x) <{offsets = [14, 8], strides = [1]}> : (vector<8xf32>, vector<16x16xf32>) -> vector<16x16xf32>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<16x16xf32>, memref<16x16xf32>
  return
}

// Lanes hold unequal shares of these rows: where an anchor says how to spread them, the source is converted.
// CHECK-LABEL: func.func @an_anchor_spreads_any_slice
// CHECK: gpu.barrier
// CHECK: vector.shuffle
// CHECK: return
func.func @an_anchor_spreads_any_slice(%in: memref<12x16xf32>, %out: memref<5x16xf32>) {
  %c0 = arith.constant 0 : index
  %z_f32 = arith.constant 0.0 : f32
  %a = vector.transfer_read %in[%c0, %c0], %z_f32 {in_bounds = [true, true]} : memref<12x16xf32>, vector<12x16xf32>
  %x = iree_vector_ext.to_layout %a to layout(#batched) : vector<12x16xf32>
  %y = "vector.extract_strided_slice"(%x) <{offsets = [3], sizes = [5], strides = [1]}> : (vector<12x16xf32>) -> vector<5x16xf32>
  %z = iree_vector_ext.to_layout %y to layout(#fives) : vector<5x16xf32>
  vector.transfer_write %z, %out[%c0, %c0] {in_bounds = [true, true]} : vector<5x16xf32>, memref<5x16xf32>
  vector.transfer_write %x, %in[%c0, %c0] {in_bounds = [true, true]} : vector<12x16xf32>, memref<12x16xf32>
  return
}
