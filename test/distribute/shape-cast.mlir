// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=16 subgroup-size=16" --mlir-print-local-scope --split-input-file %s | filecheck %s

// vector.shape_cast: registers are read in another order where lanes keep their elements, else these travel.

#rows = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [2, 1], thread_tile = [4, 4], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [4, 1]>
#all = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [2], thread_tile = [16], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#deep = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [4], outer_tile = [2], thread_tile = [4], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#columns = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 2], thread_tile = [8, 2], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [1, 8]>
#wide = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 3], outer_tile = [1, 1], thread_tile = [2, 2], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [1, 2]>
#twelve = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [3], outer_tile = [1], thread_tile = [4], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#alone = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 1], outer_tile = [1, 2], thread_tile = [1, 1], element_tile = [2, 2], subgroup_strides = [0, 0], thread_strides = [0, 0]>
#grouped = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [2, 1, 1], thread_tile = [4, 4, 1], element_tile = [1, 1, 2], subgroup_strides = [0, 0, 0], thread_strides = [4, 1, 0]>
#one = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 1], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [0, 0]>

// CHECK-LABEL: func.func @merge_in_registers
// CHECK: vector.shape_cast {{.*}} : vector<1x1x2x1x1x2xf32> to vector<1x2x2xf32>
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @merge_in_registers(%in: memref<8x8xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x8xf32>, vector<8x8xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#rows) : vector<8x8xf32>
  %s = vector.shape_cast %a : vector<8x8xf32> to vector<64xf32>
  %b = iree_vector_ext.to_layout %s to layout(#all) : vector<64xf32>
  vector.transfer_write %b, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// CHECK-LABEL: func.func @split_in_registers
// CHECK-NOT: gpu.barrier
// CHECK: vector.transfer_write
func.func @split_in_registers(%in: memref<8x8xf32>, %out: memref<8x4x2xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x8xf32>, vector<8x8xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#rows) : vector<8x8xf32>
  %s = vector.shape_cast %a : vector<8x8xf32> to vector<8x4x2xf32>
  %b = iree_vector_ext.to_layout %s to layout(#grouped) : vector<8x4x2xf32>
  vector.transfer_write %b, %out[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<8x4x2xf32>, memref<8x4x2xf32>
  return
}

// What every lane holds in full needs its own order alone.
// CHECK-LABEL: func.func @transposed_registers
// CHECK: vector.transpose
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @transposed_registers(%in: memref<4x4xi32>, %out: memref<16xi32>) {
  %c0 = arith.constant 0 : index
  %pad_i32 = arith.constant 0 : i32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_i32 {in_bounds = [true, true]} : memref<4x4xi32>, vector<4x4xi32>
  %a = iree_vector_ext.to_layout %a_read to layout(#alone) : vector<4x4xi32>
  %s = vector.shape_cast %a : vector<4x4xi32> to vector<16xi32>
  vector.transfer_write %s, %out[%c0] {in_bounds = [true]} : vector<16xi32>, memref<16xi32>
  return
}

// No layout of the source has the lanes of the result's hold the same elements.
// CHECK-LABEL: func.func @through_memory
// CHECK: memref.view {{.*}} to memref<2x6xf32, #gpu.address_space<workgroup>>
// CHECK: memref.view {{.*}} to memref<12xf32, #gpu.address_space<workgroup>>
// CHECK: vector.transfer_write {{.*}} memref<2x6xf32, #gpu.address_space<workgroup>>
// CHECK: gpu.barrier
// CHECK: vector.transfer_read {{.*}} memref<12xf32, #gpu.address_space<workgroup>>
func.func @through_memory(%in: memref<2x6xf32>, %out: memref<12xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<2x6xf32>, vector<2x6xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#wide) : vector<2x6xf32>
  %s = vector.shape_cast %a : vector<2x6xf32> to vector<12xf32>
  %b = iree_vector_ext.to_layout %s to layout(#twelve) : vector<12xf32>
  vector.transfer_write %b, %out[%c0] {in_bounds = [true]} : vector<12xf32>, memref<12xf32>
  return
}

// Booleans travel as bytes.
// CHECK-LABEL: func.func @booleans_through_memory
// CHECK: memref.view {{.*}} to memref<12xi8, #gpu.address_space<workgroup>>
// CHECK: arith.extui {{.*}} : vector<{{[0-9x]+}}xi1> to vector<{{[0-9x]+}}xi8>
// CHECK: arith.trunci {{.*}} : vector<3x1x1xi8> to vector<3x1x1xi1>
func.func @booleans_through_memory(%in: memref<2x6xf32>, %out: memref<12xi32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<2x6xf32>, vector<2x6xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#wide) : vector<2x6xf32>
  %z = arith.constant dense<0.0> : vector<2x6xf32>
  %f = arith.cmpf olt, %a, %z : vector<2x6xf32>
  %s = vector.shape_cast %f : vector<2x6xi1> to vector<12xi1>
  %b = iree_vector_ext.to_layout %s to layout(#twelve) : vector<12xi1>
  %w = arith.extui %b : vector<12xi1> to vector<12xi32>
  vector.transfer_write %w, %out[%c0] {in_bounds = [true]} : vector<12xi32>, memref<12xi32>
  return
}

// The cast asks its source for a layout, which is converted before it; the cast itself stays in registers.
// CHECK-LABEL: func.func @converted_before
// CHECK: vector.transfer_write {{.*}} memref<8x8xf32, #gpu.address_space<workgroup>>
// CHECK: vector.transfer_read {{.*}} memref<8x8xf32, #gpu.address_space<workgroup>>
// CHECK-NOT: #gpu.address_space<workgroup>
// CHECK: return
func.func @converted_before(%in: memref<8x8xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x8xf32>, vector<8x8xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#columns) : vector<8x8xf32>
  %s = vector.shape_cast %a : vector<8x8xf32> to vector<64xf32>
  %b = iree_vector_ext.to_layout %s to layout(#deep) : vector<64xf32>
  vector.transfer_write %b, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// CHECK-LABEL: func.func @to_no_dimensions
// CHECK: vector.broadcast {{.*}} : f32 to vector<f32>
// CHECK: vector.transpose {{.*}}, [] : vector<f32> to vector<f32>
// CHECK: return
func.func @to_no_dimensions(%in: memref<1x1xf32>, %out: memref<f32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<1x1xf32>, vector<1x1xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#one) : vector<1x1xf32>
  %s = vector.shape_cast %a : vector<1x1xf32> to vector<f32>
  %t = vector.transpose %s, [] : vector<f32> to vector<f32>
  vector.transfer_write %t, %out[] : vector<f32>, memref<f32>
  return
}
