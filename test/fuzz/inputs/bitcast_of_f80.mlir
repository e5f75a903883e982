// iree: traceback: bitcast.py width: AttributeError: 'Type' object has no attribute 'width'
// lanewise-opt --pass-pipeline='builtin.module(lanewise-resolve-layouts,lanewise-distribute{workgroup-size=64,4 subgroup-size=64})' 
"builtin.module"() ({
  "func.func"() <{function_type = (index) -> (vector<8xf80>, vector<8xf80>), sym_name = "the_result_of_a_loop_is_not_cheap"}> ({
  ^bb0(%arg0: index):
    %0 = "arith.constant"() <{value = 0 : index}> : () -> index
    %1 = "arith.constant"() <{value = 1 : index}> : () -> index
    %2 = "arith.constant"() <{value = dense<1.000000e+00> : vector<8xf80>}> : () -> vector<8xf80>
    %3 = "scf.for"(%0, %arg0, %1, %2) ({
    ^bb0(%arg1: index, %arg2: vector<8xf80>):
      %6 = "arith.negf"(%arg2) <{fastmath = #arith.fastmath<none>}> : (vector<8xf80>) -> vector<8xf80>
      "scf.yield"(%6) : (vector<8xf80>) -> ()
    }) : (index, index, index, vector<8xf80>) -> vector<8xf80>
    %4 = "vector.bitcast"(%3) {layout = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>} : (vector<8xf80>) -> vector<8xf80>
    %5 = "vector.bitcast"(%3) {layout = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [4], thread_tile = [2], element_tile = [1], subgroup_strides = [16], thread_strides = [3]>} : (vector<8xf80>) -> vector<8xf80>
    "func.return"(%4, %5) : (vector<8xf80>, vector<8xf80>) -> ()
  }) : () -> ()
}) : () -> ()
