// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=64 subgroup-size=16" --mlir-print-local-scope --split-input-file %s | filecheck %s

// Reductions: what a lane holds first, then lanes of a subgroup, then subgroups by way of memory.

#local = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 2], outer_tile = [1, 1], thread_tile = [16, 1], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#rows = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 2], outer_tile = [1, 1], thread_tile = [4, 4], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [4, 1]>
#columns = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 1], outer_tile = [1, 1], thread_tile = [4, 4], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [4, 1]>
#wide = #iree_vector_ext.nested_layout<subgroup_tile = [1, 4], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 4], element_tile = [1, 1], subgroup_strides = [0, 1], thread_strides = [1, 4]>
#wide_rows = #iree_vector_ext.nested_layout<subgroup_tile = [2, 2], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [2, 8], element_tile = [1, 1], subgroup_strides = [2, 1], thread_strides = [8, 1]>
#three = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 2], outer_tile = [1, 1], thread_tile = [4, 3], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [3, 1]>
#eight = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#cube = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1, 1], batch_tile = [1, 2, 1], outer_tile = [1, 1, 1], thread_tile = [2, 2, 4], element_tile = [2, 1, 1], subgroup_strides = [0, 0, 0], thread_strides = [8, 4, 1]>
#line = #iree_vector_ext.nested_layout<subgroup_tile = [4], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [2], subgroup_strides = [1], thread_strides = [1]>
#one = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [8], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

// CHECK-LABEL: func.func @within_a_lane
// CHECK: vector.multi_reduction <add>, {{.*}} [1, 3, 5] : vector<1x2x1x1x1x4xf32> to vector<1x1x1xf32>
// CHECK-NOT: gpu.subgroup_reduce
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @within_a_lane(%in: memref<16x8xf32>, %init: memref<16xf32>, %out: memref<16xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<16x8xf32>, vector<16x8xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#local) : vector<16x8xf32>
  %i = vector.transfer_read %init[%c0], %pad_f32 {in_bounds = [true]} : memref<16xf32>, vector<16xf32>
  %s = vector.multi_reduction <add>, %a, %i [1] : vector<16x8xf32> to vector<16xf32>
  vector.transfer_write %s, %out[%c0] {in_bounds = [true]} : vector<16xf32>, memref<16xf32>
  return
}

// The accumulator is added once, after the lanes have met.
// CHECK-LABEL: func.func @within_a_subgroup
// CHECK: vector.multi_reduction <add>, {{.*}} [1, 3, 5] : vector<1x2x1x1x1x2xf32> to vector<1x1x1xf32>
// CHECK: gpu.subgroup_reduce add {{.*}} cluster(size = 4) : (f32) -> f32
// CHECK: arith.addf
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @within_a_subgroup(%in: memref<4x16xf32>, %init: memref<4xf32>, %out: memref<4xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<4x16xf32>, vector<4x16xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#rows) : vector<4x16xf32>
  %i = vector.transfer_read %init[%c0], %pad_f32 {in_bounds = [true]} : memref<4xf32>, vector<4xf32>
  %s = vector.multi_reduction <add>, %a, %i [1] : vector<4x16xf32> to vector<4xf32>
  vector.transfer_write %s, %out[%c0] {in_bounds = [true]} : vector<4xf32>, memref<4xf32>
  return
}

// Several elements of a lane go one by one, as scalars; lanes are apart by a stride.
// CHECK-LABEL: func.func @down_the_columns
// CHECK: vector.extract %[[V:.+]][0] : f32 from vector<2xf32>
// CHECK-NEXT: vector.extract %[[V]][1] : f32 from vector<2xf32>
// CHECK-NEXT: gpu.subgroup_reduce {{.*}} cluster(size = 4, stride = 4) : (f32) -> f32
// CHECK-NEXT: gpu.subgroup_reduce {{.*}} cluster(size = 4, stride = 4) : (f32) -> f32
// CHECK-NEXT: vector.from_elements {{.*}} : vector<2xf32>
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @down_the_columns(%in: memref<8x8xf32>, %out: memref<8xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x8xf32>, vector<8x8xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#columns) : vector<8x8xf32>
  %i = arith.constant dense<-3.0> : vector<8xf32>
  %s = vector.multi_reduction <maximumf>, %a, %i [0] : vector<8x8xf32> to vector<8xf32>
  vector.transfer_write %s, %out[%c0] {in_bounds = [true]} : vector<8xf32>, memref<8xf32>
  return
}

