// RUN: lanewise-opt %s --host=%host --split-input-file --verify-diagnostics "--lanewise-distribute=workgroup-size=64 subgroup-size=16"

// Parts of vectors that no lane can take out of its own registers are refused, with the layout and what to do.

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [16], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @slice_of_unequal_shares(%in: memref<32xi16>, %out: memref<3xi16>) {
  %c0 = arith.constant 0 : index
  %z_i16 = arith.constant 0 : i16
  %a = vector.transfer_read %in[%c0], %z_i16 {in_bounds = [true]} : memref<32xi16>, vector<32xi16>
  %x = iree_vector_ext.to_layout %a to layout(#lanes) : vector<32xi16>
  // expected-error @below {{cannot distribute 'vector.extract_strided_slice': result #0 has no layout: the layout of operand #0 ends here, let a to_layout read it}}
  %y = "vector.extract_strided_slice"(%x) <{offsets = [4], sizes = [3], strides = [1]}> : (vector<32xi16>) -> vector<3xi16>
  vector.transfer_write %y, %out[%c0] {in_bounds = [true]} : vector<3xi16>, memref<3xi16>
  return
}

// -----

#three = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [3], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [16], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @insert_of_unequal_shares(%in: memref<32xi16>, %part: memref<3xi16>, %out: memref<32xi16>) {
  %c0 = arith.constant 0 : index
  %z_i16 = arith.constant 0 : i16
  %a = vector.transfer_read %in[%c0], %z_i16 {in_bounds = [true]} : memref<32xi16>, vector<32xi16>
  %x = iree_vector_ext.to_layout %a to layout(#lanes) : vector<32xi16>
  %b = vector.transfer_read %part[%c0], %z_i16 {in_bounds = [true]} : memref<3xi16>, vector<3xi16>
  %v = iree_vector_ext.to_layout %b to layout(#three) : vector<3xi16>
  // expected-error-re @below {{cannot distribute 'vector.insert_strided_slice': operand #1 has #iree_vector_ext.nested_layout<{{.*}}>, of which the slice leaves lanes unequal shares}}
  %y = "vector.insert_strided_slice"(%v, %x) <{offsets = [4], strides = [1]}> : (vector<3xi16>, vector<32xi16>) -> vector<32xi16>
  vector.transfer_write %y, %out[%c0] {in_bounds = [true]} : vector<32xi16>, memref<32xi16>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [16], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @parts_of_new_elements(%in: memref<32xi16>, %out: memref<16xi32>) {
  %c0 = arith.constant 0 : index
  %z_i16 = arith.constant 0 : i16
  %a = vector.transfer_read %in[%c0], %z_i16 {in_bounds = [true]} : memref<32xi16>, vector<32xi16>
  %x = iree_vector_ext.to_layout %a to layout(#lanes) : vector<32xi16>
  // expected-error @below {{cannot distribute 'vector.bitcast': result #0 has no layout: the layout of operand #0 ends here, let a to_layout read it}}
  %y = vector.bitcast %x : vector<32xi16> to vector<16xi32>
  vector.transfer_write %y, %out[%c0] {in_bounds = [true]} : vector<16xi32>, memref<16xi32>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [16], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @any_element_of_some_lane(%in: memref<32xi16>, %at: index, %out: memref<i16>) {
  %c0 = arith.constant 0 : index
  %z_i16 = arith.constant 0 : i16
  %a = vector.transfer_read %in[%c0], %z_i16 {in_bounds = [true]} : memref<32xi16>, vector<32xi16>
  %x = iree_vector_ext.to_layout %a to layout(#lanes) : vector<32xi16>
  // expected-error-re @below {{cannot distribute 'vector.extract': the position in dimension 0 is not a constant, and #iree_vector_ext.nested_layout<{{.*}}> spreads that dimension over lanes: let it read a to_layout in which each lane holds all of it}}
  %y = vector.extract %x[%at] : i16 from vector<32xi16>
  memref.store %y, %out[] : memref<i16>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [16], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @outside_of_the_vector(%in: memref<32xi16>, %out: memref<i16>) {
  %c0 = arith.constant 0 : index
  %z_i16 = arith.constant 0 : i16
  %a = vector.transfer_read %in[%c0], %z_i16 {in_bounds = [true]} : memref<32xi16>, vector<32xi16>
  %x = iree_vector_ext.to_layout %a to layout(#lanes) : vector<32xi16>
  %c40 = arith.constant 40 : index
  // expected-error @below {{cannot distribute 'vector.extract': position 40 is outside of dimension 0, which has 32}}
  %y = vector.extract %x[%c40] : i16 from vector<32xi16>
  memref.store %y, %out[] : memref<i16>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [3, 5], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [1, 1]>

func.func @scan_between_lanes_that_nothing_tells_apart(%in: memref<3x5xf32>, %start: memref<3xf32>, %out: memref<3x5xf32>) {
  %c0 = arith.constant 0 : index
  %z_f32 = arith.constant 0.0 : f32
  %a = vector.transfer_read %in[%c0, %c0], %z_f32 {in_bounds = [true, true]} : memref<3x5xf32>, vector<3x5xf32>
  %x = iree_vector_ext.to_layout %a to layout(#lanes) : vector<3x5xf32>
  %i = arith.constant dense<0.0> : vector<3xf32>
  // expected-error-re @below {{cannot distribute 'vector.scan': {{.*}}: several lanes hold one element, and its strides overlap, so that none of them can be told to store it}}
  %y:2 = "vector.scan"(%x, %i) <{inclusive = true, kind = #vector.kind<add>, reduction_dim = 1 : i64}> : (vector<3x5xf32>, vector<3xf32>) -> (vector<3x5xf32>, vector<3xf32>)
  // expected-error @below {{cannot distribute 'vector.transfer_write'}}
  vector.transfer_write %y#0, %out[%c0, %c0] {in_bounds = [true, true]} : vector<3x5xf32>, memref<3x5xf32>
  return
}
