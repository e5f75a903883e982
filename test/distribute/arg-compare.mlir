// REQUIRES: iree
// RUN: lanewise-opt --host=iree --lanewise-resolve-layouts --lanewise-distribute="workgroup-size=64 subgroup-size=16" --mlir-print-local-scope --split-input-file --verify-diagnostics %s | filecheck %s

// iree_vector_ext.arg_compare: lanes search what they hold from the inits on, then combine what they found.

#alone = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 2], outer_tile = [1, 3], thread_tile = [8, 1], element_tile = [1, 2], subgroup_strides = [0, 0], thread_strides = [2, 0]>
#column = #iree_vector_ext.nested_layout<subgroup_tile = [4, 1], batch_tile = [1, 2], outer_tile = [2, 1], thread_tile = [8, 2], element_tile = [1, 2], subgroup_strides = [1, 0], thread_strides = [2, 1]>
#line = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [16], element_tile = [3], subgroup_strides = [0], thread_strides = [1]>
#ordered = #iree_vector_ext.nested_layout<subgroup_tile = [4], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [2], subgroup_strides = [1], thread_strides = [1]>
#odd = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [3], outer_tile = [1], thread_tile = [5], element_tile = [2], subgroup_strides = [0], thread_strides = [3]>
#rows = #iree_vector_ext.nested_layout<subgroup_tile = [1, 4], batch_tile = [2, 1], outer_tile = [1, 2], thread_tile = [1, 8], element_tile = [1, 2], subgroup_strides = [0, 1], thread_strides = [0, 2]>
#spans = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [2, 32], element_tile = [2, 2], subgroup_strides = [0, 0], thread_strides = [32, 1]>
#three = #iree_vector_ext.nested_layout<subgroup_tile = [3, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 1], element_tile = [1, 2], subgroup_strides = [1, 0], thread_strides = [2, 0]>
#two_rows = #iree_vector_ext.nested_layout<subgroup_tile = [1, 4], batch_tile = [2, 1], outer_tile = [1, 1], thread_tile = [1, 16], element_tile = [1, 2], subgroup_strides = [0, 1], thread_strides = [0, 1]>

