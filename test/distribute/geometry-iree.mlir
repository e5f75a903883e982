// REQUIRES: iree
// RUN: lanewise-opt --host=iree --lanewise-resolve-layouts --lanewise-distribute --mlir-print-local-scope %s | filecheck %s

// The sizes of translation_info are as good as the other attributes.

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [2], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [1], subgroup_strides = [1], thread_strides = [1]>
// CHECK-LABEL: func.func @translation_info
// CHECK: affine.linearize_index {{.*}} by (4, 8)
// CHECK: return
func.func @translation_info(%in: memref<32xf32>, %out: memref<32xf32>) attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [8, 4, 1] subgroup_size = 16>} {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %x_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %x = iree_vector_ext.to_layout %x_read to layout(#lanes) : vector<32xf32>
  vector.transfer_write %x, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}
