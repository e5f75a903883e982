// RUN: lanewise-opt --host=%host --lanewise-print-layouts --verify-diagnostics --split-input-file %s

// vector.contract: a result dimension takes the tiles of the operand dimensions of the same iteration dimension.

#m_outer = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 1], element_tile = [2, 8], subgroup_strides = [0, 0], thread_strides = [8, 0]>
#n_inner = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

#lhs_map = affine_map<(m, n, k) -> (m, k)>
#rhs_map = affine_map<(m, n, k) -> (n, k)>
#acc_map = affine_map<(m, n, k) -> (m, n)>

func.func @lhs_and_rhs_together_give_the_result(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %c: vector<8x8xf32>) -> vector<8x8xf32> {
  %lhs = iree_vector_ext.to_layout %a to layout(#m_outer) : vector<8x8xf32>
  %rhs = iree_vector_ext.to_layout %b to layout(#n_inner) : vector<8x8xf32>
  // expected-remark @below {{thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>}}
  %d = vector.contract {indexing_maps = [#lhs_map, #rhs_map, #acc_map], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %lhs, %rhs, %c : vector<8x8xf32>, vector<8x8xf32> into vector<8x8xf32>
  return %d : vector<8x8xf32>
}

// -----

#m_outer = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 1], element_tile = [2, 8], subgroup_strides = [0, 0], thread_strides = [8, 0]>

#lhs_map = affine_map<(m, n, k) -> (m, k)>
#rhs_map = affine_map<(m, n, k) -> (n, k)>
#acc_map = affine_map<(m, n, k) -> (m, n)>

func.func @one_operand_alone_gives_nothing(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %c: vector<8x8xf32>) -> vector<8x8xf32> {
  %lhs = iree_vector_ext.to_layout %a to layout(#m_outer) : vector<8x8xf32>
  %d = vector.contract {indexing_maps = [#lhs_map, #rhs_map, #acc_map], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %lhs, %b, %c : vector<8x8xf32>, vector<8x8xf32> into vector<8x8xf32>
  return %d : vector<8x8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

#lhs_map = affine_map<(m, n, k) -> (m, k)>
#rhs_map = affine_map<(m, n, k) -> (n, k)>
#acc_map = affine_map<(m, n, k) -> (m, n)>

func.func @acc_gives_its_layout_to_the_result(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %c: vector<8x8xf32>) -> vector<8x8xf32> {
  %acc = iree_vector_ext.to_layout %c to layout(#grid) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %d = vector.contract {indexing_maps = [#lhs_map, #rhs_map, #acc_map], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %a, %b, %acc : vector<8x8xf32>, vector<8x8xf32> into vector<8x8xf32>
  return %d : vector<8x8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

#lhs_map = affine_map<(m, n, k) -> (m, k)>
#rhs_map = affine_map<(m, n, k) -> (n, k)>
#acc_map = affine_map<(m, n, k) -> (m, n)>

func.func @acc_takes_the_results_layout_and_lhs_and_rhs_nothing(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %c: vector<8x8xf32>) -> vector<8x8xf32> {
  %lhs = arith.negf %a : vector<8x8xf32>
  %rhs = arith.negf %b : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %acc = arith.negf %c : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %d = vector.contract {indexing_maps = [#lhs_map, #rhs_map, #acc_map], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %lhs, %rhs, %acc : vector<8x8xf32>, vector<8x8xf32> into vector<8x8xf32>
  %e = iree_vector_ext.to_layout %d to layout(#grid) : vector<8x8xf32>
  return %e : vector<8x8xf32>
}

// -----

#m_outer_t = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 4], element_tile = [8, 2], subgroup_strides = [0, 0], thread_strides = [0, 8]>
#n_inner_t = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

#lhs_map = affine_map<(m, n, k) -> (k, m)>
#rhs_map = affine_map<(m, n, k) -> (k, n)>
#acc_map = affine_map<(m, n, k) -> (n, m)>

func.func @maps_say_which_dimension_goes_where(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %c: vector<8x8xf32>) -> vector<8x8xf32> {
  %lhs = iree_vector_ext.to_layout %a to layout(#m_outer_t) : vector<8x8xf32>
  %rhs = iree_vector_ext.to_layout %b to layout(#n_inner_t) : vector<8x8xf32>
  // expected-remark @below {{thread_tile = [8, 4], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [1, 8]>}}
  %d = vector.contract {indexing_maps = [#lhs_map, #rhs_map, #acc_map], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %lhs, %rhs, %c : vector<8x8xf32>, vector<8x8xf32> into vector<8x8xf32>
  return %d : vector<8x8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>
#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

#lhs_map = affine_map<(m, k) -> (m, k)>
#rhs_map = affine_map<(m, k) -> (k)>
#acc_map = affine_map<(m, k) -> (m)>

func.func @matrix_times_vector(%a: vector<8x8xf32>, %b: vector<8xf32>, %c: vector<8xf32>) -> vector<8xf32> {
  %lhs = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf32>
  %rhs = iree_vector_ext.to_layout %b to layout(#lanes) : vector<8xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [4], element_tile = [2], subgroup_strides = [0], thread_strides = [8]>}}
  %d = vector.contract {indexing_maps = [#lhs_map, #rhs_map, #acc_map], iterator_types = ["parallel", "reduction"], kind = #vector.kind<add>} %lhs, %rhs, %c : vector<8x8xf32>, vector<8xf32> into vector<8xf32>
  return %d : vector<8xf32>
}

// -----

#cube = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [2, 4, 1], element_tile = [1, 1, 8], subgroup_strides = [0, 0, 0], thread_strides = [1, 2, 0]>
#in_elements = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

#lhs_map = affine_map<(b, m, k) -> (b, m, k)>
#rhs_map = affine_map<(b, m, k) -> (b, k)>
#acc_map = affine_map<(b, m, k) -> (b, m)>

// Both have the batch dimension b, lhs in 2 lanes and rhs in 2 elements of each lane.
func.func @operands_that_disagree_give_nothing(%a: vector<2x4x8xf32>, %b: vector<2x8xf32>, %c: vector<2x4xf32>) -> vector<2x4xf32> {
  %lhs = iree_vector_ext.to_layout %a to layout(#cube) : vector<2x4x8xf32>
  %rhs = iree_vector_ext.to_layout %b to layout(#in_elements) : vector<2x8xf32>
  %d = vector.contract {indexing_maps = [#lhs_map, #rhs_map, #acc_map], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %lhs, %rhs, %c : vector<2x4x8xf32>, vector<2x8xf32> into vector<2x4xf32>
  return %d : vector<2x4xf32>
}
