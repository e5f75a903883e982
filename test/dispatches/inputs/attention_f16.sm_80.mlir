func.func @attention_dispatch_0_attention_2x128x64x64x128() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [128, 1, 1] subgroup_size = 32, {iree_codegen.denormal_fp_math_f32 = #iree_codegen.denormal_fp_math<"preserve-sign">}>} {
  %alloc = memref.alloc() : memref<1x64x32xf16, #gpu.address_space<workgroup>>
  %alloc_0 = memref.alloc() : memref<1x64x64xf16, #gpu.address_space<workgroup>>
  %alloc_1 = memref.alloc() : memref<1x64x64xf16, #gpu.address_space<workgroup>>
  %cst = arith.constant dense<1.000000e+00> : vector<1x64xf32>
  %cst_2 = arith.constant dense<0.000000e+00> : vector<1x64x64xf32>
  %0 = ub.poison : f16
  %cst_3 = arith.constant dense<0.000000e+00> : vector<1x64xf32>
  %cst_4 = arith.constant dense<-3.40282347E+38> : vector<1x64xf32>
  %cst_5 = arith.constant dense<0.000000e+00> : vector<1x64x32xf32>
  %cst_6 = arith.constant 1.442380e+00 : f16
  %c64 = arith.constant 64 : index
  %c128 = arith.constant 128 : index
  %c0 = arith.constant 0 : index
  %1 = hal.interface.constant.load layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) ordinal(0) : i32
  %2 = arith.trunci %1 : i32 to i16
  %3 = arith.bitcast %2 : i16 to f16
  %4 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %4, 64 : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>
  %5 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_7 = memref.assume_alignment %5, 64 : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>
  %6 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(2) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_8 = memref.assume_alignment %6, 64 : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>
  %7 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(3) alignment(64) offset(%c0) flags(Indirect) : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>
  %assume_align_9 = memref.assume_alignment %7, 64 : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>
  scf.forall (%arg0, %arg1, %arg2) = (0, 0, 0) to (2, 128, 64) step (1, 64, 32) {
    gpu.barrier memfence [#gpu.address_space<workgroup>]
    %subview = memref.subview %assume_align_9[%arg0, %arg1, %arg2] [1, 64, 32] [1, 1, 1] : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>> to memref<1x64x32xf16, strided<[8192, 64, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
    %8 = arith.mulf %3, %cst_6 : f16
    %9 = vector.transfer_read %assume_align[%arg0, %arg1, %c0], %0 {in_bounds = [true, true, true]} : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>, vector<1x64x64xf16>
    %10 = iree_vector_ext.to_layout %9 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 4, 1], outer_tile = [1, 1, 1], thread_tile = [1, 16, 8], element_tile = [1, 1, 8], subgroup_strides = [0, 0, 0], thread_strides = [0, 8, 1]>) : vector<1x64x64xf16>
    vector.transfer_write %10, %alloc_1[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<1x64x64xf16>, memref<1x64x64xf16, #gpu.address_space<workgroup>>
    gpu.barrier memfence [#gpu.address_space<workgroup>]
    %11 = vector.transfer_read %alloc_1[%c0, %c0, %c0], %0 {in_bounds = [true, true, true]} : memref<1x64x64xf16, #gpu.address_space<workgroup>>, vector<1x64x64xf16>
    %12 = vector.broadcast %8 : f16 to vector<1x64x64xf16>
    %13 = arith.mulf %12, %11 : vector<1x64x64xf16>
    %14 = iree_vector_ext.to_layout %13 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4, 1], batch_tile = [1, 1, 4], outer_tile = [1, 2, 2], thread_tile = [1, 8, 4], element_tile = [1, 1, 2], subgroup_strides = [0, 1, 0], thread_strides = [0, 4, 1]>) : vector<1x64x64xf16>
    %15 = iree_vector_ext.to_layout %cst_2 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4, 1], batch_tile = [1, 1, 8], outer_tile = [1, 2, 1], thread_tile = [1, 8, 4], element_tile = [1, 1, 2], subgroup_strides = [0, 1, 0], thread_strides = [0, 4, 1]>) : vector<1x64x64xf32>
    %16 = vector.shape_cast %14 : vector<1x64x64xf16> to vector<1x4x16x4x16xf16>
    %17 = vector.transpose %16, [0, 1, 3, 2, 4] : vector<1x4x16x4x16xf16> to vector<1x4x4x16x16xf16>
    %18 = vector.shape_cast %15 : vector<1x64x64xf32> to vector<1x4x16x8x8xf32>
    %19 = vector.transpose %18, [0, 1, 3, 2, 4] : vector<1x4x16x8x8xf32> to vector<1x4x8x16x8xf32>
    %20:3 = scf.for %arg3 = %c0 to %c128 step %c64 iter_args(%arg4 = %cst_5, %arg5 = %cst_3, %arg6 = %cst_4) -> (vector<1x64x32xf32>, vector<1x64xf32>, vector<1x64xf32>) {
      gpu.barrier memfence [#gpu.address_space<workgroup>]
      %26 = vector.transfer_read %assume_align_7[%arg0, %arg3, %c0], %0 {in_bounds = [true, true, true]} : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>, vector<1x64x64xf16>
      %27 = iree_vector_ext.to_layout %26 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 4, 1], outer_tile = [1, 1, 1], thread_tile = [1, 16, 8], element_tile = [1, 1, 8], subgroup_strides = [0, 0, 0], thread_strides = [0, 8, 1]>) : vector<1x64x64xf16>
      vector.transfer_write %27, %alloc_0[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<1x64x64xf16>, memref<1x64x64xf16, #gpu.address_space<workgroup>>
      %28 = vector.transfer_read %assume_align_8[%arg0, %arg3, %arg2], %0 {in_bounds = [true, true, true]} : memref<2x128x64xf16, #hal.descriptor_type<storage_buffer>>, vector<1x64x32xf16>
      %29 = iree_vector_ext.to_layout %28 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 2, 1], outer_tile = [1, 1, 1], thread_tile = [1, 32, 4], element_tile = [1, 1, 8], subgroup_strides = [0, 0, 0], thread_strides = [0, 4, 1]>) : vector<1x64x32xf16>
      vector.transfer_write %29, %alloc[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<1x64x32xf16>, memref<1x64x32xf16, #gpu.address_space<workgroup>>
      gpu.barrier memfence [#gpu.address_space<workgroup>]
      %30 = vector.transfer_read %alloc_0[%c0, %c0, %c0], %0 {in_bounds = [true, true, true]} : memref<1x64x64xf16, #gpu.address_space<workgroup>>, vector<1x64x64xf16>
      %31 = iree_vector_ext.to_layout %30 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 8, 4], outer_tile = [1, 1, 2], thread_tile = [1, 8, 4], element_tile = [1, 1, 2], subgroup_strides = [0, 0, 0], thread_strides = [0, 4, 1]>) : vector<1x64x64xf16>
      %32 = vector.shape_cast %31 : vector<1x64x64xf16> to vector<1x8x8x4x16xf16>
      %33 = vector.transpose %32, [0, 1, 3, 4, 2] : vector<1x8x8x4x16xf16> to vector<1x8x4x16x8xf16>
      %34 = iree_codegen.inner_tiled ins(%17, %33) outs(%19) <indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>, affine_map<(d0, d1, d2, d3) -> (d0, d3, d2)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>], iterator_types = [#linalg.iterator_type<parallel>, #linalg.iterator_type<parallel>, #linalg.iterator_type<reduction>, #linalg.iterator_type<parallel>], kind = #iree_gpu.mma_layout<NV_MMA_SYNC_F32_16x8x16_F16>, semantics = #iree_gpu.mma_semantics<distributed = false, opaque = true>> : vector<1x4x4x16x16xf16>, vector<1x8x4x16x8xf16> into vector<1x4x8x16x8xf32>
      %35 = vector.transpose %34, [0, 1, 3, 2, 4] : vector<1x4x8x16x8xf32> to vector<1x4x16x8x8xf32>
      %36 = vector.shape_cast %35 : vector<1x4x16x8x8xf32> to vector<1x64x64xf32>
      %37 = iree_vector_ext.to_layout %36 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4, 1], batch_tile = [1, 1, 8], outer_tile = [1, 2, 1], thread_tile = [1, 8, 4], element_tile = [1, 1, 2], subgroup_strides = [0, 1, 0], thread_strides = [0, 4, 1]>) : vector<1x64x64xf32>
      %38 = vector.multi_reduction <maximumf>, %37, %arg6 [2] : vector<1x64x64xf32> to vector<1x64xf32>
      %39 = arith.subf %arg6, %38 : vector<1x64xf32>
      %40 = math.exp2 %39 : vector<1x64xf32>
      %41 = arith.mulf %40, %arg5 : vector<1x64xf32>
      %42 = vector.broadcast %38 : vector<1x64xf32> to vector<64x1x64xf32>
      %43 = vector.transpose %42, [1, 2, 0] : vector<64x1x64xf32> to vector<1x64x64xf32>
      %44 = arith.subf %37, %43 : vector<1x64x64xf32>
      %45 = math.exp2 %44 : vector<1x64x64xf32>
      %46 = vector.multi_reduction <add>, %45, %41 [2] : vector<1x64x64xf32> to vector<1x64xf32>
      %47 = arith.truncf %45 : vector<1x64x64xf32> to vector<1x64x64xf16>
      %48 = vector.broadcast %40 : vector<1x64xf32> to vector<32x1x64xf32>
      %49 = vector.transpose %48, [1, 2, 0] : vector<32x1x64xf32> to vector<1x64x32xf32>
      %50 = arith.mulf %49, %arg4 : vector<1x64x32xf32>
      %51 = iree_vector_ext.to_layout %47 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4, 1], batch_tile = [1, 1, 4], outer_tile = [1, 2, 2], thread_tile = [1, 8, 4], element_tile = [1, 1, 2], subgroup_strides = [0, 1, 0], thread_strides = [0, 4, 1]>) : vector<1x64x64xf16>
      %52 = iree_vector_ext.to_layout %51 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4, 1], batch_tile = [1, 1, 4], outer_tile = [1, 2, 2], thread_tile = [1, 8, 4], element_tile = [1, 1, 2], subgroup_strides = [0, 1, 0], thread_strides = [0, 4, 1]>) : vector<1x64x64xf16>
      %53 = vector.transfer_read %alloc[%c0, %c0, %c0], %0 {in_bounds = [true, true, true]} : memref<1x64x32xf16, #gpu.address_space<workgroup>>, vector<1x64x32xf16>
      %54 = iree_vector_ext.to_layout %53 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 4, 4], outer_tile = [1, 2, 1], thread_tile = [1, 4, 8], element_tile = [1, 2, 1], subgroup_strides = [0, 0, 0], thread_strides = [0, 1, 4]>) : vector<1x64x32xf16>
      %55 = iree_vector_ext.to_layout %50 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4, 1], batch_tile = [1, 1, 4], outer_tile = [1, 2, 1], thread_tile = [1, 8, 4], element_tile = [1, 1, 2], subgroup_strides = [0, 1, 0], thread_strides = [0, 4, 1]>) : vector<1x64x32xf32>
      %56 = vector.shape_cast %52 : vector<1x64x64xf16> to vector<1x4x16x4x16xf16>
      %57 = vector.transpose %56, [0, 1, 3, 2, 4] : vector<1x4x16x4x16xf16> to vector<1x4x4x16x16xf16>
      %58 = vector.shape_cast %54 : vector<1x64x32xf16> to vector<1x4x16x4x8xf16>
      %59 = vector.transpose %58, [0, 1, 3, 4, 2] : vector<1x4x16x4x8xf16> to vector<1x4x4x8x16xf16>
      %60 = vector.shape_cast %55 : vector<1x64x32xf32> to vector<1x4x16x4x8xf32>
      %61 = vector.transpose %60, [0, 1, 3, 2, 4] : vector<1x4x16x4x8xf32> to vector<1x4x4x16x8xf32>
      %62 = iree_codegen.inner_tiled ins(%57, %59) outs(%61) <indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d3, d2)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>], iterator_types = [#linalg.iterator_type<parallel>, #linalg.iterator_type<parallel>, #linalg.iterator_type<parallel>, #linalg.iterator_type<reduction>], kind = #iree_gpu.mma_layout<NV_MMA_SYNC_F32_16x8x16_F16>, semantics = #iree_gpu.mma_semantics<distributed = false, opaque = true>> : vector<1x4x4x16x16xf16>, vector<1x4x4x8x16xf16> into vector<1x4x4x16x8xf32>
      %63 = vector.transpose %62, [0, 1, 3, 2, 4] : vector<1x4x4x16x8xf32> to vector<1x4x16x4x8xf32>
      %64 = vector.shape_cast %63 : vector<1x4x16x4x8xf32> to vector<1x64x32xf32>
      %65 = iree_vector_ext.to_layout %64 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 4, 1], batch_tile = [1, 1, 4], outer_tile = [1, 2, 1], thread_tile = [1, 8, 4], element_tile = [1, 1, 2], subgroup_strides = [0, 1, 0], thread_strides = [0, 4, 1]>) : vector<1x64x32xf32>
      scf.yield %65, %46, %38 : vector<1x64x32xf32>, vector<1x64xf32>, vector<1x64xf32>
    }
    %21 = arith.divf %cst, %20#1 : vector<1x64xf32>
    %22 = vector.broadcast %21 : vector<1x64xf32> to vector<32x1x64xf32>
    %23 = vector.transpose %22, [1, 2, 0] : vector<32x1x64xf32> to vector<1x64x32xf32>
    %24 = arith.mulf %23, %20#0 : vector<1x64x32xf32>
    %25 = arith.truncf %24 : vector<1x64x32xf32> to vector<1x64x32xf16>
    vector.transfer_write %25, %subview[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<1x64x32xf16>, memref<1x64x32xf16, strided<[8192, 64, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<z>, #iree_codegen.workgroup_mapping<y>, #iree_codegen.workgroup_mapping<x>]}
  memref.dealloc %alloc_1 : memref<1x64x64xf16, #gpu.address_space<workgroup>>
  memref.dealloc %alloc_0 : memref<1x64x64xf16, #gpu.address_space<workgroup>>
  memref.dealloc %alloc : memref<1x64x32xf16, #gpu.address_space<workgroup>>
  return
}
