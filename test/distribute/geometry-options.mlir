// RUN: lanewise-opt --host=%host --lanewise-distribute="workgroup-size=8,4 subgroup-size=16" --mlir-print-local-scope %s | filecheck %s

// The options of the pass say it, alone or as the function does.

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [2], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [1], subgroup_strides = [1], thread_strides = [1]>
// CHECK-LABEL: func.func @options_and_attributes
// CHECK: affine.linearize_index {{.*}} by (4, 8)
// CHECK: return
func.func @options_and_attributes(%in: memref<32xf32>, %out: memref<32xf32>) attributes {gpu.known_block_size = array<i32: 8, 4, 1>, lanewise.subgroup_size = 16 : i64} {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %x_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %x = iree_vector_ext.to_layout %x_read to layout(#lanes) : vector<32xf32>
  vector.transfer_write %x, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// CHECK-LABEL: func.func @options_alone
// CHECK: affine.linearize_index {{.*}} by (4, 8)
// CHECK: return
func.func @options_alone(%in: memref<32xf32>, %out: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %x_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %x = iree_vector_ext.to_layout %x_read to layout(#lanes) : vector<32xf32>
  vector.transfer_write %x, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}
