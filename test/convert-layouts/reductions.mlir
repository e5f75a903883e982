// RUN: lanewise-opt --host=%host --lanewise-convert-layouts --mlir-print-local-scope --split-input-file %s | filecheck %s

// multi_reduction, contract and scan: an acc or initial value in another layout than the result is converted.

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>
#piece = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>

// CHECK-LABEL: func.func @acc_of_a_reduction
// CHECK-NEXT: %[[X:.+]] = iree_vector_ext.to_layout %arg0 to layout({{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}})
// CHECK-NEXT: %[[I:.+]] = iree_vector_ext.to_layout %arg1 to layout({{.*}}thread_tile = [1], element_tile = [8]{{.*}})
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[I]] to layout({{.*}}thread_tile = [4], element_tile = [2]{{.*}})
// CHECK-NEXT: vector.multi_reduction <add>, %[[X]], %[[C]] [1]
func.func @acc_of_a_reduction(%a: vector<8x8xf32>, %b: vector<8xf32>) -> vector<8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf32>
  %i = iree_vector_ext.to_layout %b to layout(#piece) : vector<8xf32>
  %y = vector.multi_reduction <add>, %x, %i [1] : vector<8x8xf32> to vector<8xf32>
  return %y : vector<8xf32>
}

// -----

#m_outer = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 1], element_tile = [2, 8], subgroup_strides = [0, 0], thread_strides = [8, 0]>
#n_inner = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

#lhs_map = affine_map<(m, n, k) -> (m, k)>
#rhs_map = affine_map<(m, n, k) -> (n, k)>
#acc_map = affine_map<(m, n, k) -> (m, n)>

// lhs and rhs come as they like: only acc is converted.
// CHECK-LABEL: func.func @acc_of_a_contract
// CHECK-NEXT: %[[L:.+]] = iree_vector_ext.to_layout %arg0
// CHECK-NEXT: %[[R:.+]] = iree_vector_ext.to_layout %arg1
// CHECK-NEXT: %[[A:.+]] = iree_vector_ext.to_layout %arg2 to layout({{.*}}thread_tile = [1, 8], element_tile = [8, 1]{{.*}})
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[A]] to layout({{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}})
// CHECK-NEXT: vector.contract {{.*}} %[[L]], %[[R]], %[[C]] :
// CHECK-NEXT: return
func.func @acc_of_a_contract(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %c: vector<8x8xf32>) -> vector<8x8xf32> {
  %lhs = iree_vector_ext.to_layout %a to layout(#m_outer) : vector<8x8xf32>
  %rhs = iree_vector_ext.to_layout %b to layout(#n_inner) : vector<8x8xf32>
  %acc = iree_vector_ext.to_layout %c to layout(#col) : vector<8x8xf32>
  %d = vector.contract {indexing_maps = [#lhs_map, #rhs_map, #acc_map], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %lhs, %rhs, %acc : vector<8x8xf32>, vector<8x8xf32> into vector<8x8xf32>
  return %d : vector<8x8xf32>
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>
#piece = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>

// CHECK-LABEL: func.func @initial_value_of_a_scan
// CHECK-NEXT: %[[X:.+]] = iree_vector_ext.to_layout %arg0 to layout({{.*}}thread_tile = [4, 8], element_tile = [2, 1]{{.*}})
// CHECK-NEXT: %[[I:.+]] = iree_vector_ext.to_layout %arg1 to layout({{.*}}thread_tile = [1], element_tile = [8]{{.*}})
// CHECK-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[I]] to layout({{.*}}thread_tile = [4], element_tile = [2]{{.*}})
// CHECK-NEXT: vector.scan <add>, %[[X]], %[[C]]
func.func @initial_value_of_a_scan(%a: vector<8x8xf32>, %b: vector<8xf32>) -> vector<8x8xf32> {
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf32>
  %i = iree_vector_ext.to_layout %b to layout(#piece) : vector<8xf32>
  %y:2 = "vector.scan"(%x, %i) <{inclusive = true, kind = #vector.kind<add>, reduction_dim = 1 : i64}> : (vector<8x8xf32>, vector<8xf32>) -> (vector<8x8xf32>, vector<8xf32>)
  return %y#0 : vector<8x8xf32>
}
