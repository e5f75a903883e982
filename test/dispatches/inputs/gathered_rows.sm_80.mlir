func.func @gathered_dispatch_0_reduction_32x512_i32xf32xf32() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [128, 1, 1] subgroup_size = 32, {gpu_pipeline_options = #iree_gpu.pipeline_options<no_reduce_shared_memory_bank_conflicts = false, use_igemm_convolution = false>}>} {
  %cst = arith.constant dense<512> : vector<1xindex>
  %cst_0 = arith.constant dense<4> : vector<128xindex>
  %cst_1 = arith.constant dense<0.000000e+00> : vector<1x128x4xf32>
  %cst_2 = arith.constant dense<true> : vector<1x128x4xi1>
  %cst_3 = arith.constant dense<0.000000e+00> : vector<1x128xf32>
  %cst_4 = arith.constant dense<0.000000e+00> : vector<1xf32>
  %0 = ub.poison : i32
  %c0 = arith.constant 0 : index
  %1 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<64x512xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %1, 64 : memref<64x512xf32, #hal.descriptor_type<storage_buffer>>
  %2 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<32xi32, #hal.descriptor_type<storage_buffer>>
  %assume_align_5 = memref.assume_alignment %2, 64 : memref<32xi32, #hal.descriptor_type<storage_buffer>>
  %3 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(2) alignment(64) offset(%c0) flags(Indirect) : memref<32xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align_6 = memref.assume_alignment %3, 64 : memref<32xf32, #hal.descriptor_type<storage_buffer>>
  scf.forall (%arg0) in (32) {
    %4 = vector.transfer_read %assume_align_5[%arg0], %0 {in_bounds = [true]} : memref<32xi32, #hal.descriptor_type<storage_buffer>>, vector<1xi32>
    %subview = memref.subview %assume_align_6[%arg0] [1] [1] : memref<32xf32, #hal.descriptor_type<storage_buffer>> to memref<1xf32, strided<[1], offset: ?>, #hal.descriptor_type<storage_buffer>>
    %5 = iree_vector_ext.to_layout %4 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [1], subgroup_strides = [0], thread_strides = [0]>) : vector<1xi32>
    %6 = iree_vector_ext.to_layout %cst_3 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 1], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x128xf32>
    %7 = arith.index_cast %5 : vector<1xi32> to vector<1xindex>
    %8 = vector.step : vector<128xindex>
    %9 = vector.step : vector<4xindex>
    %10 = arith.muli %8, %cst_0 overflow<nsw> : vector<128xindex>
    %11 = vector.broadcast %10 : vector<128xindex> to vector<1x4x128xindex>
    %12 = vector.transpose %11, [0, 2, 1] : vector<1x4x128xindex> to vector<1x128x4xindex>
    %13 = vector.broadcast %9 : vector<4xindex> to vector<1x128x4xindex>
    %14 = arith.addi %12, %13 : vector<1x128x4xindex>
    %15 = arith.muli %7, %cst : vector<1xindex>
    %16 = vector.broadcast %15 : vector<1xindex> to vector<1x128x4xindex>
    %17 = arith.addi %14, %16 : vector<1x128x4xindex>
    %18 = vector.gather %assume_align[%c0, %c0] [%17], %cst_2, %cst_1 : memref<64x512xf32, #hal.descriptor_type<storage_buffer>>, vector<1x128x4xindex>, vector<1x128x4xi1>, vector<1x128x4xf32> into vector<1x128x4xf32>
    %19 = vector.multi_reduction <add>, %18, %6 [2] : vector<1x128x4xf32> to vector<1x128xf32>
    %20 = iree_vector_ext.to_layout %19 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 1], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x128xf32>
    %21 = vector.multi_reduction <add>, %20, %cst_4 [1] : vector<1x128xf32> to vector<1xf32>
    vector.transfer_write %21, %subview[%c0] {in_bounds = [true]} : vector<1xf32>, memref<1xf32, strided<[1], offset: ?>, #hal.descriptor_type<storage_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<x>]}
  return
}
