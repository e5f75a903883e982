// RUN: lanewise-opt --host=%host --lanewise-print-layouts --verify-diagnostics --split-input-file %s

// Layouts that leave elements without a lane: a warning at the anchor, and a contract refuses to make one. The oracle
// accepts both: docs/differences.md.

#diagonal = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 8], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [1, 1]>

// Lane t has row t and column t, so only the diagonal is held.
func.func @two_dimensions_over_the_same_lanes(%a: vector<8x8xf32>) -> vector<8x8xf32> {
  // expected-warning @below {{leaves elements without a lane}}
  %x = iree_vector_ext.to_layout %a to layout(#diagonal) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 8], element_tile = [1, 1]{{.*}}thread_strides = [1, 1]>}}
  %y = arith.negf %x : vector<8x8xf32>
  return %y : vector<8x8xf32>
}

// -----

#nowhere = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [0]>

// Every lane has row 0 of a tile of 8.
func.func @a_tile_that_is_not_spread(%a: vector<8xf32>) -> vector<8xf32> {
  // expected-warning @below {{leaves elements without a lane}}
  %x = iree_vector_ext.to_layout %a to layout(#nowhere) : vector<8xf32>
  return %x : vector<8xf32>
}

// -----

#same_subgroups = #iree_vector_ext.nested_layout<subgroup_tile = [4, 4], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 1], element_tile = [1, 1], subgroup_strides = [1, 1], thread_strides = [0, 0]>

func.func @subgroups_count_too(%a: vector<4x4xf32>) -> vector<4x4xf32> {
  // expected-warning @below {{leaves elements without a lane}}
  %x = iree_vector_ext.to_layout %a to layout(#same_subgroups) : vector<4x4xf32>
  return %x : vector<4x4xf32>
}

// -----

#piece = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>
#lanes_8 = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [8]>

func.func @lanes_that_repeat_data_leave_nothing_out(%a: vector<8xf32>) -> vector<8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#piece) : vector<8xf32>
  %y = iree_vector_ext.to_layout %a to layout(#lanes_8) : vector<8xf32>
  return %y : vector<8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

#lhs_map = affine_map<(m, n, k) -> (m, k)>
#rhs_map = affine_map<(m, n, k) -> (n, k)>
#acc_map = affine_map<(m, n, k) -> (m, n)>

// m and n both over lanes 0 to 7.
func.func @a_contract_refuses(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %c: vector<8x8xf32>) -> vector<8x8xf32> {
  %lhs = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %rhs = iree_vector_ext.to_layout %b to layout(#row) : vector<8x8xf32>
  // expected-warning-re @below {{lhs and rhs spread two dimensions of the result over the same lanes: refused {{.*}}thread_tile = [8, 8], element_tile = [1, 1]{{.*}}, which leaves elements without a lane}}
  %d = vector.contract {indexing_maps = [#lhs_map, #rhs_map, #acc_map], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %lhs, %rhs, %c : vector<8x8xf32>, vector<8x8xf32> into vector<8x8xf32>
  %e = arith.negf %d : vector<8x8xf32>
  return %e : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

#lhs_map = affine_map<(m, n, k) -> (m, k)>
#rhs_map = affine_map<(m, n, k) -> (n, k)>
#acc_map = affine_map<(m, n, k) -> (m, n)>

func.func @a_contract_that_refuses_takes_the_accs(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %c: vector<8x8xf32>) -> vector<8x8xf32> {
  %lhs = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %rhs = iree_vector_ext.to_layout %b to layout(#row) : vector<8x8xf32>
  %acc = iree_vector_ext.to_layout %c to layout(#grid) : vector<8x8xf32>
  // expected-warning @below {{refused}}
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %d = vector.contract {indexing_maps = [#lhs_map, #rhs_map, #acc_map], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %lhs, %rhs, %acc : vector<8x8xf32>, vector<8x8xf32> into vector<8x8xf32>
  return %d : vector<8x8xf32>
}
