// RUN: lanewise-opt --host=%host --lanewise-duplicate-constants --mlir-print-local-scope --split-input-file %s | filecheck %s

// What is not cheap is not copied, and a pass that copies nothing changes nothing.

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#piece = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>

// CHECK-LABEL: func.func @a_read_is_not_cheap
// CHECK-COUNT-1: vector.transfer_read
// CHECK-NOT: vector.transfer_read
// CHECK: return
func.func @a_read_is_not_cheap(%m: memref<8xf32>) -> (vector<8xf32>, vector<8xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %r = vector.transfer_read %m[%c0], %pad : memref<8xf32>, vector<8xf32>
  %x = iree_vector_ext.to_layout %r to layout(#lanes) : vector<8xf32>
  %y = iree_vector_ext.to_layout %r to layout(#piece) : vector<8xf32>
  return %x, %y : vector<8xf32>, vector<8xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#piece = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>

// CHECK-LABEL: func.func @a_chain_on_a_read_is_not_cheap
// CHECK: %[[R:.+]] = vector.transfer_read
// CHECK-NEXT: %[[N:.+]] = arith.negf %[[R]]
// CHECK-NEXT: to_layout %[[N]] to layout({{.*}}thread_tile = [8], element_tile = [1]{{.*}})
// CHECK-NEXT: to_layout %[[N]] to layout({{.*}}thread_tile = [1], element_tile = [8]{{.*}})
func.func @a_chain_on_a_read_is_not_cheap(%m: memref<8xf32>) -> (vector<8xf32>, vector<8xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %r = vector.transfer_read %m[%c0], %pad : memref<8xf32>, vector<8xf32>
  %n = arith.negf %r : vector<8xf32>
  %x = iree_vector_ext.to_layout %n to layout(#lanes) : vector<8xf32>
  %y = iree_vector_ext.to_layout %n to layout(#piece) : vector<8xf32>
  return %x, %y : vector<8xf32>, vector<8xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#piece = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>

// CHECK-LABEL: func.func @a_chain_on_an_argument_is_not_cheap
// CHECK-NEXT: %[[N:.+]] = arith.negf %arg0
// CHECK-NEXT: to_layout %[[N]]
// CHECK-NEXT: to_layout %[[N]]
func.func @a_chain_on_an_argument_is_not_cheap(%a: vector<8xf32>) -> (vector<8xf32>, vector<8xf32>) {
  %n = arith.negf %a : vector<8xf32>
  %x = iree_vector_ext.to_layout %n to layout(#lanes) : vector<8xf32>
  %y = iree_vector_ext.to_layout %n to layout(#piece) : vector<8xf32>
  return %x, %y : vector<8xf32>, vector<8xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#piece = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>

// CHECK-LABEL: func.func @nine_links_are_too_many
// CHECK-COUNT-9: arith.negf
// CHECK-NOT: arith.negf
// CHECK: return
func.func @nine_links_are_too_many() -> (vector<8xf32>, vector<8xf32>) {
  %c = arith.constant dense<1.0> : vector<8xf32>
  %1 = arith.negf %c : vector<8xf32>
  %2 = arith.negf %1 : vector<8xf32>
  %3 = arith.negf %2 : vector<8xf32>
  %4 = arith.negf %3 : vector<8xf32>
  %5 = arith.negf %4 : vector<8xf32>
  %6 = arith.negf %5 : vector<8xf32>
  %7 = arith.negf %6 : vector<8xf32>
  %8 = arith.negf %7 : vector<8xf32>
  %9 = arith.negf %8 : vector<8xf32>
  %x = iree_vector_ext.to_layout %9 to layout(#lanes) : vector<8xf32>
  %y = iree_vector_ext.to_layout %9 to layout(#piece) : vector<8xf32>
  return %x, %y : vector<8xf32>, vector<8xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#piece = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>

// By zero the behaviour is undefined; nothing is known of %n.
// CHECK-LABEL: func.func @a_division_by_an_unknown_is_not_cheap
// CHECK-COUNT-1: arith.divsi
// CHECK-NOT: arith.divsi
// CHECK: return
func.func @a_division_by_an_unknown_is_not_cheap(%n: i32) -> (vector<8xi32>, vector<8xi32>) {
  %b = vector.broadcast %n : i32 to vector<8xi32>
  %big = arith.constant dense<100> : vector<8xi32>
  %d = arith.divsi %big, %b : vector<8xi32>
  %x = iree_vector_ext.to_layout %d to layout(#lanes) : vector<8xi32>
  %y = iree_vector_ext.to_layout %d to layout(#piece) : vector<8xi32>
  return %x, %y : vector<8xi32>, vector<8xi32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#piece = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>

// CHECK-LABEL: func.func @the_result_of_a_loop_is_not_cheap
// CHECK-COUNT-1: scf.for
// CHECK-NOT: scf.for
// CHECK: return
func.func @the_result_of_a_loop_is_not_cheap(%n: index) -> (vector<8xf32>, vector<8xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c = arith.constant dense<1.0> : vector<8xf32>
  %l = scf.for %i = %c0 to %n step %c1 iter_args(%arg = %c) -> (vector<8xf32>) {
    %e = arith.negf %arg : vector<8xf32>
    scf.yield %e : vector<8xf32>
  }
  %x = iree_vector_ext.to_layout %l to layout(#lanes) : vector<8xf32>
  %y = iree_vector_ext.to_layout %l to layout(#piece) : vector<8xf32>
  return %x, %y : vector<8xf32>, vector<8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// CHECK-LABEL: func.func @anchors_are_not_copied
// CHECK-NEXT: %[[C:.+]] = arith.constant
// CHECK-NEXT: %[[X:.+]] = iree_vector_ext.to_layout %[[C]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: %[[Y:.+]] = iree_vector_ext.to_layout %arg0 to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-NEXT: arith.addf %[[Y]], %[[X]]
// CHECK-NEXT: return
func.func @anchors_are_not_copied(%a: vector<8x8xf32>) -> vector<8x8xf32> {
  %c = arith.constant dense<1.0> : vector<8x8xf32>
  %x = iree_vector_ext.to_layout %c to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %a to layout(#col) : vector<8x8xf32>
  %z = arith.addf %y, %x : vector<8x8xf32>
  return %z : vector<8x8xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#piece = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>

// Scalars and vectors of rank 0 are held by every lane.
// CHECK-LABEL: func.func @scalars_are_shared
// CHECK-COUNT-1: arith.constant 1.0
// CHECK-NOT: arith.constant
// CHECK-COUNT-2: vector.broadcast
// CHECK: return
func.func @scalars_are_shared() -> (vector<8xf32>, vector<8xf32>) {
  %f = arith.constant 1.0 : f32
  %v = vector.broadcast %f : f32 to vector<8xf32>
  %x = iree_vector_ext.to_layout %v to layout(#lanes) : vector<8xf32>
  %y = iree_vector_ext.to_layout %v to layout(#piece) : vector<8xf32>
  return %x, %y : vector<8xf32>, vector<8xf32>
}

// -----

// CHECK-LABEL: func.func @without_anchors_nothing_is_copied
// CHECK-NEXT: %[[C:.+]] = arith.constant
// CHECK-NEXT: arith.addf %[[C]], %[[C]]
// CHECK-NEXT: return
func.func @without_anchors_nothing_is_copied() -> vector<8xf32> {
  %c = arith.constant dense<1.0> : vector<8xf32>
  %x = arith.addf %c, %c : vector<8xf32>
  return %x : vector<8xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#piece = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>

// CHECK-LABEL: func.func @a_division_by_zero_is_not_cheap
// CHECK-COUNT-1: arith.remui
// CHECK-NOT: arith.remui
// CHECK: return
func.func @a_division_by_zero_is_not_cheap() -> (vector<8xi32>, vector<8xi32>) {
  %zero = arith.constant dense<0> : vector<8xi32>
  %big = arith.constant dense<100> : vector<8xi32>
  %d = arith.remui %big, %zero : vector<8xi32>
  %x = iree_vector_ext.to_layout %d to layout(#lanes) : vector<8xi32>
  %y = iree_vector_ext.to_layout %d to layout(#piece) : vector<8xi32>
  return %x, %y : vector<8xi32>, vector<8xi32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#piece = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>

// What the resource holds is not looked at.
// CHECK-LABEL: func.func @a_division_by_a_resource_is_not_cheap
// CHECK-COUNT-1: arith.divsi
// CHECK-NOT: arith.divsi
// CHECK: return
func.func @a_division_by_a_resource_is_not_cheap() -> (vector<8xi32>, vector<8xi32>) {
  %weights = arith.constant dense_resource<weights> : vector<8xi32>
  %big = arith.constant dense<100> : vector<8xi32>
  %d = arith.divsi %big, %weights : vector<8xi32>
  %x = iree_vector_ext.to_layout %d to layout(#lanes) : vector<8xi32>
  %y = iree_vector_ext.to_layout %d to layout(#piece) : vector<8xi32>
  return %x, %y : vector<8xi32>, vector<8xi32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#piece = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>

// The least integer divided by -1 overflows.
// CHECK-LABEL: func.func @a_signed_division_by_minus_one_is_not_cheap
// CHECK-COUNT-1: arith.divsi
// CHECK-NOT: arith.divsi
// CHECK: return
func.func @a_signed_division_by_minus_one_is_not_cheap() -> (vector<8xi32>, vector<8xi32>) {
  %minus_one = arith.constant dense<-1> : vector<8xi32>
  %big = arith.constant dense<100> : vector<8xi32>
  %d = arith.divsi %big, %minus_one : vector<8xi32>
  %x = iree_vector_ext.to_layout %d to layout(#lanes) : vector<8xi32>
  %y = iree_vector_ext.to_layout %d to layout(#piece) : vector<8xi32>
  return %x, %y : vector<8xi32>, vector<8xi32>
}
