func.func @sum_dispatch_0_reduction_4x128x64_f32() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [64, 1, 1] subgroup_size = 64, {gpu_pipeline_options = #iree_gpu.pipeline_options<no_reduce_shared_memory_bank_conflicts = false, use_igemm_convolution = false>}>} {
  %cst = arith.constant dense<0.000000e+00> : vector<1x1x64xf32>
  %cst_0 = arith.constant dense<0.000000e+00> : vector<1x1xf32>
  %0 = ub.poison : f32
  %c0 = arith.constant 0 : index
  %1 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<4x64x128xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %1, 64 : memref<4x64x128xf32, #hal.descriptor_type<storage_buffer>>
  %2 = amdgpu.fat_raw_buffer_cast %assume_align resetOffset : memref<4x64x128xf32, #hal.descriptor_type<storage_buffer>> to memref<4x64x128xf32, #amdgpu.address_space<fat_raw_buffer>>
  %3 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags(Indirect) {iree_gpu.use_rocdl_buffer_instructions} : memref<4x128xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align_1 = memref.assume_alignment %3, 64 : memref<4x128xf32, #hal.descriptor_type<storage_buffer>>
  %4 = amdgpu.fat_raw_buffer_cast %assume_align_1 resetOffset : memref<4x128xf32, #hal.descriptor_type<storage_buffer>> to memref<4x128xf32, #amdgpu.address_space<fat_raw_buffer>>
  scf.forall (%arg0, %arg1) in (4, 128) {
    %subview = memref.subview %4[%arg0, %arg1] [1, 1] [1, 1] : memref<4x128xf32, #amdgpu.address_space<fat_raw_buffer>> to memref<1x1xf32, strided<[128, 1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
    %5 = vector.transfer_read %2[%arg0, %c0, %arg1], %0 {in_bounds = [true, true, true]} : memref<4x64x128xf32, #amdgpu.address_space<fat_raw_buffer>>, vector<1x64x1xf32>
    %6 = iree_vector_ext.to_layout %5 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 64, 1], element_tile = [1, 1, 1], subgroup_strides = [0, 0, 0], thread_strides = [0, 1, 0]>) : vector<1x64x1xf32>
    %7 = iree_vector_ext.to_layout %cst to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 1, 64], element_tile = [1, 1, 1], subgroup_strides = [0, 0, 0], thread_strides = [0, 0, 1]>) : vector<1x1x64xf32>
    %8 = vector.transpose %6, [0, 2, 1] : vector<1x64x1xf32> to vector<1x1x64xf32>
    %9 = arith.addf %7, %8 : vector<1x1x64xf32>
    %10 = iree_vector_ext.to_layout %9 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 1, 64], element_tile = [1, 1, 1], subgroup_strides = [0, 0, 0], thread_strides = [0, 0, 1]>) : vector<1x1x64xf32>
    %11 = vector.multi_reduction <add>, %10, %cst_0 [2] : vector<1x1x64xf32> to vector<1x1xf32>
    vector.transfer_write %11, %subview[%c0, %c0] {in_bounds = [true, true]} : vector<1x1xf32>, memref<1x1xf32, strided<[128, 1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<y>, #iree_codegen.workgroup_mapping<x>]}
  return
}
