// REQUIRES: iree
// RUN: lanewise-opt --host=iree --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=64 subgroup-size=32" --mlir-print-local-scope --split-input-file --verify-diagnostics %s | filecheck %s

// iree_vector_ext.transfer_scatter: each lane writes its runs, with its parts of index vectors and mask.

#tiles = #iree_vector_ext.nested_layout<subgroup_tile = [1, 2], batch_tile = [1, 2], outer_tile = [1, 1], thread_tile = [2, 8], element_tile = [2, 2], subgroup_strides = [0, 1], thread_strides = [8, 1]>
#line = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

// Rows are named, columns are neighbours: each lane writes runs of 2, and its 2 rows at once.
// CHECK-LABEL: func.func @rows_by_a_table
// CHECK: scf.if
// CHECK-COUNT-2: iree_vector_ext.transfer_scatter %{{.+}} into %arg1[%c1{{[_0-9]*}}, %{{.+}}] [%{{.+}} : vector<2xindex>], %{{.+}} <indexing_maps = {{.*}}> : vector<2x2xf32>, memref<9x64xf32>, vector<2x2xi1>
// CHECK-NOT: transfer_scatter
// CHECK: return
func.func @rows_by_a_table(%in: memref<4x64xf32>, %out: memref<9x64xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %c33 = arith.constant 33 : index
  %mask = vector.create_mask %c3, %c33 : vector<4x64xi1>
  %x = vector.load %in[%c0, %c0] : memref<4x64xf32>, vector<4x64xf32>
  %l = iree_vector_ext.to_layout %x to layout(#tiles) : vector<4x64xf32>
  %rows = arith.constant dense<[5, 1, 0, 7]> : vector<4xindex>
  iree_vector_ext.transfer_scatter %l into %out[%c1, %c0] [%rows : vector<4xindex>], %mask
    <indexing_maps = [affine_map<(d0, d1)[s0] -> (s0, d1)>, affine_map<(d0, d1)[s0] -> (d0)>, affine_map<(d0, d1)[s0] -> (d0, d1)>]>
    : vector<4x64xf32>, memref<9x64xf32>, vector<4x64xi1>
  return
}

// No mask; the only dimension is named.
// CHECK-LABEL: func.func @elements_by_a_table
// CHECK: scf.if
// CHECK-NEXT: iree_vector_ext.transfer_scatter %{{.+}} into %arg1[%{{.+}}] [%{{.+}} : vector<2xindex>] <indexing_maps = {{.*}}> {lanewise.kept} : vector<2xf32>, memref<64xf32>
// CHECK: return
func.func @elements_by_a_table(%in: memref<64xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %last = arith.constant dense<63> : vector<64xindex>
  %i = vector.step : vector<64xindex>
  %at = arith.subi %last, %i : vector<64xindex>
  %x = vector.load %in[%c0] : memref<64xf32>, vector<64xf32>
  %l = iree_vector_ext.to_layout %x to layout(#line) : vector<64xf32>
  iree_vector_ext.transfer_scatter %l into %out[%c0] [%at : vector<64xindex>]
    <indexing_maps = [affine_map<(d0)[s0] -> (s0)>, affine_map<(d0)[s0] -> (d0)>]> {lanewise.kept} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#line = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

func.func @into_a_tensor(%in: memref<64xf32>, %out: tensor<64xf32>) -> tensor<64xf32> {
  %c0 = arith.constant 0 : index
  %at = vector.step : vector<64xindex>
  %x = vector.load %in[%c0] : memref<64xf32>, vector<64xf32>
  %l = iree_vector_ext.to_layout %x to layout(#line) : vector<64xf32>
  // expected-error @below {{cannot distribute 'iree_vector_ext.transfer_scatter': it reads or writes a tensor, of which every lane would have another: let it use a memref}}
  %r = iree_vector_ext.transfer_scatter %l into %out[%c0] [%at : vector<64xindex>]
    <indexing_maps = [affine_map<(d0)[s0] -> (s0)>, affine_map<(d0)[s0] -> (d0)>]> : vector<64xf32>, tensor<64xf32> -> tensor<64xf32>
  return %r : tensor<64xf32>
}
