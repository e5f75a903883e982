// REQUIRES: iree
// RUN: lanewise-opt --host=iree --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=64 subgroup-size=32" --mlir-print-local-scope --split-input-file --verify-diagnostics %s | filecheck %s

// iree_linalg_ext.map_store: each lane stores its runs; the region counts on from where they begin.

#tiles = #iree_vector_ext.nested_layout<subgroup_tile = [1, 2], batch_tile = [1, 2], outer_tile = [1, 1], thread_tile = [2, 8], element_tile = [2, 2], subgroup_strides = [0, 1], thread_strides = [8, 1]>
#line = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

// CHECK-LABEL: func.func @transposed
// CHECK: scf.if
// CHECK: iree_linalg_ext.map_store %{{.+}} into %arg1 {
// CHECK-COUNT-2: arith.addi
// CHECK: affine.apply
// CHECK: } : vector<2x2xf32> into memref<256xf32>
// CHECK: iree_linalg_ext.map_store
// CHECK-NOT: map_store
// CHECK: return
func.func @transposed(%in: memref<4x64xf32>, %out: memref<256xf32>) {
  %c0 = arith.constant 0 : index
  %true = arith.constant true
  %x = vector.load %in[%c0, %c0] : memref<4x64xf32>, vector<4x64xf32>
  %l = iree_vector_ext.to_layout %x to layout(#tiles) : vector<4x64xf32>
  iree_linalg_ext.map_store %l into %out {
  ^bb0(%i: index, %j: index):
    %at = affine.apply affine_map<(d0, d1) -> (d1 * 4 + d0)>(%i, %j)
    iree_linalg_ext.yield %at, %true : index, i1
  } : vector<4x64xf32> into memref<256xf32>
  return
}

// A flag leaves elements out, whose places are outside of the memory.
// CHECK-LABEL: func.func @some_of_them
// CHECK: scf.if
// CHECK-COUNT-2: arith.cmpi ult
// CHECK: return
func.func @some_of_them(%in: memref<4x64xf32>, %out: memref<70x4xf32>) {
  %c0 = arith.constant 0 : index
  %c33 = arith.constant 33 : index
  %x = vector.load %in[%c0, %c0] : memref<4x64xf32>, vector<4x64xf32>
  %l = iree_vector_ext.to_layout %x to layout(#tiles) : vector<4x64xf32>
  iree_linalg_ext.map_store %l into %out {
  ^bb0(%i: index, %j: index):
    %at = arith.addi %j, %c33 : index
    %some = arith.cmpi ult, %j, %c33 : index
    iree_linalg_ext.yield %at, %i, %some : index, index, i1
  } : vector<4x64xf32> into memref<70x4xf32>
  return
}

// What the region reads from outside; a flag that is false, so that nothing is stored.
// CHECK-LABEL: func.func @none_of_the_second
// CHECK: scf.if
// CHECK: arith.subi %c63
// CHECK: scf.if
// CHECK: iree_linalg_ext.yield %{{.+}}, %false
// CHECK: return
func.func @none_of_the_second(%in: memref<64xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %c63 = arith.constant 63 : index
  %true = arith.constant true
  %false = arith.constant false
  %x = vector.load %in[%c0] : memref<64xf32>, vector<64xf32>
  %l = iree_vector_ext.to_layout %x to layout(#line) : vector<64xf32>
  iree_linalg_ext.map_store %l into %out {
  ^bb0(%i: index):
    %at = arith.subi %c63, %i : index
    iree_linalg_ext.yield %at, %true : index, i1
  } : vector<64xf32> into memref<64xf32>
  iree_linalg_ext.map_store %l into %out {
  ^bb0(%i: index):
    iree_linalg_ext.yield %i, %false : index, i1
  } : vector<64xf32> into memref<64xf32>
  return
}

// -----

#line = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

func.func @region_that_reads(%in: memref<64xf32>, %table: memref<64xindex>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %true = arith.constant true
  %x = vector.load %in[%c0] : memref<64xf32>, vector<64xf32>
  %l = iree_vector_ext.to_layout %x to layout(#line) : vector<64xf32>
  // expected-error @below {{cannot distribute 'iree_linalg_ext.map_store': 'memref.load' is in its region, which each lane would run for its elements: let it compute scalars}}
  iree_linalg_ext.map_store %l into %out {
  ^bb0(%i: index):
    // expected-note @below {{in the region}}
    %at = memref.load %table[%i] : memref<64xindex>
    iree_linalg_ext.yield %at, %true : index, i1
  } : vector<64xf32> into memref<64xf32>
  return
}

// -----

#line = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// A region may read a lane's number from outside, and so may a comparator.
func.func @where_the_lane_says(%in: memref<64xf32>, %out: memref<128xf32>) {
  %c0 = arith.constant 0 : index
  %true = arith.constant true
  %t = gpu.thread_id x
  %x = vector.load %in[%c0] : memref<64xf32>, vector<64xf32>
  %l = iree_vector_ext.to_layout %x to layout(#line) : vector<64xf32>
  // expected-error @below {{cannot distribute 'iree_linalg_ext.map_store': its region reads a value that differs from lane to lane, in 'arith.addi', and all lanes share a vector}}
  iree_linalg_ext.map_store %l into %out {
  ^bb0(%i: index):
    // expected-note @below {{it is read here}}
    %at = arith.addi %i, %t : index
    iree_linalg_ext.yield %at, %true : index, i1
  } : vector<64xf32> into memref<128xf32>
  return
}
