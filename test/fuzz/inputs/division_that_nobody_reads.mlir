// upstream: makes invalid IR: in.mlir:7:12: error: 'arith.divsi' op requires the same type for all operands and results
// lanewise-opt --pass-pipeline='builtin.module(lanewise-resolve-layouts,lanewise-distribute{workgroup-size=64,4 subgroup-size=64})' --allow-unregistered-dialect --mlir-print-op-generic
#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#piece = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>
func.func @a_signed_division_by_minus_one_is_not_cheap() -> (vector<8xi32>, vector<8xi32>) {
  %minus_one = arith.constant dense<-1> : vector<8xi32>
  %big = arith.constant dense<100> : vector<8xi32>
  %d = arith.divsi %big, %minus_one : vector<8xi32>
  %copy0 = arith.divsi %big, %minus_one : vector<8xi32>
  %x = iree_vector_ext.to_layout %d to layout(#lanes) : vector<8xi32>
  %y = iree_vector_ext.to_layout %d to layout(#piece) : vector<8xi32>
  return %x, %y : vector<8xi32>, vector<8xi32>
}
