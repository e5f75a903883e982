// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --mlir-print-local-scope --split-input-file %s | filecheck %s

// Cheap values are copied, the others are converted, on one analysis.

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// CHECK-LABEL: func.func @a_constant_is_copied_and_an_anchor_converted
// CHECK-NEXT: %[[K0:.+]] = arith.constant
// CHECK-NEXT: %[[K1:.+]] = arith.constant
// CHECK-NEXT: %[[X:.+]] = iree_vector_ext.to_layout %arg0 to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: %[[Y:.+]] = iree_vector_ext.to_layout %[[K1]] to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[Y]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: %[[P:.+]] = arith.addf %[[X]], %[[K0]]
// CHECK-NEXT: %[[Q:.+]] = arith.mulf %[[X]], %[[C]]
// CHECK-NEXT: return %[[P]], %[[Q]]
func.func @a_constant_is_copied_and_an_anchor_converted(%a: vector<8x8xf32>) -> (vector<8x8xf32>, vector<8x8xf32>) {
  %one = arith.constant dense<1.0> : vector<8x8xf32>
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %one to layout(#col) : vector<8x8xf32>
  %p = arith.addf %x, %one : vector<8x8xf32>
  %q = arith.mulf %x, %y : vector<8x8xf32>
  return %p, %q : vector<8x8xf32>, vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>
#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

// No conversion is ever paid for a constant.
// CHECK-LABEL: func.func @no_added_conversion_reads_a_constant
// CHECK-COUNT-3: arith.constant dense
// CHECK-NOT: arith.constant dense
// CHECK-COUNT-3: to_layout
// CHECK-NOT: to_layout
// CHECK: return
func.func @no_added_conversion_reads_a_constant(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %c: vector<8x8xf32>) -> (vector<8x8xf32>, vector<8x8xf32>, vector<8x8xf32>) {
  %one = arith.constant dense<1.0> : vector<8x8xf32>
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xf32>
  %z = iree_vector_ext.to_layout %c to layout(#grid) : vector<8x8xf32>
  %p = arith.addf %x, %one : vector<8x8xf32>
  %q = arith.addf %y, %one : vector<8x8xf32>
  %r = arith.addf %z, %one : vector<8x8xf32>
  return %p, %q, %r : vector<8x8xf32>, vector<8x8xf32>, vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// Both operands of one op clash: one is copied, the other converted.
// CHECK-LABEL: func.func @a_copy_and_a_conversion_for_one_op
// CHECK-NEXT: %[[K0:.+]] = arith.constant
// CHECK-NEXT: %[[K1:.+]] = arith.constant
// CHECK-NEXT: %[[N:.+]] = arith.negf %arg0
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[N]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: %[[S:.+]] = arith.addf %[[K1]], %[[C]]
// CHECK-NEXT: iree_vector_ext.to_layout %[[S]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: iree_vector_ext.to_layout %[[K0]] to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-NEXT: iree_vector_ext.to_layout %[[N]] to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-NEXT: return
func.func @a_copy_and_a_conversion_for_one_op(%a: vector<8x8xf32>) -> (vector<8x8xf32>, vector<8x8xf32>, vector<8x8xf32>) {
  %one = arith.constant dense<1.0> : vector<8x8xf32>
  %n = arith.negf %a : vector<8x8xf32>
  %s = arith.addf %one, %n : vector<8x8xf32>
  %x = iree_vector_ext.to_layout %s to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %one to layout(#col) : vector<8x8xf32>
  %z = iree_vector_ext.to_layout %n to layout(#col) : vector<8x8xf32>
  return %x, %y, %z : vector<8x8xf32>, vector<8x8xf32>, vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// A chain on an argument is no cheap value, so it is converted; the constant that it reads stays one.
// CHECK-LABEL: func.func @what_ends_in_an_argument_is_converted
// CHECK-NEXT: %[[K:.+]] = arith.constant
// CHECK-NOT: arith.constant
// CHECK: %[[S:.+]] = arith.addf %arg0, %[[K]]
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[S]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: %[[X:.+]] = iree_vector_ext.to_layout %arg1 to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: arith.mulf %[[X]], %[[C]]
// CHECK-NEXT: iree_vector_ext.to_layout %[[S]] to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-NEXT: return
func.func @what_ends_in_an_argument_is_converted(%a: vector<8x8xf32>, %b: vector<8x8xf32>) -> (vector<8x8xf32>, vector<8x8xf32>) {
  %one = arith.constant dense<1.0> : vector<8x8xf32>
  %s = arith.addf %a, %one : vector<8x8xf32>
  %x = iree_vector_ext.to_layout %b to layout(#row) : vector<8x8xf32>
  %m = arith.mulf %x, %s : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %s to layout(#col) : vector<8x8xf32>
  return %m, %y : vector<8x8xf32>, vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

// CHECK-LABEL: func.func @without_clashes_nothing_changes
// CHECK-NEXT: %[[K:.+]] = arith.constant
// CHECK-NEXT: %[[X:.+]] = iree_vector_ext.to_layout %arg0 to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: arith.addf %[[X]], %[[K]]
// CHECK-NEXT: return
func.func @without_clashes_nothing_changes(%a: vector<8x8xf32>) -> vector<8x8xf32> {
  %one = arith.constant dense<1.0> : vector<8x8xf32>
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %y = arith.addf %x, %one : vector<8x8xf32>
  return %y : vector<8x8xf32>
}

// -----

// CHECK-LABEL: func.func @without_anchors_nothing_changes
// CHECK-NEXT: %[[K:.+]] = arith.constant
// CHECK-NEXT: arith.addf %arg0, %[[K]]
// CHECK-NEXT: return
func.func @without_anchors_nothing_changes(%a: vector<8x8xf32>) -> vector<8x8xf32> {
  %one = arith.constant dense<1.0> : vector<8x8xf32>
  %y = arith.addf %a, %one : vector<8x8xf32>
  return %y : vector<8x8xf32>
}
