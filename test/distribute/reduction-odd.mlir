// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=96 subgroup-size=32" --mlir-print-local-scope --split-input-file %s | filecheck %s

// Reductions over numbers of lanes and subgroups that are no powers of two.

#all = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [96], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#three = #iree_vector_ext.nested_layout<subgroup_tile = [3], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [1], thread_strides = [1]>
#grid = #iree_vector_ext.nested_layout<subgroup_tile = [3, 1], batch_tile = [1, 1], outer_tile = [1, 2], thread_tile = [2, 16], element_tile = [1, 2], subgroup_strides = [1, 0], thread_strides = [16, 1]>
#turned = #iree_vector_ext.nested_layout<subgroup_tile = [1, 3], batch_tile = [1, 1], outer_tile = [1, 2], thread_tile = [2, 16], element_tile = [2, 1], subgroup_strides = [0, 1], thread_strides = [1, 2]>
#small = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 2], outer_tile = [1, 1], thread_tile = [6, 5], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [5, 1]>

// CHECK-LABEL: func.func @thread_tile_over_three_subgroups
// CHECK: gpu.barrier
// CHECK: memref.store
func.func @thread_tile_over_three_subgroups(%in: memref<192xf32>, %out: memref<96xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %x_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<192xf32>, vector<192xf32>
  %x = iree_vector_ext.to_layout %x_read to layout(#all) : vector<192xf32>
  %s = vector.reduction <add>, %x : vector<192xf32> into f32
  %t = gpu.thread_id x
  memref.store %s, %out[%t] : memref<96xf32>
  return
}

// CHECK-LABEL: func.func @three_subgroups
// CHECK: gpu.subgroup_reduce
// CHECK: gpu.barrier
// CHECK: memref.store
func.func @three_subgroups(%in: memref<192xi32>, %out: memref<96xi32>) {
  %c0 = arith.constant 0 : index
  %pad_i32 = arith.constant 0 : i32
  %x_read = vector.transfer_read %in[%c0], %pad_i32 {in_bounds = [true]} : memref<192xi32>, vector<192xi32>
  %x = iree_vector_ext.to_layout %x_read to layout(#three) : vector<192xi32>
  %s = vector.reduction <maxsi>, %x : vector<192xi32> into i32
  %t = gpu.thread_id x
  memref.store %s, %out[%t] : memref<96xi32>
  return
}

// CHECK-LABEL: func.func @either_dimension
// CHECK: gpu.barrier
// CHECK: gpu.subgroup_reduce add
func.func @either_dimension(%in: memref<6x64xf32>, %out: memref<64xf32>, %out2: memref<6xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %x_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<6x64xf32>, vector<6x64xf32>
  %x = iree_vector_ext.to_layout %x_read to layout(#grid) : vector<6x64xf32>
  %z = arith.constant dense<0.0> : vector<64xf32>
  %s = vector.multi_reduction <add>, %x, %z [0] : vector<6x64xf32> to vector<64xf32>
  vector.transfer_write %s, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  %z2 = arith.constant dense<0.0> : vector<6xf32>
  %s2 = vector.multi_reduction <add>, %x, %z2 [1] : vector<6x64xf32> to vector<6xf32>
  vector.transfer_write %s2, %out2[%c0] {in_bounds = [true]} : vector<6xf32>, memref<6xf32>
  return
}

// CHECK-LABEL: func.func @bytes
// CHECK-COUNT-2: gpu.subgroup_reduce minsi {{.*}} -> i8
// CHECK: gpu.barrier
func.func @bytes(%in: memref<4x96xi8>, %out: memref<96xi8>, %out2: memref<4xi8>) {
  %c0 = arith.constant 0 : index
  %pad_i8 = arith.constant 0 : i8
  %x_read = vector.transfer_read %in[%c0, %c0], %pad_i8 {in_bounds = [true, true]} : memref<4x96xi8>, vector<4x96xi8>
  %x = iree_vector_ext.to_layout %x_read to layout(#turned) : vector<4x96xi8>
  %z = arith.constant dense<0> : vector<96xi8>
  %s = vector.multi_reduction <minsi>, %x, %z [0] : vector<4x96xi8> to vector<96xi8>
  vector.transfer_write %s, %out[%c0] {in_bounds = [true]} : vector<96xi8>, memref<96xi8>
  %z2 = arith.constant dense<0> : vector<4xi8>
  %s2 = vector.multi_reduction <or>, %x, %z2 [1] : vector<4x96xi8> to vector<4xi8>
  vector.transfer_write %s2, %out2[%c0] {in_bounds = [true]} : vector<4xi8>, memref<4xi8>
  return
}

// CHECK-LABEL: func.func @six_by_five_lanes
// CHECK-NOT: gpu.subgroup_reduce
// CHECK: return
func.func @six_by_five_lanes(%in: memref<6x10xbf16>, %out: memref<10xbf16>, %out2: memref<6xbf16>) {
  %c0 = arith.constant 0 : index
  %pad_bf16 = arith.constant 0.0 : bf16
  %x_read = vector.transfer_read %in[%c0, %c0], %pad_bf16 {in_bounds = [true, true]} : memref<6x10xbf16>, vector<6x10xbf16>
  %x = iree_vector_ext.to_layout %x_read to layout(#small) : vector<6x10xbf16>
  %z = arith.constant dense<0.0> : vector<10xbf16>
  %s = vector.multi_reduction <maximumf>, %x, %z [0] : vector<6x10xbf16> to vector<10xbf16>
  vector.transfer_write %s, %out[%c0] {in_bounds = [true]} : vector<10xbf16>, memref<10xbf16>
  %z2 = arith.constant dense<0.0> : vector<6xbf16>
  %s2 = vector.multi_reduction <minnumf>, %x, %z2 [1] : vector<6x10xbf16> to vector<6xbf16>
  vector.transfer_write %s2, %out2[%c0] {in_bounds = [true]} : vector<6xbf16>, memref<6xbf16>
  return
}
