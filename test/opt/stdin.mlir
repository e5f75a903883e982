// RUN: lanewise-opt < %s | filecheck %s
// RUN: lanewise-opt - < %s | filecheck %s
// RUN: lanewise-opt %s -o - | filecheck %s
// RUN: lanewise-opt %s -o %t && filecheck %s < %t
// RUN: lanewise-opt -o=%t %s && filecheck %s < %t
// RUN: not lanewise-opt - --affine-nosuch < %s 2>&1 | filecheck %s --check-prefix=NAME
// RUN: echo nope | not lanewise-opt 2>&1 | filecheck %s --check-prefix=STDIN

// CHECK: func.func @f
func.func @f() { return }

// NAME: lanewise-opt: error: unknown pass 'affine-nosuch'
// STDIN: <stdin>:1:1: error:
// STDIN-NEXT: nope
// STDIN-NEXT: ^