// A lane that holds all of the dimension searches as the program does; its 2 rows go together.
// CHECK-LABEL: func.func @lane_holds_the_dimension
// CHECK-NOT: gpu.shuffle
// CHECK: %[[G:.+]] = arith.cmpf ogt, %[[X:.+]], %[[I:.+]] : vector<2xf32>
// CHECK-NEXT: %[[V:.+]] = arith.select %[[G]], %[[X]], %[[I]]
// CHECK-NEXT: %[[P:.+]] = arith.select %[[G]], %{{.+}}, %{{.+}} : vector<2xi1>, vector<2xi32>
// CHECK-NEXT: %[[H:.+]] = arith.cmpf ogt, %[[Y:.+]], %[[V]]
// CHECK-NEXT: arith.select %[[H]], %[[Y]], %[[V]]
// CHECK-NEXT: arith.select %[[H]], %{{.+}}, %[[P]]
// CHECK-COUNT-10: arith.cmpf ogt
// CHECK-NOT: arith.cmpf
// CHECK-NOT: arg_compare
// CHECK-NOT: gpu.shuffle
// CHECK: return
func.func @lane_holds_the_dimension(%in: memref<16x12xf32>, %value: memref<16xf32>, %index: memref<16xi32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %first = arith.constant dense<-1.0> : vector<16xf32>
  %none = arith.constant dense<-7> : vector<16xi32>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<16x12xf32>, vector<16x12xf32>
  %x = iree_vector_ext.to_layout %read to layout(#alone) : vector<16x12xf32>
  %best, %where = iree_vector_ext.arg_compare dimension(1) ins(%x : vector<16x12xf32>) inits(%first, %none : vector<16xf32>, vector<16xi32>) {
  ^bb0(%new: f32, %old: f32):
    %better = arith.cmpf ogt, %new, %old : f32
    iree_vector_ext.yield %better : i1
  } -> vector<16xf32>, vector<16xi32>
  vector.transfer_write %best, %value[%c0] {in_bounds = [true]} : vector<16xf32>, memref<16xf32>
  vector.transfer_write %where, %index[%c0] {in_bounds = [true]} : vector<16xi32>, memref<16xi32>
  return
}

// CHECK-LABEL: func.func @lane_holds_the_dimension_behind_a_base
// CHECK: %[[B:.+]] = vector.broadcast %arg3 : index to vector<2xindex>
// CHECK-NEXT: arith.addi %[[B]], %{{.+}} : vector<2xindex>
// CHECK: return
func.func @lane_holds_the_dimension_behind_a_base(%in: memref<16x12xf32>, %value: memref<16xf32>, %index: memref<16xi32>, %base: index) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %first = arith.constant dense<-1.0> : vector<16xf32>
  %none = arith.constant dense<-7> : vector<16xi32>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<16x12xf32>, vector<16x12xf32>
  %x = iree_vector_ext.to_layout %read to layout(#alone) : vector<16x12xf32>
  %best, %where = iree_vector_ext.arg_compare dimension(1) ins(%x : vector<16x12xf32>) inits(%first, %none : vector<16xf32>, vector<16xi32>) index_base(%base : index) {
  ^bb0(%new: f32, %old: f32):
    %better = arith.cmpf ogt, %new, %old : f32
    iree_vector_ext.yield %better : i1
  } -> vector<16xf32>, vector<16xi32>
  vector.transfer_write %best, %value[%c0] {in_bounds = [true]} : vector<16xf32>, memref<16xf32>
  vector.transfer_write %where, %index[%c0] {in_bounds = [true]} : vector<16xi32>, memref<16xi32>
  return
}

// CHECK-LABEL: func.func @lane_holds_the_dimension_and_its_names
// CHECK-COUNT-12: arith.select {{.*}} : vector<2xi1>, vector<2xi64>
// CHECK-NOT: arg_compare
// CHECK-NOT: xi32>
// CHECK: return
func.func @lane_holds_the_dimension_and_its_names(%in: memref<16x12xf32>, %names: memref<16x12xi64>, %value: memref<16xf32>, %index: memref<16xi64>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %first = arith.constant dense<-1.0> : vector<16xf32>
  %none = arith.constant dense<-7> : vector<16xi64>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<16x12xf32>, vector<16x12xf32>
  %x = iree_vector_ext.to_layout %read to layout(#alone) : vector<16x12xf32>
  %zero = arith.constant 0 : i64
  %named = vector.transfer_read %names[%c0, %c0], %zero {in_bounds = [true, true]} : memref<16x12xi64>, vector<16x12xi64>
  %i = iree_vector_ext.to_layout %named to layout(#alone) : vector<16x12xi64>
  %best, %where = iree_vector_ext.arg_compare dimension(1) ins(%x, %i : vector<16x12xf32>, vector<16x12xi64>) inits(%first, %none : vector<16xf32>, vector<16xi64>) {
  ^bb0(%new: f32, %old: f32):
    %better = arith.cmpf ogt, %new, %old : f32
    iree_vector_ext.yield %better : i1
  } -> vector<16xf32>, vector<16xi64>
  vector.transfer_write %best, %value[%c0] {in_bounds = [true]} : vector<16xf32>, memref<16xf32>
  vector.transfer_write %where, %index[%c0] {in_bounds = [true]} : vector<16xi64>, memref<16xi64>
  return
}

// First the greatest value of 8 lanes, then the least position that it stands at, as lanes hold two runs each, then the
// lane that has both; a trip through memory, and the same for 4 subgroups. All of two values each time.
// CHECK-LABEL: func.func @subgroups_compare
// CHECK-DAG: %[[BITS:.+]] = arith.constant 21845 : i32
// CHECK: arith.shli %[[BITS]], %{{.+}} : i32
// CHECK: gpu.subgroup_reduce maxnumf %[[A0:.+]] cluster(size = 8, stride = 2) : (f32) -> f32
// CHECK-NEXT: gpu.subgroup_reduce maxnumf %[[A1:.+]] cluster(size = 8, stride = 2) : (f32) -> f32
// CHECK-NEXT: %[[M:.+]] = vector.from_elements
// CHECK-NEXT: %[[L:.+]] = arith.cmpf ogt, %[[M]], %[[V:.+]] : vector<2xf32>
// CHECK: %[[B:.+]] = arith.xori %[[L]], %{{.+}} : vector<2xi1>
// CHECK: %[[C:.+]] = arith.select %[[B]], %[[P:.+]], %{{.+}} : vector<2xi1>, vector<2xi32>
// CHECK-COUNT-2: gpu.subgroup_reduce minsi
// CHECK-NEXT: %[[Q:.+]] = vector.from_elements
// CHECK-NEXT: %[[E:.+]] = arith.cmpi eq, %[[P]], %[[Q]] : vector<2xi32>
// CHECK-NEXT: %[[F:.+]] = arith.andi %[[B]], %[[E]] : vector<2xi1>
// CHECK-NEXT: %[[F0:.+]] = vector.extract %[[F]][0]
// CHECK-NEXT: vector.extract %[[F]][1]
// CHECK-NEXT: %[[G:.+]] = gpu.ballot %[[F0]] : i32
// CHECK-NEXT: %[[H:.+]] = arith.andi %[[G]], %{{.+}} : i32
// CHECK-NEXT: math.cttz %[[H]] : i32
// CHECK-COUNT-4: gpu.shuffle idx
// CHECK-NOT: gpu.shuffle
// CHECK-COUNT-1: gpu.barrier
// CHECK-COUNT-4: gpu.shuffle idx
// CHECK-NOT: gpu.shuffle
// CHECK: return
func.func @subgroups_compare(%in: memref<2x128xf32>, %value: memref<2xf32>, %index: memref<2xi32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %first = arith.constant dense<-1.0> : vector<2xf32>
  %none = arith.constant dense<-7> : vector<2xi32>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<2x128xf32>, vector<2x128xf32>
  %x = iree_vector_ext.to_layout %read to layout(#rows) : vector<2x128xf32>
  %best, %where = iree_vector_ext.arg_compare dimension(1) ins(%x : vector<2x128xf32>) inits(%first, %none : vector<2xf32>, vector<2xi32>) {
  ^bb0(%new: f32, %old: f32):
    %better = arith.cmpf ogt, %new, %old : f32
    iree_vector_ext.yield %better : i1
  } -> vector<2xf32>, vector<2xi32>
  vector.transfer_write %best, %value[%c0] {in_bounds = [true]} : vector<2xf32>, memref<2xf32>
  vector.transfer_write %where, %index[%c0] {in_bounds = [true]} : vector<2xi32>, memref<2xi32>
  return
}

// CHECK-LABEL: func.func @subgroups_compare_named_values
// CHECK-COUNT-12: gpu.shuffle idx
// CHECK-NOT: gpu.shuffle
// CHECK: return
func.func @subgroups_compare_named_values(%in: memref<2x128xf32>, %names: memref<2x128xi32>, %value: memref<2xf32>, %index: memref<2xi32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %first = arith.constant dense<-1.0> : vector<2xf32>
  %none = arith.constant dense<-7> : vector<2xi32>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<2x128xf32>, vector<2x128xf32>
  %x = iree_vector_ext.to_layout %read to layout(#rows) : vector<2x128xf32>
  %zero = arith.constant 0 : i32
  %named = vector.transfer_read %names[%c0, %c0], %zero {in_bounds = [true, true]} : memref<2x128xi32>, vector<2x128xi32>
  %i = iree_vector_ext.to_layout %named to layout(#rows) : vector<2x128xi32>
  %best, %where = iree_vector_ext.arg_compare dimension(1) ins(%x, %i : vector<2x128xf32>, vector<2x128xi32>) inits(%first, %none : vector<2xf32>, vector<2xi32>) {
  ^bb0(%new: f32, %old: f32):
    %better = arith.cmpf ogt, %new, %old : f32
    iree_vector_ext.yield %better : i1
  } -> vector<2xf32>, vector<2xi32>
  vector.transfer_write %best, %value[%c0] {in_bounds = [true]} : vector<2xf32>, memref<2xf32>
  vector.transfer_write %where, %index[%c0] {in_bounds = [true]} : vector<2xi32>, memref<2xi32>
  return
}

// Where each lane's values stand before those of the next lane, the first lane that has the greatest has the first of them,
// and nobody asks for positions. The value that nobody reads is as good as any that equals it.
// CHECK-LABEL: func.func @lanes_in_order
// CHECK: gpu.subgroup_reduce maxnumf
// CHECK-NOT: gpu.subgroup_reduce
// CHECK: gpu.ballot
// CHECK-COUNT-1: gpu.shuffle idx {{.*}} : i32
// CHECK-COUNT-1: gpu.barrier
// CHECK: gpu.subgroup_reduce maxnumf
// CHECK-NOT: gpu.subgroup_reduce
// CHECK: gpu.ballot
// CHECK-COUNT-1: gpu.shuffle idx {{.*}} : i32
// CHECK-NOT: gpu.shuffle
// CHECK: return
func.func @lanes_in_order(%in: memref<128xf32>, %names: memref<128xi32>, %index: memref<i32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %first = arith.constant dense<0xFF800000> : vector<f32>
  %none = arith.constant dense<-7> : vector<i32>
  %read = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<128xf32>, vector<128xf32>
  %x = iree_vector_ext.to_layout %read to layout(#ordered) : vector<128xf32>
  %zero = arith.constant 0 : i32
  %named = vector.transfer_read %names[%c0], %zero {in_bounds = [true]} : memref<128xi32>, vector<128xi32>
  %i = iree_vector_ext.to_layout %named to layout(#ordered) : vector<128xi32>
  %best, %where = iree_vector_ext.arg_compare dimension(0) ins(%x, %i : vector<128xf32>, vector<128xi32>) inits(%first, %none : vector<f32>, vector<i32>) {
  ^bb0(%new: f32, %old: f32):
    %better = arith.cmpf olt, %old, %new : f32
    iree_vector_ext.yield %better : i1
  } -> vector<f32>, vector<i32>
  vector.transfer_write %where, %index[] : vector<i32>, memref<i32>
  return
}

// Of all rounded values several are least; unordered holds of none of those that are numbers.
// CHECK-LABEL: func.func @first_of_the_least
// CHECK: gpu.subgroup_reduce minnumf
// CHECK: return
func.func @first_of_the_least(%in: memref<128xf32>, %value: memref<f32>, %index: memref<i32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %first = arith.constant dense<0x7F800000> : vector<f32>
  %none = arith.constant dense<-7> : vector<i32>
  %read = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<128xf32>, vector<128xf32>
  %x = iree_vector_ext.to_layout %read to layout(#ordered) : vector<128xf32>
  %y = math.roundeven %x : vector<128xf32>
  %best, %where = iree_vector_ext.arg_compare dimension(0) ins(%y : vector<128xf32>) inits(%first, %none : vector<f32>, vector<i32>) {
  ^bb0(%new: f32, %old: f32):
    %better = arith.cmpf ogt, %old, %new : f32
    iree_vector_ext.yield %better : i1
  } -> vector<f32>, vector<i32>
  vector.transfer_write %best, %value[] : vector<f32>, memref<f32>
  vector.transfer_write %where, %index[] : vector<i32>, memref<i32>
  return
}

// Of zeros none is greater: the first is found, be it -0.0, which a reduction may lose; so its lane hands it on.
// CHECK-LABEL: func.func @first_of_the_zeros
// CHECK: gpu.subgroup_reduce maxnumf
// CHECK-COUNT-4: gpu.shuffle idx
// CHECK-COUNT-1: gpu.barrier
// CHECK-COUNT-4: gpu.shuffle idx
// CHECK-NOT: gpu.shuffle
// CHECK: return
func.func @first_of_the_zeros(%in: memref<2x128xf32>, %value: memref<2xf32>, %index: memref<2xi32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %first = arith.constant dense<0xFF800000> : vector<2xf32>
  %none = arith.constant dense<-7> : vector<2xi32>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<2x128xf32>, vector<2x128xf32>
  %x = iree_vector_ext.to_layout %read to layout(#two_rows) : vector<2x128xf32>
  %sign = arith.constant dense<[[-0.0], [0.0]]> : vector<2x1xf32>
  %signs = vector.broadcast %sign : vector<2x1xf32> to vector<2x128xf32>
  %other = arith.negf %signs : vector<2x128xf32>
  %column = vector.step : vector<128xindex>
  %c5 = arith.constant dense<5> : vector<128xindex>
  %head = arith.cmpi ult, %column, %c5 : vector<128xindex>
  %heads = vector.broadcast %head : vector<128xi1> to vector<2x128xi1>
  %zeros = arith.select %heads, %signs, %other : vector<2x128xi1>, vector<2x128xf32>
  %never = arith.constant dense<-1.0e30> : vector<2x128xf32>
  %holes = arith.cmpf olt, %x, %never : vector<2x128xf32>
  %y = arith.select %holes, %x, %zeros : vector<2x128xi1>, vector<2x128xf32>
  %best, %where = iree_vector_ext.arg_compare dimension(1) ins(%y : vector<2x128xf32>) inits(%first, %none : vector<2xf32>, vector<2xi32>) {
  ^bb0(%new: f32, %old: f32):
    %better = arith.cmpf ogt, %new, %old : f32
    iree_vector_ext.yield %better : i1
  } -> vector<2xf32>, vector<2xi32>
  %one = arith.constant dense<1.0> : vector<2xf32>
  %infinity = arith.divf %one, %best : vector<2xf32>
  vector.transfer_write %infinity, %value[%c0] {in_bounds = [true]} : vector<2xf32>, memref<2xf32>
  vector.transfer_write %where, %index[%c0] {in_bounds = [true]} : vector<2xi32>, memref<2xi32>
  return
}

// Nothing is greater than NaN, nor is that: a row of nothing else leaves the inits, and so does a search from NaN.
// CHECK-LABEL: func.func @row_of_no_numbers
// CHECK: gpu.subgroup_reduce maxnumf
// CHECK: return
func.func @row_of_no_numbers(%in: memref<2x128xf32>, %value: memref<2xf32>, %index: memref<2x2xi32>, %base: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %pad = arith.constant 0.0 : f32
  %first = arith.constant dense<0xFF800000> : vector<2xf32>
  %never = arith.constant dense<[0x7FC00000, -1.0e+30]> : vector<2xf32>
  %none = arith.constant dense<-7> : vector<2xi32>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<2x128xf32>, vector<2x128xf32>
  %x = iree_vector_ext.to_layout %read to layout(#two_rows) : vector<2x128xf32>
  %row = arith.constant dense<[[0x7FC00000], [1.0]]> : vector<2x1xf32>
  %rows = vector.broadcast %row : vector<2x1xf32> to vector<2x128xf32>
  %y = arith.addf %x, %rows : vector<2x128xf32>
  %best, %where = iree_vector_ext.arg_compare dimension(1) ins(%y : vector<2x128xf32>) inits(%first, %none : vector<2xf32>, vector<2xi32>) {
  ^bb0(%new: f32, %old: f32):
    %better = arith.cmpf ogt, %new, %old : f32
    iree_vector_ext.yield %better : i1
  } -> vector<2xf32>, vector<2xi32>
  %last, %there = iree_vector_ext.arg_compare dimension(1) ins(%x : vector<2x128xf32>) inits(%never, %none : vector<2xf32>, vector<2xi32>) index_base(%base : index) {
  ^bb0(%new: f32, %old: f32):
    %better = arith.cmpf ogt, %new, %old : f32
    iree_vector_ext.yield %better : i1
  } -> vector<2xf32>, vector<2xi32>
  vector.transfer_write %best, %value[%c0] {in_bounds = [true]} : vector<2xf32>, memref<2xf32>
  vector.transfer_write %where, %index[%c0, %c0] {in_bounds = [true]} : vector<2xi32>, memref<2x2xi32>
  vector.transfer_write %there, %index[%c1, %c0] {in_bounds = [true]} : vector<2xi32>, memref<2x2xi32>
  return
}

// Of equal values the first one stays where only what is greater goes before, the last one where what is equal does, too.
// CHECK-LABEL: func.func @first_of_equal_values
// CHECK: return
func.func @first_of_equal_values(%in: memref<2x128xi8>, %value: memref<2xi8>, %index: memref<2xi32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0 : i8
  %first = arith.constant dense<-1> : vector<2xi8>
  %none = arith.constant dense<-7> : vector<2xi32>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<2x128xi8>, vector<2x128xi8>
  %x = iree_vector_ext.to_layout %read to layout(#rows) : vector<2x128xi8>
  %few = arith.constant dense<3> : vector<2x128xi8>
  %y = arith.andi %x, %few : vector<2x128xi8>
  %best, %where = iree_vector_ext.arg_compare dimension(1) ins(%y : vector<2x128xi8>) inits(%first, %none : vector<2xi8>, vector<2xi32>) {
  ^bb0(%new: i8, %old: i8):
    %better = arith.cmpi sgt, %new, %old : i8
    iree_vector_ext.yield %better : i1
  } -> vector<2xi8>, vector<2xi32>
  vector.transfer_write %best, %value[%c0] {in_bounds = [true]} : vector<2xi8>, memref<2xi8>
  vector.transfer_write %where, %index[%c0] {in_bounds = [true]} : vector<2xi32>, memref<2xi32>
  return
}

// CHECK-LABEL: func.func @last_of_equal_values
// CHECK: return
func.func @last_of_equal_values(%in: memref<2x128xi8>, %value: memref<2xi8>, %index: memref<2xi32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0 : i8
  %first = arith.constant dense<-1> : vector<2xi8>
  %none = arith.constant dense<-7> : vector<2xi32>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<2x128xi8>, vector<2x128xi8>
  %x = iree_vector_ext.to_layout %read to layout(#rows) : vector<2x128xi8>
  %few = arith.constant dense<3> : vector<2x128xi8>
  %y = arith.andi %x, %few : vector<2x128xi8>
  %best, %where = iree_vector_ext.arg_compare dimension(1) ins(%y : vector<2x128xi8>) inits(%first, %none : vector<2xi8>, vector<2xi32>) {
  ^bb0(%new: i8, %old: i8):
    %better = arith.cmpi sge, %new, %old : i8
    iree_vector_ext.yield %better : i1
  } -> vector<2xi8>, vector<2xi32>
  vector.transfer_write %best, %value[%c0] {in_bounds = [true]} : vector<2xi8>, memref<2xi8>
  vector.transfer_write %where, %index[%c0] {in_bounds = [true]} : vector<2xi32>, memref<2xi32>
  return
}

// CHECK-LABEL: func.func @first_of_equal_named_values
// CHECK: return
func.func @first_of_equal_named_values(%in: memref<2x128xi8>, %names: memref<2x128xi16>, %value: memref<2xi8>, %index: memref<2xi16>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0 : i8
  %first = arith.constant dense<-1> : vector<2xi8>
  %none = arith.constant dense<-7> : vector<2xi16>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<2x128xi8>, vector<2x128xi8>
  %x = iree_vector_ext.to_layout %read to layout(#rows) : vector<2x128xi8>
  %few = arith.constant dense<3> : vector<2x128xi8>
  %y = arith.andi %x, %few : vector<2x128xi8>
  %zero = arith.constant 0 : i16
  %named = vector.transfer_read %names[%c0, %c0], %zero {in_bounds = [true, true]} : memref<2x128xi16>, vector<2x128xi16>
  %i = iree_vector_ext.to_layout %named to layout(#rows) : vector<2x128xi16>
  %best, %where = iree_vector_ext.arg_compare dimension(1) ins(%y, %i : vector<2x128xi8>, vector<2x128xi16>) inits(%first, %none : vector<2xi8>, vector<2xi16>) {
  ^bb0(%new: i8, %old: i8):
    %better = arith.cmpi sgt, %new, %old : i8
    iree_vector_ext.yield %better : i1
  } -> vector<2xi8>, vector<2xi16>
  vector.transfer_write %best, %value[%c0] {in_bounds = [true]} : vector<2xi8>, memref<2xi8>
  vector.transfer_write %where, %index[%c0] {in_bounds = [true]} : vector<2xi16>, memref<2xi16>
  return
}

// CHECK-LABEL: func.func @last_of_equal_named_values
// CHECK: return
func.func @last_of_equal_named_values(%in: memref<2x128xi8>, %names: memref<2x128xi16>, %value: memref<2xi8>, %index: memref<2xi16>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0 : i8
  %first = arith.constant dense<-1> : vector<2xi8>
  %none = arith.constant dense<-7> : vector<2xi16>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<2x128xi8>, vector<2x128xi8>
  %x = iree_vector_ext.to_layout %read to layout(#rows) : vector<2x128xi8>
  %few = arith.constant dense<3> : vector<2x128xi8>
  %y = arith.andi %x, %few : vector<2x128xi8>
  %zero = arith.constant 0 : i16
  %named = vector.transfer_read %names[%c0, %c0], %zero {in_bounds = [true, true]} : memref<2x128xi16>, vector<2x128xi16>
  %i = iree_vector_ext.to_layout %named to layout(#rows) : vector<2x128xi16>
  %best, %where = iree_vector_ext.arg_compare dimension(1) ins(%y, %i : vector<2x128xi8>, vector<2x128xi16>) inits(%first, %none : vector<2xi8>, vector<2xi16>) {
  ^bb0(%new: i8, %old: i8):
    %better = arith.cmpi sge, %new, %old : i8
    iree_vector_ext.yield %better : i1
  } -> vector<2xi8>, vector<2xi16>
  vector.transfer_write %best, %value[%c0] {in_bounds = [true]} : vector<2xi8>, memref<2xi8>
  vector.transfer_write %where, %index[%c0] {in_bounds = [true]} : vector<2xi16>, memref<2xi16>
  return
}

// The inits stand before all others: what is equal does not beat them here ...
// CHECK-LABEL: func.func @inits_stay_where_nothing_is_better
// CHECK: return
func.func @inits_stay_where_nothing_is_better(%in: memref<2x128xi8>, %value: memref<2xi8>, %index: memref<2xi32>, %base: index) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0 : i8
  %first = arith.constant dense<3> : vector<2xi8>
  %none = arith.constant dense<-7> : vector<2xi32>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<2x128xi8>, vector<2x128xi8>
  %x = iree_vector_ext.to_layout %read to layout(#rows) : vector<2x128xi8>
  %few = arith.constant dense<3> : vector<2x128xi8>
  %y = arith.andi %x, %few : vector<2x128xi8>
  %best, %where = iree_vector_ext.arg_compare dimension(1) ins(%y : vector<2x128xi8>) inits(%first, %none : vector<2xi8>, vector<2xi32>) index_base(%base : index) {
  ^bb0(%new: i8, %old: i8):
    %better = arith.cmpi sgt, %new, %old : i8
    iree_vector_ext.yield %better : i1
  } -> vector<2xi8>, vector<2xi32>
  vector.transfer_write %best, %value[%c0] {in_bounds = [true]} : vector<2xi8>, memref<2xi8>
  vector.transfer_write %where, %index[%c0] {in_bounds = [true]} : vector<2xi32>, memref<2xi32>
  return
}

// ... and does here.
// CHECK-LABEL: func.func @last_of_what_equals_the_inits
// CHECK: return
func.func @last_of_what_equals_the_inits(%in: memref<2x128xi8>, %value: memref<2xi8>, %index: memref<2xi32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0 : i8
  %first = arith.constant dense<3> : vector<2xi8>
  %none = arith.constant dense<-7> : vector<2xi32>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<2x128xi8>, vector<2x128xi8>
  %x = iree_vector_ext.to_layout %read to layout(#rows) : vector<2x128xi8>
  %few = arith.constant dense<3> : vector<2x128xi8>
  %y = arith.andi %x, %few : vector<2x128xi8>
  %best, %where = iree_vector_ext.arg_compare dimension(1) ins(%y : vector<2x128xi8>) inits(%first, %none : vector<2xi8>, vector<2xi32>) {
  ^bb0(%new: i8, %old: i8):
    %better = arith.cmpi sge, %new, %old : i8
    iree_vector_ext.yield %better : i1
  } -> vector<2xi8>, vector<2xi32>
  vector.transfer_write %best, %value[%c0] {in_bounds = [true]} : vector<2xi8>, memref<2xi8>
  vector.transfer_write %where, %index[%c0] {in_bounds = [true]} : vector<2xi32>, memref<2xi32>
  return
}

// CHECK-LABEL: func.func @no_value_is_better
// CHECK: return
func.func @no_value_is_better(%in: memref<2x128xi8>, %names: memref<2x128xi32>, %value: memref<2xi8>, %index: memref<2xi32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0 : i8
  %first = arith.constant dense<4> : vector<2xi8>
  %none = arith.constant dense<-7> : vector<2xi32>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<2x128xi8>, vector<2x128xi8>
  %x = iree_vector_ext.to_layout %read to layout(#rows) : vector<2x128xi8>
  %few = arith.constant dense<3> : vector<2x128xi8>
  %y = arith.andi %x, %few : vector<2x128xi8>
  %zero = arith.constant 0 : i32
  %named = vector.transfer_read %names[%c0, %c0], %zero {in_bounds = [true, true]} : memref<2x128xi32>, vector<2x128xi32>
  %i = iree_vector_ext.to_layout %named to layout(#rows) : vector<2x128xi32>
  %best, %where = iree_vector_ext.arg_compare dimension(1) ins(%y, %i : vector<2x128xi8>, vector<2x128xi32>) inits(%first, %none : vector<2xi8>, vector<2xi32>) {
  ^bb0(%new: i8, %old: i8):
    %better = arith.cmpi sge, %new, %old : i8
    iree_vector_ext.yield %better : i1
  } -> vector<2xi8>, vector<2xi32>
  vector.transfer_write %best, %value[%c0] {in_bounds = [true]} : vector<2xi8>, memref<2xi8>
  vector.transfer_write %where, %index[%c0] {in_bounds = [true]} : vector<2xi32>, memref<2xi32>
  return
}

// No number is greater than NaN, but no search starts from one.
// CHECK-LABEL: func.func @what_is_no_number_is_passed_over
// CHECK: return
func.func @what_is_no_number_is_passed_over(%in: memref<2x128xf32>, %value: memref<2xf32>, %index: memref<2xi32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %first = arith.constant dense<-1.0> : vector<2xf32>
  %none = arith.constant dense<-7> : vector<2xi32>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<2x128xf32>, vector<2x128xf32>
  %x = iree_vector_ext.to_layout %read to layout(#rows) : vector<2x128xf32>
  %zeros = arith.constant dense<0.0> : vector<2x128xf32>
  %nan = arith.constant dense<0x7FC00000> : vector<2x128xf32>
  %hole = arith.cmpf olt, %x, %zeros : vector<2x128xf32>
  %y = arith.select %hole, %nan, %x : vector<2x128xi1>, vector<2x128xf32>
  %best, %where = iree_vector_ext.arg_compare dimension(1) ins(%y : vector<2x128xf32>) inits(%first, %none : vector<2xf32>, vector<2xi32>) {
  ^bb0(%new: f32, %old: f32):
    %better = arith.cmpf ogt, %new, %old : f32
    iree_vector_ext.yield %better : i1
  } -> vector<2xf32>, vector<2xi32>
  vector.transfer_write %best, %value[%c0] {in_bounds = [true]} : vector<2xf32>, memref<2xf32>
  vector.transfer_write %where, %index[%c0] {in_bounds = [true]} : vector<2xi32>, memref<2xi32>
  return
}

// CHECK-LABEL: func.func @what_is_no_number_is_passed_over_at_the_end
// CHECK: return
func.func @what_is_no_number_is_passed_over_at_the_end(%in: memref<2x128xf32>, %names: memref<2x128xi32>, %value: memref<2xf32>, %index: memref<2xi32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %first = arith.constant dense<0x7F800000> : vector<2xf32>
  %none = arith.constant dense<-7> : vector<2xi32>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<2x128xf32>, vector<2x128xf32>
  %x = iree_vector_ext.to_layout %read to layout(#rows) : vector<2x128xf32>
  %zeros = arith.constant dense<0.0> : vector<2x128xf32>
  %nan = arith.constant dense<0x7FC00000> : vector<2x128xf32>
  %hole = arith.cmpf olt, %x, %zeros : vector<2x128xf32>
  %y = arith.select %hole, %nan, %x : vector<2x128xi1>, vector<2x128xf32>
  %zero = arith.constant 0 : i32
  %named = vector.transfer_read %names[%c0, %c0], %zero {in_bounds = [true, true]} : memref<2x128xi32>, vector<2x128xi32>
  %i = iree_vector_ext.to_layout %named to layout(#rows) : vector<2x128xi32>
  %best, %where = iree_vector_ext.arg_compare dimension(1) ins(%y, %i : vector<2x128xf32>, vector<2x128xi32>) inits(%first, %none : vector<2xf32>, vector<2xi32>) {
  ^bb0(%new: f32, %old: f32):
    %better = arith.cmpf ole, %new, %old : f32
    iree_vector_ext.yield %better : i1
  } -> vector<2xf32>, vector<2xi32>
  vector.transfer_write %best, %value[%c0] {in_bounds = [true]} : vector<2xf32>, memref<2xf32>
  vector.transfer_write %where, %index[%c0] {in_bounds = [true]} : vector<2xi32>, memref<2xi32>
  return
}

// The other dimension stays spread; digits of the lane lie 2, 4 and 8 apart.
// CHECK-LABEL: func.func @outer_dimension
// CHECK-DAG: %[[C2:.+]] = arith.constant 2 : i32
// CHECK-DAG: %[[C8:.+]] = arith.constant 8 : i32
// CHECK: gpu.shuffle xor %{{.+}}, %[[C2]]
// CHECK: gpu.shuffle xor %{{.+}}, %[[C8]]
// CHECK: return
func.func @outer_dimension(%in: memref<64x8xi8>, %value: memref<8xi8>, %index: memref<8xi32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0 : i8
  %first = arith.constant dense<0> : vector<8xi8>
  %none = arith.constant dense<-7> : vector<8xi32>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<64x8xi8>, vector<64x8xi8>
  %x = iree_vector_ext.to_layout %read to layout(#column) : vector<64x8xi8>
  %few = arith.constant dense<3> : vector<64x8xi8>
  %y = arith.andi %x, %few : vector<64x8xi8>
  %best, %where = iree_vector_ext.arg_compare dimension(0) ins(%y : vector<64x8xi8>) inits(%first, %none : vector<8xi8>, vector<8xi32>) {
  ^bb0(%new: i8, %old: i8):
    %better = arith.cmpi sge, %new, %old : i8
    iree_vector_ext.yield %better : i1
  } -> vector<8xi8>, vector<8xi32>
  vector.transfer_write %best, %value[%c0] {in_bounds = [true]} : vector<8xi8>, memref<8xi8>
  vector.transfer_write %where, %index[%c0] {in_bounds = [true]} : vector<8xi32>, memref<8xi32>
  return
}

// A result of no dimensions; 96 elements are 16 lanes times 6.
// CHECK-LABEL: func.func @all_of_a_line
// CHECK-COUNT-6: arith.cmpi sgt, {{.*}} : i8
// CHECK: gpu.subgroup_reduce maxsi {{.*}} : (i8) -> i8
// CHECK: return
func.func @all_of_a_line(%in: memref<96xi8>, %value: memref<i8>, %index: memref<i32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0 : i8
  %first = arith.constant dense<0> : vector<i8>
  %none = arith.constant dense<-7> : vector<i32>
  %read = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<96xi8>, vector<96xi8>
  %x = iree_vector_ext.to_layout %read to layout(#line) : vector<96xi8>
  %few = arith.constant dense<3> : vector<96xi8>
  %y = arith.andi %x, %few : vector<96xi8>
  %best, %where = iree_vector_ext.arg_compare dimension(0) ins(%y : vector<96xi8>) inits(%first, %none : vector<i8>, vector<i32>) {
  ^bb0(%new: i8, %old: i8):
    %better = arith.cmpi sgt, %new, %old : i8
    iree_vector_ext.yield %better : i1
  } -> vector<i8>, vector<i32>
  vector.transfer_write %best, %value[] : vector<i8>, memref<i8>
  vector.transfer_write %where, %index[] : vector<i32>, memref<i32>
  return
}

// 5 lanes, 3 apart, are no power of two: what they found goes through memory, and each lane compares all of it.
// CHECK-LABEL: func.func @five_lanes_go_through_memory
// CHECK-NOT: gpu.shuffle
// CHECK-COUNT-4: arith.xori
// CHECK-NOT: arith.xori
// CHECK: return
func.func @five_lanes_go_through_memory(%in: memref<30xi8>, %value: memref<i8>, %index: memref<i32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0 : i8
  %first = arith.constant dense<0> : vector<i8>
  %none = arith.constant dense<-7> : vector<i32>
  %read = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<30xi8>, vector<30xi8>
  %x = iree_vector_ext.to_layout %read to layout(#odd) : vector<30xi8>
  %few = arith.constant dense<3> : vector<30xi8>
  %y = arith.andi %x, %few : vector<30xi8>
  %best, %where = iree_vector_ext.arg_compare dimension(0) ins(%y : vector<30xi8>) inits(%first, %none : vector<i8>, vector<i32>) {
  ^bb0(%new: i8, %old: i8):
    %better = arith.cmpi sge, %new, %old : i8
    iree_vector_ext.yield %better : i1
  } -> vector<i8>, vector<i32>
  vector.transfer_write %best, %value[] : vector<i8>, memref<i8>
  vector.transfer_write %where, %index[] : vector<i32>, memref<i32>
  return
}

// CHECK-LABEL: func.func @five_lanes_with_names
// CHECK: return
func.func @five_lanes_with_names(%in: memref<30xi8>, %names: memref<30xindex>, %value: memref<i8>, %index: memref<index>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0 : i8
  %first = arith.constant dense<0> : vector<i8>
  %none = arith.constant dense<9> : vector<index>
  %read = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<30xi8>, vector<30xi8>
  %x = iree_vector_ext.to_layout %read to layout(#odd) : vector<30xi8>
  %few = arith.constant dense<3> : vector<30xi8>
  %y = arith.andi %x, %few : vector<30xi8>
  %zero = arith.constant 0 : index
  %named = vector.transfer_read %names[%c0], %zero {in_bounds = [true]} : memref<30xindex>, vector<30xindex>
  %i = iree_vector_ext.to_layout %named to layout(#odd) : vector<30xindex>
  %best, %where = iree_vector_ext.arg_compare dimension(0) ins(%y, %i : vector<30xi8>, vector<30xindex>) inits(%first, %none : vector<i8>, vector<index>) {
  ^bb0(%new: i8, %old: i8):
    %better = arith.cmpi sgt, %new, %old : i8
    iree_vector_ext.yield %better : i1
  } -> vector<i8>, vector<index>
  vector.transfer_write %best, %value[] : vector<i8>, memref<i8>
  vector.transfer_write %where, %index[] : vector<index>, memref<index>
  return
}

// CHECK-LABEL: func.func @three_subgroups
// CHECK: return
func.func @three_subgroups(%in: memref<12x2xi8>, %value: memref<2xi8>, %index: memref<2xi32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0 : i8
  %first = arith.constant dense<0> : vector<2xi8>
  %none = arith.constant dense<-7> : vector<2xi32>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<12x2xi8>, vector<12x2xi8>
  %x = iree_vector_ext.to_layout %read to layout(#three) : vector<12x2xi8>
  %few = arith.constant dense<3> : vector<12x2xi8>
  %y = arith.andi %x, %few : vector<12x2xi8>
  %best, %where = iree_vector_ext.arg_compare dimension(0) ins(%y : vector<12x2xi8>) inits(%first, %none : vector<2xi8>, vector<2xi32>) {
  ^bb0(%new: i8, %old: i8):
    %better = arith.cmpi sgt, %new, %old : i8
    iree_vector_ext.yield %better : i1
  } -> vector<2xi8>, vector<2xi32>
  vector.transfer_write %best, %value[%c0] {in_bounds = [true]} : vector<2xi8>, memref<2xi8>
  vector.transfer_write %where, %index[%c0] {in_bounds = [true]} : vector<2xi32>, memref<2xi32>
  return
}

// Thread tiles of more lanes than a subgroup has.
// CHECK-LABEL: func.func @lanes_of_the_whole_workgroup
// CHECK: return
func.func @lanes_of_the_whole_workgroup(%in: memref<4x64xi8>, %value: memref<4xi8>, %index: memref<4xi32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0 : i8
  %first = arith.constant dense<0> : vector<4xi8>
  %none = arith.constant dense<-7> : vector<4xi32>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<4x64xi8>, vector<4x64xi8>
  %x = iree_vector_ext.to_layout %read to layout(#spans) : vector<4x64xi8>
  %few = arith.constant dense<3> : vector<4x64xi8>
  %y = arith.andi %x, %few : vector<4x64xi8>
  %best, %where = iree_vector_ext.arg_compare dimension(1) ins(%y : vector<4x64xi8>) inits(%first, %none : vector<4xi8>, vector<4xi32>) {
  ^bb0(%new: i8, %old: i8):
    %better = arith.cmpi sge, %new, %old : i8
    iree_vector_ext.yield %better : i1
  } -> vector<4xi8>, vector<4xi32>
  vector.transfer_write %best, %value[%c0] {in_bounds = [true]} : vector<4xi8>, memref<4xi8>
  vector.transfer_write %where, %index[%c0] {in_bounds = [true]} : vector<4xi32>, memref<4xi32>
  return
}

// CHECK-LABEL: func.func @other_dimension_over_the_workgroup
// CHECK: return
func.func @other_dimension_over_the_workgroup(%in: memref<4x64xi8>, %value: memref<64xi8>, %index: memref<64xi32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0 : i8
  %first = arith.constant dense<0> : vector<64xi8>
  %none = arith.constant dense<-7> : vector<64xi32>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<4x64xi8>, vector<4x64xi8>
  %x = iree_vector_ext.to_layout %read to layout(#spans) : vector<4x64xi8>
  %few = arith.constant dense<3> : vector<4x64xi8>
  %y = arith.andi %x, %few : vector<4x64xi8>
  %best, %where = iree_vector_ext.arg_compare dimension(0) ins(%y : vector<4x64xi8>) inits(%first, %none : vector<64xi8>, vector<64xi32>) {
  ^bb0(%new: i8, %old: i8):
    %better = arith.cmpi sge, %new, %old : i8
    iree_vector_ext.yield %better : i1
  } -> vector<64xi8>, vector<64xi32>
  vector.transfer_write %best, %value[%c0] {in_bounds = [true]} : vector<64xi8>, memref<64xi8>
  vector.transfer_write %where, %index[%c0] {in_bounds = [true]} : vector<64xi32>, memref<64xi32>
  return
}

// Numbers of 8 bits wrap behind the base; ties end by positions, which do not.
// CHECK-LABEL: func.func @numbers_of_eight_bits_wrap
// CHECK: arith.index_cast %{{.+}} : index to i8
// CHECK: return
func.func @numbers_of_eight_bits_wrap(%in: memref<96xi8>, %value: memref<i8>, %index: memref<i8>, %base: index) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0 : i8
  %first = arith.constant dense<0> : vector<i8>
  %none = arith.constant dense<-7> : vector<i8>
  %read = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<96xi8>, vector<96xi8>
  %x = iree_vector_ext.to_layout %read to layout(#line) : vector<96xi8>
  %few = arith.constant dense<3> : vector<96xi8>
  %y = arith.andi %x, %few : vector<96xi8>
  %best, %where = iree_vector_ext.arg_compare dimension(0) ins(%y : vector<96xi8>) inits(%first, %none : vector<i8>, vector<i8>) index_base(%base : index) {
  ^bb0(%new: i8, %old: i8):
    %better = arith.cmpi sgt, %new, %old : i8
    iree_vector_ext.yield %better : i1
  } -> vector<i8>, vector<i8>
  vector.transfer_write %best, %value[] : vector<i8>, memref<i8>
  vector.transfer_write %where, %index[] : vector<i8>, memref<i8>
  return
}

// CHECK-LABEL: func.func @numbers_of_eight_bits
// CHECK: arith.trunci %{{.+}} : vector<2xi32> to vector<2xi8>
// CHECK: return
func.func @numbers_of_eight_bits(%in: memref<2x128xi8>, %value: memref<2xi8>, %index: memref<2xi8>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0 : i8
  %first = arith.constant dense<0> : vector<2xi8>
  %none = arith.constant dense<-7> : vector<2xi8>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<2x128xi8>, vector<2x128xi8>
  %x = iree_vector_ext.to_layout %read to layout(#rows) : vector<2x128xi8>
  %few = arith.constant dense<3> : vector<2x128xi8>
  %y = arith.andi %x, %few : vector<2x128xi8>
  %best, %where = iree_vector_ext.arg_compare dimension(1) ins(%y : vector<2x128xi8>) inits(%first, %none : vector<2xi8>, vector<2xi8>) {
  ^bb0(%new: i8, %old: i8):
    %better = arith.cmpi sgt, %new, %old : i8
    iree_vector_ext.yield %better : i1
  } -> vector<2xi8>, vector<2xi8>
  vector.transfer_write %best, %value[%c0] {in_bounds = [true]} : vector<2xi8>, memref<2xi8>
  vector.transfer_write %where, %index[%c0] {in_bounds = [true]} : vector<2xi8>, memref<2xi8>
  return
}

// CHECK-LABEL: func.func @numbers_of_64_bits
// CHECK: arith.extsi
// CHECK: return
func.func @numbers_of_64_bits(%in: memref<2x128xi8>, %value: memref<2xi8>, %index: memref<2xi64>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0 : i8
  %first = arith.constant dense<0> : vector<2xi8>
  %none = arith.constant dense<-7> : vector<2xi64>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<2x128xi8>, vector<2x128xi8>
  %x = iree_vector_ext.to_layout %read to layout(#rows) : vector<2x128xi8>
  %few = arith.constant dense<3> : vector<2x128xi8>
  %y = arith.andi %x, %few : vector<2x128xi8>
  %best, %where = iree_vector_ext.arg_compare dimension(1) ins(%y : vector<2x128xi8>) inits(%first, %none : vector<2xi8>, vector<2xi64>) {
  ^bb0(%new: i8, %old: i8):
    %better = arith.cmpi sgt, %new, %old : i8
    iree_vector_ext.yield %better : i1
  } -> vector<2xi8>, vector<2xi64>
  vector.transfer_write %best, %value[%c0] {in_bounds = [true]} : vector<2xi8>, memref<2xi8>
  vector.transfer_write %where, %index[%c0] {in_bounds = [true]} : vector<2xi64>, memref<2xi64>
  return
}

// Lanes cannot hand over values of type index: these go as i64.
// CHECK-LABEL: func.func @numbers_of_type_index
// CHECK: gpu.shuffle {{.*}} : i64
// CHECK: return
func.func @numbers_of_type_index(%in: memref<2x128xi8>, %names: memref<2x128xindex>, %value: memref<2xi8>, %index: memref<2xindex>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0 : i8
  %first = arith.constant dense<0> : vector<2xi8>
  %none = arith.constant dense<9> : vector<2xindex>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<2x128xi8>, vector<2x128xi8>
  %x = iree_vector_ext.to_layout %read to layout(#rows) : vector<2x128xi8>
  %few = arith.constant dense<3> : vector<2x128xi8>
  %y = arith.andi %x, %few : vector<2x128xi8>
  %zero = arith.constant 0 : index
  %named = vector.transfer_read %names[%c0, %c0], %zero {in_bounds = [true, true]} : memref<2x128xindex>, vector<2x128xindex>
  %i = iree_vector_ext.to_layout %named to layout(#rows) : vector<2x128xindex>
  %best, %where = iree_vector_ext.arg_compare dimension(1) ins(%y, %i : vector<2x128xi8>, vector<2x128xindex>) inits(%first, %none : vector<2xi8>, vector<2xindex>) {
  ^bb0(%new: i8, %old: i8):
    %better = arith.cmpi sgt, %new, %old : i8
    iree_vector_ext.yield %better : i1
  } -> vector<2xi8>, vector<2xindex>
  vector.transfer_write %best, %value[%c0] {in_bounds = [true]} : vector<2xi8>, memref<2xi8>
  vector.transfer_write %where, %index[%c0] {in_bounds = [true]} : vector<2xindex>, memref<2xindex>
  return
}

// CHECK-LABEL: func.func @positions_of_type_index
// CHECK: return
func.func @positions_of_type_index(%in: memref<2x128xi8>, %value: memref<2xi8>, %index: memref<2xindex>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0 : i8
  %first = arith.constant dense<0> : vector<2xi8>
  %none = arith.constant dense<9> : vector<2xindex>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<2x128xi8>, vector<2x128xi8>
  %x = iree_vector_ext.to_layout %read to layout(#rows) : vector<2x128xi8>
  %few = arith.constant dense<3> : vector<2x128xi8>
  %y = arith.andi %x, %few : vector<2x128xi8>
  %best, %where = iree_vector_ext.arg_compare dimension(1) ins(%y : vector<2x128xi8>) inits(%first, %none : vector<2xi8>, vector<2xindex>) {
  ^bb0(%new: i8, %old: i8):
    %better = arith.cmpi sgt, %new, %old : i8
    iree_vector_ext.yield %better : i1
  } -> vector<2xi8>, vector<2xindex>
  vector.transfer_write %best, %value[%c0] {in_bounds = [true]} : vector<2xi8>, memref<2xi8>
  vector.transfer_write %where, %index[%c0] {in_bounds = [true]} : vector<2xindex>, memref<2xindex>
  return
}

// The comparator works on vectors where its ops do; what it reads from outside is copied to all elements.
// CHECK-LABEL: func.func @comparator_of_several_ops
// CHECK: arith.divsi %{{.+}}, %{{.+}} : vector<2xi32>
// CHECK: return
func.func @comparator_of_several_ops(%in: memref<2x128xi32>, %value: memref<2xi32>, %index: memref<2xi32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0 : i32
  %first = arith.constant dense<-1> : vector<2xi32>
  %none = arith.constant dense<-7> : vector<2xi32>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<2x128xi32>, vector<2x128xi32>
  %x = iree_vector_ext.to_layout %read to layout(#rows) : vector<2x128xi32>
  %y = math.absi %x : vector<2x128xi32>
  %best, %where = iree_vector_ext.arg_compare dimension(1) ins(%y : vector<2x128xi32>) inits(%first, %none : vector<2xi32>, vector<2xi32>) {
  ^bb0(%new: i32, %old: i32):
    %two = arith.constant 3 : i32
    %a = arith.divsi %new, %two : i32
    %b = arith.divsi %old, %two : i32
    %c = arith.addi %a, %pad : i32
    %better = arith.cmpi sgt, %c, %b : i32
    iree_vector_ext.yield %better : i1
  } -> vector<2xi32>, vector<2xi32>
  vector.transfer_write %best, %value[%c0] {in_bounds = [true]} : vector<2xi32>, memref<2xi32>
  vector.transfer_write %where, %index[%c0] {in_bounds = [true]} : vector<2xi32>, memref<2xi32>
  return
}

// Where they do not, it runs once an element.
// CHECK-LABEL: func.func @comparator_that_stays_scalar
// CHECK-COUNT-2: index.cmp sgt
// CHECK: vector.from_elements
// CHECK: return
func.func @comparator_that_stays_scalar(%in: memref<2x128xi32>, %value: memref<2xi32>, %index: memref<2xi32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0 : i32
  %first = arith.constant dense<0> : vector<2xi32>
  %none = arith.constant dense<-7> : vector<2xi32>
  %read = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<2x128xi32>, vector<2x128xi32>
  %x = iree_vector_ext.to_layout %read to layout(#rows) : vector<2x128xi32>
  %best, %where = iree_vector_ext.arg_compare dimension(1) ins(%x : vector<2x128xi32>) inits(%first, %none : vector<2xi32>, vector<2xi32>) {
  ^bb0(%new: i32, %old: i32):
    %left = index.casts %new : i32 to index
    %right = index.casts %old : i32 to index
    %better = index.cmp sgt(%left, %right)
    iree_vector_ext.yield %better : i1
  } -> vector<2xi32>, vector<2xi32>
  vector.transfer_write %best, %value[%c0] {in_bounds = [true]} : vector<2xi32>, memref<2xi32>
  vector.transfer_write %where, %index[%c0] {in_bounds = [true]} : vector<2xi32>, memref<2xi32>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// What lanes compare must be in lanes' hands.
func.func @value_without_layout(%m: memref<8x8xf32>, %x: vector<8x8xf32>, %out: memref<8xi32>) {
  %c0 = arith.constant 0 : index
  %first = arith.constant dense<0.0> : vector<8xf32>
  %none = arith.constant dense<0> : vector<8xi32>
  // expected-error @below {{cannot distribute 'iree_vector_ext.arg_compare': operand #0 has no layout: the layout of operand #1 ends here, let it read a to_layout}}
  %best, %where = iree_vector_ext.arg_compare dimension(1) ins(%x : vector<8x8xf32>) inits(%first, %none : vector<8xf32>, vector<8xi32>) {
  ^bb0(%new: f32, %old: f32):
    %better = arith.cmpf ogt, %new, %old : f32
    iree_vector_ext.yield %better : i1
  } -> vector<8xf32>, vector<8xi32>
  %y = iree_vector_ext.to_layout %where to layout(#lanes) : vector<8xi32>
  %z = iree_vector_ext.to_layout %best to layout(#lanes) : vector<8xf32>
  vector.transfer_write %y, %out[%c0] : vector<8xi32>, memref<8xi32>
  return
}

// -----

#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [2, 8], element_tile = [4, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @comparator_on_vectors(%m: memref<8x8xf32>, %out: memref<8xi32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %first = arith.constant dense<0.0> : vector<8xf32>
  %none = arith.constant dense<0> : vector<8xi32>
  %read = vector.transfer_read %m[%c0, %c0], %pad : memref<8x8xf32>, vector<8x8xf32>
  %x = iree_vector_ext.to_layout %read to layout(#grid) : vector<8x8xf32>
  // expected-error @below {{cannot distribute 'iree_vector_ext.arg_compare': its comparator works on vectors: let it take the scalars from outside}}
  %best, %where = iree_vector_ext.arg_compare dimension(1) ins(%x : vector<8x8xf32>) inits(%first, %none : vector<8xf32>, vector<8xi32>) {
  ^bb0(%new: f32, %old: f32):
    %one = vector.broadcast %new : f32 to vector<1xf32>
    %again = vector.extract %one[0] : f32 from vector<1xf32>
    %better = arith.cmpf ogt, %again, %old : f32
    iree_vector_ext.yield %better : i1
  } -> vector<8xf32>, vector<8xi32>
  vector.transfer_write %where, %out[%c0] : vector<8xi32>, memref<8xi32>
  return
}
