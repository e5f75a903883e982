// REQUIRES: iree
// RUN: lanewise-opt --host=iree --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=64 subgroup-size=64" --mlir-print-local-scope --split-input-file --verify-diagnostics %s | filecheck %s

// Comparators by which parts of a sequence cannot be searched apart: each lane goes through all of it.

#line = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#rows = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 2], outer_tile = [1, 1], thread_tile = [2, 16], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [16, 1]>

// What comes behind a NaN is taken, be it less or not.
// CHECK-LABEL: func.func @less_or_unordered
// CHECK: gpu.barrier
// CHECK-NOT: gpu.shuffle
// CHECK: return
func.func @less_or_unordered(%in: memref<64xf32>, %value: memref<f32>, %index: memref<i32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %first = arith.constant dense<100.0> : vector<f32>
  %none = arith.constant dense<-1> : vector<i32>
  %read = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %l = iree_vector_ext.to_layout %read to layout(#line) : vector<64xf32>
  %lane = vector.step : vector<64xindex>
  %c20 = arith.constant dense<20> : vector<64xindex>
  %is20 = arith.cmpi eq, %lane, %c20 : vector<64xindex>
  %nan = arith.constant dense<0x7FC00000> : vector<64xf32>
  %x = arith.select %is20, %nan, %l : vector<64xi1>, vector<64xf32>
  %best, %where = iree_vector_ext.arg_compare dimension(0) ins(%x : vector<64xf32>) inits(%first, %none : vector<f32>, vector<i32>) {
  ^bb0(%new: f32, %old: f32):
    %better = arith.cmpf ult, %new, %old : f32
    iree_vector_ext.yield %better : i1
  } -> vector<f32>, vector<i32>
  vector.transfer_write %best, %value[] : vector<f32>, memref<f32>
  vector.transfer_write %where, %index[] : vector<i32>, memref<i32>
  return
}

// Indices beside the values travel as well.
// CHECK-LABEL: func.func @another_than_before
// CHECK: gpu.barrier
// CHECK-NOT: gpu.shuffle
// CHECK: return
func.func @another_than_before(%in: memref<4x32xi32>, %names: memref<4x32xi16>, %value: memref<4xi32>, %index: memref<4xi16>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0 : i32
  %pad16 = arith.constant 0 : i16
  %first = arith.constant dense<0> : vector<4xi32>
  %none = arith.constant dense<-1> : vector<4xi16>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<4x32xi32>, vector<4x32xi32>
  %l = iree_vector_ext.to_layout %read to layout(#rows) : vector<4x32xi32>
  %three = arith.constant dense<3> : vector<4x32xi32>
  %x = arith.andi %l, %three : vector<4x32xi32>
  %i = vector.transfer_read %names[%c0, %c0], %pad16 {in_bounds = [true, true]} : memref<4x32xi16>, vector<4x32xi16>
  %n = iree_vector_ext.to_layout %i to layout(#rows) : vector<4x32xi16>
  %best, %where = iree_vector_ext.arg_compare dimension(1) ins(%x, %n : vector<4x32xi32>, vector<4x32xi16>) inits(%first, %none : vector<4xi32>, vector<4xi16>) {
  ^bb0(%new: i32, %old: i32):
    %better = arith.cmpi ne, %new, %old : i32
    iree_vector_ext.yield %better : i1
  } -> vector<4xi32>, vector<4xi16>
  vector.transfer_write %best, %value[%c0] {in_bounds = [true]} : vector<4xi32>, memref<4xi32>
  vector.transfer_write %where, %index[%c0] {in_bounds = [true]} : vector<4xi16>, memref<4xi16>
  return
}

// Without NaN it is an order again, and lanes share the search out.
// CHECK-LABEL: func.func @greater_or_unordered_without_nan
// CHECK: gpu.
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @greater_or_unordered_without_nan(%in: memref<64xf32>, %value: memref<f32>, %index: memref<i32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %first = arith.constant dense<-100.0> : vector<f32>
  %none = arith.constant dense<-1> : vector<i32>
  %read = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %x = iree_vector_ext.to_layout %read to layout(#line) : vector<64xf32>
  %best, %where = iree_vector_ext.arg_compare dimension(0) ins(%x : vector<64xf32>) inits(%first, %none : vector<f32>, vector<i32>) {
  ^bb0(%new: f32, %old: f32):
    %better = arith.cmpf ugt, %new, %old fastmath<nnan> : f32
    iree_vector_ext.yield %better : i1
  } -> vector<f32>, vector<i32>
  vector.transfer_write %best, %value[] : vector<f32>, memref<f32>
  vector.transfer_write %where, %index[] : vector<i32>, memref<i32>
  return
}

// NaN goes before all numbers, and the first stays: an order, of several comparisons.
// CHECK-LABEL: func.func @nan_first
// CHECK: gpu.shuffle
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @nan_first(%in: memref<64xf32>, %value: memref<f32>, %index: memref<i32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %first = arith.constant dense<-100.0> : vector<f32>
  %none = arith.constant dense<-1> : vector<i32>
  %read = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %l = iree_vector_ext.to_layout %read to layout(#line) : vector<64xf32>
  %x = math.sqrt %l : vector<64xf32>
  %best, %where = iree_vector_ext.arg_compare dimension(0) ins(%x : vector<64xf32>) inits(%first, %none : vector<f32>, vector<i32>) {
  ^bb0(%new: f32, %old: f32):
    %greater = arith.cmpf ogt, %new, %old : f32
    %nan = arith.cmpf uno, %new, %new : f32
    %number = arith.cmpf ord, %old, %old : f32
    %turns = arith.andi %nan, %number : i1
    %better = arith.ori %greater, %turns : i1
    iree_vector_ext.yield %better : i1
  } -> vector<f32>, vector<i32>
  vector.transfer_write %best, %value[] : vector<f32>, memref<f32>
  vector.transfer_write %where, %index[] : vector<i32>, memref<i32>
  return
}

// -----

#long = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [64], outer_tile = [1], thread_tile = [64], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

func.func @more_than_one_lane_compares(%in: memref<8192xf32>, %index: memref<i32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %first = arith.constant dense<-100.0> : vector<f32>
  %none = arith.constant dense<-1> : vector<i32>
  %read = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<8192xf32>, vector<8192xf32>
  %x = iree_vector_ext.to_layout %read to layout(#long) : vector<8192xf32>
  // expected-error @below {{cannot distribute 'iree_vector_ext.arg_compare': its comparator is not known to order all values, NaN among them, so that lanes cannot search apart, and one would compare 8192 values, 4096 is the most: compare by ogt, oge, olt or ole, or by integers}}
  %best, %where = iree_vector_ext.arg_compare dimension(0) ins(%x : vector<8192xf32>) inits(%first, %none : vector<f32>, vector<i32>) {
  ^bb0(%new: f32, %old: f32):
    %better = arith.cmpf ugt, %new, %old : f32
    iree_vector_ext.yield %better : i1
  } -> vector<f32>, vector<i32>
  vector.transfer_write %where, %index[] : vector<i32>, memref<i32>
  return
}
