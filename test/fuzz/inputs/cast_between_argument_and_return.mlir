// upstream: makes invalid IR: in.mlir:6:5: error: type of return operand 0 ('vector<8x8xf32>') doesn't match function result type ('vector<4x16xf32>') in function @a_dimension_splits_at_its_element_tile
// lanewise-opt --pass-pipeline='builtin.module(lanewise-resolve-layouts,lanewise-distribute{workgroup-size=64,4 subgroup-size=64})' --allow-unregistered-dialect
"builtin.module"() ({
  "func.func"() <{function_type = (vector<8x8xf32>) -> vector<4x16xf32>, sym_name = "a_dimension_splits_at_its_element_tile"}> ({
  ^bb0(%arg0: vector<8x8xf32>):
    %0 = "iree_vector_ext.to_layout"(%arg0) {layout = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 2], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [2, 1]>} : (vector<8x8xf32>) -> vector<8x8xf32>
    %1 = "vector.shape_cast"(%0) : (vector<8x8xf32>) -> vector<4x16xf32>
    "func.return"(%1) : (vector<4x16xf32>) -> ()
  }) : () -> ()
}) : () -> ()
