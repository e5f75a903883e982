// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=64 subgroup-size=32" --mlir-print-local-scope --split-input-file --verify-diagnostics %s | filecheck %s

// Elements that do not fill their bytes travel as integers that do.

#rows = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 8], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>
#columns = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

// CHECK-LABEL: func.func @floats_of_4_and_6_bits
// CHECK: arith.bitcast %{{.+}} : vector<1x1x1x1x1x1xf4E2M1FN> to vector<1x1x1x1x1x1xi4>
// CHECK: arith.extui %{{.+}} : vector<1x1x1x1x1x1xi4> to vector<1x1x1x1x1x1xi8>
// CHECK: gpu.barrier
// CHECK: arith.trunci %{{.+}} : vector<1x1x1x1x1x8xi8> to vector<1x1x1x1x1x8xi4>
// CHECK: arith.bitcast %{{.+}} : vector<1x1x1x1x1x8xi4> to vector<1x1x1x1x1x8xf4E2M1FN>
// CHECK: arith.bitcast %{{.+}} : vector<1x1x1x1x1x1xf6E3M2FN> to vector<1x1x1x1x1x1xi6>
// CHECK: arith.bitcast %{{.+}} : vector<1x1x1x1x1x8xi6> to vector<1x1x1x1x1x8xf6E3M2FN>
// CHECK: arith.bitcast %{{.+}} : vector<1x1x1x1x1x1xf6E2M3FN> to vector<1x1x1x1x1x1xi6>
// CHECK: arith.bitcast %{{.+}} : vector<1x1x1x1x1x8xi6> to vector<1x1x1x1x1x8xf6E2M3FN>
// CHECK: return
func.func @floats_of_4_and_6_bits(%in: memref<8x8xf32>, %four: memref<8x8xf32>, %six: memref<8x8xf32>, %other: memref<8x8xf32>) {
  %c0 = arith.constant 0 : index
  %read = vector.load %in[%c0, %c0] : memref<8x8xf32>, vector<8x8xf32>
  %x = iree_vector_ext.to_layout %read to layout(#rows) : vector<8x8xf32>
  %a = arith.truncf %x : vector<8x8xf32> to vector<8x8xf4E2M1FN>
  %b = iree_vector_ext.to_layout %a to layout(#columns) : vector<8x8xf4E2M1FN>
  %c = arith.extf %b : vector<8x8xf4E2M1FN> to vector<8x8xf32>
  vector.store %c, %four[%c0, %c0] : memref<8x8xf32>, vector<8x8xf32>
  %d = arith.truncf %x : vector<8x8xf32> to vector<8x8xf6E3M2FN>
  %e = iree_vector_ext.to_layout %d to layout(#columns) : vector<8x8xf6E3M2FN>
  %f = arith.extf %e : vector<8x8xf6E3M2FN> to vector<8x8xf32>
  vector.store %f, %six[%c0, %c0] : memref<8x8xf32>, vector<8x8xf32>
  %g = arith.truncf %x : vector<8x8xf32> to vector<8x8xf6E2M3FN>
  %h = iree_vector_ext.to_layout %g to layout(#columns) : vector<8x8xf6E2M3FN>
  %i = arith.extf %h : vector<8x8xf6E2M3FN> to vector<8x8xf32>
  vector.store %i, %other[%c0, %c0] : memref<8x8xf32>, vector<8x8xf32>
  return
}
