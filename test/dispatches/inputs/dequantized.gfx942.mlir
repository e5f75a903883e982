func.func @dequantized_dispatch_0_matvec_like_256x16x32_f16() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [64, 1, 1] subgroup_size = 64, {gpu_pipeline_options = #iree_gpu.pipeline_options<no_reduce_shared_memory_bank_conflicts = false, use_igemm_convolution = false>}>} {
  %0 = ub.poison : i4
  %cst = arith.constant dense<0.000000e+00> : vector<8x1x4xf16>
  %cst_0 = arith.constant dense<0.000000e+00> : vector<8xf16>
  %1 = ub.poison : f16
  %c1 = arith.constant 1 : index
  %c16 = arith.constant 16 : index
  %c0 = arith.constant 0 : index
  %2 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<256x16x32xi4, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %2, 64 : memref<256x16x32xi4, #hal.descriptor_type<storage_buffer>>
  %3 = amdgpu.fat_raw_buffer_cast %assume_align resetOffset : memref<256x16x32xi4, #hal.descriptor_type<storage_buffer>> to memref<256x16x32xi4, #amdgpu.address_space<fat_raw_buffer>>
  %4 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<256x16xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_1 = memref.assume_alignment %4, 64 : memref<256x16xf16, #hal.descriptor_type<storage_buffer>>
  %5 = amdgpu.fat_raw_buffer_cast %assume_align_1 resetOffset : memref<256x16xf16, #hal.descriptor_type<storage_buffer>> to memref<256x16xf16, #amdgpu.address_space<fat_raw_buffer>>
  %6 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(2) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<256x16xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_2 = memref.assume_alignment %6, 64 : memref<256x16xf16, #hal.descriptor_type<storage_buffer>>
  %7 = amdgpu.fat_raw_buffer_cast %assume_align_2 resetOffset : memref<256x16xf16, #hal.descriptor_type<storage_buffer>> to memref<256x16xf16, #amdgpu.address_space<fat_raw_buffer>>
  %8 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(3) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<16x32xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_3 = memref.assume_alignment %8, 64 : memref<16x32xf16, #hal.descriptor_type<storage_buffer>>
  %9 = amdgpu.fat_raw_buffer_cast %assume_align_3 resetOffset : memref<16x32xf16, #hal.descriptor_type<storage_buffer>> to memref<16x32xf16, #amdgpu.address_space<fat_raw_buffer>>
  %10 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(4) alignment(64) offset(%c0) flags(Indirect) {iree_gpu.use_rocdl_buffer_instructions} : memref<256xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_4 = memref.assume_alignment %10, 64 : memref<256xf16, #hal.descriptor_type<storage_buffer>>
  %11 = amdgpu.fat_raw_buffer_cast %assume_align_4 resetOffset : memref<256xf16, #hal.descriptor_type<storage_buffer>> to memref<256xf16, #amdgpu.address_space<fat_raw_buffer>>
  scf.forall (%arg0) = (0) to (256) step (8) {
    %subview = memref.subview %11[%arg0] [8] [1] : memref<256xf16, #amdgpu.address_space<fat_raw_buffer>> to memref<8xf16, strided<[1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
    %12 = scf.for %arg1 = %c0 to %c16 step %c1 iter_args(%arg2 = %cst) -> (vector<8x1x4xf16>) {
      %14 = vector.transfer_read %9[%arg1, %c0], %1 {in_bounds = [true, true]} : memref<16x32xf16, #amdgpu.address_space<fat_raw_buffer>>, vector<1x32xf16>
      %15 = vector.shape_cast %14 : vector<1x32xf16> to vector<1x4x8xf16>
      %16 = vector.transfer_read %3[%arg0, %arg1, %c0], %0 {in_bounds = [true, true, true]} : memref<256x16x32xi4, #amdgpu.address_space<fat_raw_buffer>>, vector<8x1x32xi4>
      %17 = vector.transfer_read %5[%arg0, %arg1], %1 {in_bounds = [true, true]} : memref<256x16xf16, #amdgpu.address_space<fat_raw_buffer>>, vector<8x1xf16>
      %18 = vector.broadcast %17 : vector<8x1xf16> to vector<32x8x1xf16>
      %19 = vector.transpose %18, [1, 2, 0] : vector<32x8x1xf16> to vector<8x1x32xf16>
      %20 = vector.transfer_read %7[%arg0, %arg1], %1 {in_bounds = [true, true]} : memref<256x16xf16, #amdgpu.address_space<fat_raw_buffer>>, vector<8x1xf16>
      %21 = vector.broadcast %20 : vector<8x1xf16> to vector<32x8x1xf16>
      %22 = vector.transpose %21, [1, 2, 0] : vector<32x8x1xf16> to vector<8x1x32xf16>
      %23 = arith.uitofp %16 : vector<8x1x32xi4> to vector<8x1x32xf16>
      %24 = arith.subf %23, %22 : vector<8x1x32xf16>
      %25 = arith.mulf %24, %19 : vector<8x1x32xf16>
      %26 = vector.shape_cast %25 : vector<8x1x32xf16> to vector<8x1x4x8xf16>
      %27 = iree_vector_ext.to_layout %15 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 4, 1], element_tile = [1, 1, 8], subgroup_strides = [0, 0, 0], thread_strides = [0, 1, 0]>) : vector<1x4x8xf16>
      %28 = iree_vector_ext.to_layout %26 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1, 1], batch_tile = [8, 1, 1, 1], outer_tile = [1, 1, 1, 1], thread_tile = [1, 1, 4, 1], element_tile = [1, 1, 1, 8], subgroup_strides = [0, 0, 0, 0], thread_strides = [0, 0, 1, 0]>) : vector<8x1x4x8xf16>
      %29 = iree_vector_ext.to_layout %arg2 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [8, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 1, 4], element_tile = [1, 1, 1], subgroup_strides = [0, 0, 0], thread_strides = [0, 0, 1]>) : vector<8x1x4xf16>
      %30 = vector.contract {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d1, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"], kind = #vector.kind<add>} %27, %28, %29 : vector<1x4x8xf16>, vector<8x1x4x8xf16> into vector<8x1x4xf16>
      %31 = iree_vector_ext.to_layout %30 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [8, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 1, 4], element_tile = [1, 1, 1], subgroup_strides = [0, 0, 0], thread_strides = [0, 0, 1]>) : vector<8x1x4xf16>
      scf.yield %31 : vector<8x1x4xf16>
    }
    %13 = vector.multi_reduction <add>, %12, %cst_0 [1, 2] : vector<8x1x4xf16> to vector<8xf16>
    vector.transfer_write %13, %subview[%c0] {in_bounds = [true]} : vector<8xf16>, memref<8xf16, strided<[1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<x>]}
  return
}
