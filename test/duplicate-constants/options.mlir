// RUN: lanewise-opt --host=upstream '--lanewise-duplicate-constants=max-chain=2' %s | filecheck %s --check-prefixes=CHECK,TWO
// RUN: lanewise-opt --host=upstream '--lanewise-duplicate-constants=max-chain=1' %s | filecheck %s --check-prefixes=CHECK,ONE
// RUN: lanewise-opt --host=upstream '--lanewise-duplicate-constants=max-chain=0' %s | filecheck %s --check-prefixes=CHECK,NONE
// RUN: lanewise-opt --host=upstream '--lanewise-duplicate-constants=constants-only=true' %s | filecheck %s --check-prefixes=CHECK,NONE
// RUN: lanewise-opt --host=upstream --lanewise-duplicate-constants=constants-only %s | filecheck %s --check-prefixes=CHECK,NONE
// RUN: lanewise-opt --host=upstream '--pass-pipeline=builtin.module(lanewise-duplicate-constants{constants-only=false max-chain=2})' %s | filecheck %s --check-prefixes=CHECK,TWO
// RUN: %if iree %{ lanewise-opt --host=iree '--lanewise-duplicate-constants=max-chain=1' %s | filecheck %s --check-prefixes=CHECK,ONE %}

// max-chain bounds the links of a chain, of which constants are none; constants-only copies no links at all.

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#piece = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [1], element_tile = [8], subgroup_strides = [0], thread_strides = [0]>

// CHECK-LABEL: func.func @a_constant_is_always_copied
// CHECK-COUNT-2: arith.constant
// CHECK: return
func.func @a_constant_is_always_copied() -> (vector<8xf32>, vector<8xf32>) {
  %c = arith.constant dense<1.0> : vector<8xf32>
  %x = iree_vector_ext.to_layout %c to layout(#lanes) : vector<8xf32>
  %y = iree_vector_ext.to_layout %c to layout(#piece) : vector<8xf32>
  return %x, %y : vector<8xf32>, vector<8xf32>
}

// CHECK-LABEL: func.func @one_link
// TWO-COUNT-2: arith.negf
// ONE-COUNT-2: arith.negf
// NONE-COUNT-1: arith.negf
// CHECK-NOT: arith.negf
// CHECK: return
func.func @one_link() -> (vector<8xf32>, vector<8xf32>) {
  %c = arith.constant dense<1.0> : vector<8xf32>
  %n = arith.negf %c : vector<8xf32>
  %x = iree_vector_ext.to_layout %n to layout(#lanes) : vector<8xf32>
  %y = iree_vector_ext.to_layout %n to layout(#piece) : vector<8xf32>
  return %x, %y : vector<8xf32>, vector<8xf32>
}

// CHECK-LABEL: func.func @two_links
// TWO-COUNT-4: arith.negf
// ONE-COUNT-2: arith.negf
// NONE-COUNT-2: arith.negf
// CHECK-NOT: arith.negf
// CHECK: return
func.func @two_links() -> (vector<8xf32>, vector<8xf32>) {
  %c = arith.constant dense<1.0> : vector<8xf32>
  %n = arith.negf %c : vector<8xf32>
  %m = arith.negf %n : vector<8xf32>
  %x = iree_vector_ext.to_layout %m to layout(#lanes) : vector<8xf32>
  %y = iree_vector_ext.to_layout %m to layout(#piece) : vector<8xf32>
  return %x, %y : vector<8xf32>, vector<8xf32>
}
