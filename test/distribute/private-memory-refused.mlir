// RUN: lanewise-opt %s --host=%host --split-input-file --verify-diagnostics "--lanewise-distribute=workgroup-size=64 subgroup-size=32"

// What is done to a private buffer besides vectors that go through it is refused, where it is done.

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @combined_by_others(%in: memref<32xf32>, %out: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-note @below {{the buffer}}
  %own = memref.alloca() : memref<32xf32, #gpu.address_space<private>>
  %other = memref.alloca() : memref<32xf32, #gpu.address_space<private>>
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
  vector.transfer_write %a, %own[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32, #gpu.address_space<private>>
  vector.transfer_write %a, %other[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32, #gpu.address_space<private>>
  // expected-error @below {{cannot distribute 'linalg.copy': each lane would have its part of the vectors in a private buffer, and this takes all of it: allocate it in workgroup memory, #gpu.address_space<workgroup>}}
  linalg.copy ins(%own : memref<32xf32, #gpu.address_space<private>>) outs(%other : memref<32xf32, #gpu.address_space<private>>)
  %y = vector.transfer_read %other[%c0], %pad {in_bounds = [true]} : memref<32xf32, #gpu.address_space<private>>, vector<32xf32>
  vector.transfer_write %y, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @element_of_another_lane(%in: memref<32xf32>, %out: memref<f32>) {
  %c0 = arith.constant 0 : index
  %c5 = arith.constant 5 : index
  %pad = arith.constant 0.0 : f32
  // expected-note @below {{the buffer}}
  %own = memref.alloca() : memref<32xf32, #gpu.address_space<private>>
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
  vector.transfer_write %a, %own[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32, #gpu.address_space<private>>
  // expected-error @below {{cannot distribute 'memref.load': each lane would have its part of the vectors in a private buffer, and this takes all of it}}
  %five = memref.load %own[%c5] : memref<32xf32, #gpu.address_space<private>>
  memref.store %five, %out[] : memref<f32>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// A program that asks for the number of a lane gets no other answer.

func.func @element_of_any_lane(%in: memref<32xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %c31 = arith.constant 31 : index
  %pad = arith.constant 0.0 : f32
  // expected-note @below {{the buffer}}
  %own = memref.alloca() : memref<32xf32>
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
  vector.transfer_write %a, %own[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  %lane = gpu.thread_id x
  %0 = arith.andi %lane, %c31 : index
  // expected-error @below {{cannot distribute 'memref.load': each lane would have its part of the vectors in a private buffer}}
  %any = memref.load %own[%0] : memref<32xf32>
  memref.store %any, %out[%lane] : memref<64xf32>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @views(%in: memref<32xf32>, %out: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %c2 = arith.constant 2 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
  // expected-note @below {{the buffer}}
  %own = memref.alloca() : memref<4x8xf32, #gpu.address_space<private>>
  // expected-error @below {{cannot distribute 'memref.collapse_shape': each lane would have its part of the vectors in a private buffer, and this takes all of it}}
  %flat = memref.collapse_shape %own [[0, 1]] : memref<4x8xf32, #gpu.address_space<private>> into memref<32xf32, #gpu.address_space<private>>
  vector.transfer_write %a, %flat[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32, #gpu.address_space<private>>
  // expected-note @below {{the buffer}}
  %apart = memref.alloca() : memref<64xf32, #gpu.address_space<private>>
  // expected-error @below {{cannot distribute 'memref.subview': each lane would have its part of the vectors in a private buffer, and this skips elements of it}}
  %even = memref.subview %apart[0] [32] [2] : memref<64xf32, #gpu.address_space<private>> to memref<32xf32, strided<[2]>, #gpu.address_space<private>>
  vector.transfer_write %a, %even[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32, strided<[2]>, #gpu.address_space<private>>
  // expected-note @below {{the buffer}}
  %unit = memref.alloca() : memref<1x1x32xf32, #gpu.address_space<private>>
  // expected-error @below {{cannot distribute 'memref.subview': each lane would have its part of the vectors in a private buffer, and this drops some of the dimensions of size 1, and does not say which}}
  %row = memref.subview %unit[0, 0, 0] [1, 1, 32] [1, 1, 1] : memref<1x1x32xf32, #gpu.address_space<private>> to memref<1x32xf32, strided<[32, 1]>, #gpu.address_space<private>>
  vector.transfer_write %a, %row[%c0, %c0] {in_bounds = [true]} : vector<32xf32>, memref<1x32xf32, strided<[32, 1]>, #gpu.address_space<private>>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// Who gets the buffer out of a branch is not followed.

func.func @one_of_two(%c: i1, %in: memref<32xf32>, %out: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
  // expected-note @below {{the buffer}}
  %own = memref.alloca() : memref<32xf32, #gpu.address_space<private>>
  %other = memref.alloca() : memref<32xf32, #gpu.address_space<private>>
  vector.transfer_write %a, %own[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32, #gpu.address_space<private>>
  // expected-error @below {{cannot distribute 'arith.select': each lane would have its part of the vectors in a private buffer, and this takes all of it}}
  %either = arith.select %c, %own, %other : memref<32xf32, #gpu.address_space<private>>
  vector.transfer_write %a, %either[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32, #gpu.address_space<private>>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @a_tensor_that_goes_on(%in: memref<32xf32>) -> tensor<8xf32> {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-note @below {{the buffer}}
  %own = memref.alloca() : memref<32xf32, #gpu.address_space<private>>
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
  vector.transfer_write %a, %own[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32, #gpu.address_space<private>>
  %t = bufferization.to_tensor %own : memref<32xf32, #gpu.address_space<private>> to tensor<32xf32>
  // expected-error @below {{cannot distribute 'tensor.extract_slice': each lane would have its part of the vectors in a private buffer, and this takes the tensor that it becomes}}
  %part = tensor.extract_slice %t[0] [8] [1] : tensor<32xf32> to tensor<8xf32>
  return %part : tensor<8xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// Scalars alone: there is no vector of which a lane would keep a part, and a lane stores what the program stores once.

func.func @scalars(%in: memref<32xf32>, %out: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-error @below {{cannot distribute 'memref.alloca': each lane would have a buffer of its own, of which the others see nothing}}
  %own = memref.alloca() : memref<f32, #gpu.address_space<private>>
  memref.store %pad, %own[] : memref<f32, #gpu.address_space<private>>
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}
