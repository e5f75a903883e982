// upstream: makes invalid IR: in.mlir:7:3: error: type of return operand 0 ('vector<4x8xf32>') doesn't match function result type ('vector<4x16xf32>') in function @value_speaks_for_a_destination_without_a_layout
// lanewise-opt --pass-pipeline='builtin.module(lanewise-resolve-layouts,lanewise-distribute{workgroup-size=64,4 subgroup-size=64})' --allow-unregistered-dialect
#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [2], batch_tile = [1], outer_tile = [2], thread_tile = [2], element_tile = [1], subgroup_strides = [1], thread_strides = [1]>

func.func @value_speaks_for_a_destination_without_a_layout(%a: vector<4x16xf32>, %b: vector<8xf32>) -> vector<4x16xf32> {
  %v = iree_vector_ext.to_layout %b to layout(#lanes) : vector<8xf32>
  %x = arith.negf %a : vector<4x16xf32>
  %y = vector.insert %v, %x[3] : vector<8xf32> into vector<4x16xf32>
  return %y : vector<4x16xf32>
}
