// Blocks that nobody can reach are resolved like others: what is reported was done.
// RUN: lanewise-opt --host=%host --lanewise-duplicate-constants %s -o %t 2> %t.err
// RUN: filecheck %s --input-file %t
// RUN: filecheck %s --check-prefix=SAID --input-file %t.err

// SAID: remark: copied for
// CHECK: %[[A:cst.*]] = arith.constant dense<1.000000e+00>
// CHECK-NEXT: %[[B:cst_0]] = arith.constant dense<1.000000e+00>
// CHECK: arith.addf %{{.*}}, %cst_0
// CHECK: arith.addf %{{.*}}, %cst :

#row = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#one = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [8], outer_tile = [1], thread_tile = [1], element_tile = [1], subgroup_strides = [0], thread_strides = [0]>
func.func @unreachable(%x: vector<8xf32>, %y: vector<8xf32>) {
  return
^dead:
  %k = arith.constant dense<1.0> : vector<8xf32>
  %0 = iree_vector_ext.to_layout %x to layout(#row) : vector<8xf32>
  %1 = iree_vector_ext.to_layout %y to layout(#one) : vector<8xf32>
  %2 = arith.addf %0, %k : vector<8xf32>
  %3 = arith.addf %1, %k : vector<8xf32>
  return
}
