func.func @attention_dispatch_0_attention_64x32x32x64() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [256, 1, 1] subgroup_size = 64, {iree_codegen.denormal_fp_math_f32 = #iree_codegen.denormal_fp_math<"preserve-sign">}>} {
  %alloc = memref.alloc() : memref<64x16xf32, #gpu.address_space<workgroup>>
  %alloc_0 = memref.alloc() : memref<16x32xf32, #gpu.address_space<workgroup>>
  %alloc_1 = memref.alloc() : memref<16x32xf32, #gpu.address_space<workgroup>>
  %alloc_2 = memref.alloc() : memref<64x32xf32, #gpu.address_space<workgroup>>
  %cst = arith.constant dense<1.000000e+00> : vector<64xf32>
  %cst_3 = arith.constant dense<0.000000e+00> : vector<64x16xf32>
  %cst_4 = arith.constant dense<0.000000e+00> : vector<64xf32>
  %cst_5 = arith.constant dense<-3.40282347E+38> : vector<64xf32>
  %cst_6 = arith.constant dense<0.000000e+00> : vector<64x32xf32>
  %0 = ub.poison : f32
  %cst_7 = arith.constant 1.44269502 : f32
  %c16 = arith.constant 16 : index
  %c64 = arith.constant 64 : index
  %c0 = arith.constant 0 : index
  %1 = hal.interface.constant.load layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) ordinal(0) : i32
  %2 = arith.bitcast %1 : i32 to f32
  %3 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<64x32xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %3, 64 : memref<64x32xf32, #hal.descriptor_type<storage_buffer>>
  %4 = amdgpu.fat_raw_buffer_cast %assume_align resetOffset : memref<64x32xf32, #hal.descriptor_type<storage_buffer>> to memref<64x32xf32, #amdgpu.address_space<fat_raw_buffer>>
  %5 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<64x32xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align_8 = memref.assume_alignment %5, 64 : memref<64x32xf32, #hal.descriptor_type<storage_buffer>>
  %6 = amdgpu.fat_raw_buffer_cast %assume_align_8 resetOffset : memref<64x32xf32, #hal.descriptor_type<storage_buffer>> to memref<64x32xf32, #amdgpu.address_space<fat_raw_buffer>>
  %7 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(2) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<64x32xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align_9 = memref.assume_alignment %7, 64 : memref<64x32xf32, #hal.descriptor_type<storage_buffer>>
  %8 = amdgpu.fat_raw_buffer_cast %assume_align_9 resetOffset : memref<64x32xf32, #hal.descriptor_type<storage_buffer>> to memref<64x32xf32, #amdgpu.address_space<fat_raw_buffer>>
  %9 = hal.interface.binding.subspan layout(<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(3) alignment(64) offset(%c0) flags(Indirect) {iree_gpu.use_rocdl_buffer_instructions} : memref<64x32xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align_10 = memref.assume_alignment %9, 64 : memref<64x32xf32, #hal.descriptor_type<storage_buffer>>
  %10 = amdgpu.fat_raw_buffer_cast %assume_align_10 resetOffset : memref<64x32xf32, #hal.descriptor_type<storage_buffer>> to memref<64x32xf32, #amdgpu.address_space<fat_raw_buffer>>
  scf.forall (%arg0) = (0) to (64) step (64) {
    gpu.barrier memfence [#gpu.address_space<workgroup>]
    %11 = arith.mulf %2, %cst_7 : f32
    %12 = vector.transfer_read %4[%c0, %c0], %0 {in_bounds = [true, true]} : memref<64x32xf32, #amdgpu.address_space<fat_raw_buffer>>, vector<64x32xf32>
    %13 = iree_vector_ext.to_layout %12 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 1], outer_tile = [1, 1], thread_tile = [32, 8], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [8, 1]>) : vector<64x32xf32>
    vector.transfer_write %13, %alloc_2[%c0, %c0] {in_bounds = [true, true]} : vector<64x32xf32>, memref<64x32xf32, #gpu.address_space<workgroup>>
    gpu.barrier memfence [#gpu.address_space<workgroup>]
    %14 = vector.transfer_read %alloc_2[%c0, %c0], %0 {in_bounds = [true, true]} : memref<64x32xf32, #gpu.address_space<workgroup>>, vector<64x32xf32>
    %15 = vector.broadcast %11 : f32 to vector<64x32xf32>
    %16 = arith.mulf %15, %14 : vector<64x32xf32>
    %17 = iree_vector_ext.to_layout %16 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [4, 1], batch_tile = [1, 8], outer_tile = [1, 1], thread_tile = [16, 4], element_tile = [1, 1], subgroup_strides = [1, 0], thread_strides = [1, 16]>) : vector<64x32xf32>
    %18 = iree_vector_ext.to_layout %cst_3 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [4, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 16], element_tile = [4, 1], subgroup_strides = [1, 0], thread_strides = [16, 1]>) : vector<64x16xf32>
    %19 = vector.shape_cast %17 : vector<64x32xf32> to vector<4x16x8x4xf32>
    %20 = vector.transpose %19, [0, 2, 1, 3] : vector<4x16x8x4xf32> to vector<4x8x16x4xf32>
    %21 = vector.shape_cast %18 : vector<64x16xf32> to vector<4x1x16x16xf32>
    %22:3 = scf.for %arg1 = %c0 to %c64 step %c16 iter_args(%arg2 = %cst_6, %arg3 = %cst_4, %arg4 = %cst_5) -> (vector<64x32xf32>, vector<64xf32>, vector<64xf32>) {
      gpu.barrier memfence [#gpu.address_space<workgroup>]
      %27 = vector.transfer_read %6[%arg1, %c0], %0 {in_bounds = [true, true]} : memref<64x32xf32, #amdgpu.address_space<fat_raw_buffer>>, vector<16x32xf32>
      %28 = iree_vector_ext.to_layout %27 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [16, 16], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [16, 1]>) : vector<16x32xf32>
      vector.transfer_write %28, %alloc_1[%c0, %c0] {in_bounds = [true, true]} : vector<16x32xf32>, memref<16x32xf32, #gpu.address_space<workgroup>>
      %29 = vector.transfer_read %8[%arg1, %c0], %0 {in_bounds = [true, true]} : memref<64x32xf32, #amdgpu.address_space<fat_raw_buffer>>, vector<16x32xf32>
      %30 = iree_vector_ext.to_layout %29 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [16, 16], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [16, 1]>) : vector<16x32xf32>
      vector.transfer_write %30, %alloc_0[%c0, %c0] {in_bounds = [true, true]} : vector<16x32xf32>, memref<16x32xf32, #gpu.address_space<workgroup>>
      gpu.barrier memfence [#gpu.address_space<workgroup>]
      %31 = vector.transfer_read %alloc_1[%c0, %c0], %0 {in_bounds = [true, true]} : memref<16x32xf32, #gpu.address_space<workgroup>>, vector<16x32xf32>
      %32 = iree_vector_ext.to_layout %31 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 8], outer_tile = [1, 1], thread_tile = [16, 4], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [1, 16]>) : vector<16x32xf32>
      %33 = vector.shape_cast %32 : vector<16x32xf32> to vector<1x16x8x4xf32>
      %34 = vector.transpose %33, [0, 2, 3, 1] : vector<1x16x8x4xf32> to vector<1x8x4x16xf32>
      %35 = iree_codegen.inner_tiled ins(%20, %34) outs(%21) <indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1)>, affine_map<(d0, d1, d2) -> (d2, d1)>, affine_map<(d0, d1, d2) -> (d0, d2)>], iterator_types = [#linalg.iterator_type<parallel>, #linalg.iterator_type<reduction>, #linalg.iterator_type<parallel>], kind = #iree_gpu.mma_layout<MFMA_F32_16x16x4_F32>, semantics = #iree_gpu.mma_semantics<distributed = false, opaque = true>> : vector<4x8x16x4xf32>, vector<1x8x4x16xf32> into vector<4x1x16x16xf32>
      %36 = vector.shape_cast %35 : vector<4x1x16x16xf32> to vector<64x16xf32>
      %37 = iree_vector_ext.to_layout %36 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [4, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 16], element_tile = [4, 1], subgroup_strides = [1, 0], thread_strides = [16, 1]>) : vector<64x16xf32>
      %38 = vector.multi_reduction <maximumf>, %37, %arg4 [1] : vector<64x16xf32> to vector<64xf32>
      %39 = arith.subf %arg4, %38 : vector<64xf32>
      %40 = math.exp2 %39 : vector<64xf32>
      %41 = arith.mulf %40, %arg3 : vector<64xf32>
      %42 = vector.broadcast %38 : vector<64xf32> to vector<16x64xf32>
      %43 = vector.transpose %42, [1, 0] : vector<16x64xf32> to vector<64x16xf32>
      %44 = arith.subf %37, %43 : vector<64x16xf32>
      %45 = math.exp2 %44 : vector<64x16xf32>
      %46 = vector.multi_reduction <add>, %45, %41 [1] : vector<64x16xf32> to vector<64xf32>
      %47 = vector.broadcast %40 : vector<64xf32> to vector<32x64xf32>
      %48 = vector.transpose %47, [1, 0] : vector<32x64xf32> to vector<64x32xf32>
      %49 = arith.mulf %48, %arg2 : vector<64x32xf32>
      vector.transfer_write %45, %alloc[%c0, %c0] {in_bounds = [true, true]} : vector<64x16xf32>, memref<64x16xf32, #gpu.address_space<workgroup>>
      gpu.barrier memfence [#gpu.address_space<workgroup>]
      %50 = vector.transfer_read %alloc[%c0, %c0], %0 {in_bounds = [true, true]} : memref<64x16xf32, #gpu.address_space<workgroup>>, vector<64x16xf32>
      %51 = iree_vector_ext.to_layout %50 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [4, 1], batch_tile = [1, 4], outer_tile = [1, 1], thread_tile = [16, 4], element_tile = [1, 1], subgroup_strides = [1, 0], thread_strides = [1, 16]>) : vector<64x16xf32>
      %52 = iree_vector_ext.to_layout %51 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [4, 1], batch_tile = [1, 4], outer_tile = [1, 1], thread_tile = [16, 4], element_tile = [1, 1], subgroup_strides = [1, 0], thread_strides = [1, 16]>) : vector<64x16xf32>
      %53 = vector.transfer_read %alloc_0[%c0, %c0], %0 {in_bounds = [true, true]} : memref<16x32xf32, #gpu.address_space<workgroup>>, vector<16x32xf32>
      %54 = iree_vector_ext.to_layout %53 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [4, 2], outer_tile = [1, 1], thread_tile = [4, 16], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [16, 1]>) : vector<16x32xf32>
      %55 = iree_vector_ext.to_layout %49 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [4, 1], batch_tile = [1, 2], outer_tile = [1, 1], thread_tile = [4, 16], element_tile = [4, 1], subgroup_strides = [1, 0], thread_strides = [16, 1]>) : vector<64x32xf32>
      %56 = vector.shape_cast %52 : vector<64x16xf32> to vector<4x16x4x4xf32>
      %57 = vector.transpose %56, [0, 2, 1, 3] : vector<4x16x4x4xf32> to vector<4x4x16x4xf32>
      %58 = vector.shape_cast %54 : vector<16x32xf32> to vector<4x4x2x16xf32>
      %59 = vector.transpose %58, [0, 2, 3, 1] : vector<4x4x2x16xf32> to vector<4x2x16x4xf32>
      %60 = vector.shape_cast %55 : vector<64x32xf32> to vector<4x16x2x16xf32>
      %61 = vector.transpose %60, [0, 2, 1, 3] : vector<4x16x2x16xf32> to vector<4x2x16x16xf32>
      %62 = iree_codegen.inner_tiled ins(%57, %59) outs(%61) <indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d2, d1)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = [#linalg.iterator_type<parallel>, #linalg.iterator_type<parallel>, #linalg.iterator_type<reduction>], kind = #iree_gpu.mma_layout<MFMA_F32_16x16x4_F32>, semantics = #iree_gpu.mma_semantics<distributed = false, opaque = true>> : vector<4x4x16x4xf32>, vector<4x2x16x4xf32> into vector<4x2x16x16xf32>
      %63 = vector.transpose %62, [0, 2, 1, 3] : vector<4x2x16x16xf32> to vector<4x16x2x16xf32>
      %64 = vector.shape_cast %63 : vector<4x16x2x16xf32> to vector<64x32xf32>
      %65 = iree_vector_ext.to_layout %64 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [4, 1], batch_tile = [1, 2], outer_tile = [1, 1], thread_tile = [4, 16], element_tile = [4, 1], subgroup_strides = [1, 0], thread_strides = [16, 1]>) : vector<64x32xf32>
      scf.yield %65, %46, %38 : vector<64x32xf32>, vector<64xf32>, vector<64xf32>
    }
    %23 = arith.divf %cst, %22#1 : vector<64xf32>
    %24 = vector.broadcast %23 : vector<64xf32> to vector<32x64xf32>
    %25 = vector.transpose %24, [1, 0] : vector<32x64xf32> to vector<64x32xf32>
    %26 = arith.mulf %25, %22#0 : vector<64x32xf32>
    vector.transfer_write %26, %10[%c0, %c0] {in_bounds = [true, true]} : vector<64x32xf32>, memref<64x32xf32, #amdgpu.address_space<fat_raw_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<x>]}
  memref.dealloc %alloc_2 : memref<64x32xf32, #gpu.address_space<workgroup>>
  memref.dealloc %alloc_1 : memref<16x32xf32, #gpu.address_space<workgroup>>
  memref.dealloc %alloc_0 : memref<16x32xf32, #gpu.address_space<workgroup>>
  memref.dealloc %alloc : memref<64x16xf32, #gpu.address_space<workgroup>>
  return
}
