// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=16 subgroup-size=16" --mlir-print-local-scope --split-input-file %s | filecheck %s

// Before a trip through workgroup memory there is a barrier only where an earlier one may still be read.

#rows = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 4], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [4, 1]>
#columns = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 2], thread_tile = [4, 4], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [1, 4]>

// CHECK-LABEL: func.func @first_trip
// CHECK-NOT: gpu.barrier
// CHECK: vector.transfer_write {{.*}}workgroup
// CHECK-COUNT-1: gpu.barrier
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @first_trip(%in: memref<4x8xf32>, %out: memref<4x8xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<4x8xf32>, vector<4x8xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#rows) : vector<4x8xf32>
  %b0 = iree_vector_ext.to_layout %a to layout(#columns) : vector<4x8xf32>
  vector.transfer_write %b0, %out[%c0, %c0] {in_bounds = [true, true]} : vector<4x8xf32>, memref<4x8xf32>
  return
}

// A short trip has a second buffer rather than a barrier before it.
// CHECK-LABEL: func.func @second_trip
// CHECK: %[[A:.+]] = memref.alloc
// CHECK: %[[B:.+]] = memref.alloc
// CHECK: vector.transfer_write {{.*}} %[[A]][{{.*}}workgroup
// CHECK: gpu.barrier
// CHECK-NEXT: vector.transfer_read %[[A]][{{.*}}workgroup
// CHECK-NOT: gpu.barrier
// CHECK: vector.transfer_write {{.*}} %[[B]][{{.*}}workgroup
// CHECK: gpu.barrier
// CHECK-NEXT: vector.transfer_read %[[B]][{{.*}}workgroup
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @second_trip(%in: memref<4x8xf32>, %out: memref<4x8xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<4x8xf32>, vector<4x8xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#rows) : vector<4x8xf32>
  %b = iree_vector_ext.to_layout %a to layout(#columns) : vector<4x8xf32>
  %c = arith.negf %b : vector<4x8xf32>
  %d = iree_vector_ext.to_layout %c to layout(#rows) : vector<4x8xf32>
  vector.transfer_write %d, %out[%c0, %c0] {in_bounds = [true, true]} : vector<4x8xf32>, memref<4x8xf32>
  return
}

// A barrier of the program serves as well.
// CHECK-LABEL: func.func @after_a_barrier
// CHECK-COUNT-3: gpu.barrier
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @after_a_barrier(%in: memref<4x8xf32>, %out: memref<4x8xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<4x8xf32>, vector<4x8xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#rows) : vector<4x8xf32>
  %b = iree_vector_ext.to_layout %a to layout(#columns) : vector<4x8xf32>
  %c = arith.negf %b : vector<4x8xf32>
  gpu.barrier
  %d = iree_vector_ext.to_layout %c to layout(#rows) : vector<4x8xf32>
  vector.transfer_write %d, %out[%c0, %c0] {in_bounds = [true, true]} : vector<4x8xf32>, memref<4x8xf32>
  return
}

// The end of a loop's body comes before its beginning: the trip meets itself.
// CHECK-LABEL: func.func @in_a_loop
// CHECK: scf.for
// CHECK: gpu.barrier
// CHECK: vector.transfer_write {{.*}}workgroup
// CHECK: gpu.barrier
// CHECK: vector.transfer_read {{.*}}workgroup
// CHECK: scf.yield
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @in_a_loop(%in: memref<3x4x8xf32>, %out: memref<4x8xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %pad_f32 = arith.constant 0.0 : f32
  %z = arith.constant dense<0.0> : vector<4x8xf32>
  %s = scf.for %i = %c0 to %c3 step %c1 iter_args(%x = %z) -> (vector<4x8xf32>) {
    %read = vector.transfer_read %in[%i, %c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<3x4x8xf32>, vector<4x8xf32>
    %a = iree_vector_ext.to_layout %read to layout(#rows) : vector<4x8xf32>
    %b = iree_vector_ext.to_layout %a to layout(#columns) : vector<4x8xf32>
    %y = arith.addf %x, %b : vector<4x8xf32>
    scf.yield %y : vector<4x8xf32>
  }
  vector.transfer_write %s, %out[%c0, %c0] {in_bounds = [true, true]} : vector<4x8xf32>, memref<4x8xf32>
  return
}

// With the program's barrier in each round that is one too many.
// CHECK-LABEL: func.func @in_a_loop_with_a_barrier
// CHECK: scf.for
// CHECK-COUNT-2: gpu.barrier
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @in_a_loop_with_a_barrier(%in: memref<3x4x8xf32>, %out: memref<4x8xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %pad_f32 = arith.constant 0.0 : f32
  %z = arith.constant dense<0.0> : vector<4x8xf32>
  %s = scf.for %i = %c0 to %c3 step %c1 iter_args(%x = %z) -> (vector<4x8xf32>) {
    %read = vector.transfer_read %in[%i, %c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<3x4x8xf32>, vector<4x8xf32>
    %a = iree_vector_ext.to_layout %read to layout(#rows) : vector<4x8xf32>
    gpu.barrier
    %b = iree_vector_ext.to_layout %a to layout(#columns) : vector<4x8xf32>
    %y = arith.addf %x, %b : vector<4x8xf32>
    scf.yield %y : vector<4x8xf32>
  }
  vector.transfer_write %s, %out[%c0, %c0] {in_bounds = [true, true]} : vector<4x8xf32>, memref<4x8xf32>
  return
}

// Each arm of an if has a trip: what follows needs a barrier whichever ran, so that a second buffer would save nothing.
// CHECK-LABEL: func.func @in_an_arm
// CHECK-COUNT-1: memref.alloc
// CHECK-NOT: memref.alloc
// CHECK: scf.if
// CHECK-COUNT-1: gpu.barrier
// CHECK: } else {
// CHECK-COUNT-2: gpu.barrier
// CHECK: vector.transfer_write {{.*}}workgroup
// CHECK-NEXT: vector.transfer_write {{.*}}workgroup
// CHECK-NEXT: gpu.barrier
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @in_an_arm(%in: memref<4x8xf32>, %out: memref<4x8xf32>, %n: index) {
  %c0 = arith.constant 0 : index
  %c8 = arith.constant 8 : index
  %pad_f32 = arith.constant 0.0 : f32
  // ARGS: 2=3
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<4x8xf32>, vector<4x8xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#rows) : vector<4x8xf32>
  %f = arith.cmpi ult, %n, %c8 : index
  %s = scf.if %f -> (vector<4x8xf32>) {
    %b = iree_vector_ext.to_layout %a to layout(#columns) : vector<4x8xf32>
    %d = arith.addf %b, %b : vector<4x8xf32>
    scf.yield %d : vector<4x8xf32>
  } else {
    %h = arith.mulf %a, %a : vector<4x8xf32>
    %z = iree_vector_ext.to_layout %h to layout(#columns) : vector<4x8xf32>
    scf.yield %z : vector<4x8xf32>
  }
  %y = arith.negf %s : vector<4x8xf32>
  %d = iree_vector_ext.to_layout %y to layout(#rows) : vector<4x8xf32>
  vector.transfer_write %d, %out[%c0, %c0] {in_bounds = [true, true]} : vector<4x8xf32>, memref<4x8xf32>
  return
}

// Two trips of a round take turns in two buffers, round after round.
// CHECK-LABEL: func.func @two_in_a_loop
// CHECK: %[[A:.+]] = memref.alloc
// CHECK: %[[B:.+]] = memref.alloc
// CHECK: scf.for
// CHECK-NOT: gpu.barrier
// CHECK: vector.transfer_write {{.*}} %[[A]][
// CHECK: gpu.barrier
// CHECK-NOT: gpu.barrier
// CHECK: vector.transfer_write {{.*}} %[[B]][
// CHECK: gpu.barrier
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @two_in_a_loop(%in: memref<4x8xf32>, %out: memref<4x8xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %pad_f32 = arith.constant 0.0 : f32
  %read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<4x8xf32>, vector<4x8xf32>
  %a = iree_vector_ext.to_layout %read to layout(#rows) : vector<4x8xf32>
  %s = scf.for %i = %c0 to %c3 step %c1 iter_args(%x = %a) -> (vector<4x8xf32>) {
    %b = iree_vector_ext.to_layout %x to layout(#columns) : vector<4x8xf32>
    %c = arith.addf %b, %b : vector<4x8xf32>
    %d = iree_vector_ext.to_layout %c to layout(#rows) : vector<4x8xf32>
    scf.yield %d : vector<4x8xf32>
  }
  vector.transfer_write %s, %out[%c0, %c0] {in_bounds = [true, true]} : vector<4x8xf32>, memref<4x8xf32>
  return
}

// After a loop that has one, before a loop without: no more than one each, and none for the other buffer.
// CHECK-LABEL: func.func @after_a_loop
// CHECK: scf.for
// CHECK-COUNT-2: gpu.barrier
// CHECK: scf.yield
// CHECK-COUNT-1: gpu.barrier
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @after_a_loop(%in: memref<3x4x8xf32>, %out: memref<4x8xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %pad_f32 = arith.constant 0.0 : f32
  %z = arith.constant dense<0.0> : vector<4x8xf32>
  %s = scf.for %i = %c0 to %c3 step %c1 iter_args(%x = %z) -> (vector<4x8xf32>) {
    %read = vector.transfer_read %in[%i, %c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<3x4x8xf32>, vector<4x8xf32>
    %a = iree_vector_ext.to_layout %read to layout(#rows) : vector<4x8xf32>
    %b = iree_vector_ext.to_layout %a to layout(#columns) : vector<4x8xf32>
    %y = arith.addf %x, %b : vector<4x8xf32>
    scf.yield %y : vector<4x8xf32>
  }
  %d = iree_vector_ext.to_layout %s to layout(#rows) : vector<4x8xf32>
  vector.transfer_write %d, %out[%c0, %c0] {in_bounds = [true, true]} : vector<4x8xf32>, memref<4x8xf32>
  return
}

// What one lane wrote another reads: distribution puts the barrier that one thread did without.
// CHECK-LABEL: func.func @written_then_read
// CHECK: vector.transfer_write {{.*}} memref<4x8xf32>
// CHECK: gpu.barrier
// CHECK: vector.transfer_read {{.*}} memref<4x8xf32>
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @written_then_read(%in: memref<4x8xf32>, %tmp: memref<4x8xf32>, %out: memref<4x8xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<4x8xf32>, vector<4x8xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#rows) : vector<4x8xf32>
  vector.transfer_write %a, %tmp[%c0, %c0] {in_bounds = [true, true]} : vector<4x8xf32>, memref<4x8xf32>
  %b_read = vector.transfer_read %tmp[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<4x8xf32>, vector<4x8xf32>
  %b = iree_vector_ext.to_layout %b_read to layout(#columns) : vector<4x8xf32>
  vector.transfer_write %b, %out[%c0, %c0] {in_bounds = [true, true]} : vector<4x8xf32>, memref<4x8xf32>
  return
}

// Each lane reads back what it wrote itself.
// CHECK-LABEL: func.func @written_and_read_by_the_same_lane
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @written_and_read_by_the_same_lane(%in: memref<4x8xf32>, %tmp: memref<4x8xf32>, %out: memref<4x8xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<4x8xf32>, vector<4x8xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#rows) : vector<4x8xf32>
  vector.transfer_write %a, %tmp[%c0, %c0] {in_bounds = [true, true]} : vector<4x8xf32>, memref<4x8xf32>
  %b_read = vector.transfer_read %tmp[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<4x8xf32>, vector<4x8xf32>
  %b = iree_vector_ext.to_layout %b_read to layout(#rows) : vector<4x8xf32>
  vector.transfer_write %b, %out[%c0, %c0] {in_bounds = [true, true]} : vector<4x8xf32>, memref<4x8xf32>
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#k = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [16], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// Of two writes by different lanes the later one counts.
// CHECK-LABEL: func.func @written_twice
// CHECK: vector.transfer_write
// CHECK: gpu.barrier
// CHECK: vector.transfer_write
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @written_twice(%in: memref<32xf32>, %out: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#l) : vector<32xf32>
  %n = arith.negf %a : vector<32xf32>
  vector.transfer_write %n, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  %b_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %b = iree_vector_ext.to_layout %b_read to layout(#k) : vector<32xf32>
  vector.transfer_write %b, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

// In the next round an element is another lane's.
// CHECK-LABEL: func.func @a_moving_place_in_a_loop
// CHECK: scf.for
// CHECK-NEXT: gpu.barrier
// CHECK: vector.transfer_write
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @a_moving_place_in_a_loop(%io: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %pad_f32 = arith.constant 0.0 : f32
  scf.for %i = %c0 to %c3 step %c1 {
    %r0 = vector.transfer_read %io[%i], %pad_f32 {in_bounds = [true]} : memref<64xf32>, vector<32xf32>
    %a = iree_vector_ext.to_layout %r0 to layout(#l) : vector<32xf32>
    %m = arith.addf %a, %a : vector<32xf32>
    vector.transfer_write %m, %io[%i] {in_bounds = [true]} : vector<32xf32>, memref<64xf32>
  }
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

// What the program has one lane do needs no barrier, and must not get one.
// CHECK-LABEL: func.func @scalars_of_one_lane
// CHECK: scf.if
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @scalars_of_one_lane(%in: memref<32xf32>, %out: memref<2xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#l) : vector<32xf32>
  %s = vector.reduction <add>, %a : vector<32xf32> into f32
  %m = vector.reduction <maximumf>, %a : vector<32xf32> into f32
  %t = gpu.thread_id x
  %first = arith.cmpi eq, %t, %c0 : index
  scf.if %first {
    memref.store %s, %out[%c0] : memref<2xf32>
    memref.store %m, %out[%c1] : memref<2xf32>
    %x = memref.load %out[%c1] : memref<2xf32>
    memref.store %x, %out[%c0] : memref<2xf32>
  }
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

// Each round writes over what another lane wrote in the round before.
// CHECK-LABEL: func.func @rounds_that_overlap
// CHECK: scf.for
// CHECK: gpu.barrier
// CHECK: vector.transfer_write
// CHECK: return
func.func @rounds_that_overlap(%in: memref<3x32xf32>, %out: memref<34xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %pad_f32 = arith.constant 0.0 : f32
  scf.for %i = %c0 to %c3 step %c1 {
    %a_read = vector.transfer_read %in[%i, %c0], %pad_f32 {in_bounds = [true]} : memref<3x32xf32>, vector<32xf32>
    %a = iree_vector_ext.to_layout %a_read to layout(#l) : vector<32xf32>
    vector.transfer_write %a, %out[%i] {in_bounds = [true]} : vector<32xf32>, memref<34xf32>
  }
  return
}

// CHECK-LABEL: func.func @rounds_side_by_side
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @rounds_side_by_side(%in: memref<32xf32>, %out: memref<96xf32>) {
  %c0 = arith.constant 0 : index
  %c32 = arith.constant 32 : index
  %c96 = arith.constant 96 : index
  %pad_f32 = arith.constant 0.0 : f32
  scf.for %i = %c0 to %c96 step %c32 {
    %a_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
    %a = iree_vector_ext.to_layout %a_read to layout(#l) : vector<32xf32>
    vector.transfer_write %a, %out[%i] {in_bounds = [true]} : vector<32xf32>, memref<96xf32>
  }
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

// One lane adds to the counter, when all have read it, and before they read it again.
// CHECK-LABEL: func.func @counter
// CHECK: scf.for
// CHECK-NEXT: gpu.barrier
// CHECK-NEXT: memref.load
// CHECK: gpu.barrier
// CHECK-NEXT: scf.if
// CHECK-NEXT: memref.store
// CHECK: return
func.func @counter(%in: memref<32xf32>, %out: memref<32xf32>, %count: memref<f32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %one = arith.constant 1.0 : f32
  %a_read = vector.transfer_read %in[%c0], %one {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#l) : vector<32xf32>
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  scf.for %i = %c0 to %c3 step %c1 {
    %old = memref.load %count[] : memref<f32>
    %new = arith.addf %old, %one : f32
    memref.store %new, %count[] : memref<f32>
  }
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

// The second region of scf.while goes on to the first, and the first to the second.
// CHECK-LABEL: func.func @from_region_to_region
// CHECK: scf.while
// CHECK: gpu.barrier
// CHECK-NEXT: memref.load
// CHECK: scf.condition
// CHECK: gpu.barrier
// CHECK-NEXT: scf.if
// CHECK-NEXT: memref.store
// CHECK: scf.yield
func.func @from_region_to_region(%in: memref<32xf32>, %out: memref<32xf32>, %count: memref<index>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c9 = arith.constant 9 : index
  %zero = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0], %zero {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#l) : vector<32xf32>
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  scf.while : () -> () {
    %old = memref.load %count[] : memref<index>
    %more = arith.cmpi slt, %old, %c9 : index
    %new = arith.addi %old, %c1 : index
    scf.condition(%more)
  } do {
    memref.store %c9, %count[] : memref<index>
    scf.yield
  }
  return
}
