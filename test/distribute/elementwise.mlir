// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=16 subgroup-size=16" --mlir-print-local-scope --split-input-file %s | filecheck %s

// Elementwise ops stay as they are, on pieces; no element travels.

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [4], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

// CHECK-LABEL: func.func @floats_of_several_types
// CHECK: arith.mulf {{.*}} : vector<2x1x2xf16>
// CHECK: arith.extf {{.*}} : vector<2x1x2xf16> to vector<2x1x2xf32>
// CHECK: math.exp {{.*}} : vector<2x1x2xf32>
// CHECK: math.fma {{.*}} : vector<2x1x2xf32>
// CHECK: arith.truncf {{.*}} : vector<2x1x2xf32> to vector<2x1x2xbf16>
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @floats_of_several_types(%in: memref<16xf16>, %out: memref<16xbf16>) {
  %c0 = arith.constant 0 : index
  %pad_f16 = arith.constant 0.0 : f16
  %a_read = vector.transfer_read %in[%c0], %pad_f16 {in_bounds = [true]} : memref<16xf16>, vector<16xf16>
  %a = iree_vector_ext.to_layout %a_read to layout(#lanes) : vector<16xf16>
  %b = arith.mulf %a, %a : vector<16xf16>
  %c = arith.extf %b : vector<16xf16> to vector<16xf32>
  %n = arith.negf %c : vector<16xf32>
  %d = math.exp %n : vector<16xf32>
  %e = math.fma %d, %c, %n : vector<16xf32>
  %f = arith.truncf %e : vector<16xf32> to vector<16xbf16>
  vector.transfer_write %f, %out[%c0] {in_bounds = [true]} : vector<16xbf16>, memref<16xbf16>
  return
}

// CHECK-LABEL: func.func @integers_of_several_types
// CHECK: arith.addi {{.*}} overflow<nsw> : vector<2x1x2xi8>
// CHECK: arith.extsi {{.*}} : vector<2x1x2xi8> to vector<2x1x2xi64>
// CHECK: arith.cmpi sgt, {{.*}} : vector<2x1x2xi64>
// CHECK: arith.select {{.*}} : vector<2x1x2xi1>, vector<2x1x2xi64>
// CHECK: arith.index_cast {{.*}} : vector<2x1x2xi64> to vector<2x1x2xindex>
// CHECK: arith.muli {{.*}} : vector<2x1x2xindex>
func.func @integers_of_several_types(%in: memref<16xi8>, %out: memref<16xi32>) {
  %c0 = arith.constant 0 : index
  %pad_i8 = arith.constant 0 : i8
  %a_read = vector.transfer_read %in[%c0], %pad_i8 {in_bounds = [true]} : memref<16xi8>, vector<16xi8>
  %a = iree_vector_ext.to_layout %a_read to layout(#lanes) : vector<16xi8>
  %one = arith.constant dense<1> : vector<16xi8>
  %s = arith.shrsi %a, %one : vector<16xi8>
  %b = arith.addi %s, %one overflow<nsw> : vector<16xi8>
  %w = arith.extsi %b : vector<16xi8> to vector<16xi64>
  %five = arith.constant dense<5> : vector<16xi64>
  %f = arith.cmpi sgt, %w, %five : vector<16xi64>
  %m = arith.select %f, %w, %five : vector<16xi1>, vector<16xi64>
  %i = arith.index_cast %m : vector<16xi64> to vector<16xindex>
  %q = arith.muli %i, %i : vector<16xindex>
  %o = arith.index_cast %q : vector<16xindex> to vector<16xi32>
  vector.transfer_write %o, %out[%c0] {in_bounds = [true]} : vector<16xi32>, memref<16xi32>
  return
}

// The attributes of an op stay.
// CHECK-LABEL: func.func @attributes
// CHECK: arith.addf {{.*}} fastmath<nnan> : vector<2x1x2xf32>
// CHECK: arith.cmpf olt, {{.*}} : vector<2x1x2xf32>
func.func @attributes(%in: memref<16xf32>, %out: memref<16xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<16xf32>, vector<16xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#lanes) : vector<16xf32>
  %b = arith.addf %a, %a fastmath<nnan> : vector<16xf32>
  %c = arith.cmpf olt, %b, %a : vector<16xf32>
  %d = arith.select %c, %b, %a : vector<16xi1>, vector<16xf32>
  vector.transfer_write %d, %out[%c0] {in_bounds = [true]} : vector<16xf32>, memref<16xf32>
  return
}

// CHECK-LABEL: func.func @two_results
// CHECK: arith.mului_extended {{.*}} : vector<2x1x2xi32>
func.func @two_results(%in: memref<16xi32>, %out: memref<16xi32>) {
  %c0 = arith.constant 0 : index
  %pad_i32 = arith.constant 0 : i32
  %a_read = vector.transfer_read %in[%c0], %pad_i32 {in_bounds = [true]} : memref<16xi32>, vector<16xi32>
  %a = iree_vector_ext.to_layout %a_read to layout(#lanes) : vector<16xi32>
  %lo, %hi = arith.mului_extended %a, %a : vector<16xi32>
  %x = arith.xori %lo, %hi : vector<16xi32>
  vector.transfer_write %x, %out[%c0] {in_bounds = [true]} : vector<16xi32>, memref<16xi32>
  return
}

// A condition that is a scalar is every lane's.
// CHECK-LABEL: func.func @scalar_condition
// CHECK: arith.select {{.*}}, {{.*}} : vector<2x1x2xf32>
func.func @scalar_condition(%in: memref<16xf32>, %out: memref<16xf32>, %n: index) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<16xf32>, vector<16xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#lanes) : vector<16xf32>
  %b = arith.addf %a, %a : vector<16xf32>
  %f = arith.cmpi slt, %n, %c0 : index
  %d = arith.select %f, %b, %a : vector<16xf32>
  vector.transfer_write %d, %out[%c0] {in_bounds = [true]} : vector<16xf32>, memref<16xf32>
  return
}

#single = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// Results that readers gave different layouts: both come in that of the first, and the second is converted.
// CHECK-LABEL: func.func @two_results_in_two_layouts
// CHECK: %[[LOW:.*]], %[[HIGH:.*]] = arith.mulsi_extended {{.*}} : vector<2x1x2xi32>
// CHECK: vector.transfer_write {{.*}}memref<16xi32>
// CHECK: return
func.func @two_results_in_two_layouts(%out: memref<16xi32>, %out2: memref<16xi32>) {
  %c0 = arith.constant 0 : index
  %x = vector.step : vector<16xindex>
  %i = arith.index_cast %x : vector<16xindex> to vector<16xi32>
  %low, %high = arith.mulsi_extended %i, %i : vector<16xi32>
  %a = iree_vector_ext.to_layout %low to layout(#lanes) : vector<16xi32>
  %b = iree_vector_ext.to_layout %high to layout(#single) : vector<16xi32>
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<16xi32>, memref<16xi32>
  vector.transfer_write %b, %out2[%c0] {in_bounds = [true]} : vector<16xi32>, memref<16xi32>
  return
}

// CHECK-LABEL: func.func @the_fma_of_vector
// CHECK: vector.fma {{.*}} : vector<2x1x2xf32>
// CHECK: return
func.func @the_fma_of_vector(%in: memref<16xf32>, %out: memref<16xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %read = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<16xf32>, vector<16xf32>
  %a = iree_vector_ext.to_layout %read to layout(#lanes) : vector<16xf32>
  %b = arith.negf %a : vector<16xf32>
  %c = vector.fma %a, %b, %b : vector<16xf32>
  vector.transfer_write %c, %out[%c0] {in_bounds = [true]} : vector<16xf32>, memref<16xf32>
  return
}
