// RUN: lanewise-opt --host=%host --split-input-file --lanewise-resolve-layouts --lanewise-distribute %s | filecheck %s

// Vectors that go through a private buffer: each lane keeps what it holds, in a buffer of the shape of a piece.

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [2], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [1], thread_strides = [1]>

// CHECK-LABEL: func.func @sums_between_rounds
// CHECK: memref.alloca() : memref<1x1x2xf32, {{.*}}private>>
// CHECK-NOT: memref.alloc
// CHECK: vector.transfer_write %{{.*}} : vector<1x1x2xf32>, memref<1x1x2xf32, {{.*}}private>>
// CHECK: scf.for
// CHECK-NOT: gpu.barrier
// CHECK: vector.transfer_read %{{.*}} : memref<1x1x2xf32, {{.*}}private>>, vector<1x1x2xf32>
// CHECK: vector.transfer_write %{{.*}} : vector<1x1x2xf32>, memref<1x1x2xf32, {{.*}}private>>
// CHECK-NOT: scf.if
// CHECK: vector.transfer_read %{{.*}} : memref<1x1x2xf32, {{.*}}private>>, vector<1x1x2xf32>
func.func @sums_between_rounds(%in: memref<?x128xf32>, %out: memref<128xf32>)
    attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  // ARGS: 0=5x128
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %pad = arith.constant 0.0 : f32
  %zero = arith.constant dense<0.0> : vector<128xf32>
  %sums = memref.alloca() : memref<128xf32, #gpu.address_space<private>>
  vector.transfer_write %zero, %sums[%c0] {in_bounds = [true]} : vector<128xf32>, memref<128xf32, #gpu.address_space<private>>
  %n = memref.dim %in, %c0 : memref<?x128xf32>
  scf.for %i = %c0 to %n step %c1 {
    %x = vector.transfer_read %in[%i, %c0], %pad {in_bounds = [true]} : memref<?x128xf32>, vector<128xf32>
    %xl = iree_vector_ext.to_layout %x to layout(#lanes) : vector<128xf32>
    %old = vector.transfer_read %sums[%c0], %pad {in_bounds = [true]} : memref<128xf32, #gpu.address_space<private>>, vector<128xf32>
    %s = arith.addf %xl, %old : vector<128xf32>
    vector.transfer_write %s, %sums[%c0] {in_bounds = [true]} : vector<128xf32>, memref<128xf32, #gpu.address_space<private>>
  }
  %all = vector.transfer_read %sums[%c0], %pad {in_bounds = [true]} : memref<128xf32, #gpu.address_space<private>>, vector<128xf32>
  vector.transfer_write %all, %out[%c0] {in_bounds = [true]} : vector<128xf32>, memref<128xf32>
  return
}

// -----

// Masks, and the end of a view that is shorter than the vectors, are those of the elements that a lane holds.

#rows = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 1], outer_tile = [1, 1], thread_tile = [16, 2], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [1, 16]>

// CHECK-LABEL: func.func @tails
// CHECK: memref.alloca() : memref<2x1x1x1x1x4xf32, {{.*}}private>>
// CHECK: scf.for
// CHECK: arith.cmpi slt
// CHECK: vector.transfer_read %{{.*}}, %{{[a-z0-9_]+}}, %{{[a-z0-9_]+}} {in_bounds = [true, true, true, true, true, true]} : memref<2x1x1x1x1x4xf32, {{.*}}private>>, vector<2x1x1x1x1x4xf32>
// CHECK: vector.transfer_write %{{.*}}, %{{[a-z0-9_]+}} {in_bounds = [true, true, true, true, true, true]} : vector<2x1x1x1x1x4xf32>, memref<2x1x1x1x1x4xf32, {{.*}}private>>
func.func @tails(%in: memref<?x8xf32>, %out: memref<32x8xf32>)
    attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  // ARGS: 0=45x8
  %c0 = arith.constant 0 : index
  %c32 = arith.constant 32 : index
  %pad = arith.constant 0.0 : f32
  %one = arith.constant dense<1.0> : vector<32x8xf32>
  %kept = memref.alloca() : memref<32x8xf32, #gpu.address_space<private>>
  vector.transfer_write %one, %kept[%c0, %c0] {in_bounds = [true, true]} : vector<32x8xf32>, memref<32x8xf32, #gpu.address_space<private>>
  %n = memref.dim %in, %c0 : memref<?x8xf32>
  scf.for %i = %c0 to %n step %c32 {
    %left = affine.min affine_map<(d0)[s0] -> (-d0 + s0, 32)>(%i)[%n]
    %tail = memref.subview %kept[0, 0] [%left, 8] [1, 1] : memref<32x8xf32, #gpu.address_space<private>> to memref<?x8xf32, strided<[8, 1]>, #gpu.address_space<private>>
    %x = vector.transfer_read %in[%i, %c0], %pad {in_bounds = [false, true]} : memref<?x8xf32>, vector<32x8xf32>
    %xl = iree_vector_ext.to_layout %x to layout(#rows) : vector<32x8xf32>
    %old = vector.transfer_read %tail[%c0, %c0], %pad {in_bounds = [false, true]} : memref<?x8xf32, strided<[8, 1]>, #gpu.address_space<private>>, vector<32x8xf32>
    %s = arith.addf %xl, %old : vector<32x8xf32>
    %mask = vector.create_mask %left, %c32 : vector<32x8xi1>
    vector.transfer_write %s, %tail[%c0, %c0], %mask {in_bounds = [true, true]} : vector<32x8xf32>, memref<?x8xf32, strided<[8, 1]>, #gpu.address_space<private>>
  }
  %all = vector.transfer_read %kept[%c0, %c0], %pad {in_bounds = [true, true]} : memref<32x8xf32, #gpu.address_space<private>>, vector<32x8xf32>
  vector.transfer_write %all, %out[%c0, %c0] {in_bounds = [true, true]} : vector<32x8xf32>, memref<32x8xf32>
  return
}

