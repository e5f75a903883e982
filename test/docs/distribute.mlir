// The distribution of the op that docs/adding-an-op.md adds.
// RUN: lanewise-opt --host=%host --load-pass-plugin=%S/inputs/interleave.py --lanewise-check --verify-diagnostics --split-input-file "--lanewise-distribute=workgroup-size=32 subgroup-size=32" %s
// RUN: not lanewise-opt --host=%host --load-pass-plugin=%S/inputs/interleave.py --split-input-file "--lanewise-distribute=workgroup-size=32 subgroup-size=32" %s 2>/dev/null | filecheck %s

#a = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [8, 1]>

// CHECK-LABEL: func.func @each_lane_interleaves_its_elements
// CHECK: vector.interleave %{{.*}}, %{{.*}} : vector<1x1x1x1x1x2xf32> -> vector<1x1x1x1x1x4xf32>
// CHECK: vector.transfer_write {{.*}} : vector<1x4xf32>, memref<4x32xf32>
func.func @each_lane_interleaves_its_elements(%in: memref<4x16xf32>, %out: memref<4x32xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<4x16xf32>, vector<4x16xf32>
  %a = iree_vector_ext.to_layout %x to layout(#a) : vector<4x16xf32>
  %b = arith.negf %a : vector<4x16xf32>
  %y = vector.interleave %a, %b : vector<4x16xf32> -> vector<4x32xf32>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<4x32xf32>, memref<4x32xf32>
  return
}

// -----

#a = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [8, 1]>
#b = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 32], element_tile = [4, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// With one element a lane the result requires nothing of the operands, and those have their layout from elsewhere.
func.func @lanes_that_would_interleave_elements_of_others(%in: memref<4x16xf32>, %out: memref<4x32xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<4x16xf32>, vector<4x16xf32>
  // expected-error-re @below {{cannot distribute 'vector.interleave': operand #0 has {{.*}}, which does not become {{.*}}thread_tile = [1, 32]}}
  %y = vector.interleave %x, %x : vector<4x16xf32> -> vector<4x32xf32>
  %a = iree_vector_ext.to_layout %x to layout(#a) : vector<4x16xf32>
  vector.transfer_write %a, %in[%c0, %c0] {in_bounds = [true, true]} : vector<4x16xf32>, memref<4x16xf32>
  %z = iree_vector_ext.to_layout %y to layout(#b) : vector<4x32xf32>
  vector.transfer_write %z, %out[%c0, %c0] {in_bounds = [true, true]} : vector<4x32xf32>, memref<4x32xf32>
  return
}
