// RUN: lanewise-opt %s --mlir-print-op-generic | filecheck %s --check-prefix=GENERIC
// RUN: lanewise-opt %s --mlir-print-local-scope | filecheck %s --check-prefix=LOCAL
// RUN: lanewise-opt %s | filecheck %s --check-prefix=ALIAS
// RUN: lanewise-opt %s --host=upstream --mlir-print-debuginfo --mlir-print-local-scope | filecheck %s --check-prefix=PLACES
// RUN: %if iree %{ lanewise-opt %s --host=iree --mlir-print-debuginfo --mlir-print-local-scope | filecheck %s --check-prefix=PLACES %}
// RUN: lanewise-opt %s --mlir-elide-elementsattrs-if-larger=2 | filecheck %s --check-prefix=ELIDED
// RUN: lanewise-opt %s --mlir-elide-elementsattrs-if-larger 4 | filecheck %s --check-prefix=WHOLE

// ALIAS: affine_map<(d0, d1) -> (d1, d0)>
// ALIAS: memref<2x2xf32, #map>
// LOCAL: memref<2x2xf32, affine_map<(d0, d1) -> (d1, d0)>>
// GENERIC: "builtin.module"() ({
// GENERIC: "arith.constant"()
// ELIDED: dense_resource<__elided__> : vector<4xi32>
// WHOLE: dense<[1, 2, 3, 4]> : vector<4xi32>
// PLACES: func.func @f(%{{.*}}: memref<2x2xf32, {{.*}}> loc("{{.*}}print.mlir":{{[0-9]+}}:14)
// PLACES: arith.constant {{.*}} loc("{{.*}}print.mlir":{{[0-9]+}}:8)
// PLACES: "loc(\22-\22:1:2"
// PLACES: loc(fused["{{.*}}print.mlir":3:4, "kernel.py":5:6])
// PLACES: loc("{{.*}}print.mlir":0:0)
#map = affine_map<(d0, d1) -> (d1, d0)>
func.func @f(%a: memref<2x2xf32, #map>) -> vector<4xi32> {
  %0 = arith.constant dense<[1, 2, 3, 4]> : vector<4xi32>
  %1 = arith.constant {text = "loc(\22-\22:1:2"} 1 : i32
  %2 = arith.constant 2 : i32 loc(fused["-":3:4, "kernel.py":5:6])
  return %0 : vector<4xi32>
}
