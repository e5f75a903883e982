// upstream: traceback: lanes.py chain: ZeroDivisionError: integer modulo by zero
// lanewise-opt --pass-pipeline='builtin.module(lanewise-resolve-layouts,lanewise-distribute{workgroup-size=64,4 subgroup-size=64})' --mlir-print-op-generic
#map = affine_map<()[s0] -> (s0 * 16)>
#map1 = affine_map<()[s0] -> (s0 * 16 + 16)>
#map2 = affine_map<(d0) -> (d0)>
#map3 = affine_map<(d0, d1) -> (d0, d1)>
"builtin.module"() ({
  "func.func"() <{function_type = (memref<64x2048xf16>, memref<2048xf32>, memref<2048xf32>, memref<64x2048xf16>) -> (), sym_name = "layernorm"}> ({
  ^bb0(%arg0: memref<64x2048xf16>, %arg1: memref<2048xf32>, %arg2: memref<2048xf32>, %arg3: memref<64x2048xf16>):
    %0 = "arith.constant"() <{value = 0 : index}> : () -> index
    %1 = "arith.constant"() <{value = 2 : index}> : () -> index
    %2 = "arith.constant"() <{value = 0.000000e+00 : f16}> : () -> f16
    %3 = "arith.constant"() <{value = 0.000000e+00 : f32}> : () -> f32
    %4 = "arith.constant"() <{value = dense<0.000000e+00> : vector<2xf32>}> : () -> vector<2xf32>
    %5 = "arith.constant"() <{value = dense<2.048000e+03> : vector<2xf32>}> : () -> vector<2xf32>
    %6 = "arith.constant"() <{value = dense<9.99999974E-6> : vector<2xf32>}> : () -> vector<2xf32>
    %7 = "gpu.block_id"() <{dimension = #gpu<dim x>}> : () -> index
    %8 = "affine.apply"(%7) <{map = #map}> : (index) -> index
    %9 = "affine.apply"(%7) <{map = #map1}> : (index) -> index
    %10 = "vector.transfer_read"(%arg1, %0, %3) <{in_bounds = [true], operandSegmentSizes = array<i32: 1, 1, 1, 0>, permutation_map = #map2}> : (memref<2048xf32>, index, f32) -> vector<2048xf32>
    %11 = "vector.transfer_read"(%arg2, %0, %3) <{in_bounds = [true], operandSegmentSizes = array<i32: 1, 1, 1, 0>, permutation_map = #map2}> : (memref<2048xf32>, index, f32) -> vector<2048xf32>
    "scf.for"(%8, %9, %1) ({
    ^bb0(%arg4: index):
      %12 = "vector.transfer_read"(%arg0, %arg4, %0, %2) <{in_bounds = [true, true], operandSegmentSizes = array<i32: 1, 2, 1, 0>, permutation_map = #map3}> : (memref<64x2048xf16>, index, index, f16) -> vector<2x2048xf16>
      %13 = "iree_vector_ext.to_layout"(%12) {layout = #iree_vector_ext.nested_layout<subgroup_tile = [1, 2], batch_tile = [1, 2], outer_tile = [1, 4], thread_tile = [2, 64], element_tile = [1, 2], subgroup_strides = [1, 64], thread_strides = [4, 0]>} : (vector<2x2048xf16>) -> vector<2x2048xf16>
      %14 = "arith.extf"(%13) : (vector<2x2048xf16>) -> vector<2x2048xf32>
      %15 = "vector.multi_reduction"(%14, %4) <{kind = #vector.kind<add>, reduction_dims = array<i64: 1>}> : (vector<2x2048xf32>, vector<2xf32>) -> vector<2xf32>
      %16 = "arith.divf"(%15, %5) <{fastmath = #arith.fastmath<none>}> : (vector<2xf32>, vector<2xf32>) -> vector<2xf32>
      %17 = "vector.broadcast"(%16) : (vector<2xf32>) -> vector<2048x2xf32>
      %18 = "vector.transpose"(%17) <{permutation = array<i64: 1, 0>}> : (vector<2048x2xf32>) -> vector<2x2048xf32>
      %19 = "arith.subf"(%14, %18) <{fastmath = #arith.fastmath<none>}> : (vector<2x2048xf32>, vector<2x2048xf32>) -> vector<2x2048xf32>
      %20 = "arith.mulf"(%19, %19) <{fastmath = #arith.fastmath<none>}> : (vector<2x2048xf32>, vector<2x2048xf32>) -> vector<2x2048xf32>
      %21 = "vector.multi_reduction"(%20, %4) <{kind = #vector.kind<add>, reduction_dims = array<i64: 1>}> : (vector<2x2048xf32>, vector<2xf32>) -> vector<2xf32>
      %22 = "arith.divf"(%21, %5) <{fastmath = #arith.fastmath<none>}> : (vector<2xf32>, vector<2xf32>) -> vector<2xf32>
      %23 = "arith.addf"(%22, %6) <{fastmath = #arith.fastmath<none>}> : (vector<2xf32>, vector<2xf32>) -> vector<2xf32>
      %24 = "math.rsqrt"(%23) <{fastmath = #arith.fastmath<none>}> : (vector<2xf32>) -> vector<2xf32>
      %25 = "vector.broadcast"(%24) : (vector<2xf32>) -> vector<2048x2xf32>
      %26 = "vector.transpose"(%25) <{permutation = array<i64: 1, 0>}> : (vector<2048x2xf32>) -> vector<2x2048xf32>
      %27 = "arith.mulf"(%19, %26) <{fastmath = #arith.fastmath<none>}> : (vector<2x2048xf32>, vector<2x2048xf32>) -> vector<2x2048xf32>
      %28 = "vector.broadcast"(%10) : (vector<2048xf32>) -> vector<2x2048xf32>
      %29 = "vector.broadcast"(%11) : (vector<2048xf32>) -> vector<2x2048xf32>
      %30 = "arith.mulf"(%27, %28) <{fastmath = #arith.fastmath<none>}> : (vector<2x2048xf32>, vector<2x2048xf32>) -> vector<2x2048xf32>
      %31 = "arith.addf"(%30, %29) <{fastmath = #arith.fastmath<none>}> : (vector<2x2048xf32>, vector<2x2048xf32>) -> vector<2x2048xf32>
      %32 = "arith.truncf"(%31) : (vector<2x2048xf32>) -> vector<2x2048xf16>
      "vector.transfer_write"(%32, %arg3, %arg4, %0) <{in_bounds = [true, true], operandSegmentSizes = array<i32: 1, 1, 2, 0>, permutation_map = #map3}> : (vector<2x2048xf16>, memref<64x2048xf16>, index, index) -> ()
      "scf.yield"() : () -> ()
    }) : (index, index, index) -> ()
    "func.return"() : () -> ()
  }) {gpu.known_block_size = array<i32: 256, 1, 1>, gpu.known_grid_size = array<i32: 4, 1, 1>, lanewise.subgroup_size = 64 : i64} : () -> ()
}) : () -> ()
