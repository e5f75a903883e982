// RUN: lanewise-opt --host=%host --lanewise-distribute="workgroup-size=64 subgroup-size=64" --split-input-file %s | filecheck %s

// A buffer of two names: what is written by the one is read by the other, so a barrier stands between.

#pairs = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#halves = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// CHECK-LABEL: func.func @select
// CHECK: vector.transfer_write
// CHECK: gpu.barrier
// CHECK: vector.transfer_read
func.func @select(%a: memref<64xf32>, %c: i1, %in: memref<64xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %b = arith.select %c, %a, %a : memref<64xf32>
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %p = iree_vector_ext.to_layout %x to layout(#pairs) : vector<64xf32>
  vector.transfer_write %p, %a[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  %y = vector.transfer_read %b[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %h = iree_vector_ext.to_layout %y to layout(#halves) : vector<64xf32>
  vector.transfer_write %h, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#pairs = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#halves = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// CHECK-LABEL: func.func @branches
// CHECK: vector.transfer_write
// CHECK: gpu.barrier
// CHECK: vector.transfer_read
func.func @branches(%a: memref<64xf32>, %c: i1, %in: memref<64xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %b = scf.if %c -> memref<64xf32> {
    scf.yield %a : memref<64xf32>
  } else {
    scf.yield %a : memref<64xf32>
  }
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %p = iree_vector_ext.to_layout %x to layout(#pairs) : vector<64xf32>
  vector.transfer_write %p, %a[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  %y = vector.transfer_read %b[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %h = iree_vector_ext.to_layout %y to layout(#halves) : vector<64xf32>
  vector.transfer_write %h, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#pairs = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#halves = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// CHECK-LABEL: func.func @region
// CHECK: vector.transfer_write
// CHECK: gpu.barrier
// CHECK: vector.transfer_read
func.func @region(%a: memref<64xf32>, %in: memref<64xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %b = scf.execute_region -> memref<64xf32> {
    scf.yield %a : memref<64xf32>
  }
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %p = iree_vector_ext.to_layout %x to layout(#pairs) : vector<64xf32>
  vector.transfer_write %p, %a[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  %y = vector.transfer_read %b[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %h = iree_vector_ext.to_layout %y to layout(#halves) : vector<64xf32>
  vector.transfer_write %h, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#pairs = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#halves = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// CHECK-LABEL: func.func @loop
// CHECK: vector.transfer_write
// CHECK: gpu.barrier
// CHECK: vector.transfer_read
func.func @loop(%a: memref<64xf32>, %n: index, %in: memref<64xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %b = scf.for %i = %c0 to %n step %n iter_args(%q = %a) -> memref<64xf32> {
    scf.yield %q : memref<64xf32>
  }
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %p = iree_vector_ext.to_layout %x to layout(#pairs) : vector<64xf32>
  vector.transfer_write %p, %a[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  %y = vector.transfer_read %b[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %h = iree_vector_ext.to_layout %y to layout(#halves) : vector<64xf32>
  vector.transfer_write %h, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#pairs = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#halves = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// CHECK-LABEL: func.func @metadata
// CHECK: vector.transfer_write
// CHECK: gpu.barrier
// CHECK: vector.transfer_read
func.func @metadata(%a: memref<64xf32>, %in: memref<64xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %base, %offset, %size, %stride = memref.extract_strided_metadata %a : memref<64xf32> -> memref<f32>, index, index, index
  %b = memref.reinterpret_cast %base to offset: [0], sizes: [64], strides: [1] : memref<f32> to memref<64xf32>
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %p = iree_vector_ext.to_layout %x to layout(#pairs) : vector<64xf32>
  vector.transfer_write %p, %a[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  %y = vector.transfer_read %b[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %h = iree_vector_ext.to_layout %y to layout(#halves) : vector<64xf32>
  vector.transfer_write %h, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#pairs = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#halves = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// CHECK-LABEL: func.func @global
// CHECK: vector.transfer_write
// CHECK: gpu.barrier
// CHECK: vector.transfer_read
memref.global "private" @g : memref<64xf32>
func.func @global(%in: memref<64xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %a = memref.get_global @g : memref<64xf32>
  %b = memref.get_global @g : memref<64xf32>
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %p = iree_vector_ext.to_layout %x to layout(#pairs) : vector<64xf32>
  vector.transfer_write %p, %a[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  %y = vector.transfer_read %b[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %h = iree_vector_ext.to_layout %y to layout(#halves) : vector<64xf32>
  vector.transfer_write %h, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#pairs = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#halves = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// CHECK-LABEL: func.func @two_buffers
// CHECK-NOT: gpu.barrier
func.func @two_buffers(%a: memref<64xf32>, %b: memref<64xf32>, %in: memref<64xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %p = iree_vector_ext.to_layout %x to layout(#pairs) : vector<64xf32>
  vector.transfer_write %p, %a[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  %y = vector.transfer_read %b[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %h = iree_vector_ext.to_layout %y to layout(#halves) : vector<64xf32>
  vector.transfer_write %h, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}
