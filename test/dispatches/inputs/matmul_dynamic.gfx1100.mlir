func.func @matmul_dispatch_0_matmul_Dx128x128_f16xf16xf32() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [32, 1, 1] subgroup_size = 32, {gpu_pipeline_options = #iree_gpu.pipeline_options<no_reduce_shared_memory_bank_conflicts = false, use_igemm_convolution = false>}>} {
  %0 = ub.poison : f16
  %cst = arith.constant dense<0.000000e+00> : vector<1x1x32xf32>
  %cst_0 = arith.constant dense<0.000000e+00> : vector<1x1xf32>
  %c32_i64 = arith.constant 32 : i64
  %c0 = arith.constant 0 : index
  %1 = hal.interface.constant.load layout(<constants = 2, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) ordinal(0) : i32
  %2 = hal.interface.constant.load layout(<constants = 2, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) ordinal(1) : i32
  %3 = arith.extui %1 : i32 to i64
  %4 = arith.extui %2 : i32 to i64
  %5 = arith.shli %4, %c32_i64 : i64
  %6 = arith.ori %3, %5 : i64
  %7 = arith.index_castui %6 : i64 to index
  %8 = util.assume.int %7<umin = 0, umax = 9007199254740991> : index
  %9 = hal.interface.binding.subspan layout(<constants = 2, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<128x128xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %9, 64 : memref<128x128xf16, #hal.descriptor_type<storage_buffer>>
  %10 = amdgpu.fat_raw_buffer_cast %assume_align resetOffset : memref<128x128xf16, #hal.descriptor_type<storage_buffer>> to memref<128x128xf16, #amdgpu.address_space<fat_raw_buffer>>
  %11 = iree_tensor_ext.dispatch.workload.ordinal %8, 0 : index
  %12 = hal.interface.binding.subspan layout(<constants = 2, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<?x128xf16, #hal.descriptor_type<storage_buffer>>{%11}
  %assume_align_1 = memref.assume_alignment %12, 64 : memref<?x128xf16, #hal.descriptor_type<storage_buffer>>
  %13 = hal.interface.binding.subspan layout(<constants = 2, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(2) alignment(64) offset(%c0) flags(Indirect) : memref<?x128xf32, #hal.descriptor_type<storage_buffer>>{%11}
  %assume_align_2 = memref.assume_alignment %13, 64 : memref<?x128xf32, #hal.descriptor_type<storage_buffer>>
  scf.forall (%arg0, %arg1) in (%11, 128) {
    %subview = memref.subview %assume_align_2[%arg0, %arg1] [1, 1] [1, 1] : memref<?x128xf32, #hal.descriptor_type<storage_buffer>> to memref<1x1xf32, strided<[128, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
    %14 = vector.transfer_read %assume_align_1[%arg0, %c0], %0 {in_bounds = [true, true]} : memref<?x128xf16, #hal.descriptor_type<storage_buffer>>, vector<1x128xf16>
    %15 = vector.shape_cast %14 : vector<1x128xf16> to vector<1x32x4xf16>
    %16 = vector.transfer_read %10[%c0, %arg1], %0 {in_bounds = [true, true]} : memref<128x128xf16, #amdgpu.address_space<fat_raw_buffer>>, vector<128x1xf16>
    %17 = vector.shape_cast %16 : vector<128x1xf16> to vector<32x1x4xf16>
    %18 = iree_vector_ext.to_layout %15 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 32, 1], element_tile = [1, 1, 4], subgroup_strides = [0, 0, 0], thread_strides = [0, 1, 0]>) : vector<1x32x4xf16>
    %19 = iree_vector_ext.to_layout %17 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [32, 1, 1], element_tile = [1, 1, 4], subgroup_strides = [0, 0, 0], thread_strides = [1, 0, 0]>) : vector<32x1x4xf16>
    %20 = iree_vector_ext.to_layout %cst to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 1, 32], element_tile = [1, 1, 1], subgroup_strides = [0, 0, 0], thread_strides = [0, 0, 1]>) : vector<1x1x32xf32>
    %21 = vector.contract {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d2, d1, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"], kind = #vector.kind<add>} %18, %19, %20 : vector<1x32x4xf16>, vector<32x1x4xf16> into vector<1x1x32xf32>
    %22 = iree_vector_ext.to_layout %21 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 1, 32], element_tile = [1, 1, 1], subgroup_strides = [0, 0, 0], thread_strides = [0, 0, 1]>) : vector<1x1x32xf32>
    %23 = vector.multi_reduction <add>, %22, %cst_0 [2] : vector<1x1x32xf32> to vector<1x1xf32>
    vector.transfer_write %23, %subview[%c0, %c0] {in_bounds = [true, true]} : vector<1x1xf32>, memref<1x1xf32, strided<[128, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<y>, #iree_codegen.workgroup_mapping<x>]}
  return
}
