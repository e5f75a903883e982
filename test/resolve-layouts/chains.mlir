// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --verify-diagnostics --split-input-file %s
// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --mlir-print-local-scope --split-input-file %s 2>/dev/null | filecheck %s

// Chains of cheap ops are copied wherever their links stand; where one is too long alone, the remark says so.

#a = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [4, 2], subgroup_strides = [0, 0], thread_strides = [8, 1]>
#b = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 4], element_tile = [2, 4], subgroup_strides = [0, 0], thread_strides = [4, 1]>

// The copy of a link before the loop stands before it, too.
// CHECK-LABEL: func.func @a_link_before_the_loop
// CHECK: vector.step
// CHECK: vector.step
// CHECK: scf.for
// CHECK-COUNT-2: arith.cmpi
// CHECK-NOT: lanewise.conversion
// CHECK: return
func.func @a_link_before_the_loop(%in: memref<16x64xf32>, %out: memref<16x64xf32>, %n: index) {
  %c0 = arith.constant 0 : index
  %c16 = arith.constant 16 : index
  %c64 = arith.constant 64 : index
  %pad = arith.constant 0.0 : f32
  // expected-remark @below {{copied for}}
  %steps = vector.step : vector<16xindex>
  scf.for %k = %c0 to %c64 step %c16 {
    %left = arith.subi %n, %k : index
    // expected-remark @below {{copied for}}
    %limit = vector.broadcast %left : index to vector<16xindex>
    // expected-remark @below {{copied for}}
    %m1 = arith.cmpi slt, %steps, %limit : vector<16xindex>
    // expected-remark @below {{copied for}}
    %mask = vector.broadcast %m1 : vector<16xi1> to vector<16x16xi1>
    %x = vector.transfer_read %in[%c0, %k], %pad, %mask {in_bounds = [true, true]} : memref<16x64xf32>, vector<16x16xf32>
    %xa = iree_vector_ext.to_layout %x to layout(#a) : vector<16x16xf32>
    vector.transfer_write %xa, %out[%c0, %k], %mask {in_bounds = [true, true]} : vector<16x16xf32>, memref<16x64xf32>
    %xb = iree_vector_ext.to_layout %xa to layout(#b) : vector<16x16xf32>
    vector.transfer_write %xb, %out[%c0, %k], %mask {in_bounds = [true, true]} : vector<16x16xf32>, memref<16x64xf32>
  }
  return
}

// -----

#a = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#b = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// CHECK-LABEL: func.func @nine_links
// CHECK: lanewise.conversion
// CHECK: return
func.func @nine_links(%s: f32, %v: vector<16xf32>, %w: vector<16xf32>) -> (vector<16xf32>, vector<16xf32>) {
  %x = iree_vector_ext.to_layout %v to layout(#a) : vector<16xf32>
  %y = iree_vector_ext.to_layout %w to layout(#b) : vector<16xf32>
  %1 = vector.broadcast %s : f32 to vector<16xf32>
  %2 = math.exp %1 : vector<16xf32>
  %3 = math.exp %2 : vector<16xf32>
  %4 = math.exp %3 : vector<16xf32>
  %5 = math.exp %4 : vector<16xf32>
  %6 = math.exp %5 : vector<16xf32>
  %7 = math.exp %6 : vector<16xf32>
  %8 = math.exp %7 : vector<16xf32>
  // expected-remark @below {{; with max-chain=9 the cheap ops that make it would be copied}}
  %9 = math.exp %8 : vector<16xf32>
  %p = arith.addf %x, %9 : vector<16xf32>
  %q = arith.addf %y, %9 : vector<16xf32>
  return %p, %q : vector<16xf32>, vector<16xf32>
}

// -----

#a = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#b = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// What no chain makes has no remedy in its remark.
// CHECK-LABEL: func.func @no_chain
// CHECK: lanewise.conversion
// CHECK: return
func.func @no_chain(%v: vector<16xf32>, %w: vector<16xf32>) -> (vector<16xf32>, vector<16xf32>) {
  %x = iree_vector_ext.to_layout %v to layout(#a) : vector<16xf32>
  // expected-remark-re @below {{{{^}}converted from {{[^;]*}}thread_strides = [1]>{{$}}}}
  %y = iree_vector_ext.to_layout %w to layout(#b) : vector<16xf32>
  %q = arith.addf %y, %x : vector<16xf32>
  return %q, %x : vector<16xf32>, vector<16xf32>
}