// CHECK-LABEL: func.func @across_subgroups
// CHECK: memref.alloc() {{.*}}memref<4x4xf32, #gpu.address_space<workgroup>>
// CHECK: gpu.subgroup_reduce add {{.*}} cluster(size = 4, stride = 4)
// CHECK: vector.transfer_write {{.*}} memref<4x4xf32, #gpu.address_space<workgroup>>
// CHECK: gpu.barrier
// CHECK: vector.transfer_read {{.*}} memref<4x4xf32, #gpu.address_space<workgroup>>
// CHECK: gpu.subgroup_reduce add {{.*}} cluster(size = 4, stride = 4)
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @across_subgroups(%in: memref<4x16xf32>, %out: memref<4xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<4x16xf32>, vector<4x16xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#wide) : vector<4x16xf32>
  %i = arith.constant dense<1.0> : vector<4xf32>
  %s = vector.multi_reduction <add>, %a, %i [1] : vector<4x16xf32> to vector<4xf32>
  vector.transfer_write %s, %out[%c0] {in_bounds = [true]} : vector<4xf32>, memref<4xf32>
  return
}

// CHECK-LABEL: func.func @across_some_subgroups
// CHECK: gpu.subgroup_reduce mul
// CHECK: gpu.barrier
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @across_some_subgroups(%in: memref<4x16xi32>, %out: memref<4xi32>) {
  %c0 = arith.constant 0 : index
  %pad_i32 = arith.constant 0 : i32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_i32 {in_bounds = [true, true]} : memref<4x16xi32>, vector<4x16xi32>
  %a = iree_vector_ext.to_layout %a_read to layout(#wide_rows) : vector<4x16xi32>
  %i = arith.constant dense<3> : vector<4xi32>
  %s = vector.multi_reduction <mul>, %a, %i [1] : vector<4x16xi32> to vector<4xi32>
  vector.transfer_write %s, %out[%c0] {in_bounds = [true]} : vector<4xi32>, memref<4xi32>
  return
}

// A cluster has a power of two of lanes: three of them meet in memory.
// CHECK-LABEL: func.func @three_lanes
// CHECK-NOT: gpu.subgroup_reduce
// CHECK: vector.transfer_write {{.*}} memref<4x3xf32, #gpu.address_space<workgroup>>
// CHECK: gpu.barrier
// CHECK: vector.transfer_read {{.*}} memref<4x3xf32, #gpu.address_space<workgroup>>
// CHECK: return
func.func @three_lanes(%in: memref<4x6xf32>, %out: memref<4xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<4x6xf32>, vector<4x6xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#three) : vector<4x6xf32>
  %i = arith.constant dense<1.0> : vector<4xf32>
  %s = vector.multi_reduction <minimumf>, %a, %i [1] : vector<4x6xf32> to vector<4xf32>
  vector.transfer_write %s, %out[%c0] {in_bounds = [true]} : vector<4xf32>, memref<4xf32>
  return
}

// CHECK-LABEL: func.func @several_dimensions
// CHECK: gpu.subgroup_reduce add {{.*}} cluster(size = 4)
// CHECK: gpu.subgroup_reduce add {{.*}} cluster(size = 2, stride = 8)
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @several_dimensions(%in: memref<4x4x4xf32>, %out: memref<4xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0, %c0], %pad_f32 {in_bounds = [true, true, true]} : memref<4x4x4xf32>, vector<4x4x4xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#cube) : vector<4x4x4xf32>
  %i = arith.constant dense<0.0> : vector<4xf32>
  %s = vector.multi_reduction <add>, %a, %i [0, 2] : vector<4x4x4xf32> to vector<4xf32>
  vector.transfer_write %s, %out[%c0] {in_bounds = [true]} : vector<4xf32>, memref<4xf32>
  return
}

// Strides that go on where another dimension's end make one cluster.
// CHECK-LABEL: func.func @to_a_scalar
// CHECK: gpu.subgroup_reduce add {{.*}} : (f32) -> f32
// CHECK-NOT: gpu.subgroup_reduce
// CHECK-NOT: gpu.barrier
// CHECK: memref.store
func.func @to_a_scalar(%in: memref<4x4x4xf32>, %out: memref<1xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0, %c0], %pad_f32 {in_bounds = [true, true, true]} : memref<4x4x4xf32>, vector<4x4x4xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#cube) : vector<4x4x4xf32>
  %i = arith.constant 2.0 : f32
  %s = vector.multi_reduction <add>, %a, %i [0, 1, 2] : vector<4x4x4xf32> to f32
  %t = gpu.thread_id x
  %first = arith.cmpi eq, %t, %c0 : index
  scf.if %first {
    memref.store %s, %out[%c0] : memref<1xf32>
  }
  return
}

