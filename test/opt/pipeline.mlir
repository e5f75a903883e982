// RUN: lanewise-opt %s --dump-pass-pipeline --pass-pipeline='builtin.module(func.func(lanewise-resolve-layouts,canonicalize),cse)' 2>%t | filecheck %s
// RUN: filecheck %s --check-prefix=NESTED < %t
// RUN: lanewise-opt %s --pass-pipeline 'func.func(canonicalize),cse' | filecheck %s
// RUN: lanewise-opt %s --dump-pass-pipeline --canonicalize --lanewise-duplicate-constants="max-chain=4" -cse 2>%t | filecheck %s
// RUN: filecheck %s --check-prefix=FLAGS < %t
// RUN: lanewise-opt %s -canonicalize -split-input-file -o %t && filecheck %s < %t
// RUN: lanewise-opt %s --dump-pass-pipeline --lanewise-duplicate-constants=constants-only 2>&1 | filecheck %s --check-prefix=BOOL
// RUN: lanewise-opt %s --dump-pass-pipeline --pass-pipeline='any(cse)' 2>&1 | filecheck %s --check-prefix=ANY
// RUN: lanewise-opt %s | filecheck %s --check-prefix=NONE

// NESTED: builtin.module(func.func(lanewise-resolve-layouts{max-chain=8 constants-only=false},canonicalize{{.*}}),cse{{.*}})
// FLAGS: builtin.module(canonicalize{{.*}},lanewise-duplicate-constants{max-chain=4 constants-only=false},cse{{.*}})
// BOOL: lanewise-duplicate-constants{max-chain=8 constants-only=true}
// ANY: builtin.module(any(cse{{.*}}))

// CHECK-LABEL: func.func @folds
// CHECK-NOT: addi
// NONE: arith.addi
func.func @folds() -> i32 {
  %a = arith.constant 1 : i32
  %b = arith.addi %a, %a : i32
  return %b : i32
}
