// RUN: lanewise-opt --host=%host --lanewise-print-layouts --verify-diagnostics --split-input-file %s

// vector.scan: dest runs along with the source; the accumulated value lacks the dimension that was scanned.
// In generic form: LLVM 24 changed its own syntax.

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @source_gives_dest_and_accumulated(%a: vector<8x8xf32>, %b: vector<8xf32>) -> (vector<8x8xf32>, vector<8xf32>) {
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  // expected-remark-re @below {{layout of result #1 is {{.*}}thread_tile = [4], element_tile = [2]{{.*}}thread_strides = [8]>}}
  %y:2 = "vector.scan"(%x, %b) <{inclusive = true, kind = #vector.kind<add>, reduction_dim = 1 : i64}> : (vector<8x8xf32>, vector<8xf32>) -> (vector<8x8xf32>, vector<8xf32>)
  return %y#0, %y#1 : vector<8x8xf32>, vector<8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @scanned_along_the_first_dimension(%a: vector<8x8xf32>, %b: vector<8xf32>) -> (vector<8x8xf32>, vector<8xf32>) {
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  // expected-remark-re @below {{layout of result #1 is {{.*}}thread_tile = [8], element_tile = [1]{{.*}}thread_strides = [1]>}}
  %y:2 = "vector.scan"(%x, %b) <{inclusive = false, kind = #vector.kind<add>, reduction_dim = 0 : i64}> : (vector<8x8xf32>, vector<8xf32>) -> (vector<8x8xf32>, vector<8xf32>)
  return %y#0, %y#1 : vector<8x8xf32>, vector<8xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @initial_value_gives_the_accumulated(%a: vector<8x8xf32>, %b: vector<8xf32>) -> (vector<8x8xf32>, vector<8xf32>) {
  %init = iree_vector_ext.to_layout %b to layout(#lanes) : vector<8xf32>
  // expected-remark-re @below {{layout of result #1 is {{.*}}thread_tile = [8], element_tile = [1]{{.*}}thread_strides = [1]>}}
  %y:2 = "vector.scan"(%a, %init) <{inclusive = true, kind = #vector.kind<add>, reduction_dim = 1 : i64}> : (vector<8x8xf32>, vector<8xf32>) -> (vector<8x8xf32>, vector<8xf32>)
  return %y#0, %y#1 : vector<8x8xf32>, vector<8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @dest_demands_of_source_and_initial_value(%a: vector<8x8xf32>, %b: vector<8xf32>) -> vector<8x8xf32> {
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  %x = arith.negf %a : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4], element_tile = [2]{{.*}}thread_strides = [8]>}}
  %init = arith.negf %b : vector<8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}}thread_strides = [8, 1]>}}
  // expected-remark-re @below {{layout of result #1 is {{.*}}thread_tile = [4], element_tile = [2]{{.*}}thread_strides = [8]>}}
  %y:2 = "vector.scan"(%x, %init) <{inclusive = true, kind = #vector.kind<add>, reduction_dim = 1 : i64}> : (vector<8x8xf32>, vector<8xf32>) -> (vector<8x8xf32>, vector<8xf32>)
  %z = iree_vector_ext.to_layout %y#0 to layout(#grid) : vector<8x8xf32>
  return %z : vector<8x8xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @accumulated_demands_nothing(%a: vector<8x8xf32>, %b: vector<8xf32>) -> vector<8xf32> {
  %x = arith.negf %a : vector<8x8xf32>
  %init = arith.negf %b : vector<8xf32>
  // expected-remark-re @below {{layout of result #1 is {{.*}}thread_tile = [8], element_tile = [1]{{.*}}thread_strides = [1]>}}
  %y:2 = "vector.scan"(%x, %init) <{inclusive = true, kind = #vector.kind<add>, reduction_dim = 1 : i64}> : (vector<8x8xf32>, vector<8xf32>) -> (vector<8x8xf32>, vector<8xf32>)
  %z = iree_vector_ext.to_layout %y#1 to layout(#lanes) : vector<8xf32>
  return %z : vector<8xf32>
}