// CHECK-LABEL: func.func @flat_reduction
// CHECK: gpu.subgroup_reduce
// CHECK: gpu.barrier
// CHECK: memref.store
func.func @flat_reduction(%in: memref<128xi32>, %out: memref<1xi32>) {
  %c0 = arith.constant 0 : index
  %pad_i32 = arith.constant 0 : i32
  %a_read = vector.transfer_read %in[%c0], %pad_i32 {in_bounds = [true]} : memref<128xi32>, vector<128xi32>
  %a = iree_vector_ext.to_layout %a_read to layout(#line) : vector<128xi32>
  %s = vector.reduction <xor>, %a : vector<128xi32> into i32
  %t = gpu.thread_id x
  %first = arith.cmpi eq, %t, %c0 : index
  scf.if %first {
    memref.store %s, %out[%c0] : memref<1xi32>
  }
  return
}

// CHECK-LABEL: func.func @flat_reduction_onto_an_accumulator
// CHECK: gpu.subgroup_reduce
// CHECK: arith.addf
func.func @flat_reduction_onto_an_accumulator(%in: memref<32xf32>, %out: memref<1xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#one) : vector<32xf32>
  %i = arith.constant 2.5 : f32
  %s = vector.reduction <add>, %a, %i : vector<32xf32> into f32
  %t = gpu.thread_id x
  %first = arith.cmpi eq, %t, %c0 : index
  scf.if %first {
    memref.store %s, %out[%c0] : memref<1xf32>
  }
  return
}

// Masked elements count as what changes nothing, before lanes meet.
// CHECK-LABEL: func.func @masked
// CHECK: arith.constant dense<0x7F800000> : vector<1x2x1x1x1x2xf32>
// CHECK: arith.select {{.*}} : vector<1x2x1x1x1x2xi1>, vector<1x2x1x1x1x2xf32>
// CHECK: vector.multi_reduction <minimumf>
// CHECK: gpu.subgroup_reduce minimumf
// CHECK-NOT: vector.mask
// CHECK: return
func.func @masked(%in: memref<4x16xf32>, %out: memref<4xf32>, %n: index) {
  %c0 = arith.constant 0 : index
  %c3 = arith.constant 3 : index
  %pad_f32 = arith.constant 0.0 : f32
  // ARGS: 2=11
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<4x16xf32>, vector<4x16xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#rows) : vector<4x16xf32>
  %i = arith.constant dense<100.0> : vector<4xf32>
  %m = vector.create_mask %c3, %n : vector<4x16xi1>
  %s = vector.mask %m { vector.multi_reduction <minimumf>, %a, %i [1] : vector<4x16xf32> to vector<4xf32> } : vector<4x16xi1> -> vector<4xf32>
  vector.transfer_write %s, %out[%c0] {in_bounds = [true]} : vector<4xf32>, memref<4xf32>
  return
}

// CHECK-LABEL: func.func @accumulates_in_its_own_type
// CHECK: vector.multi_reduction <add>, {{.*}} to vector<1x1x1xf16>
// CHECK: gpu.subgroup_reduce add {{.*}} : (f16) -> f16
// CHECK-NOT: f32
// CHECK: return
func.func @accumulates_in_its_own_type(%in: memref<4x16xf16>, %out: memref<4xf16>) {
  %c0 = arith.constant 0 : index
  %pad_f16 = arith.constant 0.0 : f16
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f16 {in_bounds = [true, true]} : memref<4x16xf16>, vector<4x16xf16>
  %a = iree_vector_ext.to_layout %a_read to layout(#rows) : vector<4x16xf16>
  %i = arith.constant dense<0.5> : vector<4xf16>
  %s = vector.multi_reduction <add>, %a, %i [1] : vector<4x16xf16> to vector<4xf16>
  vector.transfer_write %s, %out[%c0] {in_bounds = [true]} : vector<4xf16>, memref<4xf16>
  return
}

// gpu.subgroup_reduce has no index: it counts in i64.
// CHECK-LABEL: func.func @indices
// CHECK: gpu.subgroup_reduce maxsi {{.*}} : (i64) -> i64
// CHECK: arith.index_cast
func.func @indices(%in: memref<4x16xi32>, %out: memref<4xi32>) {
  %c0 = arith.constant 0 : index
  %pad_i32 = arith.constant 0 : i32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_i32 {in_bounds = [true, true]} : memref<4x16xi32>, vector<4x16xi32>
  %a = iree_vector_ext.to_layout %a_read to layout(#rows) : vector<4x16xi32>
  %x = arith.index_cast %a : vector<4x16xi32> to vector<4x16xindex>
  %i = arith.constant dense<3> : vector<4xindex>
  %s = vector.multi_reduction <maxsi>, %x, %i [1] : vector<4x16xindex> to vector<4xindex>
  %w = arith.index_cast %s : vector<4xindex> to vector<4xi32>
  vector.transfer_write %w, %out[%c0] {in_bounds = [true]} : vector<4xi32>, memref<4xi32>
  return
}

// CHECK-LABEL: func.func @booleans
// CHECK: gpu.subgroup_reduce and {{.*}} : (i1) -> i1
func.func @booleans(%in: memref<4x16xi32>, %out: memref<4xi32>) {
  %c0 = arith.constant 0 : index
  %pad_i32 = arith.constant 0 : i32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_i32 {in_bounds = [true, true]} : memref<4x16xi32>, vector<4x16xi32>
  %a = iree_vector_ext.to_layout %a_read to layout(#rows) : vector<4x16xi32>
  %z = arith.constant dense<-1000000> : vector<4x16xi32>
  %x = arith.cmpi sgt, %a, %z : vector<4x16xi32>
  %i = arith.constant dense<true> : vector<4xi1>
  %s = vector.multi_reduction <and>, %x, %i [1] : vector<4x16xi1> to vector<4xi1>
  %w = arith.extui %s : vector<4xi1> to vector<4xi32>
  vector.transfer_write %w, %out[%c0] {in_bounds = [true]} : vector<4xi32>, memref<4xi32>
  return
}

// Where the sum is wanted in another layout it travels.
// CHECK-LABEL: func.func @into_another_layout
// CHECK: gpu.subgroup_reduce
// CHECK: gpu.barrier
func.func @into_another_layout(%in: memref<8x8xf32>, %out: memref<8xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x8xf32>, vector<8x8xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#columns) : vector<8x8xf32>
  %i = arith.constant dense<0.0> : vector<8xf32>
  %s = vector.multi_reduction <add>, %a, %i [1] : vector<8x8xf32> to vector<8xf32>
  %b = iree_vector_ext.to_layout %s to layout(#eight) : vector<8xf32>
  vector.transfer_write %b, %out[%c0] {in_bounds = [true]} : vector<8xf32>, memref<8xf32>
  return
}

// The kinds that ignore what is not a number, and the unsigned ones.
// CHECK-LABEL: func.func @other_kinds
// CHECK: gpu.subgroup_reduce maxnumf
// CHECK: gpu.subgroup_reduce minui
func.func @other_kinds(%in: memref<4x16xf32>, %ints: memref<4x16xi32>, %out: memref<4xf32>, %out2: memref<4xi32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %pad_i32 = arith.constant 0 : i32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<4x16xf32>, vector<4x16xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#rows) : vector<4x16xf32>
  %i = arith.constant dense<0.0> : vector<4xf32>
  %s = vector.multi_reduction <maxnumf>, %a, %i [1] : vector<4x16xf32> to vector<4xf32>
  vector.transfer_write %s, %out[%c0] {in_bounds = [true]} : vector<4xf32>, memref<4xf32>
  %b_read = vector.transfer_read %ints[%c0, %c0], %pad_i32 {in_bounds = [true, true]} : memref<4x16xi32>, vector<4x16xi32>
  %b = iree_vector_ext.to_layout %b_read to layout(#rows) : vector<4x16xi32>
  %j = arith.constant dense<-1> : vector<4xi32>
  %t = vector.multi_reduction <minui>, %b, %j [1] : vector<4x16xi32> to vector<4xi32>
  vector.transfer_write %t, %out2[%c0] {in_bounds = [true]} : vector<4xi32>, memref<4xi32>
  return
}

#past_a_subgroup = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [6], element_tile = [2], subgroup_strides = [0], thread_strides = [4]>

// Of a tile that ends within a subgroup lanes do not reduce in clusters: the last would lack some.
// CHECK-LABEL: func.func @tile_that_ends_within_the_second_subgroup
// CHECK-NOT: gpu.subgroup_reduce
// CHECK: gpu.barrier
// CHECK: return
func.func @tile_that_ends_within_the_second_subgroup(%in: memref<12xf32>, %out: memref<12xf32>) {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0], %zero {in_bounds = [true]} : memref<12xf32>, vector<12xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#past_a_subgroup) : vector<12xf32>
  %s = vector.multi_reduction <add>, %a, %zero [0] : vector<12xf32> to f32
  %b_whole = vector.broadcast %s : f32 to vector<12xf32>
  %b = iree_vector_ext.to_layout %b_whole to layout(#past_a_subgroup) : vector<12xf32>
  vector.transfer_write %b, %out[%c0] {in_bounds = [true]} : vector<12xf32>, memref<12xf32>
  return
}
