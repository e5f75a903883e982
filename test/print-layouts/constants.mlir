// RUN: lanewise-opt --host=%host --lanewise-print-layouts --verify-diagnostics --split-input-file %s

// Cheap values: remarks name the layout of the value and those of its copies.

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @a_constant_in_one_layout(%a: vector<8x8xf32>) -> vector<8x8xf32> {
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %zero = arith.constant dense<0.0> : vector<8x8xf32>
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %y = arith.addf %x, %zero : vector<8x8xf32>
  return %y : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// Backward, so the last reader's layout is the constant's.
func.func @a_constant_in_two_layouts(%a: vector<8x8xf32>, %b: vector<8x8xf32>) -> (vector<8x8xf32>, vector<8x8xf32>) {
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}}thread_strides = [0, 1]>}}
  // expected-remark-re @below {{copied for {{.*}}thread_tile = [8, 1], element_tile = [1, 8]}}
  %zero = arith.constant dense<0.0> : vector<8x8xf32>
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %v = arith.addf %x, %zero : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}}thread_strides = [0, 1]>}}
  %w = arith.addf %y, %zero : vector<8x8xf32>
  return %v, %w : vector<8x8xf32>, vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @a_constant_that_nothing_lays_out(%a: vector<8x8xf32>) -> vector<8x8xf32> {
  %zero = arith.constant dense<0.0> : vector<8x8xf32>
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  return %zero : vector<8x8xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#piece = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>

func.func @a_poison_value_is_a_constant(%a: vector<8xf32>, %b: vector<8xf32>) -> (vector<8xf32>, vector<8xf32>) {
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8], element_tile = [1]{{.*}}thread_strides = [1]>}}
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [1], element_tile = [8]{{.*}}thread_strides = [0]>}}
  // expected-remark-re @below {{copied for {{.*}}thread_tile = [8], element_tile = [1]}}
  %any = ub.poison : vector<8xf32>
  %x = iree_vector_ext.to_layout %any to layout(#lanes) : vector<8xf32>
  %y = iree_vector_ext.to_layout %any to layout(#piece) : vector<8xf32>
  return %x, %y : vector<8xf32>, vector<8xf32>
}
