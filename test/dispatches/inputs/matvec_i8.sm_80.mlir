func.func @matvec_dispatch_0_matmul_1x256x1024_i8xi8xi32() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [64, 1, 1] subgroup_size = 32, {gpu_pipeline_options = #iree_gpu.pipeline_options<no_reduce_shared_memory_bank_conflicts = false, use_igemm_convolution = false>}>} {
  %0 = ub.poison : i8
  %cst = arith.constant dense<0> : vector<1x1x64xi32>
  %cst_0 = arith.constant dense<0> : vector<1x1xi32>
  %c0 = arith.constant 0 : index
  %1 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<1x1024xi8, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %1, 64 : memref<1x1024xi8, #hal.descriptor_type<storage_buffer>>
  %2 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<256x1024xi8, #hal.descriptor_type<storage_buffer>>
  %assume_align_1 = memref.assume_alignment %2, 64 : memref<256x1024xi8, #hal.descriptor_type<storage_buffer>>
  %3 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(2) alignment(64) offset(%c0) flags(Indirect) : memref<1x256xi32, #hal.descriptor_type<storage_buffer>>
  %assume_align_2 = memref.assume_alignment %3, 64 : memref<1x256xi32, #hal.descriptor_type<storage_buffer>>
  scf.forall (%arg0) in (256) {
    %subview = memref.subview %assume_align_2[0, %arg0] [1, 1] [1, 1] : memref<1x256xi32, #hal.descriptor_type<storage_buffer>> to memref<1x1xi32, strided<[256, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
    %4 = vector.transfer_read %assume_align[%c0, %c0], %0 {in_bounds = [true, true]} : memref<1x1024xi8, #hal.descriptor_type<storage_buffer>>, vector<1x1024xi8>
    %5 = vector.shape_cast %4 : vector<1x1024xi8> to vector<1x64x16xi8>
    %6 = vector.transfer_read %assume_align_1[%arg0, %c0], %0 {in_bounds = [true, true]} : memref<256x1024xi8, #hal.descriptor_type<storage_buffer>>, vector<1x1024xi8>
    %7 = vector.shape_cast %6 : vector<1x1024xi8> to vector<1x64x16xi8>
    %8 = iree_vector_ext.to_layout %5 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 2, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 32, 1], element_tile = [1, 1, 16], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 0]>) : vector<1x64x16xi8>
    %9 = iree_vector_ext.to_layout %7 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 2, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 32, 1], element_tile = [1, 1, 16], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 0]>) : vector<1x64x16xi8>
    %10 = iree_vector_ext.to_layout %cst to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 2], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 1, 32], element_tile = [1, 1, 1], subgroup_strides = [0, 0, 1], thread_strides = [0, 0, 1]>) : vector<1x1x64xi32>
    %11 = vector.contract {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d1, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"], kind = #vector.kind<add>} %8, %9, %10 : vector<1x64x16xi8>, vector<1x64x16xi8> into vector<1x1x64xi32>
    %12 = iree_vector_ext.to_layout %11 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 2], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 1, 32], element_tile = [1, 1, 1], subgroup_strides = [0, 0, 1], thread_strides = [0, 0, 1]>) : vector<1x1x64xi32>
    %13 = vector.multi_reduction <add>, %12, %cst_0 [2] : vector<1x1x64xi32> to vector<1x1xi32>
    vector.transfer_write %13, %subview[%c0, %c0] {in_bounds = [true, true]} : vector<1x1xi32>, memref<1x1xi32, strided<[256, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<x>]}
  return
}
