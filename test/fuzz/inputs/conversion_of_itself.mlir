// upstream: SIGABRT: LLVM ERROR: operation destroyed but still has uses
// lanewise-opt --pass-pipeline='builtin.module(lanewise-resolve-layouts,lanewise-distribute{workgroup-size=64,4 subgroup-size=64})' --allow-unregistered-dialect
"builtin.module"() ({
  "func.func"() <{function_type = (vector<5xf32>, vector<5xf32>) -> (), sym_name = "unreachable"}> ({
  ^bb0(%arg0: vector<5xf32>, %arg1: vector<5xf32>):
    "func.return"() : () -> ()
  ^bb1:  // no predecessors
    %2 = "iree_vector_ext.to_layout"(%2) {layout = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [5], outer_tile = [1], thread_tile = [1], element_tile = [1], subgroup_strides = [0], thread_strides = [0]>} : (vector<5xf32>) -> vector<5xf32>
    %1 = "iree_vector_ext.to_layout"(%arg0) {layout = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [5], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>} : (vector<5xf32>) -> vector<5xf32>
    %0 = "arith.constant"() <{value = dense<1.000000e+00> : vector<5xf32>}> : () -> vector<5xf32>
    %3 = "arith.addf"(%1, %0) <{fastmath = #arith.fastmath<none>}> : (vector<5xf32>, vector<5xf32>) -> vector<5xf32>
    %4 = "arith.addf"(%2, %0) <{fastmath = #arith.fastmath<none>}> : (vector<5xf32>, vector<5xf32>) -> vector<5xf32>
    "func.return"() : () -> ()
  }) : () -> ()
}) : () -> ()
