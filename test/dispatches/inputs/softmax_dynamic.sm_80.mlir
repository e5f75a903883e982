func.func @softmax_dispatch_0_softmax_DxDxf32_dispatch_tensor_store() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [1024, 1, 1] subgroup_size = 32, {gpu_pipeline_options = #iree_gpu.pipeline_options<no_reduce_shared_memory_bank_conflicts = false, use_igemm_convolution = false>}>} {
  %cst = arith.constant dense<4> : vector<1024xindex>
  %cst_0 = arith.constant dense<0.000000e+00> : vector<1x1024x4xf32>
  %cst_1 = arith.constant dense<0.000000e+00> : vector<1x1024xf32>
  %cst_2 = arith.constant dense<0.000000e+00> : vector<1xf32>
  %cst_3 = arith.constant dense<0xFFC00000> : vector<1x1024x4xf32>
  %c4 = arith.constant 4 : index
  %cst_4 = arith.constant dense<0xFFC00000> : vector<1x1024xf32>
  %cst_5 = arith.constant dense<0xFFC00000> : vector<1xf32>
  %c1024 = arith.constant 1024 : index
  %0 = ub.poison : f32
  %c32_i64 = arith.constant 32 : i64
  %c0 = arith.constant 0 : index
  %1 = hal.interface.constant.load layout(<constants = 4, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) ordinal(0) : i32
  %2 = hal.interface.constant.load layout(<constants = 4, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) ordinal(1) : i32
  %3 = hal.interface.constant.load layout(<constants = 4, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) ordinal(2) : i32
  %4 = hal.interface.constant.load layout(<constants = 4, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) ordinal(3) : i32
  %5 = arith.extui %1 : i32 to i64
  %6 = arith.extui %2 : i32 to i64
  %7 = arith.shli %6, %c32_i64 : i64
  %8 = arith.ori %5, %7 : i64
  %9 = arith.index_castui %8 : i64 to index
  %10 = arith.extui %3 : i32 to i64
  %11 = arith.extui %4 : i32 to i64
  %12 = arith.shli %11, %c32_i64 : i64
  %13 = arith.ori %10, %12 : i64
  %14 = arith.index_castui %13 : i64 to index
  %15:2 = util.assume.int 
      %9<umin = 0, umax = 9007199254740991>, 
      %14<umin = 0, umax = 9007199254740991>
    : index, index
  %16 = iree_tensor_ext.dispatch.workload.ordinal %15#0, 0 : index
  %17 = iree_tensor_ext.dispatch.workload.ordinal %15#1, 1 : index
  %18 = hal.interface.binding.subspan layout(<constants = 4, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<?x?xf32, #hal.descriptor_type<storage_buffer>>{%16, %17}
  %assume_align = memref.assume_alignment %18, 64 : memref<?x?xf32, #hal.descriptor_type<storage_buffer>>
  %19 = hal.interface.binding.subspan layout(<constants = 4, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags(Indirect) : memref<?x?xf32, #hal.descriptor_type<storage_buffer>>{%16, %17}
  %assume_align_6 = memref.assume_alignment %19, 64 : memref<?x?xf32, #hal.descriptor_type<storage_buffer>>
  scf.forall (%arg0) in (%16) {
    %subview = memref.subview %assume_align_6[%arg0, 0] [1, %17] [1, 1] : memref<?x?xf32, #hal.descriptor_type<storage_buffer>> to memref<1x?xf32, strided<[?, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
    %20 = affine.apply affine_map<()[s0] -> ((s0 ceildiv 4096) * 1024)>()[%17]
    %21 = scf.for %arg1 = %c0 to %20 step %c1024 iter_args(%arg2 = %cst_4) -> (vector<1x1024xf32>) {
      %25 = affine.apply affine_map<()[s0] -> (s0 * 4)>()[%arg1]
      %26 = affine.min affine_map<()[s0, s1] -> (4096, s0 - s1 * 4)>()[%17, %arg1]
      %subview_7 = memref.subview %assume_align[%arg0, %25] [1, %26] [1, 1] : memref<?x?xf32, #hal.descriptor_type<storage_buffer>> to memref<1x?xf32, strided<[?, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
      %27 = vector.step : vector<4096xindex>
      %28 = vector.broadcast %26 : index to vector<4096xindex>
      %29 = arith.cmpi slt, %27, %28 : vector<4096xindex>
      %30 = vector.shape_cast %29 : vector<4096xi1> to vector<1x4096xi1>
      %31 = vector.transfer_read %subview_7[%c0, %c0], %0, %30 {in_bounds = [true, true]} : memref<1x?xf32, strided<[?, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>, vector<1x4096xf32>
      %32 = vector.shape_cast %31 : vector<1x4096xf32> to vector<1x1024x4xf32>
      %33 = iree_vector_ext.to_layout %32 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 32, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 32, 1], element_tile = [1, 1, 4], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 0]>) : vector<1x1024x4xf32>
      %34 = iree_vector_ext.to_layout %arg2 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 32], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 1], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x1024xf32>
      %35 = vector.step : vector<1024xindex>
      %36 = vector.step : vector<4xindex>
      %37 = arith.muli %arg1, %c4 overflow<nsw> : index
      %38 = vector.broadcast %37 : index to vector<4xindex>
      %39 = arith.addi %38, %36 : vector<4xindex>
      %40 = arith.muli %35, %cst overflow<nsw> : vector<1024xindex>
      %41 = vector.broadcast %40 : vector<1024xindex> to vector<1x4x1024xindex>
      %42 = vector.transpose %41, [0, 2, 1] : vector<1x4x1024xindex> to vector<1x1024x4xindex>
      %43 = vector.broadcast %39 : vector<4xindex> to vector<1x1024x4xindex>
      %44 = arith.addi %43, %42 : vector<1x1024x4xindex>
      %45 = vector.broadcast %17 : index to vector<1x1024x4xindex>
      %46 = arith.cmpi ult, %44, %45 : vector<1x1024x4xindex>
      %47 = arith.select %46, %33, %cst_3 : vector<1x1024x4xi1>, vector<1x1024x4xf32>
      %48 = vector.multi_reduction <maxnumf>, %47, %34 [2] : vector<1x1024x4xf32> to vector<1x1024xf32>
      %49 = iree_vector_ext.to_layout %48 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 32], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 1], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x1024xf32>
      scf.yield %49 : vector<1x1024xf32>
    }
    %22 = vector.multi_reduction <maxnumf>, %21, %cst_5 [1] : vector<1x1024xf32> to vector<1xf32>
    %23 = scf.for %arg1 = %c0 to %20 step %c1024 iter_args(%arg2 = %cst_1) -> (vector<1x1024xf32>) {
      %25 = affine.apply affine_map<()[s0] -> (s0 * 4)>()[%arg1]
      %26 = affine.min affine_map<()[s0, s1] -> (4096, s0 - s1 * 4)>()[%17, %arg1]
      %subview_7 = memref.subview %assume_align[%arg0, %25] [1, %26] [1, 1] : memref<?x?xf32, #hal.descriptor_type<storage_buffer>> to memref<1x?xf32, strided<[?, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
      %27 = vector.step : vector<4096xindex>
      %28 = vector.broadcast %26 : index to vector<4096xindex>
      %29 = arith.cmpi slt, %27, %28 : vector<4096xindex>
      %30 = vector.shape_cast %29 : vector<4096xi1> to vector<1x4096xi1>
      %31 = vector.transfer_read %subview_7[%c0, %c0], %0, %30 {in_bounds = [true, true]} : memref<1x?xf32, strided<[?, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>, vector<1x4096xf32>
      %32 = vector.shape_cast %31 : vector<1x4096xf32> to vector<1x1024x4xf32>
      %33 = iree_vector_ext.to_layout %32 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 32, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 32, 1], element_tile = [1, 1, 4], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 0]>) : vector<1x1024x4xf32>
      %34 = iree_vector_ext.to_layout %22 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [1], subgroup_strides = [0], thread_strides = [0]>) : vector<1xf32>
      %35 = iree_vector_ext.to_layout %arg2 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 32], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 1], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x1024xf32>
      %36 = vector.broadcast %34 : vector<1xf32> to vector<1x1024x4xf32>
      %37 = vector.step : vector<1024xindex>
      %38 = vector.step : vector<4xindex>
      %39 = arith.muli %arg1, %c4 overflow<nsw> : index
      %40 = vector.broadcast %39 : index to vector<4xindex>
      %41 = arith.addi %40, %38 : vector<4xindex>
      %42 = arith.muli %37, %cst overflow<nsw> : vector<1024xindex>
      %43 = vector.broadcast %42 : vector<1024xindex> to vector<1x4x1024xindex>
      %44 = vector.transpose %43, [0, 2, 1] : vector<1x4x1024xindex> to vector<1x1024x4xindex>
      %45 = vector.broadcast %41 : vector<4xindex> to vector<1x1024x4xindex>
      %46 = arith.addi %45, %44 : vector<1x1024x4xindex>
      %47 = vector.broadcast %17 : index to vector<1x1024x4xindex>
      %48 = arith.cmpi ult, %46, %47 : vector<1x1024x4xindex>
      %49 = arith.subf %33, %36 : vector<1x1024x4xf32>
      %50 = math.exp %49 : vector<1x1024x4xf32>
      %51 = arith.select %48, %50, %cst_0 : vector<1x1024x4xi1>, vector<1x1024x4xf32>
      %52 = vector.multi_reduction <add>, %51, %35 [2] : vector<1x1024x4xf32> to vector<1x1024xf32>
      %53 = iree_vector_ext.to_layout %52 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 32], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 1], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x1024xf32>
      scf.yield %53 : vector<1x1024xf32>
    }
    %24 = vector.multi_reduction <add>, %23, %cst_2 [1] : vector<1x1024xf32> to vector<1xf32>
    scf.forall (%arg1) = (0) to (%17) step (4096) {
      %25 = affine.min affine_map<(d0)[s0] -> (-d0 + s0, 4096)>(%arg1)[%17]
      %subview_7 = memref.subview %assume_align[%arg0, %arg1] [1, %25] [1, 1] : memref<?x?xf32, #hal.descriptor_type<storage_buffer>> to memref<1x?xf32, strided<[?, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
      %subview_8 = memref.subview %subview[0, %arg1] [1, %25] [1, 1] : memref<1x?xf32, strided<[?, 1], offset: ?>, #hal.descriptor_type<storage_buffer>> to memref<1x?xf32, strided<[?, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
      %26 = vector.step : vector<4096xindex>
      %27 = vector.broadcast %25 : index to vector<4096xindex>
      %28 = arith.cmpi slt, %26, %27 : vector<4096xindex>
      %29 = vector.shape_cast %28 : vector<4096xi1> to vector<1x4096xi1>
      %30 = vector.transfer_read %subview_7[%c0, %c0], %0, %29 {in_bounds = [true, true]} : memref<1x?xf32, strided<[?, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>, vector<1x4096xf32>
      %31 = iree_vector_ext.to_layout %30 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 32], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 4], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x4096xf32>
      %32 = iree_vector_ext.to_layout %22 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [1], subgroup_strides = [0], thread_strides = [0]>) : vector<1xf32>
      %33 = iree_vector_ext.to_layout %24 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [1], subgroup_strides = [0], thread_strides = [0]>) : vector<1xf32>
      %34 = vector.broadcast %32 : vector<1xf32> to vector<1x4096xf32>
      %35 = vector.broadcast %33 : vector<1xf32> to vector<1x4096xf32>
      %36 = arith.subf %31, %34 : vector<1x4096xf32>
      %37 = math.exp %36 : vector<1x4096xf32>
      %38 = arith.divf %37, %35 : vector<1x4096xf32>
      %39 = iree_vector_ext.to_layout %38 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 32], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [1, 4], subgroup_strides = [0, 1], thread_strides = [0, 1]>) : vector<1x4096xf32>
      vector.transfer_write %39, %subview_8[%c0, %c0], %29 {in_bounds = [true, true]} : vector<1x4096xf32>, memref<1x?xf32, strided<[?, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
    }
  } {mapping = [#iree_codegen.workgroup_mapping<x>]}
  return
}
