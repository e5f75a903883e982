// RUN: lanewise-opt %s --host=upstream --load-pass-plugin=%S/inputs/faulty.py --lanewise-check --split-input-file --verify-diagnostics --test-fault
// RUN: %if iree %{ lanewise-opt %s --host=iree --load-pass-plugin=%S/inputs/faulty.py --lanewise-check=seed=0 --split-input-file --verify-diagnostics --test-fault %}
// RUN: lanewise-opt %s --host=upstream --load-pass-plugin=%S/inputs/faulty.py --split-input-file --test-fault -o %t

// --test-fault plants the fault that the attribute fault of a function names. Without --lanewise-check none is found.

// The numbers are lanewise-sim's: what lane 0 of workgroup 0 stores, drawn from the seed, so never 0.0.
func.func @a_changed_op(%a: memref<8x64xf32>, %b: memref<8x64xf32>) attributes {fault = "subtract", gpu.known_block_size = array<i32: 64, 1, 1>, gpu.known_grid_size = array<i32: 8, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  %lane = gpu.thread_id x
  %group = gpu.block_id x
  %x = memref.load %a[%group, %lane] : memref<8x64xf32>
  %y = arith.addf %x, %x : f32
  // expected-error-re @below {{test-fault changed what @a_changed_op leaves: argument 1 at [0, 0]: {{-?[0-9]+\.[0-9]*[1-9][0-9]*}} before, 0.0 after (stored by lane 0 of workgroup 0); 256 of 512 elements differ}}
  memref.store %y, %b[%group, %lane] : memref<8x64xf32>
  return
}

// -----

// Only where the constant matters: lane 7 of the last workgroup, which is among the four that run.
func.func @a_changed_constant(%b: memref<100x8xi32>) attributes {fault = "constant", gpu.known_block_size = array<i32: 8, 1, 1>, gpu.known_grid_size = array<i32: 100, 1, 1>, lanewise.subgroup_size = 8 : i64} {
  %lane = gpu.thread_id x
  %group = gpu.block_id x
  %last = arith.constant 798 : index
  %number = affine.linearize_index disjoint [%group, %lane] by (100, 8) : index
  %above = arith.cmpi ugt, %number, %last : index
  %y = arith.extui %above : i1 to i32
  // expected-error @below {{argument 0 at [99, 7]: 1 before, 0 after (stored by lane 7 of workgroup 99); 1 of 800 elements differ}}
  memref.store %y, %b[%group, %lane] : memref<100x8xi32>
  return
}

// -----

func.func @a_dropped_barrier(%a: memref<64xf32>) attributes {fault = "barriers", gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  %lane = gpu.thread_id x
  %c63 = arith.constant 63 : index
  %mirrored = arith.subi %c63, %lane : index
  %shared = memref.alloc() : memref<64xf32, #gpu.address_space<workgroup>>
  %x = memref.load %a[%lane] : memref<64xf32>
  // expected-note @below {{lane 63 wrote it here}}
  memref.store %x, %shared[%lane] : memref<64xf32, #gpu.address_space<workgroup>>
  gpu.barrier
  // expected-error @below {{@a_dropped_barrier after test-fault: race on element 63 of a workgroup buffer: lane 0 read it, lane 63 wrote it, and there is no barrier between}}
  %y = memref.load %shared[%mirrored] : memref<64xf32, #gpu.address_space<workgroup>>
  memref.store %y, %a[%lane] : memref<64xf32>
  return
}

// -----

func.func @a_store_by_the_wrong_lanes(%a: memref<64x2xf32>) attributes {fault = "stores", gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  %lane = gpu.thread_id x
  %c1 = arith.constant 1 : index
  %x = memref.load %a[%lane, %c1] : memref<64x2xf32>
  %y = arith.negf %x : f32
  // expected-error @below {{@a_store_by_the_wrong_lanes after test-fault: out of bounds: lane 2 accesses [2, 2] of argument 0, whose size is [64, 2]}}
  memref.store %y, %a[%lane, %c1] : memref<64x2xf32>
  return
}

// -----

// Whole vectors need no sizes: every lane does the same.
func.func @returned(%a: vector<4xf32>) -> vector<4xf32> attributes {fault = "subtract"} {
  %x = arith.addf %a, %a : vector<4xf32>
  // expected-error-re @below {{changed what @returned leaves: result 0 at [0]: {{.+}} before, 0.0 after}}
  return %x : vector<4xf32>
}

// -----

// Each function is checked, and each says what is wrong.
func.func @one(%a: f32) -> f32 attributes {fault = "subtract"} {
  %x = arith.addf %a, %a : f32
  // expected-error @below {{changed what @one leaves}}
  return %x : f32
}

