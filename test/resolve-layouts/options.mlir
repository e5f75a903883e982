// RUN: lanewise-opt --host=upstream --lanewise-resolve-layouts --mlir-print-local-scope %s | filecheck %s --check-prefixes=CHECK,COPY
// RUN: lanewise-opt --host=upstream '--lanewise-resolve-layouts=max-chain=1' --mlir-print-local-scope %s | filecheck %s --check-prefixes=CHECK,COPY
// RUN: lanewise-opt --host=upstream '--lanewise-resolve-layouts=max-chain=0' --mlir-print-local-scope %s | filecheck %s --check-prefixes=CHECK,CONVERT
// RUN: lanewise-opt --host=upstream '--lanewise-resolve-layouts=constants-only=true' --mlir-print-local-scope %s | filecheck %s --check-prefixes=CHECK,CONVERT
// RUN: lanewise-opt --host=upstream '--pass-pipeline=builtin.module(func.func(lanewise-resolve-layouts{constants-only=true max-chain=3}))' --mlir-print-local-scope %s | filecheck %s --check-prefixes=CHECK,CONVERT
// RUN: lanewise-opt --host=upstream '--lanewise-print-layouts=constants-only=true' --mlir-print-local-scope %s | filecheck %s --check-prefixes=CHECK,CONVERT
// RUN: %if iree %{ lanewise-opt --host=iree '--lanewise-resolve-layouts=constants-only' --mlir-print-local-scope %s | filecheck %s --check-prefixes=CHECK,CONVERT %}

// What the options forbid to copy is converted.

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// CHECK-LABEL: func.func @a_constant_is_copied_in_any_case
// CHECK-COUNT-2: arith.constant
// CHECK-COUNT-2: to_layout
// CHECK-NOT: to_layout
// CHECK: return
func.func @a_constant_is_copied_in_any_case(%a: vector<8x8xf32>) -> (vector<8x8xf32>, vector<8x8xf32>) {
  %one = arith.constant dense<1.0> : vector<8x8xf32>
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %p = arith.addf %x, %one : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %one to layout(#col) : vector<8x8xf32>
  return %p, %y : vector<8x8xf32>, vector<8x8xf32>
}

// CHECK-LABEL: func.func @a_computed_value
// COPY: %[[B0:.+]] = vector.broadcast
// COPY-NEXT: %[[B1:.+]] = vector.broadcast
// COPY-NEXT: %[[X:.+]] = iree_vector_ext.to_layout %arg0 to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// COPY-NEXT: arith.addf %[[X]], %[[B1]]
// CONVERT: %[[B:.+]] = vector.broadcast
// CONVERT-NEXT: %[[C:.+]] = iree_vector_ext.to_layout %[[B]] to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CONVERT-NEXT: %[[X:.+]] = iree_vector_ext.to_layout %arg0 to layout({{.*}}thread_tile = [8, 1], element_tile = [1, 8]{{.*}})
// CONVERT-NEXT: arith.addf %[[X]], %[[C]]
// CHECK: return
func.func @a_computed_value(%a: vector<8x8xf32>, %f: f32) -> (vector<8x8xf32>, vector<8x8xf32>) {
  %b = vector.broadcast %f : f32 to vector<8x8xf32>
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %p = arith.addf %x, %b : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xf32>
  return %p, %y : vector<8x8xf32>, vector<8x8xf32>
}
