func.func @attention_dispatch_0_attention_2x128x64x64x128() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [256, 1, 1] subgroup_size = 64, {iree_codegen.denormal_fp_math_f32 = #iree_codegen.denormal_fp_math<"preserve-sign">}>} {
  %alloc = memref.alloc() : memref<1x64x64xf16, #gpu.address_space<workgroup>>
  %alloc_0 = memref.alloc() : memref<1x64x64xf16, #gpu.address_space<workgroup>>
  %alloc_1 = memref.alloc() : memref<1x64x64xf16, #gpu.address_space<workgroup>>
  %cst = arith.constant dense<1.000000e+00> : vector<1x64xf32>
  %cst_2 = arith.constant dense<0xFF800000> : vector<1x64x64xf32>
  %0 = ub.poison : i8
  %1 = ub.poison : f16
  %cst_3 = arith.constant dense<0.000000e+00> : vector<1x64xf32>
  %cst_4 = arith.constant dense<-3.40282347E+38> : vector<1x64xf32>
  %cst_5 = arith.constant dense<0.000000e+00> : vector<1x64x64xf32>
  %cst_6 = arith.constant 1.442380e+00 : f16
  %c64 = arith.constant 64 : index
  %c128 = arith.constant 128 : index
  %c0 = arith.constant 0 : index
  %2 = hal.interface.constant.load layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) ordinal(0) : i32
  %3 = arith.trunci %2 : i32 to i16
  %4 = arith.bitcast %3 : i16 to f16
  %5 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %5, 64 : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>
  %6 = amdgpu.fat_raw_buffer_cast %assume_align resetOffset : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>> to memref<2x128x64xf16, #amdgpu.address_space<fat_raw_buffer>>
  %7 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_7 = memref.assume_alignment %7, 64 : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>
  %8 = amdgpu.fat_raw_buffer_cast %assume_align_7 resetOffset : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>> to memref<2x128x64xf16, #amdgpu.address_space<fat_raw_buffer>>
  %9 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(2) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_8 = memref.assume_alignment %9, 64 : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>
  %10 = amdgpu.fat_raw_buffer_cast %assume_align_8 resetOffset : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>> to memref<2x128x64xf16, #amdgpu.address_space<fat_raw_buffer>>
  %11 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(3) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<2x128x128xi8, #hal.descriptor_type<storage_buffer>>
  %assume_align_9 = memref.assume_alignment %11, 64 : memref<2x128x128xi8, #hal.descriptor_type<storage_buffer>>
  %12 = amdgpu.fat_raw_buffer_cast %assume_align_9 resetOffset : memref<2x128x128xi8, #hal.descriptor_type<storage_buffer>> to memref<2x128x128xi8, #amdgpu.address_space<fat_raw_buffer>>
  %13 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(4) alignment(64) offset(%c0) flags(Indirect) {iree_gpu.use_rocdl_buffer_instructions} : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_10 = memref.assume_alignment %13, 64 : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>
  %14 = amdgpu.fat_raw_buffer_cast %assume_align_10 resetOffset : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>> to memref<2x128x64xf16, #amdgpu.address_space<fat_raw_buffer>>
  scf.forall (%arg0, %arg1) = (0, 0) to (2, 128) step (1, 64) {
    gpu.barrier memfence [#gpu.address_space<workgroup>]
    %subview = memref.subview %14[%arg0, %arg1, 0] [1, 64, 64] [1, 1, 1] : memref<2x128x64xf16, #amdgpu.address_space<fat_raw_buffer>> to memref<1x64x64xf16, strided<[8192, 64, 1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
    %15 = arith.mulf %4, %cst_6 : f16
    %16 = vector.transfer_read %6[%arg0, %arg1, %c0], %1 {in_bounds = [true, true, true]} : memref<2x128x64xf16, #amdgpu.address_space<fat_raw_buffer>>, vector<1x64x64xf16>
    %17 = iree_vector_ext.to_layout %16 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 2, 1], outer_tile = [1, 1, 1], thread_tile = [1, 32, 8], element_tile = [1, 1, 8], subgroup_strides = [0, 0, 0], thread_strides = [0, 8, 1]>) : vector<1x64x64xf16>
    vector.transfer_write %17, %alloc_1[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<1x64x64xf16>, memref<1x64x64xf16, #gpu.address_space<workgroup>>
    gpu.barrier memfence [#gpu.address_space<workgroup>]
    %18 = vector.transfer_read %alloc_1[%c0, %c0, %c0], %1 {in_bounds = [true, true, true]} : memref<1x64x64xf16, #gpu.address_space<workgroup>>, vector<1x64x64xf16>
    %19 = vector.broadcast %15 : f16 to vector<1x64x64xf16>
    %20 = arith.mulf %19, %18 : vector<1x64x64xf16>
    %21 = iree_vector_ext.to_layout %20 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4, 1], batch_tile = [1, 1, 2], outer_tile = [1, 1, 1], thread_tile = [1, 16, 4], element_tile = [1, 1, 8], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 16]>) : vector<1x64x64xf16>
    %22 = iree_vector_ext.to_layout %cst_5 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4, 1], batch_tile = [1, 1, 4], outer_tile = [1, 1, 1], thread_tile = [1, 16, 4], element_tile = [1, 1, 4], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 16]>) : vector<1x64x64xf32>
    %23 = vector.shape_cast %21 : vector<1x64x64xf16> to vector<1x4x16x2x32xf16>
    %24 = vector.transpose %23, [0, 1, 3, 2, 4] : vector<1x4x16x2x32xf16> to vector<1x4x2x16x32xf16>
    %25 = vector.shape_cast %22 : vector<1x64x64xf32> to vector<1x4x16x4x16xf32>
    %26 = vector.transpose %25, [0, 1, 3, 2, 4] : vector<1x4x16x4x16xf32> to vector<1x4x4x16x16xf32>
    %27:3 = scf.for %arg2 = %c0 to %c128 step %c64 iter_args(%arg3 = %cst_5, %arg4 = %cst_3, %arg5 = %cst_4) -> (vector<1x64x64xf32>, vector<1x64xf32>, vector<1x64xf32>) {
      gpu.barrier memfence [#gpu.address_space<workgroup>]
      %33 = vector.transfer_read %8[%arg0, %arg2, %c0], %1 {in_bounds = [true, true, true]} : memref<2x128x64xf16, #amdgpu.address_space<fat_raw_buffer>>, vector<1x64x64xf16>
      %34 = iree_vector_ext.to_layout %33 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 2, 1], outer_tile = [1, 1, 1], thread_tile = [1, 32, 8], element_tile = [1, 1, 8], subgroup_strides = [0, 0, 0], thread_strides = [0, 8, 1]>) : vector<1x64x64xf16>
      vector.transfer_write %34, %alloc_0[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<1x64x64xf16>, memref<1x64x64xf16, #gpu.address_space<workgroup>>
      %35 = vector.transfer_read %10[%arg0, %arg2, %c0], %1 {in_bounds = [true, true, true]} : memref<2x128x64xf16, #amdgpu.address_space<fat_raw_buffer>>, vector<1x64x64xf16>
      %36 = iree_vector_ext.to_layout %35 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 2, 1], outer_tile = [1, 1, 1], thread_tile = [1, 32, 8], element_tile = [1, 1, 8], subgroup_strides = [0, 0, 0], thread_strides = [0, 8, 1]>) : vector<1x64x64xf16>
      vector.transfer_write %36, %alloc[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<1x64x64xf16>, memref<1x64x64xf16, #gpu.address_space<workgroup>>
      %37 = vector.transfer_read %12[%arg0, %arg1, %arg2], %0 {in_bounds = [true, true, true]} : memref<2x128x128xi8, #amdgpu.address_space<fat_raw_buffer>>, vector<1x64x64xi8>
      %38 = arith.trunci %37 : vector<1x64x64xi8> to vector<1x64x64xi1>
      %39 = arith.select %38, %cst_5, %cst_2 : vector<1x64x64xi1>, vector<1x64x64xf32>
      gpu.barrier memfence [#gpu.address_space<workgroup>]
      %40 = vector.transfer_read %alloc_0[%c0, %c0, %c0], %1 {in_bounds = [true, true, true]} : memref<1x64x64xf16, #gpu.address_space<workgroup>>, vector<1x64x64xf16>
      %41 = iree_vector_ext.to_layout %40 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 4, 2], outer_tile = [1, 1, 1], thread_tile = [1, 16, 4], element_tile = [1, 1, 8], subgroup_strides = [0, 0, 0], thread_strides = [0, 1, 16]>) : vector<1x64x64xf16>
      %42 = vector.shape_cast %41 : vector<1x64x64xf16> to vector<1x4x16x2x32xf16>
      %43 = vector.transpose %42, [0, 1, 3, 4, 2] : vector<1x4x16x2x32xf16> to vector<1x4x2x32x16xf16>
      %44 = iree_codegen.inner_tiled ins(%24, %43) outs(%26) <indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>, affine_map<(d0, d1, d2, d3) -> (d0, d3, d2)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>], iterator_types = [#linalg.iterator_type<parallel>, #linalg.iterator_type<parallel>, #linalg.iterator_type<reduction>, #linalg.iterator_type<parallel>], kind = #iree_gpu.virtual_mma_layout<VMFMA_F32_16x16x32_F16, col_major = true>, semantics = #iree_gpu.mma_semantics<distributed = false, opaque = true>> : vector<1x4x2x16x32xf16>, vector<1x4x2x32x16xf16> into vector<1x4x4x16x16xf32>
      %45 = vector.transpose %44, [0, 1, 3, 2, 4] : vector<1x4x4x16x16xf32> to vector<1x4x16x4x16xf32>
      %46 = vector.shape_cast %45 : vector<1x4x16x4x16xf32> to vector<1x64x64xf32>
      %47 = iree_vector_ext.to_layout %46 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4, 1], batch_tile = [1, 1, 4], outer_tile = [1, 1, 1], thread_tile = [1, 16, 4], element_tile = [1, 1, 4], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 16]>) : vector<1x64x64xf32>
      %48 = arith.addf %47, %39 : vector<1x64x64xf32>
      %49 = vector.multi_reduction <maximumf>, %48, %arg5 [2] : vector<1x64x64xf32> to vector<1x64xf32>
      %50 = arith.subf %arg5, %49 : vector<1x64xf32>
      %51 = math.exp2 %50 : vector<1x64xf32>
      %52 = arith.mulf %51, %arg4 : vector<1x64xf32>
      %53 = vector.broadcast %49 : vector<1x64xf32> to vector<64x1x64xf32>
      %54 = vector.transpose %53, [1, 2, 0] : vector<64x1x64xf32> to vector<1x64x64xf32>
      %55 = arith.subf %48, %54 : vector<1x64x64xf32>
      %56 = math.exp2 %55 : vector<1x64x64xf32>
      %57 = vector.multi_reduction <add>, %56, %52 [2] : vector<1x64x64xf32> to vector<1x64xf32>
      %58 = arith.truncf %56 : vector<1x64x64xf32> to vector<1x64x64xf16>
      %59 = vector.broadcast %51 : vector<1x64xf32> to vector<64x1x64xf32>
      %60 = vector.transpose %59, [1, 2, 0] : vector<64x1x64xf32> to vector<1x64x64xf32>
      %61 = arith.mulf %60, %arg3 : vector<1x64x64xf32>
      %62 = iree_vector_ext.to_layout %58 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4, 1], batch_tile = [1, 1, 4], outer_tile = [1, 1, 1], thread_tile = [1, 16, 4], element_tile = [1, 1, 4], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 16]>) : vector<1x64x64xf16>
      %63 = vector.transfer_read %alloc[%c0, %c0, %c0], %1 {in_bounds = [true, true, true]} : memref<1x64x64xf16, #gpu.address_space<workgroup>>, vector<1x64x64xf16>
      %64 = iree_vector_ext.to_layout %63 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 4, 4], outer_tile = [1, 1, 1], thread_tile = [1, 4, 16], element_tile = [1, 4, 1], subgroup_strides = [0, 0, 0], thread_strides = [0, 16, 1]>) : vector<1x64x64xf16>
      %65 = iree_vector_ext.to_layout %61 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4, 1], batch_tile = [1, 1, 4], outer_tile = [1, 1, 1], thread_tile = [1, 16, 4], element_tile = [1, 1, 4], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 16]>) : vector<1x64x64xf32>
      %66 = vector.shape_cast %62 : vector<1x64x64xf16> to vector<1x4x16x4x16xf16>
      %67 = vector.transpose %66, [0, 1, 3, 2, 4] : vector<1x4x16x4x16xf16> to vector<1x4x4x16x16xf16>
      %68 = vector.shape_cast %64 : vector<1x64x64xf16> to vector<1x4x16x4x16xf16>
      %69 = vector.transpose %68, [0, 1, 3, 4, 2] : vector<1x4x16x4x16xf16> to vector<1x4x4x16x16xf16>
      %70 = vector.shape_cast %65 : vector<1x64x64xf32> to vector<1x4x16x4x16xf32>
      %71 = vector.transpose %70, [0, 1, 3, 2, 4] : vector<1x4x16x4x16xf32> to vector<1x4x4x16x16xf32>
      %72 = iree_codegen.inner_tiled ins(%67, %69) outs(%71) <indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d3, d2)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>], iterator_types = [#linalg.iterator_type<parallel>, #linalg.iterator_type<parallel>, #linalg.iterator_type<parallel>, #linalg.iterator_type<reduction>], kind = #iree_gpu.mma_layout<MFMA_F32_16x16x16_F16, col_major = true>, semantics = #iree_gpu.mma_semantics<distributed = false, opaque = true>> : vector<1x4x4x16x16xf16>, vector<1x4x4x16x16xf16> into vector<1x4x4x16x16xf32>
      %73 = vector.transpose %72, [0, 1, 3, 2, 4] : vector<1x4x4x16x16xf32> to vector<1x4x16x4x16xf32>
      %74 = vector.shape_cast %73 : vector<1x4x16x4x16xf32> to vector<1x64x64xf32>
      %75 = iree_vector_ext.to_layout %74 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4, 1], batch_tile = [1, 1, 4], outer_tile = [1, 1, 1], thread_tile = [1, 16, 4], element_tile = [1, 1, 4], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 16]>) : vector<1x64x64xf32>
      scf.yield %75, %57, %49 : vector<1x64x64xf32>, vector<1x64xf32>, vector<1x64xf32>
    }
    %28 = arith.divf %cst, %27#1 : vector<1x64xf32>
    %29 = vector.broadcast %28 : vector<1x64xf32> to vector<64x1x64xf32>
    %30 = vector.transpose %29, [1, 2, 0] : vector<64x1x64xf32> to vector<1x64x64xf32>
    %31 = arith.mulf %30, %27#0 : vector<1x64x64xf32>
    %32 = arith.truncf %31 : vector<1x64x64xf32> to vector<1x64x64xf16>
    vector.transfer_write %32, %subview[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<1x64x64xf16>, memref<1x64x64xf16, strided<[8192, 64, 1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<y>, #iree_codegen.workgroup_mapping<x>]}
  memref.dealloc %alloc_1 : memref<1x64x64xf16, #gpu.address_space<workgroup>>
  memref.dealloc %alloc_0 : memref<1x64x64xf16, #gpu.address_space<workgroup>>
  memref.dealloc %alloc : memref<1x64x64xf16, #gpu.address_space<workgroup>>
  return
}
