// RUN: lanewise-opt --host=%host --lanewise-convert-layouts --mlir-print-local-scope --split-input-file %s | filecheck %s

// A value that is read in a layout that it does not have is converted, right behind where it is defined.

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// CHECK-LABEL: func.func @an_operand_in_another_layout_is_converted
// CHECK-NEXT: %[[X:.+]] = iree_vector_ext.to_layout %arg0 to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: %[[Y:.+]] = iree_vector_ext.to_layout %arg1 to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[Y]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: arith.addf %[[X]], %[[C]]
// CHECK-NEXT: return
func.func @an_operand_in_another_layout_is_converted(%a: vector<8x8xf32>, %b: vector<8x8xf32>) -> vector<8x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xf32>
  %z = arith.addf %x, %y : vector<8x8xf32>
  return %z : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// CHECK-LABEL: func.func @one_conversion_for_all_uses
// CHECK-NEXT: %[[X:.+]] = iree_vector_ext.to_layout %arg0 to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: %[[Y:.+]] = iree_vector_ext.to_layout %arg1 to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[Y]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: arith.addf %[[X]], %[[C]]
// CHECK-NEXT: arith.mulf %[[C]], %[[X]]
// CHECK-NEXT: arith.select %{{.+}}, %[[C]], %[[X]]
// CHECK-NEXT: return
func.func @one_conversion_for_all_uses(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %c: i1) -> (vector<8x8xf32>, vector<8x8xf32>, vector<8x8xf32>) {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xf32>
  %p = arith.addf %x, %y : vector<8x8xf32>
  %q = arith.mulf %y, %x : vector<8x8xf32>
  %r = arith.select %c, %y, %x : vector<8x8xf32>
  return %p, %q, %r : vector<8x8xf32>, vector<8x8xf32>, vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// CHECK-LABEL: func.func @one_conversion_a_layout
// CHECK: %[[Y:.+]] = iree_vector_ext.to_layout %arg2 to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-DAG: %[[R:.+]] = iree_vector_ext.to_layout %[[Y]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-DAG: %[[G:.+]] = iree_vector_ext.to_layout %[[Y]] to layout({{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}})
// CHECK: arith.addf %{{.+}}, %[[R]]
// CHECK-NEXT: arith.addf %{{.+}}, %[[G]]
// CHECK-NEXT: return
func.func @one_conversion_a_layout(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %c: vector<8x8xf32>) -> (vector<8x8xf32>, vector<8x8xf32>) {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %w = iree_vector_ext.to_layout %b to layout(#grid) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %c to layout(#col) : vector<8x8xf32>
  %p = arith.addf %x, %y : vector<8x8xf32>
  %q = arith.addf %w, %y : vector<8x8xf32>
  return %p, %q : vector<8x8xf32>, vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// CHECK-LABEL: func.func @an_argument_is_converted_at_the_functions_begin
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %arg0 to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: %[[X:.+]] = iree_vector_ext.to_layout %arg1 to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: arith.addf %[[X]], %[[C]]
// CHECK-NEXT: iree_vector_ext.to_layout %arg0 to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-NEXT: return
func.func @an_argument_is_converted_at_the_functions_begin(%a: vector<8x8xf32>, %b: vector<8x8xf32>) -> (vector<8x8xf32>, vector<8x8xf32>) {
  %x = iree_vector_ext.to_layout %b to layout(#row) : vector<8x8xf32>
  %z = arith.addf %x, %a : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %a to layout(#col) : vector<8x8xf32>
  return %z, %y : vector<8x8xf32>, vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// Copying them is the business of lanewise-duplicate-constants.
// CHECK-LABEL: func.func @alone_the_pass_converts_constants_too
// CHECK-NEXT: %[[K:.+]] = arith.constant
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[K]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: %[[X:.+]] = iree_vector_ext.to_layout %arg0 to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: arith.addf %[[X]], %[[C]]
// CHECK-NEXT: iree_vector_ext.to_layout %[[K]] to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-NEXT: return
func.func @alone_the_pass_converts_constants_too(%a: vector<8x8xf32>) -> (vector<8x8xf32>, vector<8x8xf32>) {
  %one = arith.constant dense<1.0> : vector<8x8xf32>
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %z = arith.addf %x, %one : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %one to layout(#col) : vector<8x8xf32>
  return %z, %y : vector<8x8xf32>, vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// In f16 behind the truncf, not in f32 in front of it: the anchor itself converts.
// CHECK-LABEL: func.func @the_authors_conversion_is_the_only_one
// CHECK-COUNT-2: to_layout
// CHECK-NOT: to_layout
// CHECK: return
func.func @the_authors_conversion_is_the_only_one(%a: vector<8x8xf32>) -> vector<8x8xf16> {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %e = math.exp %x : vector<8x8xf32>
  %t = arith.truncf %e : vector<8x8xf32> to vector<8x8xf16>
  %y = iree_vector_ext.to_layout %t to layout(#col) : vector<8x8xf16>
  %z = arith.addf %y, %y : vector<8x8xf16>
  return %z : vector<8x8xf16>
}
