// Flash attention in f8E4M3FNUZ with softmax and accumulators in f32: O = softmax(scale * Q K^T) V for 2 heads of 256
// x 64. The grid is (4, 2): block x is a tile of 64 queries, block y a head. One subgroup of 64 lanes walks over the
// keys, 64 at a time.
//
// #scores is the transposed orientation of what MFMA_F32_16x16x32_F8E4M3FNUZ leaves of each 16 x 16 tile: lane t has
// row t % 16 and four neighbouring columns from 4 * (t / 16). #out is two such tiles side by side, eight columns a
// lane. Both spread the rows alike, so row maximum, row sum and rescaling factor serve both as they are. A lane holds
// the whole contracted dimension, 16 bytes (16 elements) at a time, and lanes contract without talking.
//
// Look at %weights, the author's anchor right after truncf: there the softmax leaves #scores and becomes the left
// operand of the second contraction, so that the matrix crosses lanes as f8, a quarter of the bytes of f32. Resolving
// layouts converts at this anchor and nowhere else: every f32 value upstream of it keeps the layout that comes forward
// from the first contraction. As in attention.mlir, %zero is copied once.

#coalesced = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [4, 1], outer_tile = [1, 1], thread_tile = [16, 4], element_tile = [1, 16], subgroup_strides = [0, 0], thread_strides = [4, 1]>
#lhs = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [4, 4], outer_tile = [1, 1], thread_tile = [16, 1], element_tile = [1, 16], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#keys = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [4, 4], outer_tile = [1, 1], thread_tile = [4, 1], element_tile = [4, 16], subgroup_strides = [0, 0], thread_strides = [16, 0]>
#scores = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [4, 4], outer_tile = [1, 1], thread_tile = [16, 4], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [1, 16]>
#values = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [4, 2], outer_tile = [1, 1], thread_tile = [1, 4], element_tile = [16, 8], subgroup_strides = [0, 0], thread_strides = [0, 16]>
#out = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [4, 2], outer_tile = [1, 1], thread_tile = [16, 4], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 16]>

#mk = affine_map<(m, n, k) -> (m, k)>
#nk = affine_map<(m, n, k) -> (n, k)>
#kn = affine_map<(m, n, k) -> (k, n)>
#mn = affine_map<(m, n, k) -> (m, n)>

