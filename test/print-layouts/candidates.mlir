// RUN: lanewise-opt --host=%host --lanewise-print-layouts --verify-diagnostics --split-input-file %s

// Several layouts may reach one value: the first is the one it gets, the others go on as candidates.

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

func.func @the_first_anchor_wins(%a: vector<8x8xf32>, %b: vector<8x8xf32>) -> vector<8x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  // expected-remark-re @below {{converted from {{.*}}thread_tile = [1, 8], element_tile = [8, 1], {{.*}} to {{.*}}thread_tile = [8, 1], element_tile = [1, 8]}}
  %y = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %z = arith.addf %x, %y : vector<8x8xf32>
  return %z : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

func.func @operand_order_does_not_count(%a: vector<8x8xf32>, %b: vector<8x8xf32>) -> vector<8x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  // expected-remark-re @below {{converted from {{.*}}thread_tile = [1, 8], element_tile = [8, 1], {{.*}} to {{.*}}thread_tile = [8, 1], element_tile = [1, 8]}}
  %y = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %z = arith.addf %y, %x : vector<8x8xf32>
  return %z : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// #col is one step from the sum, #row two: breadth first, #col arrives first.
func.func @the_shorter_way_wins(%a: vector<8x8xf32>, %b: vector<8x8xf32>) -> vector<8x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  // expected-remark-re @below {{converted from {{.*}}thread_tile = [8, 1], element_tile = [1, 8], {{.*}} to {{.*}}thread_tile = [1, 8], element_tile = [8, 1]}}
  %w = arith.negf %x : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}}thread_strides = [0, 1]>}}
  %z = arith.addf %w, %y : vector<8x8xf32>
  return %z : vector<8x8xf32>
}

// -----

#nines = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [4], element_tile = [9], subgroup_strides = [0], thread_strides = [1]>
#sixes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [6], element_tile = [6], subgroup_strides = [0], thread_strides = [1]>

// 36 in nines cannot be read as 6x6, the second layout can. (The oracle makes 24 elements of the nines.)
func.func @a_later_candidate_passes_where_the_first_cannot(%a: vector<36xf32>, %b: vector<36xf32>) -> vector<6x6xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#nines) : vector<36xf32>
  // expected-remark-re @below {{converted from {{.*}}thread_tile = [6], element_tile = [6]{{.*}} to {{.*}}thread_tile = [4], element_tile = [9]}}
  %y = iree_vector_ext.to_layout %b to layout(#sixes) : vector<36xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4], element_tile = [9]{{.*}}thread_strides = [1]>}}
  // expected-remark-re @below {{converted from {{.*}}thread_tile = [4], element_tile = [9]{{.*}} to {{.*}}thread_tile = [6], element_tile = [6]}}
  %z = arith.addf %x, %y : vector<36xf32>
  // expected-remark @below {{thread_tile = [6, 1], element_tile = [1, 6], subgroup_strides = [0, 0], thread_strides = [1, 0]>}}
  %w = vector.shape_cast %z : vector<36xf32> to vector<6x6xf32>
  return %w : vector<6x6xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

func.func @backward_no_value_changes_its_layout(%a: vector<8x8xf32>) -> (vector<8x8xf32>, vector<8x8xf32>) {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %y = math.exp %x : vector<8x8xf32>
  %z = iree_vector_ext.to_layout %y to layout(#col) : vector<8x8xf32>
  return %y, %z : vector<8x8xf32>, vector<8x8xf32>
}

// -----

#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>
#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @forward_goes_before_backward(%a: vector<8x8xf32>, %b: vector<8x8xf32>) -> vector<8x8xf32> {
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  // expected-remark-re @below {{converted from {{.*}}thread_tile = [8, 1], element_tile = [1, 8], {{.*}} to {{.*}}thread_tile = [1, 8], element_tile = [8, 1]}}
  %x = math.exp %a : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}}thread_strides = [0, 1]>}}
  // expected-remark-re @below {{converted from {{.*}}thread_tile = [1, 8], element_tile = [8, 1], {{.*}} to {{.*}}thread_tile = [8, 1], element_tile = [1, 8]}}
  %z = arith.addf %x, %y : vector<8x8xf32>
  %w = iree_vector_ext.to_layout %x to layout(#row) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %v = arith.addf %z, %w : vector<8x8xf32>
  return %v : vector<8x8xf32>
}
