func.func @least_dispatch_0_arg_compare_16x512xi32_dispatch_tensor_store() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [128, 1, 1] subgroup_size = 32, {gpu_pipeline_options = #iree_gpu.pipeline_options<no_reduce_shared_memory_bank_conflicts = false, use_igemm_convolution = false>}>} {
  %cst = arith.constant dense<0> : vector<1x512xi32>
  %cst_0 = arith.constant dense<2147483647> : vector<1x512xi32>
  %cst_1 = arith.constant dense<0> : vector<1xi32>
  %cst_2 = arith.constant dense<2147483647> : vector<1xi32>
  %0 = ub.poison : i32
  %c0 = arith.constant 0 : index
  %1 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<16x512xi32, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %1, 64 : memref<16x512xi32, #hal.descriptor_type<storage_buffer>>
  %2 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags(Indirect) : memref<16xi32, #hal.descriptor_type<storage_buffer>>
  %assume_align_3 = memref.assume_alignment %2, 64 : memref<16xi32, #hal.descriptor_type<storage_buffer>>
  scf.forall (%arg0) in (16) {
    %subview = memref.subview %assume_align_3[%arg0] [1] [1] : memref<16xi32, #hal.descriptor_type<storage_buffer>> to memref<1xi32, strided<[1], offset: ?>, #hal.descriptor_type<storage_buffer>>
    %3 = vector.transfer_read %assume_align[%arg0, %c0], %0 {in_bounds = [true, true]} : memref<16x512xi32, #hal.descriptor_type<storage_buffer>>, vector<1x512xi32>
    %4 = iree_vector_ext.to_layout %3 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 4], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x512xi32>
    %5 = iree_vector_ext.to_layout %cst_0 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 4], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x512xi32>
    %6 = iree_vector_ext.to_layout %cst to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 4], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x512xi32>
    %7 = vector.step : vector<512xindex>
    %8 = arith.index_cast %7 : vector<512xindex> to vector<512xi32>
    %9 = arith.cmpi slt, %4, %5 : vector<1x512xi32>
    %10 = arith.minsi %4, %5 : vector<1x512xi32>
    %11 = vector.shape_cast %8 : vector<512xi32> to vector<1x512xi32>
    %12 = arith.select %9, %11, %6 : vector<1x512xi1>, vector<1x512xi32>
    %13 = iree_vector_ext.to_layout %10 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 4], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x512xi32>
    %14 = iree_vector_ext.to_layout %12 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 4], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x512xi32>
    %result_value, %result_index = iree_vector_ext.arg_compare dimension(1) ins(%13, %14 : vector<1x512xi32>, vector<1x512xi32>) inits(%cst_2, %cst_1 : vector<1xi32>, vector<1xi32>) {
    ^bb0(%arg1: i32, %arg2: i32):
      %15 = arith.cmpi slt, %arg1, %arg2 : i32
      iree_vector_ext.yield %15 : i1
    } -> vector<1xi32>, vector<1xi32>
    vector.transfer_write %result_index, %subview[%c0] {in_bounds = [true]} : vector<1xi32>, memref<1xi32, strided<[1], offset: ?>, #hal.descriptor_type<storage_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<x>]}
  return
}
