func.func @attention_dispatch_0_attention_2x128x64x64x128() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [256, 1, 1] subgroup_size = 64, {iree_codegen.denormal_fp_math_f32 = #iree_codegen.denormal_fp_math<"preserve-sign">}>} {
  %alloc = memref.alloc() : memref<1x128x64xf8E4M3FNUZ, #gpu.address_space<workgroup>>
  %alloc_0 = memref.alloc() : memref<1x128x64xf8E4M3FNUZ, #gpu.address_space<workgroup>>
  %alloc_1 = memref.alloc() : memref<1x64x64xf8E4M3FNUZ, #gpu.address_space<workgroup>>
  %cst = arith.constant dense<1.000000e+00> : vector<1x64xf32>
  %cst_2 = arith.constant dense<2.400000e+02> : vector<1x64x128xf32>
  %cst_3 = arith.constant dense<0.00416666688> : vector<1x64x128xf32>
  %0 = ub.poison : f8E4M3FNUZ
  %cst_4 = arith.constant dense<0.000000e+00> : vector<1x64x128xf32>
  %cst_5 = arith.constant dense<0.000000e+00> : vector<1x64xf32>
  %cst_6 = arith.constant dense<-3.40282347E+38> : vector<1x64xf32>
  %cst_7 = arith.constant 1.44269502 : f32
  %c0 = arith.constant 0 : index
  %1 = hal.interface.constant.load layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) ordinal(0) : i32
  %2 = arith.bitcast %1 : i32 to f32
  %3 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<2x128x64xf8E4M3FNUZ, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %3, 64 : memref<2x128x64xf8E4M3FNUZ, #hal.descriptor_type<storage_buffer>>
  %4 = amdgpu.fat_raw_buffer_cast %assume_align resetOffset : memref<2x128x64xf8E4M3FNUZ, #hal.descriptor_type<storage_buffer>> to memref<2x128x64xf8E4M3FNUZ, #amdgpu.address_space<fat_raw_buffer>>
  %5 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<2x128x64xf8E4M3FNUZ, #hal.descriptor_type<storage_buffer>>
  %assume_align_8 = memref.assume_alignment %5, 64 : memref<2x128x64xf8E4M3FNUZ, #hal.descriptor_type<storage_buffer>>
  %6 = amdgpu.fat_raw_buffer_cast %assume_align_8 resetOffset : memref<2x128x64xf8E4M3FNUZ, #hal.descriptor_type<storage_buffer>> to memref<2x128x64xf8E4M3FNUZ, #amdgpu.address_space<fat_raw_buffer>>
  %7 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(2) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<2x128x64xf8E4M3FNUZ, #hal.descriptor_type<storage_buffer>>
  %assume_align_9 = memref.assume_alignment %7, 64 : memref<2x128x64xf8E4M3FNUZ, #hal.descriptor_type<storage_buffer>>
  %8 = amdgpu.fat_raw_buffer_cast %assume_align_9 resetOffset : memref<2x128x64xf8E4M3FNUZ, #hal.descriptor_type<storage_buffer>> to memref<2x128x64xf8E4M3FNUZ, #amdgpu.address_space<fat_raw_buffer>>
  %9 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(3) alignment(64) offset(%c0) flags(Indirect) {iree_gpu.use_rocdl_buffer_instructions} : memref<2x128x64xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align_10 = memref.assume_alignment %9, 64 : memref<2x128x64xf32, #hal.descriptor_type<storage_buffer>>
  %10 = amdgpu.fat_raw_buffer_cast %assume_align_10 resetOffset : memref<2x128x64xf32, #hal.descriptor_type<storage_buffer>> to memref<2x128x64xf32, #amdgpu.address_space<fat_raw_buffer>>
  scf.forall (%arg0, %arg1) = (0, 0) to (2, 128) step (1, 64) {
    gpu.barrier memfence [#gpu.address_space<workgroup>]
    %subview = memref.subview %10[%arg0, %arg1, 0] [1, 64, 64] [1, 1, 1] : memref<2x128x64xf32, #amdgpu.address_space<fat_raw_buffer>> to memref<1x64x64xf32, strided<[8192, 64, 1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
    %11 = arith.mulf %2, %cst_7 : f32
    %12 = vector.transfer_read %4[%arg0, %arg1, %c0], %0 {in_bounds = [true, true, true]} : memref<2x128x64xf8E4M3FNUZ, #amdgpu.address_space<fat_raw_buffer>>, vector<1x64x64xf8E4M3FNUZ>
    %13 = iree_vector_ext.to_layout %12 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 64, 4], element_tile = [1, 1, 16], subgroup_strides = [0, 0, 0], thread_strides = [0, 4, 1]>) : vector<1x64x64xf8E4M3FNUZ>
    vector.transfer_write %13, %alloc_1[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<1x64x64xf8E4M3FNUZ>, memref<1x64x64xf8E4M3FNUZ, #gpu.address_space<workgroup>>
    %14 = vector.transfer_read %6[%arg0, %c0, %c0], %0 {in_bounds = [true, true, true]} : memref<2x128x64xf8E4M3FNUZ, #amdgpu.address_space<fat_raw_buffer>>, vector<1x128x64xf8E4M3FNUZ>
    %15 = iree_vector_ext.to_layout %14 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 2, 1], outer_tile = [1, 1, 1], thread_tile = [1, 64, 4], element_tile = [1, 1, 16], subgroup_strides = [0, 0, 0], thread_strides = [0, 4, 1]>) : vector<1x128x64xf8E4M3FNUZ>
    vector.transfer_write %15, %alloc_0[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<1x128x64xf8E4M3FNUZ>, memref<1x128x64xf8E4M3FNUZ, #gpu.address_space<workgroup>>
    %16 = vector.transfer_read %8[%arg0, %c0, %c0], %0 {in_bounds = [true, true, true]} : memref<2x128x64xf8E4M3FNUZ, #amdgpu.address_space<fat_raw_buffer>>, vector<1x128x64xf8E4M3FNUZ>
    %17 = iree_vector_ext.to_layout %16 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 2, 1], outer_tile = [1, 1, 1], thread_tile = [1, 64, 4], element_tile = [1, 1, 16], subgroup_strides = [0, 0, 0], thread_strides = [0, 4, 1]>) : vector<1x128x64xf8E4M3FNUZ>
    vector.transfer_write %17, %alloc[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<1x128x64xf8E4M3FNUZ>, memref<1x128x64xf8E4M3FNUZ, #gpu.address_space<workgroup>>
    %18 = iree_vector_ext.to_layout %cst_4 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4, 1], batch_tile = [1, 1, 8], outer_tile = [1, 1, 1], thread_tile = [1, 16, 4], element_tile = [1, 1, 4], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 16]>) : vector<1x64x128xf32>
    %19 = vector.shape_cast %18 : vector<1x64x128xf32> to vector<1x4x16x8x16xf32>
    %20 = vector.transpose %19, [0, 1, 3, 2, 4] : vector<1x4x16x8x16xf32> to vector<1x4x8x16x16xf32>
    %21 = vector.broadcast %11 : f32 to vector<1x64x128xf32>
    gpu.barrier memfence [#gpu.address_space<workgroup>]
    %22 = vector.transfer_read %alloc_1[%c0, %c0, %c0], %0 {in_bounds = [true, true, true]} : memref<1x64x64xf8E4M3FNUZ, #gpu.address_space<workgroup>>, vector<1x64x64xf8E4M3FNUZ>
    %23 = iree_vector_ext.to_layout %22 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4, 1], batch_tile = [1, 1, 2], outer_tile = [1, 1, 1], thread_tile = [1, 16, 4], element_tile = [1, 1, 8], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 16]>) : vector<1x64x64xf8E4M3FNUZ>
    %24 = vector.transfer_read %alloc_0[%c0, %c0, %c0], %0 {in_bounds = [true, true, true]} : memref<1x128x64xf8E4M3FNUZ, #gpu.address_space<workgroup>>, vector<1x128x64xf8E4M3FNUZ>
    %25 = iree_vector_ext.to_layout %24 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 8, 2], outer_tile = [1, 1, 1], thread_tile = [1, 16, 4], element_tile = [1, 1, 8], subgroup_strides = [0, 0, 0], thread_strides = [0, 1, 16]>) : vector<1x128x64xf8E4M3FNUZ>
    %26 = vector.shape_cast %23 : vector<1x64x64xf8E4M3FNUZ> to vector<1x4x16x2x32xf8E4M3FNUZ>
    %27 = vector.transpose %26, [0, 1, 3, 2, 4] : vector<1x4x16x2x32xf8E4M3FNUZ> to vector<1x4x2x16x32xf8E4M3FNUZ>
    %28 = vector.shape_cast %25 : vector<1x128x64xf8E4M3FNUZ> to vector<1x8x16x2x32xf8E4M3FNUZ>
    %29 = vector.transpose %28, [0, 1, 3, 4, 2] : vector<1x8x16x2x32xf8E4M3FNUZ> to vector<1x8x2x32x16xf8E4M3FNUZ>
    %30 = iree_codegen.inner_tiled ins(%27, %29) outs(%20) <indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>, affine_map<(d0, d1, d2, d3) -> (d0, d3, d2)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>], iterator_types = [#linalg.iterator_type<parallel>, #linalg.iterator_type<parallel>, #linalg.iterator_type<reduction>, #linalg.iterator_type<parallel>], kind = #iree_gpu.mma_layout<MFMA_F32_16x16x32_F8E4M3FNUZ, col_major = true>, semantics = #iree_gpu.mma_semantics<distributed = false, opaque = true>> : vector<1x4x2x16x32xf8E4M3FNUZ>, vector<1x8x2x32x16xf8E4M3FNUZ> into vector<1x4x8x16x16xf32>
    %31 = vector.transpose %30, [0, 1, 3, 2, 4] : vector<1x4x8x16x16xf32> to vector<1x4x16x8x16xf32>
    %32 = vector.shape_cast %31 : vector<1x4x16x8x16xf32> to vector<1x64x128xf32>
    %33 = iree_vector_ext.to_layout %32 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4, 1], batch_tile = [1, 1, 8], outer_tile = [1, 1, 1], thread_tile = [1, 16, 4], element_tile = [1, 1, 4], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 16]>) : vector<1x64x128xf32>
    %34 = arith.mulf %21, %33 : vector<1x64x128xf32>
    %35 = arith.addf %34, %cst_3 : vector<1x64x128xf32>
    %36 = vector.multi_reduction <maximumf>, %35, %cst_6 [2] : vector<1x64x128xf32> to vector<1x64xf32>
    %37 = arith.subf %cst_6, %36 : vector<1x64xf32>
    %38 = math.exp2 %37 : vector<1x64xf32>
    %39 = arith.mulf %38, %cst_5 : vector<1x64xf32>
    %40 = vector.broadcast %36 : vector<1x64xf32> to vector<128x1x64xf32>
    %41 = vector.transpose %40, [1, 2, 0] : vector<128x1x64xf32> to vector<1x64x128xf32>
    %42 = arith.subf %35, %41 : vector<1x64x128xf32>
    %43 = math.exp2 %42 : vector<1x64x128xf32>
    %44 = vector.multi_reduction <add>, %43, %39 [2] : vector<1x64x128xf32> to vector<1x64xf32>
    %45 = arith.minimumf %43, %cst_2 : vector<1x64x128xf32>
    %46 = arith.truncf %45 : vector<1x64x128xf32> to vector<1x64x128xf8E4M3FNUZ>
    %47 = vector.broadcast %39 : vector<1x64xf32> to vector<64x1x64xf32>
    %48 = vector.transpose %47, [1, 2, 0] : vector<64x1x64xf32> to vector<1x64x64xf32>
    %49 = iree_vector_ext.to_layout %46 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4, 1], batch_tile = [1, 1, 4], outer_tile = [1, 1, 2], thread_tile = [1, 16, 4], element_tile = [1, 1, 4], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 16]>) : vector<1x64x128xf8E4M3FNUZ>
    %50 = iree_vector_ext.to_layout %49 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4, 1], batch_tile = [1, 1, 4], outer_tile = [1, 1, 2], thread_tile = [1, 16, 4], element_tile = [1, 1, 4], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 16]>) : vector<1x64x128xf8E4M3FNUZ>
    %51 = vector.transfer_read %alloc[%c0, %c0, %c0], %0 {in_bounds = [true, true, true]} : memref<1x128x64xf8E4M3FNUZ, #gpu.address_space<workgroup>>, vector<1x128x64xf8E4M3FNUZ>
    %52 = iree_vector_ext.to_layout %51 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 4, 4], outer_tile = [1, 2, 1], thread_tile = [1, 4, 16], element_tile = [1, 4, 1], subgroup_strides = [0, 0, 0], thread_strides = [0, 16, 1]>) : vector<1x128x64xf8E4M3FNUZ>
    %53 = iree_vector_ext.to_layout %48 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4, 1], batch_tile = [1, 1, 4], outer_tile = [1, 1, 1], thread_tile = [1, 16, 4], element_tile = [1, 1, 4], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 16]>) : vector<1x64x64xf32>
    %54 = vector.shape_cast %50 : vector<1x64x128xf8E4M3FNUZ> to vector<1x4x16x4x32xf8E4M3FNUZ>
    %55 = vector.transpose %54, [0, 1, 3, 2, 4] : vector<1x4x16x4x32xf8E4M3FNUZ> to vector<1x4x4x16x32xf8E4M3FNUZ>
    %56 = vector.shape_cast %52 : vector<1x128x64xf8E4M3FNUZ> to vector<1x4x32x4x16xf8E4M3FNUZ>
    %57 = vector.transpose %56, [0, 1, 3, 4, 2] : vector<1x4x32x4x16xf8E4M3FNUZ> to vector<1x4x4x16x32xf8E4M3FNUZ>
    %58 = vector.shape_cast %53 : vector<1x64x64xf32> to vector<1x4x16x4x16xf32>
    %59 = vector.transpose %58, [0, 1, 3, 2, 4] : vector<1x4x16x4x16xf32> to vector<1x4x4x16x16xf32>
    %60 = iree_codegen.inner_tiled ins(%55, %57) outs(%59) <indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d3, d2)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>], iterator_types = [#linalg.iterator_type<parallel>, #linalg.iterator_type<parallel>, #linalg.iterator_type<parallel>, #linalg.iterator_type<reduction>], kind = #iree_gpu.virtual_mma_layout<VMFMA_F32_16x16x32_F8E4M3FNUZ, col_major = true>, semantics = #iree_gpu.mma_semantics<distributed = false, opaque = true>> : vector<1x4x4x16x32xf8E4M3FNUZ>, vector<1x4x4x16x32xf8E4M3FNUZ> into vector<1x4x4x16x16xf32>
    %61 = vector.transpose %60, [0, 1, 3, 2, 4] : vector<1x4x4x16x16xf32> to vector<1x4x16x4x16xf32>
    %62 = vector.shape_cast %61 : vector<1x4x16x4x16xf32> to vector<1x64x64xf32>
    %63 = iree_vector_ext.to_layout %62 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4, 1], batch_tile = [1, 1, 4], outer_tile = [1, 1, 1], thread_tile = [1, 16, 4], element_tile = [1, 1, 4], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 16]>) : vector<1x64x64xf32>
    %64 = arith.divf %cst, %44 : vector<1x64xf32>
    %65 = vector.broadcast %64 : vector<1x64xf32> to vector<64x1x64xf32>
    %66 = vector.transpose %65, [1, 2, 0] : vector<64x1x64xf32> to vector<1x64x64xf32>
    %67 = arith.mulf %66, %63 : vector<1x64x64xf32>
    vector.transfer_write %67, %subview[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<1x64x64xf32>, memref<1x64x64xf32, strided<[8192, 64, 1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<y>, #iree_codegen.workgroup_mapping<x>]}
  memref.dealloc %alloc_1 : memref<1x64x64xf8E4M3FNUZ, #gpu.address_space<workgroup>>
  memref.dealloc %alloc_0 : memref<1x128x64xf8E4M3FNUZ, #gpu.address_space<workgroup>>
  memref.dealloc %alloc : memref<1x128x64xf8E4M3FNUZ, #gpu.address_space<workgroup>>
  return
}
