// upstream: makes invalid IR: 'arith.bitcast' op operand #0 must be signless-integer-or-float-like, but got 'vector<1xsi8>'
// lanewise-opt --pass-pipeline='builtin.module(lanewise-resolve-layouts,lanewise-distribute{workgroup-size=64,4 subgroup-size=64})' 
#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>
func.func @scalars_are_held_by_all(%a: vector<8x8xsi8>) -> si8 {
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xsi8>
  %y = vector.extract %x[3, 2] : si8 from vector<8x8xsi8>
  return %y : si8
}
