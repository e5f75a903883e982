// upstream: makes invalid IR: in.mlir:6:28: error: 'gpu.subgroup_reduce' op operand #0 must be Integer or Float or fixed-length vector of Integer or Float values of ranks 1, but got 'vector<2xsi8>'
// lanewise-opt --pass-pipeline='builtin.module(lanewise-resolve-layouts,lanewise-distribute{workgroup-size=64,4 subgroup-size=64})' --allow-unregistered-dialect
#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>
func.func @mask_around_a_reduction(%a: vector<8x8xsi8>, %init: vector<8xsi8>, %b: vector<8x8xi1>) -> vector<8xsi8> {
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xsi8>
  %mask = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xi1>
  %y = vector.mask %mask { vector.multi_reduction <add>, %x, %init [1] : vector<8x8xsi8> to vector<8xsi8> } : vector<8x8xi1> -> vector<8xsi8>
  return %y : vector<8xsi8>
}
