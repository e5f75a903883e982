// RUN: lanewise-opt --host=%host --lanewise-print-layouts --verify-diagnostics --split-input-file %s

// vector.shape_cast: elements keep their row-major order, so tiles split and merge. Where they cannot, layouts end.

#rows_of_4 = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 2], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [2, 1]>

func.func @a_dimension_splits_at_its_element_tile(%a: vector<8x8xf32>) -> vector<8x2x4xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#rows_of_4) : vector<8x8xf32>
  // expected-remark @below {{thread_tile = [8, 2, 1], element_tile = [1, 1, 4], subgroup_strides = [0, 0, 0], thread_strides = [2, 1, 0]>}}
  %y = vector.shape_cast %x : vector<8x8xf32> to vector<8x2x4xf32>
  return %y : vector<8x2x4xf32>
}

// -----

#rows_of_2x4 = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [8, 2, 1], element_tile = [1, 1, 4], subgroup_strides = [0, 0, 0], thread_strides = [2, 1, 0]>

func.func @a_split_merges_again(%a: vector<8x2x4xf32>) -> vector<8x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#rows_of_2x4) : vector<8x2x4xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 2], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [2, 1]>}}
  %y = vector.shape_cast %x : vector<8x2x4xf32> to vector<8x8xf32>
  return %y : vector<8x8xf32>
}

// -----

#rows_of_2x4 = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [8, 2, 1], element_tile = [1, 1, 4], subgroup_strides = [0, 0, 0], thread_strides = [2, 1, 0]>

func.func @operand_takes_the_result_reshaped_back(%a: vector<8x8xf32>) -> vector<8x2x4xf32> {
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 2], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [2, 1]>}}
  %x = arith.negf %a : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 2, 1], element_tile = [1, 1, 4]{{.*}}thread_strides = [2, 1, 0]>}}
  %y = vector.shape_cast %x : vector<8x8xf32> to vector<8x2x4xf32>
  %z = iree_vector_ext.to_layout %y to layout(#rows_of_2x4) : vector<8x2x4xf32>
  return %z : vector<8x2x4xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @unit_dimensions_come_and_go(%a: vector<8x8xf32>) -> vector<8x8x1xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf32>
  // expected-remark @below {{thread_tile = [1, 4, 1, 8], element_tile = [1, 2, 1, 1], subgroup_strides = [0, 0, 0, 0], thread_strides = [0, 8, 0, 1]>}}
  %y = vector.shape_cast %x : vector<8x8xf32> to vector<1x8x1x8xf32>
  // expected-remark @below {{thread_tile = [4, 8, 1], element_tile = [2, 1, 1], subgroup_strides = [0, 0, 0], thread_strides = [8, 1, 0]>}}
  %z = vector.shape_cast %y : vector<1x8x1x8xf32> to vector<8x8x1xf32>
  return %z : vector<8x8x1xf32>
}

// -----

#counting = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

// Lanes count on from one dimension into the next: stride 1 times 8 lanes is stride 8.
func.func @lanes_of_two_dimensions_merge(%a: vector<4x8xf32>) -> vector<32xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#counting) : vector<4x8xf32>
  // expected-remark @below {{thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>}}
  %y = vector.shape_cast %x : vector<4x8xf32> to vector<32xf32>
  return %y : vector<32xf32>
}

// -----

#crosswise = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [1, 4]>

func.func @lanes_that_do_not_count_on_cannot_merge(%a: vector<4x8xf32>) -> vector<32xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#crosswise) : vector<4x8xf32>
  %y = vector.shape_cast %x : vector<4x8xf32> to vector<32xf32>
  return %y : vector<32xf32>
}

// -----

#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// Merging takes elements before lanes, of whichever dimension: lanes of the result do not hold what they held, and the
// requirement backward shows it. The oracle's choice.
func.func @merging_moves_elements_inside_of_lanes(%a: vector<8x8xf32>) -> vector<64xf32> {
  // expected-remark-re @below {{converted from {{.*}}thread_tile = [1, 8], element_tile = [8, 1], {{.*}} to {{.*}}thread_tile = [8, 1], element_tile = [1, 8]}}
  %x = iree_vector_ext.to_layout %a to layout(#col) : vector<8x8xf32>
  // expected-remark @below {{thread_tile = [8], element_tile = [8], subgroup_strides = [0], thread_strides = [1]>}}
  %y = vector.shape_cast %x : vector<8x8xf32> to vector<64xf32>
  return %y : vector<64xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @elements_inside_of_lanes_merge(%a: vector<8x8xf32>) -> vector<64xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  // expected-remark @below {{thread_tile = [8], element_tile = [8], subgroup_strides = [0], thread_strides = [1]>}}
  %y = vector.shape_cast %x : vector<8x8xf32> to vector<64xf32>
  return %y : vector<64xf32>
}

// -----

#odd = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [8], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @outer_tiles_split_backward_too(%a: vector<8x8xf32>) -> vector<64xf32> {
  // expected-remark @below {{outer_tile = [8, 1], thread_tile = [1, 8], element_tile = [1, 1]}}
  %x = arith.negf %a : vector<8x8xf32>
  // expected-remark @below {{outer_tile = [8], thread_tile = [8], element_tile = [1]}}
  %y = vector.shape_cast %x : vector<8x8xf32> to vector<64xf32>
  %z = iree_vector_ext.to_layout %y to layout(#odd) : vector<64xf32>
  return %z : vector<64xf32>
}

// -----

#nines = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [4], element_tile = [9], subgroup_strides = [0], thread_strides = [1]>

// 36 elements in nines do not fall into sixes. The oracle makes layouts of 24 elements of it.
func.func @what_cannot_be_split_backward_demands_nothing(%a: vector<6x6xf32>) -> vector<36xf32> {
  %x = arith.negf %a : vector<6x6xf32>
  // expected-remark @below {{thread_tile = [4], element_tile = [9]}}
  %y = vector.shape_cast %x : vector<6x6xf32> to vector<36xf32>
  %z = iree_vector_ext.to_layout %y to layout(#nines) : vector<36xf32>
  return %z : vector<36xf32>
}

// -----

#nines = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [4], element_tile = [9], subgroup_strides = [0], thread_strides = [1]>

func.func @what_cannot_be_split_forward_ends(%a: vector<36xf32>) -> vector<6x6xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#nines) : vector<36xf32>
  %y = vector.shape_cast %x : vector<36xf32> to vector<6x6xf32>
  return %y : vector<6x6xf32>
}
