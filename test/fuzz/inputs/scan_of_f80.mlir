// upstream: traceback: shuffle.py _words: AttributeError: 'Type' object has no attribute 'width'
// lanewise-opt --pass-pipeline='builtin.module(lanewise-resolve-layouts,lanewise-distribute{workgroup-size=64,4 subgroup-size=64})' --allow-unregistered-dialect
#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [5, 5], thread_strides = [8, 1]>
#piece = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [4], element_tile = [1], subgroup_strides = [4], thread_strides = [3]>
func.func @initial_value_of_a_scan(%a: vector<8x8xf80>, %b: vector<8xf80>) -> vector<8x8xf80> {
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf80>
  %i = iree_vector_ext.to_layout %b to layout(#piece) : vector<8xf80>
  %y:2 = "vector.scan"(%x, %i) <{inclusive = true, kind = #vector.kind<add>, reduction_dim = 1 : i64}> : (vector<8x8xf80>, vector<8xf80>) -> (vector<8x8xf80>, vector<8xf80>)
  return %y#0 : vector<8x8xf80>
}
