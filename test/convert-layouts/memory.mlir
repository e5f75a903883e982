// RUN: lanewise-opt --host=%host --lanewise-convert-layouts --mlir-print-local-scope --split-input-file %s | filecheck %s

// gather and the masks of transfers.

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>
#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

// CHECK-LABEL: func.func @mask_and_pass_through_of_a_gather
// CHECK: %[[I:.+]] = iree_vector_ext.to_layout %arg1 to layout({{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}})
// CHECK-NEXT: %[[M:.+]] = iree_vector_ext.to_layout %arg2 to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-NEXT: %[[CM:.+]] = iree_vector_ext.to_layout %[[M]] to layout({{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}})
// CHECK-NEXT: %[[E:.+]] = iree_vector_ext.to_layout %arg3 to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: %[[CE:.+]] = iree_vector_ext.to_layout %[[E]] to layout({{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}})
// CHECK-NEXT: vector.gather %arg0{{.*}} [%[[I]]], %[[CM]], %[[CE]]
func.func @mask_and_pass_through_of_a_gather(%m: memref<64xf32>, %i: vector<8x8xi32>, %b: vector<8x8xi1>, %e: vector<8x8xf32>) -> vector<8x8xf32> {
  %c0 = arith.constant 0 : index
  %indices = iree_vector_ext.to_layout %i to layout(#grid) : vector<8x8xi32>
  %mask = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xi1>
  %else = iree_vector_ext.to_layout %e to layout(#row) : vector<8x8xf32>
  %y = vector.gather %m[%c0] [%indices], %mask, %else : memref<64xf32>, vector<8x8xi32>, vector<8x8xi1>, vector<8x8xf32> into vector<8x8xf32>
  return %y : vector<8x8xf32>
}

// -----

#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>
#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

// CHECK-LABEL: func.func @mask_of_a_write
// CHECK: %[[M:.+]] = iree_vector_ext.to_layout %arg2 to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[M]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: %[[X:.+]] = iree_vector_ext.to_layout %arg1 to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: vector.transfer_write %[[X]], %arg0{{.*}}, %[[C]]
func.func @mask_of_a_write(%m: memref<8x8xf32>, %a: vector<8x8xf32>, %b: vector<8x8xi1>) {
  %c0 = arith.constant 0 : index
  %mask = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xi1>
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  vector.transfer_write %x, %m[%c0, %c0], %mask : vector<8x8xf32>, memref<8x8xf32>
  return
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// Memory has no layout: what is written in one layout is read in another without a conversion.
// CHECK-LABEL: func.func @through_memory_nothing_is_converted
// CHECK-COUNT-2: to_layout
// CHECK-NOT: to_layout
// CHECK: return
func.func @through_memory_nothing_is_converted(%m: memref<8x8xf32>, %a: vector<8x8xf32>) -> vector<8x8xf32> {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  vector.transfer_write %x, %m[%c0, %c0] : vector<8x8xf32>, memref<8x8xf32>
  %r = vector.transfer_read %m[%c0, %c0], %pad : memref<8x8xf32>, vector<8x8xf32>
  %y = iree_vector_ext.to_layout %r to layout(#col) : vector<8x8xf32>
  return %y : vector<8x8xf32>
}
