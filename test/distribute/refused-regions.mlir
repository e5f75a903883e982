// RUN: lanewise-opt %s --host=upstream --allow-unregistered-dialect --split-input-file --verify-diagnostics "--lanewise-distribute=workgroup-size=64 subgroup-size=32"

// Regions of which nobody says when they are run.

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @region_of_omp(%in: memref<32xf32>, %out: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-error @below {{cannot distribute 'omp.parallel': nobody knows what it does in each lane}}
  omp.parallel {
    %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
    %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
    vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
    // expected-error @below {{cannot distribute 'omp.terminator': nobody knows what it does in each lane}}
    omp.terminator
  }
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @region_of_async(%in: memref<32xf32>, %out: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-error @below {{cannot distribute 'async.execute': nobody knows what it does in each lane}}
  %t = async.execute {
    %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
    %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
    vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
    // expected-error @below {{cannot distribute 'async.yield': nobody knows what it does in each lane}}
    async.yield
  }
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @region_of_nobody(%in: memref<32xf32>, %out: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-error @below {{cannot distribute 'nobody.knows': nobody knows what it does in each lane}}
  "nobody.knows"() ({
    %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
    %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
    vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
    // expected-error @below {{cannot distribute 'nobody.ends': nobody knows what it does in each lane}}
    "nobody.ends"() : () -> ()
  }) : () -> ()
  return
}
