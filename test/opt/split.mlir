// RUN: not lanewise-opt %s --split-input-file --host=upstream 2>%t | filecheck %s
// RUN: filecheck %s --check-prefix=ERROR < %t
// RUN: rm -f %t.out && not lanewise-opt %s --split-input-file -o %t.out && test ! -e %t.out
// RUN: lanewise-opt %s --split-input-file --verify-diagnostics | filecheck %s
// RUN: not lanewise-opt %s -o /dev/null 2>&1 | filecheck %s --check-prefix=WHOLE

// CHECK: @first
// CHECK: // -----
// CHECK-NEXT: // -----
// CHECK: @third
// CHECK-NOT: // -----
func.func @first() { return }

// ------------------------------ a ruler does not split

// -----

// ERROR: split.mlir:23:3: error:
// ERROR-NEXT: {{^}}  nope %x
// ERROR-NEXT: {{^}}  ^
func.func @second() {
  // expected-error @below {{nope}}
  nope %x
  return
}

// -----

func.func @third() { return }

// WHOLE: split.mlir:{{[0-9]+}}:3: error:
