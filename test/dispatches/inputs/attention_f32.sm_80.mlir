func.func @attention_dispatch_0_attention_64x32x32x64() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [64, 1, 1] subgroup_size = 32, {iree_codegen.denormal_fp_math_f32 = #iree_codegen.denormal_fp_math<"preserve-sign">}>} {
  %cst = arith.constant dense<1.000000e+00> : vector<1xf32>
  %cst_0 = arith.constant dense<-3.40282347E+38> : vector<64x1xf32>
  %cst_1 = arith.constant dense<0.000000e+00> : vector<64x1xf32>
  %cst_2 = arith.constant dense<0.000000e+00> : vector<1xf32>
  %cst_3 = arith.constant dense<-3.40282347E+38> : vector<1xf32>
  %cst_4 = arith.constant dense<0.000000e+00> : vector<1x8xf32>
  %0 = ub.poison : f32
  %cst_5 = arith.constant 1.44269502 : f32
  %c0 = arith.constant 0 : index
  %1 = hal.interface.constant.load layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) ordinal(0) : i32
  %2 = arith.bitcast %1 : i32 to f32
  %3 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<64x32xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %3, 64 : memref<64x32xf32, #hal.descriptor_type<storage_buffer>>
  %4 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<64x32xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align_6 = memref.assume_alignment %4, 64 : memref<64x32xf32, #hal.descriptor_type<storage_buffer>>
  %5 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(2) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<64x32xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align_7 = memref.assume_alignment %5, 64 : memref<64x32xf32, #hal.descriptor_type<storage_buffer>>
  %6 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(3) alignment(64) offset(%c0) flags(Indirect) : memref<64x32xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align_8 = memref.assume_alignment %6, 64 : memref<64x32xf32, #hal.descriptor_type<storage_buffer>>
  scf.forall (%arg0, %arg1) = (0, 0) to (64, 32) step (1, 8) {
    %subview = memref.subview %assume_align_8[%arg0, %arg1] [1, 8] [1, 1] : memref<64x32xf32, #hal.descriptor_type<storage_buffer>> to memref<1x8xf32, strided<[32, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
    %7 = arith.mulf %2, %cst_5 : f32
    %8 = vector.transfer_read %assume_align[%arg0, %c0], %0 {in_bounds = [true, true]} : memref<64x32xf32, #hal.descriptor_type<storage_buffer>>, vector<1x32xf32>
    %9 = vector.broadcast %7 : f32 to vector<1x32xf32>
    %10 = arith.mulf %9, %8 : vector<1x32xf32>
    %11 = iree_vector_ext.to_layout %10 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 8], outer_tile = [1, 1], thread_tile = [1, 1], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [0, 0]>) : vector<1x32xf32>
    %12 = vector.transfer_read %assume_align_6[%c0, %c0], %0 {in_bounds = [true, true]} : memref<64x32xf32, #hal.descriptor_type<storage_buffer>>, vector<64x32xf32>
    %13 = iree_vector_ext.to_layout %12 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [2, 1], batch_tile = [1, 8], outer_tile = [1, 1], thread_tile = [32, 1], element_tile = [1, 4], subgroup_strides = [1, 0], thread_strides = [1, 0]>) : vector<64x32xf32>
    %14 = iree_vector_ext.to_layout %cst_1 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [2, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [32, 1], element_tile = [1, 1], subgroup_strides = [1, 0], thread_strides = [1, 0]>) : vector<64x1xf32>
    %15 = vector.contract {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1)>, affine_map<(d0, d1, d2) -> (d2, d1)>, affine_map<(d0, d1, d2) -> (d2, d0)>], iterator_types = ["parallel", "reduction", "parallel"], kind = #vector.kind<add>} %11, %13, %14 : vector<1x32xf32>, vector<64x32xf32> into vector<64x1xf32>
    %16 = iree_vector_ext.to_layout %15 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [2, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [32, 1], element_tile = [1, 1], subgroup_strides = [1, 0], thread_strides = [1, 0]>) : vector<64x1xf32>
    %17 = arith.maximumf %16, %cst_0 : vector<64x1xf32>
    %18 = arith.subf %cst_0, %17 : vector<64x1xf32>
    %19 = math.exp2 %18 : vector<64x1xf32>
    %20 = arith.mulf %19, %cst_1 : vector<64x1xf32>
    %21 = arith.subf %16, %17 : vector<64x1xf32>
    %22 = math.exp2 %21 : vector<64x1xf32>
    %23 = arith.addf %22, %20 : vector<64x1xf32>
    %24 = vector.broadcast %20 : vector<64x1xf32> to vector<8x64x1xf32>
    %25 = vector.transpose %24, [1, 2, 0] : vector<8x64x1xf32> to vector<64x1x8xf32>
    %26 = iree_vector_ext.to_layout %22 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [2, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [32, 1], element_tile = [1, 1], subgroup_strides = [1, 0], thread_strides = [1, 0]>) : vector<64x1xf32>
    %27 = vector.transfer_read %assume_align_7[%c0, %arg1], %0 {in_bounds = [true, true]} : memref<64x32xf32, #hal.descriptor_type<storage_buffer>>, vector<64x8xf32>
    %28 = iree_vector_ext.to_layout %27 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [2, 1], batch_tile = [1, 2], outer_tile = [1, 1], thread_tile = [32, 1], element_tile = [1, 4], subgroup_strides = [1, 0], thread_strides = [1, 0]>) : vector<64x8xf32>
    %29 = iree_vector_ext.to_layout %25 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [2, 1, 1], batch_tile = [1, 1, 2], outer_tile = [1, 1, 1], thread_tile = [32, 1, 1], element_tile = [1, 1, 4], subgroup_strides = [1, 0, 0], thread_strides = [1, 0, 0]>) : vector<64x1x8xf32>
    %30 = vector.broadcast %26 : vector<64x1xf32> to vector<8x64x1xf32>
    %31 = vector.transpose %30, [2, 0, 1] : vector<8x64x1xf32> to vector<1x8x64xf32>
    %32 = vector.shape_cast %28 : vector<64x8xf32> to vector<1x64x8xf32>
    %33 = vector.transpose %32, [0, 2, 1] : vector<1x64x8xf32> to vector<1x8x64xf32>
    %34 = vector.transpose %29, [1, 2, 0] : vector<64x1x8xf32> to vector<1x8x64xf32>
    %35 = arith.mulf %31, %33 : vector<1x8x64xf32>
    %36 = arith.addf %35, %34 : vector<1x8x64xf32>
    %37 = vector.transpose %36, [2, 0, 1] : vector<1x8x64xf32> to vector<64x1x8xf32>
    %38 = iree_vector_ext.to_layout %37 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [2, 1, 1], batch_tile = [1, 1, 2], outer_tile = [1, 1, 1], thread_tile = [32, 1, 1], element_tile = [1, 1, 4], subgroup_strides = [1, 0, 0], thread_strides = [1, 0, 0]>) : vector<64x1x8xf32>
    %39 = vector.multi_reduction <maximumf>, %17, %cst_3 [0] : vector<64x1xf32> to vector<1xf32>
    %40 = vector.broadcast %39 : vector<1xf32> to vector<64x1xf32>
    %41 = arith.subf %17, %40 : vector<64x1xf32>
    %42 = math.exp2 %41 : vector<64x1xf32>
    %43 = arith.mulf %42, %23 : vector<64x1xf32>
    %44 = vector.multi_reduction <add>, %43, %cst_2 [0] : vector<64x1xf32> to vector<1xf32>
    %45 = vector.broadcast %42 : vector<64x1xf32> to vector<8x64x1xf32>
    %46 = vector.transpose %45, [2, 0, 1] : vector<8x64x1xf32> to vector<1x8x64xf32>
    %47 = vector.transpose %38, [1, 2, 0] : vector<64x1x8xf32> to vector<1x8x64xf32>
    %48 = arith.mulf %46, %47 : vector<1x8x64xf32>
    %49 = vector.transpose %48, [2, 0, 1] : vector<1x8x64xf32> to vector<64x1x8xf32>
    %50 = vector.multi_reduction <add>, %49, %cst_4 [0] : vector<64x1x8xf32> to vector<1x8xf32>
    %51 = arith.divf %cst, %44 : vector<1xf32>
    %52 = vector.broadcast %51 : vector<1xf32> to vector<1x8xf32>
    %53 = arith.mulf %52, %50 : vector<1x8xf32>
    vector.transfer_write %53, %subview[%c0, %c0] {in_bounds = [true, true]} : vector<1x8xf32>, memref<1x8xf32, strided<[32, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<y>, #iree_codegen.workgroup_mapping<x>]}
  return
}
