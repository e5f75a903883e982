// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=16 subgroup-size=16" --mlir-print-local-scope --split-input-file %s | filecheck %s

// Whole vectors come in by to_simt and leave by to_simd, and only where one does.

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#rows = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 2], outer_tile = [2, 1], thread_tile = [2, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

// CHECK-LABEL: func.func @arguments_and_returns
// CHECK-SAME: (%[[A:.+]]: vector<32xf32>) -> vector<32xf32>
// CHECK: iree_vector_ext.to_simt %[[A]] {{.*}}thread_tile = [16]{{.*}} : vector<32xf32> -> vector<1x1x2xf32>
// CHECK: arith.negf {{.*}} : vector<1x1x2xf32>
// CHECK: %[[S:.+]] = iree_vector_ext.to_simd {{.*}} : vector<1x1x2xf32> -> vector<32xf32>
// CHECK: return %[[S]] : vector<32xf32>
func.func @arguments_and_returns(%a: vector<32xf32>) -> vector<32xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#lanes) : vector<32xf32>
  %n = arith.negf %x : vector<32xf32>
  return %n : vector<32xf32>
}

// A cast that costs lanes nothing gives another whole vector all the same.
// CHECK-LABEL: func.func @returned_in_another_shape
// CHECK-SAME: (%[[A:.+]]: vector<8x8xf32>) -> vector<4x16xf32>
// CHECK: %[[P:.+]] = iree_vector_ext.to_simt %[[A]] {{.*}} : vector<8x8xf32> -> vector<1x1x1x1x1x4xf32>
// CHECK: %[[S:.+]] = iree_vector_ext.to_simd %[[P]] {{.*}}thread_tile = [4, 4]{{.*}} -> vector<4x16xf32>
// CHECK: return %[[S]] : vector<4x16xf32>
#quarters = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 2], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [2, 1]>
func.func @returned_in_another_shape(%a: vector<8x8xf32>) -> vector<4x16xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#quarters) : vector<8x8xf32>
  %c = vector.shape_cast %x : vector<8x8xf32> to vector<4x16xf32>
  return %c : vector<4x16xf32>
}

// What is returned as it came in stays whole.
// CHECK-LABEL: func.func @passed_through
// CHECK-SAME: (%[[A:.+]]: vector<32xf32>, {{.*}}) -> vector<32xf32>
// CHECK: return %[[A]] : vector<32xf32>
func.func @passed_through(%a: vector<32xf32>, %out: memref<32xf32>) -> vector<32xf32> {
  %c0 = arith.constant 0 : index
  %x = iree_vector_ext.to_layout %a to layout(#lanes) : vector<32xf32>
  %n = arith.negf %x : vector<32xf32>
  vector.transfer_write %n, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return %a : vector<32xf32>
}

// No to_simt is left that nobody reads.
// CHECK-LABEL: func.func @only_passed_through
// CHECK-NOT: to_sim
// CHECK: return
func.func @only_passed_through(%a: vector<32xf32>, %in: memref<32xf32>, %out: memref<32xf32>) -> vector<32xf32> {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %x_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %x = iree_vector_ext.to_layout %x_read to layout(#lanes) : vector<32xf32>
  vector.transfer_write %x, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return %a : vector<32xf32>
}

// CHECK-LABEL: func.func @both_anchored_and_returned
// CHECK-COUNT-1: iree_vector_ext.to_simt
// CHECK-NOT: to_sim
// CHECK: return
func.func @both_anchored_and_returned(%a: vector<8x16xf32>, %out: memref<8x16xf32>) -> vector<8x16xf32> {
  %c0 = arith.constant 0 : index
  %x = iree_vector_ext.to_layout %a to layout(#rows) : vector<8x16xf32>
  vector.transfer_write %x, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x16xf32>, memref<8x16xf32>
  return %a : vector<8x16xf32>
}

// Without layouts there is nothing to distribute.
// CHECK-LABEL: func.func @callee
// CHECK-NOT: gpu.thread_id
// CHECK: return
func.func @callee(%v: vector<32xf32>) -> vector<32xf32> {
  %n = math.absf %v : vector<32xf32>
  return %n : vector<32xf32>
}

// CHECK-LABEL: func.func @calls
// CHECK: %[[W:.+]] = iree_vector_ext.to_simd {{.*}} : vector<1x1x2xf32> -> vector<32xf32>
// CHECK: %[[C:.+]] = call @callee(%[[W]]) : (vector<32xf32>) -> vector<32xf32>
// CHECK: iree_vector_ext.to_simt %[[C]] {{.*}} : vector<32xf32> -> vector<1x1x2xf32>
// CHECK-NOT: to_sim
// CHECK: return
func.func @calls(%in: memref<32xf32>, %out: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %x_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %x = iree_vector_ext.to_layout %x_read to layout(#lanes) : vector<32xf32>
  %y = call @callee(%x) : (vector<32xf32>) -> vector<32xf32>
  %z = iree_vector_ext.to_layout %y to layout(#lanes) : vector<32xf32>
  vector.transfer_write %z, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// What one call gives and the next one takes stays whole between them.
// CHECK-LABEL: func.func @from_call_to_call
// CHECK: %[[C:.+]] = call @callee
// CHECK-NOT: to_simd
// CHECK: call @callee(%[[C]])
// CHECK: iree_vector_ext.to_simt
// CHECK-NOT: to_sim
// CHECK: return
func.func @from_call_to_call(%in: memref<32xf32>, %out: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %x_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %x = iree_vector_ext.to_layout %x_read to layout(#lanes) : vector<32xf32>
  %y = call @callee(%x) : (vector<32xf32>) -> vector<32xf32>
  %q = call @callee(%y) : (vector<32xf32>) -> vector<32xf32>
  %z = iree_vector_ext.to_layout %q to layout(#lanes) : vector<32xf32>
  vector.transfer_write %z, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}
