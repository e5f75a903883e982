// The author converts right after truncf to f8: nothing upstream of it is converted in f32.

// RUN: lanewise-opt --lanewise-resolve-layouts %root/examples/attention_f8.mlir -o %t.mlir 2> %t.err
// RUN: filecheck %s --input-file %t.mlir
// RUN: filecheck %s --check-prefix=SAID --input-file %t.err
// RUN: lanewise-opt --lanewise-resolve-layouts %t.mlir | diff %t.mlir -
// RUN: %if iree %{ iree-opt %t.mlir -o /dev/null %}

// CHECK-NOT: lanewise.conversion
// CHECK: %[[P:[0-9]+]] = arith.truncf {{.*}} to vector<{{.*}}xf8E4M3FNUZ>
// CHECK-NEXT: iree_vector_ext.to_layout %[[P]] {{.*}} : vector<{{.*}}xf8E4M3FNUZ>
// CHECK-NOT: lanewise.conversion

// SAID: remark: copied for
// SAID-NOT: remark
