// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=16 subgroup-size=16" --mlir-print-local-scope --split-input-file %s | filecheck %s

// vector.transpose permutes what a lane holds, group by group; lanes keep their elements.

#rows = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 2], outer_tile = [2, 1], thread_tile = [4, 2], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [2, 1]>
#cube = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [2, 1, 1], outer_tile = [1, 2, 1], thread_tile = [1, 2, 4], element_tile = [1, 1, 2], subgroup_strides = [0, 0, 0], thread_strides = [0, 4, 1]>
#bits = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 2], outer_tile = [2, 1], thread_tile = [4, 2], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [2, 1]>

// CHECK-LABEL: func.func @two_dimensions
// CHECK: vector.transpose {{.*}}, [1, 0, 3, 2, 5, 4] : vector<1x2x2x1x1x2xf32> to vector<2x1x1x2x2x1xf32>
// CHECK-NOT: gpu.barrier
// CHECK-COUNT-4: vector.transfer_write {{.*}} : vector<2x1xf32>, memref<8x8xf32>
func.func @two_dimensions(%in: memref<8x8xf32>, %out: memref<8x8xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x8xf32>, vector<8x8xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#rows) : vector<8x8xf32>
  %t = vector.transpose %a, [1, 0] : vector<8x8xf32> to vector<8x8xf32>
  vector.transfer_write %t, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x8xf32>, memref<8x8xf32>
  return
}

// CHECK-LABEL: func.func @three_dimensions
// CHECK: vector.transpose {{.*}}, [2, 0, 1, 5, 3, 4, 8, 6, 7] : vector<2x1x1x1x2x1x1x1x2xi8> to vector<1x2x1x1x1x2x2x1x1xi8>
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @three_dimensions(%in: memref<2x4x8xi8>, %out: memref<8x2x4xi8>) {
  %c0 = arith.constant 0 : index
  %pad_i8 = arith.constant 0 : i8
  %a_read = vector.transfer_read %in[%c0, %c0, %c0], %pad_i8 {in_bounds = [true, true, true]} : memref<2x4x8xi8>, vector<2x4x8xi8>
  %a = iree_vector_ext.to_layout %a_read to layout(#cube) : vector<2x4x8xi8>
  %t = vector.transpose %a, [2, 0, 1] : vector<2x4x8xi8> to vector<8x2x4xi8>
  vector.transfer_write %t, %out[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<8x2x4xi8>, memref<8x2x4xi8>
  return
}

// The anchor that asks for the original layout of the transpose has the elements travel.
// CHECK-LABEL: func.func @transposed_into_the_same_layout
// CHECK: memref.alloc() {{.*}}memref<8x8xf32, #gpu.address_space<workgroup>>
// CHECK: vector.transpose {{.*}}, [1, 0, 3, 2, 5, 4]
// CHECK: vector.transfer_write {{.*}} memref<8x8xf32, #gpu.address_space<workgroup>>
// CHECK: gpu.barrier
// CHECK: vector.transfer_read {{.*}} memref<8x8xf32, #gpu.address_space<workgroup>>
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @transposed_into_the_same_layout(%in: memref<8x8xf32>, %out: memref<8x8xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x8xf32>, vector<8x8xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#rows) : vector<8x8xf32>
  %t = vector.transpose %a, [1, 0] : vector<8x8xf32> to vector<8x8xf32>
  %b = iree_vector_ext.to_layout %t to layout(#rows) : vector<8x8xf32>
  vector.transfer_write %b, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x8xf32>, memref<8x8xf32>
  return
}
