// RUN: lanewise-opt --host=%host --lanewise-distribute %s | filecheck %s

#rows = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [32], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

// CHECK-LABEL: gpu.func @kernel_of_a_gpu_module
// CHECK: gpu.thread_id x
// CHECK: arith.addf {{.*}} : vector<2x1x2xf32>
// CHECK: gpu.return
gpu.module @kernels {
  gpu.func @kernel_of_a_gpu_module(%in: memref<128xf32>, %out: memref<128xf32>) kernel attributes {gpu.known_block_size = array<i32: 32, 1, 1>, lanewise.subgroup_size = 32 : i32} {
    %c0 = arith.constant 0 : index
    %zero = arith.constant 0.0 : f32
    %whole = vector.transfer_read %in[%c0], %zero {in_bounds = [true]} : memref<128xf32>, vector<128xf32>
    %rows = iree_vector_ext.to_layout %whole to layout(#rows) : vector<128xf32>
    %sum = arith.addf %rows, %rows : vector<128xf32>
    vector.transfer_write %sum, %out[%c0] {in_bounds = [true]} : vector<128xf32>, memref<128xf32>
    gpu.return
  }
}
