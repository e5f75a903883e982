// An inner tiled op stands between anchors, which the intrinsic prescribes: no remark says that a layout ends there.
// REQUIRES: iree
// RUN: lanewise-opt --host=iree --lanewise-print-layouts --verify-diagnostics --split-input-file %s

#operand = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1, 1], batch_tile = [1, 1, 1, 1], outer_tile = [1, 1, 1, 1], thread_tile = [1, 1, 16, 4], element_tile = [1, 1, 1, 4], subgroup_strides = [0, 0, 0, 0], thread_strides = [0, 0, 1, 16]>
#result = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1, 1], batch_tile = [1, 1, 1, 1], outer_tile = [1, 1, 1, 1], thread_tile = [1, 1, 4, 16], element_tile = [1, 1, 4, 1], subgroup_strides = [0, 0, 0, 0], thread_strides = [0, 0, 16, 1]>
func.func @between_anchors(%a: vector<1x1x16x16xf16>, %b: vector<1x1x16x16xf16>, %c: vector<1x1x16x16xf32>) {
  %0 = iree_vector_ext.to_layout %a to layout(#operand) : vector<1x1x16x16xf16>
  %1 = iree_vector_ext.to_layout %b to layout(#operand) : vector<1x1x16x16xf16>
  %2 = iree_vector_ext.to_layout %c to layout(#result) : vector<1x1x16x16xf32>
  // expected-remark @below {{thread_tile = [1, 1, 4, 16]}}
  %3 = iree_codegen.inner_tiled ins(%0, %1) outs(%2) <indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = [#linalg.iterator_type<parallel>, #linalg.iterator_type<parallel>, #linalg.iterator_type<reduction>], kind = #iree_gpu.mma_layout<MFMA_F32_16x16x16_F16, col_major = true>, semantics = #iree_gpu.mma_semantics<distributed = false, opaque = true>> : vector<1x1x16x16xf16>, vector<1x1x16x16xf16> into vector<1x1x16x16xf32>
  %4 = iree_vector_ext.to_layout %3 to layout(#result) : vector<1x1x16x16xf32>
  return
}
