// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=64 subgroup-size=16" %s | filecheck %s

// vector.bitcast: each lane cuts the bits of its neighbouring elements anew.

#words = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 2], thread_tile = [4, 4], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [4, 1]>
#five = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [5], element_tile = [4], subgroup_strides = [0], thread_strides = [2]>
#alone = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [3], thread_tile = [1], element_tile = [3], subgroup_strides = [0], thread_strides = [0]>
#subgroups = #iree_vector_ext.nested_layout<subgroup_tile = [4], batch_tile = [3], outer_tile = [1], thread_tile = [1], element_tile = [2], subgroup_strides = [1], thread_strides = [0]>

// CHECK-LABEL: func.func @to_narrower_elements
// CHECK: vector.bitcast %{{.*}} : vector<1x1x1x2x1x2xf32> to vector<1x1x1x2x1x4xi16>
// CHECK: return
func.func @to_narrower_elements(%in: memref<4x16xf32>, %out: memref<4x32xi16>) {
  %c0 = arith.constant 0 : index
  %z_f32 = arith.constant 0.0 : f32
  %a = vector.transfer_read %in[%c0, %c0], %z_f32 {in_bounds = [true, true]} : memref<4x16xf32>, vector<4x16xf32>
  %x = iree_vector_ext.to_layout %a to layout(#words) : vector<4x16xf32>
  %y = vector.bitcast %x : vector<4x16xf32> to vector<4x32xi16>
  vector.transfer_write %y, %out[%c0, %c0] {in_bounds = [true, true]} : vector<4x32xi16>, memref<4x32xi16>
  return
}

// CHECK-LABEL: func.func @to_wider_elements
// CHECK: vector.bitcast %{{.*}} : vector<2x1x4xi8> to vector<2x1x1xi32>
// CHECK: return
func.func @to_wider_elements(%in: memref<40xi8>, %out: memref<10xi32>) {
  %c0 = arith.constant 0 : index
  %z_i8 = arith.constant 0 : i8
  %a = vector.transfer_read %in[%c0], %z_i8 {in_bounds = [true]} : memref<40xi8>, vector<40xi8>
  %x = iree_vector_ext.to_layout %a to layout(#five) : vector<40xi8>
  %y = vector.bitcast %x : vector<40xi8> to vector<10xi32>
  vector.transfer_write %y, %out[%c0] {in_bounds = [true]} : vector<10xi32>, memref<10xi32>
  return
}

// CHECK-LABEL: func.func @layout_of_the_result
// CHECK: vector.bitcast %{{.*}} : vector<2x1x4xi32> to vector<2x1x4xf32>
// CHECK: return
func.func @layout_of_the_result(%in: memref<40xi32>, %out: memref<40xf32>) {
  %c0 = arith.constant 0 : index
  %z_i32 = arith.constant 0 : i32
  %a = vector.transfer_read %in[%c0], %z_i32 {in_bounds = [true]} : memref<40xi32>, vector<40xi32>
  %y = vector.bitcast %a : vector<40xi32> to vector<40xf32>
  %x = iree_vector_ext.to_layout %y to layout(#five) : vector<40xf32>
  vector.transfer_write %x, %out[%c0] {in_bounds = [true]} : vector<40xf32>, memref<40xf32>
  return
}

// Three elements are no whole number of words: one run of 18 is.
// CHECK-LABEL: func.func @one_run_of_a_lane
// CHECK: vector.bitcast %{{.*}} : vector<1x1x18xi16> to vector<1x1x9xi32>
// CHECK: return
func.func @one_run_of_a_lane(%in: memref<18xi16>, %out: memref<9xi32>) {
  %c0 = arith.constant 0 : index
  %z_i16 = arith.constant 0 : i16
  %a = vector.transfer_read %in[%c0], %z_i16 {in_bounds = [true]} : memref<18xi16>, vector<18xi16>
  %x = iree_vector_ext.to_layout %a to layout(#alone) : vector<18xi16>
  %y = vector.bitcast %x : vector<18xi16> to vector<9xi32>
  vector.transfer_write %y, %out[%c0] {in_bounds = [true]} : vector<9xi32>, memref<9xi32>
  return
}

// CHECK-LABEL: func.func @several_subgroups
// CHECK: vector.bitcast %{{.*}} : vector<3x1x2xf16> to vector<3x1x1xi32>
// CHECK: return
func.func @several_subgroups(%in: memref<24xf16>, %out: memref<12xi32>) {
  %c0 = arith.constant 0 : index
  %z_f16 = arith.constant 0.0 : f16
  %a = vector.transfer_read %in[%c0], %z_f16 {in_bounds = [true]} : memref<24xf16>, vector<24xf16>
  %x = iree_vector_ext.to_layout %a to layout(#subgroups) : vector<24xf16>
  %y = vector.bitcast %x : vector<24xf16> to vector<12xi32>
  vector.transfer_write %y, %out[%c0] {in_bounds = [true]} : vector<12xi32>, memref<12xi32>
  return
}
