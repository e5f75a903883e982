// RUN: lanewise-opt --host=%host --lanewise-print-layouts --verify-diagnostics --split-input-file %s

// vector.extract_strided_slice and vector.insert_strided_slice, in generic form: LLVM 24 changed their own syntax.
// The oracle has no rules: docs/differences.md.

#batched = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @whole_batches(%a: vector<8x8xf32>) -> vector<4x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#batched) : vector<8x8xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>}}
  %y = "vector.extract_strided_slice"(%x) <{offsets = [4], sizes = [4], strides = [1]}> : (vector<8x8xf32>) -> vector<4x8xf32>
  return %y : vector<4x8xf32>
}

// -----

#cols = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @any_part_of_what_each_lane_holds_all_of(%a: vector<8x8xf32>) -> vector<8x3xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#cols) : vector<8x8xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 3], subgroup_strides = [0, 0], thread_strides = [1, 0]>}}
  %y = "vector.extract_strided_slice"(%x) <{offsets = [0, 2], sizes = [8, 3], strides = [1, 1]}> : (vector<8x8xf32>) -> vector<8x3xf32>
  return %y : vector<8x3xf32>
}

// -----

#half = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @source_has_more_batches(%a: vector<8x8xf32>) -> vector<4x8xf32> {
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>}}
  %x = arith.negf %a : vector<8x8xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>}}
  %y = "vector.extract_strided_slice"(%x) <{offsets = [4], sizes = [4], strides = [1]}> : (vector<8x8xf32>) -> vector<4x8xf32>
  %z = iree_vector_ext.to_layout %y to layout(#half) : vector<4x8xf32>
  return %z : vector<4x8xf32>
}

// -----

#batched = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @unequal_shares_end_a_layout(%a: vector<8x8xf32>) -> vector<3x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#batched) : vector<8x8xf32>
  // expected-warning-re @below {{lanes hold unequal shares of the slice under {{.*}}, the layout of operand #0: needed whole batches}}
  %y = "vector.extract_strided_slice"(%x) <{offsets = [4], sizes = [3], strides = [1]}> : (vector<8x8xf32>) -> vector<3x8xf32>
  return %y : vector<3x8xf32>
}

// -----

#batched = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @value_takes_what_extracting_gives(%a: vector<8x8xf32>, %b: vector<4x8xf32>) -> vector<8x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#batched) : vector<8x8xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>}}
  %v = arith.negf %b : vector<4x8xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>}}
  %y = "vector.insert_strided_slice"(%v, %x) <{offsets = [4, 0], strides = [1, 1]}> : (vector<4x8xf32>, vector<8x8xf32>) -> vector<8x8xf32>
  return %y : vector<8x8xf32>
}

// -----

#batched = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @value_lacks_leading_dimensions(%a: vector<8x8xf32>, %b: vector<8xf32>) -> vector<8x8xf32> {
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>}}
  %v = arith.negf %b : vector<8xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>}}
  %y = "vector.insert_strided_slice"(%v, %a) <{offsets = [5, 0], strides = [1]}> : (vector<8xf32>, vector<8x8xf32>) -> vector<8x8xf32>
  %z = iree_vector_ext.to_layout %y to layout(#batched) : vector<8x8xf32>
  return %z : vector<8x8xf32>
}

// -----

#batched = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @unequal_shares_demand_nothing_of_the_value(%a: vector<8x8xf32>, %b: vector<3xf32>) -> vector<8x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#batched) : vector<8x8xf32>
  %v = arith.negf %b : vector<3xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>}}
  // expected-warning-re @below {{lanes hold unequal shares of the slice under {{.*}}, the layout of result #0}}
  %y = "vector.insert_strided_slice"(%v, %x) <{offsets = [5, 1], strides = [1]}> : (vector<3xf32>, vector<8x8xf32>) -> vector<8x8xf32>
  return %y : vector<8x8xf32>
}
