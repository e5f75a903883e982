#x = #iree_vector_ext.nested_layout<subgroup_tile = [4], batch_tile = [4], outer_tile = [1], thread_tile = [64], element_tile = [4], subgroup_strides = [1], thread_strides = [1]>
func.func @sum(%a: memref<4096xbf16>, %out: memref<1xbf16>)
    attributes {gpu.known_block_size = array<i32: 256, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : bf16
  %zero = arith.constant 0.0 : bf16
  %x = vector.transfer_read %a[%c0], %pad {in_bounds = [true]} : memref<4096xbf16>, vector<4096xbf16>
  %xl = iree_vector_ext.to_layout %x to layout(#x) : vector<4096xbf16>
  %s = vector.multi_reduction <add>, %xl, %zero [0] : vector<4096xbf16> to bf16
  %b = vector.broadcast %s : bf16 to vector<1xbf16>
  vector.transfer_write %b, %out[%c0] {in_bounds = [true]} : vector<1xbf16>, memref<1xbf16>
  return
}
