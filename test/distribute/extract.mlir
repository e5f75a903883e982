// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=64 subgroup-size=16" %s | filecheck %s

// vector.extract and vector.insert: whose dimensions are dropped, and who holds what is in them.

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 1], outer_tile = [1, 2], thread_tile = [4, 4], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [4, 1]>
#own = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 1], outer_tile = [1, 1], thread_tile = [1, 16], element_tile = [4, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>
#repeated = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 2], outer_tile = [1, 1], thread_tile = [3, 4], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [4, 1]>
#subgroups = #iree_vector_ext.nested_layout<subgroup_tile = [4, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [2, 4], element_tile = [2, 2], subgroup_strides = [1, 0], thread_strides = [4, 1]>

// Registers alone.
// CHECK-LABEL: func.func @a_row_that_each_lane_holds
// CHECK: vector.shuffle {{.*}} [5] : vector<8xf32>, vector<8xf32>
// CHECK-NOT: gpu.shuffle
// CHECK: return
func.func @a_row_that_each_lane_holds(%in: memref<8x16xf32>, %out: memref<16xf32>) {
  %c0 = arith.constant 0 : index
  %z_f32 = arith.constant 0.0 : f32
  %a = vector.transfer_read %in[%c0, %c0], %z_f32 {in_bounds = [true, true]} : memref<8x16xf32>, vector<8x16xf32>
  %x = iree_vector_ext.to_layout %a to layout(#own) : vector<8x16xf32>
  %y = vector.extract %x[5] : vector<16xf32> from vector<8x16xf32>
  vector.transfer_write %y, %out[%c0] {in_bounds = [true]} : vector<16xf32>, memref<16xf32>
  return
}

// Row 6 is in the second batch of lanes 8 to 11.
// CHECK-LABEL: func.func @a_row_that_some_lanes_hold
// CHECK: vector.shuffle {{.*}} [2, 3] : vector<4xf32>, vector<4xf32>
// CHECK-COUNT-2: gpu.shuffle idx
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @a_row_that_some_lanes_hold(%in: memref<8x8xf32>, %out: memref<8xf32>) {
  %c0 = arith.constant 0 : index
  %z_f32 = arith.constant 0.0 : f32
  %a = vector.transfer_read %in[%c0, %c0], %z_f32 {in_bounds = [true, true]} : memref<8x8xf32>, vector<8x8xf32>
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf32>
  %y = vector.extract %x[6] : vector<8xf32> from vector<8x8xf32>
  vector.transfer_write %y, %out[%c0] {in_bounds = [true]} : vector<8xf32>, memref<8xf32>
  return
}

// Every lane gets it.
// CHECK-LABEL: func.func @one_element
// CHECK-COUNT-1: gpu.shuffle idx
// CHECK-NOT: gpu.shuffle
// CHECK: memref.store
func.func @one_element(%in: memref<8x8xf32>, %out: memref<f32>) {
  %c0 = arith.constant 0 : index
  %z_f32 = arith.constant 0.0 : f32
  %a = vector.transfer_read %in[%c0, %c0], %z_f32 {in_bounds = [true, true]} : memref<8x8xf32>, vector<8x8xf32>
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf32>
  %y = vector.extract %x[6, 5] : f32 from vector<8x8xf32>
  memref.store %y, %out[] : memref<f32>
  return
}

// 12 lanes hold it all; the other 4 repeat lanes 0 to 3.
// CHECK-LABEL: func.func @repeated_data
// CHECK: gpu.shuffle idx
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @repeated_data(%in: memref<6x8xi8>, %out: memref<8xi8>) {
  %c0 = arith.constant 0 : index
  %z_i8 = arith.constant 0 : i8
  %a = vector.transfer_read %in[%c0, %c0], %z_i8 {in_bounds = [true, true]} : memref<6x8xi8>, vector<6x8xi8>
  %x = iree_vector_ext.to_layout %a to layout(#repeated) : vector<6x8xi8>
  %y = vector.extract %x[5] : vector<8xi8> from vector<6x8xi8>
  vector.transfer_write %y, %out[%c0] {in_bounds = [true]} : vector<8xi8>, memref<8xi8>
  return
}

// Shuffles move integers without a sign. What all lanes return alike is one result.
// CHECK-LABEL: func.func @signed_elements
// CHECK: vector.bitcast {{.*}} : vector<1xsi8> to vector<1xi8>
// CHECK: vector.bitcast {{.*}} : vector<1xui64> to vector<1xi64>
// CHECK: return
func.func @signed_elements(%a: vector<8x8xsi8>, %b: vector<8x8xui64>) -> (si8, ui64) {
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xsi8>
  %y = vector.extract %x[6, 3] : si8 from vector<8x8xsi8>
  %z = iree_vector_ext.to_layout %b to layout(#grid) : vector<8x8xui64>
  %w = vector.extract %z[6, 3] : ui64 from vector<8x8xui64>
  return %y, %w : si8, ui64
}

// One subgroup holds it: through memory.
// CHECK-LABEL: func.func @of_a_subgroup
// CHECK-NOT: gpu.shuffle
// CHECK-COUNT-1: gpu.barrier
// CHECK: return
func.func @of_a_subgroup(%in: memref<16x8xf16>, %out: memref<8xf16>) {
  %c0 = arith.constant 0 : index
  %z_f16 = arith.constant 0.0 : f16
  %a = vector.transfer_read %in[%c0, %c0], %z_f16 {in_bounds = [true, true]} : memref<16x8xf16>, vector<16x8xf16>
  %x = iree_vector_ext.to_layout %a to layout(#subgroups) : vector<16x8xf16>
  %y = vector.extract %x[13] : vector<8xf16> from vector<16x8xf16>
  vector.transfer_write %y, %out[%c0] {in_bounds = [true]} : vector<8xf16>, memref<8xf16>
  return
}

// CHECK-LABEL: func.func @one_element_of_a_subgroup
// CHECK: gpu.barrier
// CHECK: memref.store
func.func @one_element_of_a_subgroup(%in: memref<16x8xi1>, %out: memref<i1>) {
  %c0 = arith.constant 0 : index
  %z_i1 = arith.constant false
  %a = vector.transfer_read %in[%c0, %c0], %z_i1 {in_bounds = [true, true]} : memref<16x8xi1>, vector<16x8xi1>
  %x = iree_vector_ext.to_layout %a to layout(#subgroups) : vector<16x8xi1>
  %y = vector.extract %x[13, 2] : i1 from vector<16x8xi1>
  memref.store %y, %out[] : memref<i1>
  return
}

// A position that is not known picks a register.
// CHECK-LABEL: func.func @any_row_that_each_lane_holds
// CHECK: vector.extract %{{.*}}[%{{.*}}] : vector<1x1x1xf32> from vector<8x1x1x1xf32>
// CHECK: return
func.func @any_row_that_each_lane_holds(%in: memref<8x16xf32>, %out: memref<16xf32>, %at: memref<1xindex>) {
  %c0 = arith.constant 0 : index
  %z_f32 = arith.constant 0.0 : f32
  %n = arith.constant 8 : index
  %any = memref.load %at[%c0] : memref<1xindex>
  %p = arith.remui %any, %n : index
  %a = vector.transfer_read %in[%c0, %c0], %z_f32 {in_bounds = [true, true]} : memref<8x16xf32>, vector<8x16xf32>
  %x = iree_vector_ext.to_layout %a to layout(#own) : vector<8x16xf32>
  %y = vector.extract %x[%p] : vector<16xf32> from vector<8x16xf32>
  vector.transfer_write %y, %out[%c0] {in_bounds = [true]} : vector<16xf32>, memref<16xf32>
  return
}

// CHECK-LABEL: func.func @insert_a_row_that_each_lane_holds
// CHECK: vector.shuffle {{.*}} [0, 1, 2, 3, 4, 8, 6, 7] : vector<8xf32>, vector<1xf32>
// CHECK-NOT: arith.select
// CHECK: return
func.func @insert_a_row_that_each_lane_holds(%in: memref<8x16xf32>, %part: memref<16xf32>, %out: memref<8x16xf32>) {
  %c0 = arith.constant 0 : index
  %z_f32 = arith.constant 0.0 : f32
  %a = vector.transfer_read %in[%c0, %c0], %z_f32 {in_bounds = [true, true]} : memref<8x16xf32>, vector<8x16xf32>
  %x = iree_vector_ext.to_layout %a to layout(#own) : vector<8x16xf32>
  %v = vector.transfer_read %part[%c0], %z_f32 {in_bounds = [true]} : memref<16xf32>, vector<16xf32>
  %y = vector.insert %v, %x[5] : vector<16xf32> into vector<8x16xf32>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x16xf32>, memref<8x16xf32>
  return
}

// Lanes 8 to 11 take it.
// CHECK-LABEL: func.func @insert_a_row_that_some_lanes_hold
// CHECK: arith.cmpi eq
// CHECK: vector.shuffle {{.*}} [0, 1, 4, 5] : vector<4xf32>, vector<2xf32>
// CHECK: arith.select
// CHECK: return
func.func @insert_a_row_that_some_lanes_hold(%in: memref<8x8xf32>, %part: memref<8xf32>, %out: memref<8x8xf32>) {
  %c0 = arith.constant 0 : index
  %z_f32 = arith.constant 0.0 : f32
  %a = vector.transfer_read %in[%c0, %c0], %z_f32 {in_bounds = [true, true]} : memref<8x8xf32>, vector<8x8xf32>
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf32>
  %v = vector.transfer_read %part[%c0], %z_f32 {in_bounds = [true]} : memref<8xf32>, vector<8xf32>
  %y = vector.insert %v, %x[6] : vector<8xf32> into vector<8x8xf32>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x8xf32>, memref<8x8xf32>
  return
}

// CHECK-LABEL: func.func @insert_one_element
// CHECK: arith.andi
// CHECK: vector.shuffle {{.*}} [0, 1, 2, 4] : vector<4xi1>, vector<1xi1>
// CHECK: arith.select
// CHECK: return
func.func @insert_one_element(%in: memref<8x8xi1>, %part: memref<i1>, %out: memref<8x8xi1>) {
  %c0 = arith.constant 0 : index
  %z_i1 = arith.constant false
  %a = vector.transfer_read %in[%c0, %c0], %z_i1 {in_bounds = [true, true]} : memref<8x8xi1>, vector<8x8xi1>
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xi1>
  %v = memref.load %part[] : memref<i1>
  %y = vector.insert %v, %x[6, 5] : i1 into vector<8x8xi1>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x8xi1>, memref<8x8xi1>
  return
}

// CHECK-LABEL: func.func @insert_into_repeated_data
// CHECK: arith.select
// CHECK: return
func.func @insert_into_repeated_data(%in: memref<6x8xindex>, %part: memref<index>, %out: memref<6x8xindex>) {
  %c0 = arith.constant 0 : index
  %z_index = arith.constant 0 : index
  %a = vector.transfer_read %in[%c0, %c0], %z_index {in_bounds = [true, true]} : memref<6x8xindex>, vector<6x8xindex>
  %x = iree_vector_ext.to_layout %a to layout(#repeated) : vector<6x8xindex>
  %v = memref.load %part[] : memref<index>
  %y = vector.insert %v, %x[5, 7] : index into vector<6x8xindex>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<6x8xindex>, memref<6x8xindex>
  return
}

// Subgroup 3 takes it.
// CHECK-LABEL: func.func @insert_into_a_subgroup
// CHECK-NOT: gpu.barrier
// CHECK: arith.select
// CHECK: return
func.func @insert_into_a_subgroup(%in: memref<16x8xf32>, %part: memref<8xf32>, %out: memref<16x8xf32>) {
  %c0 = arith.constant 0 : index
  %z_f32 = arith.constant 0.0 : f32
  %a = vector.transfer_read %in[%c0, %c0], %z_f32 {in_bounds = [true, true]} : memref<16x8xf32>, vector<16x8xf32>
  %x = iree_vector_ext.to_layout %a to layout(#subgroups) : vector<16x8xf32>
  %v = vector.transfer_read %part[%c0], %z_f32 {in_bounds = [true]} : memref<8xf32>, vector<8xf32>
  %y = vector.insert %v, %x[13] : vector<8xf32> into vector<16x8xf32>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<16x8xf32>, memref<16x8xf32>
  return
}

// Each register is asked whether it is meant.
// CHECK-LABEL: func.func @insert_anywhere
// CHECK: arith.cmpi eq, {{.*}} : vector<1x1x1x1x2x1xindex>
// CHECK: arith.select
// CHECK: return
func.func @insert_anywhere(%in: memref<16x8xf32>, %part: memref<8xf32>, %out: memref<16x8xf32>, %at: memref<1xindex>) {
  %c0 = arith.constant 0 : index
  %z_f32 = arith.constant 0.0 : f32
  %n = arith.constant 16 : index
  %any = memref.load %at[%c0] : memref<1xindex>
  %p = arith.remui %any, %n : index
  %a = vector.transfer_read %in[%c0, %c0], %z_f32 {in_bounds = [true, true]} : memref<16x8xf32>, vector<16x8xf32>
  %x = iree_vector_ext.to_layout %a to layout(#subgroups) : vector<16x8xf32>
  %v = vector.transfer_read %part[%c0], %z_f32 {in_bounds = [true]} : memref<8xf32>, vector<8xf32>
  %y = vector.insert %v, %x[%p] : vector<8xf32> into vector<16x8xf32>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<16x8xf32>, memref<16x8xf32>
  return
}

// CHECK-LABEL: func.func @insert_an_element_anywhere
// CHECK: arith.andi
// CHECK: arith.select
// CHECK: return
func.func @insert_an_element_anywhere(%in: memref<6x8xf32>, %part: memref<f32>, %out: memref<6x8xf32>, %at: memref<1xindex>) {
  %c0 = arith.constant 0 : index
  %z_f32 = arith.constant 0.0 : f32
  %n = arith.constant 6 : index
  %any = memref.load %at[%c0] : memref<1xindex>
  %p = arith.remui %any, %n : index
  %a = vector.transfer_read %in[%c0, %c0], %z_f32 {in_bounds = [true, true]} : memref<6x8xf32>, vector<6x8xf32>
  %x = iree_vector_ext.to_layout %a to layout(#repeated) : vector<6x8xf32>
  %v = memref.load %part[] : memref<f32>
  %y = vector.insert %v, %x[%p, 3] : f32 into vector<6x8xf32>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<6x8xf32>, memref<6x8xf32>
  return
}
