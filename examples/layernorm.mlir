// Layer normalisation of the rows of 64 x 2048 f16, computed in f32: y = (x - mean) / sqrt(variance + epsilon) *
// gamma + beta. The grid is (4): a workgroup of four subgroups of 64 lanes has 16 rows and takes two at a time; all
// 256 lanes share a row, eight neighbouring f16 (16 bytes) each. gamma and beta are read once and stay in registers
// over the loop.
//
// Look at the reductions: a row is spread over the four subgroups, so mean and variance are summed within a lane,
// then across lanes, then across subgroups, and are then held by every lane. The one anchor is on what the loop
// reads. gamma and beta, read outside, get their layouts back through the broadcasts in the loop; no copies (%zero
// starts both sums in one layout), no conversions.

#rows = #iree_vector_ext.nested_layout<subgroup_tile = [1, 4], batch_tile = [2, 1], outer_tile = [1, 1], thread_tile = [1, 64], element_tile = [1, 8], subgroup_strides = [0, 1], thread_strides = [0, 1]>

func.func @layernorm(%x: memref<64x2048xf16>, %gamma: memref<2048xf32>, %beta: memref<2048xf32>, %y: memref<64x2048xf16>)
    attributes {gpu.known_block_size = array<i32: 256, 1, 1>, gpu.known_grid_size = array<i32: 4, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  %c0 = arith.constant 0 : index
  %c2 = arith.constant 2 : index
  %pad = arith.constant 0.0 : f16
  %pad_f32 = arith.constant 0.0 : f32
  %zero = arith.constant dense<0.0> : vector<2xf32>
  %columns = arith.constant dense<2048.0> : vector<2xf32>
  %epsilon = arith.constant dense<1.0e-05> : vector<2xf32>
  %tile = gpu.block_id x
  %first = affine.apply affine_map<()[s0] -> (s0 * 16)>()[%tile]
  %end = affine.apply affine_map<()[s0] -> (s0 * 16 + 16)>()[%tile]
  %gamma_read = vector.transfer_read %gamma[%c0], %pad_f32 {in_bounds = [true]} : memref<2048xf32>, vector<2048xf32>
  %beta_read = vector.transfer_read %beta[%c0], %pad_f32 {in_bounds = [true]} : memref<2048xf32>, vector<2048xf32>

  scf.for %row = %first to %end step %c2 {
    %read = vector.transfer_read %x[%row, %c0], %pad {in_bounds = [true, true]} : memref<64x2048xf16>, vector<2x2048xf16>
    %rows = iree_vector_ext.to_layout %read to layout(#rows) : vector<2x2048xf16>
    %wide = arith.extf %rows : vector<2x2048xf16> to vector<2x2048xf32>

    %sum = vector.multi_reduction <add>, %wide, %zero [1] : vector<2x2048xf32> to vector<2xf32>
    %mean = arith.divf %sum, %columns : vector<2xf32>
    %mean_columns = vector.broadcast %mean : vector<2xf32> to vector<2048x2xf32>
    %mean_rows = vector.transpose %mean_columns, [1, 0] : vector<2048x2xf32> to vector<2x2048xf32>
    %centred = arith.subf %wide, %mean_rows : vector<2x2048xf32>

    // The row is in registers: the variance is taken around the mean, not as a difference of two large sums.
    %squares = arith.mulf %centred, %centred : vector<2x2048xf32>
    %square_sum = vector.multi_reduction <add>, %squares, %zero [1] : vector<2x2048xf32> to vector<2xf32>
    %variance = arith.divf %square_sum, %columns : vector<2xf32>
    %shifted = arith.addf %variance, %epsilon : vector<2xf32>
    %inverse = math.rsqrt %shifted : vector<2xf32>
    %inverse_columns = vector.broadcast %inverse : vector<2xf32> to vector<2048x2xf32>
    %inverse_rows = vector.transpose %inverse_columns, [1, 0] : vector<2048x2xf32> to vector<2x2048xf32>
    %normal = arith.mulf %centred, %inverse_rows : vector<2x2048xf32>

    %gamma_rows = vector.broadcast %gamma_read : vector<2048xf32> to vector<2x2048xf32>
    %beta_rows = vector.broadcast %beta_read : vector<2048xf32> to vector<2x2048xf32>
    %scaled = arith.mulf %normal, %gamma_rows : vector<2x2048xf32>
    %moved = arith.addf %scaled, %beta_rows : vector<2x2048xf32>
    %result = arith.truncf %moved : vector<2x2048xf32> to vector<2x2048xf16>
    vector.transfer_write %result, %y[%row, %c0] {in_bounds = [true, true]} : vector<2x2048xf16>, memref<64x2048xf16>
  }
  return
}
