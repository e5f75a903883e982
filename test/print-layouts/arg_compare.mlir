// RUN: lanewise-opt --host=%host --lanewise-print-layouts --verify-diagnostics --split-input-file %s

// iree_vector_ext.arg_compare: value and index are reduced together along one dimension.

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @input_gives_both_results(%a: vector<8x8xf32>, %v: vector<8xf32>, %n: vector<8xi32>) -> (vector<8xf32>, vector<8xi32>) {
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4], element_tile = [2]{{.*}}thread_strides = [8]>}}
  // expected-remark-re @below {{layout of result #1 is {{.*}}thread_tile = [4], element_tile = [2]{{.*}}thread_strides = [8]>}}
  %value, %index = iree_vector_ext.arg_compare dimension(1) ins(%x : vector<8x8xf32>) inits(%v, %n : vector<8xf32>, vector<8xi32>) {
  ^bb0(%left: f32, %right: f32):
    %larger = arith.cmpf ogt, %left, %right : f32
    iree_vector_ext.yield %larger : i1
  } -> vector<8xf32>, vector<8xi32>
  return %value, %index : vector<8xf32>, vector<8xi32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @input_index_gives_both_results(%a: vector<8x8xf32>, %b: vector<8x8xi32>, %v: vector<8xf32>, %n: vector<8xi32>) -> (vector<8xf32>, vector<8xi32>) {
  %i = iree_vector_ext.to_layout %b to layout(#grid) : vector<8x8xi32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8], element_tile = [1]{{.*}}thread_strides = [1]>}}
  // expected-remark-re @below {{layout of result #1 is {{.*}}thread_tile = [8], element_tile = [1]{{.*}}thread_strides = [1]>}}
  %value, %index = iree_vector_ext.arg_compare dimension(0) ins(%a, %i : vector<8x8xf32>, vector<8x8xi32>) inits(%v, %n : vector<8xf32>, vector<8xi32>) {
  ^bb0(%left: f32, %right: f32):
    %larger = arith.cmpf ogt, %left, %right : f32
    iree_vector_ext.yield %larger : i1
  } -> vector<8xf32>, vector<8xi32>
  return %value, %index : vector<8xf32>, vector<8xi32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @an_init_gives_its_own_result(%a: vector<8x8xf32>, %v: vector<8xf32>, %n: vector<8xi32>) -> (vector<8xf32>, vector<8xi32>) {
  %init = iree_vector_ext.to_layout %n to layout(#lanes) : vector<8xi32>
  // expected-remark-re @below {{layout of result #1 is {{.*}}thread_tile = [8], element_tile = [1]{{.*}}thread_strides = [1]>}}
  %value, %index = iree_vector_ext.arg_compare dimension(1) ins(%a : vector<8x8xf32>) inits(%v, %init : vector<8xf32>, vector<8xi32>) {
  ^bb0(%left: f32, %right: f32):
    %larger = arith.cmpf ogt, %left, %right : f32
    iree_vector_ext.yield %larger : i1
  } -> vector<8xf32>, vector<8xi32>
  return %value, %index : vector<8xf32>, vector<8xi32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#piece = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>

func.func @inits_take_their_results_layouts(%a: vector<8x8xf32>, %v: vector<8xf32>, %n: vector<8xi32>) -> (vector<8xf32>, vector<8xi32>) {
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8], element_tile = [1]{{.*}}thread_strides = [1]>}}
  %value_init = arith.negf %v : vector<8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [1], element_tile = [8]{{.*}}thread_strides = [0]>}}
  %index_init = arith.addi %n, %n : vector<8xi32>
  %x = arith.negf %a : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8], element_tile = [1]{{.*}}thread_strides = [1]>}}
  // expected-remark-re @below {{layout of result #1 is {{.*}}thread_tile = [1], element_tile = [8]{{.*}}thread_strides = [0]>}}
  %value, %index = iree_vector_ext.arg_compare dimension(1) ins(%x : vector<8x8xf32>) inits(%value_init, %index_init : vector<8xf32>, vector<8xi32>) {
  ^bb0(%left: f32, %right: f32):
    %larger = arith.cmpf ogt, %left, %right : f32
    iree_vector_ext.yield %larger : i1
  } -> vector<8xf32>, vector<8xi32>
  %y = iree_vector_ext.to_layout %value to layout(#lanes) : vector<8xf32>
  %z = iree_vector_ext.to_layout %index to layout(#piece) : vector<8xi32>
  return %y, %z : vector<8xf32>, vector<8xi32>
}
