// RUN: lanewise-opt --host=%host --lanewise-distribute="workgroup-size=64 subgroup-size=64" --split-input-file %s | filecheck %s

// What a function returns that is not here may be any buffer.

#pairs = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#halves = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// CHECK-LABEL: func.func @from_anywhere
// CHECK: vector.transfer_write
// CHECK: gpu.barrier
// CHECK: vector.transfer_read
func.func private @other() -> memref<64xf32>
func.func @from_anywhere(%a: memref<64xf32>, %in: memref<64xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %b = func.call @other() : () -> memref<64xf32>
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %p = iree_vector_ext.to_layout %x to layout(#pairs) : vector<64xf32>
  vector.transfer_write %p, %a[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  %y = vector.transfer_read %b[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %h = iree_vector_ext.to_layout %y to layout(#halves) : vector<64xf32>
  vector.transfer_write %h, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}
