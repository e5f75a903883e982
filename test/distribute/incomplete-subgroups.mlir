// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute --mlir-print-local-scope --split-input-file --verify-diagnostics %s | filecheck %s

// Lanes of an incomplete subgroup reduce together as far as their neighbours are there.

#pair = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 2], outer_tile = [1, 1], thread_tile = [1, 2], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [0, 1]>
#odd = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [3, 16], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [16, 1]>
#part = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#few = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [6], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
// Two lanes of a subgroup that has no others.
// CHECK-LABEL: func.func @two
// CHECK: gpu.subgroup_reduce add %{{.+}} cluster(size = 2) : (f32) -> f32
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @two(%in: memref<1x16xf32>, %out: memref<1xf32>) attributes {gpu.known_block_size = array<i32: 2, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %z = arith.constant dense<0.0> : vector<1xf32>
  %x = vector.load %in[%c0, %c0] : memref<1x16xf32>, vector<1x16xf32>
  %l = iree_vector_ext.to_layout %x to layout(#pair) : vector<1x16xf32>
  %s = vector.multi_reduction <add>, %l, %z [1] : vector<1x16xf32> to vector<1xf32>
  vector.store %s, %out[%c0] : memref<1xf32>, vector<1xf32>
  return
}

// The second subgroup has half its lanes; 16 are always together.
// CHECK-LABEL: func.func @fortyeight
// CHECK: gpu.subgroup_reduce add %{{.+}} cluster(size = 16) : (f32) -> f32
// CHECK: gpu.barrier
// CHECK: gpu.subgroup_reduce add %{{.+}} cluster(size = 16) : (f32) -> f32
// CHECK: gpu.barrier
// CHECK: return
func.func @fortyeight(%in: memref<3x32xf32>, %out: memref<3xf32>, %o2: memref<32xf32>, %o3: memref<f32>) attributes {gpu.known_block_size = array<i32: 48, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %z = arith.constant dense<0.0> : vector<3xf32>
  %z2 = arith.constant dense<0.0> : vector<32xf32>
  %z3 = arith.constant 0.0 : f32
  %x = vector.load %in[%c0, %c0] : memref<3x32xf32>, vector<3x32xf32>
  %l = iree_vector_ext.to_layout %x to layout(#odd) : vector<3x32xf32>
  %s = vector.multi_reduction <add>, %l, %z [1] : vector<3x32xf32> to vector<3xf32>
  vector.store %s, %out[%c0] : memref<3xf32>, vector<3xf32>
  %t = vector.multi_reduction <maximumf>, %l, %z2 [0] : vector<3x32xf32> to vector<32xf32>
  vector.store %t, %o2[%c0] : memref<32xf32>, vector<32xf32>
  %u = vector.multi_reduction <add>, %l, %z3 [0, 1] : vector<3x32xf32> to f32
  memref.store %u, %o3[] : memref<f32>
  return
}

// Of 16 lanes 8 are always together, as the last 8 hold again what the first do.
// CHECK-LABEL: func.func @twentyfour
// CHECK: gpu.subgroup_reduce add %{{.+}} cluster(size = 8) : (f32) -> f32
// CHECK: gpu.barrier
// CHECK: return
func.func @twentyfour(%in: memref<32xf32>, %o3: memref<f32>) attributes {gpu.known_block_size = array<i32: 24, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %z3 = arith.constant 0.0 : f32
  %x = vector.load %in[%c0] : memref<32xf32>, vector<32xf32>
  %l = iree_vector_ext.to_layout %x to layout(#part) : vector<32xf32>
  %u = vector.multi_reduction <add>, %l, %z3 [0] : vector<32xf32> to f32
  memref.store %u, %o3[] : memref<f32>
  return
}

// CHECK-LABEL: func.func @six
// CHECK: gpu.barrier
// CHECK: return
func.func @six(%in: memref<12xf32>, %o3: memref<f32>, %o4: memref<12xf32>) attributes {gpu.known_block_size = array<i32: 6, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %z3 = arith.constant 0.0 : f32
  %x = vector.load %in[%c0] : memref<12xf32>, vector<12xf32>
  %l = iree_vector_ext.to_layout %x to layout(#few) : vector<12xf32>
  %u = vector.multi_reduction <add>, %l, %z3 [0] : vector<12xf32> to f32
  memref.store %u, %o3[] : memref<f32>
  %v = vector.broadcast %u : f32 to vector<12xf32>
  %w = arith.addf %v, %l : vector<12xf32>
  vector.store %w, %o4[%c0] : memref<12xf32>, vector<12xf32>
  return
}
