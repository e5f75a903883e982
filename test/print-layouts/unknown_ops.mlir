// RUN: lanewise-opt --host=%host --lanewise-print-layouts --verify-diagnostics --split-input-file %s

// An op without a rule ends a layout, and says so. The oracle is silent: docs/differences.md.

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @a_layout_ends_at_an_op_without_a_rule(%a: vector<8x8xf32>) -> vector<1x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  // expected-remark @below {{no layout rule for 'vector.shuffle': the layout of operand #0 ends here}}
  %y = vector.shuffle %x, %x [3] : vector<8x8xf32>, vector<8x8xf32>
  %z = arith.negf %y : vector<1x8xf32>
  return %z : vector<1x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @the_first_operand_with_a_layout_is_named(%a: vector<8x8xf32>, %b: vector<8x8xf32>) -> vector<8x8xf32> {
  %x = iree_vector_ext.to_layout %b to layout(#row) : vector<8x8xf32>
  // expected-remark @below {{no layout rule for 'vector.shuffle': the layout of operand #1 ends here}}
  %y = vector.shuffle %a, %x [0, 15, 2, 3, 4, 5, 6, 7] : vector<8x8xf32>, vector<8x8xf32>
  return %y : vector<8x8xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @one_remark_an_op(%a: vector<8xf32>, %b: vector<8xf32>) -> vector<16xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#lanes) : vector<8xf32>
  %y = iree_vector_ext.to_layout %b to layout(#lanes) : vector<8xf32>
  // expected-remark @below {{no layout rule for 'vector.interleave': the layout of operand #0 ends here}}
  %z = vector.interleave %x, %y : vector<8xf32> -> vector<16xf32>
  return %z : vector<16xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @a_layout_that_comes_backward_ends_too(%a: vector<8x8xf32>) -> (vector<8x8xf32>, vector<1x8xf32>) {
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %x = arith.negf %a : vector<8x8xf32>
  // expected-remark @below {{no layout rule for 'vector.shuffle': the layout of operand #0 ends here}}
  %y = vector.shuffle %x, %x [3] : vector<8x8xf32>, vector<8x8xf32>
  %z = iree_vector_ext.to_layout %x to layout(#row) : vector<8x8xf32>
  return %z, %y : vector<8x8xf32>, vector<1x8xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @its_result_may_have_a_layout(%a: vector<8xf32>) -> vector<8xf32> {
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8], element_tile = [1]{{.*}}thread_strides = [1]>}}
  %x = vector.shuffle %a, %a [7, 6, 5, 4, 3, 2, 1, 0] : vector<8xf32>, vector<8xf32>
  %y = iree_vector_ext.to_layout %x to layout(#lanes) : vector<8xf32>
  return %y : vector<8xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @branches_have_no_rule(%a: vector<8xf32>) -> vector<8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#lanes) : vector<8xf32>
  // expected-remark @below {{no layout rule for 'cf.br': the layout of operand #0 ends here}}
  cf.br ^bb1(%x : vector<8xf32>)
^bb1(%y: vector<8xf32>):
  %z = arith.negf %y : vector<8xf32>
  return %z : vector<8xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func private @callee(vector<8xf32>) -> vector<8xf32>

// Calls and returns take vectors whole, a reduction to a scalar leaves no vector.
func.func @boundaries_are_no_gaps(%a: vector<8xf32>) -> (vector<8xf32>, f32) {
  %x = iree_vector_ext.to_layout %a to layout(#lanes) : vector<8xf32>
  %y = func.call @callee(%x) : (vector<8xf32>) -> vector<8xf32>
  %z = vector.reduction <add>, %x : vector<8xf32> into f32
  return %y, %z : vector<8xf32>, f32
}

// -----

func.func @ops_that_no_layout_reaches_are_no_gaps(%a: vector<8x8xf32>) -> vector<1x8xf32> {
  %x = vector.shuffle %a, %a [3] : vector<8x8xf32>, vector<8x8xf32>
  return %x : vector<1x8xf32>
}
