// RUN: lanewise-opt %s --host=%host --split-input-file --verify-diagnostics "--lanewise-distribute=workgroup-size=64 subgroup-size=32"

// Who says how many lanes there are must agree: the output keeps what attributes say.

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [2], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [1], thread_strides = [1]>
// expected-error @below {{how many lanes a workgroup has is said in two ways, [64] by the option workgroup-size and [32, 1, 1] by gpu.known_block_size: let them agree}}
func.func @workgroup(%x: memref<64xf32>) attributes {gpu.known_block_size = array<i32: 32, 1, 1>} {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %v = vector.transfer_read %x[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %l = iree_vector_ext.to_layout %v to layout(#lanes) : vector<64xf32>
  vector.transfer_write %l, %x[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [2], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [1], thread_strides = [1]>
// expected-error @below {{how many lanes a subgroup has is said in two ways, [32] by the option subgroup-size and [64] by lanewise.subgroup_size: let them agree}}
func.func @subgroup(%x: memref<64xf32>) attributes {lanewise.subgroup_size = 64 : i64} {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %v = vector.transfer_read %x[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %l = iree_vector_ext.to_layout %v to layout(#lanes) : vector<64xf32>
  vector.transfer_write %l, %x[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

// The same in fewer numbers.
#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [2], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [1], thread_strides = [1]>
func.func @they_agree(%x: memref<64xf32>) attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %v = vector.transfer_read %x[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %l = iree_vector_ext.to_layout %v to layout(#lanes) : vector<64xf32>
  vector.transfer_write %l, %x[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [2], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [1], thread_strides = [1]>
// expected-error @below {{known_block_size is 64 : i64: needed an array of i32}}
func.func @no_array(%x: memref<64xf32>) attributes {known_block_size = 64 : i64} {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %v = vector.transfer_read %x[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %l = iree_vector_ext.to_layout %v to layout(#lanes) : vector<64xf32>
  vector.transfer_write %l, %x[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}
