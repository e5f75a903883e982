// RUN: lanewise-opt --host=%host --split-input-file --lanewise-resolve-layouts --lanewise-distribute --lanewise-check=strict %s -o %t
// Kernels that the judge once had wrong, or not at all: distributed, and equal.

// A vector of no dimensions crosses the function's boundary.
func.func @zero_d_return(%a: memref<8xf32>) -> vector<f32> attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %a[%c0], %pad : memref<8xf32>, vector<f32>
  %y = iree_vector_ext.to_layout %x to layout(#iree_vector_ext.nested_layout<subgroup_tile = [], batch_tile = [], outer_tile = [], thread_tile = [], element_tile = [], subgroup_strides = [], thread_strides = []>) : vector<f32>
  return %y : vector<f32>
}

// -----

// A sum of 4,096 bf16 numbers to one element.
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

// -----

// A forall without a mapping: the workgroup runs it round by round.
#a = #iree_vector_ext.nested_layout<subgroup_tile = [2], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [1], thread_strides = [1]>
#b = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [4], subgroup_strides = [0], thread_strides = [1]>
func.func @rounds(%in: memref<1024xf32>, %out: memref<1024xf32>)
    attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %pad = arith.constant 0.0 : f32
  scf.forall (%k) = (0) to (1024) step (128) {
    %x = vector.transfer_read %in[%k], %pad {in_bounds = [true]} : memref<1024xf32>, vector<128xf32>
    %xl = iree_vector_ext.to_layout %x to layout(#a) : vector<128xf32>
    %y = math.exp %xl : vector<128xf32>
    %yl = iree_vector_ext.to_layout %y to layout(#b) : vector<128xf32>
    vector.transfer_write %yl, %out[%k] {in_bounds = [true]} : vector<128xf32>, memref<1024xf32>
  }
  return
}

// -----

// A masked minimum of f8 numbers that have no infinity.
func.func @f(%a: memref<8xf8E4M3FNUZ>, %i: index, %acc: f8E4M3FNUZ, %o: memref<f8E4M3FNUZ>) attributes {gpu.known_block_size = array<i32: 8, 1, 1>, lanewise.subgroup_size = 8 : i64} {
  %z = arith.constant 0.0 : f8E4M3FNUZ
  %c0 = arith.constant 0 : index
  %v = vector.transfer_read %a[%c0], %z {in_bounds = [true]} : memref<8xf8E4M3FNUZ>, vector<8xf8E4M3FNUZ>
  %m = vector.create_mask %i : vector<8xi1>
  %r = vector.mask %m { vector.multi_reduction <minimumf>, %v, %acc [0] : vector<8xf8E4M3FNUZ> to f8E4M3FNUZ } : vector<8xi1> -> f8E4M3FNUZ
  memref.store %r, %o[] : memref<f8E4M3FNUZ>
  return
}

// -----

// Integers of 24 bits, printed as bytes.
#rows = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
func.func @f(%o: memref<128xi24>) attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  %c0 = arith.constant 0 : index
  %v = arith.constant dense<"0xa8e4ff90e8ff78ecff60f0ff48f4ff30f8ff18fcff000000e80300d00700b80b00a00f00881300701700581b00401f00282300102700f82a00e02e00c83200b03600983a00803e00684200504600384a00204e00085200f05500d85900c05d00a86100906500786900606d00487100307500187900007d00e88000d08400b88800a08c00889000709400589800409c0028a00010a400f8a700e0ab00c8af00b0b30098b70080bb0068bf0050c30038c70020cb0008cf00f0d200d8d600c0da00a8de0090e20078e60060ea0048ee0030f20018f60000fa00e8fd00d00101b80501a00901880d01701101581501401901281d01102101f82401e02801c82c01b03001983401803801683c01504001384401204801084c01f04f01d85301c05701a85b01905f01786301606701486b01306f01187301007701e87a01d07e01b88201a08601888a01708e01589201409601289a01109e01f8a101e0a501c8a901b0ad0198b10180b50168b90150bd0138c10120c50108c901f0cc01d8d001c0d401"> : vector<128xi24>
  %l = iree_vector_ext.to_layout %v to layout(#rows) : vector<128xi24>
  vector.transfer_write %l, %o[%c0] {in_bounds = [true]} : vector<128xi24>, memref<128xi24>
  return
}

// -----

// A sparse constant.
#rows = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
func.func @f(%o: memref<64xf32>) attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  %c0 = arith.constant 0 : index
  %v = arith.constant sparse<[[3], [17]], [1.5, 2.5]> : vector<64xf32>
  %l = iree_vector_ext.to_layout %v to layout(#rows) : vector<64xf32>
  vector.transfer_write %l, %o[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

// A sum of 512 f8 numbers in f8.
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

// -----

// Another function of the module asks for a lane's number.
#rows = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#r2 = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [64, 1], element_tile = [1, 64], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#c2 = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 64], element_tile = [64, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>
func.func @f(%x: memref<64xf32>, %o: memref<64xf32>) attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %pad = arith.constant 0.0 : f32
  %v = vector.transfer_read %x[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %l = iree_vector_ext.to_layout %v to layout(#rows) : vector<64xf32>
  vector.transfer_write %l, %o[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  %s = memref.load %o[%c0] : memref<64xf32>
  %t = arith.addf %s, %s : f32
  memref.store %t, %o[%c0] : memref<64xf32>
  return
}
func.func @other(%q: memref<64xindex>) attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  %t = gpu.thread_id x
  memref.store %t, %q[%t] : memref<64xindex>
  return
}

// -----

// An assertion about a sum over subgroups.
#p = #iree_vector_ext.nested_layout<subgroup_tile = [2], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [1], thread_strides = [1]>
func.func @f(%a: memref<128xi32>, %o: memref<128xi32>)
    attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0 : i32
  %big = arith.constant 1000000 : i32
  %x = vector.transfer_read %a[%c0], %pad {in_bounds = [true]} : memref<128xi32>, vector<128xi32>
  %l = iree_vector_ext.to_layout %x to layout(#p) : vector<128xi32>
  %s = vector.multi_reduction <add>, %l, %pad [0] : vector<128xi32> to i32
  %ok = arith.cmpi slt, %s, %big : i32
  cf.assert %ok, "too large"
  %b = vector.broadcast %s : i32 to vector<128xi32>
  %d = arith.subi %l, %b : vector<128xi32>
  vector.transfer_write %d, %o[%c0] {in_bounds = [true]} : vector<128xi32>, memref<128xi32>
  return
}
