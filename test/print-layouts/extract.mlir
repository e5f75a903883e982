// RUN: lanewise-opt --host=%host --lanewise-print-layouts --verify-diagnostics --split-input-file %s

// vector.extract and vector.insert: leading dimensions are dropped, or come back. The oracle has no rules: docs/differences.md.

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @dropped_dimensions_are_projected(%a: vector<8x8xf32>) -> vector<8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>}}
  %y = vector.extract %x[3] : vector<8xf32> from vector<8x8xf32>
  return %y : vector<8xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// Each lane is to hold all of what is dropped, for one of these rows is asked of it.
func.func @source_takes_the_layout_of_the_result(%a: vector<8x8xf32>) -> vector<8xf32> {
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>}}
  %x = arith.negf %a : vector<8x8xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>}}
  %y = vector.extract %x[3] : vector<8xf32> from vector<8x8xf32>
  %z = iree_vector_ext.to_layout %y to layout(#lanes) : vector<8xf32>
  return %z : vector<8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

// A scalar has no layout: no remark.
func.func @scalars_are_held_by_all(%a: vector<8x8xf32>) -> f32 {
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf32>
  %y = vector.extract %x[3, 2] : f32 from vector<8x8xf32>
  return %y : f32
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @insert_keeps_the_layout_of_the_destination(%a: vector<8x8xf32>, %b: vector<8xf32>) -> vector<8x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>}}
  %v = arith.negf %b : vector<8xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>}}
  %y = vector.insert %v, %x[3] : vector<8xf32> into vector<8x8xf32>
  return %y : vector<8x8xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @value_speaks_for_a_destination_without_a_layout(%a: vector<8x8xf32>, %b: vector<8xf32>) -> vector<8x8xf32> {
  %v = iree_vector_ext.to_layout %b to layout(#lanes) : vector<8xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>}}
  %x = arith.negf %a : vector<8x8xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>}}
  %y = vector.insert %v, %x[3] : vector<8xf32> into vector<8x8xf32>
  return %y : vector<8x8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @destination_takes_the_layout_of_the_result(%a: vector<8x8xf32>, %s: f32) -> vector<8x8xf32> {
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>}}
  %x = arith.negf %a : vector<8x8xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>}}
  %y = vector.insert %s, %x[3, 4] : f32 into vector<8x8xf32>
  %z = iree_vector_ext.to_layout %y to layout(#grid) : vector<8x8xf32>
  return %z : vector<8x8xf32>
}
