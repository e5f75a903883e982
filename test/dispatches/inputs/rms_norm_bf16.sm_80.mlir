func.func @norm_dispatch_0_reduction_8x4096_f32() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [512, 1, 1] subgroup_size = 32, {gpu_pipeline_options = #iree_gpu.pipeline_options<no_reduce_shared_memory_bank_conflicts = false, use_igemm_convolution = false>}>} {
  %cst = arith.constant dense<9.99999974E-6> : vector<1xf32>
  %cst_0 = arith.constant dense<4.096000e+03> : vector<1xf32>
  %cst_1 = arith.constant dense<0.000000e+00> : vector<1x512xf32>
  %cst_2 = arith.constant dense<0.000000e+00> : vector<1xf32>
  %0 = ub.poison : f32
  %1 = ub.poison : bf16
  %c0 = arith.constant 0 : index
  %2 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<8x4096xbf16, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %2, 64 : memref<8x4096xbf16, #hal.descriptor_type<storage_buffer>>
  %3 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<4096xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align_3 = memref.assume_alignment %3, 64 : memref<4096xf32, #hal.descriptor_type<storage_buffer>>
  %4 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(2) alignment(64) offset(%c0) flags(Indirect) : memref<8x4096xbf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_4 = memref.assume_alignment %4, 64 : memref<8x4096xbf16, #hal.descriptor_type<storage_buffer>>
  scf.forall (%arg0) in (8) {
    %subview = memref.subview %assume_align_4[%arg0, 0] [1, 4096] [1, 1] : memref<8x4096xbf16, #hal.descriptor_type<storage_buffer>> to memref<1x4096xbf16, strided<[4096, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
    %5 = vector.transfer_read %assume_align[%arg0, %c0], %1 {in_bounds = [true, true]} : memref<8x4096xbf16, #hal.descriptor_type<storage_buffer>>, vector<1x4096xbf16>
    %6 = arith.extf %5 : vector<1x4096xbf16> to vector<1x4096xf32>
    %7 = vector.shape_cast %6 : vector<1x4096xf32> to vector<1x512x8xf32>
    %8 = iree_vector_ext.to_layout %7 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 16, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 32, 1], element_tile = [1, 1, 8], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 0]>) : vector<1x512x8xf32>
    %9 = iree_vector_ext.to_layout %cst_1 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 16], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 1], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x512xf32>
    %10 = vector.contract {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %8, %8, %9 : vector<1x512x8xf32>, vector<1x512x8xf32> into vector<1x512xf32>
    %11 = iree_vector_ext.to_layout %10 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 16], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 1], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x512xf32>
    %12 = vector.multi_reduction <add>, %11, %cst_2 [1] : vector<1x512xf32> to vector<1xf32>
    %13 = iree_vector_ext.to_layout %6 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 16], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 8], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x4096xf32>
    %14 = iree_vector_ext.to_layout %12 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [1], subgroup_strides = [0], thread_strides = [0]>) : vector<1xf32>
    %15 = vector.transfer_read %assume_align_3[%c0], %0 {in_bounds = [true]} : memref<4096xf32, #hal.descriptor_type<storage_buffer>>, vector<4096xf32>
    %16 = iree_vector_ext.to_layout %15 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [16], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [8], subgroup_strides = [1], thread_strides = [1]>) : vector<4096xf32>
    %17 = vector.shape_cast %16 : vector<4096xf32> to vector<1x4096xf32>
    %18 = arith.divf %14, %cst_0 : vector<1xf32>
    %19 = arith.addf %18, %cst : vector<1xf32>
    %20 = math.rsqrt %19 : vector<1xf32>
    %21 = vector.broadcast %20 : vector<1xf32> to vector<1x4096xf32>
    %22 = arith.mulf %13, %21 : vector<1x4096xf32>
    %23 = arith.mulf %22, %17 : vector<1x4096xf32>
    %24 = arith.truncf %23 : vector<1x4096xf32> to vector<1x4096xbf16>
    %25 = iree_vector_ext.to_layout %24 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 16], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 8], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x4096xbf16>
    vector.transfer_write %25, %subview[%c0, %c0] {in_bounds = [true, true]} : vector<1x4096xbf16>, memref<1x4096xbf16, strided<[4096, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<x>]}
  return
}
