// The op that docs/adding-an-op.md adds.
// RUN: lanewise-opt --host=upstream --load-pass-plugin=%S/inputs/interleave.py --lanewise-print-layouts --verify-diagnostics --split-input-file %s

#a = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>
func.func @result_has_twice_the_elements(%x: vector<4x8xf32>) {
  %a = iree_vector_ext.to_layout %x to layout(#a) : vector<4x8xf32>
  // expected-remark @below {{element_tile = [1, 2]}}
  %0 = vector.interleave %a, %a : vector<4x8xf32> -> vector<4x16xf32>
  return
}

// -----

#b = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [8, 1]>
func.func @operands_have_half_the_elements(%x: vector<4x8xf32>) {
  // expected-remark @below {{element_tile = [1, 1]}}
  %0 = arith.addf %x, %x : vector<4x8xf32>
  // expected-remark @below {{element_tile = [1, 2]}}
  %1 = vector.interleave %0, %0 : vector<4x8xf32> -> vector<4x16xf32>
  %2 = iree_vector_ext.to_layout %1 to layout(#b) : vector<4x16xf32>
  return
}

// -----

#c = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 16], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [16, 1]>
func.func @a_lane_with_one_element_demands_nothing(%x: vector<4x8xf32>) {
  %0 = arith.addf %x, %x : vector<4x8xf32>
  // expected-remark @below {{element_tile = [1, 1]}}
  %1 = vector.interleave %0, %0 : vector<4x8xf32> -> vector<4x16xf32>
  %2 = iree_vector_ext.to_layout %1 to layout(#c) : vector<4x16xf32>
  return
}
