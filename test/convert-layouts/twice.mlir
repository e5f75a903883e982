// RUN: lanewise-opt --host=upstream --lanewise-convert-layouts %s -o %t.once
// RUN: lanewise-opt --host=upstream --lanewise-convert-layouts %t.once -o %t.twice
// RUN: diff %t.once %t.twice
// RUN: env PYTHONHASHSEED=7 lanewise-opt --host=upstream --lanewise-convert-layouts %s -o %t.again
// RUN: diff %t.once %t.again
// RUN: lanewise-opt --host=upstream --lanewise-convert-layouts --lanewise-convert-layouts %s -o %t.row
// RUN: diff %t.once %t.row
// RUN: filecheck %s --input-file %t.once
// RUN: %if iree %{ lanewise-opt --host=iree --lanewise-convert-layouts %s -o %t.iree_once %}
// RUN: %if iree %{ lanewise-opt --host=iree --lanewise-convert-layouts %t.iree_once -o %t.iree_twice %}
// RUN: %if iree %{ diff %t.iree_once %t.iree_twice %}

// The pass finds nothing more to do in what it leaves, and does the same every time.
// CHECK-COUNT-5: to_layout

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

func.func @three_anchors_and_two_conversions(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %c: vector<8x8xf32>, %n: index) -> (vector<8x8xf32>, vector<8x8xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %w = iree_vector_ext.to_layout %b to layout(#grid) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %c to layout(#col) : vector<8x8xf32>
  %p:2 = scf.for %i = %c0 to %n step %c1 iter_args(%r = %x, %s = %w) -> (vector<8x8xf32>, vector<8x8xf32>) {
    %t = arith.addf %r, %y : vector<8x8xf32>
    %u = arith.addf %s, %y : vector<8x8xf32>
    scf.yield %t, %u : vector<8x8xf32>, vector<8x8xf32>
  }
  return %p#0, %p#1 : vector<8x8xf32>, vector<8x8xf32>
}
