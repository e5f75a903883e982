// RUN: lanewise-opt %s --host=%host --split-input-file --verify-diagnostics "--lanewise-distribute=workgroup-size=64 subgroup-size=64 max-workgroup-memory=256" --lanewise-check | filecheck %s

// Numbers of address spaces, as GPUs count them: 3 is a workgroup's memory, 5 that of a lane.

#a = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#b = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [4], subgroup_strides = [0], thread_strides = [1]>

// Lanes read what others wrote: a barrier goes between. 64 f32 are 256 bytes.
// CHECK-LABEL: func.func @workgroup_memory_by_its_number
// CHECK: memref.alloc() : memref<64xf32, 3>
// CHECK: vector.transfer_write {{.*}}memref<64xf32, 3>
// CHECK: gpu.barrier
// CHECK: vector.transfer_read {{.*}}memref<64xf32, 3>
// CHECK: return
func.func @workgroup_memory_by_its_number(%m: memref<64xf32>) attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %shared = memref.alloc() : memref<64xf32, 3>
  %x = vector.transfer_read %m[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %w = iree_vector_ext.to_layout %x to layout(#a) : vector<64xf32>
  vector.transfer_write %w, %shared[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32, 3>
  %y = vector.transfer_read %shared[%c0], %pad {in_bounds = [true]} : memref<64xf32, 3>, vector<64xf32>
  %r = iree_vector_ext.to_layout %y to layout(#b) : vector<64xf32>
  %n = arith.negf %r : vector<64xf32>
  vector.transfer_write %n, %m[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#a = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// expected-error @below {{512 bytes of workgroup memory are needed, 256 may be taken}}
func.func @its_bytes_count(%m: memref<64xf32>) attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-note @below {{512 bytes, of the program itself}}
  %shared = memref.alloc() : memref<128xf32, 3>
  %x = vector.transfer_read %m[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %w = iree_vector_ext.to_layout %x to layout(#a) : vector<64xf32>
  vector.transfer_write %w, %shared[%c0] {in_bounds = [true]} : vector<64xf32>, memref<128xf32, 3>
  return
}

// -----

#a = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// Space 5 is private: each lane has its part of it.
func.func @memory_of_a_lane(%m: memref<64xf32>) attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %own = memref.alloc() : memref<64xf32, 5>
  %x = vector.transfer_read %m[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %w = iree_vector_ext.to_layout %x to layout(#a) : vector<64xf32>
  vector.transfer_write %w, %own[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32, 5>
  %y = vector.transfer_read %own[%c0], %pad {in_bounds = [true]} : memref<64xf32, 5>, vector<64xf32>
  vector.transfer_write %y, %m[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#a = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// A global counts once, and elements that are vectors count all of theirs.
memref.global "private" @shared : memref<32xf32, #gpu.address_space<workgroup>>
// expected-error @below {{384 bytes of workgroup memory are needed, 256 may be taken}}
func.func @globals_and_vectors_as_elements(%m: memref<64xf32>) attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-note @below {{128 bytes, of the program itself}}
  %g = memref.get_global @shared : memref<32xf32, #gpu.address_space<workgroup>>
  %again = memref.get_global @shared : memref<32xf32, #gpu.address_space<workgroup>>
  // expected-note @below {{256 bytes, of the program itself}}
  %rows = memref.alloc() : memref<16xvector<4xf32>, #gpu.address_space<workgroup>>
  %x = vector.transfer_read %m[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %w = iree_vector_ext.to_layout %x to layout(#a) : vector<64xf32>
  vector.transfer_write %w, %m[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#a = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

gpu.module @kernels {
  // expected-error @below {{512 bytes of workgroup memory are needed, 256 may be taken}}
  // expected-note @below {{512 bytes, of the program itself}}
  gpu.func @attributions(%m: memref<64xf32>) workgroup(%own: memref<128xf32, #gpu.address_space<workgroup>>) kernel attributes {known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 64 : i64} {
    %c0 = arith.constant 0 : index
    %pad = arith.constant 0.0 : f32
    %x = vector.transfer_read %m[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
    %w = iree_vector_ext.to_layout %x to layout(#a) : vector<64xf32>
    vector.transfer_write %w, %m[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
    gpu.return
  }
}

// -----

#a = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// What a launch adds counts as far as views of it reach.
// expected-error @below {{320 bytes of workgroup memory are needed, 256 may be taken}}
func.func @views_of_what_a_launch_adds(%m: memref<64xf32>) attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  %c0 = arith.constant 0 : index
  %c64 = arith.constant 64 : index
  %pad = arith.constant 0.0 : f32
  // expected-note @below {{320 bytes, of the program itself}}
  %bytes = gpu.dynamic_shared_memory : memref<?xi8, #gpu.address_space<workgroup>>
  %first = memref.view %bytes[%c0][] : memref<?xi8, #gpu.address_space<workgroup>> to memref<16xf32, #gpu.address_space<workgroup>>
  %second = memref.view %bytes[%c64][] : memref<?xi8, #gpu.address_space<workgroup>> to memref<64xf32, #gpu.address_space<workgroup>>
  %x = vector.transfer_read %m[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %w = iree_vector_ext.to_layout %x to layout(#a) : vector<64xf32>
  vector.transfer_write %w, %m[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#a = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#b = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [4], subgroup_strides = [0], thread_strides = [1]>

func.func @unknown_beside_a_round_trip(%m: memref<64xf32>, %at: index) attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-error @below {{how many bytes it takes is not said, beside 256 that round trips and other buffers take, of 256}}
  %bytes = gpu.dynamic_shared_memory : memref<?xi8, #gpu.address_space<workgroup>>
  %view = memref.view %bytes[%at][] : memref<?xi8, #gpu.address_space<workgroup>> to memref<16xf32, #gpu.address_space<workgroup>>
  %x = vector.transfer_read %m[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %w = iree_vector_ext.to_layout %x to layout(#a) : vector<64xf32>
  %v = iree_vector_ext.to_layout %w to layout(#b) : vector<64xf32>
  vector.transfer_write %v, %m[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}
