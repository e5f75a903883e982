// RUN: lanewise-opt --host=%host --lanewise-print-layouts --verify-diagnostics --split-input-file %s

// scf.index_switch: every case yields in the layout of the result. The oracle stops at it: docs/differences.md.

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @a_case_gives_the_result_its_layout(%n: index, %a: vector<8x8xf32>, %b: vector<8x8xf32>) -> vector<8x8xf32> {
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %y = scf.index_switch %n -> vector<8x8xf32>
  case 2 {
    %p = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
    scf.yield %p : vector<8x8xf32>
  }
  default {
    // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
    %q = arith.negf %b : vector<8x8xf32>
    scf.yield %q : vector<8x8xf32>
  }
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %z = arith.negf %y : vector<8x8xf32>
  return %z : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @the_result_demands_of_every_case(%n: index, %a: vector<8x8xf32>, %b: vector<8x8xf32>) -> vector<8x8xf32> {
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %y = scf.index_switch %n -> vector<8x8xf32>
  case 2 {
    // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
    %p = arith.negf %a : vector<8x8xf32>
    scf.yield %p : vector<8x8xf32>
  }
  case 5 {
    // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
    %q = math.exp %a : vector<8x8xf32>
    scf.yield %q : vector<8x8xf32>
  }
  default {
    // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
    %r = arith.negf %b : vector<8x8xf32>
    scf.yield %r : vector<8x8xf32>
  }
  %z = iree_vector_ext.to_layout %y to layout(#row) : vector<8x8xf32>
  return %z : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// The default region comes before the cases, whatever the syntax says, so its anchor is the first.
func.func @a_case_in_another_layout_is_converted(%n: index, %a: vector<8x8xf32>, %b: vector<8x8xf32>) -> vector<8x8xf32> {
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}}thread_strides = [0, 1]>}}
  %y = scf.index_switch %n -> vector<8x8xf32>
  case 2 {
    // expected-remark-re @below {{converted from {{.*}}thread_tile = [8, 1], element_tile = [1, 8], {{.*}} to {{.*}}thread_tile = [1, 8], element_tile = [8, 1]}}
    %p = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
    scf.yield %p : vector<8x8xf32>
  }
  default {
    %q = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xf32>
    scf.yield %q : vector<8x8xf32>
  }
  return %y : vector<8x8xf32>
}
