// RUN: lanewise-opt --host=upstream --lanewise-duplicate-constants %s -o %t.once
// RUN: lanewise-opt --host=upstream --lanewise-duplicate-constants %t.once -o %t.twice
// RUN: diff %t.once %t.twice
// RUN: env PYTHONHASHSEED=7 lanewise-opt --host=upstream --lanewise-duplicate-constants %s -o %t.again
// RUN: diff %t.once %t.again
// RUN: lanewise-opt --host=upstream --lanewise-duplicate-constants --lanewise-duplicate-constants %s -o %t.row
// RUN: diff %t.once %t.row
// RUN: filecheck %s --input-file %t.once
// RUN: %if iree %{ lanewise-opt --host=iree --lanewise-duplicate-constants %s -o %t.iree_once %}
// RUN: %if iree %{ lanewise-opt --host=iree --lanewise-duplicate-constants %t.iree_once -o %t.iree_twice %}
// RUN: %if iree %{ diff %t.iree_once %t.iree_twice %}

// The pass finds nothing more to do in what it leaves, and does the same every time.
// CHECK-COUNT-3: arith.constant
// CHECK-COUNT-2: math.exp
// CHECK-COUNT-2: arith.mulf

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>
#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @copies_of_copies(%a: vector<8x8xf32>, %f: f32) -> (vector<8x8xf32>, vector<8x8xf32>, vector<8x8xf32>) {
  %one = arith.constant dense<1.0> : vector<8x8xf32>
  %b = vector.broadcast %f : f32 to vector<8x8xf32>
  %e = math.exp %one : vector<8x8xf32>
  %m = arith.mulf %e, %b : vector<8x8xf32>
  %x = iree_vector_ext.to_layout %m to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %m to layout(#col) : vector<8x8xf32>
  %z = iree_vector_ext.to_layout %one to layout(#grid) : vector<8x8xf32>
  return %x, %y, %z : vector<8x8xf32>, vector<8x8xf32>, vector<8x8xf32>
}
