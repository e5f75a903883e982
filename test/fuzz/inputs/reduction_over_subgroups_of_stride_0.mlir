// iree: traceback: reduce.py split: ZeroDivisionError: integer modulo by zero
// lanewise-opt --pass-pipeline='builtin.module(lanewise-resolve-layouts,lanewise-distribute{workgroup-size=64,4 subgroup-size=64})' 
#l = #iree_vector_ext.nested_layout<subgroup_tile = [8], batch_tile = [1], outer_tile = [1], thread_tile = [2], element_tile = [2], subgroup_strides = [64], thread_strides = [0]>
func.func @scalars_of_one_lane(%in: memref<32xf32>, %out: memref<2xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %pad_f32 = arith.constant 0.0 : f32
  %copy0 = arith.constant 0.0 : f32
  %copy1 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#l) : vector<32xf32>
  %s = vector.reduction <add>, %a : vector<32xf32> into f32
  %m = vector.reduction <maximumf>, %a : vector<32xf32> into f32
  %t = gpu.thread_id x
  %first = arith.cmpi eq, %t, %c0 : index
  scf.if %first {
    memref.store %s, %out[%c0] : memref<2xf32>
    %x = memref.load %out[%c1] : memref<2xf32>
    memref.store %m, %out[%c1] : memref<2xf32>
    memref.store %x, %out[%c0] : memref<2xf32>
  }
  return
}
