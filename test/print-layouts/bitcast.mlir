// RUN: lanewise-opt --host=%host --lanewise-print-layouts --verify-diagnostics --split-input-file %s

// vector.bitcast: the last element tile holds as many bits as before. The oracle has no rule: docs/differences.md.

#words = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [4], subgroup_strides = [0], thread_strides = [1]>

func.func @narrower_elements_are_more(%a: vector<32xf32>) -> vector<64xf16> {
  %x = iree_vector_ext.to_layout %a to layout(#words) : vector<32xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [8], subgroup_strides = [0], thread_strides = [1]>}}
  %y = vector.bitcast %x : vector<32xf32> to vector<64xf16>
  return %y : vector<64xf16>
}

// -----

#words = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [4], subgroup_strides = [0], thread_strides = [1]>

func.func @source_holds_the_same_bits(%a: vector<64xf16>) -> vector<32xf32> {
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [8], subgroup_strides = [0], thread_strides = [1]>}}
  %x = arith.negf %a : vector<64xf16>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [4], subgroup_strides = [0], thread_strides = [1]>}}
  %y = vector.bitcast %x : vector<64xf16> to vector<32xf32>
  %z = iree_vector_ext.to_layout %y to layout(#words) : vector<32xf32>
  return %z : vector<32xf32>
}

// -----

#whole = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [4], outer_tile = [1], thread_tile = [1], element_tile = [3], subgroup_strides = [0], thread_strides = [0]>

func.func @what_one_lane_holds_is_one_run(%a: vector<12xi16>) -> vector<6xi32> {
  %x = iree_vector_ext.to_layout %a to layout(#whole) : vector<12xi16>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [6], subgroup_strides = [0], thread_strides = [0]>}}
  %y = vector.bitcast %x : vector<12xi16> to vector<6xi32>
  return %y : vector<6xi32>
}

// -----

#single = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @parts_of_elements_end_a_layout(%a: vector<16xi16>) -> vector<8xi32> {
  %x = iree_vector_ext.to_layout %a to layout(#single) : vector<16xi16>
  // expected-warning-re @below {{under which lanes hold parts of new elements: needed an element tile of a multiple of 2}}
  %y = vector.bitcast %x : vector<16xi16> to vector<8xi32>
  return %y : vector<8xi32>
}
