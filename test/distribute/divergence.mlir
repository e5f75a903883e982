// RUN: lanewise-opt --host=%host --lanewise-distribute="workgroup-size=16 subgroup-size=16" --split-input-file --verify-diagnostics %s

// A vector is one and the same for all lanes of a workgroup, and all of them come to where it is.

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

func.func @some_lanes_only(%in: vector<32xf32>, %out: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %c3 = arith.constant 3 : index
  %lane = gpu.thread_id x
  %few = arith.cmpi ult, %lane, %c3 : index
  // expected-note @below {{they go different ways here}}
  // expected-note @below {{they go different ways here}}
  scf.if %few {
    // expected-error @below {{cannot distribute 'iree_vector_ext.to_layout': not all lanes come here, as they go different ways in 'scf.if', and they share a vector: mask it instead}}
    %a = iree_vector_ext.to_layout %in to layout(#l) : vector<32xf32>
    // expected-error @below {{not all lanes come here}}
    vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  }
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

func.func @rounds_differ(%in: vector<32xf32>, %out: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %lane = gpu.thread_id x
  %many = scf.while (%i = %c0) : (index) -> index {
    %more = arith.cmpi ult, %i, %lane : index
    scf.condition(%more) %i : index
  } do {
  ^bb0(%i: index):
    %next = arith.addi %i, %c1 : index
    scf.yield %next : index
  }
  %a = iree_vector_ext.to_layout %in to layout(#l) : vector<32xf32>
  // expected-error @below {{cannot distribute 'vector.transfer_write': operand #2 differs from lane to lane, and all lanes of a workgroup share a vector: let the program compute it from the workgroup alone}}
  vector.transfer_write %a, %out[%many] : vector<32xf32>, memref<32xf32>
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

// Lanes may do what they like beside the vectors.
func.func @scalars_of_lanes(%in: vector<32xf32>, %out: memref<32xf32>, %lanes: memref<16xindex>) {
  %c0 = arith.constant 0 : index
  %lane = gpu.thread_id x
  memref.store %lane, %lanes[%lane] : memref<16xindex>
  %a = iree_vector_ext.to_layout %in to layout(#l) : vector<32xf32>
  vector.transfer_write %a, %out[%c0] : vector<32xf32>, memref<32xf32>
  return
}
