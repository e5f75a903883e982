func.func @norm_dispatch_1_reduction_16x1024_f32() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [256, 1, 1] subgroup_size = 32, {gpu_pipeline_options = #iree_gpu.pipeline_options<no_reduce_shared_memory_bank_conflicts = false, use_igemm_convolution = false>}>} {
  %cst = arith.constant dense<9.99999974E-6> : vector<1xf32>
  %cst_0 = arith.constant dense<1.024000e+03> : vector<1xf32>
  %cst_1 = arith.constant dense<0.000000e+00> : vector<1x256xf32>
  %cst_2 = arith.constant dense<0.000000e+00> : vector<1xf32>
  %0 = ub.poison : f32
  %c0 = arith.constant 0 : index
  %1 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<16x1024xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %1, 64 : memref<16x1024xf32, #hal.descriptor_type<storage_buffer>>
  %2 = amdgpu.fat_raw_buffer_cast %assume_align resetOffset : memref<16x1024xf32, #hal.descriptor_type<storage_buffer>> to memref<16x1024xf32, #amdgpu.address_space<fat_raw_buffer>>
  %3 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<1024xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align_3 = memref.assume_alignment %3, 64 : memref<1024xf32, #hal.descriptor_type<storage_buffer>>
  %4 = amdgpu.fat_raw_buffer_cast %assume_align_3 resetOffset : memref<1024xf32, #hal.descriptor_type<storage_buffer>> to memref<1024xf32, #amdgpu.address_space<fat_raw_buffer>>
  %5 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(2) alignment(64) offset(%c0) flags(Indirect) {iree_gpu.use_rocdl_buffer_instructions} : memref<16x1024xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align_4 = memref.assume_alignment %5, 64 : memref<16x1024xf32, #hal.descriptor_type<storage_buffer>>
  %6 = amdgpu.fat_raw_buffer_cast %assume_align_4 resetOffset : memref<16x1024xf32, #hal.descriptor_type<storage_buffer>> to memref<16x1024xf32, #amdgpu.address_space<fat_raw_buffer>>
  scf.forall (%arg0) in (16) {
    %subview = memref.subview %6[%arg0, 0] [1, 1024] [1, 1] : memref<16x1024xf32, #amdgpu.address_space<fat_raw_buffer>> to memref<1x1024xf32, strided<[1024, 1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
    %7 = vector.transfer_read %2[%arg0, %c0], %0 {in_bounds = [true, true]} : memref<16x1024xf32, #amdgpu.address_space<fat_raw_buffer>>, vector<1x1024xf32>
    %8 = vector.shape_cast %7 : vector<1x1024xf32> to vector<1x256x4xf32>
    %9 = iree_vector_ext.to_layout %8 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 32, 1], element_tile = [1, 1, 4], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 0]>) : vector<1x256x4xf32>
    %10 = iree_vector_ext.to_layout %cst_1 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 1], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x256xf32>
    %11 = vector.contract {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %9, %9, %10 : vector<1x256x4xf32>, vector<1x256x4xf32> into vector<1x256xf32>
    %12 = iree_vector_ext.to_layout %11 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 1], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x256xf32>
    %13 = vector.multi_reduction <add>, %12, %cst_2 [1] : vector<1x256xf32> to vector<1xf32>
    %14 = iree_vector_ext.to_layout %7 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 4], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x1024xf32>
    %15 = iree_vector_ext.to_layout %13 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [1], subgroup_strides = [0], thread_strides = [0]>) : vector<1xf32>
    %16 = vector.transfer_read %4[%c0], %0 {in_bounds = [true]} : memref<1024xf32, #amdgpu.address_space<fat_raw_buffer>>, vector<1024xf32>
    %17 = iree_vector_ext.to_layout %16 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [8], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [4], subgroup_strides = [1], thread_strides = [1]>) : vector<1024xf32>
    %18 = vector.shape_cast %17 : vector<1024xf32> to vector<1x1024xf32>
    %19 = arith.divf %15, %cst_0 : vector<1xf32>
    %20 = arith.addf %19, %cst : vector<1xf32>
    %21 = math.rsqrt %20 : vector<1xf32>
    %22 = vector.broadcast %21 : vector<1xf32> to vector<1x1024xf32>
    %23 = arith.mulf %14, %22 : vector<1x1024xf32>
    %24 = arith.mulf %23, %18 : vector<1x1024xf32>
    %25 = iree_vector_ext.to_layout %24 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 4], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x1024xf32>
    vector.transfer_write %25, %subview[%c0, %c0] {in_bounds = [true, true]} : vector<1x1024xf32>, memref<1x1024xf32, strided<[1024, 1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<x>]}
  return
}
