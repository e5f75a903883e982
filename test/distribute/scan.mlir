// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=64 subgroup-size=16" %s | filecheck %s

// vector.scan: registers, then the lanes of a subgroup, then subgroups. In generic form: LLVM 24 changed its own syntax.

#alone = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [3], thread_tile = [1], element_tile = [2], subgroup_strides = [0], thread_strides = [0]>
#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#rows = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 2], outer_tile = [2, 1], thread_tile = [2, 8], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [8, 1]>
#column = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 1], outer_tile = [1, 1], thread_tile = [8, 2], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [2, 1]>
#five = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [3], outer_tile = [1], thread_tile = [5], element_tile = [2], subgroup_strides = [0], thread_strides = [2]>
#subgroups = #iree_vector_ext.nested_layout<subgroup_tile = [1, 4], batch_tile = [1, 2], outer_tile = [1, 1], thread_tile = [4, 4], element_tile = [1, 3], subgroup_strides = [0, 1], thread_strides = [1, 4]>
#everyone = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#halves = #iree_vector_ext.nested_layout<subgroup_tile = [2], batch_tile = [2], outer_tile = [1], thread_tile = [8], element_tile = [2], subgroup_strides = [2], thread_strides = [1]>

// Batch, outer and element of a lane are one run.
// CHECK-LABEL: func.func @what_one_lane_holds
// CHECK: vector.scan {{.*}}inclusive = true
// CHECK-NOT: gpu.shuffle
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @what_one_lane_holds(%in: memref<12xf32>, %start: memref<f32>, %out: memref<12xf32>) {
  %c0 = arith.constant 0 : index
  %z_f32 = arith.constant 0.0 : f32
  %a = vector.transfer_read %in[%c0], %z_f32 {in_bounds = [true]} : memref<12xf32>, vector<12xf32>
  %x = iree_vector_ext.to_layout %a to layout(#alone) : vector<12xf32>
  %i = vector.transfer_read %start[], %z_f32 : memref<f32>, vector<f32>
  %y:2 = "vector.scan"(%x, %i) <{inclusive = true, kind = #vector.kind<add>, reduction_dim = 0 : i64}> : (vector<12xf32>, vector<f32>) -> (vector<12xf32>, vector<f32>)
  vector.transfer_write %y#0, %out[%c0] {in_bounds = [true]} : vector<12xf32>, memref<12xf32>
  return
}

// Four steps for 16 lanes, and one more: a lane starts from what the lane before it ends with.
// CHECK-LABEL: func.func @lanes_of_a_subgroup
// CHECK: vector.scan
// CHECK-COUNT-5: gpu.shuffle up
// CHECK-NOT: gpu.shuffle
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @lanes_of_a_subgroup(%in: memref<32xf32>, %start: memref<f32>, %out: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %z_f32 = arith.constant 0.0 : f32
  %a = vector.transfer_read %in[%c0], %z_f32 {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %x = iree_vector_ext.to_layout %a to layout(#lanes) : vector<32xf32>
  %i = vector.transfer_read %start[], %z_f32 : memref<f32>, vector<f32>
  %y:2 = "vector.scan"(%x, %i) <{inclusive = true, kind = #vector.kind<maximumf>, reduction_dim = 0 : i64}> : (vector<32xf32>, vector<f32>) -> (vector<32xf32>, vector<f32>)
  vector.transfer_write %y#0, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// An exclusive scan takes the initial value in, each lane on top of what is before it.
// CHECK-LABEL: func.func @exclusive
// CHECK: vector.multi_reduction
// CHECK-COUNT-5: gpu.shuffle up
// CHECK: vector.scan {{.*}}inclusive = false
// CHECK-NOT: gpu.shuffle
// CHECK: return
func.func @exclusive(%in: memref<32xi32>, %start: memref<i32>, %out: memref<32xi32>) {
  %c0 = arith.constant 0 : index
  %z_i32 = arith.constant 0 : i32
  %a = vector.transfer_read %in[%c0], %z_i32 {in_bounds = [true]} : memref<32xi32>, vector<32xi32>
  %x = iree_vector_ext.to_layout %a to layout(#lanes) : vector<32xi32>
  %i = vector.transfer_read %start[], %z_i32 : memref<i32>, vector<i32>
  %y:2 = "vector.scan"(%x, %i) <{inclusive = false, kind = #vector.kind<add>, reduction_dim = 0 : i64}> : (vector<32xi32>, vector<i32>) -> (vector<32xi32>, vector<i32>)
  vector.transfer_write %y#0, %out[%c0] {in_bounds = [true]} : vector<32xi32>, memref<32xi32>
  return
}

// All lanes get what the last lane has in the end.
// CHECK-LABEL: func.func @exclusive_with_accumulated_value
// CHECK-COUNT-5: gpu.shuffle up
// CHECK: vector.scan {{.*}}inclusive = false
// CHECK-COUNT-1: gpu.shuffle idx
// CHECK-NOT: gpu.shuffle
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @exclusive_with_accumulated_value(%in: memref<32xi32>, %start: memref<i32>, %out: memref<32xi32>, %last: memref<i32>) {
  %c0 = arith.constant 0 : index
  %z_i32 = arith.constant 0 : i32
  %a = vector.transfer_read %in[%c0], %z_i32 {in_bounds = [true]} : memref<32xi32>, vector<32xi32>
  %x = iree_vector_ext.to_layout %a to layout(#lanes) : vector<32xi32>
  %i = vector.transfer_read %start[], %z_i32 : memref<i32>, vector<i32>
  %y:2 = "vector.scan"(%x, %i) <{inclusive = false, kind = #vector.kind<xor>, reduction_dim = 0 : i64}> : (vector<32xi32>, vector<i32>) -> (vector<32xi32>, vector<i32>)
  vector.transfer_write %y#0, %out[%c0] {in_bounds = [true]} : vector<32xi32>, memref<32xi32>
  vector.transfer_write %y#1, %last[] : vector<i32>, memref<i32>
  return
}

// A batch of all lanes comes before the next: a row starts from the rows before it.
// CHECK-LABEL: func.func @rows_of_lanes
// CHECK: gpu.shuffle up
// CHECK: gpu.shuffle idx
// CHECK: vector.scan {{.*}}inclusive = false
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @rows_of_lanes(%in: memref<4x32xf32>, %start: memref<4xf32>, %out: memref<4x32xf32>, %last: memref<4xf32>) {
  %c0 = arith.constant 0 : index
  %z_f32 = arith.constant 0.0 : f32
  %a = vector.transfer_read %in[%c0, %c0], %z_f32 {in_bounds = [true, true]} : memref<4x32xf32>, vector<4x32xf32>
  %x = iree_vector_ext.to_layout %a to layout(#rows) : vector<4x32xf32>
  %i = vector.transfer_read %start[%c0], %z_f32 {in_bounds = [true]} : memref<4xf32>, vector<4xf32>
  %y:2 = "vector.scan"(%x, %i) <{inclusive = true, kind = #vector.kind<add>, reduction_dim = 1 : i64}> : (vector<4x32xf32>, vector<4xf32>) -> (vector<4x32xf32>, vector<4xf32>)
  vector.transfer_write %y#0, %out[%c0, %c0] {in_bounds = [true, true]} : vector<4x32xf32>, memref<4x32xf32>
  vector.transfer_write %y#1, %last[%c0] {in_bounds = [true]} : vector<4xf32>, memref<4xf32>
  return
}

// Neighbours of 16 bits travel in one word of 32.
// CHECK-LABEL: func.func @first_dimension
// CHECK: vector.bitcast {{.*}} : vector<4xf16> to vector<2xi32>
// CHECK: gpu.shuffle up {{.*}} : i32
// CHECK: vector.bitcast {{.*}} : vector<2xi32> to vector<4xf16>
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @first_dimension(%in: memref<16x4xf16>, %start: memref<4xf16>, %out: memref<16x4xf16>, %last: memref<4xf16>) {
  %c0 = arith.constant 0 : index
  %z_f16 = arith.constant 0.0 : f16
  %a = vector.transfer_read %in[%c0, %c0], %z_f16 {in_bounds = [true, true]} : memref<16x4xf16>, vector<16x4xf16>
  %x = iree_vector_ext.to_layout %a to layout(#column) : vector<16x4xf16>
  %i = vector.transfer_read %start[%c0], %z_f16 {in_bounds = [true]} : memref<4xf16>, vector<4xf16>
  %y:2 = "vector.scan"(%x, %i) <{inclusive = false, kind = #vector.kind<minimumf>, reduction_dim = 0 : i64}> : (vector<16x4xf16>, vector<4xf16>) -> (vector<16x4xf16>, vector<4xf16>)
  vector.transfer_write %y#0, %out[%c0, %c0] {in_bounds = [true, true]} : vector<16x4xf16>, memref<16x4xf16>
  vector.transfer_write %y#1, %last[%c0] {in_bounds = [true]} : vector<4xf16>, memref<4xf16>
  return
}

// Lanes 10 to 15 repeat lanes 0 to 5, and lane 5 has the same as lane 4.
// CHECK-LABEL: func.func @five_lanes
// CHECK: gpu.shuffle up
// CHECK: gpu.shuffle idx
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @five_lanes(%in: memref<30xi32>, %start: memref<i32>, %out: memref<30xi32>, %last: memref<i32>) {
  %c0 = arith.constant 0 : index
  %z_i32 = arith.constant 0 : i32
  %a = vector.transfer_read %in[%c0], %z_i32 {in_bounds = [true]} : memref<30xi32>, vector<30xi32>
  %x = iree_vector_ext.to_layout %a to layout(#five) : vector<30xi32>
  %i = vector.transfer_read %start[], %z_i32 : memref<i32>, vector<i32>
  %y:2 = "vector.scan"(%x, %i) <{inclusive = false, kind = #vector.kind<mul>, reduction_dim = 0 : i64}> : (vector<30xi32>, vector<i32>) -> (vector<30xi32>, vector<i32>)
  vector.transfer_write %y#0, %out[%c0] {in_bounds = [true]} : vector<30xi32>, memref<30xi32>
  vector.transfer_write %y#1, %last[] : vector<i32>, memref<i32>
  return
}

// What subgroups have goes through memory once.
// CHECK-LABEL: func.func @subgroups
// CHECK: gpu.shuffle up
// CHECK-COUNT-1: gpu.barrier
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @subgroups(%in: memref<4x96xi32>, %start: memref<4xi32>, %out: memref<4x96xi32>, %last: memref<4xi32>) {
  %c0 = arith.constant 0 : index
  %z_i32 = arith.constant 0 : i32
  %a = vector.transfer_read %in[%c0, %c0], %z_i32 {in_bounds = [true, true]} : memref<4x96xi32>, vector<4x96xi32>
  %x = iree_vector_ext.to_layout %a to layout(#subgroups) : vector<4x96xi32>
  %i = vector.transfer_read %start[%c0], %z_i32 {in_bounds = [true]} : memref<4xi32>, vector<4xi32>
  %y:2 = "vector.scan"(%x, %i) <{inclusive = true, kind = #vector.kind<add>, reduction_dim = 1 : i64}> : (vector<4x96xi32>, vector<4xi32>) -> (vector<4x96xi32>, vector<4xi32>)
  vector.transfer_write %y#0, %out[%c0, %c0] {in_bounds = [true, true]} : vector<4x96xi32>, memref<4x96xi32>
  vector.transfer_write %y#1, %last[%c0] {in_bounds = [true]} : vector<4xi32>, memref<4xi32>
  return
}

// And once more for the last element, which one subgroup has.
// CHECK-LABEL: func.func @subgroups_exclusive
// CHECK: gpu.shuffle up
// CHECK-COUNT-2: gpu.barrier
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @subgroups_exclusive(%in: memref<4x96xi32>, %start: memref<4xi32>, %out: memref<4x96xi32>, %last: memref<4xi32>) {
  %c0 = arith.constant 0 : index
  %z_i32 = arith.constant 0 : i32
  %a = vector.transfer_read %in[%c0, %c0], %z_i32 {in_bounds = [true, true]} : memref<4x96xi32>, vector<4x96xi32>
  %x = iree_vector_ext.to_layout %a to layout(#subgroups) : vector<4x96xi32>
  %i = vector.transfer_read %start[%c0], %z_i32 {in_bounds = [true]} : memref<4xi32>, vector<4xi32>
  %y:2 = "vector.scan"(%x, %i) <{inclusive = false, kind = #vector.kind<minsi>, reduction_dim = 1 : i64}> : (vector<4x96xi32>, vector<4xi32>) -> (vector<4x96xi32>, vector<4xi32>)
  vector.transfer_write %y#0, %out[%c0, %c0] {in_bounds = [true, true]} : vector<4x96xi32>, memref<4x96xi32>
  vector.transfer_write %y#1, %last[%c0] {in_bounds = [true]} : vector<4xi32>, memref<4xi32>
  return
}

// Each subgroup's data is held by two subgroups.
// CHECK-LABEL: func.func @repeated_subgroups
// CHECK: gpu.barrier
// CHECK: return
func.func @repeated_subgroups(%in: memref<64xindex>, %start: memref<index>, %out: memref<64xindex>, %last: memref<index>) {
  %c0 = arith.constant 0 : index
  %z_index = arith.constant 0 : index
  %a = vector.transfer_read %in[%c0], %z_index {in_bounds = [true]} : memref<64xindex>, vector<64xindex>
  %x = iree_vector_ext.to_layout %a to layout(#halves) : vector<64xindex>
  %i = vector.transfer_read %start[], %z_index : memref<index>, vector<index>
  %y:2 = "vector.scan"(%x, %i) <{inclusive = false, kind = #vector.kind<maxui>, reduction_dim = 0 : i64}> : (vector<64xindex>, vector<index>) -> (vector<64xindex>, vector<index>)
  vector.transfer_write %y#0, %out[%c0] {in_bounds = [true]} : vector<64xindex>, memref<64xindex>
  vector.transfer_write %y#1, %last[] : vector<index>, memref<index>
  return
}

// A thread tile of the whole workgroup: 16 lanes by shuffles, 4 times 16 through memory.
// CHECK-LABEL: func.func @lanes_of_the_whole_workgroup
// CHECK-COUNT-5: gpu.shuffle up
// CHECK: gpu.barrier
// CHECK: return
func.func @lanes_of_the_whole_workgroup(%in: memref<128xf32>, %start: memref<f32>, %out: memref<128xf32>, %last: memref<f32>) {
  %c0 = arith.constant 0 : index
  %z_f32 = arith.constant 0.0 : f32
  %a = vector.transfer_read %in[%c0], %z_f32 {in_bounds = [true]} : memref<128xf32>, vector<128xf32>
  %x = iree_vector_ext.to_layout %a to layout(#everyone) : vector<128xf32>
  %i = vector.transfer_read %start[], %z_f32 : memref<f32>, vector<f32>
  %y:2 = "vector.scan"(%x, %i) <{inclusive = true, kind = #vector.kind<add>, reduction_dim = 0 : i64}> : (vector<128xf32>, vector<f32>) -> (vector<128xf32>, vector<f32>)
  vector.transfer_write %y#0, %out[%c0] {in_bounds = [true]} : vector<128xf32>, memref<128xf32>
  vector.transfer_write %y#1, %last[] : vector<f32>, memref<f32>
  return
}
