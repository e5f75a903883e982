// One zero constant starts both contractions in two layouts: it is copied, once, and no conversion reads a constant.

// RUN: lanewise-opt --lanewise-resolve-layouts %root/examples/attention.mlir -o %t.mlir 2> %t.err
// RUN: filecheck %s --input-file %t.mlir
// RUN: filecheck %s --check-prefix=SAID --input-file %t.err
// RUN: lanewise-opt --lanewise-resolve-layouts %t.mlir | diff %t.mlir -
// RUN: %if iree %{ iree-opt %t.mlir -o /dev/null %}

// CHECK: %[[OUT:cst_[0-9]+]] = arith.constant dense<0.000000e+00> : vector<64x64xf32>
// CHECK-NEXT: %[[SCORES:cst_[0-9]+]] = arith.constant dense<0.000000e+00> : vector<64x64xf32>
// CHECK-NOT: dense<0.000000e+00> : vector<64x64xf32>
// CHECK: %[[RESULT:[0-9]+]]:3 = scf.for {{.*}} = %[[OUT]])
// CHECK: vector.contract {{.*}}, %[[SCORES]] : {{.*}} into vector<64x64xf32>
// CHECK: %[[RESCALE:[0-9]+]] = math.exp2 {{.*}} : vector<64xf32>
// CHECK-NEXT: iree_vector_ext.to_layout %[[RESCALE]] {{.*}} {lanewise.conversion} : vector<64xf32>
// CHECK: iree_vector_ext.to_layout %[[RESULT]]#1 {{.*}} {lanewise.conversion} : vector<64xf32>

// SAID: attention.mlir:{{[0-9]+}}:{{[0-9]+}}: remark: copied for
// SAID-NOT: copied for
// SAID: remark: converted from
// SAID: remark: converted from
// SAID-NOT: remark
