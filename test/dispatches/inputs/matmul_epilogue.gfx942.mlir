func.func @matmul_dispatch_0_matmul_128x128x128_f16xf16xf32() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [256, 1, 1] subgroup_size = 64, {gpu_pipeline_options = #iree_gpu.pipeline_options<no_reduce_shared_memory_bank_conflicts = false, use_igemm_convolution = false>}>} {
  %alloc = memref.alloc() : memref<128x64xf16, #gpu.address_space<workgroup>>
  %alloc_0 = memref.alloc() : memref<64x128xf16, #gpu.address_space<workgroup>>
  %0 = ub.poison : f16
  %cst = arith.constant dense<0.000000e+00> : vector<64x64xf32>
  %1 = ub.poison : f32
  %c0 = arith.constant 0 : index
  %2 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<128x128xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %2, 64 : memref<128x128xf16, #hal.descriptor_type<storage_buffer>>
  %3 = amdgpu.fat_raw_buffer_cast %assume_align resetOffset : memref<128x128xf16, #hal.descriptor_type<storage_buffer>> to memref<128x128xf16, #amdgpu.address_space<fat_raw_buffer>>
  %4 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<128x128xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_1 = memref.assume_alignment %4, 64 : memref<128x128xf16, #hal.descriptor_type<storage_buffer>>
  %5 = amdgpu.fat_raw_buffer_cast %assume_align_1 resetOffset : memref<128x128xf16, #hal.descriptor_type<storage_buffer>> to memref<128x128xf16, #amdgpu.address_space<fat_raw_buffer>>
  %6 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(2) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<128xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align_2 = memref.assume_alignment %6, 64 : memref<128xf32, #hal.descriptor_type<storage_buffer>>
  %7 = amdgpu.fat_raw_buffer_cast %assume_align_2 resetOffset : memref<128xf32, #hal.descriptor_type<storage_buffer>> to memref<128xf32, #amdgpu.address_space<fat_raw_buffer>>
  %8 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(3) alignment(64) offset(%c0) flags(Indirect) {iree_gpu.use_rocdl_buffer_instructions} : memref<128x128xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align_3 = memref.assume_alignment %8, 64 : memref<128x128xf32, #hal.descriptor_type<storage_buffer>>
  %9 = amdgpu.fat_raw_buffer_cast %assume_align_3 resetOffset : memref<128x128xf32, #hal.descriptor_type<storage_buffer>> to memref<128x128xf32, #amdgpu.address_space<fat_raw_buffer>>
  scf.forall (%arg0, %arg1) = (0, 0) to (128, 128) step (64, 64) {
    gpu.barrier memfence [#gpu.address_space<workgroup>]
    %subview = memref.subview %9[%arg0, %arg1] [64, 64] [1, 1] : memref<128x128xf32, #amdgpu.address_space<fat_raw_buffer>> to memref<64x64xf32, strided<[128, 1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
    %10 = vector.transfer_read %3[%arg0, %c0], %0 {in_bounds = [true, true]} : memref<128x128xf16, #amdgpu.address_space<fat_raw_buffer>>, vector<64x128xf16>
    %11 = iree_vector_ext.to_layout %10 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [4, 1], outer_tile = [1, 1], thread_tile = [16, 16], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [16, 1]>) : vector<64x128xf16>
    vector.transfer_write %11, %alloc_0[%c0, %c0] {in_bounds = [true, true]} : vector<64x128xf16>, memref<64x128xf16, #gpu.address_space<workgroup>>
    %12 = vector.transfer_read %5[%c0, %arg1], %0 {in_bounds = [true, true]} : memref<128x128xf16, #amdgpu.address_space<fat_raw_buffer>>, vector<128x64xf16>
    %13 = iree_vector_ext.to_layout %12 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [4, 1], outer_tile = [1, 1], thread_tile = [32, 8], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [8, 1]>) : vector<128x64xf16>
    vector.transfer_write %13, %alloc[%c0, %c0] {in_bounds = [true, true]} : vector<128x64xf16>, memref<128x64xf16, #gpu.address_space<workgroup>>
    gpu.barrier memfence [#gpu.address_space<workgroup>]
    %14 = vector.transfer_read %alloc_0[%c0, %c0], %0 {in_bounds = [true, true]} : memref<64x128xf16, #gpu.address_space<workgroup>>, vector<64x128xf16>
    %15 = iree_vector_ext.to_layout %14 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [2, 1], batch_tile = [2, 8], outer_tile = [1, 1], thread_tile = [16, 4], element_tile = [1, 4], subgroup_strides = [2, 0], thread_strides = [1, 16]>) : vector<64x128xf16>
    %16 = vector.transfer_read %alloc[%c0, %c0], %0 {in_bounds = [true, true]} : memref<128x64xf16, #gpu.address_space<workgroup>>, vector<128x64xf16>
    %17 = iree_vector_ext.to_layout %16 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 2], batch_tile = [8, 2], outer_tile = [1, 1], thread_tile = [4, 16], element_tile = [4, 1], subgroup_strides = [0, 1], thread_strides = [16, 1]>) : vector<128x64xf16>
    %18 = iree_vector_ext.to_layout %cst to layout(#iree_vector_ext.nested_layout<subgroup_tile = [2, 2], batch_tile = [2, 2], outer_tile = [1, 1], thread_tile = [4, 16], element_tile = [4, 1], subgroup_strides = [2, 1], thread_strides = [16, 1]>) : vector<64x64xf32>
    %19 = vector.shape_cast %15 : vector<64x128xf16> to vector<4x16x8x16xf16>
    %20 = vector.transpose %19, [0, 2, 1, 3] : vector<4x16x8x16xf16> to vector<4x8x16x16xf16>
    %21 = vector.shape_cast %17 : vector<128x64xf16> to vector<8x16x4x16xf16>
    %22 = vector.transpose %21, [0, 2, 3, 1] : vector<8x16x4x16xf16> to vector<8x4x16x16xf16>
    %23 = vector.shape_cast %18 : vector<64x64xf32> to vector<4x16x4x16xf32>
    %24 = vector.transpose %23, [0, 2, 1, 3] : vector<4x16x4x16xf32> to vector<4x4x16x16xf32>
    %25 = iree_codegen.inner_tiled ins(%20, %22) outs(%24) <indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d2, d1)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = [#linalg.iterator_type<parallel>, #linalg.iterator_type<parallel>, #linalg.iterator_type<reduction>], kind = #iree_gpu.mma_layout<MFMA_F32_16x16x16_F16>, semantics = #iree_gpu.mma_semantics<distributed = false, opaque = true>> : vector<4x8x16x16xf16>, vector<8x4x16x16xf16> into vector<4x4x16x16xf32>
    %26 = vector.transpose %25, [0, 2, 1, 3] : vector<4x4x16x16xf32> to vector<4x16x4x16xf32>
    %27 = vector.shape_cast %26 : vector<4x16x4x16xf32> to vector<64x64xf32>
    %28 = iree_vector_ext.to_layout %27 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [2, 2], batch_tile = [2, 2], outer_tile = [1, 1], thread_tile = [4, 16], element_tile = [4, 1], subgroup_strides = [2, 1], thread_strides = [16, 1]>) : vector<64x64xf32>
    %29 = vector.transfer_read %7[%arg1], %1 {in_bounds = [true]} : memref<128xf32, #amdgpu.address_space<fat_raw_buffer>>, vector<64xf32>
    %30 = vector.broadcast %29 : vector<64xf32> to vector<64x64xf32>
    %31 = arith.addf %28, %30 : vector<64x64xf32>
    %32 = arith.maximumf %31, %cst : vector<64x64xf32>
    vector.transfer_write %32, %subview[%c0, %c0] {in_bounds = [true, true]} : vector<64x64xf32>, memref<64x64xf32, strided<[128, 1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<y>, #iree_codegen.workgroup_mapping<x>]}
  memref.dealloc %alloc_0 : memref<64x128xf16, #gpu.address_space<workgroup>>
  memref.dealloc %alloc : memref<128x64xf16, #gpu.address_space<workgroup>>
  return
}
