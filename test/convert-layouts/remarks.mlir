// RUN: lanewise-opt --host=%host --lanewise-convert-layouts --verify-diagnostics --split-input-file %s

// One remark for each conversion, at the value that it converts; gaps and doubts as lanewise-print-layouts says them.

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

func.func @both_sides_are_named(%a: vector<8x8xf32>, %b: vector<8x8xf32>) -> vector<8x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  // expected-remark @below {{converted from #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]> to #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>}}
  %y = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xf32>
  %z = arith.addf %x, %y : vector<8x8xf32>
  return %z : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

func.func @one_remark_a_layout_not_a_use(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %c: vector<8x8xf32>) -> (vector<8x8xf32>, vector<8x8xf32>, vector<8x8xf32>) {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %w = iree_vector_ext.to_layout %b to layout(#grid) : vector<8x8xf32>
  // expected-remark-re @below {{converted from {{.*}}thread_tile = [1, 8], element_tile = [8, 1], {{.*}} to {{.*}}thread_tile = [8, 1], element_tile = [1, 8]}}
  // expected-remark-re @below {{converted from {{.*}}thread_tile = [1, 8], element_tile = [8, 1], {{.*}} to {{.*}}thread_tile = [4, 8], element_tile = [2, 1]}}
  %y = iree_vector_ext.to_layout %c to layout(#col) : vector<8x8xf32>
  %p = arith.addf %x, %y : vector<8x8xf32>
  %q = arith.mulf %x, %y : vector<8x8xf32>
  %r = arith.addf %w, %y : vector<8x8xf32>
  return %p, %q, %r : vector<8x8xf32>, vector<8x8xf32>, vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @gaps_are_reported(%a: vector<8x8xf32>) -> vector<1x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  // expected-remark @below {{no layout rule for 'vector.shuffle': the layout of operand #0 ends here}}
  %y = vector.shuffle %x, %x [3] : vector<8x8xf32>, vector<8x8xf32>
  return %y : vector<1x8xf32>
}

// -----

#diagonal = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 8], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [1, 1]>

func.func @layouts_that_leave_elements_out_are_reported(%a: vector<8x8xf32>) -> vector<8x8xf32> {
  // expected-warning @below {{leaves elements without a lane}}
  %x = iree_vector_ext.to_layout %a to layout(#diagonal) : vector<8x8xf32>
  return %x : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

func.func @nothing_to_say(%a: vector<8x8xf32>) -> vector<8x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %x to layout(#col) : vector<8x8xf32>
  return %y : vector<8x8xf32>
}
