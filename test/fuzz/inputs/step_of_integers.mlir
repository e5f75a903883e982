// iree: makes invalid IR: in.mlir:5:8: error: 'arith.select' op failed to verify that all of {true_value, false_value, result} have same type
// lanewise-opt --pass-pipeline='builtin.module(lanewise-resolve-layouts,lanewise-distribute{workgroup-size=64,4 subgroup-size=64})' 
#row = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
func.func @steps_and_masks_take_what_is_asked() {
  %0 = vector.step : vector<8xi16777215>
  %1 = vector.constant_mask [5] : vector<
8xi1>
  %2 = arith.select %1, %0, %0 : vector<8xi1>, vector<8xi16777215>
  %3 = iree_vector_ext.to_layout %2 to layout(#row) : vector<8xi16777215>
  return
}
