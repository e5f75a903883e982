// RUN: lanewise-opt --host=%host --lanewise-convert-layouts --mlir-print-local-scope --split-input-file %s | filecheck %s

// Control flow: a conversion stands outside of every loop that the value does not depend on.

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// CHECK-LABEL: func.func @in_front_of_the_loop
// CHECK: %[[Y:.+]] = arith.negf %arg1
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[Y]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: scf.for
// CHECK-NEXT: scf.for
// CHECK-NEXT: arith.addf %{{.+}}, %[[C]]
// CHECK-NEXT: scf.yield
func.func @in_front_of_the_loop(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %n: index) -> (vector<8x8xf32>, vector<8x8xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %y = arith.negf %b : vector<8x8xf32>
  %z = scf.for %i = %c0 to %n step %c1 iter_args(%p = %x) -> (vector<8x8xf32>) {
    %w = scf.for %j = %c0 to %n step %c1 iter_args(%q = %p) -> (vector<8x8xf32>) {
      %s = arith.addf %q, %y : vector<8x8xf32>
      scf.yield %s : vector<8x8xf32>
    }
    scf.yield %w : vector<8x8xf32>
  }
  %v = iree_vector_ext.to_layout %y to layout(#col) : vector<8x8xf32>
  return %z, %v : vector<8x8xf32>, vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// CHECK-LABEL: func.func @yield_of_a_for
// CHECK: scf.for
// CHECK-NEXT: %[[X:.+]] = iree_vector_ext.to_layout %arg1 to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[X]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: scf.yield %[[C]]
func.func @yield_of_a_for(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %n: index) -> vector<8x8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %init = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %y = scf.for %i = %c0 to %n step %c1 iter_args(%arg = %init) -> (vector<8x8xf32>) {
    %x = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xf32>
    scf.yield %x : vector<8x8xf32>
  }
  return %y : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// The yield's anchor is the first in post-order.
// CHECK-LABEL: func.func @init_of_a_for
// CHECK: %[[A:.+]] = arith.negf
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[A]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK: scf.for {{.*}} iter_args(%{{.+}} = %[[C]])
// CHECK: return
func.func @init_of_a_for(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %n: index) -> (vector<8x8xf32>, vector<8x8xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %init = arith.negf %a : vector<8x8xf32>
  %y = scf.for %i = %c0 to %n step %c1 iter_args(%arg = %init) -> (vector<8x8xf32>) {
    %x = iree_vector_ext.to_layout %b to layout(#row) : vector<8x8xf32>
    scf.yield %x : vector<8x8xf32>
  }
  %z = iree_vector_ext.to_layout %init to layout(#col) : vector<8x8xf32>
  return %y, %z : vector<8x8xf32>, vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// It depends on the loop, so it is converted in the loop, at the begin.
// CHECK-LABEL: func.func @an_iter_arg
// CHECK: scf.for {{.*}} iter_args(%[[P:.+]] = %
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[P]] to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-NEXT: %[[Y:.+]] = iree_vector_ext.to_layout %arg1 to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-NEXT: arith.addf %[[Y]], %[[C]]
func.func @an_iter_arg(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %m: memref<8x8xf32>, %n: index) -> vector<8x8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %z = scf.for %i = %c0 to %n step %c1 iter_args(%p = %x) -> (vector<8x8xf32>) {
    %y = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xf32>
    %s = arith.addf %y, %p : vector<8x8xf32>
    %t = iree_vector_ext.to_layout %s to layout(#row) : vector<8x8xf32>
    scf.yield %t : vector<8x8xf32>
  }
  return %z : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// CHECK-LABEL: func.func @arms_of_an_if
// CHECK: %[[P:.+]] = iree_vector_ext.to_layout %arg1 to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: %[[Q:.+]] = iree_vector_ext.to_layout %arg2 to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[Q]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK: scf.if
// CHECK-NEXT: scf.yield %[[P]]
// CHECK-NEXT: } else {
// CHECK-NEXT: scf.yield %[[C]]
func.func @arms_of_an_if(%c: i1, %a: vector<8x8xf32>, %b: vector<8x8xf32>) -> vector<8x8xf32> {
  %p = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %q = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xf32>
  %y = scf.if %c -> (vector<8x8xf32>) {
    scf.yield %p : vector<8x8xf32>
  } else {
    scf.yield %q : vector<8x8xf32>
  }
  return %y : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// CHECK-LABEL: func.func @condition_of_a_while
// CHECK: %[[X:.+]] = iree_vector_ext.to_layout %arg0 to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: %[[Y:.+]] = iree_vector_ext.to_layout %arg1 to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[Y]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: scf.while (%{{.+}} = %[[X]])
// CHECK: scf.yield %[[C]]
func.func @condition_of_a_while(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %c: i1) -> vector<8x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xf32>
  %z = scf.while (%before = %x) : (vector<8x8xf32>) -> vector<8x8xf32> {
    scf.condition(%c) %before : vector<8x8xf32>
  } do {
  ^bb0(%after: vector<8x8xf32>):
    scf.yield %y : vector<8x8xf32>
  }
  return %z : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// CHECK-LABEL: func.func @cases_of_an_index_switch
// CHECK: case 2 {
// CHECK-NEXT: %[[P:.+]] = iree_vector_ext.to_layout %arg1 to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[P]] to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-NEXT: scf.yield %[[C]]
func.func @cases_of_an_index_switch(%n: index, %a: vector<8x8xf32>, %b: vector<8x8xf32>) -> vector<8x8xf32> {
  %y = scf.index_switch %n -> vector<8x8xf32>
  case 2 {
    %p = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
    scf.yield %p : vector<8x8xf32>
  }
  default {
    %q = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xf32>
    scf.yield %q : vector<8x8xf32>
  }
  return %y : vector<8x8xf32>
}
