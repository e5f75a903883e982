// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute --lanewise-check --mlir-print-op-generic --mlir-print-local-scope %s | filecheck %s

// Vectors that an anchor reaches by a way that turns round: backward to a value, and from there forward again.

#a = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [4], subgroup_strides = [0], thread_strides = [1]>
#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [8, 1]>
#sq = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>
#mk = affine_map<(m, n, k) -> (m, k)>
#kn = affine_map<(m, n, k) -> (k, n)>
#mn = affine_map<(m, n, k) -> (m, n)>

// CHECK-LABEL: sym_name = "total_of_a_scan"
// CHECK: "vector.transfer_write"({{.*}}vector<1xf32>
// CHECK: "func.return"
func.func @total_of_a_scan(%in: memref<4x16xf32>, %out: memref<4x16xf32>, %tot: memref<4xf32>) attributes {gpu.known_block_size = array<i32: 32, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %z = arith.constant dense<0.0> : vector<4xf32>
  %x = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<4x16xf32>, vector<4x16xf32>
  %s:2 = "vector.scan"(%x, %z) <{kind = #vector.kind<add>, inclusive = true, reduction_dim = 1 : i64}> : (vector<4x16xf32>, vector<4xf32>) -> (vector<4x16xf32>, vector<4xf32>)
  %l = iree_vector_ext.to_layout %s#0 to layout(#grid) : vector<4x16xf32>
  vector.transfer_write %l, %out[%c0, %c0] {in_bounds = [true, true]} : vector<4x16xf32>, memref<4x16xf32>
  vector.transfer_write %s#1, %tot[%c0] {in_bounds = [true]} : vector<4xf32>, memref<4xf32>
  return
}

// %u goes round unchanged: only its use inside says how it is spread.
// CHECK-LABEL: sym_name = "an_invariant_is_carried_by_a_loop"
// CHECK: "scf.for"({{.*}}
// CHECK: : (index, index, index, vector<1x1x4xf32>, vector<1x1x4xf32>) -> (vector<1x1x4xf32>, vector<1x1x4xf32>)
func.func @an_invariant_is_carried_by_a_loop(%a: memref<2x128xf32>, %o: memref<128xf32>) attributes {gpu.known_block_size = array<i32: 32, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %pad = arith.constant 0.0 : f32
  %x0 = vector.transfer_read %a[%c0, %c0], %pad {in_bounds = [true]} : memref<2x128xf32>, vector<128xf32>
  %x1 = vector.transfer_read %a[%c1, %c0], %pad {in_bounds = [true]} : memref<2x128xf32>, vector<128xf32>
  %l0 = iree_vector_ext.to_layout %x0 to layout(#a) : vector<128xf32>
  %r:2 = scf.for %i = %c0 to %c3 step %c1 iter_args(%s = %l0, %u = %x1) -> (vector<128xf32>, vector<128xf32>) {
    %y = arith.mulf %s, %u : vector<128xf32>
    scf.yield %y, %u : vector<128xf32>, vector<128xf32>
  }
  vector.transfer_write %r#0, %o[%c0] {in_bounds = [true]} : vector<128xf32>, memref<128xf32>
  vector.transfer_write %r#1, %o[%c0] {in_bounds = [true]} : vector<128xf32>, memref<128xf32>
  return
}

// CHECK-LABEL: sym_name = "an_argument_that_only_accumulates"
// CHECK: "scf.for"({{.*}}
// CHECK: {{.*}}vector<1x1x1x1x2x1xf32>, %{{.*}}: vector<1x1x2xf32>):
// CHECK: "func.return"
func.func @an_argument_that_only_accumulates(%x: memref<8x8xf32>, %o: memref<8x8xf32>, %t: memref<8xf32>) attributes {gpu.known_block_size = array<i32: 32, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %pad = arith.constant 0.0 : f32
  %v = vector.transfer_read %x[%c0, %c0], %pad {in_bounds = [true, true]} : memref<8x8xf32>, vector<8x8xf32>
  %l = iree_vector_ext.to_layout %v to layout(#sq) : vector<8x8xf32>
  %acc = vector.transfer_read %t[%c0], %pad {in_bounds = [true]} : memref<8xf32>, vector<8xf32>
  %r:2 = scf.for %i = %c0 to %c4 step %c1 iter_args(%a = %l, %b = %acc) -> (vector<8x8xf32>, vector<8xf32>) {
    %s = vector.multi_reduction <add>, %a, %b [1] : vector<8x8xf32> to vector<8xf32>
    %bb = vector.broadcast %s : vector<8xf32> to vector<8x8xf32>
    %at = vector.transpose %bb, [1, 0] : vector<8x8xf32> to vector<8x8xf32>
    %n = arith.addf %at, %a : vector<8x8xf32>
    scf.yield %n, %b : vector<8x8xf32>, vector<8xf32>
  }
  vector.transfer_write %r#0, %o[%c0, %c0] {in_bounds = [true, true]} : vector<8x8xf32>, memref<8x8xf32>
  return
}

// One read, of which an anchor reads one half of the uses.
// CHECK-LABEL: sym_name = "another_use_of_what_an_anchor_reads"
// CHECK: "arith.mulf"({{.*}}vector<1x1x4xf32>
func.func @another_use_of_what_an_anchor_reads(%a: memref<128xf32>, %o: memref<128xf32>, %p: memref<128xf32>) attributes {gpu.known_block_size = array<i32: 32, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %a[%c0], %pad {in_bounds = [true]} : memref<128xf32>, vector<128xf32>
  %l = iree_vector_ext.to_layout %x to layout(#a) : vector<128xf32>
  %y = arith.mulf %x, %x : vector<128xf32>
  vector.transfer_write %l, %o[%c0] {in_bounds = [true]} : vector<128xf32>, memref<128xf32>
  vector.transfer_write %y, %p[%c0] {in_bounds = [true]} : vector<128xf32>, memref<128xf32>
  return
}

// Packed tiles, as matmuls have them: rows and columns of tiles are dimensions of their own, and lhs is repeated.
// CHECK-LABEL: sym_name = "lhs_of_packed_tiles"
// CHECK: "vector.contract"({{.*}}
// CHECK: "func.return"
func.func @lhs_of_packed_tiles(%a: memref<8x8xf32>, %b: memref<8x8xf32>, %o: memref<8x8xf32>) attributes {gpu.known_block_size = array<i32: 32, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %z = arith.constant dense<0.0> : vector<8x8xf32>
  %ra = vector.transfer_read %a[%c0, %c0], %pad {in_bounds = [true, true]} : memref<8x8xf32>, vector<8x8xf32>
  %rb = vector.transfer_read %b[%c0, %c0], %pad {in_bounds = [true, true]} : memref<8x8xf32>, vector<8x8xf32>
  %la = iree_vector_ext.to_layout %ra to layout(#sq) : vector<8x8xf32>
  %lb = iree_vector_ext.to_layout %rb to layout(#sq) : vector<8x8xf32>
  %lz = iree_vector_ext.to_layout %z to layout(#sq) : vector<8x8xf32>
  %ta = vector.shape_cast %la : vector<8x8xf32> to vector<2x4x2x4xf32>
  %pa = vector.transpose %ta, [0, 2, 1, 3] : vector<2x4x2x4xf32> to vector<2x2x4x4xf32>
  %pb = vector.shape_cast %lb : vector<8x8xf32> to vector<2x4x2x4xf32>
  %pz = vector.shape_cast %lz : vector<8x8xf32> to vector<2x4x2x4xf32>
  %wide = vector.broadcast %pa : vector<2x2x4x4xf32> to vector<2x4x2x2x4x4xf32>
  %r = vector.contract {indexing_maps = [affine_map<(a, b, c, d, e, f) -> (b, e, a, c, d, f)>, affine_map<(a, b, c, d, e, f) -> (c, f, b, e)>, affine_map<(a, b, c, d, e, f) -> (a, d, b, e)>], iterator_types = ["parallel", "parallel", "reduction", "parallel", "parallel", "reduction"], kind = #vector.kind<add>} %wide, %pb, %pz : vector<2x4x2x2x4x4xf32>, vector<2x4x2x4xf32> into vector<2x4x2x4xf32>
  %s = vector.shape_cast %r : vector<2x4x2x4xf32> to vector<8x8xf32>
  vector.transfer_write %s, %o[%c0, %c0] {in_bounds = [true, true]} : vector<8x8xf32>, memref<8x8xf32>
  return
}

// The mask has all dimensions of the iteration, of which no operand has all.
// CHECK-LABEL: sym_name = "mask_of_a_contraction"
// CHECK: "vector.mask"
// CHECK: "func.return"
func.func @mask_of_a_contraction(%a: memref<8x8xf32>, %b: memref<8x8xf32>, %o: memref<8x8xf32>, %k: index) attributes {gpu.known_block_size = array<i32: 32, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %c8 = arith.constant 8 : index
  %pad = arith.constant 0.0 : f32
  %z = arith.constant dense<0.0> : vector<8x8xf32>
  %ra = vector.transfer_read %a[%c0, %c0], %pad {in_bounds = [true, true]} : memref<8x8xf32>, vector<8x8xf32>
  %rb = vector.transfer_read %b[%c0, %c0], %pad {in_bounds = [true, true]} : memref<8x8xf32>, vector<8x8xf32>
  %la = iree_vector_ext.to_layout %ra to layout(#sq) : vector<8x8xf32>
  %lb = iree_vector_ext.to_layout %rb to layout(#sq) : vector<8x8xf32>
  %lz = iree_vector_ext.to_layout %z to layout(#sq) : vector<8x8xf32>
  %mask = vector.create_mask %c8, %c8, %k : vector<8x8x8xi1>
  %r = vector.mask %mask { vector.contract {indexing_maps = [#mk, #kn, #mn], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %la, %lb, %lz : vector<8x8xf32>, vector<8x8xf32> into vector<8x8xf32> } : vector<8x8x8xi1> -> vector<8x8xf32>
  vector.transfer_write %r, %o[%c0, %c0] {in_bounds = [true, true]} : vector<8x8xf32>, memref<8x8xf32>
  return
}

// Lhs and rhs in two layouts, the mask is read and converted to the one that the sum goes by.
#d = affine_map<(k) -> (k)>
#s = affine_map<(k) -> ()>
#b = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [4], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
// CHECK-LABEL: sym_name = "mask_of_a_dot"
// CHECK: "vector.mask"
// CHECK: "func.return"
func.func @mask_of_a_dot(%x: memref<128xf32>, %y: memref<128xf32>, %o: memref<f32>, %mm: memref<128xi1>) attributes {gpu.known_block_size = array<i32: 32, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %false = arith.constant false
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %v = vector.transfer_read %x[%c0], %pad {in_bounds = [true]} : memref<128xf32>, vector<128xf32>
  %w = vector.transfer_read %y[%c0], %pad {in_bounds = [true]} : memref<128xf32>, vector<128xf32>
  %l = iree_vector_ext.to_layout %v to layout(#a) : vector<128xf32>
  %m = iree_vector_ext.to_layout %w to layout(#b) : vector<128xf32>
  %mv = vector.transfer_read %mm[%c0], %false {in_bounds = [true]} : memref<128xi1>, vector<128xi1>
  %mask = iree_vector_ext.to_layout %mv to layout(#b) : vector<128xi1>
  %r = vector.mask %mask { vector.contract {indexing_maps = [#d, #d, #s], iterator_types = ["reduction"], kind = #vector.kind<add>} %l, %m, %pad : vector<128xf32>, vector<128xf32> into f32 } : vector<128xi1> -> f32
  memref.store %r, %o[] : memref<f32>
  return
}
