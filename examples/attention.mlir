// Flash attention in f16: O = softmax(scale * Q K^T) V for 2 heads of 256 x 64. The grid is (4, 2): block x is a tile
// of 64 queries, block y a head. One subgroup of 64 lanes walks over the keys, 64 at a time, and keeps the running
// maximum and sum of every row.
//
// Both products are 64 x 64 accumulators, spread as the intrinsic MFMA_F32_16x16x16_F16 leaves each 16 x 16 tile:
// #scores is its own orientation (lane t has column t % 16 and four rows from 4 * (t / 16)), #out the transposed one
// (row t % 16 and four neighbouring columns, so that the result is stored eight bytes at a time). The operands are
// spread as the accumulator is in the dimension that they share with it, and a lane holds the whole contracted
// dimension: lanes contract without talking.
//
// Look at %zero. It starts both contractions, so it is wanted in #scores and in #out: --lanewise-resolve-layouts
// copies it, once, and converts no constant. What it converts is computed: the f16 weights at their anchor
// (%weights), and two vectors of 64 row factors, %rescale in the loop and %r#1 after it.

#coalesced = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [8, 1], outer_tile = [1, 1], thread_tile = [8, 8], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [8, 1]>
#queries = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [4, 8], outer_tile = [1, 1], thread_tile = [4, 1], element_tile = [4, 8], subgroup_strides = [0, 0], thread_strides = [16, 0]>
#keys = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [4, 8], outer_tile = [1, 1], thread_tile = [16, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#scores = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [4, 4], outer_tile = [1, 1], thread_tile = [4, 16], element_tile = [4, 1], subgroup_strides = [0, 0], thread_strides = [16, 1]>
#weights = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [4, 8], outer_tile = [1, 1], thread_tile = [16, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#values = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [8, 4], outer_tile = [1, 1], thread_tile = [1, 4], element_tile = [8, 4], subgroup_strides = [0, 0], thread_strides = [0, 16]>
#out = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [4, 4], outer_tile = [1, 1], thread_tile = [16, 4], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [1, 16]>

#mk = affine_map<(m, n, k) -> (m, k)>
#nk = affine_map<(m, n, k) -> (n, k)>
#kn = affine_map<(m, n, k) -> (k, n)>
#mn = affine_map<(m, n, k) -> (m, n)>

