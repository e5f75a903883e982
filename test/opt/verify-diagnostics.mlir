// RUN: lanewise-opt %s --verify-diagnostics --split-input-file --host=upstream
// RUN: lanewise-opt --verify-diagnostics %s --split-input-file --host=upstream
// RUN: %if iree %{ lanewise-opt %s --verify-diagnostics=all --split-input-file --host=iree %}

func.func @above_and_below(%a: i32) -> f32 {
  // expected-note @above {{prior use here}}
  // expected-error @below {{use of value '%a' expects different type}}
  return %a : f32
}

// -----

// expected-note @+1 {{prior use here}}
func.func @offsets(%a: i32) -> f32 {
  return %a : f32
  // expected-error @-1 {{expects different type}}
}

// -----

func.func @own_line(%a: i32) -> f32 { // expected-note {{prior use}}
  return %a : f32 // expected-error-re {{use of {{[a-z]+}} '%a' {{.{2}pects}} different}}
}

// -----

func.func @undefined() {
  // Prose about expected-error comments is no expectation.
  return %x : i32 // expected-error-re {{use of undeclared {{(SSA|ssa)}} value name}}
}

