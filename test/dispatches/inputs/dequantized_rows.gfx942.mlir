func.func @dequantized_dispatch_0_matmul_like_32x64x8x32_f32() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [256, 1, 1] subgroup_size = 64, {gpu_pipeline_options = #iree_gpu.pipeline_options<no_reduce_shared_memory_bank_conflicts = false, use_igemm_convolution = false>}>} {
  %alloc = memref.alloc() : memref<32x1x32xf32, #gpu.address_space<workgroup>>
  %alloc_0 = memref.alloc() : memref<64x1xf32, #gpu.address_space<workgroup>>
  %alloc_1 = memref.alloc() : memref<64x1xf32, #gpu.address_space<workgroup>>
  %alloc_2 = memref.alloc() : memref<64x1x32xi4, #gpu.address_space<workgroup>>
  %0 = ub.poison : i4
  %cst = arith.constant dense<0.000000e+00> : vector<32x64xf32>
  %1 = ub.poison : f32
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  %c0 = arith.constant 0 : index
  %2 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<64x8x32xi4, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %2, 64 : memref<64x8x32xi4, #hal.descriptor_type<storage_buffer>>
  %3 = amdgpu.fat_raw_buffer_cast %assume_align resetOffset : memref<64x8x32xi4, #hal.descriptor_type<storage_buffer>> to memref<64x8x32xi4, #amdgpu.address_space<fat_raw_buffer>>
  %4 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<64x8xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align_3 = memref.assume_alignment %4, 64 : memref<64x8xf32, #hal.descriptor_type<storage_buffer>>
  %5 = amdgpu.fat_raw_buffer_cast %assume_align_3 resetOffset : memref<64x8xf32, #hal.descriptor_type<storage_buffer>> to memref<64x8xf32, #amdgpu.address_space<fat_raw_buffer>>
  %6 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(2) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<64x8xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align_4 = memref.assume_alignment %6, 64 : memref<64x8xf32, #hal.descriptor_type<storage_buffer>>
  %7 = amdgpu.fat_raw_buffer_cast %assume_align_4 resetOffset : memref<64x8xf32, #hal.descriptor_type<storage_buffer>> to memref<64x8xf32, #amdgpu.address_space<fat_raw_buffer>>
  %8 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(3) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<32x8x32xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align_5 = memref.assume_alignment %8, 64 : memref<32x8x32xf32, #hal.descriptor_type<storage_buffer>>
  %9 = amdgpu.fat_raw_buffer_cast %assume_align_5 resetOffset : memref<32x8x32xf32, #hal.descriptor_type<storage_buffer>> to memref<32x8x32xf32, #amdgpu.address_space<fat_raw_buffer>>
  %10 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(4) alignment(64) offset(%c0) flags(Indirect) {iree_gpu.use_rocdl_buffer_instructions} : memref<32x64xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align_6 = memref.assume_alignment %10, 64 : memref<32x64xf32, #hal.descriptor_type<storage_buffer>>
  %11 = amdgpu.fat_raw_buffer_cast %assume_align_6 resetOffset : memref<32x64xf32, #hal.descriptor_type<storage_buffer>> to memref<32x64xf32, #amdgpu.address_space<fat_raw_buffer>>
  scf.forall (%arg0) = (0) to (32) step (32) {
    %12 = scf.for %arg1 = %c0 to %c8 step %c1 iter_args(%arg2 = %cst) -> (vector<32x64xf32>) {
      gpu.barrier memfence [#gpu.address_space<workgroup>]
      %13 = vector.transfer_read %3[%c0, %arg1, %c0], %0 {in_bounds = [true, true, true]} : memref<64x8x32xi4, #amdgpu.address_space<fat_raw_buffer>>, vector<64x1x32xi4>
      %14 = iree_vector_ext.to_layout %13 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [64, 1, 4], element_tile = [1, 1, 8], subgroup_strides = [0, 0, 0], thread_strides = [4, 0, 1]>) : vector<64x1x32xi4>
      vector.transfer_write %14, %alloc_2[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<64x1x32xi4>, memref<64x1x32xi4, #gpu.address_space<workgroup>>
      %15 = vector.transfer_read %5[%c0, %arg1], %1 {in_bounds = [true, true]} : memref<64x8xf32, #amdgpu.address_space<fat_raw_buffer>>, vector<64x1xf32>
      %16 = iree_vector_ext.to_layout %15 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [64, 1], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [1, 0]>) : vector<64x1xf32>
      vector.transfer_write %16, %alloc_1[%c0, %c0] {in_bounds = [true, true]} : vector<64x1xf32>, memref<64x1xf32, #gpu.address_space<workgroup>>
      %17 = vector.transfer_read %7[%c0, %arg1], %1 {in_bounds = [true, true]} : memref<64x8xf32, #amdgpu.address_space<fat_raw_buffer>>, vector<64x1xf32>
      %18 = iree_vector_ext.to_layout %17 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [64, 1], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [1, 0]>) : vector<64x1xf32>
      vector.transfer_write %18, %alloc_0[%c0, %c0] {in_bounds = [true, true]} : vector<64x1xf32>, memref<64x1xf32, #gpu.address_space<workgroup>>
      %19 = vector.transfer_read %9[%c0, %arg1, %c0], %1 {in_bounds = [true, true, true]} : memref<32x8x32xf32, #amdgpu.address_space<fat_raw_buffer>>, vector<32x1x32xf32>
      %20 = iree_vector_ext.to_layout %19 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [32, 1, 8], element_tile = [1, 1, 4], subgroup_strides = [0, 0, 0], thread_strides = [8, 0, 1]>) : vector<32x1x32xf32>
      vector.transfer_write %20, %alloc[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<32x1x32xf32>, memref<32x1x32xf32, #gpu.address_space<workgroup>>
      gpu.barrier memfence [#gpu.address_space<workgroup>]
      %21 = vector.transfer_read %alloc_2[%c0, %c0, %c0], %0 {in_bounds = [true, true, true]} : memref<64x1x32xi4, #gpu.address_space<workgroup>>, vector<64x1x32xi4>
      %22 = vector.transfer_read %alloc_1[%c0, %c0], %1 {in_bounds = [true, true]} : memref<64x1xf32, #gpu.address_space<workgroup>>, vector<64x1xf32>
      %23 = vector.broadcast %22 : vector<64x1xf32> to vector<32x64x1xf32>
      %24 = vector.transpose %23, [1, 2, 0] : vector<32x64x1xf32> to vector<64x1x32xf32>
      %25 = vector.transfer_read %alloc_0[%c0, %c0], %1 {in_bounds = [true, true]} : memref<64x1xf32, #gpu.address_space<workgroup>>, vector<64x1xf32>
      %26 = vector.broadcast %25 : vector<64x1xf32> to vector<32x64x1xf32>
      %27 = vector.transpose %26, [1, 2, 0] : vector<32x64x1xf32> to vector<64x1x32xf32>
      %28 = arith.uitofp %21 : vector<64x1x32xi4> to vector<64x1x32xf32>
      %29 = arith.subf %28, %27 : vector<64x1x32xf32>
      %30 = arith.mulf %29, %24 : vector<64x1x32xf32>
      %31 = vector.transfer_read %alloc[%c0, %c0, %c0], %1 {in_bounds = [true, true, true]} : memref<32x1x32xf32, #gpu.address_space<workgroup>>, vector<32x1x32xf32>
      %32 = iree_vector_ext.to_layout %31 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [2, 1, 8], outer_tile = [1, 1, 1], thread_tile = [16, 1, 4], element_tile = [1, 1, 1], subgroup_strides = [0, 0, 0], thread_strides = [1, 0, 16]>) : vector<32x1x32xf32>
      %33 = iree_vector_ext.to_layout %30 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [4, 1, 1], batch_tile = [1, 1, 8], outer_tile = [1, 1, 1], thread_tile = [16, 1, 4], element_tile = [1, 1, 1], subgroup_strides = [1, 0, 0], thread_strides = [1, 0, 16]>) : vector<64x1x32xf32>
      %34 = iree_vector_ext.to_layout %arg2 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4], batch_tile = [2, 1], outer_tile = [1, 1], thread_tile = [4, 16], element_tile = [4, 1], subgroup_strides = [0, 1], thread_strides = [16, 1]>) : vector<32x64xf32>
      %35 = vector.shape_cast %32 : vector<32x1x32xf32> to vector<2x16x1x8x4xf32>
      %36 = vector.transpose %35, [0, 2, 3, 1, 4] : vector<2x16x1x8x4xf32> to vector<2x1x8x16x4xf32>
      %37 = vector.shape_cast %33 : vector<64x1x32xf32> to vector<4x16x1x8x4xf32>
      %38 = vector.transpose %37, [0, 2, 3, 1, 4] : vector<4x16x1x8x4xf32> to vector<4x1x8x16x4xf32>
      %39 = vector.shape_cast %34 : vector<32x64xf32> to vector<2x16x4x16xf32>
      %40 = vector.transpose %39, [0, 2, 1, 3] : vector<2x16x4x16xf32> to vector<2x4x16x16xf32>
      %41 = iree_codegen.inner_tiled ins(%36, %38) outs(%40) <indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d1, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1)>], iterator_types = [#linalg.iterator_type<parallel>, #linalg.iterator_type<parallel>, #linalg.iterator_type<reduction>, #linalg.iterator_type<reduction>], kind = #iree_gpu.mma_layout<MFMA_F32_16x16x4_F32>, semantics = #iree_gpu.mma_semantics<distributed = false, opaque = true>> : vector<2x1x8x16x4xf32>, vector<4x1x8x16x4xf32> into vector<2x4x16x16xf32>
      %42 = vector.transpose %41, [0, 2, 1, 3] : vector<2x4x16x16xf32> to vector<2x16x4x16xf32>
      %43 = vector.shape_cast %42 : vector<2x16x4x16xf32> to vector<32x64xf32>
      %44 = iree_vector_ext.to_layout %43 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4], batch_tile = [2, 1], outer_tile = [1, 1], thread_tile = [4, 16], element_tile = [4, 1], subgroup_strides = [0, 1], thread_strides = [16, 1]>) : vector<32x64xf32>
      scf.yield %44 : vector<32x64xf32>
    }
    vector.transfer_write %12, %11[%c0, %c0] {in_bounds = [true, true]} : vector<32x64xf32>, memref<32x64xf32, #amdgpu.address_space<fat_raw_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<x>]}
  memref.dealloc %alloc_2 : memref<64x1x32xi4, #gpu.address_space<workgroup>>
  memref.dealloc %alloc_1 : memref<64x1xf32, #gpu.address_space<workgroup>>
  memref.dealloc %alloc_0 : memref<64x1xf32, #gpu.address_space<workgroup>>
  memref.dealloc %alloc : memref<32x1x32xf32, #gpu.address_space<workgroup>>
  return
}
