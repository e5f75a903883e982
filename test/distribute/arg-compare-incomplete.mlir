// REQUIRES: iree
// RUN: lanewise-opt --host=iree --lanewise-resolve-layouts --lanewise-distribute --mlir-print-local-scope --split-input-file --verify-diagnostics %s | filecheck %s

#eight = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [8], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

// Eight lanes of a subgroup that has no others compare two by two: the lanes that are not there have no vote.
// CHECK-LABEL: func.func @incomplete_subgroup
// CHECK: gpu.shuffle xor
// CHECK-NOT: gpu.ballot
// CHECK: return
func.func @incomplete_subgroup(%in: memref<32xf32>, %value: memref<f32>, %index: memref<i32>) attributes {gpu.known_block_size = array<i32: 8, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %first = arith.constant dense<-100.0> : vector<f32>
  %none = arith.constant dense<-1> : vector<i32>
  %read = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %x = iree_vector_ext.to_layout %read to layout(#eight) : vector<32xf32>
  %best, %where = iree_vector_ext.arg_compare dimension(0) ins(%x : vector<32xf32>) inits(%first, %none : vector<f32>, vector<i32>) {
  ^bb0(%new: f32, %old: f32):
    %better = arith.cmpf ogt, %new, %old : f32
    iree_vector_ext.yield %better : i1
  } -> vector<f32>, vector<i32>
  vector.transfer_write %best, %value[] : vector<f32>, memref<f32>
  vector.transfer_write %where, %index[] : vector<i32>, memref<i32>
  return
}
