// RUN: lanewise-opt --host=%host --lanewise-print-layouts --verify-diagnostics --split-input-file %s

// to_layout: what the author wrote governs; its input is asked to come in that layout already.

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

func.func @the_input_takes_the_anchors_layout(%a: vector<8x8xf32>) -> vector<8x8xf32> {
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %x = arith.negf %a : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %x to layout(#row) : vector<8x8xf32>
  return %y : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

func.func @an_anchor_stops_the_layout_of_its_input(%a: vector<8x8xf32>) -> vector<8x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %x to layout(#col) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}}thread_strides = [0, 1]>}}
  %z = arith.negf %y : vector<8x8xf32>
  return %z : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// An anchor converts by itself: no second conversion in front of it.
func.func @an_input_with_a_layout_keeps_it(%a: vector<8x8xf32>) -> vector<8x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %y = arith.negf %x : vector<8x8xf32>
  %z = iree_vector_ext.to_layout %y to layout(#col) : vector<8x8xf32>
  return %z : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

// Through workgroup memory it comes as it likes.
func.func @shared_memory_conversion_asks_for_nothing(%a: vector<8x8xf32>) -> vector<8x8xf32> {
  %x = arith.negf %a : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %x to layout(#row) <shared_memory_conversion = unit> : vector<8x8xf32>
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}}thread_strides = [1, 0]>}}
  %z = arith.negf %y : vector<8x8xf32>
  return %z : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// The requirement of the last anchor is met first, backward.
func.func @of_two_anchors_on_one_value_the_last_governs(%a: vector<8x8xf32>) -> (vector<8x8xf32>, vector<8x8xf32>) {
  // expected-remark-re @below {{layout of result #0 is {{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}}thread_strides = [0, 1]>}}
  %x = math.exp %a : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %x to layout(#row) : vector<8x8xf32>
  %z = iree_vector_ext.to_layout %x to layout(#col) : vector<8x8xf32>
  return %y, %z : vector<8x8xf32>, vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

// A stride beside a tile of 1 says nothing.
func.func @strides_are_normalised(%a: vector<8x8xf32>) -> vector<8x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [5, 1], thread_strides = [1, 3]>) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>}}
  %z = arith.addf %x, %y : vector<8x8xf32>
  return %z : vector<8x8xf32>
}

// -----

// Comments may stand within a layout.

#commented = #iree_vector_ext.nested_layout< // what a lane holds
  subgroup_tile = [1], // of one subgroup
  batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], // a note
  subgroup_strides = [0], thread_strides = [1]> // behind

func.func @comments(%x: vector<64xf32>) -> vector<64xf32> {
  %a = iree_vector_ext.to_layout %x to layout(#commented) : vector<64xf32>
  // expected-remark @below {{layout of result #0 is #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>}}
  %b = arith.negf %a : vector<64xf32>
  return %b : vector<64xf32>
}
