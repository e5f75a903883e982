// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=16 subgroup-size=16" --mlir-print-local-scope --split-input-file %s | filecheck %s

// Masks are computed where they are read: each lane compares the places of its elements with the bounds.

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [8], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#rows = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 2], outer_tile = [2, 1], thread_tile = [2, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>
#flipped = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 1], outer_tile = [1, 2], thread_tile = [8, 2], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [1, 8]>
#point = #iree_vector_ext.nested_layout<subgroup_tile = [], batch_tile = [], outer_tile = [], thread_tile = [], element_tile = [], subgroup_strides = [], thread_strides = []>

// CHECK-LABEL: func.func @dynamic_bound
// CHECK: arith.constant dense<[0, 1, 16, 17]> : vector<4xindex>
// CHECK: vector.broadcast %{{.*}} : index to vector<2x1x2xindex>
// CHECK: arith.cmpi slt, {{.*}} : vector<2x1x2xindex>
// CHECK: vector.transfer_read {{.*}} : memref<32xf32>, vector<2xf32>
func.func @dynamic_bound(%in: memref<32xf32>, %out: memref<32xf32>, %n: index) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  // ARGS: 2=21
  %m = vector.create_mask %n : vector<32xi1>
  %read = vector.transfer_read %in[%c0], %pad_f32, %m {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %read to layout(#lanes) : vector<32xf32>
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// CHECK-LABEL: func.func @negative_and_large_bounds
// CHECK: arith.cmpi slt
func.func @negative_and_large_bounds(%in: memref<32xf32>, %out: memref<32xf32>, %n: index, %k: index) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  // ARGS: 2=-3,3=100
  %m = vector.create_mask %n : vector<32xi1>
  %o = vector.create_mask %k : vector<32xi1>
  %read = vector.transfer_read %in[%c0], %pad_f32, %m {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %read to layout(#lanes) : vector<32xf32>
  vector.transfer_write %a, %out[%c0], %o {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// Each dimension compares its own places; a bound that cuts nothing off is not compared with.
// CHECK-LABEL: func.func @two_dimensions
// CHECK: arith.cmpi slt, {{.*}} : vector<1x1x2x1x2x1xindex>
// CHECK: vector.broadcast {{.*}} : vector<1x1x2x1x2x1xi1> to vector<1x2x2x1x2x1xi1>
// CHECK: arith.cmpi slt, {{.*}} : vector<1x2x1x1x1x1xindex>
// CHECK: arith.andi {{.*}} : vector<1x2x2x1x2x1xi1>
// CHECK-NOT: arith.cmpi
// CHECK: return
func.func @two_dimensions(%in: memref<8x16xf32>, %out: memref<8x16xf32>, %n: index) {
  %c0 = arith.constant 0 : index
  %c8 = arith.constant 8 : index
  %c11 = arith.constant 11 : index
  %c16 = arith.constant 16 : index
  %pad_f32 = arith.constant 0.0 : f32
  // ARGS: 2=5
  %m = vector.create_mask %n, %c11 : vector<8x16xi1>
  %all = vector.create_mask %c8, %c16 : vector<8x16xi1>
  %read = vector.transfer_read %in[%c0, %c0], %pad_f32, %m {in_bounds = [true, true]} : memref<8x16xf32>, vector<8x16xf32>
  %a = iree_vector_ext.to_layout %read to layout(#rows) : vector<8x16xf32>
  vector.transfer_write %a, %out[%c0, %c0], %all {in_bounds = [true, true]} : vector<8x16xf32>, memref<8x16xf32>
  return
}

// CHECK-LABEL: func.func @static_bounds
// CHECK: arith.cmpi slt, {{.*}} : vector<1x1x2x1x2x1xindex>
// CHECK-NOT: arith.cmpi
// CHECK: return
func.func @static_bounds(%in: memref<8x16xf32>, %out: memref<8x16xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %m = vector.constant_mask [3, 16] : vector<8x16xi1>
  %read = vector.transfer_read %in[%c0, %c0], %pad_f32, %m {in_bounds = [true, true]} : memref<8x16xf32>, vector<8x16xf32>
  %a = iree_vector_ext.to_layout %read to layout(#rows) : vector<8x16xf32>
  vector.transfer_write %a, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x16xf32>, memref<8x16xf32>
  return
}

// A mask counts dimensions of memory: that of a transposing read has the other layout.
// CHECK-LABEL: func.func @mask_of_a_transposing_read
// CHECK: arith.cmpi slt
// CHECK: vector.transfer_read {{.*}}permutation_map
func.func @mask_of_a_transposing_read(%in: memref<16x8xf32>, %out: memref<8x16xf32>, %n: index, %k: index) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  // ARGS: 2=13,3=5
  %m = vector.create_mask %n, %k : vector<16x8xi1>
  %read = vector.transfer_read %in[%c0, %c0], %pad_f32, %m {in_bounds = [true, true], permutation_map = affine_map<(d0, d1) -> (d1, d0)>} : memref<16x8xf32>, vector<8x16xf32>
  %a = iree_vector_ext.to_layout %read to layout(#rows) : vector<8x16xf32>
  vector.transfer_write %a, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x16xf32>, memref<8x16xf32>
  return
}

// A mask is a vector as others: it is combined and chosen by.
// CHECK-LABEL: func.func @mask_as_a_value
// CHECK: arith.ori {{.*}} : vector<2x1x2xi1>
// CHECK: arith.select {{.*}} : vector<2x1x2xi1>, vector<2x1x2xf32>
func.func @mask_as_a_value(%in: memref<32xf32>, %out: memref<32xf32>, %n: index) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  // ARGS: 2=21
  %a_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#lanes) : vector<32xf32>
  %m = vector.create_mask %n : vector<32xi1>
  %z = arith.constant dense<0.0> : vector<32xf32>
  %g = arith.cmpf ogt, %a, %z : vector<32xf32>
  %o = arith.ori %m, %g : vector<32xi1>
  %s = arith.select %o, %a, %z : vector<32xi1>, vector<32xf32>
  vector.transfer_write %s, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// Every lane has the one element of a mask of no dimensions: the op stays.
// CHECK-LABEL: func.func @of_no_dimensions
// CHECK-DAG: vector.create_mask %arg2 : vector<i1>
// CHECK-DAG: vector.constant_mask [1] : vector<i1>
// CHECK: return
func.func @of_no_dimensions(%in: memref<f32>, %out: memref<f32>, %n: index) {
  %pad_f32 = arith.constant 0.0 : f32
  // ARGS: 2=0
  %m = vector.create_mask %n : vector<i1>
  %o = vector.constant_mask [1] : vector<i1>
  %read = vector.transfer_read %in[], %pad_f32 : memref<f32>, vector<f32>
  %a = iree_vector_ext.to_layout %read to layout(#point) : vector<f32>
  %twice = arith.addf %a, %a : vector<f32>
  %b = arith.select %m, %twice, %a : vector<i1>, vector<f32>
  %c = arith.select %o, %b, %twice : vector<i1>, vector<f32>
  vector.transfer_write %c, %out[] : vector<f32>, memref<f32>
  return
}
