func.func @softmax_dispatch_0_softmax_8x4096xbf16_dispatch_tensor_store() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [512, 1, 1] subgroup_size = 64, {gpu_pipeline_options = #iree_gpu.pipeline_options<no_reduce_shared_memory_bank_conflicts = false, use_igemm_convolution = false>}>} {
  %cst = arith.constant dense<0.000000e+00> : vector<1x512xbf16>
  %cst_0 = arith.constant dense<0.000000e+00> : vector<1xbf16>
  %cst_1 = arith.constant dense<0xFFC0> : vector<1x512xbf16>
  %cst_2 = arith.constant dense<0xFFC0> : vector<1xbf16>
  %0 = ub.poison : bf16
  %c0 = arith.constant 0 : index
  %1 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<8x4096xbf16, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %1, 64 : memref<8x4096xbf16, #hal.descriptor_type<storage_buffer>>
  %2 = amdgpu.fat_raw_buffer_cast %assume_align resetOffset : memref<8x4096xbf16, #hal.descriptor_type<storage_buffer>> to memref<8x4096xbf16, #amdgpu.address_space<fat_raw_buffer>>
  %3 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags(Indirect) {iree_gpu.use_rocdl_buffer_instructions} : memref<8x4096xbf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_3 = memref.assume_alignment %3, 64 : memref<8x4096xbf16, #hal.descriptor_type<storage_buffer>>
  %4 = amdgpu.fat_raw_buffer_cast %assume_align_3 resetOffset : memref<8x4096xbf16, #hal.descriptor_type<storage_buffer>> to memref<8x4096xbf16, #amdgpu.address_space<fat_raw_buffer>>
  scf.forall (%arg0) in (8) {
    %subview = memref.subview %4[%arg0, 0] [1, 4096] [1, 1] : memref<8x4096xbf16, #amdgpu.address_space<fat_raw_buffer>> to memref<1x4096xbf16, strided<[4096, 1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
    %5 = vector.transfer_read %2[%arg0, %c0], %0 {in_bounds = [true, true]} : memref<8x4096xbf16, #amdgpu.address_space<fat_raw_buffer>>, vector<1x4096xbf16>
    %6 = vector.shape_cast %5 : vector<1x4096xbf16> to vector<1x512x8xbf16>
    %7 = iree_vector_ext.to_layout %6 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 64, 1], element_tile = [1, 1, 8], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 0]>) : vector<1x512x8xbf16>
    %8 = iree_vector_ext.to_layout %cst_1 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 64], element_tile = [1, 1], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x512xbf16>
    %9 = vector.multi_reduction <maxnumf>, %7, %8 [2] : vector<1x512x8xbf16> to vector<1x512xbf16>
    %10 = iree_vector_ext.to_layout %9 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 64], element_tile = [1, 1], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x512xbf16>
    %11 = vector.multi_reduction <maxnumf>, %10, %cst_2 [1] : vector<1x512xbf16> to vector<1xbf16>
    %12 = iree_vector_ext.to_layout %11 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [1], subgroup_strides = [0], thread_strides = [0]>) : vector<1xbf16>
    %13 = iree_vector_ext.to_layout %cst to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 64], element_tile = [1, 1], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x512xbf16>
    %14 = vector.broadcast %12 : vector<1xbf16> to vector<1x512x8xbf16>
    %15 = arith.subf %7, %14 : vector<1x512x8xbf16>
    %16 = math.exp %15 : vector<1x512x8xbf16>
    %17 = vector.multi_reduction <add>, %16, %13 [2] : vector<1x512x8xbf16> to vector<1x512xbf16>
    %18 = iree_vector_ext.to_layout %17 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 64], element_tile = [1, 1], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x512xbf16>
    %19 = vector.multi_reduction <add>, %18, %cst_0 [1] : vector<1x512xbf16> to vector<1xbf16>
    %20 = iree_vector_ext.to_layout %5 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 64], element_tile = [1, 8], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x4096xbf16>
    %21 = iree_vector_ext.to_layout %19 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [1], subgroup_strides = [0], thread_strides = [0]>) : vector<1xbf16>
    %22 = vector.broadcast %12 : vector<1xbf16> to vector<1x4096xbf16>
    %23 = vector.broadcast %21 : vector<1xbf16> to vector<1x4096xbf16>
    %24 = arith.subf %20, %22 : vector<1x4096xbf16>
    %25 = math.exp %24 : vector<1x4096xbf16>
    %26 = arith.divf %25, %23 : vector<1x4096xbf16>
    %27 = iree_vector_ext.to_layout %26 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 64], element_tile = [1, 8], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x4096xbf16>
    vector.transfer_write %27, %subview[%c0, %c0] {in_bounds = [true, true]} : vector<1x4096xbf16>, memref<1x4096xbf16, strided<[4096, 1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<x>]}
  return
}
