// What cannot be converted is refused, and the module left as it was.
// RUN: lanewise-opt --host=%host --allow-unregistered-dialect --lanewise-convert-layouts --verify-diagnostics --split-input-file %s

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#one = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [8], outer_tile = [1], thread_tile = [1], element_tile = [1], subgroup_strides = [0], thread_strides = [0]>
func.func @nothing_stands_behind_a_terminator(%x: vector<8xf32>, %y: vector<8xf32>) {
  %0 = iree_vector_ext.to_layout %x to layout(#row) : vector<8xf32>
  %1 = iree_vector_ext.to_layout %y to layout(#one) : vector<8xf32>
  // expected-error @below {{the result of 'test.br' is needed in}}
  %2 = "test.br"() [^bb1] : () -> vector<8xf32>
^bb1:
  // expected-note @below {{needed here}}
  %3 = arith.addf %0, %2 : vector<8xf32>
  %4 = arith.addf %1, %2 : vector<8xf32>
  return
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
func.func @nobody_knows_what_an_unknown_op_does_with_what_it_is_given(%x: vector<8xf32>) {
  %0 = iree_vector_ext.to_layout %x to layout(#row) : vector<8xf32>
  %1 = "test.op"() ({
    // expected-warning @below {{no layout rule for 'test.op' around this: the layout of operand #0 ends here}}
    vector.yield %0 : vector<8xf32>
  }) : () -> vector<16xf32>
  %2 = arith.addf %1, %1 : vector<16xf32>
  return
}
