func.func @sum_dispatch_0_reduction_32768_f32() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [1024, 1, 1] subgroup_size = 32, {gpu_pipeline_options = #iree_gpu.pipeline_options<no_reduce_shared_memory_bank_conflicts = false, use_igemm_convolution = false>}>} {
  %cst = arith.constant dense<0.000000e+00> : vector<1024xf32>
  %0 = ub.poison : f32
  %c1024 = arith.constant 1024 : index
  %c8192 = arith.constant 8192 : index
  %cst_0 = arith.constant 0.000000e+00 : f32
  %c0 = arith.constant 0 : index
  %1 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<32768xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %1, 64 : memref<32768xf32, #hal.descriptor_type<storage_buffer>>
  %2 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags(Indirect) : memref<f32, #hal.descriptor_type<storage_buffer>>
  %assume_align_1 = memref.assume_alignment %2, 64 : memref<f32, #hal.descriptor_type<storage_buffer>>
  %3 = scf.for %arg0 = %c0 to %c8192 step %c1024 iter_args(%arg1 = %cst) -> (vector<1024xf32>) {
    %6 = affine.apply affine_map<(d0) -> (d0 * 4)>(%arg0)
    %7 = vector.transfer_read %assume_align[%6], %0 {in_bounds = [true]} : memref<32768xf32, #hal.descriptor_type<storage_buffer>>, vector<4096xf32>
    %8 = vector.shape_cast %7 : vector<4096xf32> to vector<1024x4xf32>
    %9 = iree_vector_ext.to_layout %8 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [32, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [32, 1], element_tile = [1, 4], subgroup_strides = [1, 0], thread_strides = [1, 0]>) : vector<1024x4xf32>
    %10 = iree_vector_ext.to_layout %arg1 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [32], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [1], thread_strides = [1]>) : vector<1024xf32>
    %11 = vector.multi_reduction <add>, %9, %10 [1] : vector<1024x4xf32> to vector<1024xf32>
    %12 = iree_vector_ext.to_layout %11 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [32], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [1], thread_strides = [1]>) : vector<1024xf32>
    scf.yield %12 : vector<1024xf32>
  }
  %4 = vector.multi_reduction <add>, %3, %cst_0 [0] : vector<1024xf32> to f32
  %5 = vector.broadcast %4 : f32 to vector<f32>
  vector.transfer_write %5, %assume_align_1[] : vector<f32>, memref<f32, #hal.descriptor_type<storage_buffer>>
  return
}
