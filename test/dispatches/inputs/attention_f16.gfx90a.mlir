func.func @attention_dispatch_0_attention_2x128x64x64x128() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [256, 1, 1] subgroup_size = 64, {iree_codegen.denormal_fp_math_f32 = #iree_codegen.denormal_fp_math<"preserve-sign">}>} {
  %alloc = memref.alloc() : memref<1x64x64xf16, #gpu.address_space<workgroup>>
  %alloc_0 = memref.alloc() : memref<1x64x64xf16, #gpu.address_space<workgroup>>
  %alloc_1 = memref.alloc() : memref<1x64x64xf16, #gpu.address_space<workgroup>>
  %cst = arith.constant dense<1.000000e+00> : vector<1x64xf32>
  %0 = ub.poison : f16
  %cst_2 = arith.constant dense<0.000000e+00> : vector<1x64xf32>
  %cst_3 = arith.constant dense<-3.40282347E+38> : vector<1x64xf32>
  %cst_4 = arith.constant dense<0.000000e+00> : vector<1x64x64xf32>
  %cst_5 = arith.constant 1.442380e+00 : f16
  %c64 = arith.constant 64 : index
  %c128 = arith.constant 128 : index
  %c0 = arith.constant 0 : index
  %1 = hal.interface.constant.load layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) ordinal(0) : i32
  %2 = arith.trunci %1 : i32 to i16
  %3 = arith.bitcast %2 : i16 to f16
  %4 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %4, 64 : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>
  %5 = amdgpu.fat_raw_buffer_cast %assume_align resetOffset : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>> to memref<2x128x64xf16, #amdgpu.address_space<fat_raw_buffer>>
  %6 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_6 = memref.assume_alignment %6, 64 : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>
  %7 = amdgpu.fat_raw_buffer_cast %assume_align_6 resetOffset : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>> to memref<2x128x64xf16, #amdgpu.address_space<fat_raw_buffer>>
  %8 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(2) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_7 = memref.assume_alignment %8, 64 : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>
  %9 = amdgpu.fat_raw_buffer_cast %assume_align_7 resetOffset : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>> to memref<2x128x64xf16, #amdgpu.address_space<fat_raw_buffer>>
  %10 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(3) alignment(64) offset(%c0) flags(Indirect) {iree_gpu.use_rocdl_buffer_instructions} : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_8 = memref.assume_alignment %10, 64 : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>
  %11 = amdgpu.fat_raw_buffer_cast %assume_align_8 resetOffset : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>> to memref<2x128x64xf16, #amdgpu.address_space<fat_raw_buffer>>
  scf.forall (%arg0, %arg1) = (0, 0) to (2, 128) step (1, 64) {
    gpu.barrier memfence [#gpu.address_space<workgroup>]
    %subview = memref.subview %11[%arg0, %arg1, 0] [1, 64, 64] [1, 1, 1] : memref<2x128x64xf16, #amdgpu.address_space<fat_raw_buffer>> to memref<1x64x64xf16, strided<[8192, 64, 1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
    %12 = arith.mulf %3, %cst_5 : f16
    %13 = vector.transfer_read %5[%arg0, %arg1, %c0], %0 {in_bounds = [true, true, true]} : memref<2x128x64xf16, #amdgpu.address_space<fat_raw_buffer>>, vector<1x64x64xf16>
    %14 = iree_vector_ext.to_layout %13 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 2, 1], outer_tile = [1, 1, 1], thread_tile = [1, 32, 8], element_tile = [1, 1, 8], subgroup_strides = [0, 0, 0], thread_strides = [0, 8, 1]>) : vector<1x64x64xf16>
    vector.transfer_write %14, %alloc_1[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<1x64x64xf16>, memref<1x64x64xf16, #gpu.address_space<workgroup>>
    gpu.barrier memfence [#gpu.address_space<workgroup>]
    %15 = vector.transfer_read %alloc_1[%c0, %c0, %c0], %0 {in_bounds = [true, true, true]} : memref<1x64x64xf16, #gpu.address_space<workgroup>>, vector<1x64x64xf16>
    %16 = vector.broadcast %12 : f16 to vector<1x64x64xf16>
    %17 = arith.mulf %16, %15 : vector<1x64x64xf16>
    %18 = iree_vector_ext.to_layout %17 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4, 1], batch_tile = [1, 1, 2], outer_tile = [1, 1, 1], thread_tile = [1, 16, 4], element_tile = [1, 1, 8], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 16]>) : vector<1x64x64xf16>
    %19 = iree_vector_ext.to_layout %cst_4 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4, 1], batch_tile = [1, 1, 4], outer_tile = [1, 1, 1], thread_tile = [1, 16, 4], element_tile = [1, 1, 4], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 16]>) : vector<1x64x64xf32>
    %20 = vector.shape_cast %18 : vector<1x64x64xf16> to vector<1x4x16x2x32xf16>
    %21 = vector.transpose %20, [0, 1, 3, 2, 4] : vector<1x4x16x2x32xf16> to vector<1x4x2x16x32xf16>
    %22 = vector.shape_cast %19 : vector<1x64x64xf32> to vector<1x4x16x4x16xf32>
    %23 = vector.transpose %22, [0, 1, 3, 2, 4] : vector<1x4x16x4x16xf32> to vector<1x4x4x16x16xf32>
    %24:3 = scf.for %arg2 = %c0 to %c128 step %c64 iter_args(%arg3 = %cst_4, %arg4 = %cst_2, %arg5 = %cst_3) -> (vector<1x64x64xf32>, vector<1x64xf32>, vector<1x64xf32>) {
      gpu.barrier memfence [#gpu.address_space<workgroup>]
      %30 = vector.transfer_read %7[%arg0, %arg2, %c0], %0 {in_bounds = [true, true, true]} : memref<2x128x64xf16, #amdgpu.address_space<fat_raw_buffer>>, vector<1x64x64xf16>
      %31 = iree_vector_ext.to_layout %30 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 2, 1], outer_tile = [1, 1, 1], thread_tile = [1, 32, 8], element_tile = [1, 1, 8], subgroup_strides = [0, 0, 0], thread_strides = [0, 8, 1]>) : vector<1x64x64xf16>
      vector.transfer_write %31, %alloc_0[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<1x64x64xf16>, memref<1x64x64xf16, #gpu.address_space<workgroup>>
      %32 = vector.transfer_read %9[%arg0, %arg2, %c0], %0 {in_bounds = [true, true, true]} : memref<2x128x64xf16, #amdgpu.address_space<fat_raw_buffer>>, vector<1x64x64xf16>
      %33 = iree_vector_ext.to_layout %32 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 2, 1], outer_tile = [1, 1, 1], thread_tile = [1, 32, 8], element_tile = [1, 1, 8], subgroup_strides = [0, 0, 0], thread_strides = [0, 8, 1]>) : vector<1x64x64xf16>
      vector.transfer_write %33, %alloc[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<1x64x64xf16>, memref<1x64x64xf16, #gpu.address_space<workgroup>>
      gpu.barrier memfence [#gpu.address_space<workgroup>]
      %34 = vector.transfer_read %alloc_0[%c0, %c0, %c0], %0 {in_bounds = [true, true, true]} : memref<1x64x64xf16, #gpu.address_space<workgroup>>, vector<1x64x64xf16>
      %35 = iree_vector_ext.to_layout %34 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 4, 2], outer_tile = [1, 1, 1], thread_tile = [1, 16, 4], element_tile = [1, 1, 8], subgroup_strides = [0, 0, 0], thread_strides = [0, 1, 16]>) : vector<1x64x64xf16>
      %36 = vector.shape_cast %35 : vector<1x64x64xf16> to vector<1x4x16x2x32xf16>
      %37 = vector.transpose %36, [0, 1, 3, 4, 2] : vector<1x4x16x2x32xf16> to vector<1x4x2x32x16xf16>
      %38 = iree_codegen.inner_tiled ins(%21, %37) outs(%23) <indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>, affine_map<(d0, d1, d2, d3) -> (d0, d3, d2)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>], iterator_types = [#linalg.iterator_type<parallel>, #linalg.iterator_type<parallel>, #linalg.iterator_type<reduction>, #linalg.iterator_type<parallel>], kind = #iree_gpu.virtual_mma_layout<VMFMA_F32_16x16x32_F16, col_major = true>, semantics = #iree_gpu.mma_semantics<distributed = false, opaque = true>> : vector<1x4x2x16x32xf16>, vector<1x4x2x32x16xf16> into vector<1x4x4x16x16xf32>
      %39 = vector.transpose %38, [0, 1, 3, 2, 4] : vector<1x4x4x16x16xf32> to vector<1x4x16x4x16xf32>
      %40 = vector.shape_cast %39 : vector<1x4x16x4x16xf32> to vector<1x64x64xf32>
      %41 = iree_vector_ext.to_layout %40 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4, 1], batch_tile = [1, 1, 4], outer_tile = [1, 1, 1], thread_tile = [1, 16, 4], element_tile = [1, 1, 4], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 16]>) : vector<1x64x64xf32>
      %42 = vector.multi_reduction <maximumf>, %41, %arg5 [2] : vector<1x64x64xf32> to vector<1x64xf32>
      %43 = arith.subf %arg5, %42 : vector<1x64xf32>
      %44 = math.exp2 %43 : vector<1x64xf32>
      %45 = arith.mulf %44, %arg4 : vector<1x64xf32>
      %46 = vector.broadcast %42 : vector<1x64xf32> to vector<64x1x64xf32>
      %47 = vector.transpose %46, [1, 2, 0] : vector<64x1x64xf32> to vector<1x64x64xf32>
      %48 = arith.subf %41, %47 : vector<1x64x64xf32>
      %49 = math.exp2 %48 : vector<1x64x64xf32>
      %50 = vector.multi_reduction <add>, %49, %45 [2] : vector<1x64x64xf32> to vector<1x64xf32>
      %51 = arith.truncf %49 : vector<1x64x64xf32> to vector<1x64x64xf16>
      %52 = vector.broadcast %44 : vector<1x64xf32> to vector<64x1x64xf32>
      %53 = vector.transpose %52, [1, 2, 0] : vector<64x1x64xf32> to vector<1x64x64xf32>
      %54 = arith.mulf %53, %arg3 : vector<1x64x64xf32>
      %55 = iree_vector_ext.to_layout %51 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4, 1], batch_tile = [1, 1, 4], outer_tile = [1, 1, 1], thread_tile = [1, 16, 4], element_tile = [1, 1, 4], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 16]>) : vector<1x64x64xf16>
      %56 = vector.transfer_read %alloc[%c0, %c0, %c0], %0 {in_bounds = [true, true, true]} : memref<1x64x64xf16, #gpu.address_space<workgroup>>, vector<1x64x64xf16>
      %57 = iree_vector_ext.to_layout %56 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 4, 4], outer_tile = [1, 1, 1], thread_tile = [1, 4, 16], element_tile = [1, 4, 1], subgroup_strides = [0, 0, 0], thread_strides = [0, 16, 1]>) : vector<1x64x64xf16>
      %58 = iree_vector_ext.to_layout %54 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4, 1], batch_tile = [1, 1, 4], outer_tile = [1, 1, 1], thread_tile = [1, 16, 4], element_tile = [1, 1, 4], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 16]>) : vector<1x64x64xf32>
      %59 = vector.shape_cast %55 : vector<1x64x64xf16> to vector<1x4x16x4x16xf16>
      %60 = vector.transpose %59, [0, 1, 3, 2, 4] : vector<1x4x16x4x16xf16> to vector<1x4x4x16x16xf16>
      %61 = vector.shape_cast %57 : vector<1x64x64xf16> to vector<1x4x16x4x16xf16>
      %62 = vector.transpose %61, [0, 1, 3, 4, 2] : vector<1x4x16x4x16xf16> to vector<1x4x4x16x16xf16>
      %63 = vector.shape_cast %58 : vector<1x64x64xf32> to vector<1x4x16x4x16xf32>
      %64 = vector.transpose %63, [0, 1, 3, 2, 4] : vector<1x4x16x4x16xf32> to vector<1x4x4x16x16xf32>
      %65 = iree_codegen.inner_tiled ins(%60, %62) outs(%64) <indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d3, d2)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>], iterator_types = [#linalg.iterator_type<parallel>, #linalg.iterator_type<parallel>, #linalg.iterator_type<parallel>, #linalg.iterator_type<reduction>], kind = #iree_gpu.mma_layout<MFMA_F32_16x16x16_F16, col_major = true>, semantics = #iree_gpu.mma_semantics<distributed = false, opaque = true>> : vector<1x4x4x16x16xf16>, vector<1x4x4x16x16xf16> into vector<1x4x4x16x16xf32>
      %66 = vector.transpose %65, [0, 1, 3, 2, 4] : vector<1x4x4x16x16xf32> to vector<1x4x16x4x16xf32>
      %67 = vector.shape_cast %66 : vector<1x4x16x4x16xf32> to vector<1x64x64xf32>
      %68 = iree_vector_ext.to_layout %67 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4, 1], batch_tile = [1, 1, 4], outer_tile = [1, 1, 1], thread_tile = [1, 16, 4], element_tile = [1, 1, 4], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 16]>) : vector<1x64x64xf32>
      scf.yield %68, %50, %42 : vector<1x64x64xf32>, vector<1x64xf32>, vector<1x64xf32>
    }
    %25 = arith.divf %cst, %24#1 : vector<1x64xf32>
    %26 = vector.broadcast %25 : vector<1x64xf32> to vector<64x1x64xf32>
    %27 = vector.transpose %26, [1, 2, 0] : vector<64x1x64xf32> to vector<1x64x64xf32>
    %28 = arith.mulf %27, %24#0 : vector<1x64x64xf32>
    %29 = arith.truncf %28 : vector<1x64x64xf32> to vector<1x64x64xf16>
    vector.transfer_write %29, %subview[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<1x64x64xf16>, memref<1x64x64xf16, strided<[8192, 64, 1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<y>, #iree_codegen.workgroup_mapping<x>]}
  memref.dealloc %alloc_1 : memref<1x64x64xf16, #gpu.address_space<workgroup>>
  memref.dealloc %alloc_0 : memref<1x64x64xf16, #gpu.address_space<workgroup>>
  memref.dealloc %alloc : memref<1x64x64xf16, #gpu.address_space<workgroup>>
  return
}
