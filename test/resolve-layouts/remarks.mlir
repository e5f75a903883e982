// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --verify-diagnostics --split-input-file %s

// Copies, conversions, gaps and doubts are reported; layouts are not.

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

func.func @a_copy_and_a_conversion(%a: vector<8x8xf32>) -> (vector<8x8xf32>, vector<8x8xf32>) {
  // expected-remark-re @below {{copied for {{.*}}thread_tile = [1, 8], element_tile = [8, 1]}}
  %one = arith.constant dense<1.0> : vector<8x8xf32>
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  // expected-remark-re @below {{converted from {{.*}}thread_tile = [1, 8], element_tile = [8, 1], {{.*}} to {{.*}}thread_tile = [8, 1], element_tile = [1, 8]}}
  %y = iree_vector_ext.to_layout %one to layout(#col) : vector<8x8xf32>
  %p = arith.addf %x, %one : vector<8x8xf32>
  %q = arith.mulf %x, %y : vector<8x8xf32>
  return %p, %q : vector<8x8xf32>, vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

func.func @an_argument_is_named_where_it_stands(
    // expected-remark-re @below {{converted from {{.*}}thread_tile = [1, 8], element_tile = [8, 1], {{.*}} to {{.*}}thread_tile = [8, 1], element_tile = [1, 8]}}
    %a: vector<8x8xf32>, %b: vector<8x8xf32>) -> (vector<8x8xf32>, vector<8x8xf32>) {
  %x = iree_vector_ext.to_layout %b to layout(#row) : vector<8x8xf32>
  %z = arith.addf %x, %a : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %a to layout(#col) : vector<8x8xf32>
  return %z, %y : vector<8x8xf32>, vector<8x8xf32>
}

// -----

#diagonal = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 8], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [1, 1]>

func.func @gaps_and_doubts(%a: vector<8x8xf32>) -> vector<1x8xf32> {
  // expected-warning @below {{leaves elements without a lane}}
  %x = iree_vector_ext.to_layout %a to layout(#diagonal) : vector<8x8xf32>
  // expected-remark @below {{no layout rule for 'vector.shuffle': the layout of operand #0 ends here}}
  %y = vector.shuffle %x, %x [3] : vector<8x8xf32>, vector<8x8xf32>
  return %y : vector<1x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @nothing_to_say(%a: vector<8x8xf32>) -> vector<8x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %y = arith.negf %x : vector<8x8xf32>
  return %y : vector<8x8xf32>
}
