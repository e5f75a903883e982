func.func @dequantized_dispatch_0_matvec_like_256x16x32_f16() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [32, 1, 1] subgroup_size = 32, {gpu_pipeline_options = #iree_gpu.pipeline_options<no_reduce_shared_memory_bank_conflicts = false, use_igemm_convolution = false>}>} {
  %0 = ub.poison : i4
  %cst = arith.constant dense<0.000000e+00> : vector<1x1x32xf16>
  %cst_0 = arith.constant dense<0.000000e+00> : vector<1xf16>
  %1 = ub.poison : f16
  %c1 = arith.constant 1 : index
  %c16 = arith.constant 16 : index
  %c0 = arith.constant 0 : index
  %2 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<256x16x32xi4, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %2, 64 : memref<256x16x32xi4, #hal.descriptor_type<storage_buffer>>
  %3 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<256x16xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_1 = memref.assume_alignment %3, 64 : memref<256x16xf16, #hal.descriptor_type<storage_buffer>>
  %4 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(2) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<256x16xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_2 = memref.assume_alignment %4, 64 : memref<256x16xf16, #hal.descriptor_type<storage_buffer>>
  %5 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(3) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<16x32xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_3 = memref.assume_alignment %5, 64 : memref<16x32xf16, #hal.descriptor_type<storage_buffer>>
  %6 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(4) alignment(64) offset(%c0) flags(Indirect) : memref<256xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_4 = memref.assume_alignment %6, 64 : memref<256xf16, #hal.descriptor_type<storage_buffer>>
  scf.forall (%arg0) in (256) {
    %subview = memref.subview %assume_align_4[%arg0] [1] [1] : memref<256xf16, #hal.descriptor_type<storage_buffer>> to memref<1xf16, strided<[1], offset: ?>, #hal.descriptor_type<storage_buffer>>
    %7 = scf.for %arg1 = %c0 to %c16 step %c1 iter_args(%arg2 = %cst) -> (vector<1x1x32xf16>) {
      %9 = vector.transfer_read %assume_align_3[%arg1, %c0], %1 {in_bounds = [true, true]} : memref<16x32xf16, #hal.descriptor_type<storage_buffer>>, vector<1x32xf16>
      %10 = vector.transfer_read %assume_align[%arg0, %arg1, %c0], %0 {in_bounds = [true, true, true]} : memref<256x16x32xi4, #hal.descriptor_type<storage_buffer>>, vector<1x1x32xi4>
      %11 = vector.transfer_read %assume_align_1[%arg0, %arg1], %1 {in_bounds = [true, true]} : memref<256x16xf16, #hal.descriptor_type<storage_buffer>>, vector<1x1xf16>
      %12 = vector.broadcast %11 : vector<1x1xf16> to vector<1x1x32xf16>
      %13 = vector.transfer_read %assume_align_2[%arg0, %arg1], %1 {in_bounds = [true, true]} : memref<256x16xf16, #hal.descriptor_type<storage_buffer>>, vector<1x1xf16>
      %14 = vector.broadcast %13 : vector<1x1xf16> to vector<1x1x32xf16>
      %15 = arith.uitofp %10 : vector<1x1x32xi4> to vector<1x1x32xf16>
      %16 = arith.subf %15, %14 : vector<1x1x32xf16>
      %17 = arith.mulf %16, %12 : vector<1x1x32xf16>
      %18 = iree_vector_ext.to_layout %9 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>) : vector<1x32xf16>
      %19 = iree_vector_ext.to_layout %17 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 1, 32], element_tile = [1, 1, 1], subgroup_strides = [0, 0, 0], thread_strides = [0, 0, 1]>) : vector<1x1x32xf16>
      %20 = iree_vector_ext.to_layout %arg2 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 1, 32], element_tile = [1, 1, 1], subgroup_strides = [0, 0, 0], thread_strides = [0, 0, 1]>) : vector<1x1x32xf16>
      %21 = vector.shape_cast %18 : vector<1x32xf16> to vector<1x1x32xf16>
      %22 = arith.mulf %21, %19 : vector<1x1x32xf16>
      %23 = arith.addf %20, %22 : vector<1x1x32xf16>
      %24 = iree_vector_ext.to_layout %23 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 1, 32], element_tile = [1, 1, 1], subgroup_strides = [0, 0, 0], thread_strides = [0, 0, 1]>) : vector<1x1x32xf16>
      scf.yield %24 : vector<1x1x32xf16>
    }
    %8 = vector.multi_reduction <add>, %7, %cst_0 [1, 2] : vector<1x1x32xf16> to vector<1xf16>
    vector.transfer_write %8, %subview[%c0] {in_bounds = [true]} : vector<1xf16>, memref<1xf16, strided<[1], offset: ?>, #hal.descriptor_type<storage_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<x>]}
  return
}
