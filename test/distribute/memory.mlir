// RUN: lanewise-opt %s --host=%host --split-input-file --verify-diagnostics "--lanewise-distribute=workgroup-size=64 subgroup-size=64 max-workgroup-memory=20000"
// RUN: not lanewise-opt %s --host=%host --split-input-file "--lanewise-distribute=workgroup-size=64 subgroup-size=64 max-workgroup-memory=20000" 2>/dev/null | filecheck %s
// RUN: lanewise-opt %s --host=%host --split-input-file "--lanewise-distribute=workgroup-size=64 subgroup-size=64" --mlir-pass-statistics -o %t 2>&1 | filecheck %s --check-prefix=COUNT

// Workgroup memory: trips share one buffer, the program's own allocations count, and beyond the limit all users are named.

#rows = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [64, 1], element_tile = [1, 64], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#cols = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 64], element_tile = [64, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// 64 x 64 f32 are 16384 bytes, and the second trip takes the buffer of the first, be it for a barrier more.
// CHECK-LABEL: func.func @two_trips_share_a_buffer
// CHECK: memref.alloc() {{.*}}memref<64x64xf32
// CHECK-NOT: memref.alloc
// CHECK-COUNT-3: gpu.barrier
// CHECK-NOT: gpu.barrier
// CHECK: return
// COUNT: (S) 1 functions
// COUNT: (S) 2 exchanges
// COUNT: (S) 16384 bytes
func.func @two_trips_share_a_buffer(%in: memref<64x64xf32>, %out: memref<64x64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<64x64xf32>, vector<64x64xf32>
  %r = iree_vector_ext.to_layout %x to layout(#rows) : vector<64x64xf32>
  %c = iree_vector_ext.to_layout %r to layout(#cols) : vector<64x64xf32>
  %n = arith.negf %c : vector<64x64xf32>
  %b = iree_vector_ext.to_layout %n to layout(#rows) : vector<64x64xf32>
  vector.transfer_write %b, %out[%c0, %c0] {in_bounds = [true, true]} : vector<64x64xf32>, memref<64x64xf32>
  return
}

// -----

#rows = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [64, 1], element_tile = [1, 64], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#cols = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 64], element_tile = [64, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// Trips of several types see the one buffer in several ways, those of one type in one.
// CHECK-LABEL: func.func @one_buffer_seen_in_two_ways
// CHECK: %[[B:.+]] = memref.alloc() {{.*}}memref<16384xi8
// CHECK-NOT: memref.alloc
// CHECK: memref.view %[[B]][{{.*}}64x64xf32
// CHECK: memref.view %[[B]][{{.*}}64x64xf16
// CHECK-NOT: memref.view
// CHECK: return
// COUNT: (S) 3 exchanges
// COUNT: (S) 16384 bytes
func.func @one_buffer_seen_in_two_ways(%in: memref<64x64xf32>, %out: memref<64x64xf16>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<64x64xf32>, vector<64x64xf32>
  %r = iree_vector_ext.to_layout %x to layout(#rows) : vector<64x64xf32>
  %c = iree_vector_ext.to_layout %r to layout(#cols) : vector<64x64xf32>
  %m = arith.negf %c : vector<64x64xf32>
  %s = iree_vector_ext.to_layout %m to layout(#rows) : vector<64x64xf32>
  %n = arith.truncf %s : vector<64x64xf32> to vector<64x64xf16>
  %b = iree_vector_ext.to_layout %n to layout(#cols) : vector<64x64xf16>
  vector.transfer_write %b, %out[%c0, %c0] {in_bounds = [true, true]} : vector<64x64xf16>, memref<64x64xf16>
  return
}

// -----

#rows = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [64, 1], element_tile = [1, 64], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#cols = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 64], element_tile = [64, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

// expected-error @below {{20480 bytes of workgroup memory are needed, 20000 may be taken: spread the vectors below alike, or raise the option max-workgroup-memory}}
func.func @users_are_listed(%in: memref<64x64xf32>, %out: memref<64x64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-note @below {{4096 bytes, of the program itself}}
  %own = memref.alloc() : memref<1024xf32, #gpu.address_space<workgroup>>
  %x = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<64x64xf32>, vector<64x64xf32>
  %r = iree_vector_ext.to_layout %x to layout(#rows) : vector<64x64xf32>
  // expected-note @below {{16384 bytes, in the buffer that all round trips share}}
  %c = iree_vector_ext.to_layout %r to layout(#cols) : vector<64x64xf32>
  %n = arith.truncf %c : vector<64x64xf32> to vector<64x64xf16>
  // expected-note @below {{8192 bytes, in the buffer that all round trips share}}
  %b = iree_vector_ext.to_layout %n to layout(#rows) : vector<64x64xf16>
  %w = arith.extf %b : vector<64x64xf16> to vector<64x64xf32>
  vector.transfer_write %w, %out[%c0, %c0] {in_bounds = [true, true]} : vector<64x64xf32>, memref<64x64xf32>
  return
}
