func.func @scan_dispatch_0_scan_8x512xi32_dispatch_tensor_store() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [128, 1, 1] subgroup_size = 32>} {
  %cst = arith.constant dense<0> : vector<1xi32>
  %0 = ub.poison : i32
  %c0 = arith.constant 0 : index
  %1 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<8x512xi32, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %1, 64 : memref<8x512xi32, #hal.descriptor_type<storage_buffer>>
  %2 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags(Indirect) : memref<8x512xi32, #hal.descriptor_type<storage_buffer>>
  %assume_align_0 = memref.assume_alignment %2, 64 : memref<8x512xi32, #hal.descriptor_type<storage_buffer>>
  scf.forall (%arg0) in (8) {
    %subview = memref.subview %assume_align_0[%arg0, 0] [1, 512] [1, 1] : memref<8x512xi32, #hal.descriptor_type<storage_buffer>> to memref<1x512xi32, strided<[512, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
    %3 = vector.transfer_read %assume_align[%arg0, %c0], %0 {in_bounds = [true, true]} : memref<8x512xi32, #hal.descriptor_type<storage_buffer>>, vector<1x512xi32>
    %4 = iree_vector_ext.to_layout %3 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 4], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x512xi32>
    %5 = iree_vector_ext.to_layout %cst to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [1], subgroup_strides = [0], thread_strides = [0]>) : vector<1xi32>
    %dest, %accumulated_value = vector.scan <add>, %4, %5 reduction_dim = 1, inclusive = false : vector<1x512xi32>, vector<1xi32>
    %6 = iree_vector_ext.to_layout %dest to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 4], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x512xi32>
    vector.transfer_write %6, %subview[%c0, %c0] {in_bounds = [true, true]} : vector<1x512xi32>, memref<1x512xi32, strided<[512, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<x>]}
  return
}
