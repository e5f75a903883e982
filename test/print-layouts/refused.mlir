// RUN: lanewise-opt --host=%host --lanewise-print-layouts --verify-diagnostics --split-input-file %s

// Anchors that do not fit their vector are errors, whichever host finds them; and then no layout is printed.

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @a_size_that_does_not_match(%a: vector<4x8xf32>) -> vector<4x8xf32> {
  // expected-error-re @below {{dim{{(ension)?}} 0{{.*}} 8{{.*}} 4}}
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<4x8xf32>
  %y = arith.negf %x : vector<4x8xf32>
  return %y : vector<4x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @the_second_dimension(%a: vector<8x16xf32>) -> vector<8x16xf32> {
  // expected-error-re @below {{dim{{(ension)?}} 1{{.*}} 8{{.*}} 16}}
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x16xf32>
  return %x : vector<8x16xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @a_rank_that_does_not_match(%a: vector<8xf32>) -> vector<8xf32> {
  // expected-error-re @below {{{{[Rr]}}ank}}
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8xf32>
  return %x : vector<8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

// The chunk behind a failed one is read as ever.
func.func @the_next_chunk(%a: vector<8x8xf32>) -> vector<8x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %y = arith.negf %x : vector<8x8xf32>
  return %y : vector<8x8xf32>
}
