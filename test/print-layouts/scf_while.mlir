// RUN: lanewise-opt --host=%host --lanewise-print-layouts --verify-diagnostics --split-input-file %s

// scf.while: the init, the first region's argument and what the second yields have one layout; what the condition hands
// on, the second region's argument and the result have one. The oracle stops at the loop: docs/differences.md.

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @a_layout_goes_in_around_and_out(%a: vector<8x8xf32>, %c: i1) -> vector<8x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %y = scf.while (%before = %x) : (vector<8x8xf32>) -> vector<8x8xf32> {
    // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
    %p = arith.negf %before : vector<8x8xf32>
    scf.condition(%c) %p : vector<8x8xf32>
  } do {
  ^bb0(%after: vector<8x8xf32>):
    // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
    %q = math.exp %after : vector<8x8xf32>
    scf.yield %q : vector<8x8xf32>
  }
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %z = arith.negf %y : vector<8x8xf32>
  return %z : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @the_result_demands_of_the_condition(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %c: i1) -> vector<8x8xf32> {
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %y = scf.while (%before = %a) : (vector<8x8xf32>) -> vector<8x8xf32> {
    // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
    %p = arith.negf %b : vector<8x8xf32>
    scf.condition(%c) %p : vector<8x8xf32>
  } do {
  ^bb0(%after: vector<8x8xf32>):
    // Backward the argument has got one, and from there it goes on.
    // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
    %q = math.exp %after : vector<8x8xf32>
    scf.yield %a : vector<8x8xf32>
  }
  %z = iree_vector_ext.to_layout %y to layout(#row) : vector<8x8xf32>
  return %z : vector<8x8xf32>
}

// -----

#piece = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>
#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @the_inits_and_the_results_may_differ(%a: vector<8x8xf32>, %b: vector<8xf32>, %c: i1) -> vector<8xf32> {
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %init = arith.negf %a : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [1], element_tile = [8]{{.*}}thread_strides = [0]>}}
  %y = scf.while (%before = %init) : (vector<8x8xf32>) -> vector<8xf32> {
    %p = iree_vector_ext.to_layout %b to layout(#piece) : vector<8xf32>
    scf.condition(%c) %p : vector<8xf32>
  } do {
  ^bb0(%after: vector<8xf32>):
    // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [1], element_tile = [8]{{.*}}thread_strides = [0]>}}
    %q = math.exp %after : vector<8xf32>
    %r = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf32>
    scf.yield %r : vector<8x8xf32>
  }
  return %y : vector<8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

func.func @a_yield_in_another_layout_is_converted(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %c: i1) -> vector<8x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %y = scf.while (%before = %x) : (vector<8x8xf32>) -> vector<8x8xf32> {
    scf.condition(%c) %before : vector<8x8xf32>
  } do {
  ^bb0(%after: vector<8x8xf32>):
    // expected-remark-re @below {{converted from {{.*}}thread_tile = [1, 8], element_tile = [8, 1], {{.*}} to {{.*}}thread_tile = [8, 1], element_tile = [1, 8]}}
    %q = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xf32>
    scf.yield %q : vector<8x8xf32>
  }
  return %y : vector<8x8xf32>
}
