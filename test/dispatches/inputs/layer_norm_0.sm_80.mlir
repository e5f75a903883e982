func.func @norm_dispatch_0_reduction_16x1024_f32() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [256, 1, 1] subgroup_size = 32, {gpu_pipeline_options = #iree_gpu.pipeline_options<no_reduce_shared_memory_bank_conflicts = false, use_igemm_convolution = false>}>} {
  %cst = arith.constant dense<1.024000e+03> : vector<1xf32>
  %cst_0 = arith.constant dense<0.000000e+00> : vector<1x256xf32>
  %cst_1 = arith.constant dense<0.000000e+00> : vector<1xf32>
  %0 = ub.poison : f32
  %c0 = arith.constant 0 : index
  %1 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<16x1024xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %1, 64 : memref<16x1024xf32, #hal.descriptor_type<storage_buffer>>
  %2 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags(Indirect) : memref<16x1024xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align_2 = memref.assume_alignment %2, 64 : memref<16x1024xf32, #hal.descriptor_type<storage_buffer>>
  scf.forall (%arg0) in (16) {
    %subview = memref.subview %assume_align_2[%arg0, 0] [1, 1024] [1, 1] : memref<16x1024xf32, #hal.descriptor_type<storage_buffer>> to memref<1x1024xf32, strided<[1024, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
    %3 = vector.transfer_read %assume_align[%arg0, %c0], %0 {in_bounds = [true, true]} : memref<16x1024xf32, #hal.descriptor_type<storage_buffer>>, vector<1x1024xf32>
    %4 = vector.shape_cast %3 : vector<1x1024xf32> to vector<1x256x4xf32>
    %5 = iree_vector_ext.to_layout %4 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 32, 1], element_tile = [1, 1, 4], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 0]>) : vector<1x256x4xf32>
    %6 = iree_vector_ext.to_layout %cst_0 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 1], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x256xf32>
    %7 = vector.multi_reduction <add>, %5, %6 [2] : vector<1x256x4xf32> to vector<1x256xf32>
    %8 = iree_vector_ext.to_layout %7 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 1], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x256xf32>
    %9 = vector.multi_reduction <add>, %8, %cst_1 [1] : vector<1x256xf32> to vector<1xf32>
    %10 = iree_vector_ext.to_layout %3 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 4], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x1024xf32>
    %11 = iree_vector_ext.to_layout %9 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [1], subgroup_strides = [0], thread_strides = [0]>) : vector<1xf32>
    %12 = arith.divf %11, %cst : vector<1xf32>
    %13 = vector.broadcast %12 : vector<1xf32> to vector<1x1024xf32>
    %14 = arith.subf %10, %13 : vector<1x1024xf32>
    %15 = iree_vector_ext.to_layout %14 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 4], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x1024xf32>
    vector.transfer_write %15, %subview[%c0, %c0] {in_bounds = [true, true]} : vector<1x1024xf32>, memref<1x1024xf32, strided<[1024, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<x>]}
  return
}
