// RUN: lanewise-opt --host=%host --lanewise-convert-layouts --mlir-print-local-scope --split-input-file %s | filecheck %s

// iree_vector_ext.transfer_gather and arg_compare, which only the iree host reads.

#piece = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>
#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

// CHECK-LABEL: func.func @index_vector_of_a_transfer_gather
// CHECK: %[[I:.+]] = iree_vector_ext.to_layout %arg1 to layout({{.*}}thread_tile = [1], element_tile = [8]{{.*}})
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[I]] to layout({{.*}}thread_tile = [8], element_tile = [1]{{.*}})
// CHECK-NEXT: iree_vector_ext.transfer_gather {{.*}}[%[[C]] : vector<8xindex>]
func.func @index_vector_of_a_transfer_gather(%m: memref<64x64xf32>, %i: vector<8xindex>) -> vector<8x8xf32> {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %indices = iree_vector_ext.to_layout %i to layout(#piece) : vector<8xindex>
  %x = iree_vector_ext.transfer_gather %m[%c0, %c0] [%indices : vector<8xindex>], %pad <{indexing_maps = [affine_map<(d0, d1)[s0] -> (s0, d1)>, affine_map<(d0, d1)[s0] -> (d0)>]}> : memref<64x64xf32>, vector<8x8xf32>
  %y = iree_vector_ext.to_layout %x to layout(#row) : vector<8x8xf32>
  return %y : vector<8x8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#piece = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>

// CHECK-LABEL: func.func @inits_of_an_arg_compare
// CHECK: %[[X:.+]] = iree_vector_ext.to_layout %arg0 to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: %[[V:.+]] = iree_vector_ext.to_layout %arg1 to layout({{.*}}thread_tile = [1], element_tile = [8]{{.*}})
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[V]] to layout({{.*}}thread_tile = [8], element_tile = [1]{{.*}})
// CHECK-NEXT: iree_vector_ext.arg_compare {{.*}}ins(%[[X]] : vector<8x8xf32>) inits(%[[C]], %arg2 :
func.func @inits_of_an_arg_compare(%a: vector<8x8xf32>, %v: vector<8xf32>, %n: vector<8xi32>) -> (vector<8xf32>, vector<8xi32>) {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %init = iree_vector_ext.to_layout %v to layout(#piece) : vector<8xf32>
  %value, %index = iree_vector_ext.arg_compare dimension(1) ins(%x : vector<8x8xf32>) inits(%init, %n : vector<8xf32>, vector<8xi32>) {
  ^bb0(%left: f32, %right: f32):
    %larger = arith.cmpf ogt, %left, %right : f32
    iree_vector_ext.yield %larger : i1
  } -> vector<8xf32>, vector<8xi32>
  return %value, %index : vector<8xf32>, vector<8xi32>
}
