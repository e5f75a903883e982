// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=64 subgroup-size=16" --mlir-print-local-scope --split-input-file --verify-diagnostics %s | filecheck %s

// vector.gather: each lane reads the elements of its piece, with its parts of the three vectors.

#tiles = #iree_vector_ext.nested_layout<subgroup_tile = [2, 2], batch_tile = [2, 1], outer_tile = [1, 2], thread_tile = [2, 4], element_tile = [1, 2], subgroup_strides = [1, 2], thread_strides = [1, 2]>
#odd = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [5], element_tile = [3], subgroup_strides = [0], thread_strides = [3]>
#copies = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [2, 1], thread_tile = [4, 1], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [2, 0]>
#eight = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [1, 0]>

// CHECK-LABEL: func.func @all_lanes_read
// CHECK: vector.gather %arg0[%c0{{[_0-9]*}}] [%{{.+}}], %{{.+}}, %{{.+}} : memref<256xf32>, vector<2x1x1x2x1x2xi32>, vector<2x1x1x2x1x2xi1>, vector<2x1x1x2x1x2xf32> into vector<2x1x1x2x1x2xf32>
// CHECK: return
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

// Offsets along all dimensions of the memory; indices go on along the last.
// CHECK-LABEL: func.func @some_lanes_read
// CHECK: vector.gather %arg0[%c3, %c2] [%{{.+}}], %{{.+}}, %{{.+}} : memref<8x64xf16>, vector<2x1x3xindex>, vector<2x1x3xi1>, vector<2x1x3xf16> into vector<2x1x3xf16>
// CHECK: return
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

// Lanes that hold the same read the same, and one of them writes it. Of a step each lane knows its part.
// CHECK-LABEL: func.func @repeated_data
// CHECK: vector.gather {{.*}} into vector<1x1x2x1x1x4xf32>
// CHECK: scf.if
// CHECK: vector.transfer_write
// CHECK: return
func.func @repeated_data(%in: memref<64xf32>, %out: memref<8x4xf32>, %at: index) {
  %c0 = arith.constant 0 : index
  %on = arith.constant dense<true> : vector<8x4xi1>
  %else = arith.constant dense<0.0> : vector<8x4xf32>
  %three = arith.constant dense<2> : vector<4xindex>
  %step = vector.step : vector<4xindex>
  %even = arith.muli %step, %three : vector<4xindex>
  %i = vector.broadcast %even : vector<4xindex> to vector<8x4xindex>
  %x = vector.gather %in[%at] [%i], %on, %else : memref<64xf32>, vector<8x4xindex>, vector<8x4xi1>, vector<8x4xf32> into vector<8x4xf32>
  %y = iree_vector_ext.to_layout %x to layout(#copies) : vector<8x4xf32>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x4xf32>, memref<8x4xf32>
  return
}

// Indices that are spread otherwise than the result travel before.
// CHECK-LABEL: func.func @indices_travel
// CHECK: vector.transfer_write {{.*}} memref<8x4xi32, #gpu.address_space<workgroup>>
// CHECK: gpu.barrier
// CHECK: vector.gather {{.*}} into vector<1x1x2x1x1x4xf32>
// CHECK: return
func.func @indices_travel(%in: memref<64xf32>, %numbers: memref<8x4xi32>, %out: memref<8x4xf32>) {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0 : i32
  %on = arith.constant dense<true> : vector<8x4xi1>
  %none = arith.constant dense<0.0> : vector<8x4xf32>
  %else = iree_vector_ext.to_layout %none to layout(#copies) : vector<8x4xf32>
  %most = arith.constant dense<63> : vector<8x4xi32>
  %read = vector.transfer_read %numbers[%c0, %c0], %zero {in_bounds = [true, true]} : memref<8x4xi32>, vector<8x4xi32>
  %few = arith.andi %read, %most : vector<8x4xi32>
  // expected-remark @below {{converted from}}
  %i = iree_vector_ext.to_layout %few to layout(#eight) : vector<8x4xi32>
  %x = vector.gather %in[%c0] [%i], %on, %else : memref<64xf32>, vector<8x4xi32>, vector<8x4xi1>, vector<8x4xf32> into vector<8x4xf32>
  %y = iree_vector_ext.to_layout %x to layout(#copies) : vector<8x4xf32>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x4xf32>, memref<8x4xf32>
  return
}

// -----

#eight = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [1, 0]>

// A gather has a mask of its own.
func.func @under_a_mask(%in: memref<64xf32>, %i: vector<8x4xi32>, %m: vector<8x4xi1>, %out: memref<8x4xf32>) {
  %c0 = arith.constant 0 : index
  %on = arith.constant dense<true> : vector<8x4xi1>
  %else = arith.constant dense<0.0> : vector<8x4xf32>
  // expected-error @below {{there is no rule for 'vector.gather' under a mask}}
  %x = vector.mask %m { vector.gather %in[%c0] [%i], %on, %else : memref<64xf32>, vector<8x4xi32>, vector<8x4xi1>, vector<8x4xf32> into vector<8x4xf32> } : vector<8x4xi1> -> vector<8x4xf32>
  %y = iree_vector_ext.to_layout %x to layout(#eight) : vector<8x4xf32>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x4xf32>, memref<8x4xf32>
  return
}

// -----

#eight = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @without_layout(%in: memref<64xf32>, %i: vector<8x4xi32>, %m: vector<8x4xi1>, %else: vector<8x4xf32>, %v: vector<8x4xf32>) -> (vector<8x4xf32>, vector<8x4xf32>) {
  %c0 = arith.constant 0 : index
  %y = iree_vector_ext.to_layout %v to layout(#eight) : vector<8x4xf32>
  // expected-error @below {{cannot distribute 'vector.gather': result #0 has no layout: no anchor reaches it, let a to_layout read it}}
  %x = vector.gather %in[%c0] [%i], %m, %else : memref<64xf32>, vector<8x4xi32>, vector<8x4xi1>, vector<8x4xf32> into vector<8x4xf32>
  return %y, %x : vector<8x4xf32>, vector<8x4xf32>
}
