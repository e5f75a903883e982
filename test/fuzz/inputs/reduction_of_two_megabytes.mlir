// iree: hang
// lanewise-opt --pass-pipeline='builtin.module(lanewise-resolve-layouts,lanewise-distribute{workgroup-size=64,4 subgroup-size=64})'
#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 16], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [16, 1]>
func.func @integers_of_two_megabytes(%a: vector<4x32xi16777215>, %z: vector<4xi16777215>) -> vector<4xi16777215> {
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<4x32xi16777215>
  %s = vector.multi_reduction <minsi>, %x, %z [1] : vector<4x32xi16777215> to vector<4xi16777215>
  return %s : vector<4xi16777215>
}
