func.func @scan_dispatch_0_scan_8x1024xf32_dispatch_tensor_store() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [64, 1, 1] subgroup_size = 64>} {
  %cst = arith.constant dense<0.000000e+00> : vector<1xf32>
  %0 = ub.poison : f32
  %c0 = arith.constant 0 : index
  %1 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<8x1024xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %1, 64 : memref<8x1024xf32, #hal.descriptor_type<storage_buffer>>
  %2 = amdgpu.fat_raw_buffer_cast %assume_align resetOffset : memref<8x1024xf32, #hal.descriptor_type<storage_buffer>> to memref<8x1024xf32, #amdgpu.address_space<fat_raw_buffer>>
  %3 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags(Indirect) {iree_gpu.use_rocdl_buffer_instructions} : memref<8x1024xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align_0 = memref.assume_alignment %3, 64 : memref<8x1024xf32, #hal.descriptor_type<storage_buffer>>
  %4 = amdgpu.fat_raw_buffer_cast %assume_align_0 resetOffset : memref<8x1024xf32, #hal.descriptor_type<storage_buffer>> to memref<8x1024xf32, #amdgpu.address_space<fat_raw_buffer>>
  scf.forall (%arg0) in (8) {
    %subview = memref.subview %4[%arg0, 0] [1, 1024] [1, 1] : memref<8x1024xf32, #amdgpu.address_space<fat_raw_buffer>> to memref<1x1024xf32, strided<[1024, 1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
    %5 = vector.transfer_read %2[%arg0, %c0], %0 {in_bounds = [true, true]} : memref<8x1024xf32, #amdgpu.address_space<fat_raw_buffer>>, vector<1x1024xf32>
    %6 = iree_vector_ext.to_layout %5 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 64], element_tile = [1, 16], subgroup_strides = [0, 0], thread_strides = [0, 1]>) : vector<1x1024xf32>
    %7 = iree_vector_ext.to_layout %cst to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [1], subgroup_strides = [0], thread_strides = [0]>) : vector<1xf32>
    %dest, %accumulated_value = vector.scan <add>, %6, %7 reduction_dim = 1, inclusive = true : vector<1x1024xf32>, vector<1xf32>
    %8 = iree_vector_ext.to_layout %dest to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 64], element_tile = [1, 16], subgroup_strides = [0, 0], thread_strides = [0, 1]>) : vector<1x1024xf32>
    vector.transfer_write %8, %subview[%c0, %c0] {in_bounds = [true, true]} : vector<1x1024xf32>, memref<1x1024xf32, strided<[1024, 1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<x>]}
  return
}
