func.func @scaled_dispatch_2_scaled_matmul_like_128x128x16x32_f4E2M1FNxf4E2M1FNxf8E8M0FNUxf8E8M0FNUxf32() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [64, 1, 1] subgroup_size = 64, {gpu_pipeline_options = #iree_gpu.pipeline_options<no_reduce_shared_memory_bank_conflicts = false, use_igemm_convolution = false>}>} {
  %0 = ub.poison : f8E8M0FNU
  %1 = ub.poison : f4E2M1FN
  %cst = arith.constant dense<0.000000e+00> : vector<1x1x1x4xf32>
  %cst_0 = arith.constant dense<0.000000e+00> : vector<1x1xf32>
  %c1 = arith.constant 1 : index
  %c16 = arith.constant 16 : index
  %c0 = arith.constant 0 : index
  %c32768 = arith.constant 32768 : index
  %2 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<128x16x32xf4E2M1FN, #hal.descriptor_type<storage_buffer>>
  %assume_align = memref.assume_alignment %2, 64 : memref<128x16x32xf4E2M1FN, #hal.descriptor_type<storage_buffer>>
  %3 = amdgpu.fat_raw_buffer_cast %assume_align resetOffset : memref<128x16x32xf4E2M1FN, #hal.descriptor_type<storage_buffer>> to memref<128x16x32xf4E2M1FN, #amdgpu.address_space<fat_raw_buffer>>
  %4 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c32768) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<128x16x32xf4E2M1FN, strided<[512, 32, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
  %assume_align_1 = memref.assume_alignment %4, 64 : memref<128x16x32xf4E2M1FN, strided<[512, 32, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
  %5 = amdgpu.fat_raw_buffer_cast %assume_align_1 resetOffset : memref<128x16x32xf4E2M1FN, strided<[512, 32, 1], offset: ?>, #hal.descriptor_type<storage_buffer>> to memref<128x16x32xf4E2M1FN, #amdgpu.address_space<fat_raw_buffer>>
  %6 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<128x16xf8E8M0FNU, #hal.descriptor_type<storage_buffer>>
  %assume_align_2 = memref.assume_alignment %6, 64 : memref<128x16xf8E8M0FNU, #hal.descriptor_type<storage_buffer>>
  %7 = amdgpu.fat_raw_buffer_cast %assume_align_2 resetOffset : memref<128x16xf8E8M0FNU, #hal.descriptor_type<storage_buffer>> to memref<128x16xf8E8M0FNU, #amdgpu.address_space<fat_raw_buffer>>
  %8 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(2) alignment(64) offset(%c0) flags("ReadOnly|Indirect") {iree_gpu.use_rocdl_buffer_instructions} : memref<128x16xf8E8M0FNU, #hal.descriptor_type<storage_buffer>>
  %assume_align_3 = memref.assume_alignment %8, 64 : memref<128x16xf8E8M0FNU, #hal.descriptor_type<storage_buffer>>
  %9 = amdgpu.fat_raw_buffer_cast %assume_align_3 resetOffset : memref<128x16xf8E8M0FNU, #hal.descriptor_type<storage_buffer>> to memref<128x16xf8E8M0FNU, #amdgpu.address_space<fat_raw_buffer>>
  %10 = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(3) alignment(64) offset(%c0) flags(Indirect) {iree_gpu.use_rocdl_buffer_instructions} : memref<128x128xf32, #hal.descriptor_type<storage_buffer>>
  %assume_align_4 = memref.assume_alignment %10, 64 : memref<128x128xf32, #hal.descriptor_type<storage_buffer>>
  %11 = amdgpu.fat_raw_buffer_cast %assume_align_4 resetOffset : memref<128x128xf32, #hal.descriptor_type<storage_buffer>> to memref<128x128xf32, #amdgpu.address_space<fat_raw_buffer>>
  scf.forall (%arg0, %arg1) in (128, 128) {
    %subview = memref.subview %11[%arg0, %arg1] [1, 1] [1, 1] : memref<128x128xf32, #amdgpu.address_space<fat_raw_buffer>> to memref<1x1xf32, strided<[128, 1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
    %12 = scf.for %arg2 = %c0 to %c16 step %c1 iter_args(%arg3 = %cst) -> (vector<1x1x1x4xf32>) {
      %14 = vector.transfer_read %3[%arg0, %arg2, %c0], %1 {in_bounds = [true, true, true]} : memref<128x16x32xf4E2M1FN, #amdgpu.address_space<fat_raw_buffer>>, vector<1x1x32xf4E2M1FN>
      %15 = vector.shape_cast %14 : vector<1x1x32xf4E2M1FN> to vector<1x1x4x8xf4E2M1FN>
      %16 = vector.transfer_read %5[%arg1, %arg2, %c0], %1 {in_bounds = [true, true, true]} : memref<128x16x32xf4E2M1FN, #amdgpu.address_space<fat_raw_buffer>>, vector<1x1x32xf4E2M1FN>
      %17 = vector.shape_cast %16 : vector<1x1x32xf4E2M1FN> to vector<1x1x4x8xf4E2M1FN>
      %18 = vector.transfer_read %7[%arg0, %arg2], %0 {in_bounds = [true, true]} : memref<128x16xf8E8M0FNU, #amdgpu.address_space<fat_raw_buffer>>, vector<1x1xf8E8M0FNU>
      %19 = vector.transfer_read %9[%arg1, %arg2], %0 {in_bounds = [true, true]} : memref<128x16xf8E8M0FNU, #amdgpu.address_space<fat_raw_buffer>>, vector<1x1xf8E8M0FNU>
      %20 = iree_vector_ext.to_layout %15 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1, 1], batch_tile = [1, 1, 1, 1], outer_tile = [1, 1, 1, 1], thread_tile = [1, 1, 4, 1], element_tile = [1, 1, 1, 8], subgroup_strides = [0, 0, 0, 0], thread_strides = [0, 0, 1, 0]>) : vector<1x1x4x8xf4E2M1FN>
      %21 = iree_vector_ext.to_layout %17 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1, 1], batch_tile = [1, 1, 1, 1], outer_tile = [1, 1, 1, 1], thread_tile = [1, 1, 4, 1], element_tile = [1, 1, 1, 8], subgroup_strides = [0, 0, 0, 0], thread_strides = [0, 0, 1, 0]>) : vector<1x1x4x8xf4E2M1FN>
      %22 = iree_vector_ext.to_layout %18 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 1], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [0, 0]>) : vector<1x1xf8E8M0FNU>
      %23 = iree_vector_ext.to_layout %19 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 1], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [0, 0]>) : vector<1x1xf8E8M0FNU>
      %24 = iree_vector_ext.to_layout %arg3 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1, 1], batch_tile = [1, 1, 1, 1], outer_tile = [1, 1, 1, 1], thread_tile = [1, 1, 1, 4], element_tile = [1, 1, 1, 1], subgroup_strides = [0, 0, 0, 0], thread_strides = [0, 0, 0, 1]>) : vector<1x1x1x4xf32>
      %25 = vector.shape_cast %20 : vector<1x1x4x8xf4E2M1FN> to vector<1x1x1x4x8xf4E2M1FN>
      %26 = vector.shape_cast %21 : vector<1x1x4x8xf4E2M1FN> to vector<1x1x1x4x8xf4E2M1FN>
      %27 = vector.broadcast %22 : vector<1x1xf8E8M0FNU> to vector<1x1x1x4x8xf8E8M0FNU>
      %28 = vector.broadcast %23 : vector<1x1xf8E8M0FNU> to vector<1x1x1x4x8xf8E8M0FNU>
      %29 = arith.scaling_extf %25, %27 : vector<1x1x1x4x8xf4E2M1FN>, vector<1x1x1x4x8xf8E8M0FNU> to vector<1x1x1x4x8xf32>
      %30 = arith.scaling_extf %26, %28 : vector<1x1x1x4x8xf4E2M1FN>, vector<1x1x1x4x8xf8E8M0FNU> to vector<1x1x1x4x8xf32>
      %31 = vector.contract {indexing_maps = [affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d2, d3, d4)>, affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d2, d3, d4)>, affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d2, d3)>], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"], kind = #vector.kind<add>} %29, %30, %24 : vector<1x1x1x4x8xf32>, vector<1x1x1x4x8xf32> into vector<1x1x1x4xf32>
      %32 = iree_vector_ext.to_layout %31 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1, 1], batch_tile = [1, 1, 1, 1], outer_tile = [1, 1, 1, 1], thread_tile = [1, 1, 1, 4], element_tile = [1, 1, 1, 1], subgroup_strides = [0, 0, 0, 0], thread_strides = [0, 0, 0, 1]>) : vector<1x1x1x4xf32>
      scf.yield %32 : vector<1x1x1x4xf32>
    }
    %13 = vector.multi_reduction <add>, %12, %cst_0 [2, 3] : vector<1x1x1x4xf32> to vector<1x1xf32>
    vector.transfer_write %13, %subview[%c0, %c0] {in_bounds = [true, true]} : vector<1x1xf32>, memref<1x1xf32, strided<[128, 1], offset: ?>, #amdgpu.address_space<fat_raw_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<y>, #iree_codegen.workgroup_mapping<x>]}
  return
}
