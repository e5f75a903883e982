// RUN: lanewise-opt --host=%host --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=32 subgroup-size=16" --mlir-print-local-scope --split-input-file %s | filecheck %s

// to_layout: from the layout that is to the one that is wanted, in registers if lanes keep their elements.

#rows = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 2], outer_tile = [2, 1], thread_tile = [4, 4], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [4, 1]>
#outer = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [2, 2], thread_tile = [4, 4], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [4, 1]>
#other = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 4], thread_tile = [8, 2], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [1, 8]>
#apart = #iree_vector_ext.nested_layout<subgroup_tile = [2, 1], batch_tile = [1, 2], outer_tile = [1, 1], thread_tile = [4, 4], element_tile = [1, 2], subgroup_strides = [1, 0], thread_strides = [4, 1]>
#few = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 2], thread_tile = [4, 2], element_tile = [2, 4], subgroup_strides = [0, 0], thread_strides = [2, 1]>
#line = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#half = #iree_vector_ext.nested_layout<subgroup_tile = [2], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [1], thread_strides = [1]>

// CHECK-LABEL: func.func @equal_layouts
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @equal_layouts(%in: memref<8x16xf32>, %out: memref<8x16xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x16xf32>, vector<8x16xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#rows) : vector<8x16xf32>
  %n = arith.negf %a : vector<8x16xf32>
  %b = iree_vector_ext.to_layout %n to layout(#rows) : vector<8x16xf32>
  vector.transfer_write %b, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x16xf32>, memref<8x16xf32>
  return
}

// Batch becomes outer: the registers stay, seen as another piece.
// CHECK-LABEL: func.func @in_registers
// CHECK: vector.shape_cast {{.*}} : vector<1x2x2x1x1x2xf32> to {{.*}}
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @in_registers(%in: memref<8x16xf32>, %out: memref<8x16xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x16xf32>, vector<8x16xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#rows) : vector<8x16xf32>
  %n = arith.negf %a : vector<8x16xf32>
  %b = iree_vector_ext.to_layout %n to layout(#outer) : vector<8x16xf32>
  vector.transfer_write %b, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x16xf32>, memref<8x16xf32>
  return
}

// CHECK-LABEL: func.func @through_memory
// CHECK: memref.alloc() {{.*}}memref<8x16xf32, #gpu.address_space<workgroup>>
// CHECK: arith.negf
// CHECK: vector.transfer_write {{.*}} memref<8x16xf32, #gpu.address_space<workgroup>>
// CHECK: gpu.barrier
// CHECK: vector.transfer_read {{.*}} memref<8x16xf32, #gpu.address_space<workgroup>>
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @through_memory(%in: memref<8x16xf32>, %out: memref<8x16xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x16xf32>, vector<8x16xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#rows) : vector<8x16xf32>
  %n = arith.negf %a : vector<8x16xf32>
  %b = iree_vector_ext.to_layout %n to layout(#other) : vector<8x16xf32>
  vector.transfer_write %b, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x16xf32>, memref<8x16xf32>
  return
}

// CHECK-LABEL: func.func @between_subgroups
// CHECK: gpu.barrier
func.func @between_subgroups(%in: memref<8x16xi16>, %out: memref<8x16xi16>) {
  %c0 = arith.constant 0 : index
  %pad_i16 = arith.constant 0 : i16
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_i16 {in_bounds = [true, true]} : memref<8x16xi16>, vector<8x16xi16>
  %a = iree_vector_ext.to_layout %a_read to layout(#apart) : vector<8x16xi16>
  %n = arith.addi %a, %a : vector<8x16xi16>
  %b = iree_vector_ext.to_layout %n to layout(#few) : vector<8x16xi16>
  vector.transfer_write %b, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x16xi16>, memref<8x16xi16>
  return
}

// An author's conversion: reading and writing in two layouts.
// CHECK-LABEL: func.func @shared_memory_conversion
// CHECK: vector.transfer_write {{.*}} memref<8x16xf16, #gpu.address_space<workgroup>>
// CHECK: gpu.barrier
// CHECK: vector.transfer_read {{.*}} memref<8x16xf16, #gpu.address_space<workgroup>>
func.func @shared_memory_conversion(%in: memref<8x16xf16>, %out: memref<8x16xf16>) {
  %c0 = arith.constant 0 : index
  %pad_f16 = arith.constant 0.0 : f16
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f16 {in_bounds = [true, true]} : memref<8x16xf16>, vector<8x16xf16>
  %a = iree_vector_ext.to_layout %a_read to layout(#rows) : vector<8x16xf16>
  %b = iree_vector_ext.to_layout %a to layout(#other) <shared_memory_conversion = unit> : vector<8x16xf16>
  vector.transfer_write %b, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x16xf16>, memref<8x16xf16>
  return
}

// Short trips have two buffers, each of the type that it is read in.
// CHECK-LABEL: func.func @two_buffers
// CHECK: memref.alloc() {{.*}}memref<8x16xf32, #gpu.address_space<workgroup>>
// CHECK: memref.alloc() {{.*}}memref<8x16xf64, #gpu.address_space<workgroup>>
// CHECK-NOT: memref.alloc
// CHECK-COUNT-2: gpu.barrier
// CHECK-NOT: gpu.barrier
// CHECK: return
func.func @two_buffers(%in: memref<8x16xf32>, %in2: memref<8x16xf64>, %out: memref<8x16xf32>, %out2: memref<8x16xf64>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %pad_f64 = arith.constant 0.0 : f64
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x16xf32>, vector<8x16xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#rows) : vector<8x16xf32>
  %x_read = vector.transfer_read %in2[%c0, %c0], %pad_f64 {in_bounds = [true, true]} : memref<8x16xf64>, vector<8x16xf64>
  %x = iree_vector_ext.to_layout %x_read to layout(#rows) : vector<8x16xf64>
  %n = arith.negf %a : vector<8x16xf32>
  %m = arith.negf %x : vector<8x16xf64>
  %b = iree_vector_ext.to_layout %n to layout(#other) : vector<8x16xf32>
  %y = iree_vector_ext.to_layout %m to layout(#other) : vector<8x16xf64>
  vector.transfer_write %b, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x16xf32>, memref<8x16xf32>
  vector.transfer_write %y, %out2[%c0, %c0] {in_bounds = [true, true]} : vector<8x16xf64>, memref<8x16xf64>
  return
}

// Two lanes of each subgroup hold a copy: one of them stores into workgroup memory.
// CHECK-LABEL: func.func @repeated_data
// CHECK: scf.if
// CHECK: vector.transfer_write {{.*}} memref<16xf32, #gpu.address_space<workgroup>>
// CHECK: gpu.barrier
func.func @repeated_data(%in: memref<16xf32>, %out: memref<16xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0], %pad_f32 {in_bounds = [true]} : memref<16xf32>, vector<16xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#line) : vector<16xf32>
  %n = arith.negf %a : vector<16xf32>
  %b = iree_vector_ext.to_layout %n to layout(#half) : vector<16xf32>
  vector.transfer_write %b, %out[%c0] {in_bounds = [true]} : vector<16xf32>, memref<16xf32>
  return
}

// Each lane holds a whole copy: it takes its part out of memory, where others have put it.
// CHECK-LABEL: func.func @elements_of_many_types
// CHECK-DAG: memref.view {{.*}} to memref<16xbf16, #gpu.address_space<workgroup>>
// CHECK-DAG: memref.view {{.*}} to memref<16xindex, #gpu.address_space<workgroup>>
// CHECK-DAG: memref.view {{.*}} to memref<16xi8, #gpu.address_space<workgroup>>
func.func @elements_of_many_types(%in: memref<16xbf16>, %in2: memref<16xi32>, %out: memref<16xbf16>, %out2: memref<16xi32>) {
  %c0 = arith.constant 0 : index
  %pad_bf16 = arith.constant 0.0 : bf16
  %pad_i32 = arith.constant 0 : i32
  %a_read = vector.transfer_read %in[%c0], %pad_bf16 {in_bounds = [true]} : memref<16xbf16>, vector<16xbf16>
  %a = iree_vector_ext.to_layout %a_read to layout(#line) : vector<16xbf16>
  %x_read = vector.transfer_read %in2[%c0], %pad_i32 {in_bounds = [true]} : memref<16xi32>, vector<16xi32>
  %x = iree_vector_ext.to_layout %x_read to layout(#line) : vector<16xi32>
  %n = arith.negf %a : vector<16xbf16>
  %b = iree_vector_ext.to_layout %n to layout(#half) : vector<16xbf16>
  vector.transfer_write %b, %out[%c0] {in_bounds = [true]} : vector<16xbf16>, memref<16xbf16>
  %i = arith.index_cast %x : vector<16xi32> to vector<16xindex>
  %zero = arith.constant dense<0> : vector<16xindex>
  %zero2 = arith.constant dense<7> : vector<16xindex>
  %f = arith.cmpi sgt, %i, %zero : vector<16xindex>
  %three = arith.trunci %x : vector<16xi32> to vector<16xi3>
  %j = iree_vector_ext.to_layout %i to layout(#half) : vector<16xindex>
  %g = iree_vector_ext.to_layout %f to layout(#half) : vector<16xi1>
  %t = iree_vector_ext.to_layout %three to layout(#half) : vector<16xi3>
  %s = arith.select %g, %j, %zero2 : vector<16xi1>, vector<16xindex>
  %w = arith.index_cast %s : vector<16xindex> to vector<16xi32>
  %u = arith.extsi %t : vector<16xi3> to vector<16xi32>
  %v = arith.addi %w, %u : vector<16xi32>
  vector.transfer_write %v, %out2[%c0] {in_bounds = [true]} : vector<16xi32>, memref<16xi32>
  return
}

// Each region of the loop ends the other's trip, and they take turns in two buffers.
// CHECK-LABEL: func.func @in_both_regions_of_a_while
// CHECK: scf.while
// CHECK-COUNT-1: gpu.barrier
// CHECK-NOT: gpu.barrier
// CHECK: scf.condition
// CHECK-COUNT-1: gpu.barrier
// CHECK-NOT: gpu.barrier
// CHECK: scf.yield
func.func @in_both_regions_of_a_while(%in: memref<8x16xf32>, %out: memref<8x16xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %pad_f32 = arith.constant 0.0 : f32
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x16xf32>, vector<8x16xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#rows) : vector<8x16xf32>
  %s:2 = scf.while (%x = %a, %k = %c0) : (vector<8x16xf32>, index) -> (vector<8x16xf32>, index) {
    %more = arith.cmpi ult, %k, %c3 : index
    %b = iree_vector_ext.to_layout %x to layout(#other) : vector<8x16xf32>
    %m = arith.addf %b, %b : vector<8x16xf32>
    scf.condition(%more) %m, %k : vector<8x16xf32>, index
  } do {
  ^bb0(%y0: vector<8x16xf32>, %k: index):
    %y = iree_vector_ext.to_layout %y0 to layout(#rows) : vector<8x16xf32>
    %j = arith.addi %k, %c1 : index
    scf.yield %y, %j : vector<8x16xf32>, index
  }
  vector.transfer_write %s#0, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x16xf32>, memref<8x16xf32>
  return
}

// CHECK-LABEL: func.func @by_way_of_memory_of_the_program
// CHECK: vector.transfer_write
// CHECK: gpu.barrier
// CHECK: vector.transfer_read
// CHECK: return
func.func @by_way_of_memory_of_the_program(%in: memref<8x16xf32>, %out: memref<8x16xf32>) {
  %c0 = arith.constant 0 : index
  %pad_f32 = arith.constant 0.0 : f32
  %m = memref.alloc() : memref<8x16xf32, #gpu.address_space<workgroup>>
  %a_read = vector.transfer_read %in[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x16xf32>, vector<8x16xf32>
  %a = iree_vector_ext.to_layout %a_read to layout(#rows) : vector<8x16xf32>
  vector.transfer_write %a, %m[%c0, %c0] {in_bounds = [true, true]} : vector<8x16xf32>, memref<8x16xf32, #gpu.address_space<workgroup>>
  %r = vector.transfer_read %m[%c0, %c0], %pad_f32 {in_bounds = [true, true]} : memref<8x16xf32, #gpu.address_space<workgroup>>, vector<8x16xf32>
  %b = iree_vector_ext.to_layout %r to layout(#other) : vector<8x16xf32>
  vector.transfer_write %b, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x16xf32>, memref<8x16xf32>
  return
}
