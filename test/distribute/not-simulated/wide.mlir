// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=64 subgroup-size=32" --mlir-print-local-scope --split-input-file --verify-diagnostics %s | filecheck %s

// Elements of 128 bits. The simulator has no values of so many.

#line = #iree_vector_ext.nested_layout<subgroup_tile = [2], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [1], thread_strides = [1]>
#pairs = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

// CHECK-LABEL: func.func @integers_change_lanes
// CHECK: memref.alloc() {{.*}} : memref<64xi128, #gpu.address_space<workgroup>>
// CHECK: vector.transfer_write %{{.+}} : vector<1xi128>, memref<64xi128, #gpu.address_space<workgroup>>
// CHECK: gpu.barrier
// CHECK: vector.transfer_read %{{.+}} : memref<64xi128, #gpu.address_space<workgroup>>, vector<2xi128>
// CHECK: return
func.func @integers_change_lanes(%in: memref<64xi128>, %out: memref<64xi128>) {
  %c0 = arith.constant 0 : index
  %read = vector.load %in[%c0] : memref<64xi128>, vector<64xi128>
  %x = iree_vector_ext.to_layout %read to layout(#line) : vector<64xi128>
  %twice = arith.addi %x, %x : vector<64xi128>
  %y = iree_vector_ext.to_layout %twice to layout(#pairs) : vector<64xi128>
  vector.store %y, %out[%c0] : memref<64xi128>, vector<64xi128>
  return
}

// CHECK-LABEL: func.func @sum
// CHECK: gpu.subgroup_reduce add %{{.+}} : (i128) -> i128
// CHECK: gpu.barrier
// CHECK: return
func.func @sum(%in: memref<64xi128>, %out: memref<i128>) {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0 : i128
  %read = vector.load %in[%c0] : memref<64xi128>, vector<64xi128>
  %x = iree_vector_ext.to_layout %read to layout(#line) : vector<64xi128>
  %sum = vector.multi_reduction <add>, %x, %zero [0] : vector<64xi128> to i128
  memref.store %sum, %out[] : memref<i128>
  return
}

// Shuffles move halves, or what is as long.
// CHECK-LABEL: func.func @running_sum
// CHECK: vector.bitcast %{{.+}} : vector<1xi128> to vector<2xi64>
// CHECK: gpu.shuffle up %{{.+}} : i64
// CHECK: vector.bitcast %{{.+}} : vector<2xi64> to vector<1xi128>
// CHECK: return
func.func @running_sum(%in: memref<64xi128>, %out: memref<64xi128>) {
  %c0 = arith.constant 0 : index
  %zero = arith.constant dense<0> : vector<i128>
  %read = vector.load %in[%c0] : memref<64xi128>, vector<64xi128>
  %x = iree_vector_ext.to_layout %read to layout(#pairs) : vector<64xi128>
  %sums, %all = "vector.scan"(%x, %zero) <{kind = #vector.kind<add>, inclusive = true, reduction_dim = 0 : i64}> : (vector<64xi128>, vector<i128>) -> (vector<64xi128>, vector<i128>)
  vector.store %sums, %out[%c0] : memref<64xi128>, vector<64xi128>
  return
}

// -----

#line = #iree_vector_ext.nested_layout<subgroup_tile = [2], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [1], thread_strides = [1]>
#pairs = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

func.func @wider_integers(%in: memref<64xi129>, %out: memref<64xi129>) {
  %c0 = arith.constant 0 : index
  %read = vector.load %in[%c0] : memref<64xi129>, vector<64xi129>
  %x = iree_vector_ext.to_layout %read to layout(#line) : vector<64xi129>
  // expected-error @below {{elements of i129 do not fit into the bytes of workgroup memory: needed signless integers, or floats whose width is known, of at most 128 bits}}
  %y = iree_vector_ext.to_layout %x to layout(#pairs) : vector<64xi129>
  vector.store %y, %out[%c0] : memref<64xi129>, vector<64xi129>
  return
}
