// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --mlir-print-local-scope --split-input-file %s | filecheck %s

// Copies and conversions around control flow.

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// CHECK-LABEL: func.func @constants_in_arms
// CHECK: %[[K0:.+]] = arith.constant dense
// CHECK-NEXT: %[[K1:.+]] = arith.constant dense
// CHECK: scf.if
// CHECK-NEXT: scf.yield %[[K1]]
// CHECK-NEXT: } else {
// CHECK: iree_vector_ext.to_layout %arg1 to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK: iree_vector_ext.to_layout %[[K0]] to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
func.func @constants_in_arms(%c: i1, %a: vector<8x8xf32>) -> (vector<8x8xf32>, vector<8x8xf32>) {
  %one = arith.constant dense<1.0> : vector<8x8xf32>
  %y = scf.if %c -> (vector<8x8xf32>) {
    scf.yield %one : vector<8x8xf32>
  } else {
    %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
    scf.yield %x : vector<8x8xf32>
  }
  %z = iree_vector_ext.to_layout %one to layout(#col) : vector<8x8xf32>
  return %y, %z : vector<8x8xf32>, vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// CHECK-LABEL: func.func @inits_of_a_while
// CHECK: %[[K0:.+]] = arith.constant dense
// CHECK-NEXT: %[[K1:.+]] = arith.constant dense
// CHECK: scf.while (%{{.+}} = %[[K1]])
// CHECK: iree_vector_ext.to_layout %[[K0]] to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
func.func @inits_of_a_while(%c: i1, %a: vector<8x8xf32>) -> (vector<8x8xf32>, vector<8x8xf32>) {
  %one = arith.constant dense<1.0> : vector<8x8xf32>
  %y = scf.while (%before = %one) : (vector<8x8xf32>) -> vector<8x8xf32> {
    scf.condition(%c) %before : vector<8x8xf32>
  } do {
  ^bb0(%after: vector<8x8xf32>):
    %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
    scf.yield %x : vector<8x8xf32>
  }
  %z = iree_vector_ext.to_layout %one to layout(#col) : vector<8x8xf32>
  return %y, %z : vector<8x8xf32>, vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// A mask in a loop is made there, a copy of it too.
// CHECK-LABEL: func.func @masks_in_a_loop
// CHECK: scf.for %[[I:.+]] = %
// CHECK-NEXT: %[[M0:.+]] = vector.create_mask %[[I]], %[[I]]
// CHECK-NEXT: %[[M1:.+]] = vector.create_mask %[[I]], %[[I]]
// CHECK: vector.transfer_write %{{.+}}, %{{.+}}, %[[M1]]
// CHECK: vector.transfer_write %{{.+}}, %{{.+}}, %[[M0]]
func.func @masks_in_a_loop(%m: memref<8x8xf32>, %a: vector<8x8xf32>, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %a to layout(#col) : vector<8x8xf32>
  scf.for %i = %c0 to %n step %c1 {
    %mask = vector.create_mask %i, %i : vector<8x8xi1>
    vector.transfer_write %x, %m[%c0, %c0], %mask : vector<8x8xf32>, memref<8x8xf32>
    vector.transfer_write %y, %m[%c0, %c0], %mask : vector<8x8xf32>, memref<8x8xf32>
  }
  return
}
