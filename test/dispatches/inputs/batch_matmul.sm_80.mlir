func.func @batch_dispatch_0_batch_matmul_3x64x64x128_f16xf16xf32() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [128, 1, 1] subgroup_size = 32, {gpu_pipeline_options = #iree_gpu.pipeline_options<no_reduce_shared_memory_bank_conflicts = false, use_igemm_convolution = false>}>} {
  %alloc = memref.alloc() : memref<1x128x32xf16, #gpu.address_space<workgroup>>
  %alloc_0 = memref.alloc() : memref<1x64x128xf16, #gpu.address_space<workgroup>>
  %0 = ub.poison : f16
  %cst = arith.constant dense<0.000000e+00> : vector<1x64x32xf32>
  %c0 = arith.constant 0 : index
  %1 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<3x64x128xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %1, 64 : memref<3x64x128xf16, #hal.descriptor_type<storage_buffer>>
  %2 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<3x128x64xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_1 = memref.assume_alignment %2, 64 : memref<3x128x64xf16, #hal.descriptor_type<storage_buffer>>
  %3 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(2) alignment(64) offset(%c0) flags(Indirect) : memref<3x64x64xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align_2 = memref.assume_alignment %3, 64 : memref<3x64x64xf32, #hal.descriptor_type<storage_buffer>>
  scf.forall (%arg0, %arg1) = (0, 0) to (3, 64) step (1, 32) {
    gpu.barrier memfence [#gpu.address_space<workgroup>]
    %subview = memref.subview %assume_align_2[%arg0, 0, %arg1] [1, 64, 32] [1, 1, 1] : memref<3x64x64xf32, #hal.descriptor_type<storage_buffer>> to memref<1x64x32xf32, strided<[4096, 64, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
    %4 = vector.transfer_read %assume_align[%arg0, %c0, %c0], %0 {in_bounds = [true, true, true]} : memref<3x64x128xf16, #hal.descriptor_type<storage_buffer>>, vector<1x64x128xf16>
    %5 = iree_vector_ext.to_layout %4 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 8, 1], outer_tile = [1, 1, 1], thread_tile = [1, 8, 16], element_tile = [1, 1, 8], subgroup_strides = [0, 0, 0], thread_strides = [0, 16, 1]>) : vector<1x64x128xf16>
    vector.transfer_write %5, %alloc_0[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<1x64x128xf16>, memref<1x64x128xf16, #gpu.address_space<workgroup>>
    %6 = vector.transfer_read %assume_align_1[%arg0, %c0, %arg1], %0 {in_bounds = [true, true, true]} : memref<3x128x64xf16, #hal.descriptor_type<storage_buffer>>, vector<1x128x32xf16>
    %7 = iree_vector_ext.to_layout %6 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 4, 1], outer_tile = [1, 1, 1], thread_tile = [1, 32, 4], element_tile = [1, 1, 8], subgroup_strides = [0, 0, 0], thread_strides = [0, 4, 1]>) : vector<1x128x32xf16>
    vector.transfer_write %7, %alloc[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<1x128x32xf16>, memref<1x128x32xf16, #gpu.address_space<workgroup>>
    gpu.barrier memfence [#gpu.address_space<workgroup>]
    %8 = vector.transfer_read %alloc_0[%c0, %c0, %c0], %0 {in_bounds = [true, true, true]} : memref<1x64x128xf16, #gpu.address_space<workgroup>>, vector<1x64x128xf16>
    %9 = iree_vector_ext.to_layout %8 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 2, 1], batch_tile = [1, 2, 8], outer_tile = [1, 2, 2], thread_tile = [1, 8, 4], element_tile = [1, 1, 2], subgroup_strides = [0, 2, 0], thread_strides = [0, 4, 1]>) : vector<1x64x128xf16>
    %10 = vector.transfer_read %alloc[%c0, %c0, %c0], %0 {in_bounds = [true, true, true]} : memref<1x128x32xf16, #gpu.address_space<workgroup>>, vector<1x128x32xf16>
    %11 = iree_vector_ext.to_layout %10 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 2], batch_tile = [1, 8, 2], outer_tile = [1, 2, 1], thread_tile = [1, 4, 8], element_tile = [1, 2, 1], subgroup_strides = [0, 0, 1], thread_strides = [0, 1, 4]>) : vector<1x128x32xf16>
    %12 = iree_vector_ext.to_layout %cst to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 2, 2], batch_tile = [1, 2, 2], outer_tile = [1, 2, 1], thread_tile = [1, 8, 4], element_tile = [1, 1, 2], subgroup_strides = [0, 2, 1], thread_strides = [0, 4, 1]>) : vector<1x64x32xf32>
    %13 = vector.shape_cast %9 : vector<1x64x128xf16> to vector<1x4x16x8x16xf16>
    %14 = vector.transpose %13, [0, 1, 3, 2, 4] : vector<1x4x16x8x16xf16> to vector<1x4x8x16x16xf16>
    %15 = vector.shape_cast %11 : vector<1x128x32xf16> to vector<1x8x16x4x8xf16>
    %16 = vector.transpose %15, [0, 1, 3, 4, 2] : vector<1x8x16x4x8xf16> to vector<1x8x4x8x16xf16>
    %17 = vector.shape_cast %12 : vector<1x64x32xf32> to vector<1x4x16x4x8xf32>
    %18 = vector.transpose %17, [0, 1, 3, 2, 4] : vector<1x4x16x4x8xf32> to vector<1x4x4x16x8xf32>
    %19 = iree_codegen.inner_tiled ins(%14, %16) outs(%18) <indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d3, d2)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>], iterator_types = [#linalg.iterator_type<parallel>, #linalg.iterator_type<parallel>, #linalg.iterator_type<parallel>, #linalg.iterator_type<reduction>], kind = #iree_gpu.mma_layout<NV_MMA_SYNC_F32_16x8x16_F16>, semantics = #iree_gpu.mma_semantics<distributed = false, opaque = true>> : vector<1x4x8x16x16xf16>, vector<1x8x4x8x16xf16> into vector<1x4x4x16x8xf32>
    %20 = vector.transpose %19, [0, 1, 3, 2, 4] : vector<1x4x4x16x8xf32> to vector<1x4x16x4x8xf32>
    %21 = vector.shape_cast %20 : vector<1x4x16x4x8xf32> to vector<1x64x32xf32>
    %22 = iree_vector_ext.to_layout %21 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 2, 2], batch_tile = [1, 2, 2], outer_tile = [1, 2, 1], thread_tile = [1, 8, 4], element_tile = [1, 1, 2], subgroup_strides = [0, 2, 1], thread_strides = [0, 4, 1]>) : vector<1x64x32xf32>
    vector.transfer_write %22, %subview[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<1x64x32xf32>, memref<1x64x32xf32, strided<[4096, 64, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<y>, #iree_codegen.workgroup_mapping<x>]}
  memref.dealloc %alloc_0 : memref<1x64x128xf16, #gpu.address_space<workgroup>>
  memref.dealloc %alloc : memref<1x128x32xf16, #gpu.address_space<workgroup>>
  return
}
