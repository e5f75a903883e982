func.func @attention_dispatch_0_attention_2xDx64x64xD() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [512, 1, 1] subgroup_size = 64, {iree_codegen.denormal_fp_math_f32 = #iree_codegen.denormal_fp_math<"preserve-sign">}>} {
  %alloca = memref.alloca() : memref<512x1x1xf32, #gpu.address_space<private>>
  %alloca_0 = memref.alloca() : memref<512x1x1xf32, #gpu.address_space<private>>
  %alloca_1 = memref.alloca() : memref<512x1x1x16xf32, #gpu.address_space<private>>
  %cst = arith.constant dense<1.000000e+00> : vector<1x1xf32>
  %cst_2 = arith.constant dense<0.000000e+00> : vector<1x512x1xf32>
  %0 = ub.poison : f16
  %cst_3 = arith.constant dense<0.000000e+00> : vector<512x1x1xf32>
  %cst_4 = arith.constant dense<-3.40282347E+38> : vector<512x1x1xf32>
  %cst_5 = arith.constant dense<0.000000e+00> : vector<512x1x1x16xf32>
  %cst_6 = arith.constant dense<0.000000e+00> : vector<1x1xf32>
  %cst_7 = arith.constant dense<-3.40282347E+38> : vector<1x1xf32>
  %cst_8 = arith.constant dense<0.000000e+00> : vector<1x1x16xf32>
  %1 = ub.poison : f32
  %cst_9 = arith.constant 1.442380e+00 : f16
  %c512 = arith.constant 512 : index
  %c32_i64 = arith.constant 32 : i64
  %c0 = arith.constant 0 : index
  %2 = hal.interface.constant.load layout(<constants = 7, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) ordinal(0) : i32
  %3 = hal.interface.constant.load layout(<constants = 7, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) ordinal(1) : i32
  %4 = hal.interface.constant.load layout(<constants = 7, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) ordinal(2) : i32
  %5 = hal.interface.constant.load layout(<constants = 7, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) ordinal(3) : i32
  %6 = hal.interface.constant.load layout(<constants = 7, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) ordinal(4) : i32
  %7 = hal.interface.constant.load layout(<constants = 7, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) ordinal(5) : i32
  %8 = hal.interface.constant.load layout(<constants = 7, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) ordinal(6) : i32
  %9 = arith.trunci %2 : i32 to i16
  %10 = arith.bitcast %9 : i16 to f16
  %11 = arith.extui %3 : i32 to i64
  %12 = arith.extui %4 : i32 to i64
  %13 = arith.shli %12, %c32_i64 : i64
  %14 = arith.ori %11, %13 : i64
  %15 = arith.index_castui %14 : i64 to index
  %16 = arith.extui %5 : i32 to i64
  %17 = arith.extui %6 : i32 to i64
  %18 = arith.shli %17, %c32_i64 : i64
  %19 = arith.ori %16, %18 : i64
  %20 = arith.index_castui %19 : i64 to index
  %21 = arith.extui %7 : i32 to i64
  %22 = arith.extui %8 : i32 to i64
  %23 = arith.shli %22, %c32_i64 : i64
  %24 = arith.ori %21, %23 : i64
  %25 = arith.index_castui %24 : i64 to index
  %26:3 = util.assume.int 
      %15<umin = 0, umax = 9007199254740991>, 
      %20<umin = 0, umax = 9007199254740991>, 
      %25<umin = 0, umax = 9007199254740991>
    : index, index, index
  %27 = iree_tensor_ext.dispatch.workload.ordinal %26#0, 0 : index
  %28 = iree_tensor_ext.dispatch.workload.ordinal %26#1, 1 : index
  %29 = iree_tensor_ext.dispatch.workload.ordinal %26#2, 2 : index
  %30 = hal.interface.binding.subspan layout(<constants = 7, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(0) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<2x?x64xf16, #hal.descriptor_type<storage_buffer>>{%29}
  %assume_align = memref.assume_alignment %30, 64 : memref<2x?x64xf16, #hal.descriptor_type<storage_buffer>>
  %31 = hal.interface.binding.subspan layout(<constants = 7, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(1) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<2x?x64xf16, #hal.descriptor_type<storage_buffer>>{%27}
  %assume_align_10 = memref.assume_alignment %31, 64 : memref<2x?x64xf16, #hal.descriptor_type<storage_buffer>>
  %32 = hal.interface.binding.subspan layout(<constants = 7, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(2) alignment(64) offset(%c0) flags("ReadOnly|Indirect") : memref<2x?x64xf16, #hal.descriptor_type<storage_buffer>>{%28}
  %assume_align_11 = memref.assume_alignment %32, 64 : memref<2x?x64xf16, #hal.descriptor_type<storage_buffer>>
  %33 = hal.interface.binding.subspan layout(<constants = 7, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, "ReadOnly|Indirect">, #hal.pipeline.binding<storage_buffer, Indirect>], flags = Indirect>) binding(3) alignment(64) offset(%c0) flags(Indirect) : memref<2x?x64xf16, #hal.descriptor_type<storage_buffer>>{%29}
  %assume_align_12 = memref.assume_alignment %33, 64 : memref<2x?x64xf16, #hal.descriptor_type<storage_buffer>>
  scf.forall (%arg0, %arg1, %arg2) = (0, 0, 0) to (2, %29, 64) step (1, 1, 16) {
    %subview = memref.subview %assume_align_12[%arg0, %arg1, %arg2] [1, 1, 16] [1, 1, 1] : memref<2x?x64xf16, #hal.descriptor_type<storage_buffer>> to memref<1x1x16xf16, strided<[?, 64, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
    vector.transfer_write %cst_5, %alloca_1[%c0, %c0, %c0, %c0] {in_bounds = [true, true, true, true]} : vector<512x1x1x16xf32>, memref<512x1x1x16xf32, #gpu.address_space<private>>
    vector.transfer_write %cst_4, %alloca[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<512x1x1xf32>, memref<512x1x1xf32, #gpu.address_space<private>>
    vector.transfer_write %cst_3, %alloca_0[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<512x1x1xf32>, memref<512x1x1xf32, #gpu.address_space<private>>
    scf.for %arg3 = %c0 to %27 step %c512 {
      %53 = affine.min affine_map<(d0)[s0] -> (-d0 + s0, 512)>(%arg3)[%27]
      %subview_13 = memref.subview %assume_align_10[%arg0, %arg3, 0] [1, %53, 64] [1, 1, 1] : memref<2x?x64xf16, #hal.descriptor_type<storage_buffer>> to memref<1x?x64xf16, strided<[?, 64, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
      %subview_14 = memref.subview %assume_align_11[%arg0, %arg3, %arg2] [1, %53, 16] [1, 1, 1] : memref<2x?x64xf16, #hal.descriptor_type<storage_buffer>> to memref<1x?x16xf16, strided<[?, 64, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
      %subview_15 = memref.subview %alloca_1[0, 0, 0, 0] [%53, 1, 1, 16] [1, 1, 1, 1] : memref<512x1x1x16xf32, #gpu.address_space<private>> to memref<?x1x1x16xf32, strided<[16, 16, 16, 1]>, #gpu.address_space<private>>
      %subview_16 = memref.subview %alloca[0, 0, 0] [%53, 1, 1] [1, 1, 1] : memref<512x1x1xf32, #gpu.address_space<private>> to memref<?x1x1xf32, strided<[1, 1, 1]>, #gpu.address_space<private>>
      %subview_17 = memref.subview %alloca_0[0, 0, 0] [%53, 1, 1] [1, 1, 1] : memref<512x1x1xf32, #gpu.address_space<private>> to memref<?x1x1xf32, strided<[1, 1, 1]>, #gpu.address_space<private>>
      %54 = arith.mulf %10, %cst_9 : f16
      %55 = vector.transfer_read %assume_align[%arg0, %arg1, %c0], %0 {in_bounds = [true, true, true]} : memref<2x?x64xf16, #hal.descriptor_type<storage_buffer>>, vector<1x1x64xf16>
      %56 = vector.broadcast %54 : f16 to vector<1x1x64xf16>
      %57 = arith.mulf %56, %55 : vector<1x1x64xf16>
      %58 = iree_vector_ext.to_layout %57 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 8], outer_tile = [1, 1, 1], thread_tile = [1, 1, 1], element_tile = [1, 1, 8], subgroup_strides = [0, 0, 0], thread_strides = [0, 0, 0]>) : vector<1x1x64xf16>
      %59 = vector.step : vector<512xindex>
      %60 = vector.broadcast %53 : index to vector<512xindex>
      %61 = arith.cmpi slt, %59, %60 : vector<512xindex>
      %62 = vector.broadcast %61 : vector<512xi1> to vector<1x64x512xi1>
      %63 = vector.transpose %62, [0, 2, 1] : vector<1x64x512xi1> to vector<1x512x64xi1>
      %64 = vector.transfer_read %subview_13[%c0, %c0, %c0], %0, %63 {in_bounds = [true, true, true]} : memref<1x?x64xf16, strided<[?, 64, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>, vector<1x512x64xf16>
      %65 = iree_vector_ext.to_layout %64 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8, 1], batch_tile = [1, 1, 8], outer_tile = [1, 1, 1], thread_tile = [1, 64, 1], element_tile = [1, 1, 8], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 0]>) : vector<1x512x64xf16>
      %66 = iree_vector_ext.to_layout %cst_2 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 64, 1], element_tile = [1, 1, 1], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 0]>) : vector<1x512x1xf32>
      %67 = vector.transpose %66, [0, 2, 1] : vector<1x512x1xf32> to vector<1x1x512xf32>
      %68 = vector.contract {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>, affine_map<(d0, d1, d2, d3) -> (d0, d3, d2)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>], iterator_types = ["parallel", "parallel", "reduction", "parallel"], kind = #vector.kind<add>} %58, %65, %67 : vector<1x1x64xf16>, vector<1x512x64xf16> into vector<1x1x512xf32>
      %69 = vector.transpose %68, [0, 2, 1] : vector<1x1x512xf32> to vector<1x512x1xf32>
      %70 = iree_vector_ext.to_layout %69 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 64, 1], element_tile = [1, 1, 1], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 0]>) : vector<1x512x1xf32>
      %71 = vector.transpose %70, [0, 2, 1] : vector<1x512x1xf32> to vector<1x1x512xf32>
      %72 = vector.shape_cast %61 : vector<512xi1> to vector<512x1x1xi1>
      %73 = vector.transfer_read %subview_16[%c0, %c0, %c0], %1, %72 {in_bounds = [true, true, true]} : memref<?x1x1xf32, strided<[1, 1, 1]>, #gpu.address_space<private>>, vector<512x1x1xf32>
      %74 = vector.transpose %73, [1, 2, 0] : vector<512x1x1xf32> to vector<1x1x512xf32>
      %75 = arith.maximumf %71, %74 : vector<1x1x512xf32>
      %76 = vector.transpose %75, [2, 0, 1] : vector<1x1x512xf32> to vector<512x1x1xf32>
      vector.transfer_write %76, %subview_16[%c0, %c0, %c0], %72 {in_bounds = [true, true, true]} : vector<512x1x1xf32>, memref<?x1x1xf32, strided<[1, 1, 1]>, #gpu.address_space<private>>
      %77 = arith.subf %73, %76 : vector<512x1x1xf32>
      %78 = math.exp2 %77 : vector<512x1x1xf32>
      %79 = vector.transfer_read %subview_17[%c0, %c0, %c0], %1, %72 {in_bounds = [true, true, true]} : memref<?x1x1xf32, strided<[1, 1, 1]>, #gpu.address_space<private>>, vector<512x1x1xf32>
      %80 = arith.mulf %78, %79 : vector<512x1x1xf32>
      %81 = arith.subf %71, %75 : vector<1x1x512xf32>
      %82 = math.exp2 %81 : vector<1x1x512xf32>
      %83 = vector.transpose %82, [0, 2, 1] : vector<1x1x512xf32> to vector<1x512x1xf32>
      %84 = vector.transpose %80, [1, 2, 0] : vector<512x1x1xf32> to vector<1x1x512xf32>
      %85 = arith.addf %82, %84 : vector<1x1x512xf32>
      %86 = vector.transpose %85, [2, 0, 1] : vector<1x1x512xf32> to vector<512x1x1xf32>
      vector.transfer_write %86, %subview_17[%c0, %c0, %c0], %72 {in_bounds = [true, true, true]} : vector<512x1x1xf32>, memref<?x1x1xf32, strided<[1, 1, 1]>, #gpu.address_space<private>>
      %87 = arith.truncf %83 : vector<1x512x1xf32> to vector<1x512x1xf16>
      %88 = vector.broadcast %78 : vector<512x1x1xf32> to vector<16x512x1x1xf32>
      %89 = vector.transpose %88, [2, 3, 0, 1] : vector<16x512x1x1xf32> to vector<1x1x16x512xf32>
      %90 = vector.broadcast %61 : vector<512xi1> to vector<1x1x16x512xi1>
      %91 = vector.transpose %90, [3, 0, 1, 2] : vector<1x1x16x512xi1> to vector<512x1x1x16xi1>
      %92 = vector.transfer_read %subview_15[%c0, %c0, %c0, %c0], %1, %91 {in_bounds = [true, true, true, true]} : memref<?x1x1x16xf32, strided<[16, 16, 16, 1]>, #gpu.address_space<private>>, vector<512x1x1x16xf32>
      %93 = vector.transpose %92, [1, 2, 3, 0] : vector<512x1x1x16xf32> to vector<1x1x16x512xf32>
      %94 = arith.mulf %89, %93 : vector<1x1x16x512xf32>
      %95 = vector.transpose %94, [3, 0, 1, 2] : vector<1x1x16x512xf32> to vector<512x1x1x16xf32>
      %96 = iree_vector_ext.to_layout %87 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [1, 64, 1], element_tile = [1, 1, 1], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 0]>) : vector<1x512x1xf16>
      %97 = vector.broadcast %61 : vector<512xi1> to vector<1x16x512xi1>
      %98 = vector.transpose %97, [0, 2, 1] : vector<1x16x512xi1> to vector<1x512x16xi1>
      %99 = vector.transfer_read %subview_14[%c0, %c0, %c0], %0, %98 {in_bounds = [true, true, true]} : memref<1x?x16xf16, strided<[?, 64, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>, vector<1x512x16xf16>
      %100 = iree_vector_ext.to_layout %99 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 8, 1], batch_tile = [1, 1, 2], outer_tile = [1, 1, 1], thread_tile = [1, 64, 1], element_tile = [1, 1, 8], subgroup_strides = [0, 1, 0], thread_strides = [0, 1, 0]>) : vector<1x512x16xf16>
      %101 = iree_vector_ext.to_layout %95 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [8, 1, 1, 1], batch_tile = [1, 1, 1, 2], outer_tile = [1, 1, 1, 1], thread_tile = [64, 1, 1, 1], element_tile = [1, 1, 1, 8], subgroup_strides = [1, 0, 0, 0], thread_strides = [1, 0, 0, 0]>) : vector<512x1x1x16xf32>
      %102 = vector.transpose %101, [1, 2, 3, 0] : vector<512x1x1x16xf32> to vector<1x1x16x512xf32>
      %103 = arith.extf %96 : vector<1x512x1xf16> to vector<1x512x1xf32>
      %104 = vector.broadcast %103 : vector<1x512x1xf32> to vector<16x1x512x1xf32>
      %105 = vector.transpose %104, [1, 3, 0, 2] : vector<16x1x512x1xf32> to vector<1x1x16x512xf32>
      %106 = arith.extf %100 : vector<1x512x16xf16> to vector<1x512x16xf32>
      %107 = vector.shape_cast %106 : vector<1x512x16xf32> to vector<1x1x512x16xf32>
      %108 = vector.transpose %107, [1, 0, 3, 2] : vector<1x1x512x16xf32> to vector<1x1x16x512xf32>
      %109 = arith.mulf %105, %108 : vector<1x1x16x512xf32>
      %110 = arith.addf %109, %102 : vector<1x1x16x512xf32>
      %111 = vector.transpose %110, [3, 0, 1, 2] : vector<1x1x16x512xf32> to vector<512x1x1x16xf32>
      %112 = iree_vector_ext.to_layout %111 to layout(#iree_vector_ext.nested_layout<subgroup_tile = [8, 1, 1, 1], batch_tile = [1, 1, 1, 2], outer_tile = [1, 1, 1, 1], thread_tile = [64, 1, 1, 1], element_tile = [1, 1, 1, 8], subgroup_strides = [1, 0, 0, 0], thread_strides = [1, 0, 0, 0]>) : vector<512x1x1x16xf32>
      vector.transfer_write %112, %subview_15[%c0, %c0, %c0, %c0], %91 {in_bounds = [true, true, true, true]} : vector<512x1x1x16xf32>, memref<?x1x1x16xf32, strided<[16, 16, 16, 1]>, #gpu.address_space<private>>
    }
    %34 = vector.transfer_read %alloca[%c0, %c0, %c0], %1 {in_bounds = [true, true, true]} : memref<512x1x1xf32, #gpu.address_space<private>>, vector<512x1x1xf32>
    %35 = vector.multi_reduction <maximumf>, %34, %cst_7 [0] : vector<512x1x1xf32> to vector<1x1xf32>
    %36 = vector.broadcast %35 : vector<1x1xf32> to vector<512x1x1xf32>
    %37 = arith.subf %34, %36 : vector<512x1x1xf32>
    %38 = math.exp2 %37 : vector<512x1x1xf32>
    %39 = vector.transfer_read %alloca_0[%c0, %c0, %c0], %1 {in_bounds = [true, true, true]} : memref<512x1x1xf32, #gpu.address_space<private>>, vector<512x1x1xf32>
    %40 = arith.mulf %38, %39 : vector<512x1x1xf32>
    %41 = vector.multi_reduction <add>, %40, %cst_6 [0] : vector<512x1x1xf32> to vector<1x1xf32>
    %42 = vector.broadcast %38 : vector<512x1x1xf32> to vector<16x512x1x1xf32>
    %43 = vector.transpose %42, [2, 3, 0, 1] : vector<16x512x1x1xf32> to vector<1x1x16x512xf32>
    %44 = vector.transfer_read %alloca_1[%c0, %c0, %c0, %c0], %1 {in_bounds = [true, true, true, true]} : memref<512x1x1x16xf32, #gpu.address_space<private>>, vector<512x1x1x16xf32>
    %45 = vector.transpose %44, [1, 2, 3, 0] : vector<512x1x1x16xf32> to vector<1x1x16x512xf32>
    %46 = arith.mulf %43, %45 : vector<1x1x16x512xf32>
    %47 = vector.transpose %46, [3, 0, 1, 2] : vector<1x1x16x512xf32> to vector<512x1x1x16xf32>
    %48 = vector.multi_reduction <add>, %47, %cst_8 [0] : vector<512x1x1x16xf32> to vector<1x1x16xf32>
    %49 = arith.divf %cst, %41 : vector<1x1xf32>
    %50 = vector.broadcast %49 : vector<1x1xf32> to vector<1x1x16xf32>
    %51 = arith.mulf %50, %48 : vector<1x1x16xf32>
    %52 = arith.truncf %51 : vector<1x1x16xf32> to vector<1x1x16xf16>
    vector.transfer_write %52, %subview[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<1x1x16xf16>, memref<1x1x16xf16, strided<[?, 64, 1], offset: ?>, #hal.descriptor_type<storage_buffer>>
  } {mapping = [#iree_codegen.workgroup_mapping<z>, #iree_codegen.workgroup_mapping<y>, #iree_codegen.workgroup_mapping<x>]}
  return
}
