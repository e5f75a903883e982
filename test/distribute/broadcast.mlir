// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=16 subgroup-size=16" --mlir-print-local-scope --split-input-file %s | filecheck %s

// vector.broadcast: each lane copies what it holds; nothing travels.

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#rows = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 2], outer_tile = [1, 1], thread_tile = [2, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>
#unit = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [2, 1], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 0]>
#cube = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [2, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 2, 8], element_tile = [1, 2, 2], subgroup_strides = [0, 0, 0], thread_strides = [0, 8, 1]>

// CHECK-LABEL: func.func @scalar
// CHECK: vector.broadcast {{.*}} : f32 to vector<1x2x1x1x2x1xf32>
func.func @scalar(%s: f32, %out: memref<4x16xf32>) {
  %c0 = arith.constant 0 : index
  %b = vector.broadcast %s : f32 to vector<4x16xf32>
  %a = iree_vector_ext.to_layout %b to layout(#rows) : vector<4x16xf32>
  vector.transfer_write %a, %out[%c0, %c0] {in_bounds = [true, true]} : vector<4x16xf32>, memref<4x16xf32>
  return
}

// CHECK-LABEL: func.func @leading_dimensions
// CHECK: vector.shape_cast {{.*}} : vector<2x1x1xf32> to vector<1x2x1x1x1x1xf32>
// CHECK: vector.broadcast {{.*}} : vector<1x2x1x1x1x1xf32> to vector<1x2x1x1x2x1xf32>
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @leading_dimensions(%in: memref<16xf32>, %out: memref<4x16xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<16xf32>, vector<16xf32>
  %b = vector.broadcast %a : vector<16xf32> to vector<4x16xf32>
  %x = iree_vector_ext.to_layout %b to layout(#rows) : vector<4x16xf32>
  vector.transfer_write %x, %out[%c0, %c0] {in_bounds = [true, true]} : vector<4x16xf32>, memref<4x16xf32>
  return
}

// CHECK-LABEL: func.func @stretched_unit
// CHECK: vector.broadcast {{.*}} : vector<1x1x1x1x2x1xf16> to vector<1x2x1x1x2x1xf16>
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @stretched_unit(%in: memref<4x1xf16>, %out: memref<4x16xf16>) {
  %c0 = arith.constant 0 : index
  %pad_f16 = arith.constant 0.0 : f16
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f16 {in_bounds = [true, true]} : memref<4x1xf16>, vector<4x1xf16>
  %a = iree_vector_ext.to_layout %a_read to layout(#unit) : vector<4x1xf16>
  %b = vector.broadcast %a : vector<4x1xf16> to vector<4x16xf16>
  %x = iree_vector_ext.to_layout %b to layout(#rows) : vector<4x16xf16>
  vector.transfer_write %x, %out[%c0, %c0] {in_bounds = [true, true]} : vector<4x16xf16>, memref<4x16xf16>
  return
}

// CHECK-LABEL: func.func @both_at_once
// CHECK: vector.broadcast {{.*}} : vector<1x1x1x1x1x1x1x2x1xi32> to vector<2x1x1x1x1x1x1x2x2xi32>
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @both_at_once(%in: memref<4x1xi32>, %out: memref<2x4x16xi32>) {
  %c0 = arith.constant 0 : index
  %pad_i32 = arith.constant 0 : i32
  %a = vector.transfer_read %in[%c0, %c0], %pad_i32 {in_bounds = [true, true]} : memref<4x1xi32>, vector<4x1xi32>
  %b = vector.broadcast %a : vector<4x1xi32> to vector<2x4x16xi32>
  %x = iree_vector_ext.to_layout %b to layout(#cube) : vector<2x4x16xi32>
  vector.transfer_write %x, %out[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<2x4x16xi32>, memref<2x4x16xi32>
  return
}

// A vector of rank 0 is held by every lane, as scalars are.
// CHECK-LABEL: func.func @rank_zero
// CHECK: vector.broadcast {{.*}} to vector<1x2x1x1x2x1xf32>
func.func @rank_zero(%s: f32, %out: memref<4x16xf32>) {
  %c0 = arith.constant 0 : index
  %z = vector.broadcast %s : f32 to vector<f32>
  %b = vector.broadcast %z : vector<f32> to vector<4x16xf32>
  %a = iree_vector_ext.to_layout %b to layout(#rows) : vector<4x16xf32>
  vector.transfer_write %a, %out[%c0, %c0] {in_bounds = [true, true]} : vector<4x16xf32>, memref<4x16xf32>
  return
}
