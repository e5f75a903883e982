// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=64 subgroup-size=32" --mlir-print-local-scope --split-input-file --verify-diagnostics %s | filecheck %s

// vector.scatter: each lane writes the elements of its piece, in a row.

#tiles = #iree_vector_ext.nested_layout<subgroup_tile = [1, 2], batch_tile = [1, 2], outer_tile = [1, 1], thread_tile = [2, 8], element_tile = [2, 2], subgroup_strides = [0, 1], thread_strides = [8, 1]>
#line = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#other = #iree_vector_ext.nested_layout<subgroup_tile = [2], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [1], thread_strides = [1]>

// Of two subgroups that hold the same one writes. Indices and mask are made in the value's layout.
// CHECK-LABEL: func.func @backwards
// CHECK: scf.if
// CHECK-NEXT: vector.scatter %arg1[%{{.+}}] [%{{.+}}], %{{.+}}, %{{.+}} : memref<64xf32>, vector<2xindex>, vector<2xi1>, vector<2xf32>
// CHECK: return
func.func @backwards(%in: memref<64xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %c40 = arith.constant 40 : index
  %mask = vector.create_mask %c40 : vector<64xi1>
  %last = arith.constant dense<63> : vector<64xindex>
  %i = vector.step : vector<64xindex>
  %at = arith.subi %last, %i : vector<64xindex>
  %x = vector.load %in[%c0] : memref<64xf32>, vector<64xf32>
  %l = iree_vector_ext.to_layout %x to layout(#line) : vector<64xf32>
  vector.scatter %out[%c0] [%at], %mask, %l : memref<64xf32>, vector<64xindex>, vector<64xi1>, vector<64xf32>
  return
}

// Indices come from memory in a layout of their own, and travel; two dimensions; into a row of the memory.
// CHECK-LABEL: func.func @indices_travel
// CHECK: gpu.barrier
// CHECK: vector.scatter %arg2[%c1{{[_0-9]*}}, %c0{{[_0-9]*}}] [%{{.+}}], %{{.+}}, %{{.+}} {{.*}}alignment = 4{{.*}} : memref<3x256xf32>, vector<8xi32>, vector<8xi1>, vector<8xf32>
// CHECK: return
func.func @indices_travel(%in: memref<4x64xf32>, %table: memref<64xi32>, %out: memref<3x256xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %three = arith.constant dense<3> : vector<64xi32>
  %four = arith.constant dense<4> : vector<64xi32>
  %on = arith.constant dense<true> : vector<4x64xi1>
  %read = vector.load %table[%c0] : memref<64xi32>, vector<64xi32>
  %told = iree_vector_ext.to_layout %read to layout(#other) : vector<64xi32>
  // Numbers that memory has a part in, all different.
  %any = arith.andi %told, %three : vector<64xi32>
  %sum = arith.subi %any, %any : vector<64xi32>
  %i = vector.step : vector<64xindex>
  %n = arith.index_cast %i : vector<64xindex> to vector<64xi32>
  %by4 = arith.muli %n, %four : vector<64xi32>
  // expected-remark @below {{converted from}}
  %column = arith.addi %by4, %sum : vector<64xi32>
  %columns = vector.broadcast %column : vector<64xi32> to vector<4x64xi32>
  %j = vector.step : vector<4xindex>
  %row = arith.index_cast %j : vector<4xindex> to vector<4xi32>
  %wide = vector.broadcast %row : vector<4xi32> to vector<64x4xi32>
  %rows = vector.transpose %wide, [1, 0] : vector<64x4xi32> to vector<4x64xi32>
  %at = arith.addi %columns, %rows : vector<4x64xi32>
  %x = vector.load %in[%c0, %c0] : memref<4x64xf32>, vector<4x64xf32>
  %l = iree_vector_ext.to_layout %x to layout(#tiles) : vector<4x64xf32>
  "vector.scatter"(%out, %c1, %c0, %at, %on, %l) <{alignment = 4 : i64}> : (memref<3x256xf32>, index, index, vector<4x64xi32>, vector<4x64xi1>, vector<4x64xf32>) -> ()
  return
}

// The value is a constant: it takes the layout of the indices.
// CHECK-LABEL: func.func @constant_to_places_of_a_table
// CHECK: vector.scatter {{.*}} vector<2xf32>
// CHECK: return
func.func @constant_to_places_of_a_table(%in: memref<64xi32>, %out: memref<128xf32>) {
  %c0 = arith.constant 0 : index
  %on = arith.constant dense<true> : vector<64xi1>
  %ones = arith.constant dense<1.0> : vector<64xf32>
  %read = vector.load %in[%c0] : memref<64xi32>, vector<64xi32>
  %l = iree_vector_ext.to_layout %read to layout(#line) : vector<64xi32>
  %one = arith.constant dense<1> : vector<64xi32>
  %odd = arith.andi %l, %one : vector<64xi32>
  %i = vector.step : vector<64xindex>
  %n = arith.index_cast %i : vector<64xindex> to vector<64xi32>
  %pairs = arith.shli %n, %one : vector<64xi32>
  %at = arith.addi %pairs, %odd : vector<64xi32>
  vector.scatter %out[%c0] [%at], %on, %ones : memref<128xf32>, vector<64xi32>, vector<64xi1>, vector<64xf32>
  return
}

// -----

#line = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

func.func @six_lanes_five_apart(%in: memref<6xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %on = arith.constant dense<true> : vector<6xi1>
  %at = vector.step : vector<6xindex>
  %x = vector.load %in[%c0] : memref<6xf32>, vector<6xf32>
  %l = iree_vector_ext.to_layout %x to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [6], element_tile = [1], subgroup_strides = [0], thread_strides = [5]>) : vector<6xf32>
  vector.scatter %out[%c0] [%at], %on, %l : memref<64xf32>, vector<6xindex>, vector<6xi1>, vector<6xf32>
  return
}
