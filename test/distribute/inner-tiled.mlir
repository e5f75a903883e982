// REQUIRES: iree
// RUN: lanewise-opt --host=iree --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=64 subgroup-size=64" --mlir-print-local-scope --split-input-file %s | filecheck %s

// Matrix intrinsics: a lane hands in its registers, one dimension for each of the whole vector.

#operand = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1, 1], batch_tile = [1, 2, 1, 1], outer_tile = [1, 1, 1, 1], thread_tile = [1, 1, 16, 4], element_tile = [1, 1, 1, 4], subgroup_strides = [0, 0, 0, 0], thread_strides = [0, 0, 1, 16]>
#result = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1, 1], batch_tile = [1, 1, 1, 1], outer_tile = [1, 1, 1, 1], thread_tile = [1, 1, 4, 16], element_tile = [1, 1, 4, 1], subgroup_strides = [0, 0, 0, 0], thread_strides = [0, 0, 16, 1]>

// CHECK-LABEL: func.func @one_tile
// CHECK: iree_codegen.inner_tiled
// CHECK-SAME: distributed = true
// CHECK-SAME: vector<1x2x1x4xf16>, vector<1x2x1x4xf16> into vector<1x1x4x1xf32>
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @one_tile(%a: memref<1x2x16x16xf16>, %b: memref<1x2x16x16xf16>, %c: memref<1x1x16x16xf32>, %d: memref<1x1x16x16xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f16 = arith.constant 0.0 : f16
  %pad_f32 = arith.constant 0.0 : f32
  %x_read = vector.transfer_read %a[%c0, %c0, %c0, %c0], %pad_f16 {in_bounds = [true, true, true, true]} : memref<1x2x16x16xf16>, vector<1x2x16x16xf16>
  %x = iree_vector_ext.to_layout %x_read to layout(#operand) : vector<1x2x16x16xf16>
  %y_read = vector.transfer_read %b[%c0, %c0, %c0, %c0], %pad_f16 {in_bounds = [true, true, true, true]} : memref<1x2x16x16xf16>, vector<1x2x16x16xf16>
  %y = iree_vector_ext.to_layout %y_read to layout(#operand) : vector<1x2x16x16xf16>
  %z_read = vector.transfer_read %c[%c0, %c0, %c0, %c0], %pad_f32 {in_bounds = [true, true, true, true]} : memref<1x1x16x16xf32>, vector<1x1x16x16xf32>
  %z = iree_vector_ext.to_layout %z_read to layout(#result) : vector<1x1x16x16xf32>
  %p = iree_codegen.inner_tiled ins(%x, %y) outs(%z) <indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = [#linalg.iterator_type<parallel>, #linalg.iterator_type<parallel>, #linalg.iterator_type<reduction>], kind = #iree_gpu.mma_layout<MFMA_F32_16x16x16_F16>, semantics = #iree_gpu.mma_semantics<distributed = false, opaque = true>> : vector<1x2x16x16xf16>, vector<1x2x16x16xf16> into vector<1x1x16x16xf32>
  %q = iree_vector_ext.to_layout %p to layout(#result) : vector<1x1x16x16xf32>
  vector.transfer_write %q, %d[%c0, %c0, %c0, %c0] {in_bounds = [true, true, true, true]} : vector<1x1x16x16xf32>, memref<1x1x16x16xf32>
  return
}
