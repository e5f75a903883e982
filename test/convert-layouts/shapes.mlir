// RUN: lanewise-opt --host=%host --lanewise-convert-layouts --mlir-print-local-scope --split-input-file %s | filecheck %s

// transpose, broadcast and shape_cast: what they require of their source is converted in front of them.

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

// CHECK-LABEL: func.func @in_front_of_a_transpose
// CHECK-NEXT: %[[N:.+]] = arith.negf
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[N]] to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-NEXT: %[[T:.+]] = vector.transpose %[[C]], [1, 0]
// CHECK-NEXT: iree_vector_ext.to_layout %[[T]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: iree_vector_ext.to_layout %[[N]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: return
func.func @in_front_of_a_transpose(%a: vector<8x8xf32>) -> (vector<8x8xf32>, vector<8x8xf32>) {
  %n = arith.negf %a : vector<8x8xf32>
  %t = vector.transpose %n, [1, 0] : vector<8x8xf32> to vector<8x8xf32>
  %x = iree_vector_ext.to_layout %t to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %n to layout(#row) : vector<8x8xf32>
  return %x, %y : vector<8x8xf32>, vector<8x8xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

// CHECK-LABEL: func.func @in_front_of_a_broadcast
// CHECK-NEXT: %[[X:.+]] = iree_vector_ext.to_layout %arg0 to layout({{.*}}thread_tile = [8], element_tile = [1]{{.*}})
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[X]] to layout({{.*}}thread_tile = [1], element_tile = [8]{{.*}})
// CHECK-NEXT: vector.broadcast %[[C]]
func.func @in_front_of_a_broadcast(%a: vector<8xf32>) -> vector<8x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#lanes) : vector<8xf32>
  %b = vector.broadcast %x : vector<8xf32> to vector<8x8xf32>
  %y = iree_vector_ext.to_layout %b to layout(#row) : vector<8x8xf32>
  return %y : vector<8x8xf32>
}

// -----

#unit = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

// CHECK-LABEL: func.func @the_unit_of_a_stretched_dimension
// CHECK-NEXT: %[[X:.+]] = iree_vector_ext.to_layout %arg0 to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 1]{{.*}})
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[X]] to layout({{.*}}thread_tile = [4, 1], element_tile = [2, 1]{{.*}})
// CHECK-NEXT: vector.broadcast %[[C]]
func.func @the_unit_of_a_stretched_dimension(%a: vector<8x1xf32>) -> vector<8x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#unit) : vector<8x1xf32>
  %b = vector.broadcast %x : vector<8x1xf32> to vector<8x8xf32>
  %y = iree_vector_ext.to_layout %b to layout(#grid) : vector<8x8xf32>
  return %y : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#nested_64 = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [4], subgroup_strides = [0], thread_strides = [1]>

// The cast of #row to 64 requires #row of its source again, which is content; the anchor behind it converts by itself.
// CHECK-LABEL: func.func @behind_a_shape_cast
// CHECK-COUNT-2: to_layout
// CHECK-NOT: to_layout
// CHECK: return
func.func @behind_a_shape_cast(%a: vector<8x8xf32>) -> vector<64xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %s = vector.shape_cast %x : vector<8x8xf32> to vector<64xf32>
  %y = iree_vector_ext.to_layout %s to layout(#nested_64) : vector<64xf32>
  return %y : vector<64xf32>
}

// -----

#row_64 = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [8], subgroup_strides = [0], thread_strides = [1]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// CHECK-LABEL: func.func @in_front_of_a_shape_cast
// CHECK-NEXT: %[[N:.+]] = arith.negf
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[N]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: %[[S:.+]] = vector.shape_cast %[[C]]
// CHECK-NEXT: iree_vector_ext.to_layout %[[S]]
// CHECK-NEXT: iree_vector_ext.to_layout %[[N]] to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
func.func @in_front_of_a_shape_cast(%a: vector<8x8xf32>) -> (vector<64xf32>, vector<8x8xf32>) {
  %n = arith.negf %a : vector<8x8xf32>
  %s = vector.shape_cast %n : vector<8x8xf32> to vector<64xf32>
  %x = iree_vector_ext.to_layout %s to layout(#row_64) : vector<64xf32>
  %y = iree_vector_ext.to_layout %n to layout(#col) : vector<8x8xf32>
  return %x, %y : vector<64xf32>, vector<8x8xf32>
}
