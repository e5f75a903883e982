// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --mlir-print-local-scope --split-input-file %s | filecheck %s

// Copies of chains through transpose, broadcast and shape_cast, each link in its own layout.

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

// CHECK-LABEL: func.func @a_stretched_unit
// CHECK-NEXT: %[[K0:.+]] = arith.constant {{.*}} : vector<8x1xf32>
// CHECK-NEXT: %[[K1:.+]] = arith.constant {{.*}} : vector<8x1xf32>
// CHECK-NEXT: %[[B0:.+]] = vector.broadcast %[[K0]]
// CHECK-NEXT: %[[B1:.+]] = vector.broadcast %[[K1]]
// CHECK-NEXT: to_layout %[[B1]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: to_layout %[[B0]] to layout({{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}})
func.func @a_stretched_unit() -> (vector<8x8xf32>, vector<8x8xf32>) {
  %k = arith.constant dense<1.0> : vector<8x1xf32>
  %b = vector.broadcast %k : vector<8x1xf32> to vector<8x8xf32>
  %x = iree_vector_ext.to_layout %b to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %b to layout(#grid) : vector<8x8xf32>
  return %x, %y : vector<8x8xf32>, vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#piece_rows = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 1], element_tile = [2, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

// The rows of #row and #piece_rows differ, their columns do not: one constant serves both broadcasts.
// CHECK-LABEL: func.func @the_source_of_two_broadcasts
// CHECK-NEXT: %[[K:.+]] = arith.constant
// CHECK-NEXT: %[[B0:.+]] = vector.broadcast %[[K]]
// CHECK-NEXT: %[[B1:.+]] = vector.broadcast %[[K]]
// CHECK-NEXT: to_layout %[[B1]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: to_layout %[[B0]] to layout({{.*}}thread_tile = [4, 1], element_tile = [2, 8]{{.*}})
func.func @the_source_of_two_broadcasts() -> (vector<8x8xf32>, vector<8x8xf32>) {
  %k = arith.constant dense<1.0> : vector<8xf32>
  %b = vector.broadcast %k : vector<8xf32> to vector<8x8xf32>
  %x = iree_vector_ext.to_layout %b to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %b to layout(#piece_rows) : vector<8x8xf32>
  return %x, %y : vector<8x8xf32>, vector<8x8xf32>
}

// -----

#sixes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [6], element_tile = [6], subgroup_strides = [0], thread_strides = [1]>
#nines = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [4], element_tile = [9], subgroup_strides = [0], thread_strides = [1]>

// What #nines asks of the 6x6 cannot be said, so the original has no layout; the copy for #sixes reads a copy that has.
// CHECK-LABEL: func.func @a_cast_that_demands_nothing
// CHECK-NEXT: %[[K0:.+]] = arith.constant
// CHECK-NEXT: %[[K1:.+]] = arith.constant
// CHECK-NEXT: %[[S0:.+]] = vector.shape_cast %[[K0]]
// CHECK-NEXT: %[[S1:.+]] = vector.shape_cast %[[K1]]
// CHECK-NEXT: to_layout %[[S1]] to layout({{.*}}thread_tile = [6], element_tile = [6]{{.*}})
// CHECK-NEXT: to_layout %[[S0]] to layout({{.*}}thread_tile = [4], element_tile = [9]{{.*}})
func.func @a_cast_that_demands_nothing() -> (vector<36xf32>, vector<36xf32>) {
  %k = arith.constant dense<1.0> : vector<6x6xf32>
  %s = vector.shape_cast %k : vector<6x6xf32> to vector<36xf32>
  %x = iree_vector_ext.to_layout %s to layout(#sixes) : vector<36xf32>
  %y = iree_vector_ext.to_layout %s to layout(#nines) : vector<36xf32>
  return %x, %y : vector<36xf32>, vector<36xf32>
}
