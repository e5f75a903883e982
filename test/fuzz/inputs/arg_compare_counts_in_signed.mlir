// iree: makes invalid IR: in.mlir:5:20: error: 'arith.trunci' op result #0 must be signless-fixed-width-integer-like, but got 'vector<2x1x1xsi8>'
// lanewise-opt --pass-pipeline='builtin.module(lanewise-resolve-layouts,lanewise-distribute{workgroup-size=64,4 subgroup-size=64})' 
#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 1], outer_tile = [1, 1], thread_tile = [4, 4], element_tile = [1, 2], subgroup_strides = [64, 3], thread_strides = [64, 16]>

func.func @input_gives_both_results(%a: vector<8x8xf32>, %v: vector<8xf32>, %n: vector<8xsi8>) -> (vector<8xf32>, vector<8xsi8>) {
  %x = iree_vector_ext.to_layout %a to layout(#grid) : vector<8x8xf32>
  %value, %index = iree_vector_ext.arg_compare dimension(1) ins(%x : vector<8x8xf32>) inits(%v, %n : vector<8xf32>, vector<8xsi8>) {
  ^bb0(%left: f32, %right: f32):
    %larger = arith.cmpf ogt, %left, %right : f32
    iree_vector_ext.yield %larger : i1
  } -> vector<8xf32>, vector<8xsi8>
  return %value, %index : vector<8xf32>, vector<8xsi8>
}
