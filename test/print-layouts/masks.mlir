// RUN: lanewise-opt --host=%host --lanewise-print-layouts --verify-diagnostics --split-input-file %s

// vector.mask: its result and pass-through go with the masked op, and its mask with what the op reads or writes.

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @result_of_a_masked_reduction(%a: vector<8x8xf32>, %init: vector<8xf32>, %b: vector<8x8xi1>) -> vector<8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4], element_tile = [2]{{.*}}thread_strides = [8]>}}
  %y = vector.mask %b {
    // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4], element_tile = [2]{{.*}}thread_strides = [8]>}}
    vector.multi_reduction <add>, %x, %init [1] : vector<8x8xf32> to vector<8xf32>
  } : vector<8x8xi1> -> vector<8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4], element_tile = [2]{{.*}}thread_strides = [8]>}}
  %z = arith.negf %y : vector<8xf32>
  return %z : vector<8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @mask_of_a_reduction_takes_the_sources_layout(%a: vector<8x8xf32>, %init: vector<8xf32>, %n: index) -> vector<8xf32> {
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %mask = vector.create_mask %n, %n : vector<8x8xi1>
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4], element_tile = [2]{{.*}}thread_strides = [8]>}}
  %y = vector.mask %mask {
    // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4], element_tile = [2]{{.*}}thread_strides = [8]>}}
    vector.multi_reduction <add>, %x, %init [1] : vector<8x8xf32> to vector<8xf32>
  } : vector<8x8xi1> -> vector<8xf32>
  return %y : vector<8xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

// The source's layout comes backward here. Then the oracle requires nothing of the mask: docs/differences.md.
func.func @mask_of_a_reduction_backward(%a: vector<8x8xf32>, %init: vector<8xf32>, %n: index) -> (vector<8xf32>, vector<8x8xf32>) {
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %mask = vector.create_mask %n, %n : vector<8x8xi1>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %x = arith.negf %a : vector<8x8xf32>
  %i = iree_vector_ext.to_layout %init to layout(#lanes) : vector<8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8], element_tile = [1]{{.*}}thread_strides = [1]>}}
  %y = vector.mask %mask {
    // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8], element_tile = [1]{{.*}}thread_strides = [1]>}}
    vector.multi_reduction <add>, %x, %i [1] : vector<8x8xf32> to vector<8xf32>
  } : vector<8x8xi1> -> vector<8xf32>
  %z = iree_vector_ext.to_layout %x to layout(#grid) : vector<8x8xf32>
  return %y, %z : vector<8xf32>, vector<8x8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

#lhs_map = affine_map<(m, k) -> (k, m)>
#rhs_map = affine_map<(m, k) -> (k)>
#acc_map = affine_map<(m, k) -> (m)>

// The mask counts the iteration's dimensions, lhs has them the other way round.
func.func @mask_of_a_contract_takes_the_operands_through_its_map(%a: vector<8x8xf32>, %b: vector<8xf32>, %c: vector<8xf32>, %n: index) -> vector<8xf32> {
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 4], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [1, 8]>}}
  %mask = vector.create_mask %n, %n : vector<8x8xi1>
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf32>
  // Rhs takes what lhs says of the summed dimension, and both give the result a layout: of the contraction and of what masks it.
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8], element_tile = [1]{{.*}}thread_strides = [1]>}}
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8], element_tile = [1]{{.*}}thread_strides = [1]>}}
  %y = vector.mask %mask { vector.contract {indexing_maps = [#lhs_map, #rhs_map, #acc_map], iterator_types = ["parallel", "reduction"], kind = #vector.kind<add>} %x, %b, %c : vector<8x8xf32>, vector<8xf32> into vector<8xf32> } : vector<8x8xi1> -> vector<8xf32>
  return %y : vector<8xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

#lhs_map = affine_map<(m, k) -> (m, k)>
#rhs_map = affine_map<(m, k) -> (k)>
#acc_map = affine_map<(m, k) -> (m)>

func.func @an_operand_with_fewer_dimensions_asks_the_mask_for_nothing(%a: vector<8x8xf32>, %b: vector<8xf32>, %c: vector<8xf32>, %n: index) -> vector<8xf32> {
  %mask = vector.create_mask %n, %n : vector<8x8xi1>
  %x = iree_vector_ext.to_layout %b to layout(#lanes) : vector<8xf32>
  %y = vector.mask %mask { vector.contract {indexing_maps = [#lhs_map, #rhs_map, #acc_map], iterator_types = ["parallel", "reduction"], kind = #vector.kind<add>} %a, %x, %c : vector<8x8xf32>, vector<8xf32> into vector<8xf32> } : vector<8x8xi1> -> vector<8xf32>
  return %y : vector<8xf32>
}

// -----

#tall = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 2], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [1, 4]>

// The oracle requires nothing of the mask around a transfer: docs/differences.md.
func.func @mask_around_a_read(%m: memref<8x4xf32>, %n: index) -> vector<4x8xf32> {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [2, 4], element_tile = [4, 1], subgroup_strides = [0, 0], thread_strides = [4, 1]>}}
  %mask = vector.create_mask %n, %n : vector<8x4xi1>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 2], element_tile = [1, 4]{{.*}}thread_strides = [1, 4]>}}
  %x = vector.mask %mask {
    // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 2], element_tile = [1, 4]{{.*}}thread_strides = [1, 4]>}}
    vector.transfer_read %m[%c0, %c0], %pad {permutation_map = affine_map<(d0, d1) -> (d1, d0)>, in_bounds = [true, true]} : memref<8x4xf32>, vector<4x8xf32>
  } : vector<8x4xi1> -> vector<4x8xf32>
  %y = iree_vector_ext.to_layout %x to layout(#tall) : vector<4x8xf32>
  return %y : vector<4x8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @mask_around_a_write(%m: memref<8x8xf32>, %a: vector<8x8xf32>, %n: index) {
  %c0 = arith.constant 0 : index
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %mask = vector.create_mask %n, %n : vector<8x8xi1>
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf32>
  vector.mask %mask { vector.transfer_write %x, %m[%c0, %c0] {in_bounds = [true, true]} : vector<8x8xf32>, memref<8x8xf32> } : vector<8x8xi1>
  return
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

// Nor of the pass-through.
func.func @pass_through_stands_in_for_the_result(%m: memref<8x8xf32>, %e: vector<8x8xf32>, %b: vector<8x8xi1>) -> vector<8x8xf32> {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %else = arith.negf %e : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %x = vector.mask %b, %else {
    // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
    vector.transfer_read %m[%c0, %c0], %pad {in_bounds = [true, true]} : memref<8x8xf32>, vector<8x8xf32>
  } : vector<8x8xi1> -> vector<8x8xf32>
  %y = iree_vector_ext.to_layout %x to layout(#grid) : vector<8x8xf32>
  return %y : vector<8x8xf32>
}
