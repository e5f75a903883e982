// RUN: lanewise-opt --host=%host --lanewise-print-layouts --verify-diagnostics --split-input-file %s

// vector.transpose: each lane keeps its elements and renames their coordinates.

#tall = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 2], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [1, 4]>

func.func @result_has_the_permuted_layout(%a: vector<4x8xf32>) -> vector<8x4xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#tall) : vector<4x8xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [2, 4], element_tile = [4, 1], subgroup_strides = [0, 0], thread_strides = [4, 1]>}}
  %y = vector.transpose %x, [1, 0] : vector<4x8xf32> to vector<8x4xf32>
  return %y : vector<8x4xf32>
}

// -----

#wide = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [2, 4], element_tile = [4, 1], subgroup_strides = [0, 0], thread_strides = [4, 1]>

func.func @operand_takes_the_inverse(%a: vector<4x8xf32>) -> vector<8x4xf32> {
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 2], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [1, 4]>}}
  %x = arith.negf %a : vector<4x8xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [2, 4], element_tile = [4, 1], subgroup_strides = [0, 0], thread_strides = [4, 1]>}}
  %y = vector.transpose %x, [1, 0] : vector<4x8xf32> to vector<8x4xf32>
  %z = iree_vector_ext.to_layout %y to layout(#wide) : vector<8x4xf32>
  return %z : vector<8x4xf32>
}

// -----

#every = #iree_vector_ext.nested_layout<subgroup_tile = [2, 1], batch_tile = [2, 1], outer_tile = [2, 1], thread_tile = [2, 4], element_tile = [2, 2], subgroup_strides = [1, 0], thread_strides = [4, 1]>

func.func @every_level_is_permuted(%a: vector<32x8xf32>) -> vector<8x32xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#every) : vector<32x8xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 2], batch_tile = [1, 2], outer_tile = [1, 2], thread_tile = [4, 2], element_tile = [2, 2], subgroup_strides = [0, 1], thread_strides = [1, 4]>}}
  %y = vector.transpose %x, [1, 0] : vector<32x8xf32> to vector<8x32xf32>
  return %y : vector<8x32xf32>
}

// -----

#cube = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [2, 4, 1], element_tile = [1, 1, 8], subgroup_strides = [0, 0, 0], thread_strides = [1, 2, 0]>

// A rotation is not its own inverse.
func.func @result_dimension_i_is_source_dimension_p_i(%a: vector<2x4x8xf32>) -> vector<4x8x2xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#cube) : vector<2x4x8xf32>
  // expected-remark @below {{thread_tile = [4, 1, 2], element_tile = [1, 8, 1], subgroup_strides = [0, 0, 0], thread_strides = [2, 0, 1]>}}
  %y = vector.transpose %x, [1, 2, 0] : vector<2x4x8xf32> to vector<4x8x2xf32>
  return %y : vector<4x8x2xf32>
}

// -----

#cube = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [2, 4, 1], element_tile = [1, 1, 8], subgroup_strides = [0, 0, 0], thread_strides = [1, 2, 0]>

func.func @a_rotation_is_undone_backward(%a: vector<8x2x4xf32>) -> vector<2x4x8xf32> {
  // expected-remark @below {{thread_tile = [1, 2, 4], element_tile = [8, 1, 1], subgroup_strides = [0, 0, 0], thread_strides = [0, 1, 2]>}}
  %x = arith.negf %a : vector<8x2x4xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [2, 4, 1], element_tile = [1, 1, 8], subgroup_strides = [0, 0, 0], thread_strides = [1, 2, 0]>}}
  %y = vector.transpose %x, [1, 2, 0] : vector<8x2x4xf32> to vector<2x4x8xf32>
  %z = iree_vector_ext.to_layout %y to layout(#cube) : vector<2x4x8xf32>
  return %z : vector<2x4x8xf32>
}

// -----

#tall = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 2], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [1, 4]>

func.func @two_transposes_cancel_out(%a: vector<4x8xf32>) -> vector<4x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#tall) : vector<4x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [2, 4], element_tile = [4, 1]{{.*}}thread_strides = [4, 1]>}}
  %y = vector.transpose %x, [1, 0] : vector<4x8xf32> to vector<8x4xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 2], element_tile = [1, 4]{{.*}}thread_strides = [1, 4]>}}
  %z = vector.transpose %y, [1, 0] : vector<8x4xf32> to vector<4x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 2], element_tile = [1, 4]{{.*}}thread_strides = [1, 4]>}}
  %w = arith.addf %x, %z : vector<4x8xf32>
  return %w : vector<4x8xf32>
}
