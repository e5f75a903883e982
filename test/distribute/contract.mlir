// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=64 subgroup-size=16" --mlir-print-local-scope --split-input-file %s | filecheck %s

// vector.contract: of pieces, each loop in three; lanes meet where they share out what is summed.

#mk = affine_map<(m, n, k) -> (m, k)>
#kn = affine_map<(m, n, k) -> (k, n)>
#nk = affine_map<(m, n, k) -> (n, k)>
#mn = affine_map<(m, n, k) -> (m, n)>
#vk = affine_map<(m, k) -> (k)>
#vmk = affine_map<(m, k) -> (m, k)>
#vm = affine_map<(m, k) -> (m)>
#bmk = affine_map<(b, m, n, k) -> (b, m, k)>
#bkn = affine_map<(b, m, n, k) -> (b, k, n)>
#bmn = affine_map<(b, m, n, k) -> (b, m, n)>
#dk = affine_map<(k) -> (k)>
#d0 = affine_map<(k) -> ()>
#same = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 4], element_tile = [2, 2], subgroup_strides = [0, 0], thread_strides = [4, 1]>
#blhs = #iree_vector_ext.nested_layout<subgroup_tile = [2, 2, 1], batch_tile = [1, 1, 2], outer_tile = [1, 1, 1], thread_tile = [1, 4, 4], element_tile = [1, 1, 1], subgroup_strides = [1, 2, 0], thread_strides = [0, 1, 4]>
#brhs = #iree_vector_ext.nested_layout<subgroup_tile = [2, 1, 1], batch_tile = [1, 2, 1], outer_tile = [1, 1, 2], thread_tile = [1, 4, 1], element_tile = [1, 1, 2], subgroup_strides = [1, 0, 0], thread_strides = [0, 4, 0]>
#m3 = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 1, 1], outer_tile = [1, 1, 1], thread_tile = [4, 4, 1], element_tile = [2, 2, 8], subgroup_strides = [0, 0, 0], thread_strides = [4, 1, 0]>
#lhs = #iree_vector_ext.nested_layout<subgroup_tile = [2, 1], batch_tile = [1, 2], outer_tile = [2, 1], thread_tile = [4, 1], element_tile = [1, 2], subgroup_strides = [1, 0], thread_strides = [4, 0]>
#rhs = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 1], outer_tile = [1, 1], thread_tile = [1, 4], element_tile = [2, 2], subgroup_strides = [0, 0], thread_strides = [0, 1]>
#out = #iree_vector_ext.nested_layout<subgroup_tile = [2, 1], batch_tile = [1, 1], outer_tile = [2, 1], thread_tile = [4, 4], element_tile = [1, 2], subgroup_strides = [1, 0], thread_strides = [4, 1]>
#lhs_k = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 2], outer_tile = [2, 1], thread_tile = [4, 4], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [4, 1]>
#rhs_k = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 2], outer_tile = [1, 1], thread_tile = [4, 1], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#rhs_nk = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 2], outer_tile = [2, 1], thread_tile = [1, 4], element_tile = [4, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>
#loops = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 2, 2], outer_tile = [2, 1, 1], thread_tile = [4, 1, 4], element_tile = [1, 2, 1], subgroup_strides = [0, 0, 0], thread_strides = [4, 0, 1]>
#other = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 4], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [4, 1]>
#rows = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 2], outer_tile = [2, 1], thread_tile = [4, 1], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [4, 0]>
#lhs_s = #iree_vector_ext.nested_layout<subgroup_tile = [1, 4], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 4], element_tile = [2, 2], subgroup_strides = [0, 1], thread_strides = [4, 1]>
#rhs_s = #iree_vector_ext.nested_layout<subgroup_tile = [4, 1], batch_tile = [1, 2], outer_tile = [1, 1], thread_tile = [4, 1], element_tile = [2, 2], subgroup_strides = [1, 0], thread_strides = [1, 0]>
#mat = #iree_vector_ext.nested_layout<subgroup_tile = [1, 4], batch_tile = [2, 1], outer_tile = [1, 1], thread_tile = [4, 4], element_tile = [1, 2], subgroup_strides = [0, 1], thread_strides = [4, 1]>
#vec = #iree_vector_ext.nested_layout<subgroup_tile = [4], batch_tile = [1], outer_tile = [1], thread_tile = [4], element_tile = [2], subgroup_strides = [1], thread_strides = [1]>
#dot = #iree_vector_ext.nested_layout<subgroup_tile = [4], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [1], subgroup_strides = [1], thread_strides = [1]>

