// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --mlir-print-local-scope --split-input-file %s | filecheck %s

// Two contractions that start from one zero constant, as attention has them.

#m_outer = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 1], element_tile = [2, 8], subgroup_strides = [0, 0], thread_strides = [8, 0]>
#n_inner = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

#lhs_map = affine_map<(m, n, k) -> (m, k)>
#rhs_map = affine_map<(m, n, k) -> (n, k)>
#acc_map = affine_map<(m, n, k) -> (m, n)>
#acc_map_t = affine_map<(m, n, k) -> (n, m)>

// The second accumulates the transposed result, so the zero is read in two layouts: it is copied once, not converted.
// CHECK-LABEL: func.func @the_zero_of_two_contractions_is_copied_once
// CHECK-NEXT: %[[Z0:.+]] = arith.constant dense<0.000000e+00>
// CHECK-NEXT: %[[Z1:.+]] = arith.constant dense<0.000000e+00>
// CHECK-NEXT: %[[L:.+]] = iree_vector_ext.to_layout %arg0
// CHECK-NEXT: %[[R:.+]] = iree_vector_ext.to_layout %arg1
// CHECK-NEXT: vector.contract {{.*}} %[[L]], %[[R]], %[[Z1]] :
// CHECK-NEXT: vector.contract {{.*}} %[[L]], %[[R]], %[[Z0]] :
// CHECK-NEXT: return
func.func @the_zero_of_two_contractions_is_copied_once(%a: vector<8x8xf32>, %b: vector<8x8xf32>) -> (vector<8x8xf32>, vector<8x8xf32>) {
  %zero = arith.constant dense<0.0> : vector<8x8xf32>
  %lhs = iree_vector_ext.to_layout %a to layout(#m_outer) : vector<8x8xf32>
  %rhs = iree_vector_ext.to_layout %b to layout(#n_inner) : vector<8x8xf32>
  %d = vector.contract {indexing_maps = [#lhs_map, #rhs_map, #acc_map], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %lhs, %rhs, %zero : vector<8x8xf32>, vector<8x8xf32> into vector<8x8xf32>
  %e = vector.contract {indexing_maps = [#lhs_map, #rhs_map, #acc_map_t], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %lhs, %rhs, %zero : vector<8x8xf32>, vector<8x8xf32> into vector<8x8xf32>
  return %d, %e : vector<8x8xf32>, vector<8x8xf32>
}

// -----

#m_outer = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 1], element_tile = [2, 8], subgroup_strides = [0, 0], thread_strides = [8, 0]>
#n_inner = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>

#lhs_map = affine_map<(m, n, k) -> (m, k)>
#rhs_map = affine_map<(m, n, k) -> (n, k)>
#acc_map = affine_map<(m, n, k) -> (m, n)>

// CHECK-LABEL: func.func @one_layout_one_zero
// CHECK-NEXT: %[[Z:.+]] = arith.constant dense<0.000000e+00>
// CHECK-NOT: arith.constant
// CHECK: vector.contract {{.*}} %[[Z]] :
// CHECK-NEXT: vector.contract {{.*}} %[[Z]] :
// CHECK-NEXT: return
func.func @one_layout_one_zero(%a: vector<8x8xf32>, %b: vector<8x8xf32>) -> (vector<8x8xf32>, vector<8x8xf32>) {
  %zero = arith.constant dense<0.0> : vector<8x8xf32>
  %lhs = iree_vector_ext.to_layout %a to layout(#m_outer) : vector<8x8xf32>
  %rhs = iree_vector_ext.to_layout %b to layout(#n_inner) : vector<8x8xf32>
  %d = vector.contract {indexing_maps = [#lhs_map, #rhs_map, #acc_map], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %lhs, %rhs, %zero : vector<8x8xf32>, vector<8x8xf32> into vector<8x8xf32>
  %e = vector.contract {indexing_maps = [#lhs_map, #rhs_map, #acc_map], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %lhs, %rhs, %zero : vector<8x8xf32>, vector<8x8xf32> into vector<8x8xf32>
  return %d, %e : vector<8x8xf32>, vector<8x8xf32>
}
