// RUN: lanewise-opt --host=%host --lanewise-duplicate-constants --mlir-print-local-scope --split-input-file %s | filecheck %s

// A constant that is read in several layouts gets one copy for each further layout, right behind it.

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// CHECK-LABEL: func.func @constant_read_in_two_layouts_is_copied
// CHECK-NEXT: %[[C0:.+]] = arith.constant dense<0.000000e+00> : vector<8x8xf32>
// CHECK-NEXT: %[[C1:.+]] = arith.constant dense<0.000000e+00> : vector<8x8xf32>
// CHECK-NEXT: iree_vector_ext.to_layout %[[C1]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: iree_vector_ext.to_layout %[[C0]] to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-NEXT: return
func.func @constant_read_in_two_layouts_is_copied() -> (vector<8x8xf32>, vector<8x8xf32>) {
  %zero = arith.constant dense<0.0> : vector<8x8xf32>
  %x = iree_vector_ext.to_layout %zero to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %zero to layout(#col) : vector<8x8xf32>
  return %x, %y : vector<8x8xf32>, vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

// CHECK-LABEL: func.func @constant_read_in_one_layout_is_left
// CHECK-NEXT: %[[C:.+]] = arith.constant
// CHECK-NEXT: %[[X:.+]] = iree_vector_ext.to_layout %[[C]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: %[[Y:.+]] = iree_vector_ext.to_layout %[[C]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: arith.addf %[[X]], %[[C]]
// CHECK-NEXT: return
func.func @constant_read_in_one_layout_is_left() -> (vector<8x8xf32>, vector<8x8xf32>) {
  %zero = arith.constant dense<0.0> : vector<8x8xf32>
  %x = iree_vector_ext.to_layout %zero to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %zero to layout(#row) : vector<8x8xf32>
  %z = arith.addf %x, %zero : vector<8x8xf32>
  return %z, %y : vector<8x8xf32>, vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>
#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

// The last reader settles the layout of the original.
// CHECK-LABEL: func.func @three_layouts_make_two_copies
// CHECK-NEXT: %[[C:.+]] = arith.constant dense<7>
// CHECK-NEXT: %[[CA:.+]] = arith.constant dense<7>
// CHECK-NEXT: %[[CB:.+]] = arith.constant dense<7>
// CHECK-NOT: arith.constant
// CHECK-DAG: to_layout %[[C]] to layout({{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}})
// CHECK-DAG: to_layout %{{.+}} to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-DAG: to_layout %{{.+}} to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK: return
func.func @three_layouts_make_two_copies() -> (vector<8x8xi32>, vector<8x8xi32>, vector<8x8xi32>) {
  %seven = arith.constant dense<7> : vector<8x8xi32>
  %x = iree_vector_ext.to_layout %seven to layout(#row) : vector<8x8xi32>
  %y = iree_vector_ext.to_layout %seven to layout(#col) : vector<8x8xi32>
  %z = iree_vector_ext.to_layout %seven to layout(#grid) : vector<8x8xi32>
  return %x, %y, %z : vector<8x8xi32>, vector<8x8xi32>, vector<8x8xi32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// The oracle makes a copy for each use: docs/differences.md.
// CHECK-LABEL: func.func @one_copy_a_layout_not_a_use
// CHECK-NEXT: %[[C0:.+]] = arith.constant
// CHECK-NEXT: %[[C1:.+]] = arith.constant
// CHECK-NEXT: %[[X:.+]] = iree_vector_ext.to_layout %arg0 to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: %[[P:.+]] = arith.addf %[[X]], %[[C1]]
// CHECK-NEXT: %[[Q:.+]] = arith.mulf %[[P]], %[[C1]]
// CHECK-NEXT: arith.divf %[[C1]], %[[Q]]
// CHECK-NEXT: iree_vector_ext.to_layout %[[C0]] to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-NEXT: return
func.func @one_copy_a_layout_not_a_use(%a: vector<8x8xf32>) -> (vector<8x8xf32>, vector<8x8xf32>) {
  %one = arith.constant dense<1.0> : vector<8x8xf32>
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %p = arith.addf %x, %one : vector<8x8xf32>
  %q = arith.mulf %p, %one : vector<8x8xf32>
  %r = arith.divf %one, %q : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %one to layout(#col) : vector<8x8xf32>
  return %r, %y : vector<8x8xf32>, vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// CHECK-LABEL: func.func @both_operands_of_one_op
// CHECK-NEXT: %[[C0:.+]] = arith.constant
// CHECK-NEXT: %[[C1:.+]] = arith.constant
// CHECK-NEXT: iree_vector_ext.to_layout %{{.+}} to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: arith.select %{{.+}}, %[[C1]], %[[C1]]
// CHECK-NEXT: iree_vector_ext.to_layout %[[C0]] to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-NEXT: return
func.func @both_operands_of_one_op(%b: vector<8x8xi1>) -> (vector<8x8xf32>, vector<8x8xf32>) {
  %one = arith.constant dense<1.0> : vector<8x8xf32>
  %x = iree_vector_ext.to_layout %b to layout(#row) : vector<8x8xi1>
  %y = arith.select %x, %one, %one : vector<8x8xi1>, vector<8x8xf32>
  %z = iree_vector_ext.to_layout %one to layout(#col) : vector<8x8xf32>
  return %y, %z : vector<8x8xf32>, vector<8x8xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#piece = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>

// CHECK-LABEL: func.func @poison_is_copied
// CHECK-NEXT: %[[P0:.+]] = ub.poison : vector<8xf32>
// CHECK-NEXT: %[[P1:.+]] = ub.poison : vector<8xf32>
// CHECK-NEXT: to_layout %[[P1]] to layout({{.*}}thread_tile = [8], element_tile = [1]{{.*}})
// CHECK-NEXT: to_layout %[[P0]] to layout({{.*}}thread_tile = [1], element_tile = [8]{{.*}})
func.func @poison_is_copied() -> (vector<8xf32>, vector<8xf32>) {
  %any = ub.poison : vector<8xf32>
  %x = iree_vector_ext.to_layout %any to layout(#lanes) : vector<8xf32>
  %y = iree_vector_ext.to_layout %any to layout(#piece) : vector<8xf32>
  return %x, %y : vector<8xf32>, vector<8xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#piece = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>

// CHECK-LABEL: func.func @values_and_attributes_are_kept
// CHECK-NEXT: arith.constant {note = "kept"} dense<[1, 2, 3, 4, 5, 6, 7, 8]> : vector<8xi16>
// CHECK-NEXT: arith.constant {note = "kept"} dense<[1, 2, 3, 4, 5, 6, 7, 8]> : vector<8xi16>
// CHECK-NOT: arith.constant
func.func @values_and_attributes_are_kept() -> (vector<8xi16>, vector<8xi16>) {
  %c = arith.constant {note = "kept"} dense<[1, 2, 3, 4, 5, 6, 7, 8]> : vector<8xi16>
  %x = iree_vector_ext.to_layout %c to layout(#lanes) : vector<8xi16>
  %y = iree_vector_ext.to_layout %c to layout(#piece) : vector<8xi16>
  return %x, %y : vector<8xi16>, vector<8xi16>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// CHECK-LABEL: func.func @a_copy_stands_at_the_original_not_in_the_loop
// CHECK: %[[C0:.+]] = arith.constant dense
// CHECK-NEXT: %[[C1:.+]] = arith.constant dense
// CHECK: scf.for
// CHECK-NOT: arith.constant
// CHECK: arith.addf %{{.+}}, %[[C1]]
// CHECK-NOT: arith.constant
// CHECK: to_layout %[[C0]] to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
func.func @a_copy_stands_at_the_original_not_in_the_loop(%a: vector<8x8xf32>, %n: index) -> (vector<8x8xf32>, vector<8x8xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %one = arith.constant dense<1.0> : vector<8x8xf32>
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %y = scf.for %i = %c0 to %n step %c1 iter_args(%arg = %x) -> (vector<8x8xf32>) {
    %z = arith.addf %arg, %one : vector<8x8xf32>
    scf.yield %z : vector<8x8xf32>
  }
  %w = iree_vector_ext.to_layout %one to layout(#col) : vector<8x8xf32>
  return %y, %w : vector<8x8xf32>, vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// The case that started this project: one zero starts both accumulators.
// CHECK-LABEL: func.func @one_zero_starts_two_loop_carried_values
// CHECK: %[[C0:.+]] = arith.constant dense
// CHECK-NEXT: %[[C1:.+]] = arith.constant dense
// CHECK: scf.for {{.*}} iter_args(%{{.+}} = %[[C0]], %{{.+}} = %[[C1]])
func.func @one_zero_starts_two_loop_carried_values(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %n: index) -> (vector<8x8xf32>, vector<8x8xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant dense<0.0> : vector<8x8xf32>
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xf32>
  %z:2 = scf.for %i = %c0 to %n step %c1 iter_args(%p = %zero, %q = %zero) -> (vector<8x8xf32>, vector<8x8xf32>) {
    %r = arith.addf %p, %x : vector<8x8xf32>
    %s = arith.addf %q, %y : vector<8x8xf32>
    scf.yield %r, %s : vector<8x8xf32>, vector<8x8xf32>
  }
  return %z#0, %z#1 : vector<8x8xf32>, vector<8x8xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#piece = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>

// CHECK-LABEL: func.func @a_constant_of_each_function
// CHECK-COUNT-2: arith.constant dense
// CHECK-LABEL: func.func @which_has_its_own_layouts
// CHECK-NEXT: arith.constant dense
// CHECK-NOT: arith.constant dense
func.func @a_constant_of_each_function() -> (vector<8xf32>, vector<8xf32>) {
  %c = arith.constant dense<1.0> : vector<8xf32>
  %x = iree_vector_ext.to_layout %c to layout(#lanes) : vector<8xf32>
  %y = iree_vector_ext.to_layout %c to layout(#piece) : vector<8xf32>
  return %x, %y : vector<8xf32>, vector<8xf32>
}
func.func @which_has_its_own_layouts() -> vector<8xf32> {
  %c = arith.constant dense<1.0> : vector<8xf32>
  %x = iree_vector_ext.to_layout %c to layout(#lanes) : vector<8xf32>
  return %x : vector<8xf32>
}
