// RUN: lanewise-opt --host=%host --lanewise-print-layouts --verify-diagnostics --split-input-file %s

// scf.for: an init, its iter arg, what is yielded for it, and its result have one layout.

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @init_gives_iter_arg_and_result(%a: vector<8x8xf32>, %n: index) -> vector<8x8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %y = scf.for %i = %c0 to %n step %c1 iter_args(%arg = %x) -> (vector<8x8xf32>) {
    // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
    %z = arith.negf %arg : vector<8x8xf32>
    scf.yield %z : vector<8x8xf32>
  }
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %w = arith.negf %y : vector<8x8xf32>
  return %w : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @yield_gives_iter_arg_and_result_and_the_init_follows(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %n: index) -> vector<8x8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %init = arith.negf %a : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %y = scf.for %i = %c0 to %n step %c1 iter_args(%arg = %init) -> (vector<8x8xf32>) {
    %x = iree_vector_ext.to_layout %b to layout(#row) : vector<8x8xf32>
    // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
    %z = arith.negf %arg : vector<8x8xf32>
    scf.yield %x : vector<8x8xf32>
  }
  return %y : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @result_demands_of_init_and_yield(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %n: index) -> vector<8x8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %init = arith.negf %a : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %y = scf.for %i = %c0 to %n step %c1 iter_args(%arg = %init) -> (vector<8x8xf32>) {
    // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
    %z = arith.negf %b : vector<8x8xf32>
    scf.yield %z : vector<8x8xf32>
  }
  %w = iree_vector_ext.to_layout %y to layout(#row) : vector<8x8xf32>
  return %w : vector<8x8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>
#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @each_iter_arg_has_its_own(%a: vector<8x8xf32>, %b: vector<8xf32>, %n: index, %f: f32) -> (vector<8x8xf32>, f32, vector<8xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %b to layout(#lanes) : vector<8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  // expected-remark-re @below {{layout of result #2 is {{.*}}thread_tile = [8], element_tile = [1]{{.*}}thread_strides = [1]>}}
  %z:3 = scf.for %i = %c0 to %n step %c1 iter_args(%p = %x, %q = %f, %r = %y) -> (vector<8x8xf32>, f32, vector<8xf32>) {
    scf.yield %p, %q, %r : vector<8x8xf32>, f32, vector<8xf32>
  }
  return %z#0, %z#1, %z#2 : vector<8x8xf32>, f32, vector<8xf32>
}

// -----

#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

func.func @loops_in_loops(%a: vector<8x8xf32>, %n: index) -> vector<8x8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %x = iree_vector_ext.to_layout %a to layout(#col) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}}thread_strides = [0, 1]>}}
  %y = scf.for %i = %c0 to %n step %c1 iter_args(%outer = %x) -> (vector<8x8xf32>) {
    // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}}thread_strides = [0, 1]>}}
    %z = scf.for %j = %c0 to %n step %c1 iter_args(%inner = %outer) -> (vector<8x8xf32>) {
      // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}}thread_strides = [0, 1]>}}
      %w = math.exp %inner : vector<8x8xf32>
      scf.yield %w : vector<8x8xf32>
    }
    scf.yield %z : vector<8x8xf32>
  }
  return %y : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// The loop's layout is that of the init, which came first.
func.func @a_yield_in_another_layout_is_converted(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %n: index) -> vector<8x8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %init = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %y = scf.for %i = %c0 to %n step %c1 iter_args(%arg = %init) -> (vector<8x8xf32>) {
    // expected-remark-re @below {{converted from {{.*}}thread_tile = [1, 8], element_tile = [8, 1], {{.*}} to {{.*}}thread_tile = [8, 1], element_tile = [1, 8]}}
    %x = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xf32>
    scf.yield %x : vector<8x8xf32>
  }
  return %y : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @a_loop_without_vectors(%a: vector<8x8xf32>, %m: memref<8x8xf32>, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
    // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
    %y = arith.negf %x : vector<8x8xf32>
    vector.transfer_write %y, %m[%c0, %c0] : vector<8x8xf32>, memref<8x8xf32>
  }
  return
}
