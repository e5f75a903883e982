// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=64 subgroup-size=32" --mlir-print-local-scope --split-input-file %s | filecheck %s

// What fast-math allows of a sum, it allows wherever a part of the sum is made. test_marks.py has the ops that only change their types.

#line = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#alone = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [64], subgroup_strides = [0], thread_strides = [0]>

// CHECK-LABEL: func.func @reduction_across_lanes
// CHECK: %[[HELD:.+]] = vector.reduction <add>, %{{.+}} fastmath<reassoc> : vector<2xf32> into f32
// CHECK: gpu.subgroup_reduce{{ +}}add %[[HELD]]
// CHECK: arith.addf {{.*}} fastmath<reassoc> : f32
// CHECK: return
func.func @reduction_across_lanes(%in: memref<64xf32>, %i: f32, %out: memref<f32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %a = iree_vector_ext.to_layout %x to layout(#line) : vector<64xf32>
  %s = vector.reduction <add>, %a, %i fastmath<reassoc> : vector<64xf32> into f32
  memref.store %s, %out[] : memref<f32>
  return
}

// CHECK-LABEL: func.func @reduction_in_a_lane
// CHECK: vector.reduction <add>, %{{.+}}, %{{.+}} fastmath<fast> {my.mark} : vector<64xf32> into f32
// CHECK-NOT: arith.addf
// CHECK: return
func.func @reduction_in_a_lane(%in: memref<64xf32>, %i: f32, %out: memref<f32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %a = iree_vector_ext.to_layout %x to layout(#alone) : vector<64xf32>
  %s = vector.reduction <add>, %a, %i fastmath<fast> {my.mark} : vector<64xf32> into f32
  memref.store %s, %out[] : memref<f32>
  return
}

// CHECK-LABEL: func.func @contraction
// CHECK: vector.contract {{.*}}fastmath = #arith.fastmath<fast>{{.*}}my.mark
// CHECK: arith.addf {{.*}} fastmath<fast> : f32
// CHECK: return
func.func @contraction(%in: memref<64xf32>, %i: f32, %out: memref<f32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %a = iree_vector_ext.to_layout %x to layout(#line) : vector<64xf32>
  %s = vector.contract {indexing_maps = [affine_map<(k) -> (k)>, affine_map<(k) -> (k)>, affine_map<(k) -> ()>], iterator_types = ["reduction"], kind = #vector.kind<add>, fastmath = #arith.fastmath<fast>, my.mark} %a, %a, %i : vector<64xf32>, vector<64xf32> into f32
  memref.store %s, %out[] : memref<f32>
  return
}

// CHECK-LABEL: func.func @integers_have_no_fast_math
// CHECK: arith.addi {{[^{]*}} : i32
// CHECK: return
func.func @integers_have_no_fast_math(%in: memref<64xi32>, %i: i32, %out: memref<i32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0 : i32
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xi32>, vector<64xi32>
  %a = iree_vector_ext.to_layout %x to layout(#line) : vector<64xi32>
  %s = vector.reduction <add>, %a, %i : vector<64xi32> into i32
  memref.store %s, %out[] : memref<i32>
  return
}
