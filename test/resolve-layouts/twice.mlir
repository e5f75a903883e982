// RUN: lanewise-opt --host=upstream --lanewise-resolve-layouts %s -o %t.once
// RUN: lanewise-opt --host=upstream --lanewise-resolve-layouts %t.once -o %t.twice
// RUN: diff %t.once %t.twice
// RUN: env PYTHONHASHSEED=7 lanewise-opt --host=upstream --lanewise-resolve-layouts %s -o %t.again
// RUN: diff %t.once %t.again
// RUN: lanewise-opt --host=upstream --lanewise-resolve-layouts --lanewise-resolve-layouts %s -o %t.row
// RUN: diff %t.once %t.row
// RUN: lanewise-opt --host=upstream --lanewise-resolve-layouts --lanewise-duplicate-constants --lanewise-convert-layouts %s -o %t.others
// RUN: diff %t.once %t.others
// RUN: lanewise-opt --host=upstream --lanewise-print-layouts %s -o %t.printed
// RUN: diff %t.once %t.printed
// RUN: %if iree %{ lanewise-opt --host=iree --lanewise-resolve-layouts %s -o %t.iree_once %}
// RUN: %if iree %{ lanewise-opt --host=iree --lanewise-resolve-layouts %t.iree_once -o %t.iree_twice %}
// RUN: %if iree %{ diff %t.iree_once %t.iree_twice %}
// RUN: %if iree %{ lanewise-opt --host=iree %t.once -o %t.upstream_as_iree %}
// RUN: %if iree %{ diff %t.iree_once %t.upstream_as_iree %}

// After the pass nothing is left to do, for itself and for the two that it stands for; it does the same every time, and on
// both hosts; lanewise-print-layouts leaves the same module.

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 1], element_tile = [1, 8], subgroup_strides = [0, 0], thread_strides = [1, 0]>
#col = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [1, 8], element_tile = [8, 1], subgroup_strides = [0, 0], thread_strides = [0, 1]>

func.func @a_loop_with_constants_chains_and_clashes(%a: vector<8x8xf32>, %b: vector<8x8xf32>, %f: f32, %n: index) -> (vector<8x8xf32>, vector<8x8xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant dense<0.0> : vector<8x8xf32>
  %x = iree_vector_ext.to_layout %a to layout(#row) : vector<8x8xf32>
  %y = iree_vector_ext.to_layout %b to layout(#col) : vector<8x8xf32>
  %s = vector.broadcast %f : f32 to vector<8x8xf32>
  %e = math.exp %s : vector<8x8xf32>
  %p:2 = scf.for %i = %c0 to %n step %c1 iter_args(%q = %zero, %r = %zero) -> (vector<8x8xf32>, vector<8x8xf32>) {
    %t = arith.addf %q, %x : vector<8x8xf32>
    %u = arith.addf %r, %y : vector<8x8xf32>
    %v = arith.mulf %t, %e : vector<8x8xf32>
    %w = arith.mulf %u, %e : vector<8x8xf32>
    %z = arith.subf %x, %y : vector<8x8xf32>
    %o = arith.addf %v, %z : vector<8x8xf32>
    scf.yield %o, %w : vector<8x8xf32>, vector<8x8xf32>
  }
  return %p#0, %p#1 : vector<8x8xf32>, vector<8x8xf32>
}
