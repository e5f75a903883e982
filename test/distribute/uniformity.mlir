// RUN: lanewise-opt --host=%host --lanewise-distribute="workgroup-size=64 subgroup-size=64" --split-input-file --verify-diagnostics %s

// A value that decides about vectors must be the same for all lanes, wherever it comes from.

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @number_of_the_lane_in_another_dialect(%in: memref<256xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %id = "rocdl.workitem.id.x"() : () -> i32
  %k = arith.index_cast %id : i32 to index
  // expected-error @below {{cannot distribute 'vector.transfer_read': operand #1 differs from lane to lane}}
  %x = vector.transfer_read %in[%k], %pad {in_bounds = [true]} : memref<256xf32>, vector<64xf32>
  // expected-error @below {{cannot distribute 'iree_vector_ext.to_layout': operand #0 differs from lane to lane}}
  %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32>
  // expected-error @below {{cannot distribute 'vector.transfer_write': operand #0 differs from lane to lane}}
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @number_leaves_an_affine_loop(%in: memref<256xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %id = gpu.thread_id x
  %k = affine.for %i = 0 to 1 iter_args(%a = %c0) -> index {
    affine.yield %id : index
  }
  // expected-error @below {{cannot distribute 'vector.transfer_read': operand #1 differs from lane to lane}}
  %x = vector.transfer_read %in[%k], %pad {in_bounds = [true]} : memref<256xf32>, vector<64xf32>
  // expected-error @below {{cannot distribute 'iree_vector_ext.to_layout': operand #0 differs from lane to lane}}
  %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32>
  // expected-error @below {{cannot distribute 'vector.transfer_write': operand #0 differs from lane to lane}}
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @number_leaves_an_affine_if(%in: memref<256xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %pad = arith.constant 0.0 : f32
  %id = gpu.lane_id
  %k = affine.if affine_set<(d0) : (d0 - 5 >= 0)>(%id) -> index {
    affine.yield %c0 : index
  } else {
    affine.yield %c1 : index
  }
  // expected-error @below {{cannot distribute 'vector.transfer_read': operand #1 differs from lane to lane}}
  %x = vector.transfer_read %in[%k], %pad {in_bounds = [true]} : memref<256xf32>, vector<64xf32>
  // expected-error @below {{cannot distribute 'iree_vector_ext.to_layout': operand #0 differs from lane to lane}}
  %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32>
  // expected-error @below {{cannot distribute 'vector.transfer_write': operand #0 differs from lane to lane}}
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @result_of_a_shuffle(%in: memref<256xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %c1 = arith.constant 1 : i32
  %w = arith.constant 64 : i32
  %v = arith.constant 3 : i32
  %s, %ok = gpu.shuffle xor %v, %c1, %w : i32
  %k = arith.index_cast %s : i32 to index
  // expected-error @below {{cannot distribute 'vector.transfer_read': operand #1 differs from lane to lane}}
  %x = vector.transfer_read %in[%k], %pad {in_bounds = [true]} : memref<256xf32>, vector<64xf32>
  // expected-error @below {{cannot distribute 'iree_vector_ext.to_layout': operand #0 differs from lane to lane}}
  %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32>
  // expected-error @below {{cannot distribute 'vector.transfer_write': operand #0 differs from lane to lane}}
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @what_lanes_wrote_differently(%in: memref<256xf32>, %out: memref<64xf32>, %table: memref<1xindex>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %id = gpu.thread_id x
  memref.store %id, %table[%c0] : memref<1xindex>
  %k = memref.load %table[%c0] : memref<1xindex>
  // expected-error @below {{cannot distribute 'vector.transfer_read': operand #1 differs from lane to lane}}
  %x = vector.transfer_read %in[%k], %pad {in_bounds = [true]} : memref<256xf32>, vector<64xf32>
  // expected-error @below {{cannot distribute 'iree_vector_ext.to_layout': operand #0 differs from lane to lane}}
  %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32>
  // expected-error @below {{cannot distribute 'vector.transfer_write': operand #0 differs from lane to lane}}
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @what_only_some_lanes_wrote(%in: memref<256xf32>, %out: memref<64xf32>, %table: memref<1xindex>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %c3 = arith.constant 3 : index
  %id = gpu.thread_id x
  %few = arith.cmpi ult, %id, %c3 : index
  scf.if %few {
    memref.store %c3, %table[%c0] : memref<1xindex>
  }
  %k = memref.load %table[%c0] : memref<1xindex>
  // expected-error @below {{cannot distribute 'vector.transfer_read': operand #1 differs from lane to lane}}
  %x = vector.transfer_read %in[%k], %pad {in_bounds = [true]} : memref<256xf32>, vector<64xf32>
  // expected-error @below {{cannot distribute 'iree_vector_ext.to_layout': operand #0 differs from lane to lane}}
  %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32>
  // expected-error @below {{cannot distribute 'vector.transfer_write': operand #0 differs from lane to lane}}
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func private @id() -> index {
  %id = gpu.thread_id x
  return %id : index
}

func.func @what_a_function_returns_that_asks_for_the_lane(%in: memref<256xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %k = func.call @id() : () -> index
  // expected-error @below {{cannot distribute 'vector.transfer_read': operand #1 differs from lane to lane}}
  %x = vector.transfer_read %in[%k], %pad {in_bounds = [true]} : memref<256xf32>, vector<64xf32>
  // expected-error @below {{cannot distribute 'iree_vector_ext.to_layout': operand #0 differs from lane to lane}}
  %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32>
  // expected-error @below {{cannot distribute 'vector.transfer_write': operand #0 differs from lane to lane}}
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @where_an_affine_if_parts_lanes(%in: memref<64xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %id = gpu.thread_id x
  // expected-note @below {{they go different ways here}}
  // expected-note @below {{they go different ways here}}
  // expected-note @below {{they go different ways here}}
  affine.if affine_set<(d0) : (d0 - 5 >= 0)>(%id) {
    // expected-error @below {{cannot distribute 'vector.transfer_read': not all lanes come here, as they go different ways in 'affine.if', and they share a vector: mask it instead}}
    %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
    // expected-error @below {{not all lanes come here}}
    %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32>
    // expected-error @below {{not all lanes come here}}
    vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  }
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @loop_that_gives_lanes_rounds_of_their_own(%in: memref<64xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-note @below {{it is mapped here}}
  // expected-note @below {{it is mapped here}}
  // expected-note @below {{it is mapped here}}
  scf.forall (%i) in (2) {
    // expected-error @below {{cannot distribute 'vector.transfer_read': 'scf.forall' around it gives lanes rounds of their own, and they share a vector: map it to workgroups, or to nothing}}
    %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
    // expected-error @below {{gives lanes rounds of their own}}
    %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32>
    // expected-error @below {{gives lanes rounds of their own}}
    vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  } {mapping = [#gpu.warp<linear_dim_0>]}
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @number_that_a_parallel_loop_reduces(%in: memref<256xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %id = gpu.thread_id x
  %c1 = arith.constant 1 : index
  %k = scf.parallel (%i) = (%c0) to (%c1) step (%c1) init (%c0) -> index {
    scf.reduce(%id : index) {
    ^bb0(%l: index, %r: index):
      %n = arith.addi %l, %r : index
      scf.reduce.return %n : index
    }
  }
  // expected-error @below {{cannot distribute 'vector.transfer_read': operand #1 differs from lane to lane}}
  %x = vector.transfer_read %in[%k], %pad {in_bounds = [true]} : memref<256xf32>, vector<64xf32>
  // expected-error @below {{cannot distribute 'iree_vector_ext.to_layout': operand #0 differs from lane to lane}}
  %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32>
  // expected-error @below {{cannot distribute 'vector.transfer_write': operand #0 differs from lane to lane}}
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @number_within_a_reduction(%in: memref<256xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %id = gpu.thread_id x
  %c1 = arith.constant 1 : index
  %k = scf.parallel (%i) = (%c0) to (%c1) step (%c1) init (%c0) -> index {
    scf.reduce(%i : index) {
    ^bb0(%l: index, %r: index):
      %n = arith.addi %l, %id : index
      scf.reduce.return %n : index
    }
  }
  // expected-error @below {{cannot distribute 'vector.transfer_read': operand #1 differs from lane to lane}}
  %x = vector.transfer_read %in[%k], %pad {in_bounds = [true]} : memref<256xf32>, vector<64xf32>
  // expected-error @below {{cannot distribute 'iree_vector_ext.to_layout': operand #0 differs from lane to lane}}
  %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32>
  // expected-error @below {{cannot distribute 'vector.transfer_write': operand #0 differs from lane to lane}}
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @number_that_a_jump_hands_on(%in: memref<256xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %id = gpu.thread_id x
  %k = scf.execute_region -> index {
    cf.br ^end(%id : index)
  ^end(%n: index):
    scf.yield %n : index
  }
  // expected-error @below {{cannot distribute 'vector.transfer_read': operand #1 differs from lane to lane}}
  %x = vector.transfer_read %in[%k], %pad {in_bounds = [true]} : memref<256xf32>, vector<64xf32>
  // expected-error @below {{cannot distribute 'iree_vector_ext.to_layout': operand #0 differs from lane to lane}}
  %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32>
  // expected-error @below {{cannot distribute 'vector.transfer_write': operand #0 differs from lane to lane}}
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @rounds_that_differ(%in: memref<256xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %id = gpu.thread_id x
  %c1 = arith.constant 1 : index
  %k = scf.for %i = %c0 to %id step %c1 iter_args(%n = %c0) -> index {
    %m = arith.addi %n, %c1 : index
    scf.yield %m : index
  }
  // expected-error @below {{cannot distribute 'vector.transfer_read': operand #1 differs from lane to lane}}
  %x = vector.transfer_read %in[%k], %pad {in_bounds = [true]} : memref<256xf32>, vector<64xf32>
  // expected-error @below {{cannot distribute 'iree_vector_ext.to_layout': operand #0 differs from lane to lane}}
  %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32>
  // expected-error @below {{cannot distribute 'vector.transfer_write': operand #0 differs from lane to lane}}
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// What all lanes reduce is the same for all of them, and so is what functions return that do not ask for the lane.
func.func private @next(%n: index) -> index {
  %c1 = arith.constant 1 : index
  %m = arith.addi %n, %c1 : index
  return %m : index
}

func.func @uniform(%in: memref<256xf32>, %out: memref<64xf32>, %table: memref<1xindex>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %id = gpu.thread_id x
  %i = arith.index_cast %id : index to i32
  %m = gpu.all_reduce minui %i uniform {} : (i32) -> i32
  %n = arith.index_cast %m : i32 to index
  %o = memref.load %table[%n] : memref<1xindex>
  %p = func.call @next(%o) : (index) -> index
  %x = vector.transfer_read %in[%p], %pad {in_bounds = [true]} : memref<256xf32>, vector<64xf32>
  %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32>
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// What a function returns is its own affair.
func.func @number_that_is_returned(%in: memref<64xf32>, %out: memref<64xf32>) -> index {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %id = gpu.thread_id x
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32>
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return %id : index
}
