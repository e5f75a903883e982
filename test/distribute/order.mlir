// RUN: lanewise-opt --host=%host --lanewise-distribute="workgroup-size=64 subgroup-size=64" --split-input-file %s | filecheck %s

// Barriers where lanes need them: in programs that ask for the number of a lane, around loops of any dialect, under other names.

#pairs = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#halves = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// CHECK-LABEL: func.func @vectors_beside_a_lane_number
// CHECK: vector.transfer_write
// CHECK: gpu.barrier
// CHECK: vector.transfer_read
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @vectors_beside_a_lane_number(%in: memref<64xf32>, %out: memref<64xf32>, %flag: memref<1xi32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %one = arith.constant 1 : i32
  %lds = memref.alloc() : memref<64xf32, #gpu.address_space<workgroup>>
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %p = iree_vector_ext.to_layout %x to layout(#pairs) : vector<64xf32>
  vector.transfer_write %p, %lds[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32, #gpu.address_space<workgroup>>
  %y = vector.transfer_read %lds[%c0], %pad {in_bounds = [true]} : memref<64xf32, #gpu.address_space<workgroup>>, vector<64xf32>
  %h = iree_vector_ext.to_layout %y to layout(#halves) : vector<64xf32>
  vector.transfer_write %h, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  %lane = gpu.thread_id x
  %first = arith.cmpi eq, %lane, %c0 : index
  scf.if %first {
    %old = memref.atomic_rmw addi %one, %flag[%c0] : (i32, memref<1xi32>) -> i32
  }
  return
}

// -----

#pairs = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#halves = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// The barrier stands where all lanes come, before the branch that only some take.
// CHECK-LABEL: func.func @load_that_some_lanes_make
// CHECK: vector.transfer_write
// CHECK: gpu.barrier
// CHECK-NEXT: scf.if
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @load_that_some_lanes_make(%in: memref<64xf32>, %tmp: memref<64xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %c5 = arith.constant 5 : index
  %c63 = arith.constant 63 : index
  %lane = gpu.thread_id x
  %few = arith.cmpi ult, %lane, %c5 : index
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %p = iree_vector_ext.to_layout %x to layout(#pairs) : vector<64xf32>
  vector.transfer_write %p, %tmp[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  scf.if %few {
    %k = arith.subi %c63, %lane : index
    %v = memref.load %tmp[%k] : memref<64xf32>
    memref.store %v, %out[%lane] : memref<64xf32>
  }
  return
}

// -----

#pairs = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#halves = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// Between what lanes do by themselves the program has its own barriers, and those count for vectors, too.
// CHECK-LABEL: func.func @barrier_of_the_program
// CHECK: memref.store
// CHECK-NEXT: gpu.barrier
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @barrier_of_the_program(%in: memref<64xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %lds = memref.alloc() : memref<64xf32, #gpu.address_space<workgroup>>
  %lane = gpu.thread_id x
  %v = memref.load %in[%lane] : memref<64xf32>
  memref.store %v, %lds[%lane] : memref<64xf32, #gpu.address_space<workgroup>>
  gpu.barrier
  %y = vector.transfer_read %lds[%c0], %pad {in_bounds = [true]} : memref<64xf32, #gpu.address_space<workgroup>>, vector<64xf32>
  %h = iree_vector_ext.to_layout %y to layout(#halves) : vector<64xf32>
  vector.transfer_write %h, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#pairs = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#halves = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// CHECK-LABEL: func.func @back_around_an_affine_loop
// CHECK: affine.for
// CHECK: gpu.barrier
// CHECK: vector.transfer_write
// CHECK: gpu.barrier
// CHECK: vector.transfer_read
// CHECK: return
func.func @back_around_an_affine_loop(%in: memref<64xf32>, %out: memref<4x64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  affine.for %i = 0 to 4 {
    %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
    %p = iree_vector_ext.to_layout %x to layout(#pairs) : vector<64xf32>
    %h = iree_vector_ext.to_layout %p to layout(#halves) : vector<64xf32>
    vector.transfer_write %h, %out[%i, %c0] {in_bounds = [true]} : vector<64xf32>, memref<4x64xf32>
  }
  return
}

// -----

#pairs = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#halves = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// A buffer of the workgroup is one place, round after round, also of rounds that do not depend on each other.
// CHECK-LABEL: func.func @allocated_in_a_parallel_loop
// CHECK: scf.parallel
// CHECK: gpu.barrier
// CHECK: vector.transfer_write
// CHECK: gpu.barrier
// CHECK: vector.transfer_read
// CHECK: return
func.func @allocated_in_a_parallel_loop(%in: memref<64xf32>, %out: memref<4x64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  scf.parallel (%i) = (%c0) to (%c4) step (%c1) {
    %lds = memref.alloc() : memref<64xf32, #gpu.address_space<workgroup>>
    %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
    %p = iree_vector_ext.to_layout %x to layout(#pairs) : vector<64xf32>
    vector.transfer_write %p, %lds[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32, #gpu.address_space<workgroup>>
    %y = vector.transfer_read %lds[%c0], %pad {in_bounds = [true]} : memref<64xf32, #gpu.address_space<workgroup>>, vector<64xf32>
    %h = iree_vector_ext.to_layout %y to layout(#halves) : vector<64xf32>
    vector.transfer_write %h, %out[%i, %c0] {in_bounds = [true]} : vector<64xf32>, memref<4x64xf32>
    scf.reduce
  }
  return
}

// -----

#pairs = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#halves = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// CHECK-LABEL: func.func @name_in_another_space
// CHECK: vector.transfer_write
// CHECK: gpu.barrier
// CHECK: vector.transfer_read
// CHECK: return
func.func @name_in_another_space(%in: memref<64xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %lds = memref.alloc() : memref<64xf32, #gpu.address_space<workgroup>>
  %any = memref.memory_space_cast %lds : memref<64xf32, #gpu.address_space<workgroup>> to memref<64xf32>
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %p = iree_vector_ext.to_layout %x to layout(#pairs) : vector<64xf32>
  vector.transfer_write %p, %lds[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32, #gpu.address_space<workgroup>>
  %y = vector.transfer_read %any[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %h = iree_vector_ext.to_layout %y to layout(#halves) : vector<64xf32>
  vector.transfer_write %h, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// Rows that overlap: what a lane adds in one round another has read, or will.
// CHECK-LABEL: func.func @rows_that_overlap
// CHECK: scf.for
// CHECK: gpu.barrier
// CHECK: vector.transfer_read
// CHECK: gpu.barrier
// CHECK: vector.transfer_write
// CHECK: return
func.func @rows_that_overlap(%in: memref<8x64xf32>, %out: memref<288xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  %rows = memref.reinterpret_cast %out to offset: [0], sizes: [8, 64], strides: [32, 1] : memref<288xf32> to memref<8x64xf32, strided<[32, 1]>>
  scf.for %i = %c0 to %c8 step %c1 {
    %x = vector.transfer_read %in[%i, %c0], %pad {in_bounds = [true]} : memref<8x64xf32>, vector<64xf32>
    %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32>
    %y = vector.transfer_read %rows[%i, %c0], %pad {in_bounds = [true]} : memref<8x64xf32, strided<[32, 1]>>, vector<64xf32>
    %s = arith.addf %y, %a : vector<64xf32>
    vector.transfer_write %s, %rows[%i, %c0] {in_bounds = [true]} : vector<64xf32>, memref<8x64xf32, strided<[32, 1]>>
  }
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// The same rows apart: each lane reads and writes elements of its own.
// CHECK-LABEL: func.func @rows_apart
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @rows_apart(%in: memref<8x64xf32>, %out: memref<1024xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  %rows = memref.reinterpret_cast %out to offset: [0], sizes: [8, 64], strides: [128, 1] : memref<1024xf32> to memref<8x64xf32, strided<[128, 1]>>
  scf.for %i = %c0 to %c8 step %c1 {
    %x = vector.transfer_read %in[%i, %c0], %pad {in_bounds = [true]} : memref<8x64xf32>, vector<64xf32>
    %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32>
    %y = vector.transfer_read %rows[%i, %c0], %pad {in_bounds = [true]} : memref<8x64xf32, strided<[128, 1]>>, vector<64xf32>
    %s = arith.addf %y, %a : vector<64xf32>
    vector.transfer_write %s, %rows[%i, %c0] {in_bounds = [true]} : vector<64xf32>, memref<8x64xf32, strided<[128, 1]>>
  }
  return
}
