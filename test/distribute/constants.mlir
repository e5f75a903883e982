// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=16 subgroup-size=16" --mlir-print-local-scope --split-input-file %s | filecheck %s

// Constants, poison and steps, in the layout of what they are written with.

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [4], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#alone = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [2], thread_tile = [1], element_tile = [2], subgroup_strides = [0], thread_strides = [0]>
#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [2, 1], thread_tile = [2, 4], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [1, 4]>
#rows = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 2], outer_tile = [1, 1], thread_tile = [4, 1], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [1, 0]>

// A constant of equal elements is one of the piece.
// CHECK-LABEL: func.func @equal_elements
// CHECK: arith.constant dense<2.500000e+00> : vector<2x1x2xf32>
// CHECK-NOT: memref.get_global
// CHECK: return
func.func @equal_elements(%out: memref<16xf32>) {
  %c0 = arith.constant 0 : index
  %c = arith.constant dense<2.5> : vector<16xf32>
  %x = iree_vector_ext.to_layout %c to layout(#lanes) : vector<16xf32>
  vector.transfer_write %x, %out[%c0] {in_bounds = [true]} : vector<16xf32>, memref<16xf32>
  return
}

// Lanes hold different parts of one: these are read from memory.
// CHECK: memref.global "private" constant @different_elements_constant_0 : memref<16xi32> = dense<[7,
// CHECK-LABEL: func.func @different_elements
// CHECK: memref.get_global @different_elements_constant_0
// CHECK-COUNT-2: vector.transfer_read {{.*}} : memref<16xi32>, vector<2xi32>
// CHECK-NOT: vector.transfer_read
// CHECK: vector.transfer_write
func.func @different_elements(%out: memref<16xi32>) {
  %c0 = arith.constant 0 : index
  %c = arith.constant dense<[7, 1, 2, 3, 4, 5, 6, 0, 8, 9, 10, 11, 12, 13, 14, -15]> : vector<16xi32>
  %x = iree_vector_ext.to_layout %c to layout(#lanes) : vector<16xi32>
  vector.transfer_write %x, %out[%c0] {in_bounds = [true]} : vector<16xi32>, memref<16xi32>
  return
}

// Each lane holds all of it: it stays in registers, in the order of the piece.
// CHECK-LABEL: func.func @different_elements_in_every_lane
// CHECK-NOT: memref.get_global
// CHECK: vector.shape_cast {{.*}} : vector<8xi32> to vector<2x2x2xi32>
// CHECK-NOT: memref.get_global
// CHECK: return
func.func @different_elements_in_every_lane(%out: memref<8xi32>) {
  %c0 = arith.constant 0 : index
  %c = arith.constant dense<[7, 1, 2, 3, 4, 5, 6, 0]> : vector<8xi32>
  %x = iree_vector_ext.to_layout %c to layout(#alone) : vector<8xi32>
  vector.transfer_write %x, %out[%c0] {in_bounds = [true]} : vector<8xi32>, memref<8xi32>
  return
}

// CHECK: memref.global "private" constant @different_rows_constant_0 : memref<4x4xf16>
// CHECK-LABEL: func.func @different_rows
// CHECK: memref.get_global @different_rows_constant_0
// CHECK-COUNT-1: vector.transfer_read {{.*}} : memref<4x4xf16>, vector<1x4xf16>
// CHECK-NOT: vector.transfer_read
// CHECK: return
func.func @different_rows(%out: memref<4x4xf16>) {
  %c0 = arith.constant 0 : index
  %c = arith.constant dense<[[0.0, 1.0, 2.0, 3.0], [4.0, 5.0, 6.0, 7.0], [8.0, 9.0, 1.5, 2.5], [3.5, 4.5, 5.5, 6.5]]> : vector<4x4xf16>
  %x = iree_vector_ext.to_layout %c to layout(#rows) : vector<4x4xf16>
  vector.transfer_write %x, %out[%c0, %c0] {in_bounds = [true, true]} : vector<4x4xf16>, memref<4x4xf16>
  return
}

// Two constants that are equal share a global; one of another type does not.
// CHECK-COUNT-2: memref.global "private" constant @shared
// CHECK-NOT: memref.global
// CHECK-LABEL: func.func @shared
// CHECK-COUNT-2: memref.get_global
// CHECK-NOT: memref.get_global
// CHECK: return
func.func @shared(%out: memref<16xi32>, %out2: memref<4x4xi32>, %out3: memref<16xi32>) {
  %c0 = arith.constant 0 : index
  %a = arith.constant dense<[7, 1, 2, 3, 4, 5, 6, 0, 8, 9, 10, 11, 12, 13, 14, -15]> : vector<16xi32>
  %b = arith.constant dense<[7, 1, 2, 3, 4, 5, 6, 0, 8, 9, 10, 11, 12, 13, 14, -15]> : vector<16xi32>
  %c = arith.constant dense<[[7, 1, 2, 3], [4, 5, 6, 0], [8, 9, 10, 11], [12, 13, 14, -15]]> : vector<4x4xi32>
  %x = iree_vector_ext.to_layout %a to layout(#lanes) : vector<16xi32>
  %y = iree_vector_ext.to_layout %b to layout(#lanes) : vector<16xi32>
  %z = iree_vector_ext.to_layout %c to layout(#grid) : vector<4x4xi32>
  vector.transfer_write %x, %out[%c0] {in_bounds = [true]} : vector<16xi32>, memref<16xi32>
  vector.transfer_write %y, %out3[%c0] {in_bounds = [true]} : vector<16xi32>, memref<16xi32>
  vector.transfer_write %z, %out2[%c0, %c0] {in_bounds = [true, true]} : vector<4x4xi32>, memref<4x4xi32>
  return
}

// CHECK-LABEL: func.func @flags_and_indices
// CHECK: memref.get_global
// CHECK: vector.transfer_write {{.*}} : vector<2xi32>, memref<16xi32>
func.func @flags_and_indices(%out: memref<16xi32>) {
  %c0 = arith.constant 0 : index
  %f = arith.constant dense<[1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 0, 1, 1, 1, 1]> : vector<16xi1>
  %i = arith.constant dense<[7, 1, 2, 3, 4, 5, 6, 0, 8, 9, 10, 11, 12, 13, 14, 15]> : vector<16xindex>
  %n = arith.constant dense<5> : vector<16xindex>
  %s = arith.select %f, %i, %n : vector<16xi1>, vector<16xindex>
  %w = arith.index_cast %s : vector<16xindex> to vector<16xi32>
  %x = iree_vector_ext.to_layout %w to layout(#lanes) : vector<16xi32>
  vector.transfer_write %x, %out[%c0] {in_bounds = [true]} : vector<16xi32>, memref<16xi32>
  return
}

// CHECK-LABEL: func.func @poison
// CHECK-COUNT-2: ub.poison : vector<2x1x2xf32>
// CHECK: arith.select {{.*}} : vector<2x1x2xi1>, vector<2x1x2xf32>
func.func @poison(%in: memref<16xf32>, %out: memref<16xf32>) {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0.0 : f32
  %read = vector.transfer_read %in[%c0], %zero {in_bounds = [true]} : memref<16xf32>, vector<16xf32>
  %a = iree_vector_ext.to_layout %read to layout(#lanes) : vector<16xf32>
  %p = ub.poison : vector<16xf32>
  %yes = arith.constant dense<true> : vector<16xi1>
  %s = arith.select %yes, %a, %p : vector<16xi1>, vector<16xf32>
  vector.transfer_write %s, %out[%c0] {in_bounds = [true]} : vector<16xf32>, memref<16xf32>
  return
}

// Where the lane's elements are, without memory.
// CHECK-LABEL: func.func @step
// CHECK: arith.constant dense<[0, 1, 8, 9]> : vector<4xindex>
// CHECK: affine.linearize_index {{.*}} by (2, 4, 2)
// CHECK: vector.broadcast {{.*}} : index to vector<2x1x2xindex>
// CHECK: arith.addi {{.*}} : vector<2x1x2xindex>
// CHECK-NOT: vector.transfer_read
// CHECK: return
func.func @step(%out: memref<16xi32>) {
  %c0 = arith.constant 0 : index
  %s = vector.step : vector<16xindex>
  %w = arith.index_cast %s : vector<16xindex> to vector<16xi32>
  %x = iree_vector_ext.to_layout %w to layout(#lanes) : vector<16xi32>
  vector.transfer_write %x, %out[%c0] {in_bounds = [true]} : vector<16xi32>, memref<16xi32>
  return
}

// CHECK-LABEL: func.func @step_in_every_lane
// CHECK: arith.constant dense<[0, 1, 2, 3, 4, 5, 6, 7]> : vector<8xindex>
// CHECK: return
func.func @step_in_every_lane(%out: memref<8xi32>) {
  %c0 = arith.constant 0 : index
  %s = vector.step : vector<8xindex>
  %w = arith.index_cast %s : vector<8xindex> to vector<8xi32>
  %x = iree_vector_ext.to_layout %w to layout(#alone) : vector<8xi32>
  vector.transfer_write %x, %out[%c0] {in_bounds = [true]} : vector<8xi32>, memref<8xi32>
  return
}

// A vector of one element is held by every lane as scalars are; anchors need not reach it.
// CHECK-LABEL: func.func @one_element
// CHECK: scf.if
// CHECK: vector.transfer_write {{.*}} : vector<1xf32>, memref<4xf32>
func.func @one_element(%in: memref<16xf32>, %out: memref<16xf32>, %one: memref<4xf32>) {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0.0 : f32
  %read = vector.transfer_read %in[%c0], %zero {in_bounds = [true]} : memref<16xf32>, vector<16xf32>
  %a = iree_vector_ext.to_layout %read to layout(#lanes) : vector<16xf32>
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<16xf32>, memref<16xf32>
  %c = arith.constant dense<[3.0]> : vector<1xf32>
  vector.transfer_write %c, %one[%c0] {in_bounds = [true]} : vector<1xf32>, memref<4xf32>
  return
}
