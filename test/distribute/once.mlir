// RUN: lanewise-opt --host=%host --lanewise-distribute="workgroup-size=64 subgroup-size=64" --split-input-file %s | filecheck %s

// What the program does once, one lane does, with barriers to what vectors have to do with it.

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// CHECK-LABEL: func.func @atomic_whose_result_nobody_reads
// CHECK: scf.if
// CHECK-NEXT: memref.atomic_rmw
// CHECK-LABEL: func.func @linalg_on_memory
// CHECK: vector.transfer_write
// CHECK: gpu.barrier
// CHECK: scf.if
// CHECK: linalg.generic
// CHECK-LABEL: func.func @assertion
// CHECK: scf.if
// CHECK-NEXT: cf.assert
func.func @atomic_whose_result_nobody_reads(%in: memref<64xf32>, %out: memref<1xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32>
  %s = vector.multi_reduction <add>, %a, %pad [0] : vector<64xf32> to f32
  %old = memref.atomic_rmw addf %s, %out[%c0] : (f32, memref<1xf32>) -> f32
  return
}

func.func @linalg_on_memory(%in: memref<64xf32>, %out: memref<64xf32>, %sum: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32>
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%out : memref<64xf32>) outs(%sum : memref<64xf32>) {
  ^bb0(%i: f32, %o: f32):
    %s = arith.addf %i, %o : f32
    linalg.yield %s : f32
  }
  return
}

func.func @assertion(%in: memref<64xf32>, %out: memref<64xf32>, %n: index) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // ARGS: 2=0
  %ok = arith.cmpi eq, %n, %c0 : index
  cf.assert %ok, "zero"
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32>
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}
