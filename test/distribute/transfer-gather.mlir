// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=64 subgroup-size=16" --mlir-print-local-scope --split-input-file --verify-diagnostics %s | filecheck %s

// iree_vector_ext.transfer_gather: each lane reads its runs, with its parts of index vectors and mask.

#tiles = #iree_vector_ext.nested_layout<subgroup_tile = [2, 2], batch_tile = [2, 1], outer_tile = [1, 2], thread_tile = [2, 4], element_tile = [1, 2], subgroup_strides = [1, 2], thread_strides = [1, 2]>
#odd = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 2], outer_tile = [1, 1], thread_tile = [3, 5], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [5, 1]>
#copies = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [2, 1], thread_tile = [4, 1], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [2, 0]>
#cube = #iree_vector_ext.nested_layout<subgroup_tile = [1, 2, 1], batch_tile = [1, 1, 2], outer_tile = [1, 1, 1], thread_tile = [4, 1, 2], element_tile = [1, 2, 2], subgroup_strides = [0, 1, 0], thread_strides = [1, 0, 4]>
#eight = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// Rows are named, columns are neighbours: each lane reads runs of 2, and all its rows at once.
// CHECK-LABEL: func.func @named_rows
// CHECK: %[[ROWS:.+]] = vector.transfer_read %arg1{{.*}} : memref<8xi32>, vector<1xi32>
// CHECK-COUNT-2: iree_vector_ext.transfer_gather %arg0[%c0{{[_0-9]*}}, %{{.+}}] [%{{.+}} : vector<2xindex>], %{{.+}} : memref<16x32xf32>, vector<2x2xf32>
// CHECK-NOT: transfer_gather
// CHECK: return
func.func @named_rows(%in: memref<16x32xf32>, %rows: memref<8xi32>, %out: memref<8x32xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant -1.0 : f32
  %i_zero = arith.constant 0 : i32
  %i_read = vector.transfer_read %rows[%c0], %i_zero {in_bounds = [true]} : memref<8xi32>, vector<8xi32>
  %i_most = arith.constant dense<15> : vector<8xi32>
  %i_low = arith.andi %i_read, %i_most : vector<8xi32>
  %i = arith.index_cast %i_low : vector<8xi32> to vector<8xindex>
  %x = iree_vector_ext.transfer_gather %in[%c0, %c0] [%i : vector<8xindex>], %pad <{indexing_maps = [affine_map<(d0, d1)[s0] -> (s0, d1)>, affine_map<(d0, d1)[s0] -> (d0)>]}> : memref<16x32xf32>, vector<8x32xf32>
  %y = iree_vector_ext.to_layout %x to layout(#tiles) : vector<8x32xf32>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x32xf32>, memref<8x32xf32>
  return
}

// Where rows are neighbours and columns are named, there are runs of rows.
// CHECK-LABEL: func.func @named_columns
// CHECK-COUNT-2: iree_vector_ext.transfer_gather %arg0[%{{.+}}, %arg3] [%{{.+}} : vector<4xindex>], %{{.+}} : memref<8x64xf32>, vector<1x4xf32>
// CHECK-NOT: transfer_gather
// CHECK: return
func.func @named_columns(%in: memref<8x64xf32>, %columns: memref<32xi32>, %out: memref<8x32xf32>, %at: index) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant -1.0 : f32
  %i_zero = arith.constant 0 : i32
  %i_read = vector.transfer_read %columns[%c0], %i_zero {in_bounds = [true]} : memref<32xi32>, vector<32xi32>
  %i_most = arith.constant dense<31> : vector<32xi32>
  %i_low = arith.andi %i_read, %i_most : vector<32xi32>
  %i = arith.index_cast %i_low : vector<32xi32> to vector<32xindex>
  %x = iree_vector_ext.transfer_gather %in[%c0, %at] [%i : vector<32xindex>], %pad <{indexing_maps = [affine_map<(d0, d1)[s0] -> (d0, s0)>, affine_map<(d0, d1)[s0] -> (d1)>]}> : memref<8x64xf32>, vector<8x32xf32>
  %y = iree_vector_ext.to_layout %x to layout(#tiles) : vector<8x32xf32>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x32xf32>, memref<8x32xf32>
  return
}

// Nothing is contiguous: one op reads all that a lane holds. One index vector comes transposed.
// CHECK-LABEL: func.func @all_named
// CHECK-COUNT-1: iree_vector_ext.transfer_gather %arg0[%c0{{[_0-9]*}}, %c0{{[_0-9]*}}] [%{{.+}}, %{{.+}} : vector<4x2xindex>, vector<4xindex>], %{{.+}} : memref<16x16xf32>, vector<2x4xf32>
// CHECK-NOT: transfer_gather
// CHECK: return
func.func @all_named(%in: memref<16x16xf32>, %rows: memref<32x8xi32>, %columns: memref<32xi32>, %out: memref<8x32xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant -1.0 : f32
  %i_zero = arith.constant 0 : i32
  %i_read = vector.transfer_read %rows[%c0, %c0], %i_zero {in_bounds = [true, true]} : memref<32x8xi32>, vector<32x8xi32>
  %i_most = arith.constant dense<15> : vector<32x8xi32>
  %i_low = arith.andi %i_read, %i_most : vector<32x8xi32>
  %i = arith.index_cast %i_low : vector<32x8xi32> to vector<32x8xindex>
  %j_zero = arith.constant 0 : i32
  %j_read = vector.transfer_read %columns[%c0], %j_zero {in_bounds = [true]} : memref<32xi32>, vector<32xi32>
  %j_most = arith.constant dense<15> : vector<32xi32>
  %j_low = arith.andi %j_read, %j_most : vector<32xi32>
  %j = arith.index_cast %j_low : vector<32xi32> to vector<32xindex>
  %x = iree_vector_ext.transfer_gather %in[%c0, %c0] [%i, %j : vector<32x8xindex>, vector<32xindex>], %pad <{indexing_maps = [affine_map<(d0, d1)[s0, s1] -> (s0, s1)>, affine_map<(d0, d1)[s0, s1] -> (d1, d0)>, affine_map<(d0, d1)[s0, s1] -> (d1)>]}> : memref<16x16xf32>, vector<8x32xf32>
  %y = iree_vector_ext.to_layout %x to layout(#tiles) : vector<8x32xf32>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x32xf32>, memref<8x32xf32>
  return
}

// The mask is cut as the vector is.
// CHECK-LABEL: func.func @under_a_mask
// CHECK-COUNT-2: iree_vector_ext.transfer_gather %arg0[%c0{{[_0-9]*}}, %{{.+}}] [%{{.+}} : vector<2xindex>], %{{.+}}, %{{.+}} : memref<16x10xf32>, vector<2x1xf32>, vector<2x1xi1>
// CHECK: return
func.func @under_a_mask(%in: memref<16x10xf32>, %rows: memref<6xi32>, %mask: memref<6x10xi1>, %out: memref<6x10xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant -1.0 : f32
  %i_zero = arith.constant 0 : i32
  %i_read = vector.transfer_read %rows[%c0], %i_zero {in_bounds = [true]} : memref<6xi32>, vector<6xi32>
  %i_most = arith.constant dense<15> : vector<6xi32>
  %i_low = arith.andi %i_read, %i_most : vector<6xi32>
  %i = arith.index_cast %i_low : vector<6xi32> to vector<6xindex>
  %flags_zero = arith.constant false
  %flags = vector.transfer_read %mask[%c0, %c0], %flags_zero {in_bounds = [true, true]} : memref<6x10xi1>, vector<6x10xi1>
  %x = iree_vector_ext.transfer_gather %in[%c0, %c0] [%i : vector<6xindex>], %pad, %flags <{indexing_maps = [affine_map<(d0, d1)[s0] -> (s0, d1)>, affine_map<(d0, d1)[s0] -> (d0)>, affine_map<(d0, d1)[s0] -> (d0, d1)>]}> : memref<16x10xf32>, vector<6x10xf32>, vector<6x10xi1>
  %y = iree_vector_ext.to_layout %x to layout(#odd) : vector<6x10xf32>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<6x10xf32>, memref<6x10xf32>
  return
}

// CHECK-LABEL: func.func @under_a_mask_of_columns
// CHECK-COUNT-2: iree_vector_ext.transfer_gather {{.*}}, vector<2x1xf32>, vector<1xi1>
// CHECK: return
func.func @under_a_mask_of_columns(%in: memref<16x10xf32>, %rows: memref<6xi32>, %mask: memref<10xi1>, %out: memref<6x10xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant -1.0 : f32
  %i_zero = arith.constant 0 : i32
  %i_read = vector.transfer_read %rows[%c0], %i_zero {in_bounds = [true]} : memref<6xi32>, vector<6xi32>
  %i_most = arith.constant dense<15> : vector<6xi32>
  %i_low = arith.andi %i_read, %i_most : vector<6xi32>
  %i = arith.index_cast %i_low : vector<6xi32> to vector<6xindex>
  %flags_zero = arith.constant false
  %flags = vector.transfer_read %mask[%c0], %flags_zero {in_bounds = [true]} : memref<10xi1>, vector<10xi1>
  %x = iree_vector_ext.transfer_gather %in[%c0, %c0] [%i : vector<6xindex>], %pad, %flags <{indexing_maps = [affine_map<(d0, d1)[s0] -> (s0, d1)>, affine_map<(d0, d1)[s0] -> (d0)>, affine_map<(d0, d1)[s0] -> (d1)>]}> : memref<16x10xf32>, vector<6x10xf32>, vector<10xi1>
  %y = iree_vector_ext.to_layout %x to layout(#odd) : vector<6x10xf32>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<6x10xf32>, memref<6x10xf32>
  return
}

// One lane of those that hold the same writes it.
// CHECK-LABEL: func.func @repeated_data
// CHECK: iree_vector_ext.transfer_gather %arg0[%{{.+}}, %{{.+}}] [%{{.+}} : vector<2xindex>], %{{.+}} : memref<32x8xf32>, vector<2x4xf32>
// CHECK: scf.if
// CHECK: return
func.func @repeated_data(%in: memref<32x8xf32>, %rows: memref<8xi32>, %out: memref<8x4xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant -1.0 : f32
  %c3 = arith.constant 3 : index
  %i_zero = arith.constant 0 : i32
  %i_read = vector.transfer_read %rows[%c0], %i_zero {in_bounds = [true]} : memref<8xi32>, vector<8xi32>
  %i_most = arith.constant dense<15> : vector<8xi32>
  %i_low = arith.andi %i_read, %i_most : vector<8xi32>
  %i = arith.index_cast %i_low : vector<8xi32> to vector<8xindex>
  %x = iree_vector_ext.transfer_gather %in[%c3, %c3] [%i : vector<8xindex>], %pad <{indexing_maps = [affine_map<(d0, d1)[s0] -> (s0, d1)>, affine_map<(d0, d1)[s0] -> (d0)>]}> : memref<32x8xf32>, vector<8x4xf32>
  %y = iree_vector_ext.to_layout %x to layout(#copies) : vector<8x4xf32>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x4xf32>, memref<8x4xf32>
  return
}

// A dimension that no address depends on is read as often as the vector has it.
// CHECK-LABEL: func.func @column_again_and_again
// CHECK: iree_vector_ext.transfer_gather %arg0[%c0{{[_0-9]*}}, %arg3] [%{{.+}} : vector<2xindex>], %{{.+}} : memref<16x8xf32>, vector<2x4xf32>
// CHECK: return
func.func @column_again_and_again(%in: memref<16x8xf32>, %rows: memref<8xi32>, %out: memref<8x4xf32>, %at: index) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant -1.0 : f32
  %i_zero = arith.constant 0 : i32
  %i_read = vector.transfer_read %rows[%c0], %i_zero {in_bounds = [true]} : memref<8xi32>, vector<8xi32>
  %i_most = arith.constant dense<15> : vector<8xi32>
  %i_low = arith.andi %i_read, %i_most : vector<8xi32>
  %i = arith.index_cast %i_low : vector<8xi32> to vector<8xindex>
  %x = iree_vector_ext.transfer_gather %in[%c0, %at] [%i : vector<8xindex>], %pad <{indexing_maps = [affine_map<(d0, d1)[s0] -> (s0, 0)>, affine_map<(d0, d1)[s0] -> (d0)>]}> : memref<16x8xf32>, vector<8x4xf32>
  %y = iree_vector_ext.to_layout %x to layout(#copies) : vector<8x4xf32>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x4xf32>, memref<8x4xf32>
  return
}

// Three dimensions, of which memory has them in another order, one of them twice.
// CHECK-LABEL: func.func @diagonal
// CHECK-COUNT-2: iree_vector_ext.transfer_gather %arg0[%{{.+}}, %c0{{[_0-9]*}}, %{{.+}}, %{{.+}}] [%{{.+}} : vector<2xindex>], %{{.+}} : memref<8x16x4x8xf32>, vector<1x2x2xf32>
// CHECK: return
func.func @diagonal(%in: memref<8x16x4x8xf32>, %middle: memref<4xi32>, %out: memref<4x4x8xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant -1.0 : f32
  %i_zero = arith.constant 0 : i32
  %i_read = vector.transfer_read %middle[%c0], %i_zero {in_bounds = [true]} : memref<4xi32>, vector<4xi32>
  %i_most = arith.constant dense<15> : vector<4xi32>
  %i_low = arith.andi %i_read, %i_most : vector<4xi32>
  %i = arith.index_cast %i_low : vector<4xi32> to vector<4xindex>
  %x = iree_vector_ext.transfer_gather %in[%c0, %c0, %c0, %c0] [%i : vector<4xindex>], %pad <{indexing_maps = [affine_map<(d0, d1, d2)[s0] -> (d2, s0, d0, d2)>, affine_map<(d0, d1, d2)[s0] -> (d1)>]}> : memref<8x16x4x8xf32>, vector<4x4x8xf32>
  %y = iree_vector_ext.to_layout %x to layout(#cube) : vector<4x4x8xf32>
  vector.transfer_write %y, %out[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<4x4x8xf32>, memref<4x4x8xf32>
  return
}

// An index for all elements stays what it is.
// CHECK-LABEL: func.func @one_index_for_all
// CHECK: iree_vector_ext.transfer_gather %arg0[%c0{{[_0-9]*}}, %{{.+}}] [%arg2 : index], %{{.+}} : memref<16x10xf32>, vector<2x1xf32>
// CHECK: return
func.func @one_index_for_all(%in: memref<16x10xf32>, %out: memref<6x10xf32>, %row: index) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant -1.0 : f32
  %x = iree_vector_ext.transfer_gather %in[%c0, %c0] [%row : index], %pad <{indexing_maps = [affine_map<(d0, d1)[s0] -> (s0, d1)>, affine_map<(d0, d1)[s0] -> ()>]}> : memref<16x10xf32>, vector<6x10xf32>
  %y = iree_vector_ext.to_layout %x to layout(#odd) : vector<6x10xf32>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<6x10xf32>, memref<6x10xf32>
  return
}

// The index vector comes spread otherwise than it is needed, and travels.
// CHECK-LABEL: func.func @index_vector_travels
// CHECK: gpu.barrier
// CHECK: iree_vector_ext.transfer_gather
// CHECK: return
func.func @index_vector_travels(%in: memref<16x32xf32>, %rows: memref<8xi32>, %out: memref<8x32xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant -1.0 : f32
  %n_zero = arith.constant 0 : i32
  %n_read = vector.transfer_read %rows[%c0], %n_zero {in_bounds = [true]} : memref<8xi32>, vector<8xi32>
  %n_most = arith.constant dense<15> : vector<8xi32>
  %n_low = arith.andi %n_read, %n_most : vector<8xi32>
  %n = arith.index_cast %n_low : vector<8xi32> to vector<8xindex>
  // expected-remark @below {{converted from}}
  %i = iree_vector_ext.to_layout %n to layout(#eight) : vector<8xindex>
  %x = iree_vector_ext.transfer_gather %in[%c0, %c0] [%i : vector<8xindex>], %pad <{indexing_maps = [affine_map<(d0, d1)[s0] -> (s0, d1)>, affine_map<(d0, d1)[s0] -> (d0)>]}> : memref<16x32xf32>, vector<8x32xf32>
  %y = iree_vector_ext.to_layout %x to layout(#tiles) : vector<8x32xf32>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x32xf32>, memref<8x32xf32>
  return
}

// -----

#cube = #iree_vector_ext.nested_layout<subgroup_tile = [1, 2, 1], batch_tile = [1, 1, 2], outer_tile = [1, 1, 1], thread_tile = [4, 1, 2], element_tile = [1, 2, 2], subgroup_strides = [0, 1, 0], thread_strides = [1, 0, 4]>

func.func @tensor(%in: tensor<8x16x4x8xf32>, %i: vector<4xindex>, %out: memref<4x4x8xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant -1.0 : f32
  // expected-error @below {{cannot distribute 'iree_vector_ext.transfer_gather': it reads a tensor: let it read a memref}}
  %x = iree_vector_ext.transfer_gather %in[%c0, %c0, %c0, %c0] [%i : vector<4xindex>], %pad <{indexing_maps = [affine_map<(d0, d1, d2)[s0] -> (d2, s0, d0, d2)>, affine_map<(d0, d1, d2)[s0] -> (d1)>]}> : tensor<8x16x4x8xf32>, vector<4x4x8xf32>
  %y = iree_vector_ext.to_layout %x to layout(#cube) : vector<4x4x8xf32>
  vector.transfer_write %y, %out[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<4x4x8xf32>, memref<4x4x8xf32>
  return
}

// -----

#eight = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @no_layout(%in: memref<8x8xf32>, %i: vector<8xindex>, %out: memref<8x8xf32>) -> (vector<8xindex>, vector<8x8xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant -1.0 : f32
  // expected-error @below {{cannot distribute 'iree_vector_ext.transfer_gather': result #0 has no layout: the layout of operand #3 ends here, let a to_layout read it}}
  %x = iree_vector_ext.transfer_gather %in[%c0, %c0] [%i : vector<8xindex>], %pad <{indexing_maps = [affine_map<(d0, d1)[s0] -> (s0, d1)>, affine_map<(d0, d1)[s0] -> (d0)>]}> : memref<8x8xf32>, vector<8x8xf32>
  %n = iree_vector_ext.to_layout %i to layout(#eight) : vector<8xindex>
  return %n, %x : vector<8xindex>, vector<8x8xf32>
}
