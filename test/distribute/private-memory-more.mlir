// RUN: lanewise-opt --host=%host --split-input-file --lanewise-resolve-layouts --lanewise-distribute %s | filecheck %s

// Private buffers in all shapes: what a lane reads is what it wrote, whatever the access is spelled as.

#rows = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 2], outer_tile = [1, 1], thread_tile = [8, 4], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [1, 8]>

// A vector read across, through a cast and a view of a view.

// CHECK: affine_map<(d0, d1, d2, d3, d4, d5) -> (d1, d0, d3, d2, d5, d4)>
// CHECK-LABEL: func.func @transposed
// CHECK: memref.alloc() : memref<1x2x1x1x1x2xf16, {{.*}}private>>
// CHECK-NOT: gpu.barrier
// CHECK: permutation_map = #{{.*}}private>>, vector<2x1x1x1x2x1xf16>
// CHECK: memref.dealloc {{.*}} : memref<1x2x1x1x1x2xf16, {{.*}}private>>
func.func @transposed(%in: memref<8x16xf16>, %n: index, %out: memref<16x8xf16>)
    attributes {gpu.known_block_size = array<i32: 32, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f16
  %kept = memref.alloc() : memref<8x16xf16, #gpu.address_space<private>>
  %cast = memref.cast %kept : memref<8x16xf16, #gpu.address_space<private>> to memref<?x16xf16, #gpu.address_space<private>>
  %view = memref.subview %cast[0, 0] [8, 16] [1, 1] : memref<?x16xf16, #gpu.address_space<private>> to memref<8x16xf16, strided<[16, 1]>, #gpu.address_space<private>>
  %same = memref.subview %view[0, %c0] [8, 16] [1, 1] : memref<8x16xf16, strided<[16, 1]>, #gpu.address_space<private>> to memref<8x16xf16, strided<[16, 1], offset: ?>, #gpu.address_space<private>>
  %x = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<8x16xf16>, vector<8x16xf16>
  %xl = iree_vector_ext.to_layout %x to layout(#rows) : vector<8x16xf16>
  vector.transfer_write %xl, %same[%c0, %c0] {in_bounds = [true, true]} : vector<8x16xf16>, memref<8x16xf16, strided<[16, 1], offset: ?>, #gpu.address_space<private>>
  %y = vector.transfer_read %kept[%c0, %c0], %pad {in_bounds = [true, true], permutation_map = affine_map<(d0, d1) -> (d1, d0)>} : memref<8x16xf16, #gpu.address_space<private>>, vector<16x8xf16>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<16x8xf16>, memref<16x8xf16>
  memref.dealloc %kept : memref<8x16xf16, #gpu.address_space<private>>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// A row that is read as several, under a mask around the op; memory that names no space is private, too.

// CHECK: affine_map<(d0, d1, d2) -> (0, d0, 0, d1, 0, d2)>
// CHECK-LABEL: func.func @copies
// CHECK: memref.alloca() {{.*}}16{{.*}} : memref<1x1x1xf32>
// CHECK: vector.transfer_write %{{.*}}, %{{[a-z0-9_]+}} {in_bounds = [true, true, true]} : vector<1x1x1xf32>, memref<1x1x1xf32>
// CHECK: permutation_map = #{{.*}} : memref<1x1x1xf32>, vector<1x1x1x1x4x1xf32>
func.func @copies(%in: memref<32xf32>, %n: index, %out: memref<4x32xf32>)
    attributes {gpu.known_block_size = array<i32: 32, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %zero = arith.constant dense<0.0> : vector<32xf32>
  %kept = "memref.alloca"() <{alignment = 16 : i64, operandSegmentSizes = array<i32: 0, 0>}> : () -> memref<32xf32>
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %xl = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
  vector.transfer_write %zero, %kept[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  %mask = vector.create_mask %n : vector<32xi1>
  vector.mask %mask { vector.transfer_write %xl, %kept[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32> } : vector<32xi1>
  %y = vector.transfer_read %kept[%c0], %pad {in_bounds = [true, true], permutation_map = affine_map<(d0) -> (0, d0)>} : memref<32xf32>, vector<4x32xf32>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<4x32xf32>, memref<4x32xf32>
  return
}

// -----

#tile = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 2], outer_tile = [1, 1], thread_tile = [1, 16], element_tile = [4, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// Four rows at a time of sixteen, the last time beyond the end of the view: 14 rows.

// CHECK-LABEL: func.func @beyond_a_view
// CHECK: memref.alloca() : memref<1x2x1x1x16x1xf32, {{.*}}private>>
// CHECK: arith.addi
// CHECK: arith.cmpi slt
func.func @beyond_a_view(%in: memref<16x32xf32>, %out: memref<16x32xf32>)
    attributes {gpu.known_block_size = array<i32: 16, 1, 1>, lanewise.subgroup_size = 16 : i64} {
  %c0 = arith.constant 0 : index
  %c4 = arith.constant 4 : index
  %c16 = arith.constant 16 : index
  %pad = arith.constant 7.0 : f32
  %one = arith.constant dense<1.0> : vector<16x32xf32>
  %kept = memref.alloca() : memref<16x32xf32, #gpu.address_space<private>>
  vector.transfer_write %one, %kept[%c0, %c0] {in_bounds = [true, true]} : vector<16x32xf32>, memref<16x32xf32, #gpu.address_space<private>>
  %some = memref.subview %kept[0, 0] [14, 32] [1, 1] : memref<16x32xf32, #gpu.address_space<private>> to memref<14x32xf32, strided<[32, 1]>, #gpu.address_space<private>>
  scf.for %i = %c0 to %c16 step %c4 {
    %x = vector.transfer_read %in[%i, %c0], %pad {in_bounds = [true, true]} : memref<16x32xf32>, vector<4x32xf32>
    %xl = iree_vector_ext.to_layout %x to layout(#tile) : vector<4x32xf32>
    %old = vector.transfer_read %some[%i, %c0], %pad {in_bounds = [false, true]} : memref<14x32xf32, strided<[32, 1]>, #gpu.address_space<private>>, vector<4x32xf32>
    %s = arith.addf %xl, %old : vector<4x32xf32>
    vector.transfer_write %s, %some[%i, %c0] {in_bounds = [false, true]} : vector<4x32xf32>, memref<14x32xf32, strided<[32, 1]>, #gpu.address_space<private>>
    vector.transfer_write %s, %out[%i, %c0] {in_bounds = [true, true]} : vector<4x32xf32>, memref<16x32xf32>
  }
  %all = vector.transfer_read %kept[%c0, %c0], %pad {in_bounds = [true, true]} : memref<16x32xf32, #gpu.address_space<private>>, vector<16x32xf32>
  %in1 = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<16x32xf32>, vector<16x32xf32>
  %sum = arith.addf %all, %in1 : vector<16x32xf32>
  vector.transfer_write %sum, %out[%c0, %c0] {in_bounds = [true, true]} : vector<16x32xf32>, memref<16x32xf32>
  return
}

// -----

#pairs = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

// The only anchor comes after: what is read asks all that is written for its layout, and a buffer of a round is new.

// CHECK-LABEL: func.func @asked_for_later
// CHECK: scf.for
// CHECK: memref.alloca() : memref<1x1x2xi8, {{.*}}private>>
// CHECK-NOT: gpu.barrier
func.func @asked_for_later(%in: memref<64xi8>, %out: memref<64xi8>)
    attributes {gpu.known_block_size = array<i32: 32, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %pad = arith.constant 0 : i8
  %one = arith.constant dense<1> : vector<64xi8>
  scf.for %i = %c0 to %c3 step %c1 {
    %kept = memref.alloca() : memref<64xi8, #gpu.address_space<private>>
    vector.transfer_write %one, %kept[%c0] {in_bounds = [true]} : vector<64xi8>, memref<64xi8, #gpu.address_space<private>>
    scf.for %j = %c0 to %c3 step %c1 {
      %old = vector.transfer_read %kept[%c0], %pad {in_bounds = [true]} : memref<64xi8, #gpu.address_space<private>>, vector<64xi8>
      %s = arith.addi %old, %old : vector<64xi8>
      vector.transfer_write %s, %kept[%c0] {in_bounds = [true]} : vector<64xi8>, memref<64xi8, #gpu.address_space<private>>
    }
    %all = vector.transfer_read %kept[%c0], %pad {in_bounds = [true]} : memref<64xi8, #gpu.address_space<private>>, vector<64xi8>
    %l = iree_vector_ext.to_layout %all to layout(#pairs) : vector<64xi8>
    %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xi8>, vector<64xi8>
    %y = arith.addi %l, %x : vector<64xi8>
    vector.transfer_write %y, %out[%c0] {in_bounds = [true]} : vector<64xi8>, memref<64xi8>
  }
  return
}

// -----

#halves = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [16], element_tile = [1], subgroup_strides = [0], thread_strides = [2]>

// Lanes that hold the same each keep it, so that none of them has to be told which of them stores; and a program that
// asks for the number of a lane has private buffers as others have.

// CHECK-LABEL: func.func @held_twice
// CHECK: memref.alloca() : memref<2x1x1xf32, {{.*}}private>>
// CHECK: vector.transfer_write {{.*}}private>>
// CHECK-NOT: scf.if
// CHECK: vector.transfer_read {{.*}}private>>
func.func @held_twice(%in: memref<32xf32>, %out: memref<32xf32>, %lanes: memref<32xindex>)
    attributes {gpu.known_block_size = array<i32: 32, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %lane = gpu.thread_id x
  memref.store %lane, %lanes[%lane] : memref<32xindex>
  %kept = memref.alloca() : memref<32xf32, #gpu.address_space<private>>
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %xl = iree_vector_ext.to_layout %x to layout(#halves) : vector<32xf32>
  vector.transfer_write %xl, %kept[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32, #gpu.address_space<private>>
  %y = vector.transfer_read %kept[%c0], %pad {in_bounds = [true]} : memref<32xf32, #gpu.address_space<private>>, vector<32xf32>
  vector.transfer_write %y, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// What leaves the function as a tensor is one buffer for all lanes, in memory that all of them see; order is kept there.

// CHECK-LABEL: func.func @leaves
// CHECK: %[[ALL:.*]] = memref.alloc() : memref<4x64xf32, {{.*}}global>>
// CHECK: memref.subview %[[ALL]]{{.*}} to memref<1x64xf32, {{.*}}global>>
// CHECK-NOT: gpu.barrier
// CHECK: vector.transfer_read %{{.*}} : memref<4x64xf32>, vector<1xf32>
// CHECK: vector.transfer_write {{.*}}global>>
// CHECK: gpu.barrier
// CHECK: vector.transfer_read {{.*}}global>>
// CHECK: bufferization.to_tensor %[[ALL]] : memref<4x64xf32, {{.*}}global>> to tensor<4x64xf32>
func.func @leaves(%in: tensor<4x64xf32>, %out: memref<32xf32>) -> tensor<4x64xf32>
    attributes {gpu.known_block_size = array<i32: 32, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %c32 = arith.constant 32 : index
  %pad = arith.constant 0.0 : f32
  %m = bufferization.to_buffer %in : tensor<4x64xf32> to memref<4x64xf32>
  %kept = memref.alloca() : memref<4x64xf32, #gpu.address_space<private>>
  scf.for %i = %c0 to %c4 step %c1 {
    %row = memref.subview %kept[%i, 0] [1, 64] [1, 1] : memref<4x64xf32, #gpu.address_space<private>> to memref<1x64xf32, strided<[64, 1], offset: ?>, #gpu.address_space<private>>
    %x = vector.transfer_read %m[%i, %c0], %pad {in_bounds = [true]} : memref<4x64xf32>, vector<32xf32>
    %xl = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
    vector.transfer_write %xl, %row[%c0, %c0] {in_bounds = [true]} : vector<32xf32>, memref<1x64xf32, strided<[64, 1], offset: ?>, #gpu.address_space<private>>
    vector.transfer_write %xl, %row[%c0, %c32] {in_bounds = [true]} : vector<32xf32>, memref<1x64xf32, strided<[64, 1], offset: ?>, #gpu.address_space<private>>
  }
  %y = vector.transfer_read %kept[%c1, %c1], %pad {in_bounds = [true]} : memref<4x64xf32, #gpu.address_space<private>>, vector<32xf32>
  %yl = iree_vector_ext.to_layout %y to layout(#lanes) : vector<32xf32>
  vector.transfer_write %yl, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  %t = bufferization.to_tensor %kept : memref<4x64xf32, #gpu.address_space<private>> to tensor<4x64xf32>
  return %t : tensor<4x64xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// Vectors of one element are held by every lane.

// CHECK-LABEL: func.func @of_one_element
// CHECK: memref.alloca() : memref<1x1x3xf32, {{.*}}private>>
func.func @of_one_element(%in: memref<32xf32>, %n: index, %out: memref<32xf32>)
    attributes {gpu.known_block_size = array<i32: 32, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %pad = arith.constant 0.0 : f32
  %scalar = arith.constant dense<2.0> : vector<f32>
  %kept = memref.alloca() : memref<3xf32, #gpu.address_space<private>>
  vector.transfer_write %scalar, %kept[%c1] : vector<f32>, memref<3xf32, #gpu.address_space<private>>
  %one = vector.transfer_read %kept[%c1], %pad {in_bounds = [true]} : memref<3xf32, #gpu.address_space<private>>, vector<1xf32>
  vector.transfer_write %one, %kept[%c2] {in_bounds = [true]} : vector<1xf32>, memref<3xf32, #gpu.address_space<private>>
  %two = vector.transfer_read %kept[%c2], %pad {in_bounds = [true], permutation_map = affine_map<(d0) -> (0)>} : memref<3xf32, #gpu.address_space<private>>, vector<32xf32>
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %xl = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
  %y = arith.mulf %xl, %two : vector<32xf32>
  vector.transfer_write %y, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// Read where others wrote: every lane has all of it, so what is written is moved before.

// CHECK-LABEL: func.func @one_further
// CHECK: memref.alloca() : memref<1x1x33xf32, {{.*}}private>>
// CHECK: vector.transfer_write {{.*}}workgroup>>
// CHECK: gpu.barrier
// CHECK: vector.transfer_write %{{.*}} : vector<1x1x32xf32>, memref<1x1x33xf32, {{.*}}private>>
// CHECK: vector.transfer_read %{{.*}} : memref<1x1x33xf32, {{.*}}private>>, vector<1x1x32xf32>
func.func @one_further(%in: memref<32xf32>, %out: memref<32xf32>)
    attributes {gpu.known_block_size = array<i32: 32, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %pad = arith.constant 0.0 : f32
  %own = memref.alloca() : memref<33xf32, #gpu.address_space<private>>
  %zero = arith.constant dense<0.0> : vector<33xf32>
  vector.transfer_write %zero, %own[%c0] {in_bounds = [true]} : vector<33xf32>, memref<33xf32, #gpu.address_space<private>>
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
  vector.transfer_write %a, %own[%c0] {in_bounds = [true]} : vector<32xf32>, memref<33xf32, #gpu.address_space<private>>
  %y = vector.transfer_read %own[%c1], %pad {in_bounds = [true]} : memref<33xf32, #gpu.address_space<private>>, vector<32xf32>
  %b = iree_vector_ext.to_layout %y to layout(#lanes) : vector<32xf32>
  vector.transfer_write %b, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}
