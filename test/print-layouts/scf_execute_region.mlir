// RUN: lanewise-opt --host=%host --lanewise-print-layouts --verify-diagnostics --split-input-file %s

// scf.execute_region: what is yielded has the layout of the result. The oracle stops at it: docs/differences.md.

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @the_yield_gives_the_result_its_layout(%a: vector<8x8xf32>) -> vector<8x8xf32> {
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %y = scf.execute_region -> vector<8x8xf32> {
    %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
    scf.yield %x : vector<8x8xf32>
  }
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %z = arith.negf %y : vector<8x8xf32>
  return %z : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @the_result_demands_of_the_yield(%a: vector<8x8xf32>) -> vector<8x8xf32> {
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %y = scf.execute_region -> vector<8x8xf32> {
    // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
    %x = arith.negf %a : vector<8x8xf32>
    scf.yield %x : vector<8x8xf32>
  }
  %z = iree_vector_ext.to_layout %y to layout(#row) : vector<8x8xf32>
  return %z : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

func.func @every_block_that_yields_counts(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %c: i1) -> vector<8x8xf32> {
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %y = scf.execute_region -> vector<8x8xf32> {
    cf.cond_br %c, ^bb1, ^bb2
  ^bb1:
    %p = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
    scf.yield %p : vector<8x8xf32>
  ^bb2:
    // expected-remark-re @below {{converted from {{.*}}thread_tile = [1, 8], element_tile = [8, 1], {{.*}} to {{.*}}thread_tile = [8, 1], element_tile = [1, 8]}}
    %q = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xf32>
    scf.yield %q : vector<8x8xf32>
  }
  return %y : vector<8x8xf32>
}
