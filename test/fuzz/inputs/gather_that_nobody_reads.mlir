// iree: makes invalid IR: in.mlir:57:12: error: 'vector.gather' op expected result dim to match indices dim
// lanewise-opt --pass-pipeline='builtin.module(lanewise-resolve-layouts,lanewise-distribute{workgroup-size=64,4 subgroup-size=64})' --allow-unregistered-dialect
#nested = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
"builtin.module"() ({
  "func.func"() <{function_type = (vector<8x8xf32>) -> vector<8x8xf32>, sym_name = "the_result_demands_of_the_yield"}> ({
  ^bb0(%arg0: vector<8x8xf32>):
    %0 = "scf.execute_region"() ({
      %2 = "arith.negf"(%arg0) <{fastmath = #arith.fastmath<none>}> : (vector<8x8xf32>) -> vector<8x8xf32>
      "scf.yield"(%2) : (vector<8x8xf32>) -> ()
    }) : () -> vector<8x8xf32>
    %1 = "iree_vector_ext.to_layout"(%0) <{layout = #nested}> : (vector<8x8xf32>) -> vector<8x8xf32>
    "func.return"(%1) : (vector<8x8xf32>) -> ()
  }) : () -> ()
}) : () -> ()
#tiles = #iree_vector_ext.nested_layout<subgroup_tile = [2, 2], batch_tile = [2, 1], outer_tile = [1, 2], thread_tile = [2, 4], element_tile = [1, 2], subgroup_strides = [1, 2], thread_strides = [1, 2]>
#odd = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [5], element_tile = [3], subgroup_strides = [0], thread_strides = [3]>
#copies = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [2, 1], thread_tile = [4, 1], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [2, 0]>
#eight = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [1, 0]>
func.func @all_lanes_read(%in: memref<256xf32>, %numbers: memref<8x32xi32>, %out: memref<8x32xf32>) {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0 : i32
  %on = arith.constant dense<true> : vector<8x32xi1>
  %else = arith.constant dense<0.0> : vector<8x32xf32>
  %most = arith.constant dense<255> : vector<8x32xi32>
  %read = vector.transfer_read %numbers[%c0, %c0], %zero {in_bounds = [true, true]} : memref<8x32xi32>, vector<8x32xi32>
  %any = iree_vector_ext.to_layout %read to layout(#tiles) : vector<8x32xi32>
  %i = arith.andi %any, %most : vector<8x32xi32>
  %x = vector.gather %in[%c0] [%i], %on, %else : memref<256xf32>, vector<8x32xi32>, vector<8x32xi1>, vector<8x32xf32> into vector<8x32xf32>
  vector.transfer_write %x, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x32xf32>, memref<8x32xf32>
  return
}
func.func @some_lanes_read(%in: memref<8x64xf16>, %numbers: memref<30xi32>, %flags: memref<30xi1>, %others: memref<30xf16>, %out: memref<30xf16>) {
  %c0 = arith.constant 0 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %zero = arith.constant 0 : i32
  %off = arith.constant false
  %pad = arith.constant 0.0 : f16
  %most = arith.constant dense<31> : vector<30xi32>
  %read = vector.transfer_read %numbers[%c0], %zero {in_bounds = [true]} : memref<30xi32>, vector<30xi32>
  %few = arith.andi %read, %most : vector<30xi32>
  %i = arith.index_cast %few : vector<30xi32> to vector<30xindex>
  %mask = vector.transfer_read %flags[%c0], %off {in_bounds = [true]} : memref<30xi1>, vector<30xi1>
  %else = vector.transfer_read %others[%c0], %pad {in_bounds = [true]} : memref<30xf16>, vector<30xf16>
  %x = vector.gather %in[%c3, %c2] [%i], %mask, %else : memref<8x64xf16>, vector<30xindex>, vector<30xi1>, vector<30xf16> into vector<30xf16>
  %y = iree_vector_ext.to_layout %x to layout(#odd) : vector<30xf16>
  vector.transfer_write %y, %out[%c0] {in_bounds = [true]} : vector<30xf16>, memref<30xf16>
  return
}
func.func @repeated_data(%in: memref<64xf32>, %out: memref<8x4xf32>, %at: index) {
  %c0 = arith.constant 0 : index
  %on = arith.constant dense<true> : vector<8x4xi1>
  %else = arith.constant dense<0.0> : vector<8x4xf32>
  %three = arith.constant dense<2> : vector<4xindex>
  %step = vector.step : vector<4xindex>
  %even = arith.muli %step, %three : vector<4xindex>
  %i = vector.broadcast %even : vector<4xindex> to vector<8x4xindex>
  %x = vector.gather %in[%at] [%i], %on, %else : memref<64xf32>, vector<8x4xindex>, vector<8x4xi1>, vector<8x4xf32> into vector<8x4xf32>
  %copy0 = vector.gather %in[%at] [%i], %on, %else : memref<64xf32>, vector<8x4xindex>, vector<8x4xi1>, vector<8x4xf32> into vector<8x4xf32>
  %y = iree_vector_ext.to_layout %x to layout(#copies) : vector<8x4xf32>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x4xf32>, memref<8x4xf32>
  return
}
func.func @indices_travel(%in: memref<64xf32>, %numbers: memref<8x4xi32>, %out: memref<8x4xf32>) {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0 : i32
  %on = arith.constant dense<true> : vector<8x4xi1>
  %none = arith.constant dense<0.0> : vector<8x4xf32>
  %else = iree_vector_ext.to_layout %none to layout(#copies) : vector<8x4xf32>
  %most = arith.constant dense<63> : vector<8x4xi32>
  %read = vector.transfer_read %numbers[%c0, %c0], %zero {in_bounds = [true, true]} : memref<8x4xi32>, vector<8x4xi32>
  %few = arith.andi %read, %most : vector<8x4xi32>
  %i = iree_vector_ext.to_layout %few to layout(#eight) : vector<8x4xi32>
  %x = vector.gather %in[%c0] [%i], %on, %else : memref<64xf32>, vector<8x4xi32>, vector<8x4xi1>, vector<8x4xf32> into vector<8x4xf32>
  %y = iree_vector_ext.to_layout %x to layout(#copies) : vector<8x4xf32>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x4xf32>, memref<8x4xf32>
  return
}
