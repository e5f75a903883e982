// RUN: lanewise-opt --host=%host --lanewise-print-layouts --split-input-file --verify-diagnostics %s

// Loads, stores and scatters: the vectors of one op have one layout, which comes from any of them.

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @result_to_mask_and_rest(%m: memref<16xf32>, %k: memref<16xi1>, %i: index) {
  // expected-remark @below {{thread_tile = [16]}}
  %mask = vector.load %k[%i] : memref<16xi1>, vector<16xi1>
  // expected-remark @below {{thread_tile = [16]}}
  %rest = vector.load %m[%i] : memref<16xf32>, vector<16xf32>
  // expected-remark @below {{thread_tile = [16]}}
  %x = vector.maskedload %m[%i], %mask, %rest : memref<16xf32>, vector<16xi1>, vector<16xf32> into vector<16xf32>
  %l = iree_vector_ext.to_layout %x to layout(#l) : vector<16xf32>
  // expected-remark @below {{thread_tile = [16]}}
  %other = vector.load %k[%i] : memref<16xi1>, vector<16xi1>
  vector.maskedstore %m[%i], %other, %l : memref<16xf32>, vector<16xi1>, vector<16xf32>
  return
}

func.func @mask_to_result(%m: memref<16xf32>, %k: memref<16xi1>, %i: index) {
  // expected-remark @below {{thread_tile = [16]}}
  %mask = vector.load %k[%i] : memref<16xi1>, vector<16xi1>
  %l = iree_vector_ext.to_layout %mask to layout(#l) : vector<16xi1>
  // expected-remark @below {{thread_tile = [16]}}
  %rest = vector.load %m[%i] : memref<16xf32>, vector<16xf32>
  // expected-remark @below {{thread_tile = [16]}}
  %x = vector.maskedload %m[%i], %l, %rest : memref<16xf32>, vector<16xi1>, vector<16xf32> into vector<16xf32>
  vector.store %x, %m[%i] : memref<16xf32>, vector<16xf32>
  // expected-remark @below {{thread_tile = [16]}}
  %value = vector.load %m[%i] : memref<16xf32>, vector<16xf32>
  // expected-remark @below {{thread_tile = [16]}}
  %at = vector.step : vector<16xindex>
  vector.scatter %m[%i] [%at], %l, %value : memref<16xf32>, vector<16xindex>, vector<16xi1>, vector<16xf32>
  return
}
