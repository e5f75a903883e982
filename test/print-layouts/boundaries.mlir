// Ops that take vectors and want no layout: no remark says that one ends there.
// RUN: lanewise-opt --host=%host --lanewise-print-layouts --verify-diagnostics --split-input-file %s

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
func.func private @callee(vector<8xf32>)
func.func @calls_returns_and_reductions_end_nothing(%x: vector<8xf32>) -> vector<8xf32> {
  %0 = iree_vector_ext.to_layout %x to layout(#row) : vector<8xf32>
  func.call @callee(%0) : (vector<8xf32>) -> ()
  %1 = vector.reduction <add>, %0 : vector<8xf32> into f32
  return %0 : vector<8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
func.func @whole_vectors_become_pieces_and_back(%x: vector<8xf32>) -> vector<8xf32> {
  %0 = iree_vector_ext.to_layout %x to layout(#row) : vector<8xf32>
  %1 = iree_vector_ext.to_simt %0 : vector<8xf32> -> vector<1x1x1xf32>
  %2 = iree_vector_ext.to_simd %1 : vector<1x1x1xf32> -> vector<8xf32>
  return %2 : vector<8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
func.func @steps_and_masks_take_what_is_asked() {
  // expected-remark @below {{thread_tile = [8]}}
  %0 = vector.step : vector<8xindex>
  // expected-remark @below {{thread_tile = [8]}}
  %1 = vector.constant_mask [5] : vector<8xi1>
  // expected-remark @below {{thread_tile = [8]}}
  %2 = arith.select %1, %0, %0 : vector<8xi1>, vector<8xindex>
  %3 = iree_vector_ext.to_layout %2 to layout(#row) : vector<8xindex>
  return
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
func.func @what_a_mask_yields_may_be_passed_through(%m: vector<8xi1>, %x: vector<8xf32>) {
  %0 = iree_vector_ext.to_layout %x to layout(#row) : vector<8xf32>
  // expected-remark @below {{thread_tile = [8]}}
  %1 = "vector.mask"(%m) ({
    "vector.yield"(%0) : (vector<8xf32>) -> ()
  }) : (vector<8xi1>) -> vector<8xf32>
  return
}
