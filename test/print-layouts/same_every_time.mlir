// RUN: env PYTHONHASHSEED=1 lanewise-opt --host=upstream --lanewise-print-layouts %s -o %t.one.mlir 2> %t.one
// RUN: env PYTHONHASHSEED=2 lanewise-opt --host=upstream --lanewise-print-layouts %s -o %t.two.mlir 2> %t.two
// RUN: diff %t.one.mlir %t.two.mlir
// RUN: diff %t.one %t.two
// RUN: filecheck %s --input-file %t.one
// RUN: %if iree %{ lanewise-opt --host=iree --lanewise-print-layouts %s -o %t.iree.mlir 2> %t.iree %}
// RUN: %if iree %{ diff %t.one %t.iree %}

// Remarks and their order depend on the input alone: on no hash, and not on the host.
// CHECK: same_every_time.mlir:[[LINE:[0-9]+]]:{{[0-9]+}}: remark: copied for #iree_vector_ext.nested_layout<
// CHECK: remark: converted from
// CHECK: same_every_time.mlir:[[LINE]]:{{[0-9]+}}: remark: layout of result #0 is #iree_vector_ext.nested_layout<
// CHECK: remark: layout of result #1 is

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>
#grid = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [4, 8], element_tile = [2, 1], subgroup_strides = [0, 0], thread_strides = [8, 1]>

func.func @several_of_everything(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %n: index) -> (vector<8x8xf32>, vector<8x8xf32>, vector<8x8xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant dense<0.0> : vector<8x8xf32>
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xf32>
  %z = iree_vector_ext.to_layout %zero to layout(#grid) : vector<8x8xf32>
  %p:2 = scf.for %i = %c0 to %n step %c1 iter_args(%q = %zero, %r = %zero) -> (vector<8x8xf32>, vector<8x8xf32>) {
    %t = arith.addf %q, %x : vector<8x8xf32>
    %u = arith.addf %r, %y : vector<8x8xf32>
    %v = arith.subf %x, %y : vector<8x8xf32>
    %w = arith.addf %v, %t : vector<8x8xf32>
    scf.yield %w, %u : vector<8x8xf32>, vector<8x8xf32>
  }
  return %p#0, %p#1, %z : vector<8x8xf32>, vector<8x8xf32>, vector<8x8xf32>
}
