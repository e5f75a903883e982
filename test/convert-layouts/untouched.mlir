// RUN: lanewise-opt --host=%host --lanewise-convert-layouts --mlir-print-local-scope --split-input-file %s | filecheck %s

// What must stay as it is.

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

// CHECK-LABEL: func.func @no_clash_no_change
// CHECK-NEXT: %[[X:.+]] = iree_vector_ext.to_layout %arg0 to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: %[[Y:.+]] = arith.negf %[[X]]
// CHECK-NEXT: arith.addf %[[Y]], %[[X]]
// CHECK-NEXT: return
func.func @no_clash_no_change(%a: vector<8x8xf32>) -> vector<8x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %y = arith.negf %x : vector<8x8xf32>
  %z = arith.addf %y, %x : vector<8x8xf32>
  return %z : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// CHECK-LABEL: func.func @anchors_stay_even_where_they_do_nothing
// CHECK-NEXT: %[[X:.+]] = iree_vector_ext.to_layout %arg0 to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: %[[Y:.+]] = iree_vector_ext.to_layout %[[X]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: iree_vector_ext.to_layout %[[Y]] to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-NEXT: return
func.func @anchors_stay_even_where_they_do_nothing(%a: vector<8x8xf32>) -> vector<8x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %x to layout(#row) : vector<8x8xf32>
  %z = iree_vector_ext.to_layout %y to layout(#col) : vector<8x8xf32>
  return %z : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

// CHECK-LABEL: func.func @shared_memory_conversions_keep_their_mark
// CHECK: iree_vector_ext.to_layout %arg0 to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}) <shared_memory_conversion = unit>
// CHECK-NEXT: return
func.func @shared_memory_conversions_keep_their_mark(%a: vector<8x8xf32>) -> vector<8x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#row) <shared_memory_conversion = unit> : vector<8x8xf32>
  return %x : vector<8x8xf32>
}

// -----

// CHECK-LABEL: func.func @without_anchors_nothing_is_converted
// CHECK-NEXT: %[[Y:.+]] = vector.transpose %arg0, [1, 0]
// CHECK-NEXT: arith.addf %[[Y]], %arg0
// CHECK-NEXT: return
func.func @without_anchors_nothing_is_converted(%a: vector<8x8xf32>) -> vector<8x8xf32> {
  %y = vector.transpose %a, [1, 0] : vector<8x8xf32> to vector<8x8xf32>
  %z = arith.addf %y, %a : vector<8x8xf32>
  return %z : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

// CHECK-LABEL: func.func @an_op_without_a_rule_takes_what_comes
// CHECK-NEXT: %[[X:.+]] = iree_vector_ext.to_layout %arg0 to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: vector.shuffle %[[X]], %[[X]] [3]
// CHECK-NEXT: return
func.func @an_op_without_a_rule_takes_what_comes(%a: vector<8x8xf32>) -> vector<1x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %y = vector.shuffle %x, %x [3] : vector<8x8xf32>, vector<8x8xf32>
  return %y : vector<1x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// CHECK-LABEL: func.func @results_of_functions_are_handed_on_whole
// CHECK-NEXT: %[[X:.+]] = iree_vector_ext.to_layout %arg0 to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: %[[Y:.+]] = iree_vector_ext.to_layout %arg0 to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-NEXT: return %[[X]], %[[Y]]
func.func @results_of_functions_are_handed_on_whole(%a: vector<8x8xf32>) -> (vector<8x8xf32>, vector<8x8xf32>) {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %a to layout(#col) : vector<8x8xf32>
  return %x, %y : vector<8x8xf32>, vector<8x8xf32>
}