func.func @attention(%q: memref<2x256x64xf16>, %k: memref<2x256x64xf16>, %v: memref<2x256x64xf16>, %o: memref<2x256x64xf16>, %scale: f32)
    attributes {gpu.known_block_size = array<i32: 64, 1, 1>, gpu.known_grid_size = array<i32: 4, 2, 1>, lanewise.subgroup_size = 64 : i64} {
  %c0 = arith.constant 0 : index
  %c64 = arith.constant 64 : index
  %c256 = arith.constant 256 : index
  %pad = arith.constant 0.0 : f16
  %log2e = arith.constant 1.44269504 : f32
  %zero = arith.constant dense<0.0> : vector<64x64xf32>
  %lowest = arith.constant dense<-3.40282347E+38> : vector<64xf32>
  %no_sum = arith.constant dense<0.0> : vector<64xf32>
  %q_shared = memref.alloc() : memref<64x64xf16, #gpu.address_space<workgroup>>
  %k_shared = memref.alloc() : memref<64x64xf16, #gpu.address_space<workgroup>>
  %v_shared = memref.alloc() : memref<64x64xf16, #gpu.address_space<workgroup>>
  %head = gpu.block_id y
  %tile = gpu.block_id x
  %row = affine.apply affine_map<()[s0] -> (s0 * 64)>()[%tile]

  %q_read = vector.transfer_read %q[%head, %row, %c0], %pad {in_bounds = [true, true]} : memref<2x256x64xf16>, vector<64x64xf16>
  %q_coalesced = iree_vector_ext.to_layout %q_read to layout(#coalesced) : vector<64x64xf16>
  vector.transfer_write %q_coalesced, %q_shared[%c0, %c0] {in_bounds = [true, true]} : vector<64x64xf16>, memref<64x64xf16, #gpu.address_space<workgroup>>
  gpu.barrier
  %q_tile = vector.transfer_read %q_shared[%c0, %c0], %pad {in_bounds = [true, true]} : memref<64x64xf16, #gpu.address_space<workgroup>>, vector<64x64xf16>
  %queries = iree_vector_ext.to_layout %q_tile to layout(#queries) : vector<64x64xf16>
  // The softmax runs in base 2: exp(x) is exp2(x * log2(e)).
  %scale2 = arith.mulf %scale, %log2e : f32
  %scales = vector.broadcast %scale2 : f32 to vector<64x64xf32>

  %r:3 = scf.for %key = %c0 to %c256 step %c64 iter_args(%max = %lowest, %sum = %no_sum, %acc = %zero) -> (vector<64xf32>, vector<64xf32>, vector<64x64xf32>) {
    // No lane may overwrite a tile that another still reads.
    gpu.barrier
    %k_read = vector.transfer_read %k[%head, %key, %c0], %pad {in_bounds = [true, true]} : memref<2x256x64xf16>, vector<64x64xf16>
    %k_coalesced = iree_vector_ext.to_layout %k_read to layout(#coalesced) : vector<64x64xf16>
    vector.transfer_write %k_coalesced, %k_shared[%c0, %c0] {in_bounds = [true, true]} : vector<64x64xf16>, memref<64x64xf16, #gpu.address_space<workgroup>>
    %v_read = vector.transfer_read %v[%head, %key, %c0], %pad {in_bounds = [true, true]} : memref<2x256x64xf16>, vector<64x64xf16>
    %v_coalesced = iree_vector_ext.to_layout %v_read to layout(#coalesced) : vector<64x64xf16>
    vector.transfer_write %v_coalesced, %v_shared[%c0, %c0] {in_bounds = [true, true]} : vector<64x64xf16>, memref<64x64xf16, #gpu.address_space<workgroup>>
    gpu.barrier
    %k_tile = vector.transfer_read %k_shared[%c0, %c0], %pad {in_bounds = [true, true]} : memref<64x64xf16, #gpu.address_space<workgroup>>, vector<64x64xf16>
    %keys = iree_vector_ext.to_layout %k_tile to layout(#keys) : vector<64x64xf16>
    %v_tile = vector.transfer_read %v_shared[%c0, %c0], %pad {in_bounds = [true, true]} : memref<64x64xf16, #gpu.address_space<workgroup>>, vector<64x64xf16>
    %values = iree_vector_ext.to_layout %v_tile to layout(#values) : vector<64x64xf16>

    %qk = vector.contract {indexing_maps = [#mk, #nk, #mn], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %queries, %keys, %zero : vector<64x64xf16>, vector<64x64xf16> into vector<64x64xf32>
    %scores = iree_vector_ext.to_layout %qk to layout(#scores) : vector<64x64xf32>
    %scaled = arith.mulf %scores, %scales : vector<64x64xf32>

    %new_max = vector.multi_reduction <maximumf>, %scaled, %max [1] : vector<64x64xf32> to vector<64xf32>
    %drop = arith.subf %max, %new_max : vector<64xf32>
    %rescale = math.exp2 %drop : vector<64xf32>
    %max_columns = vector.broadcast %new_max : vector<64xf32> to vector<64x64xf32>
    %max_rows = vector.transpose %max_columns, [1, 0] : vector<64x64xf32> to vector<64x64xf32>
    %below_max = arith.subf %scaled, %max_rows : vector<64x64xf32>
    %p = math.exp2 %below_max : vector<64x64xf32>
    %old_sum = arith.mulf %sum, %rescale : vector<64xf32>
    %new_sum = vector.multi_reduction <add>, %p, %old_sum [1] : vector<64x64xf32> to vector<64xf32>

    %p_f16 = arith.truncf %p : vector<64x64xf32> to vector<64x64xf16>
    %weights = iree_vector_ext.to_layout %p_f16 to layout(#weights) : vector<64x64xf16>
    %rescale_columns = vector.broadcast %rescale : vector<64xf32> to vector<64x64xf32>
    %rescale_rows = vector.transpose %rescale_columns, [1, 0] : vector<64x64xf32> to vector<64x64xf32>
    %old_acc = arith.mulf %acc, %rescale_rows : vector<64x64xf32>
    %pv = vector.contract {indexing_maps = [#mk, #kn, #mn], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %weights, %values, %old_acc : vector<64x64xf16>, vector<64x64xf16> into vector<64x64xf32>
    %new_acc = iree_vector_ext.to_layout %pv to layout(#out) : vector<64x64xf32>
    scf.yield %new_max, %new_sum, %new_acc : vector<64xf32>, vector<64xf32>, vector<64x64xf32>
  }

  %sum_columns = vector.broadcast %r#1 : vector<64xf32> to vector<64x64xf32>
  %sum_rows = vector.transpose %sum_columns, [1, 0] : vector<64x64xf32> to vector<64x64xf32>
  %normal = arith.divf %r#2, %sum_rows : vector<64x64xf32>
  %result = arith.truncf %normal : vector<64x64xf32> to vector<64x64xf16>
  vector.transfer_write %result, %o[%head, %row, %c0] {in_bounds = [true, true]} : vector<64x64xf16>, memref<2x256x64xf16>
  return
}
