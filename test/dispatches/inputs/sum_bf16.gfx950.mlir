func.func @sum_dispatch_0_reduction_8x4096_bf16xf32() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [512, 1, 1] subgroup_size = 64, {gpu_pipeline_options = #iree_gpu.pipeline_options<no_reduce_shared_memory_bank_conflicts = false, use_igemm_convolution = false>}>} {
  %0 = ub.poison : bf16
  %cst = arith.constant dense<0.000000e+00> : vector<1x512xf32>
  %cst_0 = arith.constant dense<0.000000e+00> : vector<1xf32>
  %c0 = arith.constant 0 : index
  %1 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<8x4096xbf16, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %1, 64 : memref<8x4096xbf16, #hal.descriptor_type<storage_buffer>>
  %2 = amdgpu.fat_raw_buffer_cast %assume_align resetOffset : memref<8x4096xbf16, #hal.descriptor_type<storage_buffer>> to memref<8x4096xbf16, #amdgpu.address_space<fat_raw_buffer>>
  %3 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags(Indirect) {iree_gpu.use_rocdl_buffer_instructions} : memref<8xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align_1 = memref.assume_alignment %3, 64 : memref<8xf32, #hal.descriptor_type<storage_buffer>>
  %4 = amdgpu.fat_raw_buffer_cast %assume_align_1 resetOffset : memref<8xf32, #hal.descriptor_type<storage_buffer>> to memref<8xf32, #amdgpu.address_space<fat_raw_buffer>>
  scf.forall (%arg0) in (8) {
    %subview = memref.subview %4[%arg0] [1] [1] : memref<8xf32, #amdgpu.address_space<fat_raw_buffer>> to memref<1xf32, strided<[1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
    %5 = vector.transfer_read %2[%arg0, %c0], %0 {in_bounds = [true, true]} : memref<8x4096xbf16, #amdgpu.address_space<fat_raw_buffer>>, vector<1x4096xbf16>
    %6 = vector.shape_cast %5 : vector<1x4096xbf16> to vector<1x512x8xbf16>
    %7 = iree_vector_ext.to_layout %6 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 64, 1], element_tile = [1, 1, 8], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 0]>) : vector<1x512x8xbf16>
    %8 = iree_vector_ext.to_layout %cst to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 64], element_tile = [1, 1], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x512xf32>
    %9 = arith.extf %7 : vector<1x512x8xbf16> to vector<1x512x8xf32>
    %10 = vector.multi_reduction <add>, %9, %8 [2] : vector<1x512x8xf32> to vector<1x512xf32>
    %11 = iree_vector_ext.to_layout %10 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 64], element_tile = [1, 1], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x512xf32>
    %12 = vector.multi_reduction <add>, %11, %cst_0 [1] : vector<1x512xf32> to vector<1xf32>
    vector.transfer_write %12, %subview[%c0] {in_bounds = [true]} : vector<1xf32>, memref<1xf32, strided<[1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<x>]}
  return
}
