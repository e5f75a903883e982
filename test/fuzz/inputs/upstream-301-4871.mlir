// upstream: hang
// lanewise-opt --pass-pipeline='builtin.module(canonicalize,lanewise-resolve-layouts,lanewise-print-layouts)' --allow-unregistered-dialect
#eight = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 4294967296], subgroup_strides = [0, 0], thread_strides = [1, 0]>
func.func @under_a_mask(%in: memref<64xf32>, %i: vector<8x4294967296xi32>, %m: vector<8x4294967296xi1>, %out: memref<8x4294967296xf32>) {
  %c0 = arith.constant 0 : index
  %on = arith.constant dense<true> : vector<8x4294967296xi1>
  %else = arith.constant dense<0.0> : vector<8x4294967296xf32>
  %x = vector.mask %m { vector.gather %in[%c0] [%i], %on, %else : memref<64xf32>, vector<8x4294967296xi32>, vector<8x4294967296xi1>, vector<8x4294967296xf32> into vector<8x4294967296xf32> } : vector<8x4294967296xi1> -> vector<8x4294967296xf32>
  %y = iree_vector_ext.to_layout %x to layout(#eight) : vector<8x4294967296xf32>
  return
}