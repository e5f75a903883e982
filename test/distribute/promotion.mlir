// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute --lanewise-check --mlir-print-local-scope %s | filecheck %s

// What a to_layout takes through workgroup memory, and no anchor reaches, is read as memory lies: neighbours by neighbours.

#b = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [16, 4], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [1, 16]>
#two = #iree_vector_ext.nested_layout<subgroup_tile = [2, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [16, 4], element_tile = [1, 16], subgroup_strides = [1, 0], thread_strides = [1, 16]>
#one = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [3], subgroup_strides = [0], thread_strides = [1]>

// 4 of 16 elements to each of 4 lanes, the rows to 16.
// CHECK-LABEL: func.func @rows
// CHECK-DAG: %[[AT:.+]]:2 = affine.delinearize_index %thread_id_x into (16, 4)
// CHECK-DAG: %[[COLUMN:.+]] = affine.linearize_index [%[[AT]]#1, %c0] by (4, 4)
// CHECK: vector.transfer_read %arg0[%[[AT]]#0, %[[COLUMN]]], {{.*}}vector<1x4xf16>
// CHECK: gpu.barrier
// CHECK: return
func.func @rows(%in: memref<16x16xf16>, %out: memref<16x16xf16>) attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f16
  %x = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<16x16xf16>, vector<16x16xf16>
  %xb = iree_vector_ext.to_layout %x to layout(#b) <shared_memory_conversion = unit> : vector<16x16xf16>
  vector.transfer_write %xb, %out[%c0, %c0] {in_bounds = [true, true]} : vector<16x16xf16>, memref<16x16xf16>
  return
}

// A read of columns: memory runs along the first dimension. All 128 lanes take part, each with 8 elements at a time.
// CHECK-LABEL: func.func @columns
// CHECK: vector.transfer_read %arg0[{{.*}}vector<8x1xf16>
// CHECK: gpu.barrier
// CHECK: return
func.func @columns(%in: memref<64x32xf16>, %out: memref<32x64xf16>) attributes {gpu.known_block_size = array<i32: 128, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f16
  %x = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true], permutation_map = affine_map<(r, c) -> (c, r)>} : memref<64x32xf16>, vector<32x64xf16>
  %e = math.absf %x : vector<32x64xf16>
  %xb = iree_vector_ext.to_layout %e to layout(#two) <shared_memory_conversion = unit> : vector<32x64xf16>
  vector.transfer_write %xb, %out[%c0, %c0] {in_bounds = [true, true]} : vector<32x64xf16>, memref<32x64xf16>
  return
}

// Sizes that are no powers of two, and fewer elements than lanes.
// CHECK-LABEL: func.func @few
// CHECK: vector.transfer_read %arg0[{{.*}}vector<1xf32>
// CHECK: return
func.func @few(%in: memref<24xf32>, %out: memref<24xf32>) attributes {gpu.known_block_size = array<i32: 48, 1, 1>, lanewise.subgroup_size = 16 : i64} {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<24xf32>, vector<24xf32>
  %xb = iree_vector_ext.to_layout %x to layout(#one) <shared_memory_conversion = unit> : vector<24xf32>
  vector.transfer_write %xb, %out[%c0] {in_bounds = [true]} : vector<24xf32>, memref<24xf32>
  return
}
