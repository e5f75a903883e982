func.func @best_dispatch_0_arg_compare_16x1024xf32_dispatch_tensor_store() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [256, 1, 1] subgroup_size = 32, {gpu_pipeline_options = #iree_gpu.pipeline_options<no_reduce_shared_memory_bank_conflicts = false, use_igemm_convolution = false>}>} {
  %cst = arith.constant dense<0> : vector<1x1024xi32>
  %cst_0 = arith.constant dense<0xFF800000> : vector<1x1024xf32>
  %cst_1 = arith.constant dense<0> : vector<1xi32>
  %cst_2 = arith.constant dense<0xFF800000> : vector<1xf32>
  %0 = ub.poison : f32
  %c0 = arith.constant 0 : index
  %1 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<16x1024xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %1, 64 : memref<16x1024xf32, #hal.descriptor_type<storage_buffer>>
  %2 = amdgpu.fat_raw_buffer_cast %assume_align resetOffset : memref<16x1024xf32, #hal.descriptor_type<storage_buffer>> to memref<16x1024xf32, #amdgpu.address_space<fat_raw_buffer>>
  %3 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags(Indirect) {iree_gpu.use_rocdl_buffer_instructions} : memref<16xi32, #hal.descriptor_type<storage_buffer>>
  %assume_align_3 = memref.assume_alignment %3, 64 : memref<16xi32, #hal.descriptor_type<storage_buffer>>
  %4 = amdgpu.fat_raw_buffer_cast %assume_align_3 resetOffset : memref<16xi32, #hal.descriptor_type<storage_buffer>> to memref<16xi32, #amdgpu.address_space<fat_raw_buffer>>
  scf.forall (%arg0) in (16) {
    %subview = memref.subview %4[%arg0] [1] [1] : memref<16xi32, #amdgpu.address_space<fat_raw_buffer>> to memref<1xi32, strided<[1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
    %5 = vector.transfer_read %2[%arg0, %c0], %0 {in_bounds = [true, true]} : memref<16x1024xf32, #amdgpu.address_space<fat_raw_buffer>>, vector<1x1024xf32>
    %6 = iree_vector_ext.to_layout %5 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 4], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x1024xf32>
    %7 = iree_vector_ext.to_layout %cst_0 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 4], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x1024xf32>
    %8 = iree_vector_ext.to_layout %cst to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 4], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x1024xi32>
    %9 = vector.step : vector<1024xindex>
    %10 = arith.index_cast %9 : vector<1024xindex> to vector<1024xi32>
    %11 = arith.cmpf ogt, %6, %7 : vector<1x1024xf32>
    %12 = arith.select %11, %6, %7 : vector<1x1024xi1>, vector<1x1024xf32>
    %13 = vector.shape_cast %10 : vector<1024xi32> to vector<1x1024xi32>
    %14 = arith.select %11, %13, %8 : vector<1x1024xi1>, vector<1x1024xi32>
    %15 = iree_vector_ext.to_layout %12 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 4], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x1024xf32>
    %16 = iree_vector_ext.to_layout %14 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 4], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x1024xi32>
    %result_value, %result_index = iree_vector_ext.arg_compare dimension(1) ins(%15, %16 : vector<1x1024xf32>, vector<1x1024xi32>) inits(%cst_2, %cst_1 : vector<1xf32>, vector<1xi32>) {
    ^bb0(%arg1: f32, %arg2: f32):
      %17 = arith.cmpf ogt, %arg1, %arg2 : f32
      iree_vector_ext.yield %17 : i1
    } -> vector<1xf32>, vector<1xi32>
    vector.transfer_write %result_index, %subview[%c0] {in_bounds = [true]} : vector<1xi32>, memref<1xi32, strided<[1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<x>]}
  return
}
