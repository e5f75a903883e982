// RUN: lanewise-opt --host=%host --lanewise-convert-layouts --mlir-print-local-scope --split-input-file %s | filecheck %s

// The mask of a vector.mask is converted in front of it, and so is what stands in for its result.

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// CHECK-LABEL: func.func @mask_around_a_reduction
// CHECK-NEXT: %[[X:.+]] = iree_vector_ext.to_layout %arg0 to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: %[[M:.+]] = iree_vector_ext.to_layout %arg2 to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[M]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: vector.mask %[[C]] { vector.multi_reduction <add>, %[[X]]
func.func @mask_around_a_reduction(%a: vector<8x8xf32>, %init: vector<8xf32>, %b: vector<8x8xi1>) -> vector<8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %mask = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xi1>
  %y = vector.mask %mask { vector.multi_reduction <add>, %x, %init [1] : vector<8x8xf32> to vector<8xf32> } : vector<8x8xi1> -> vector<8xf32>
  return %y : vector<8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#piece = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>

// An op within a mask is alone there: the conversion of its acc stands in front of the mask.
// CHECK-LABEL: func.func @acc_within_a_mask
// CHECK-NEXT: %[[X:.+]] = iree_vector_ext.to_layout %arg0 to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK-NEXT: %[[A:.+]] = iree_vector_ext.to_layout %arg1 to layout({{.*}}thread_tile = [1], element_tile = [8]{{.*}})
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[A]] to layout({{.*}}thread_tile = [8], element_tile = [1]{{.*}})
// CHECK-NEXT: vector.mask %arg2 { vector.multi_reduction <add>, %[[X]], %[[C]]
func.func @acc_within_a_mask(%a: vector<8x8xf32>, %b: vector<8xf32>, %mask: vector<8x8xi1>) -> vector<8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %acc = iree_vector_ext.to_layout %b to layout(#piece) : vector<8xf32>
  %y = vector.mask %mask { vector.multi_reduction <add>, %x, %acc [1] : vector<8x8xf32> to vector<8xf32> } : vector<8x8xi1> -> vector<8xf32>
  return %y : vector<8xf32>
}

// -----

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// The result of the masked op, which its vector.yield hands on, cannot be converted within the mask, where only one op may
// stand.
// CHECK-LABEL: func.func @result_of_a_mask
// CHECK: %[[Y:.+]] = vector.mask %arg1
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[Y]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CHECK: arith.addf %{{.+}}, %[[C]]
// CHECK: to_layout %[[Y]] to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
func.func @result_of_a_mask(%m: memref<8x8xf32>, %mask: vector<8x8xi1>, %a: vector<8x8xf32>) -> (vector<8x8xf32>, vector<8x8xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %y = vector.mask %mask { vector.transfer_read %m[%c0, %c0], %pad {in_bounds = [true, true]} : memref<8x8xf32>, vector<8x8xf32> } : vector<8x8xi1> -> vector<8x8xf32>
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %s = arith.addf %x, %y : vector<8x8xf32>
  %z = iree_vector_ext.to_layout %y to layout(#col) : vector<8x8xf32>
  return %s, %z : vector<8x8xf32>, vector<8x8xf32>
}
