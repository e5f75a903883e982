// RUN: lanewise-opt %s --host=upstream --allow-unregistered-dialect | filecheck %s
// RUN: not lanewise-opt %s --host=upstream 2>&1 | filecheck %s --check-prefix=UPSTREAM
// RUN: %if iree %{ lanewise-opt %s --host=iree -allow-unregistered-dialect | filecheck %s %}
// RUN: %if iree %{ not lanewise-opt %s --host=iree 2>&1 | filecheck %s --check-prefix=IREE %}
// RUN: lanewise-opt %s --host=upstream --verify-diagnostics=only-expected

// CHECK: "my.op"()
// UPSTREAM: unregistered.mlir:13:3: error: no dialect of this host has an op 'my.op': {{.*}}--allow-unregistered-dialect
// UPSTREAM-NOT: error
// IREE: unregistered.mlir:13:{{[0-9]+}}: error: {{.*}}-allow-unregistered-dialect
func.func @f() {
  // Only the first op of each name is complained about.
  "my.op"() : () -> ()
  "my.op"() : () -> ()
  return
}
