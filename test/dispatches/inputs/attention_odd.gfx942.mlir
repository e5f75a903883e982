func.func @attention_dispatch_0_attention_3x41x64x64x67() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [64, 1, 1] subgroup_size = 64, {iree_codegen.denormal_fp_math_f32 = #iree_codegen.denormal_fp_math<"preserve-sign">}>} {
  %cst = arith.constant dense<1.000000e+00> : vector<1x1xf32>
  %0 = ub.poison : f16
  %cst_0 = arith.constant dense<0.000000e+00> : vector<1x1x1xf32>
  %cst_1 = arith.constant dense<-3.40282347E+38> : vector<1x1x1xf32>
  %cst_2 = arith.constant dense<0.000000e+00> : vector<1x1x1x16xf32>
  %cst_3 = arith.constant dense<0.000000e+00> : vector<1x1xf32>
  %cst_4 = arith.constant dense<-3.40282347E+38> : vector<1x1xf32>
  %cst_5 = arith.constant dense<0.000000e+00> : vector<1x1x16xf32>
  %cst_6 = arith.constant 1.442380e+00 : f16
  %c1 = arith.constant 1 : index
  %c67 = arith.constant 67 : index
  %c0 = arith.constant 0 : index
  %1 = hal.interface.constant.load layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) ordinal(0) : i32
  %2 = arith.trunci %1 : i32 to i16
  %3 = arith.bitcast %2 : i16 to f16
  %4 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<3x41x64xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %4, 64 : memref<3x41x64xf16, #hal.descriptor_type<storage_buffer>>
  %5 = amdgpu.fat_raw_buffer_cast %assume_align resetOffset : memref<3x41x64xf16, #hal.descriptor_type<storage_buffer>> to memref<3x41x64xf16, #amdgpu.address_space<fat_raw_buffer>>
  %6 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<3x67x64xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_7 = memref.assume_alignment %6, 64 : memref<3x67x64xf16, #hal.descriptor_type<storage_buffer>>
  %7 = amdgpu.fat_raw_buffer_cast %assume_align_7 resetOffset : memref<3x67x64xf16, #hal.descriptor_type<storage_buffer>> to memref<3x67x64xf16, #amdgpu.address_space<fat_raw_buffer>>
  %8 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(2) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<3x67x64xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_8 = memref.assume_alignment %8, 64 : memref<3x67x64xf16, #hal.descriptor_type<storage_buffer>>
  %9 = amdgpu.fat_raw_buffer_cast %assume_align_8 resetOffset : memref<3x67x64xf16, #hal.descriptor_type<storage_buffer>> to memref<3x67x64xf16, #amdgpu.address_space<fat_raw_buffer>>
  %10 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(3) alignment(64) offset(%c0) flags(Indirect) {iree_gpu.use_rocdl_buffer_instructions} : memref<3x41x64xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_9 = memref.assume_alignment %10, 64 : memref<3x41x64xf16, #hal.descriptor_type<storage_buffer>>
  %11 = amdgpu.fat_raw_buffer_cast %assume_align_9 resetOffset : memref<3x41x64xf16, #hal.descriptor_type<storage_buffer>> to memref<3x41x64xf16, #amdgpu.address_space<fat_raw_buffer>>
  scf.forall (%arg0, %arg1, %arg2) = (0, 0, 0) to (3, 41, 64) step (1, 1, 16) {
    %subview = memref.subview %11[%arg0, %arg1, %arg2] [1, 1, 16] [1, 1, 1] : memref<3x41x64xf16, #amdgpu.address_space<fat_raw_buffer>> to memref<1x1x16xf16, strided<[2624, 64, 1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
    %12 = arith.mulf %3, %cst_6 : f16
    %13 = vector.transfer_read %5[%arg0, %arg1, %c0], %0 {in_bounds = [true, true, true]} : memref<3x41x64xf16, #amdgpu.address_space<fat_raw_buffer>>, vector<1x1x64xf16>
    %14 = vector.broadcast %12 : f16 to vector<1x1x64xf16>
    %15 = arith.mulf %14, %13 : vector<1x1x64xf16>
    %16 = iree_vector_ext.to_layout %15 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 8], outer_tile = [1, 1, 1], thread_tile = [1, 1, 1], element_tile = [1, 1, 8], subgroup_strides = [0, 0, 0], thread_strides = [0, 0, 0]>) : vector<1x1x64xf16>
    %17 = iree_vector_ext.to_layout %cst_0 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 1, 1], element_tile = [1, 1, 1], subgroup_strides = [0, 0, 0], thread_strides = [0, 0, 0]>) : vector<1x1x1xf32>
    %18:3 = scf.for %arg3 = %c0 to %c67 step %c1 iter_args(%arg4 = %cst_2, %arg5 = %cst_0, %arg6 = %cst_1) -> (vector<1x1x1x16xf32>, vector<1x1x1xf32>, vector<1x1x1xf32>) {
      %34 = vector.transfer_read %7[%arg0, %arg3, %c0], %0 {in_bounds = [true, true, true]} : memref<3x67x64xf16, #amdgpu.address_space<fat_raw_buffer>>, vector<1x1x64xf16>
      %35 = iree_vector_ext.to_layout %34 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 8], outer_tile = [1, 1, 1], thread_tile = [1, 1, 1], element_tile = [1, 1, 8], subgroup_strides = [0, 0, 0], thread_strides = [0, 0, 0]>) : vector<1x1x64xf16>
      %36 = vector.contract {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>, affine_map<(d0, d1, d2, d3) -> (d0, d3, d2)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>], iterator_types = ["parallel", "parallel", "reduction", "parallel"], kind = #vector.kind<add>} %16, %35, %17 : vector<1x1x64xf16>, vector<1x1x64xf16> into vector<1x1x1xf32>
      %37 = iree_vector_ext.to_layout %36 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 1, 1], element_tile = [1, 1, 1], subgroup_strides = [0, 0, 0], thread_strides = [0, 0, 0]>) : vector<1x1x1xf32>
      %38 = arith.maximumf %37, %arg6 : vector<1x1x1xf32>
      %39 = arith.subf %arg6, %38 : vector<1x1x1xf32>
      %40 = math.exp2 %39 : vector<1x1x1xf32>
      %41 = arith.mulf %40, %arg5 : vector<1x1x1xf32>
      %42 = arith.subf %37, %38 : vector<1x1x1xf32>
      %43 = math.exp2 %42 : vector<1x1x1xf32>
      %44 = arith.addf %43, %41 : vector<1x1x1xf32>
      %45 = arith.truncf %43 : vector<1x1x1xf32> to vector<1x1x1xf16>
      %46 = vector.broadcast %40 : vector<1x1x1xf32> to vector<1x1x16x1xf32>
      %47 = vector.transpose %arg4, [1, 2, 3, 0] : vector<1x1x1x16xf32> to vector<1x1x16x1xf32>
      %48 = arith.mulf %46, %47 : vector<1x1x16x1xf32>
      %49 = vector.transpose %48, [3, 0, 1, 2] : vector<1x1x16x1xf32> to vector<1x1x1x16xf32>
      %50 = iree_vector_ext.to_layout %45 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 1, 1], element_tile = [1, 1, 1], subgroup_strides = [0, 0, 0], thread_strides = [0, 0, 0]>) : vector<1x1x1xf16>
      %51 = vector.transfer_read %9[%arg0, %arg3, %arg2], %0 {in_bounds = [true, true, true]} : memref<3x67x64xf16, #amdgpu.address_space<fat_raw_buffer>>, vector<1x1x16xf16>
      %52 = iree_vector_ext.to_layout %51 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 2], outer_tile = [1, 1, 1], thread_tile = [1, 1, 1], element_tile = [1, 1, 8], subgroup_strides = [0, 0, 0], thread_strides = [0, 0, 0]>) : vector<1x1x16xf16>
      %53 = iree_vector_ext.to_layout %49 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1, 1], batch_tile = [1, 1, 1, 2], outer_tile = [1, 1, 1, 1], thread_tile = [1, 1, 1, 1], element_tile = [1, 1, 1, 8], subgroup_strides = [0, 0, 0, 0], thread_strides = [0, 0, 0, 0]>) : vector<1x1x1x16xf32>
      %54 = vector.transpose %53, [1, 2, 3, 0] : vector<1x1x1x16xf32> to vector<1x1x16x1xf32>
      %55 = arith.extf %50 : vector<1x1x1xf16> to vector<1x1x1xf32>
      %56 = vector.broadcast %55 : vector<1x1x1xf32> to vector<1x1x16x1xf32>
      %57 = arith.extf %52 : vector<1x1x16xf16> to vector<1x1x16xf32>
      %58 = vector.shape_cast %57 : vector<1x1x16xf32> to vector<1x1x16x1xf32>
      %59 = arith.mulf %56, %58 : vector<1x1x16x1xf32>
      %60 = arith.addf %59, %54 : vector<1x1x16x1xf32>
      %61 = vector.transpose %60, [3, 0, 1, 2] : vector<1x1x16x1xf32> to vector<1x1x1x16xf32>
      %62 = iree_vector_ext.to_layout %61 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1, 1], batch_tile = [1, 1, 1, 2], outer_tile = [1, 1, 1, 1], thread_tile = [1, 1, 1, 1], element_tile = [1, 1, 1, 8], subgroup_strides = [0, 0, 0, 0], thread_strides = [0, 0, 0, 0]>) : vector<1x1x1x16xf32>
      scf.yield %62, %44, %38 : vector<1x1x1x16xf32>, vector<1x1x1xf32>, vector<1x1x1xf32>
    }
    %19 = vector.shape_cast %18#2 : vector<1x1x1xf32> to vector<1x1xf32>
    %20 = arith.maximumf %19, %cst_4 : vector<1x1xf32>
    %21 = vector.shape_cast %20 : vector<1x1xf32> to vector<1x1x1xf32>
    %22 = arith.subf %18#2, %21 : vector<1x1x1xf32>
    %23 = math.exp2 %22 : vector<1x1x1xf32>
    %24 = vector.contract {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d2, d0, d1)>, affine_map<(d0, d1, d2) -> (d1, d2)>], iterator_types = ["reduction", "parallel", "parallel"], kind = #vector.kind<add>} %23, %18#1, %cst_3 : vector<1x1x1xf32>, vector<1x1x1xf32> into vector<1x1xf32>
    %25 = vector.broadcast %23 : vector<1x1x1xf32> to vector<1x1x16x1xf32>
    %26 = vector.transpose %18#0, [1, 2, 3, 0] : vector<1x1x1x16xf32> to vector<1x1x16x1xf32>
    %27 = arith.mulf %25, %26 : vector<1x1x16x1xf32>
    %28 = vector.shape_cast %27 : vector<1x1x16x1xf32> to vector<1x1x16xf32>
    %29 = arith.addf %28, %cst_5 : vector<1x1x16xf32>
    %30 = arith.divf %cst, %24 : vector<1x1xf32>
    %31 = vector.broadcast %30 : vector<1x1xf32> to vector<1x1x16xf32>
    %32 = arith.mulf %31, %29 : vector<1x1x16xf32>
    %33 = arith.truncf %32 : vector<1x1x16xf32> to vector<1x1x16xf16>
    vector.transfer_write %33, %subview[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<1x1x16xf16>, memref<1x1x16xf16, strided<[2624, 64, 1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<z>, #iree_codegen.workgroup_mapping<y>, #iree_codegen.workgroup_mapping<x>]}
  return
}
