// C = relu(A B + bias), 256 x 256 x 256, f16 with accumulation in f32. The grid is (2, 2): block y picks 128 rows,
// block x 128 columns. Four subgroups of 64 lanes stand two by two and own 64 x 64 each; the loop takes 32 of the
// contracted dimension at a time.
//
// #acc is what MFMA_F32_16x16x16_F16 leaves of each 16 x 16 tile (lane t has column t % 16 and four rows from
// 4 * (t / 16)). A and B come from global memory in 16-byte pieces (#a_coalesced, #b_coalesced), go through workgroup
// memory, and are read again as #acc needs them: #lhs spreads rows as #acc does, #rhs columns, and a lane holds all
// 32 of the contracted dimension.
//
// Look at %zero: it starts the sum and is the threshold of the relu, two reads in one layout, so it is not copied.
// %bias_read has no anchor; its layout comes back from the addition. The only conversion is the author's, in f16 at
// %stored, so that C leaves in 16-byte pieces too.

#a_coalesced = #iree_vector_ext.nested_layout<subgroup_tile = [4, 1], batch_tile = [2, 1], outer_tile = [1, 1], thread_tile = [16, 4], element_tile = [1, 8], subgroup_strides = [1, 0], thread_strides = [4, 1]>
#b_coalesced = #iree_vector_ext.nested_layout<subgroup_tile = [4, 1], batch_tile = [2, 1], outer_tile = [1, 1], thread_tile = [4, 16], element_tile = [1, 8], subgroup_strides = [1, 0], thread_strides = [16, 1]>
#c_coalesced = #iree_vector_ext.nested_layout<subgroup_tile = [4, 1], batch_tile = [8, 1], outer_tile = [1, 1], thread_tile = [4, 16], element_tile = [1, 8], subgroup_strides = [1, 0], thread_strides = [16, 1]>
#lhs = #iree_vector_ext.nested_layout<subgroup_tile = [2, 1], batch_tile = [4, 4], outer_tile = [1, 1], thread_tile = [4, 1], element_tile = [4, 8], subgroup_strides = [2, 0], thread_strides = [16, 0]>
#rhs = #iree_vector_ext.nested_layout<subgroup_tile = [1, 2], batch_tile = [4, 4], outer_tile = [1, 1], thread_tile = [1, 16], element_tile = [8, 1], subgroup_strides = [0, 1], thread_strides = [0, 1]>
#acc = #iree_vector_ext.nested_layout<subgroup_tile = [2, 2], batch_tile = [4, 4], outer_tile = [1, 1], thread_tile = [4, 16], element_tile = [4, 1], subgroup_strides = [2, 1], thread_strides = [16, 1]>

#mk = affine_map<(m, n, k) -> (m, k)>
#kn = affine_map<(m, n, k) -> (k, n)>
#mn = affine_map<(m, n, k) -> (m, n)>

func.func @matmul_bias_relu(%a: memref<256x256xf16>, %b: memref<256x256xf16>, %bias: memref<256xf16>, %c: memref<256x256xf16>)
    attributes {gpu.known_block_size = array<i32: 256, 1, 1>, gpu.known_grid_size = array<i32: 2, 2, 1>, lanewise.subgroup_size = 64 : i64} {
  %c0 = arith.constant 0 : index
  %c32 = arith.constant 32 : index
  %c256 = arith.constant 256 : index
  %pad = arith.constant 0.0 : f16
  %zero = arith.constant dense<0.0> : vector<128x128xf32>
  %a_shared = memref.alloc() : memref<128x32xf16, #gpu.address_space<workgroup>>
  %b_shared = memref.alloc() : memref<32x128xf16, #gpu.address_space<workgroup>>
  %tile_y = gpu.block_id y
  %tile_x = gpu.block_id x
  %row = affine.apply affine_map<()[s0] -> (s0 * 128)>()[%tile_y]
  %column = affine.apply affine_map<()[s0] -> (s0 * 128)>()[%tile_x]

  %product = scf.for %k = %c0 to %c256 step %c32 iter_args(%sum = %zero) -> (vector<128x128xf32>) {
    // No lane may overwrite a tile that another still reads.
    gpu.barrier
    %a_read = vector.transfer_read %a[%row, %k], %pad {in_bounds = [true, true]} : memref<256x256xf16>, vector<128x32xf16>
    %a_coalesced = iree_vector_ext.to_layout %a_read to layout(#a_coalesced) : vector<128x32xf16>
    vector.transfer_write %a_coalesced, %a_shared[%c0, %c0] {in_bounds = [true, true]} : vector<128x32xf16>, memref<128x32xf16, #gpu.address_space<workgroup>>
    %b_read = vector.transfer_read %b[%k, %column], %pad {in_bounds = [true, true]} : memref<256x256xf16>, vector<32x128xf16>
    %b_coalesced = iree_vector_ext.to_layout %b_read to layout(#b_coalesced) : vector<32x128xf16>
    vector.transfer_write %b_coalesced, %b_shared[%c0, %c0] {in_bounds = [true, true]} : vector<32x128xf16>, memref<32x128xf16, #gpu.address_space<workgroup>>
    gpu.barrier
    %a_tile = vector.transfer_read %a_shared[%c0, %c0], %pad {in_bounds = [true, true]} : memref<128x32xf16, #gpu.address_space<workgroup>>, vector<128x32xf16>
    %lhs = iree_vector_ext.to_layout %a_tile to layout(#lhs) : vector<128x32xf16>
    %b_tile = vector.transfer_read %b_shared[%c0, %c0], %pad {in_bounds = [true, true]} : memref<32x128xf16, #gpu.address_space<workgroup>>, vector<32x128xf16>
    %rhs = iree_vector_ext.to_layout %b_tile to layout(#rhs) : vector<32x128xf16>
    %partial = vector.contract {indexing_maps = [#mk, #kn, #mn], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>} %lhs, %rhs, %sum : vector<128x32xf16>, vector<32x128xf16> into vector<128x128xf32>
    %new_sum = iree_vector_ext.to_layout %partial to layout(#acc) : vector<128x128xf32>
    scf.yield %new_sum : vector<128x128xf32>
  }

  %bias_read = vector.transfer_read %bias[%column], %pad {in_bounds = [true]} : memref<256xf16>, vector<128xf16>
  %bias_wide = arith.extf %bias_read : vector<128xf16> to vector<128xf32>
  %bias_rows = vector.broadcast %bias_wide : vector<128xf32> to vector<128x128xf32>
  %biased = arith.addf %product, %bias_rows : vector<128x128xf32>
  %relu = arith.maximumf %biased, %zero : vector<128x128xf32>
  %narrow = arith.truncf %relu : vector<128x128xf32> to vector<128x128xf16>
  %stored = iree_vector_ext.to_layout %narrow to layout(#c_coalesced) : vector<128x128xf16>
  vector.transfer_write %stored, %c[%row, %column] {in_bounds = [true, true]} : vector<128x128xf16>, memref<256x256xf16>
  return
}