func.func @sound(%a: f32) -> f32 {
  %x = arith.addf %a, %a : f32
  return %x : f32
}

func.func @two(%a: f32) -> f32 attributes {fault = "subtract"} {
  %x = arith.addf %a, %a : f32
  // expected-error @below {{changed what @two leaves}}
  return %x : f32
}

// -----

// What the pass found faulty already is an error too, and says so.
func.func @faulty_before(%a: memref<64xf32>) attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  %lane = gpu.thread_id x
  %c1 = arith.constant 1 : index
  %next = arith.addi %lane, %c1 : index
  // expected-error @below {{@faulty_before before test-fault already: out of bounds: lane 63 accesses [64] of argument 0, whose size is [64]}}
  %x = memref.load %a[%next] : memref<64xf32>
  memref.store %x, %a[%lane] : memref<64xf32>
  return
}

// -----

// What nobody may rely on anyhow can become anything, but that is no proof.
func.func @fault_that_goes_away(%a: memref<8xf32>, %b: memref<8xf32>) attributes {fault = "fixed"} {
  %c8 = arith.constant 8 : index
  // expected-warning @below {{not checked: @fault_that_goes_away is undefined before test-fault: out of bounds: every lane accesses [8] of argument 0}}
  %x = memref.load %a[%c8] : memref<8xf32>
  memref.store %x, %b[%c8] : memref<8xf32>
  return
}

// -----

// expected-warning @below {{not checked: @unsized before test-fault: how many lanes a workgroup has is not said}}
func.func @unsized(%b: memref<8xindex>) {
  %lane = gpu.thread_id x
  memref.store %lane, %b[%lane] : memref<8xindex>
  return
}

// -----

// expected-warning @below {{not checked: @unranked before test-fault: argument 0: }}
func.func @unranked(%a: memref<*xf32>) {
  return
}

// -----

func.func @unknown_op(%a: memref<8xf32>) {
  // expected-warning @below {{not checked: @unknown_op before test-fault: the simulator does not know the op 'memref.extract_aligned_pointer_as_index'}}
  %p = memref.extract_aligned_pointer_as_index %a : memref<8xf32> -> index
  return
}

// -----

// expected-warning @below {{not checked: @before is gone after test-fault}}
// expected-warning @below {{not checked: @renamed was not there before test-fault}}
func.func @before(%a: f32) -> f32 attributes {fault = "rename"} {
  return %a : f32
}

// -----

module {
  module @inner {
    // Nothing to say: it is judged where it stands.
    func.func @nested(%a: f32) -> f32 {
      return %a : f32
    }
  }
}

// -----

#diagonal = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 8], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [1, 1]>

// Lane t holds element [t, t] only.
func.func @elements_without_a_lane(%a: memref<8x8xf32>) attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %a[%c0, %c0], %pad : memref<8x8xf32>, vector<8x8xf32>
  %p = iree_vector_ext.to_simt %x {layout = #diagonal} : vector<8x8xf32> -> vector<1x1x1x1x1x1xf32>
  %q = arith.negf %p : vector<1x1x1x1x1x1xf32>
  %y = iree_vector_ext.to_simd %q {layout = #diagonal} : vector<1x1x1x1x1x1xf32> -> vector<8x8xf32>
  // expected-error @below {{@elements_without_a_lane before test-fault already: poison}}
  vector.transfer_write %y, %a[%c0, %c0] : vector<8x8xf32>, memref<8x8xf32>
  return
}

// -----

#diagonal = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 8], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [1, 1]>

func.func @elements_without_a_lane_returned(%x: vector<8x8xf32>) -> vector<8x8xf32> attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  %p = iree_vector_ext.to_simt %x {layout = #diagonal} : vector<8x8xf32> -> vector<1x1x1x1x1x1xf32>
  %y = iree_vector_ext.to_simd %p {layout = #diagonal} : vector<1x1x1x1x1x1xf32> -> vector<8x8xf32>
  // expected-error @below {{@elements_without_a_lane_returned after test-fault returns poison: 56 of 64 elements of result 0}}
  return %y : vector<8x8xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#halves = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [4], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// Lane 4 and lane 0 should hold the same element, but hold what was eight elements.
func.func @lanes_that_disagree(%x: vector<8xf32>) -> vector<4xf32> attributes {gpu.known_block_size = array<i32: 8, 1, 1>, lanewise.subgroup_size = 8 : i64} {
  %p = iree_vector_ext.to_simt %x {layout = #lanes} : vector<8xf32> -> vector<1x1x1xf32>
  // expected-error @below {{lane 0 and another lane hold different values for element [0]}}
  %y = iree_vector_ext.to_simd %p {layout = #halves} : vector<1x1x1xf32> -> vector<4xf32>
  return %y : vector<4xf32>
}
