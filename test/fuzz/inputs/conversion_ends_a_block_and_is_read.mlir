// upstream: makes invalid IR: in.mlir:5:8: error: block with no terminator, has %16 = "vector.shape_cast"(%15) : (vector<1xf32>) -> vector<1x1x1xf32>
// lanewise-opt --pass-pipeline='builtin.module(lanewise-resolve-layouts,lanewise-distribute{workgroup-size=64,4 subgroup-size=64})' 
#row = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#one = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [8], outer_tile = [1], thread_tile = [1], element_tile = [1], subgroup_strides = [0], thread_strides = [0]>
func.func @nothing_stands_behind_a_terminator(%x: vector<8xf32>, %y: vector<8xf32>) {
  %0 = iree_vector_ext.to_layout %x to layout(#row) : vector<8xf32>
  %1 = iree_vector_ext.to_layout %y to layout(#one) : vector<8xf32>
^bb1:
  %4 = arith.addf %1, %0 : vector<8xf32>
  return
}
