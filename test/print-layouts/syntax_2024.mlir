// RUN: lanewise-opt --host=upstream --lanewise-print-layouts --verify-diagnostics --split-input-file %s

// The syntax of 2024 is read and becomes that of today. iree-opt of today does not read it, so neither does the iree host.

#row = #iree_vector_ext.nested_layout<subgroups_per_workgroup = [1, 1], batches_per_subgroup = [2, 4], outers_per_batch = [1, 1], threads_per_outer = [4, 16], elements_per_thread = [4, 1], subgroup_strides = [0, 0], thread_strides = [16, 1]>

func.func @parameter_names_and_no_parentheses(%a: vector<32x64xf32>) -> vector<32x64xf32> {
  %x = iree_vector_ext.to_layout %a to #row : vector<32x64xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 4], outer_tile = [1, 1], thread_tile = [4, 16], element_tile = [4, 1], subgroup_strides = [0, 0], thread_strides = [16, 1]>}}
  %y = arith.negf %x : vector<32x64xf32>
  return %y : vector<32x64xf32>
}

// -----

// LANEX counts fastest, so LANEY's stride is the 32 of LANEX.
#labelled = #iree_vector_ext.layout<<[BATCHY, LANEX], [2, 32]>, <[BATCHX, VECTORY, LANEY, VECTORX], [2, 4, 2, 4]>>

func.func @labelled_dimensions(%a: vector<64x64xf32>) -> vector<64x64xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#labelled) : vector<64x64xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 2], outer_tile = [1, 4], thread_tile = [32, 2], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [1, 32]>}}
  %y = arith.negf %x : vector<64x64xf32>
  return %y : vector<64x64xf32>
}

// -----

#middle = #iree_vector_ext.layout<#iree_vector_ext.per_dim_layout<[BATCHX, LANEZ], [2, 4]>, #iree_vector_ext.per_dim_layout<[LANEY], [2]>, #iree_vector_ext.per_dim_layout<[VECTORZ, LANEX, VECTORX], [2, 8, 2]>>

func.func @per_dim_layout_and_lanez(%a: vector<8x2x32xf32>) -> vector<8x2x32xf32> {
  %x = iree_vector_ext.to_layout %a to #middle : vector<8x2x32xf32>
  // expected-remark @below {{batch_tile = [2, 1, 1], outer_tile = [1, 1, 2], thread_tile = [4, 2, 8], element_tile = [1, 1, 2], subgroup_strides = [0, 0, 0], thread_strides = [16, 8, 1]>}}
  %y = arith.negf %x : vector<8x2x32xf32>
  return %y : vector<8x2x32xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

#old = #iree_vector_ext.nested_layout<subgroups_per_workgroup = [1], batches_per_subgroup = [1], outers_per_batch = [1], threads_per_outer = [8], elements_per_thread = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @both_syntaxes_meet_without_a_clash(%a: vector<8xf32>, %b: vector<8xf32>) -> vector<8xf32> {
  %x = iree_vector_ext.to_layout %a to #old : vector<8xf32>
  %y = iree_vector_ext.to_layout %b to layout(#lanes) : vector<8xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>}}
  %z = arith.addf %x, %y : vector<8xf32>
  return %z : vector<8xf32>
}
