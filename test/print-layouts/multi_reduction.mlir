// RUN: lanewise-opt --host=%host --lanewise-print-layouts --verify-diagnostics --split-input-file %s

// vector.multi_reduction: the result has the layout of the dimensions that stay. The source is asked for nothing.

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @reduced_dimension_is_dropped(%a: vector<8x8xf32>, %init: vector<8xf32>) -> vector<8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [4], element_tile = [2], subgroup_strides = [0], thread_strides = [8]>}}
  %y = vector.multi_reduction <add>, %x, %init [1] : vector<8x8xf32> to vector<8xf32>
  return %y : vector<8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @first_dimension_reduced(%a: vector<8x8xf32>, %init: vector<8xf32>) -> vector<8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>}}
  %y = vector.multi_reduction <maximumf>, %x, %init [0] : vector<8x8xf32> to vector<8xf32>
  return %y : vector<8xf32>
}

// -----

#cube = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [2, 4, 1], element_tile = [1, 1, 8], subgroup_strides = [0, 0, 0], thread_strides = [1, 2, 0]>

func.func @two_dimensions_reduced(%a: vector<2x4x8xf32>, %init: vector<4xf32>) -> vector<4xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#cube) : vector<2x4x8xf32>
  // expected-remark @below {{thread_tile = [4], element_tile = [1], subgroup_strides = [0], thread_strides = [2]>}}
  %y = vector.multi_reduction <add>, %x, %init [0, 2] : vector<2x4x8xf32> to vector<4xf32>
  return %y : vector<4xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @acc_takes_the_results_layout(%a: vector<8x8xf32>, %b: vector<8xf32>) -> vector<8xf32> {
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4], element_tile = [2]{{.*}}thread_strides = [8]>}}
  %init = arith.negf %b : vector<8xf32>
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4], element_tile = [2]{{.*}}thread_strides = [8]>}}
  %y = vector.multi_reduction <add>, %x, %init [1] : vector<8x8xf32> to vector<8xf32>
  return %y : vector<8xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @acc_gives_its_layout_to_the_result(%a: vector<8x8xf32>, %b: vector<8xf32>) -> vector<8xf32> {
  %init = iree_vector_ext.to_layout %b to layout(#lanes) : vector<8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8], element_tile = [1]{{.*}}thread_strides = [1]>}}
  %y = vector.multi_reduction <add>, %a, %init [1] : vector<8x8xf32> to vector<8xf32>
  return %y : vector<8xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @source_is_asked_for_nothing(%a: vector<8x8xf32>, %init: vector<8xf32>) -> vector<8xf32> {
  %x = arith.negf %a : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8], element_tile = [1]{{.*}}thread_strides = [1]>}}
  %y = vector.multi_reduction <add>, %x, %init [1] : vector<8x8xf32> to vector<8xf32>
  %z = iree_vector_ext.to_layout %y to layout(#lanes) : vector<8xf32>
  return %z : vector<8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @a_scalar_result_has_no_layout(%a: vector<8x8xf32>, %init: f32) -> f32 {
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf32>
  %y = vector.multi_reduction <add>, %x, %init [0, 1] : vector<8x8xf32> to f32
  %z = arith.negf %y : f32
  return %z : f32
}
