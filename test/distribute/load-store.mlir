// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=64 subgroup-size=32" --mlir-print-local-scope --split-input-file --verify-diagnostics %s | filecheck %s

// vector.load, vector.store and their masked forms: each lane reads and writes its runs, by the op of the program.

#tiles = #iree_vector_ext.nested_layout<subgroup_tile = [1, 2], batch_tile = [1, 2], outer_tile = [1, 1], thread_tile = [2, 8], element_tile = [2, 2], subgroup_strides = [0, 1], thread_strides = [8, 1]>
#line = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#odd = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [5], element_tile = [3], subgroup_strides = [0], thread_strides = [3]>

// CHECK-LABEL: func.func @along_the_last_dimensions
// CHECK-COUNT-2: vector.load %arg0[%{{.+}}, %{{.+}}, %{{.+}}] : memref<8x4x64xf32>, vector<2x2xf32>
// CHECK-NOT: vector.load
// CHECK: scf.if
// CHECK-COUNT-2: vector.store %{{.+}}, %arg1[%{{.+}}, %{{.+}}, %{{.+}}] : memref<9x4x64xf32>, vector<2x2xf32>
// CHECK-NOT: vector.store
// CHECK: return
func.func @along_the_last_dimensions(%in: memref<8x4x64xf32>, %out: memref<9x4x64xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %x = vector.load %in[%c1, %c0, %c0] : memref<8x4x64xf32>, vector<4x64xf32>
  %l = iree_vector_ext.to_layout %x to layout(#tiles) : vector<4x64xf32>
  vector.store %l, %out[%c2, %c0, %c0] : memref<9x4x64xf32>, vector<4x64xf32>
  return
}

// Two subgroups hold the same: one stores.
// CHECK-LABEL: func.func @one_of_two_subgroups_stores
// CHECK: vector.load %arg0[%{{.+}}] : memref<64xf32>, vector<2xf32>
// CHECK: scf.if
// CHECK: vector.store %{{.+}}, %arg1[%{{.+}}] : memref<64xf32>, vector<2xf32>
// CHECK: return
func.func @one_of_two_subgroups_stores(%in: memref<64xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %x = vector.load %in[%c0] : memref<64xf32>, vector<64xf32>
  %l = iree_vector_ext.to_layout %x to layout(#line) : vector<64xf32>
  vector.store %l, %out[%c0] : memref<64xf32>, vector<64xf32>
  return
}

// A vector of no dimensions, which each lane holds.
// CHECK-LABEL: func.func @one_element
// CHECK: vector.load %arg0[%{{.+}}] : memref<64xf32>, vector<f32>
// CHECK: scf.if
// CHECK: vector.store %{{.+}}, %arg1[%{{.+}}] : memref<64xf32>, vector<f32>
// CHECK: return
func.func @one_element(%in: memref<64xf32>, %out: memref<64xf32>, %other: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %c5 = arith.constant 5 : index
  %y = vector.load %other[%c0] : memref<64xf32>, vector<64xf32>
  %l = iree_vector_ext.to_layout %y to layout(#line) : vector<64xf32>
  %x = vector.load %in[%c5] : memref<64xf32>, vector<f32>
  vector.store %x, %out[%c5] : memref<64xf32>, vector<f32>
  return
}

// What the program promises of its address does not hold for the lanes' runs; what else it says of the op does.
// CHECK-LABEL: func.func @attributes_of_the_op
// CHECK-NOT: alignment
// CHECK: vector.load %arg0[%{{.+}}] {{.*}}lanewise.kept{{.*}} : memref<64xf32>, vector<2xf32>
// CHECK-NOT: alignment
// CHECK: vector.store %{{.+}}, %arg1[%{{.+}}] {{.*}}lanewise.kept{{.*}} : memref<64xf32>, vector<2xf32>
// CHECK: return
func.func @attributes_of_the_op(%in: memref<64xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %x = "vector.load"(%in, %c0) <{alignment = 256 : i64, nontemporal = true}> {lanewise.kept} : (memref<64xf32>, index) -> vector<64xf32>
  %l = iree_vector_ext.to_layout %x to layout(#line) : vector<64xf32>
  "vector.store"(%l, %out, %c0) <{alignment = 256 : i64, nontemporal = true}> {lanewise.kept} : (vector<64xf32>, memref<64xf32>, index) -> ()
  return
}

// The layout goes from the value to the mask and to what is taken where that is off, which is stored as well.
// CHECK-LABEL: func.func @under_a_mask
// CHECK-COUNT-2: vector.maskedload %arg0[%{{.+}}, %{{.+}}, %{{.+}}], %{{.+}}, %{{.+}} : memref<8x4x64xf32>, vector<2x2xi1>, vector<2x2xf32> into vector<2x2xf32>
// CHECK: scf.if
// CHECK-COUNT-2: vector.maskedstore %arg1[%{{.+}}, %{{.+}}, %{{.+}}], %{{.+}}, %{{.+}} : memref<9x4x64xf32>, vector<2x2xi1>, vector<2x2xf32>
// CHECK: return
func.func @under_a_mask(%in: memref<8x4x64xf32>, %out: memref<9x4x64xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %c33 = arith.constant 33 : index
  %sevens = arith.constant dense<7.0> : vector<4x64xf32>
  %mask = vector.create_mask %c3, %c33 : vector<4x64xi1>
  %x = vector.maskedload %in[%c1, %c0, %c0], %mask, %sevens : memref<8x4x64xf32>, vector<4x64xi1>, vector<4x64xf32> into vector<4x64xf32>
  %l = iree_vector_ext.to_layout %x to layout(#tiles) : vector<4x64xf32>
  %twice = arith.addf %l, %l : vector<4x64xf32>
  vector.maskedstore %out[%c2, %c0, %c0], %mask, %twice : memref<9x4x64xf32>, vector<4x64xi1>, vector<4x64xf32>
  return
}

// A layout that the mask has.
// CHECK-LABEL: func.func @mask_with_a_layout
// CHECK: vector.maskedload {{.*}} vector<3xf32>
// CHECK: vector.maskedstore {{.*}} vector<3xf32>
// CHECK: return
func.func @mask_with_a_layout(%flags: memref<30xi1>, %in: memref<30xf32>, %out: memref<30xf32>) {
  %c0 = arith.constant 0 : index
  %zeros = arith.constant dense<0.0> : vector<30xf32>
  %ones = arith.constant dense<1.0> : vector<30xf32>
  %read = vector.load %flags[%c0] : memref<30xi1>, vector<30xi1>
  %mask = iree_vector_ext.to_layout %read to layout(#odd) : vector<30xi1>
  %x = vector.maskedload %in[%c0], %mask, %ones : memref<30xf32>, vector<30xi1>, vector<30xf32> into vector<30xf32>
  vector.store %x, %out[%c0] : memref<30xf32>, vector<30xf32>
  vector.maskedstore %out[%c0], %mask, %zeros : memref<30xf32>, vector<30xi1>, vector<30xf32>
  return
}

// Who reads what other lanes wrote waits for them.
// CHECK-LABEL: func.func @read_after_write
// CHECK: vector.store
// CHECK: gpu.barrier
// CHECK: vector.load
// CHECK: return
func.func @read_after_write(%in: memref<4x64xf32>, %out: memref<4x64xf32>) {
  %c0 = arith.constant 0 : index
  %x = vector.load %in[%c0, %c0] : memref<4x64xf32>, vector<4x64xf32>
  %l = iree_vector_ext.to_layout %x to layout(#tiles) : vector<4x64xf32>
  vector.store %l, %out[%c0, %c0] : memref<4x64xf32>, vector<4x64xf32>
  %c2 = arith.constant 2 : index
  %y = vector.load %out[%c2, %c0] : memref<4x64xf32>, vector<64xf32>
  %k = iree_vector_ext.to_layout %y to layout(#line) : vector<64xf32>
  vector.store %k, %in[%c0, %c0] : memref<4x64xf32>, vector<64xf32>
  return
}

// -----

#line = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

func.func @places_that_a_mask_counts(%in: memref<64xf32>, %out: memref<64xf32>, %flags: memref<64xi1>) {
  %c0 = arith.constant 0 : index
  %zeros = arith.constant dense<0.0> : vector<64xf32>
  %told = vector.load %flags[%c0] : memref<64xi1>, vector<64xi1>
  %mask = iree_vector_ext.to_layout %told to layout(#line) : vector<64xi1>
  // expected-error @below {{cannot distribute 'vector.expandload': where an element lies depends on how many before it the mask names, and lanes hold parts of the mask: use a vector.gather by numbers that a vector.scan of the mask counts}}
  %x = vector.expandload %in[%c0], %mask, %zeros : memref<64xf32>, vector<64xi1>, vector<64xf32> into vector<64xf32>
  %l = iree_vector_ext.to_layout %x to layout(#line) : vector<64xf32>
  // expected-error @below {{cannot distribute 'vector.compressstore': where an element lies depends on how many before it the mask names, and lanes hold parts of the mask: use a vector.scatter by numbers}}
  vector.compressstore %out[%c0], %mask, %l : memref<64xf32>, vector<64xi1>, vector<64xf32>
  return
}

// -----

#line = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

func.func @memory_of_vectors(%in: memref<8xvector<64xf32>>) {
  %c0 = arith.constant 0 : index
  // expected-error @below {{cannot distribute 'vector.load': the elements of memref<8xvector<64xf32>> are vectors, which lanes cannot share: let it hold scalars}}
  %x = vector.load %in[%c0] : memref<8xvector<64xf32>>, vector<64xf32>
  %l = iree_vector_ext.to_layout %x to layout(#line) : vector<64xf32>
  // expected-error @below {{cannot distribute 'vector.store': the elements of memref<8xvector<64xf32>> are vectors, which lanes cannot share: let it hold scalars}}
  vector.store %l, %in[%c0] : memref<8xvector<64xf32>>, vector<64xf32>
  return
}

// -----

#line = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

func.func @no_layout_comes(%in: memref<64xf32>, %flags: memref<64xi1>, %other: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %y = vector.load %other[%c0] : memref<64xf32>, vector<64xf32>
  %l = iree_vector_ext.to_layout %y to layout(#line) : vector<64xf32>
  // expected-error @below {{cannot distribute 'vector.load': result #0 has no layout}}
  %m = vector.load %flags[%c0] : memref<64xi1>, vector<64xi1>
  %zeros = arith.constant dense<0.0> : vector<64xf32>
  vector.maskedstore %in[%c0], %m, %zeros : memref<64xf32>, vector<64xi1>, vector<64xf32>
  return
}
