// Every vector gets a layout and nothing is copied or converted.

// RUN: lanewise-opt --lanewise-resolve-layouts %root/examples/matmul_epilogue.mlir -o %t.mlir 2> %t.err
// RUN: diff %t.err /dev/null
// RUN: lanewise-opt --lanewise-resolve-layouts %t.mlir | diff %t.mlir -
// RUN: lanewise-opt --lanewise-print-layouts %t.mlir -o /dev/null 2> %t.layouts
// RUN: filecheck %s --input-file %t.layouts
// RUN: %if iree %{ iree-opt %t.mlir -o /dev/null %}

// CHECK-NOT: warning
// CHECK: remark: layout of result #0 is
// CHECK-NOT: warning
