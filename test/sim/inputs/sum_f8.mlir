#lw = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 64], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [0, 1]>
func.func @f(%x: memref<1x512xf8E4M3FN>, %o: memref<1xf8E4M3FN>) attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %pad = arith.constant 0.0 : f32
  %p = arith.constant 0.0 : f8E4M3FN
  %v = vector.transfer_read %x[%c0, %c0], %p {in_bounds = [true, true]} : memref<1x512xf8E4M3FN>, vector<1x512xf8E4M3FN>
  %l = iree_vector_ext.to_layout %v to layout(#lw) : vector<1x512xf8E4M3FN>
  %z = arith.constant dense<0.0> : vector<1xf8E4M3FN>
  %s0 = vector.multi_reduction <add>, %l, %z [1] : vector<1x512xf8E4M3FN> to vector<1xf8E4M3FN>
  %s = arith.addf %s0, %z : vector<1xf8E4M3FN>
  vector.transfer_write %s, %o[%c0] {in_bounds = [true]} : vector<1xf8E4M3FN>, memref<1xf8E4M3FN>
  return
}
