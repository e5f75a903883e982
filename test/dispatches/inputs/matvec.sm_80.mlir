func.func @matvec_dispatch_0_matmul_1x512x1024_f16xf16xf32() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [64, 1, 1] subgroup_size = 32, {gpu_pipeline_options = #iree_gpu.pipeline_options<no_reduce_shared_memory_bank_conflicts = false, use_igemm_convolution = false>}>} {
  %0 = ub.poison : f16
  %cst = arith.constant dense<0.000000e+00> : vector<1x1x64xf32>
  %cst_0 = arith.constant dense<0.000000e+00> : vector<1x1xf32>
  %c64 = arith.constant 64 : index
  %c128 = arith.constant 128 : index
  %c0 = arith.constant 0 : index
  %1 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<1x1024xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %1, 64 : memref<1x1024xf16, #hal.descriptor_type<storage_buffer>>
  %2 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<512x1024xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_1 = memref.assume_alignment %2, 64 : memref<512x1024xf16, #hal.descriptor_type<storage_buffer>>
  %3 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(2) alignment(64) offset(%c0) flags(Indirect) : memref<1x512xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align_2 = memref.assume_alignment %3, 64 : memref<1x512xf32, #hal.descriptor_type<storage_buffer>>
  scf.forall (%arg0) in (512) {
    %subview = memref.subview %assume_align_2[0, %arg0] [1, 1] [1, 1] : memref<1x512xf32, #hal.descriptor_type<storage_buffer>> to memref<1x1xf32, strided<[512, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
    %4 = scf.for %arg1 = %c0 to %c128 step %c64 iter_args(%arg2 = %cst) -> (vector<1x1x64xf32>) {
      %6 = affine.apply affine_map<(d0) -> (d0 * 8)>(%arg1)
      %7 = vector.transfer_read %assume_align[%c0, %6], %0 {in_bounds = [true, true]} : memref<1x1024xf16, #hal.descriptor_type<storage_buffer>>, vector<1x512xf16>
      %8 = vector.shape_cast %7 : vector<1x512xf16> to vector<1x64x8xf16>
      %9 = vector.transfer_read %assume_align_1[%arg0, %6], %0 {in_bounds = [true, true]} : memref<512x1024xf16, #hal.descriptor_type<storage_buffer>>, vector<1x512xf16>
      %10 = vector.shape_cast %9 : vector<1x512xf16> to vector<1x64x8xf16>
      %11 = iree_vector_ext.to_layout %8 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 2, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 32, 1], element_tile = [1, 1, 8], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 0]>) : vector<1x64x8xf16>
      %12 = iree_vector_ext.to_layout %10 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 2, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 32, 1], element_tile = [1, 1, 8], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 0]>) : vector<1x64x8xf16>
      %13 = iree_vector_ext.to_layout %arg2 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 2], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 1, 32], element_tile = [1, 1, 1], subgroup_strides = [0, 0, 1], thread_strides = [0, 0, 1]>) : vector<1x1x64xf32>
      %14 = vector.contract {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d1, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"], kind = #vector.kind<add>} %11, %12, %13 : vector<1x64x8xf16>, vector<1x64x8xf16> into vector<1x1x64xf32>
      %15 = iree_vector_ext.to_layout %14 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 2], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 1, 32], element_tile = [1, 1, 1], subgroup_strides = [0, 0, 1], thread_strides = [0, 0, 1]>) : vector<1x1x64xf32>
      scf.yield %15 : vector<1x1x64xf32>
    }
    %5 = vector.multi_reduction <add>, %4, %cst_0 [2] : vector<1x1x64xf32> to vector<1x1xf32>
    vector.transfer_write %5, %subview[%c0, %c0] {in_bounds = [true, true]} : vector<1x1xf32>, memref<1x1xf32, strided<[512, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<x>]}
  return
}