// CHECK-LABEL: func.func @sum_within_a_lane
// CHECK: vector.contract {{.*}}iterator_types = ["parallel", "parallel", "reduction", "parallel", "parallel", "reduction", "parallel", "parallel", "reduction"]{{.*}} : vector<1x2x2x1x1x2xf16>, vector<2x1x1x1x2x2xf16> into vector<1x1x2x1x1x2xf32>
// CHECK-NOT: gpu.subgroup_reduce
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @sum_within_a_lane(%a: memref<16x4xf16>, %b: memref<4x8xf16>, %c: memref<16x8xf32>, %d: memref<16x8xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f16 = arith.constant 0.0 : f16
  %pad_f32 = arith.constant 0.0 : f32
  %x_read = vector.transfer_read %a[%c0, %c0], %pad_f16 {in_bounds = [true, true]} : memref<16x4xf16>, vector<16x4xf16>
  %x = iree_vector_ext.to_layout %x_read to layout(#lhs) : vector<16x4xf16>
  %y_read = vector.transfer_read %b[%c0, %c0], %pad_f16 {in_bounds = [true, true]} : memref<4x8xf16>, vector<4x8xf16>
  %y = iree_vector_ext.to_layout %y_read to layout(#rhs) : vector<4x8xf16>
  %z = vector.transfer_read %c[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<16x8xf32>, vector<16x8xf32>
  %p = vector.contract {indexing_maps = [#mk, #kn, #mn], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %x, %y, %z : vector<16x4xf16>, vector<4x8xf16> into vector<16x8xf32>
  vector.transfer_write %p, %d[%c0, %c0] {in_bounds = [true, true]} : vector<16x8xf32>, memref<16x8xf32>
  return
}

// The lanes' parts start from what changes nothing; the accumulator is added last.
// CHECK-LABEL: func.func @sum_over_lanes
// CHECK: arith.constant dense<-0.000000e+00> : vector<1x2x2x1x1x2xf32>
// CHECK: vector.contract
// CHECK-COUNT-8: gpu.subgroup_reduce add {{.*}} cluster(size = 4) : (f32) -> f32
// CHECK-NEXT: vector.from_elements {{.*}} : vector<8xf32>
// CHECK-NOT: gpu.subgroup_reduce
// CHECK: arith.addf
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @sum_over_lanes(%a: memref<8x8xf32>, %b: memref<8x4xf32>, %c: memref<8x4xf32>, %d: memref<8x4xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %x_read = vector.transfer_read %a[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x8xf32>, vector<8x8xf32>
  %x = iree_vector_ext.to_layout %x_read to layout(#lhs_k) : vector<8x8xf32>
  %y_read = vector.transfer_read %b[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x4xf32>, vector<8x4xf32>
  %y = iree_vector_ext.to_layout %y_read to layout(#rhs_k) : vector<8x4xf32>
  %z = vector.transfer_read %c[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x4xf32>, vector<8x4xf32>
  %p = vector.contract {indexing_maps = [#mk, #kn, #mn], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %x, %y, %z : vector<8x8xf32>, vector<8x4xf32> into vector<8x4xf32>
  vector.transfer_write %p, %d[%c0, %c0] {in_bounds = [true, true]} : vector<8x4xf32>, memref<8x4xf32>
  return
}

// CHECK-LABEL: func.func @sum_over_subgroups
// CHECK: gpu.subgroup_reduce
// CHECK: gpu.barrier
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @sum_over_subgroups(%a: memref<8x32xf32>, %b: memref<32x4xf32>, %c: memref<8x4xf32>, %d: memref<8x4xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %x_read = vector.transfer_read %a[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x32xf32>, vector<8x32xf32>
  %x = iree_vector_ext.to_layout %x_read to layout(#lhs_s) : vector<8x32xf32>
  %y_read = vector.transfer_read %b[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<32x4xf32>, vector<32x4xf32>
  %y = iree_vector_ext.to_layout %y_read to layout(#rhs_s) : vector<32x4xf32>
  %z = vector.transfer_read %c[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x4xf32>, vector<8x4xf32>
  %p = vector.contract {indexing_maps = [#mk, #kn, #mn], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %x, %y, %z : vector<8x32xf32>, vector<32x4xf32> into vector<8x4xf32>
  vector.transfer_write %p, %d[%c0, %c0] {in_bounds = [true, true]} : vector<8x4xf32>, memref<8x4xf32>
  return
}

// CHECK-LABEL: func.func @transposed_right_hand_side
// CHECK: vector.contract
// CHECK: gpu.subgroup_reduce add
func.func @transposed_right_hand_side(%a: memref<8x8xi32>, %b: memref<8x4xi32>, %c: memref<8x8xi32>, %d: memref<8x8xi32>) {
  %c0 = arith.constant 0 : index
  %pad_i32 = arith.constant 0 : i32
  %x_read = vector.transfer_read %a[%c0, %c0], %pad_i32 {in_bounds = [true, true]} : memref<8x8xi32>, vector<8x8xi32>
  %x = iree_vector_ext.to_layout %x_read to layout(#lhs_k) : vector<8x8xi32>
  %y_read = vector.transfer_read %a[%c0, %c0], %pad_i32 {in_bounds = [true, true]} : memref<8x8xi32>, vector<8x8xi32>
  %y = iree_vector_ext.to_layout %y_read to layout(#rhs_nk) : vector<8x8xi32>
  %z = vector.transfer_read %c[%c0, %c0], %pad_i32 {in_bounds = [true, true]} : memref<8x8xi32>, vector<8x8xi32>
  %p = vector.contract {indexing_maps = [#mk, #nk, #mn], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %x, %y, %z : vector<8x8xi32>, vector<8x8xi32> into vector<8x8xi32>
  vector.transfer_write %p, %d[%c0, %c0] {in_bounds = [true, true]} : vector<8x8xi32>, memref<8x8xi32>
  return
}

// CHECK-LABEL: func.func @masked
// CHECK: vector.mask {{.*}} { vector.contract
// CHECK: gpu.subgroup_reduce add
func.func @masked(%a: memref<8x8xf32>, %b: memref<8x4xf32>, %c: memref<8x4xf32>, %d: memref<8x4xf32>, %k: index) {
  %c0 = arith.constant 0 : index
  %c3 = arith.constant 3 : index
  %c7 = arith.constant 7 : index
  %pad_f32 = arith.constant 0.0 : f32
  // ARGS: 4=5
  %x_read = vector.transfer_read %a[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x8xf32>, vector<8x8xf32>
  %x = iree_vector_ext.to_layout %x_read to layout(#lhs_k) : vector<8x8xf32>
  %y_read = vector.transfer_read %b[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x4xf32>, vector<8x4xf32>
  %y = iree_vector_ext.to_layout %y_read to layout(#rhs_k) : vector<8x4xf32>
  %z = vector.transfer_read %c[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x4xf32>, vector<8x4xf32>
  %m0 = vector.create_mask %c7, %c3, %k : vector<8x4x8xi1>
  %m = iree_vector_ext.to_layout %m0 to layout(#loops) : vector<8x4x8xi1>
  %p = vector.mask %m { vector.contract {indexing_maps = [#mk, #kn, #mn], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %x, %y, %z : vector<8x8xf32>, vector<8x4xf32> into vector<8x4xf32> } : vector<8x4x8xi1> -> vector<8x4xf32>
  vector.transfer_write %p, %d[%c0, %c0] {in_bounds = [true, true]} : vector<8x4xf32>, memref<8x4xf32>
  return
}

// CHECK-LABEL: func.func @matrix_by_vector
// CHECK: vector.contract
// CHECK: gpu.subgroup_reduce
// CHECK: gpu.barrier
func.func @matrix_by_vector(%a: memref<8x32xf32>, %b: memref<32xf32>, %d: memref<8xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %x_read = vector.transfer_read %a[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x32xf32>, vector<8x32xf32>
  %x = iree_vector_ext.to_layout %x_read to layout(#mat) : vector<8x32xf32>
  %y_read = vector.transfer_read %b[%c0], %pad_f32 {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %y = iree_vector_ext.to_layout %y_read to layout(#vec) : vector<32xf32>
  %z = arith.constant dense<1.5> : vector<8xf32>
  %p = vector.contract {indexing_maps = [#vmk, #vk, #vm], iterator_types = ["parallel", "reduction"], kind = #vector.kind<add>} %x, %y, %z : vector<8x32xf32>, vector<32xf32> into vector<8xf32>
  vector.transfer_write %p, %d[%c0] {in_bounds = [true]} : vector<8xf32>, memref<8xf32>
  return
}

// CHECK-LABEL: func.func @to_a_scalar
// CHECK: vector.contract
// CHECK: gpu.subgroup_reduce
// CHECK: memref.store
func.func @to_a_scalar(%a: memref<64xf32>, %b: memref<64xf32>, %d: memref<1xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %x_read = vector.transfer_read %a[%c0], %pad_f32 {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %x = iree_vector_ext.to_layout %x_read to layout(#dot) : vector<64xf32>
  %y_read = vector.transfer_read %b[%c0], %pad_f32 {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %y = iree_vector_ext.to_layout %y_read to layout(#dot) : vector<64xf32>
  %z = arith.constant 1.5 : f32
  %p = vector.contract {indexing_maps = [#dk, #dk, #d0], iterator_types = ["reduction"], kind = #vector.kind<add>} %x, %y, %z : vector<64xf32>, vector<64xf32> into f32
  %t = gpu.thread_id x
  %first = arith.cmpi eq, %t, %c0 : index
  scf.if %first {
    memref.store %p, %d[%c0] : memref<1xf32>
  }
  return
}

// lhs and rhs disagree about what is summed: rhs travels to where lhs is.
// CHECK-LABEL: func.func @operand_travels
// CHECK: vector.transfer_write {{.*}} memref<8x4xf32, #gpu.address_space<workgroup>>
// CHECK: gpu.barrier
// CHECK: vector.transfer_read {{.*}} memref<8x4xf32, #gpu.address_space<workgroup>>
// CHECK: vector.contract
func.func @operand_travels(%a: memref<8x8xf32>, %b: memref<8x4xf32>, %c: memref<8x4xf32>, %d: memref<8x4xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %x_read = vector.transfer_read %a[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x8xf32>, vector<8x8xf32>
  %x = iree_vector_ext.to_layout %x_read to layout(#lhs_k) : vector<8x8xf32>
  %y_read = vector.transfer_read %b[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x4xf32>, vector<8x4xf32>
  %y = iree_vector_ext.to_layout %y_read to layout(#other) : vector<8x4xf32>
  %z = vector.transfer_read %c[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x4xf32>, vector<8x4xf32>
  %p = vector.contract {indexing_maps = [#mk, #kn, #mn], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %x, %y, %z : vector<8x8xf32>, vector<8x4xf32> into vector<8x4xf32>
  %q = iree_vector_ext.to_layout %p to layout(#rows) : vector<8x4xf32>
  vector.transfer_write %q, %d[%c0, %c0] {in_bounds = [true, true]} : vector<8x4xf32>, memref<8x4xf32>
  return
}
