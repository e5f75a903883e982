// RUN: lanewise-opt --host=%host --lanewise-duplicate-constants --verify-diagnostics --split-input-file %s

// One remark for each copy, at the value that it copies.

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

func.func @a_copy_is_reported_at_the_original() -> (vector<8x8xf32>, vector<8x8xf32>) {
  // expected-remark-re @below {{copied for {{.*}}thread_tile = [8, 1], element_tile = [1, 8]}}
  %zero = arith.constant dense<0.0> : vector<8x8xf32>
  %x = iree_vector_ext.to_layout %zero to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %zero to layout(#col) : vector<8x8xf32>
  return %x, %y : vector<8x8xf32>, vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>
#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @one_remark_a_layout() -> (vector<8x8xf32>, vector<8x8xf32>, vector<8x8xf32>, vector<8x8xf32>) {
  // expected-remark-re @below {{copied for {{.*}}thread_tile = [1, 8], element_tile = [8, 1]}}
  // expected-remark-re @below {{copied for {{.*}}thread_tile = [8, 1], element_tile = [1, 8]}}
  %zero = arith.constant dense<0.0> : vector<8x8xf32>
  %x = iree_vector_ext.to_layout %zero to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %zero to layout(#col) : vector<8x8xf32>
  %z = iree_vector_ext.to_layout %zero to layout(#row) : vector<8x8xf32>
  %w = iree_vector_ext.to_layout %zero to layout(#grid) : vector<8x8xf32>
  return %x, %y, %z, %w : vector<8x8xf32>, vector<8x8xf32>, vector<8x8xf32>, vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

func.func @links_and_what_they_end_in(%f: f32) -> (vector<8x8xf32>, vector<8x8xf32>) {
  // expected-remark @below {{copied for #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>}}
  %c = vector.step : vector<8xindex>
  // expected-remark-re @below {{copied for {{.*}}thread_tile = [1], element_tile = [8]}}
  %i = arith.index_cast %c : vector<8xindex> to vector<8xi32>
  // expected-remark-re @below {{copied for {{.*}}thread_tile = [1], element_tile = [8]}}
  %s = arith.sitofp %i : vector<8xi32> to vector<8xf32>
  // expected-remark-re @below {{copied for {{.*}}thread_tile = [8, 1], element_tile = [1, 8]}}
  %v = vector.broadcast %s : vector<8xf32> to vector<8x8xf32>
  %x = iree_vector_ext.to_layout %v to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %v to layout(#col) : vector<8x8xf32>
  return %x, %y : vector<8x8xf32>, vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

func.func @no_copy_no_remark(%a: vector<8x8xf32>) -> (vector<8x8xf32>, vector<8x8xf32>) {
  %n = arith.negf %a : vector<8x8xf32>
  %x = iree_vector_ext.to_layout %n to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %n to layout(#col) : vector<8x8xf32>
  return %x, %y : vector<8x8xf32>, vector<8x8xf32>
}
