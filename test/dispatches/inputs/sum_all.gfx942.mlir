func.func @sum_dispatch_0_reduction_32768_f32() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [1024, 1, 1] subgroup_size = 64, {gpu_pipeline_options = #iree_gpu.pipeline_options<no_reduce_shared_memory_bank_conflicts = false, use_igemm_convolution = false>}>} {
  %cst = arith.constant dense<0.000000e+00> : vector<1024xf32>
  %0 = ub.poison : f32
  %c1024 = arith.constant 1024 : index
  %c8192 = arith.constant 8192 : index
  %cst_0 = arith.constant 0.000000e+00 : f32
  %c0 = arith.constant 0 : index
  %1 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<32768xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %1, 64 : memref<32768xf32, #hal.descriptor_type<storage_buffer>>
  %2 = amdgpu.fat_raw_buffer_cast %assume_align resetOffset : memref<32768xf32, #hal.descriptor_type<storage_buffer>> to memref<32768xf32, #amdgpu.address_space<fat_raw_buffer>>
  %3 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags(Indirect) {iree_gpu.use_rocdl_buffer_instructions} : memref<f32, #hal.descriptor_type<storage_buffer>>
  %assume_align_1 = memref.assume_alignment %3, 64 : memref<f32, #hal.descriptor_type<storage_buffer>>
  %4 = amdgpu.fat_raw_buffer_cast %assume_align_1 resetOffset : memref<f32, #hal.descriptor_type<storage_buffer>> to memref<f32, #amdgpu.address_space<fat_raw_buffer>>
  %5 = scf.for %arg0 = %c0 to %c8192 step %c1024 iter_args(%arg1 = %cst) -> (vector<1024xf32>) {
    %8 = affine.apply affine_map<(d0) -> (d0 * 4)>(%arg0)
    %9 = vector.transfer_read %2[%8], %0 {in_bounds = [true]} : memref<32768xf32, #amdgpu.address_space<fat_raw_buffer>>, vector<4096xf32>
    %10 = vector.shape_cast %9 : vector<4096xf32> to vector<1024x4xf32>
    %11 = iree_vector_ext.to_layout %10 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [16, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [64, 1], element_tile = [1, 4], subgroup_strides = [1, 0], thread_strides = [1, 0]>) : vector<1024x4xf32>
    %12 = iree_vector_ext.to_layout %arg1 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [16], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [1], thread_strides = [1]>) : vector<1024xf32>
    %13 = vector.multi_reduction <add>, %11, %12 [1] : vector<1024x4xf32> to vector<1024xf32>
    %14 = iree_vector_ext.to_layout %13 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [16], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [1], thread_strides = [1]>) : vector<1024xf32>
    scf.yield %14 : vector<1024xf32>
  }
  %6 = vector.multi_reduction <add>, %5, %cst_0 [0] : vector<1024xf32> to f32
  %7 = vector.broadcast %6 : f32 to vector<f32>
  vector.transfer_write %7, %4[] : vector<f32>, memref<f32, #amdgpu.address_space<fat_raw_buffer>>
  return
}
