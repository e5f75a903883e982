// Softmax over the rows of 64 x 2048 f16, computed in f32. The grid is (16): a workgroup of four subgroups of 64
// lanes has four rows, each subgroup one of them, and walks over the columns 512 at a time: eight neighbouring f16
// (16 bytes) a lane.
//
// The first loop keeps a maximum and a sum for every lane (vector<4x64>), so that it reduces only what a lane holds
// itself; lanes meet once, after it. The second loop writes exp(x - max) / sum.
//
// Look at how little is anchored: one to_layout on what each loop reads. The layout goes forward through shape_cast
// (rank 2 to 3) and through the reductions (3 to 2 to 1), and comes back through the broadcasts. No copies, no
// conversions.

#rows = #iree_vector_ext.nested_layout<subgroup_tile = [4, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 64], element_tile = [1, 8], subgroup_strides = [1, 0], thread_strides = [0, 1]>

func.func @softmax(%x: memref<64x2048xf16>, %y: memref<64x2048xf16>)
    attributes {gpu.known_block_size = array<i32: 256, 1, 1>, gpu.known_grid_size = array<i32: 16, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  %c0 = arith.constant 0 : index
  %c512 = arith.constant 512 : index
  %c2048 = arith.constant 2048 : index
  %pad = arith.constant 0.0 : f16
  %lane_lowest = arith.constant dense<-3.40282347E+38> : vector<4x64xf32>
  %lane_no_sum = arith.constant dense<0.0> : vector<4x64xf32>
  %row_lowest = arith.constant dense<-3.40282347E+38> : vector<4xf32>
  %row_no_sum = arith.constant dense<0.0> : vector<4xf32>
  %tile = gpu.block_id x
  %row = affine.apply affine_map<()[s0] -> (s0 * 4)>()[%tile]

  %lane:2 = scf.for %column = %c0 to %c2048 step %c512 iter_args(%max = %lane_lowest, %sum = %lane_no_sum) -> (vector<4x64xf32>, vector<4x64xf32>) {
    %read = vector.transfer_read %x[%row, %column], %pad {in_bounds = [true, true]} : memref<64x2048xf16>, vector<4x512xf16>
    %rows = iree_vector_ext.to_layout %read to layout(#rows) : vector<4x512xf16>
    %wide = arith.extf %rows : vector<4x512xf16> to vector<4x512xf32>
    %lanes = vector.shape_cast %wide : vector<4x512xf32> to vector<4x64x8xf32>
    %new_max = vector.multi_reduction <maximumf>, %lanes, %max [2] : vector<4x64x8xf32> to vector<4x64xf32>
    %drop = arith.subf %max, %new_max : vector<4x64xf32>
    %rescale = math.exp %drop : vector<4x64xf32>
    %old_sum = arith.mulf %sum, %rescale : vector<4x64xf32>
    %max_first = vector.broadcast %new_max : vector<4x64xf32> to vector<8x4x64xf32>
    %max_last = vector.transpose %max_first, [1, 2, 0] : vector<8x4x64xf32> to vector<4x64x8xf32>
    %below_max = arith.subf %lanes, %max_last : vector<4x64x8xf32>
    %p = math.exp %below_max : vector<4x64x8xf32>
    %new_sum = vector.multi_reduction <add>, %p, %old_sum [2] : vector<4x64x8xf32> to vector<4x64xf32>
    scf.yield %new_max, %new_sum : vector<4x64xf32>, vector<4x64xf32>
  }

  // Bring the lanes' sums to the maximum of the row before adding them.
  %row_max = vector.multi_reduction <maximumf>, %lane#0, %row_lowest [1] : vector<4x64xf32> to vector<4xf32>
  %row_max_first = vector.broadcast %row_max : vector<4xf32> to vector<64x4xf32>
  %row_max_last = vector.transpose %row_max_first, [1, 0] : vector<64x4xf32> to vector<4x64xf32>
  %lane_drop = arith.subf %lane#0, %row_max_last : vector<4x64xf32>
  %lane_rescale = math.exp %lane_drop : vector<4x64xf32>
  %lane_sum = arith.mulf %lane#1, %lane_rescale : vector<4x64xf32>
  %row_sum = vector.multi_reduction <add>, %lane_sum, %row_no_sum [1] : vector<4x64xf32> to vector<4xf32>

  scf.for %column = %c0 to %c2048 step %c512 {
    %read = vector.transfer_read %x[%row, %column], %pad {in_bounds = [true, true]} : memref<64x2048xf16>, vector<4x512xf16>
    %rows = iree_vector_ext.to_layout %read to layout(#rows) : vector<4x512xf16>
    %wide = arith.extf %rows : vector<4x512xf16> to vector<4x512xf32>
    %max_columns = vector.broadcast %row_max : vector<4xf32> to vector<512x4xf32>
    %max_rows = vector.transpose %max_columns, [1, 0] : vector<512x4xf32> to vector<4x512xf32>
    %below_max = arith.subf %wide, %max_rows : vector<4x512xf32>
    %p = math.exp %below_max : vector<4x512xf32>
    %sum_columns = vector.broadcast %row_sum : vector<4xf32> to vector<512x4xf32>
    %sum_rows = vector.transpose %sum_columns, [1, 0] : vector<512x4xf32> to vector<4x512xf32>
    %normal = arith.divf %p, %sum_rows : vector<4x512xf32>
    %result = arith.truncf %normal : vector<4x512xf32> to vector<4x512xf16>
    vector.transfer_write %result, %y[%row, %column] {in_bounds = [true, true]} : vector<4x512xf16>, memref<64x2048xf16>
  }
  return
}
