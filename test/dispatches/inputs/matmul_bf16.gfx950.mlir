func.func @matmul_dispatch_0_matmul_128x128x256_bf16xbf16xf32() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [256, 1, 1] subgroup_size = 64, {gpu_pipeline_options = #iree_gpu.pipeline_options<no_reduce_shared_memory_bank_conflicts = false, use_igemm_convolution = false>}>} {
  %alloc = memref.alloc() : memref<64x256xbf16, #gpu.address_space<workgroup>>
  %alloc_0 = memref.alloc() : memref<64x256xbf16, #gpu.address_space<workgroup>>
  %0 = ub.poison : bf16
  %cst = arith.constant dense<0.000000e+00> : vector<64x64xf32>
  %c0 = arith.constant 0 : index
  %1 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<128x256xbf16, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %1, 64 : memref<128x256xbf16, #hal.descriptor_type<storage_buffer>>
  %2 = amdgpu.fat_raw_buffer_cast %assume_align resetOffset : memref<128x256xbf16, #hal.descriptor_type<storage_buffer>> to memref<128x256xbf16, #amdgpu.address_space<fat_raw_buffer>>
  %3 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<128x256xbf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_1 = memref.assume_alignment %3, 64 : memref<128x256xbf16, #hal.descriptor_type<storage_buffer>>
  %4 = amdgpu.fat_raw_buffer_cast %assume_align_1 resetOffset : memref<128x256xbf16, #hal.descriptor_type<storage_buffer>> to memref<128x256xbf16, #amdgpu.address_space<fat_raw_buffer>>
  %5 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(2) alignment(64) offset(%c0) flags(Indirect) {iree_gpu.use_rocdl_buffer_instructions} : memref<128x128xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align_2 = memref.assume_alignment %5, 64 : memref<128x128xf32, #hal.descriptor_type<storage_buffer>>
  %6 = amdgpu.fat_raw_buffer_cast %assume_align_2 resetOffset : memref<128x128xf32, #hal.descriptor_type<storage_buffer>> to memref<128x128xf32, #amdgpu.address_space<fat_raw_buffer>>
  scf.forall (%arg0, %arg1) = (0, 0) to (128, 128) step (64, 64) {
    gpu.barrier memfence [#gpu.address_space<workgroup>]
    %subview = memref.subview %6[%arg0, %arg1] [64, 64] [1, 1] : memref<128x128xf32, #amdgpu.address_space<fat_raw_buffer>> to memref<64x64xf32, strided<[128, 1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
    %7 = vector.transfer_read %2[%arg0, %c0], %0 {in_bounds = [true, true]} : memref<128x256xbf16, #amdgpu.address_space<fat_raw_buffer>>, vector<64x256xbf16>
    %8 = iree_vector_ext.to_layout %7 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [8, 1], outer_tile = [1, 1], thread_tile = [8, 32], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [32, 1]>) : vector<64x256xbf16>
    vector.transfer_write %8, %alloc_0[%c0, %c0] {in_bounds = [true, true]} : vector<64x256xbf16>, memref<64x256xbf16, #gpu.address_space<workgroup>>
    %9 = vector.transfer_read %4[%arg1, %c0], %0 {in_bounds = [true, true]} : memref<128x256xbf16, #amdgpu.address_space<fat_raw_buffer>>, vector<64x256xbf16>
    %10 = iree_vector_ext.to_layout %9 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [8, 1], outer_tile = [1, 1], thread_tile = [8, 32], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [32, 1]>) : vector<64x256xbf16>
    vector.transfer_write %10, %alloc[%c0, %c0] {in_bounds = [true, true]} : vector<64x256xbf16>, memref<64x256xbf16, #gpu.address_space<workgroup>>
    gpu.barrier memfence [#gpu.address_space<workgroup>]
    %11 = vector.transfer_read %alloc_0[%c0, %c0], %0 {in_bounds = [true, true]} : memref<64x256xbf16, #gpu.address_space<workgroup>>, vector<64x256xbf16>
    %12 = iree_vector_ext.to_layout %11 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [2, 1], batch_tile = [2, 8], outer_tile = [1, 1], thread_tile = [16, 4], element_tile = [1, 8], subgroup_strides = [2, 0], thread_strides = [1, 16]>) : vector<64x256xbf16>
    %13 = vector.transfer_read %alloc[%c0, %c0], %0 {in_bounds = [true, true]} : memref<64x256xbf16, #gpu.address_space<workgroup>>, vector<64x256xbf16>
    %14 = iree_vector_ext.to_layout %13 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [2, 1], batch_tile = [2, 8], outer_tile = [1, 1], thread_tile = [16, 4], element_tile = [1, 8], subgroup_strides = [1, 0], thread_strides = [1, 16]>) : vector<64x256xbf16>
    %15 = iree_vector_ext.to_layout %cst to layout(#iree_vector_ext.nested_layout<subgroup_tile = [2, 2], batch_tile = [2, 2], outer_tile = [1, 1], thread_tile = [4, 16], element_tile = [4, 1], subgroup_strides = [2, 1], thread_strides = [16, 1]>) : vector<64x64xf32>
    %16 = vector.shape_cast %12 : vector<64x256xbf16> to vector<4x16x8x32xbf16>
    %17 = vector.transpose %16, [0, 2, 1, 3] : vector<4x16x8x32xbf16> to vector<4x8x16x32xbf16>
    %18 = vector.shape_cast %14 : vector<64x256xbf16> to vector<4x16x8x32xbf16>
    %19 = vector.transpose %18, [0, 2, 1, 3] : vector<4x16x8x32xbf16> to vector<4x8x16x32xbf16>
    %20 = vector.shape_cast %15 : vector<64x64xf32> to vector<4x16x4x16xf32>
    %21 = vector.transpose %20, [0, 2, 1, 3] : vector<4x16x4x16xf32> to vector<4x4x16x16xf32>
    %22 = iree_codegen.inner_tiled ins(%17, %19) outs(%21) <indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = [#linalg.iterator_type<parallel>, #linalg.iterator_type<parallel>, #linalg.iterator_type<reduction>], kind = #iree_gpu.mma_layout<MFMA_F32_16x16x32_BF16>, semantics = #iree_gpu.mma_semantics<distributed = false, opaque = true>> : vector<4x8x16x32xbf16>, vector<4x8x16x32xbf16> into vector<4x4x16x16xf32>
    %23 = vector.transpose %22, [0, 2, 1, 3] : vector<4x4x16x16xf32> to vector<4x16x4x16xf32>
    %24 = vector.shape_cast %23 : vector<4x16x4x16xf32> to vector<64x64xf32>
    %25 = iree_vector_ext.to_layout %24 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [2, 2], batch_tile = [2, 2], outer_tile = [1, 1], thread_tile = [4, 16], element_tile = [4, 1], subgroup_strides = [2, 1], thread_strides = [16, 1]>) : vector<64x64xf32>
    vector.transfer_write %25, %subview[%c0, %c0] {in_bounds = [true, true]} : vector<64x64xf32>, memref<64x64xf32, strided<[128, 1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<y>, #iree_codegen.workgroup_mapping<x>]}
  memref.dealloc %alloc_0 : memref<64x256xbf16, #gpu.address_space<workgroup>>
  memref.dealloc %alloc : memref<64x256xbf16, #gpu.address_space<workgroup>>
  return
}
