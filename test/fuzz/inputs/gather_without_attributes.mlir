// upstream: traceback: gather.py backward_transfer: KeyError: 'attempt to access a non-existent attribute'
// lanewise-opt --pass-pipeline='builtin.module(lanewise-resolve-layouts,lanewise-distribute{workgroup-size=64,4 subgroup-size=64})' --allow-unregistered-dialect
"builtin.module"() ({
  "func.func"() <{function_type = (vector<8x8xf32>) -> (vector<64xf32>, vector<8x8xf32>), sym_name = "in_front_of_a_shape_cast"}> ({
  ^bb0(%arg0: vector<8x8xf32>):
    %0 = "arith.negf"(%arg0) <{fastmath = #arith.fastmath<none>}> : (vector<8x8xf32>) -> vector<8x8xf32>
    %1 = "iree_vector_ext.transfer_gather"(%0) : (vector<8x8xf32>) -> vector<64xf32>
    %2 = "iree_vector_ext.to_layout"(%1) {layout = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [8], subgroup_strides = [0], thread_strides = [1]>} : (vector<64xf32>) -> vector<64xf32>
    %3 = "iree_vector_ext.to_layout"(%0) {layout = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>} : (vector<8x8xf32>) -> vector<8x8xf32>
    "func.return"(%2, %3) : (vector<64xf32>, vector<8x8xf32>) -> ()
  }) : () -> ()
}) : () -> ()
