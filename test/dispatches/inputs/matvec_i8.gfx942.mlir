func.func @matvec_dispatch_0_matmul_1x256x1024_i8xi8xi32() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [64, 1, 1] subgroup_size = 64, {gpu_pipeline_options = #iree_gpu.pipeline_options<no_reduce_shared_memory_bank_conflicts = false, use_igemm_convolution = false>}>} {
  %0 = ub.poison : i8
  %cst = arith.constant dense<0> : vector<1x8x64xi32>
  %cst_0 = arith.constant dense<0> : vector<1x8xi32>
  %c0 = arith.constant 0 : index
  %1 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<1x1024xi8, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %1, 64 : memref<1x1024xi8, #hal.descriptor_type<storage_buffer>>
  %2 = amdgpu.fat_raw_buffer_cast %assume_align resetOffset : memref<1x1024xi8, #hal.descriptor_type<storage_buffer>> to memref<1x1024xi8, #amdgpu.address_space<fat_raw_buffer>>
  %3 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<256x1024xi8, #hal.descriptor_type<storage_buffer>>
  %assume_align_1 = memref.assume_alignment %3, 64 : memref<256x1024xi8, #hal.descriptor_type<storage_buffer>>
  %4 = amdgpu.fat_raw_buffer_cast %assume_align_1 resetOffset : memref<256x1024xi8, #hal.descriptor_type<storage_buffer>> to memref<256x1024xi8, #amdgpu.address_space<fat_raw_buffer>>
  %5 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(2) alignment(64) offset(%c0) flags(Indirect) {iree_gpu.use_rocdl_buffer_instructions} : memref<1x256xi32, #hal.descriptor_type<storage_buffer>>
  %assume_align_2 = memref.assume_alignment %5, 64 : memref<1x256xi32, #hal.descriptor_type<storage_buffer>>
  %6 = amdgpu.fat_raw_buffer_cast %assume_align_2 resetOffset : memref<1x256xi32, #hal.descriptor_type<storage_buffer>> to memref<1x256xi32, #amdgpu.address_space<fat_raw_buffer>>
  scf.forall (%arg0) = (0) to (256) step (8) {
    %subview = memref.subview %6[0, %arg0] [1, 8] [1, 1] : memref<1x256xi32, #amdgpu.address_space<fat_raw_buffer>> to memref<1x8xi32, strided<[256, 1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
    %7 = vector.transfer_read %2[%c0, %c0], %0 {in_bounds = [true, true]} : memref<1x1024xi8, #amdgpu.address_space<fat_raw_buffer>>, vector<1x1024xi8>
    %8 = vector.shape_cast %7 : vector<1x1024xi8> to vector<1x64x16xi8>
    %9 = vector.transfer_read %4[%arg0, %c0], %0 {in_bounds = [true, true]} : memref<256x1024xi8, #amdgpu.address_space<fat_raw_buffer>>, vector<8x1024xi8>
    %10 = vector.shape_cast %9 : vector<8x1024xi8> to vector<8x64x16xi8>
    %11 = iree_vector_ext.to_layout %8 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 64, 1], element_tile = [1, 1, 16], subgroup_strides = [0, 0, 0], thread_strides = [0, 1, 0]>) : vector<1x64x16xi8>
    %12 = iree_vector_ext.to_layout %10 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [8, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 64, 1], element_tile = [1, 1, 16], subgroup_strides = [0, 0, 0], thread_strides = [0, 1, 0]>) : vector<8x64x16xi8>
    %13 = iree_vector_ext.to_layout %cst to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 8, 1], outer_tile = [1, 1, 1], thread_tile = [1, 1, 64], element_tile = [1, 1, 1], subgroup_strides = [0, 0, 0], thread_strides = [0, 0, 1]>) : vector<1x8x64xi32>
    %14 = vector.contract {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d1, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"], kind = #vector.kind<add>} %11, %12, %13 : vector<1x64x16xi8>, vector<8x64x16xi8> into vector<1x8x64xi32>
    %15 = iree_vector_ext.to_layout %14 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 8, 1], outer_tile = [1, 1, 1], thread_tile = [1, 1, 64], element_tile = [1, 1, 1], subgroup_strides = [0, 0, 0], thread_strides = [0, 0, 1]>) : vector<1x8x64xi32>
    %16 = vector.multi_reduction <add>, %15, %cst_0 [2] : vector<1x8x64xi32> to vector<1x8xi32>
    vector.transfer_write %16, %subview[%c0, %c0] {in_bounds = [true, true]} : vector<1x8xi32>, memref<1x8xi32, strided<[256, 1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<x>]}
  return
}