// -----

// What is read in another layout than it was written in is converted, and so is the second of two that are written.

#pairs = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#halves = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// CHECK-LABEL: func.func @other_layouts
// CHECK: memref.alloc() {{.*}} : memref<64xf32, {{.*}}workgroup>>
// CHECK: memref.alloca() : memref<1x1x2xf32, {{.*}}private>>
// CHECK: vector.transfer_write {{.*}}private>>
// CHECK: scf.if
// CHECK: gpu.barrier
// CHECK: vector.transfer_read {{.*}}workgroup>>, vector<2xf32>
// CHECK: vector.transfer_write {{.*}}private>>
// CHECK: vector.transfer_read {{.*}} memref<1x1x2xf32, {{.*}}private>>, vector<1x1x2xf32>
// CHECK: gpu.barrier
// CHECK: vector.transfer_read {{.*}}workgroup>>, vector<1xf32>
func.func @other_layouts(%in: memref<64xf32>, %c: i1, %out: memref<64xf32>)
    attributes {gpu.known_block_size = array<i32: 32, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %kept = memref.alloca() : memref<64xf32, #gpu.address_space<private>>
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %p = iree_vector_ext.to_layout %x to layout(#pairs) : vector<64xf32>
  vector.transfer_write %p, %kept[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32, #gpu.address_space<private>>
  scf.if %c {
    %y = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
    %yl = iree_vector_ext.to_layout %y to layout(#halves) : vector<64xf32>
    %z = arith.mulf %yl, %yl : vector<64xf32>
    vector.transfer_write %z, %kept[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32, #gpu.address_space<private>>
  }
  %r = vector.transfer_read %kept[%c0], %pad {in_bounds = [true]} : memref<64xf32, #gpu.address_space<private>>, vector<64xf32>
  %h = iree_vector_ext.to_layout %r to layout(#halves) : vector<64xf32>
  vector.transfer_write %h, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

// Rows at places that only run time knows: a lane has all rows of its columns. Views may leave out dimensions of size 1.

#columns = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

// CHECK-LABEL: func.func @rows_anywhere
// CHECK: memref.alloca(%{{.*}}) : memref<1x1x1x1x?x2xf32, {{.*}}private>>
// CHECK: scf.for
// CHECK: vector.transfer_write %{{.*}}[%{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}, %[[I:.*]], %{{.*}}] {{.*}} : vector<1x1x2xf32>, memref<1x1x1x1x?x2xf32, {{.*}}private>>
// CHECK: scf.for
// CHECK: vector.transfer_read %{{.*}} : memref<1x1x1x1x?x2xf32, {{.*}}private>>, vector<1x1x2xf32>
func.func @rows_anywhere(%in: memref<?x64xf32>, %out: memref<?x64xf32>)
    attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  // ARGS: 0=7x64,1=7x64
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %pad = arith.constant 0.0 : f32
  %n = memref.dim %in, %c0 : memref<?x64xf32>
  %rows = memref.alloca(%n) : memref<?x64xf32, #gpu.address_space<private>>
  scf.for %i = %c0 to %n step %c1 {
    %x = vector.transfer_read %in[%i, %c0], %pad {in_bounds = [true]} : memref<?x64xf32>, vector<64xf32>
    %xl = iree_vector_ext.to_layout %x to layout(#columns) : vector<64xf32>
    vector.transfer_write %xl, %rows[%i, %c0] {in_bounds = [true]} : vector<64xf32>, memref<?x64xf32, #gpu.address_space<private>>
  }
  scf.for %i = %c0 to %n step %c1 {
    %0 = arith.subi %n, %i : index
    %j = arith.subi %0, %c1 : index
    %row = memref.subview %rows[%j, 0] [1, 64] [1, 1] : memref<?x64xf32, #gpu.address_space<private>> to memref<64xf32, strided<[1], offset: ?>, #gpu.address_space<private>>
    %y = vector.transfer_read %row[%c0], %pad {in_bounds = [true]} : memref<64xf32, strided<[1], offset: ?>, #gpu.address_space<private>>, vector<64xf32>
    vector.transfer_write %y, %out[%i, %c0] {in_bounds = [true]} : vector<64xf32>, memref<?x64xf32>
  }
  return
}
