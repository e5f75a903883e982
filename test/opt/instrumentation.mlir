// RUN: lanewise-opt %s --canonicalize --cse --mlir-print-ir-before-all 2>&1 >/dev/null | filecheck %s --check-prefix=BEFORE
// RUN: lanewise-opt %s --canonicalize --cse --mlir-print-ir-after-all 2>&1 >/dev/null | filecheck %s --check-prefix=AFTER
// RUN: lanewise-opt %s --cse --canonicalize --mlir-print-ir-after-change 2>&1 >/dev/null | filecheck %s --check-prefix=CHANGE
// RUN: lanewise-opt %s --cse --canonicalize --mlir-print-ir-after-failure 2>%t >/dev/null && test ! -s %t
// RUN: lanewise-opt %s --pass-pipeline='builtin.module(func.func(canonicalize))' --mlir-print-ir-after-all --mlir-print-ir-module-scope 2>&1 >/dev/null | filecheck %s --check-prefix=SCOPE
// RUN: lanewise-opt %s --cse --lanewise-duplicate-constants --mlir-timing 2>&1 >/dev/null | filecheck %s --check-prefix=TIMING
// RUN: lanewise-opt %s --cse --lanewise-duplicate-constants --mlir-pass-statistics 2>&1 >/dev/null | filecheck %s --check-prefix=STATISTICS
// RUN: lanewise-opt %s --cse --mlir-pass-statistics 2>&1 >/dev/null | filecheck %s --check-prefix=HOSTONLY
// RUN: lanewise-opt %s --lanewise-duplicate-constants --mlir-print-ir-after-all 2>&1 >/dev/null | filecheck %s --check-prefix=OURS

// BEFORE: IR Dump Before {{.*}}canonicalize
// BEFORE: arith.addi
// BEFORE: IR Dump Before {{.*}}cse
// BEFORE-NOT: arith.addi
// AFTER: IR Dump After {{.*}}canonicalize
// AFTER-NOT: arith.addi
// AFTER: IR Dump After {{.*}}cse
// CHANGE-NOT: IR Dump After CSE
// CHANGE: IR Dump After {{.*}}canonicalize
// SCOPE: IR Dump After {{.*}}canonicalize
// SCOPE: module {
// TIMING: Execution time report
// TIMING: CSE
// TIMING: lanewise-duplicate-constants
// STATISTICS: num-dce'd
// STATISTICS: Lanewise statistics report
// STATISTICS: lanewise-duplicate-constants
// STATISTICS-NEXT: (S) 0 copies - values copied
// HOSTONLY: num-dce'd
// HOSTONLY-NOT: Lanewise
// OURS: IR Dump After {{.*}}lanewise-duplicate-constants
func.func @folds() -> i32 {
  %a = arith.constant 1 : i32
  %b = arith.addi %a, %a : i32
  return %b : i32
}
