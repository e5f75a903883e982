// upstream: makes invalid IR: in.mlir:4:8: error: block with no terminator, has %1 = "vector.broadcast"(%arg0) : (f32) -> vector<1x1x1x1x1x8xf32>
// lanewise-opt --pass-pipeline='builtin.module(lanewise-resolve-layouts,lanewise-distribute{workgroup-size=64,4 subgroup-size=64})' 
#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>
func.func @a_broadcast_scalar(%f: f32) -> (vector<8x8xf32>, vector<8x8xf32>) {
  %v = vector.broadcast %f : f32 to vector<8x8xf32>
  %x = iree_vector_ext.to_layout %v to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %v to layout(#col) : vector<8x8xf32>
}
