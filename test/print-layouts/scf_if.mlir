// RUN: lanewise-opt --host=%host --lanewise-print-layouts --verify-diagnostics --split-input-file %s

// scf.if: both arms yield in the layout of the result.

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @an_arm_gives_the_result_its_layout(%c: i1, %a: vector<8x8xf32>) -> vector<8x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %y = scf.if %c -> (vector<8x8xf32>) {
    scf.yield %x : vector<8x8xf32>
  } else {
    scf.yield %x : vector<8x8xf32>
  }
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %z = arith.negf %y : vector<8x8xf32>
  return %z : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

// The oracle requires nothing of arms: docs/differences.md.
func.func @the_result_demands_of_both_arms(%c: i1, %a: vector<8x8xf32>, %b: vector<8x8xf32>) -> vector<8x8xf32> {
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %y = scf.if %c -> (vector<8x8xf32>) {
    // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
    %p = arith.negf %a : vector<8x8xf32>
    scf.yield %p : vector<8x8xf32>
  } else {
    // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
    %q = math.exp %b : vector<8x8xf32>
    scf.yield %q : vector<8x8xf32>
  }
  %z = iree_vector_ext.to_layout %y to layout(#row) : vector<8x8xf32>
  return %z : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// The oracle says nothing and inserts nothing: docs/differences.md.
func.func @arms_that_differ_are_converted(%c: i1, %a: vector<8x8xf32>, %b: vector<8x8xf32>) -> vector<8x8xf32> {
  %p = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  // expected-remark-re @below {{converted from {{.*}}thread_tile = [1, 8], element_tile = [8, 1], {{.*}} to {{.*}}thread_tile = [8, 1], element_tile = [1, 8]}}
  %q = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %y = scf.if %c -> (vector<8x8xf32>) {
    scf.yield %p : vector<8x8xf32>
  } else {
    scf.yield %q : vector<8x8xf32>
  }
  return %y : vector<8x8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>
#piece = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>

func.func @each_result_has_its_own(%c: i1, %a: vector<8x8xf32>, %b: vector<8xf32>) -> (vector<8x8xf32>, vector<8xf32>) {
  %p = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf32>
  %q = iree_vector_ext.to_layout %b to layout(#piece) : vector<8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  // expected-remark-re @below {{layout of result #1 is {{.*}}thread_tile = [1], element_tile = [8]{{.*}}thread_strides = [0]>}}
  %y:2 = scf.if %c -> (vector<8x8xf32>, vector<8xf32>) {
    scf.yield %p, %q : vector<8x8xf32>, vector<8xf32>
  } else {
    scf.yield %p, %q : vector<8x8xf32>, vector<8xf32>
  }
  return %y#0, %y#1 : vector<8x8xf32>, vector<8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @layouts_go_through_an_if_without_results(%c: i1, %a: vector<8x8xf32>, %m: memref<8x8xf32>) {
  %c0 = arith.constant 0 : index
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %x = arith.negf %a : vector<8x8xf32>
  scf.if %c {
    %y = iree_vector_ext.to_layout %x to layout(#row) : vector<8x8xf32>
    vector.transfer_write %y, %m[%c0, %c0] : vector<8x8xf32>, memref<8x8xf32>
  }
  return
}
