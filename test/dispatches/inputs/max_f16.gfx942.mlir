func.func @most_dispatch_0_reduction_Dx1024_f16xf32() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [128, 1, 1] subgroup_size = 64, {gpu_pipeline_options = #iree_gpu.pipeline_options<no_reduce_shared_memory_bank_conflicts = false, use_igemm_convolution = false>}>} {
  %0 = ub.poison : f16
  %cst = arith.constant dense<0xFF800000> : vector<1x128xf32>
  %cst_0 = arith.constant dense<0xFF800000> : vector<1xf32>
  %c32_i64 = arith.constant 32 : i64
  %c0 = arith.constant 0 : index
  %1 = hal.interface.constant.load layout(<constants = 2, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) ordinal(0) : i32
  %2 = hal.interface.constant.load layout(<constants = 2, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) ordinal(1) : i32
  %3 = arith.extui %1 : i32 to i64
  %4 = arith.extui %2 : i32 to i64
  %5 = arith.shli %4, %c32_i64 : i64
  %6 = arith.ori %3, %5 : i64
  %7 = arith.index_castui %6 : i64 to index
  %8 = util.assume.int %7<umin = 0, umax = 9007199254740991> : index
  %9 = iree_tensor_ext.dispatch.workload.ordinal %8, 0 : index
  %10 = hal.interface.binding.subspan layout(<constants = 2, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<?x1024xf16, #hal.descriptor_type<storage_buffer>>{%9}
  %assume_align = memref.assume_alignment %10, 64 : memref<?x1024xf16, #hal.descriptor_type<storage_buffer>>
  %11 = hal.interface.binding.subspan layout(<constants = 2, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags(Indirect) : memref<?xf32, #hal.descriptor_type<storage_buffer>>{%9}
  %assume_align_1 = memref.assume_alignment %11, 64 : memref<?xf32, #hal.descriptor_type<storage_buffer>>
  scf.forall (%arg0) in (%9) {
    %subview = memref.subview %assume_align_1[%arg0] [1] [1] : memref<?xf32, #hal.descriptor_type<storage_buffer>> to memref<1xf32, strided<[1], offset: ?>, #hal.descriptor_type<storage_buffer>>
    %12 = vector.transfer_read %assume_align[%arg0, %c0], %0 {in_bounds = [true, true]} : memref<?x1024xf16, #hal.descriptor_type<storage_buffer>>, vector<1x1024xf16>
    %13 = vector.shape_cast %12 : vector<1x1024xf16> to vector<1x128x8xf16>
    %14 = iree_vector_ext.to_layout %13 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 2, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 64, 1], element_tile = [1, 1, 8], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 0]>) : vector<1x128x8xf16>
    %15 = iree_vector_ext.to_layout %cst to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 2], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 64], element_tile = [1, 1], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x128xf32>
    %16 = arith.extf %14 : vector<1x128x8xf16> to vector<1x128x8xf32>
    %17 = vector.multi_reduction <maximumf>, %16, %15 [2] : vector<1x128x8xf32> to vector<1x128xf32>
    %18 = iree_vector_ext.to_layout %17 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 2], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 64], element_tile = [1, 1], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x128xf32>
    %19 = vector.multi_reduction <maximumf>, %18, %cst_0 [1] : vector<1x128xf32> to vector<1xf32>
    vector.transfer_write %19, %subview[%c0] {in_bounds = [true]} : vector<1xf32>, memref<1xf32, strided<[1], offset: ?>, #hal.descriptor_type<storage_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<x>]}
  return
}
