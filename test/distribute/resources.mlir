// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=16 subgroup-size=16" %s | filecheck %s

// Elements may lie in the file's resources, sparsely, or as bytes: lanes find them all where they look.

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [4], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#alone = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [1], element_tile = [2], subgroup_strides = [0], thread_strides = [0]>

// CHECK-DAG: memref.global "private" constant @resources_constant_0 : memref<4xi32> = dense_resource<[[BLOB:blob.*]]>
// CHECK-DAG: memref.global "private" constant @resources_constant_1 : memref<4xbf16> = dense_resource<"[[PAIR:a b.*]]">
// CHECK-DAG: memref.global "private" constant @resources_constant_2 : memref<4xbf16> = dense<[0.000000e+00, 1.000000e+00, 0x7FFF, 4.000000e+00]>
// CHECK-DAG: memref.global "private" constant @resources_constant_3 : memref<4xi32> = sparse<{{\[}}[1], [3]], [7, 8]>
// CHECK-LABEL: func.func @resources
// CHECK: arith.constant dense_resource<blob> : vector<4xi32>
// CHECK: return
// CHECK: dialect_resources
// CHECK-DAG: {{ }}blob: "0x0400000001000000020000000300000004000000"
// CHECK-DAG: [[BLOB]]: "0x0400000001000000020000000300000004000000"
// CHECK-DAG: "[[PAIR]]": "0x020000000000803FFF7F8040"
func.func @resources(%ints: memref<4x4xi32>, %floats: memref<4xbf16>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %blob = arith.constant dense_resource<blob> : vector<4xi32>
  %pair = arith.constant dense_resource<"a b"> : vector<4xbf16>
  %bytes = arith.constant dense<"0x0000803FFF7F8040"> : vector<4xbf16>
  %sparse = arith.constant sparse<[[1], [3]], [7, 8]> : vector<4xi32>
  %a = iree_vector_ext.to_layout %blob to layout(#lanes) : vector<4xi32>
  %b = iree_vector_ext.to_layout %blob to layout(#alone) : vector<4xi32>
  %c = arith.addf %pair, %bytes : vector<4xbf16>
  %d = iree_vector_ext.to_layout %c to layout(#lanes) : vector<4xbf16>
  %e = iree_vector_ext.to_layout %sparse to layout(#lanes) : vector<4xi32>
  vector.transfer_write %a, %ints[%c0, %c0] {in_bounds = [true]} : vector<4xi32>, memref<4x4xi32>
  vector.transfer_write %b, %ints[%c1, %c0] {in_bounds = [true]} : vector<4xi32>, memref<4x4xi32>
  vector.transfer_write %e, %ints[%c2, %c0] {in_bounds = [true]} : vector<4xi32>, memref<4x4xi32>
  vector.transfer_write %d, %floats[%c0] {in_bounds = [true]} : vector<4xbf16>, memref<4xbf16>
  return
}

{-#
  dialect_resources: {
    builtin: {
      blob: "0x0400000001000000020000000300000004000000",
      "a b": "0x020000000000803FFF7F8040"
    }
  }
#-}
