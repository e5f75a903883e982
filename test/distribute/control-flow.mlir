// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=16 subgroup-size=16" --mlir-print-local-scope --split-input-file %s | filecheck %s

// Regions hand on pieces where they handed on vectors.

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [8], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#rows = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 2], outer_tile = [2, 1], thread_tile = [2, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

// CHECK-LABEL: func.func @loop
// CHECK: scf.for {{.*}} iter_args(%[[X:.+]] = %{{.+}}, %[[N:.+]] = %{{.+}}) -> (vector<2x1x2xf32>, index)
// CHECK: arith.addf {{.*}} : vector<2x1x2xf32>
// CHECK: scf.yield {{.*}} : vector<2x1x2xf32>, index
func.func @loop(%in: memref<3x32xf32>, %out: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %pad_f32 = arith.constant 0.0 : f32
  %z = arith.constant dense<0.5> : vector<32xf32>
  %s, %n = scf.for %i = %c0 to %c3 step %c1 iter_args(%x = %z, %k = %c0) -> (vector<32xf32>, index) {
    %read = vector.transfer_read %in[%i, %c0], %pad_f32 {in_bounds = [true]} : memref<3x32xf32>, vector<32xf32>
    %a = iree_vector_ext.to_layout %read to layout(#lanes) : vector<32xf32>
    %y = arith.addf %x, %a : vector<32xf32>
    %j = arith.addi %k, %c1 : index
    scf.yield %y, %j : vector<32xf32>, index
  }
  vector.transfer_write %s, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// What only the lane decides stands before the loop.
// CHECK-LABEL: func.func @lane_arithmetic_leaves_loops
// CHECK: affine.delinearize_index
// CHECK: scf.for
// CHECK-NOT: affine
// CHECK: return
func.func @lane_arithmetic_leaves_loops(%in: memref<3x32xf32>, %out: memref<3x32xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %pad_f32 = arith.constant 0.0 : f32
  scf.for %i = %c0 to %c3 step %c1 {
    %read = vector.transfer_read %in[%i, %c0], %pad_f32 {in_bounds = [true]} : memref<3x32xf32>, vector<32xf32>
    %a = iree_vector_ext.to_layout %read to layout(#lanes) : vector<32xf32>
    vector.transfer_write %a, %out[%i, %c0] {in_bounds = [true]} : vector<32xf32>, memref<3x32xf32>
    scf.yield
  }
  return
}

// CHECK-LABEL: func.func @branches
// CHECK: scf.if %{{.*}} -> (vector<2x1x2xf32>) {
// CHECK: scf.yield {{.*}} : vector<2x1x2xf32>
// CHECK: } else {
// CHECK: scf.yield {{.*}} : vector<2x1x2xf32>
func.func @branches(%in: memref<32xf32>, %out: memref<32xf32>, %n: index) {
  %c0 = arith.constant 0 : index
  %c8 = arith.constant 8 : index
  %pad_f32 = arith.constant 0.0 : f32
  // ARGS: 2=3
  %a_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#lanes) : vector<32xf32>
  %f = arith.cmpi ult, %n, %c8 : index
  %s = scf.if %f -> (vector<32xf32>) {
    %d = arith.addf %a, %a : vector<32xf32>
    scf.yield %d : vector<32xf32>
  } else {
    scf.yield %a : vector<32xf32>
  }
  vector.transfer_write %s, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// CHECK-LABEL: func.func @while
// CHECK: scf.while ({{.*}}) : (vector<2x1x2xf32>, index) -> (vector<2x1x2xf32>, index)
// CHECK: scf.condition({{.*}}) {{.*}} : vector<2x1x2xf32>, index
func.func @while(%in: memref<32xf32>, %out: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#lanes) : vector<32xf32>
  %s:2 = scf.while (%x = %a, %k = %c0) : (vector<32xf32>, index) -> (vector<32xf32>, index) {
    %more = arith.cmpi ult, %k, %c3 : index
    scf.condition(%more) %x, %k : vector<32xf32>, index
  } do {
  ^bb0(%x: vector<32xf32>, %k: index):
    %y = arith.mulf %x, %a : vector<32xf32>
    %j = arith.addi %k, %c1 : index
    scf.yield %y, %j : vector<32xf32>, index
  }
  vector.transfer_write %s#0, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// CHECK-LABEL: func.func @index_switch
// CHECK: scf.index_switch %{{.*}} -> vector<2x1x2xf32>
func.func @index_switch(%in: memref<32xf32>, %out: memref<32xf32>, %n: index) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  // ARGS: 2=1
  %a_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#lanes) : vector<32xf32>
  %s = scf.index_switch %n -> vector<32xf32>
  case 1 {
    %d = arith.addf %a, %a : vector<32xf32>
    scf.yield %d : vector<32xf32>
  }
  default {
    scf.yield %a : vector<32xf32>
  }
  vector.transfer_write %s, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// CHECK-LABEL: func.func @execute_region
// CHECK: scf.execute_region -> vector<2x1x2xf32>
func.func @execute_region(%in: memref<32xf32>, %out: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#lanes) : vector<32xf32>
  %s = scf.execute_region -> vector<32xf32> {
    %d = arith.addf %a, %a : vector<32xf32>
    scf.yield %d : vector<32xf32>
  }
  vector.transfer_write %s, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// CHECK-LABEL: func.func @workgroups
// CHECK: scf.forall
// CHECK: vector.transfer_read {{.*}} vector<2xf32>
func.func @workgroups(%in: memref<3x32xf32>, %out: memref<3x32xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  scf.forall (%i) in (3) {
    %read = vector.transfer_read %in[%i, %c0], %pad_f32 {in_bounds = [true]} : memref<3x32xf32>, vector<32xf32>
    %a = iree_vector_ext.to_layout %read to layout(#lanes) : vector<32xf32>
    %d = arith.addf %a, %a : vector<32xf32>
    vector.transfer_write %d, %out[%i, %c0] {in_bounds = [true]} : vector<32xf32>, memref<3x32xf32>
  } {mapping = [#gpu.block<x>]}
  return
}

// A loop may hand its vectors round in another order.
// CHECK-LABEL: func.func @swapped_around
// CHECK: scf.yield {{.*}} : vector<2x1x2xf32>, vector<2x1x2xf32>
func.func @swapped_around(%in: memref<32xf32>, %out: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#lanes) : vector<32xf32>
  %b = arith.addf %a, %a : vector<32xf32>
  %s:2 = scf.for %i = %c0 to %c3 step %c1 iter_args(%x = %a, %y = %b) -> (vector<32xf32>, vector<32xf32>) {
    scf.yield %y, %x : vector<32xf32>, vector<32xf32>
  }
  %d = arith.subf %s#0, %s#1 : vector<32xf32>
  vector.transfer_write %d, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// CHECK-LABEL: func.func @nested
// CHECK: scf.for {{.*}} -> (vector<1x2x2x1x2x1xf32>)
// CHECK: scf.if {{.*}} -> (vector<1x2x2x1x2x1xf32>)
// CHECK: scf.for {{.*}} -> (vector<1x2x2x1x2x1xf32>)
func.func @nested(%in: memref<8x16xf32>, %out: memref<8x16xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x16xf32>, vector<8x16xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#rows) : vector<8x16xf32>
  %s = scf.for %i = %c0 to %c3 step %c1 iter_args(%x = %a) -> (vector<8x16xf32>) {
    %f = arith.cmpi ult, %i, %c2 : index
    %t = scf.if %f -> (vector<8x16xf32>) {
      %u = scf.for %j = %c0 to %i step %c1 iter_args(%y = %x) -> (vector<8x16xf32>) {
        %d = arith.addf %y, %a : vector<8x16xf32>
        scf.yield %d : vector<8x16xf32>
      }
      scf.yield %u : vector<8x16xf32>
    } else {
      scf.yield %x : vector<8x16xf32>
    }
    scf.yield %t : vector<8x16xf32>
  }
  vector.transfer_write %s, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x16xf32>, memref<8x16xf32>
  return
}
