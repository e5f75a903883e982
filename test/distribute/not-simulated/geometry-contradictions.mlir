// REQUIRES: iree
// RUN: lanewise-opt %s --host=iree --verify-diagnostics --lanewise-distribute

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [2], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [1], subgroup_strides = [1], thread_strides = [1]>
// expected-error @below {{how many lanes a workgroup has is said in two ways, [32, 1, 1] by translation_info and [64, 1, 1] by gpu.known_block_size: let them agree}}
func.func @attributes(%x: memref<32xf32>) attributes {gpu.known_block_size = array<i32: 64, 1, 1>, translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [32, 1, 1] subgroup_size = 16>} {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %v = vector.transfer_read %x[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %l = iree_vector_ext.to_layout %v to layout(#lanes) : vector<32xf32>
  vector.transfer_write %l, %x[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}