func.func @attention_f8(%q: memref<2x256x64xf8E4M3FNUZ>, %k: memref<2x256x64xf8E4M3FNUZ>, %v: memref<2x256x64xf8E4M3FNUZ>, %o: memref<2x256x64xf32>, %scale: f32)
    attributes {gpu.known_block_size = array<i32: 64, 1, 1>, gpu.known_grid_size = array<i32: 4, 2, 1>, lanewise.subgroup_size = 64 : i64} {
  %c0 = arith.constant 0 : index
  %c64 = arith.constant 64 : index
  %c256 = arith.constant 256 : index
  %pad = arith.constant 0.0 : f8E4M3FNUZ
  %log2e = arith.constant 1.44269504 : f32
  %zero = arith.constant dense<0.0> : vector<64x64xf32>
  %lowest = arith.constant dense<-3.40282347E+38> : vector<64xf32>
  %no_sum = arith.constant dense<0.0> : vector<64xf32>
  // 240 is the largest f8E4M3FNUZ.
  %largest = arith.constant dense<240.0> : vector<64x64xf32>
  %log2_largest = arith.constant dense<7.9068904> : vector<64x64xf32>
  %q_shared = memref.alloc() : memref<64x64xf8E4M3FNUZ, #gpu.address_space<workgroup>>
  %k_shared = memref.alloc() : memref<64x64xf8E4M3FNUZ, #gpu.address_space<workgroup>>
  %v_shared = memref.alloc() : memref<64x64xf8E4M3FNUZ, #gpu.address_space<workgroup>>
  %head = gpu.block_id y
  %tile = gpu.block_id x
  %row = affine.apply affine_map<()[s0] -> (s0 * 64)>()[%tile]

  %q_read = vector.transfer_read %q[%head, %row, %c0], %pad {in_bounds = [true, true]} : memref<2x256x64xf8E4M3FNUZ>, vector<64x64xf8E4M3FNUZ>
  %q_coalesced = iree_vector_ext.to_layout %q_read to layout(#coalesced) : vector<64x64xf8E4M3FNUZ>
  vector.transfer_write %q_coalesced, %q_shared[%c0, %c0] {in_bounds = [true, true]} : vector<64x64xf8E4M3FNUZ>, memref<64x64xf8E4M3FNUZ, #gpu.address_space<workgroup>>
  gpu.barrier
  %q_tile = vector.transfer_read %q_shared[%c0, %c0], %pad {in_bounds = [true, true]} : memref<64x64xf8E4M3FNUZ, #gpu.address_space<workgroup>>, vector<64x64xf8E4M3FNUZ>
  %queries = iree_vector_ext.to_layout %q_tile to layout(#lhs) : vector<64x64xf8E4M3FNUZ>
  // The softmax runs in base 2: exp(x) is exp2(x * log2(e)).
  %scale2 = arith.mulf %scale, %log2e : f32
  %scales = vector.broadcast %scale2 : f32 to vector<64x64xf32>

  %r:3 = scf.for %key = %c0 to %c256 step %c64 iter_args(%max = %lowest, %sum = %no_sum, %acc = %zero) -> (vector<64xf32>, vector<64xf32>, vector<64x64xf32>) {
    // No lane may overwrite a tile that another still reads.
    gpu.barrier
    %k_read = vector.transfer_read %k[%head, %key, %c0], %pad {in_bounds = [true, true]} : memref<2x256x64xf8E4M3FNUZ>, vector<64x64xf8E4M3FNUZ>
    %k_coalesced = iree_vector_ext.to_layout %k_read to layout(#coalesced) : vector<64x64xf8E4M3FNUZ>
    vector.transfer_write %k_coalesced, %k_shared[%c0, %c0] {in_bounds = [true, true]} : vector<64x64xf8E4M3FNUZ>, memref<64x64xf8E4M3FNUZ, #gpu.address_space<workgroup>>
    %v_read = vector.transfer_read %v[%head, %key, %c0], %pad {in_bounds = [true, true]} : memref<2x256x64xf8E4M3FNUZ>, vector<64x64xf8E4M3FNUZ>
    %v_coalesced = iree_vector_ext.to_layout %v_read to layout(#coalesced) : vector<64x64xf8E4M3FNUZ>
    vector.transfer_write %v_coalesced, %v_shared[%c0, %c0] {in_bounds = [true, true]} : vector<64x64xf8E4M3FNUZ>, memref<64x64xf8E4M3FNUZ, #gpu.address_space<workgroup>>
    gpu.barrier
    %k_tile = vector.transfer_read %k_shared[%c0, %c0], %pad {in_bounds = [true, true]} : memref<64x64xf8E4M3FNUZ, #gpu.address_space<workgroup>>, vector<64x64xf8E4M3FNUZ>
    %keys = iree_vector_ext.to_layout %k_tile to layout(#keys) : vector<64x64xf8E4M3FNUZ>
    %v_tile = vector.transfer_read %v_shared[%c0, %c0], %pad {in_bounds = [true, true]} : memref<64x64xf8E4M3FNUZ, #gpu.address_space<workgroup>>, vector<64x64xf8E4M3FNUZ>
    %values = iree_vector_ext.to_layout %v_tile to layout(#values) : vector<64x64xf8E4M3FNUZ>

    %qk = vector.contract {indexing_maps = [#mk, #nk, #mn], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %queries, %keys, %zero : vector<64x64xf8E4M3FNUZ>, vector<64x64xf8E4M3FNUZ> into vector<64x64xf32>
    %scores = iree_vector_ext.to_layout %qk to layout(#scores) : vector<64x64xf32>
    %scaled = arith.mulf %scores, %scales : vector<64x64xf32>

    %new_max = vector.multi_reduction <maximumf>, %scaled, %max [1] : vector<64x64xf32> to vector<64xf32>
    %drop = arith.subf %max, %new_max : vector<64xf32>
    %rescale = math.exp2 %drop : vector<64xf32>
    %max_columns = vector.broadcast %new_max : vector<64xf32> to vector<64x64xf32>
    %max_rows = vector.transpose %max_columns, [1, 0] : vector<64x64xf32> to vector<64x64xf32>
    %below_max = arith.subf %scaled, %max_rows : vector<64x64xf32>
    // Weights up to 240 instead of 1 keep small ones from vanishing in f8. The sum has the same factor: it cancels.
    %exponent = arith.addf %below_max, %log2_largest : vector<64x64xf32>
    %p = math.exp2 %exponent : vector<64x64xf32>
    %old_sum = arith.mulf %sum, %rescale : vector<64xf32>
    %new_sum = vector.multi_reduction <add>, %p, %old_sum [1] : vector<64x64xf32> to vector<64xf32>

    // f8E4M3FNUZ has no infinity: beyond its range there is only NaN.
    %clamped = arith.minimumf %p, %largest : vector<64x64xf32>
    %p_f8 = arith.truncf %clamped : vector<64x64xf32> to vector<64x64xf8E4M3FNUZ>
    %weights = iree_vector_ext.to_layout %p_f8 to layout(#lhs) : vector<64x64xf8E4M3FNUZ>
    %rescale_columns = vector.broadcast %rescale : vector<64xf32> to vector<64x64xf32>
    %rescale_rows = vector.transpose %rescale_columns, [1, 0] : vector<64x64xf32> to vector<64x64xf32>
    %old_acc = arith.mulf %acc, %rescale_rows : vector<64x64xf32>
    %pv = vector.contract {indexing_maps = [#mk, #kn, #mn], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %weights, %values, %old_acc : vector<64x64xf8E4M3FNUZ>, vector<64x64xf8E4M3FNUZ> into vector<64x64xf32>
    %new_acc = iree_vector_ext.to_layout %pv to layout(#out) : vector<64x64xf32>
    scf.yield %new_max, %new_sum, %new_acc : vector<64xf32>, vector<64xf32>, vector<64x64xf32>
  }

  %sum_columns = vector.broadcast %r#1 : vector<64xf32> to vector<64x64xf32>
  %sum_rows = vector.transpose %sum_columns, [1, 0] : vector<64x64xf32> to vector<64x64xf32>
  %result = arith.divf %r#2, %sum_rows : vector<64x64xf32>
  vector.transfer_write %result, %o[%head, %row, %c0] {in_bounds = [true, true]} : vector<64x64xf32>, memref<2x256x64xf32>
  return
}
