func.func @matmul_dispatch_0_matmul_128x128x256_f16() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [128, 1, 1] subgroup_size = 32, {gpu_pipeline_options = #iree_gpu.pipeline_options<no_reduce_shared_memory_bank_conflicts = false, use_igemm_convolution = false>}>} {
  %alloc = memref.alloc() : memref<128x32xf16, #gpu.address_space<workgroup>>
  %alloc_0 = memref.alloc() : memref<64x128xf16, #gpu.address_space<workgroup>>
  %cst = arith.constant dense<0.000000e+00> : vector<64x32xf16>
  %0 = ub.poison : f16
  %c128 = arith.constant 128 : index
  %c256 = arith.constant 256 : index
  %c0 = arith.constant 0 : index
  %1 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<128x256xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %1, 64 : memref<128x256xf16, #hal.descriptor_type<storage_buffer>>
  %2 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<256x128xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_1 = memref.assume_alignment %2, 64 : memref<256x128xf16, #hal.descriptor_type<storage_buffer>>
  %3 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(2) alignment(64) offset(%c0) flags(Indirect) : memref<128x128xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_2 = memref.assume_alignment %3, 64 : memref<128x128xf16, #hal.descriptor_type<storage_buffer>>
  scf.forall (%arg0, %arg1) = (0, 0) to (128, 128) step (64, 32) {
    %subview = memref.subview %assume_align_2[%arg0, %arg1] [64, 32] [1, 1] : memref<128x128xf16, #hal.descriptor_type<storage_buffer>> to memref<64x32xf16, strided<[128, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
    %4 = scf.for %arg2 = %c0 to %c256 step %c128 iter_args(%arg3 = %cst) -> (vector<64x32xf16>) {
      gpu.barrier memfence [#gpu.address_space<workgroup>]
      %5 = vector.transfer_read %assume_align[%arg0, %arg2], %0 {in_bounds = [true, true]} : memref<128x256xf16, #hal.descriptor_type<storage_buffer>>, vector<64x128xf16>
      %6 = iree_vector_ext.to_layout %5 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [8, 1], outer_tile = [1, 1], thread_tile = [8, 16], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [16, 1]>) : vector<64x128xf16>
      vector.transfer_write %6, %alloc_0[%c0, %c0] {in_bounds = [true, true]} : vector<64x128xf16>, memref<64x128xf16, #gpu.address_space<workgroup>>
      %7 = vector.transfer_read %assume_align_1[%arg2, %arg1], %0 {in_bounds = [true, true]} : memref<256x128xf16, #hal.descriptor_type<storage_buffer>>, vector<128x32xf16>
      %8 = iree_vector_ext.to_layout %7 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [4, 1], outer_tile = [1, 1], thread_tile = [32, 4], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [4, 1]>) : vector<128x32xf16>
      vector.transfer_write %8, %alloc[%c0, %c0] {in_bounds = [true, true]} : vector<128x32xf16>, memref<128x32xf16, #gpu.address_space<workgroup>>
      gpu.barrier memfence [#gpu.address_space<workgroup>]
      %9 = vector.transfer_read %alloc_0[%c0, %c0], %0 {in_bounds = [true, true]} : memref<64x128xf16, #gpu.address_space<workgroup>>, vector<64x128xf16>
      %10 = iree_vector_ext.to_layout %9 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [2, 1], batch_tile = [2, 8], outer_tile = [2, 2], thread_tile = [8, 4], element_tile = [1, 2], subgroup_strides = [2, 0], thread_strides = [4, 1]>) : vector<64x128xf16>
      %11 = vector.transfer_read %alloc[%c0, %c0], %0 {in_bounds = [true, true]} : memref<128x32xf16, #gpu.address_space<workgroup>>, vector<128x32xf16>
      %12 = iree_vector_ext.to_layout %11 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 2], batch_tile = [8, 2], outer_tile = [2, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 1], thread_strides = [1, 4]>) : vector<128x32xf16>
      %13 = iree_vector_ext.to_layout %arg3 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [2, 2], batch_tile = [2, 2], outer_tile = [2, 1], thread_tile = [8, 4], element_tile = [1, 2], subgroup_strides = [2, 1], thread_strides = [4, 1]>) : vector<64x32xf16>
      %14 = vector.shape_cast %10 : vector<64x128xf16> to vector<4x16x8x16xf16>
      %15 = vector.transpose %14, [0, 2, 1, 3] : vector<4x16x8x16xf16> to vector<4x8x16x16xf16>
      %16 = vector.shape_cast %12 : vector<128x32xf16> to vector<8x16x4x8xf16>
      %17 = vector.transpose %16, [0, 2, 3, 1] : vector<8x16x4x8xf16> to vector<8x4x8x16xf16>
      %18 = vector.shape_cast %13 : vector<64x32xf16> to vector<4x16x4x8xf16>
      %19 = vector.transpose %18, [0, 2, 1, 3] : vector<4x16x4x8xf16> to vector<4x4x16x8xf16>
      %20 = iree_codegen.inner_tiled ins(%15, %17) outs(%19) <indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d2, d1)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = [#linalg.iterator_type<parallel>, #linalg.iterator_type<parallel>, #linalg.iterator_type<reduction>], kind = #iree_gpu.mma_layout<NV_MMA_SYNC_F16_16x8x16_F16>, semantics = #iree_gpu.mma_semantics<distributed = false, opaque = true>> : vector<4x8x16x16xf16>, vector<8x4x8x16xf16> into vector<4x4x16x8xf16>
      %21 = vector.transpose %20, [0, 2, 1, 3] : vector<4x4x16x8xf16> to vector<4x16x4x8xf16>
      %22 = vector.shape_cast %21 : vector<4x16x4x8xf16> to vector<64x32xf16>
      %23 = iree_vector_ext.to_layout %22 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [2, 2], batch_tile = [2, 2], outer_tile = [2, 1], thread_tile = [8, 4], element_tile = [1, 2], subgroup_strides = [2, 1], thread_strides = [4, 1]>) : vector<64x32xf16>
      scf.yield %23 : vector<64x32xf16>
    }
    vector.transfer_write %4, %subview[%c0, %c0] {in_bounds = [true, true]} : vector<64x32xf16>, memref<64x32xf16, strided<[128, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<y>, #iree_codegen.workgroup_mapping<x>]}
  memref.dealloc %alloc_0 : memref<64x128xf16, #gpu.address_space<workgroup>>
  memref.dealloc %alloc : memref<128x32xf16, #gpu.address_space<workgroup>>
  return
}
