// One fault of each kind as lanewise-sim says it: where, which lanes, both ops. The twin without the fault is clean.

// RUN: not lanewise-sim %s --host=upstream --entry=race 2>&1 >/dev/null | filecheck %s --check-prefix=RACE
// RUN: lanewise-sim %s --host=upstream --entry=no_race | filecheck %s --check-prefix=CLEAN
// RUN: not lanewise-sim %s --host=upstream --entry=divergence 2>&1 >/dev/null | filecheck %s --check-prefix=DIVERGENCE
// RUN: lanewise-sim %s --host=upstream --entry=no_divergence | filecheck %s --check-prefix=CLEAN
// RUN: not lanewise-sim %s --host=upstream --entry=out_of_bounds 2>&1 >/dev/null | filecheck %s --check-prefix=BOUNDS
// RUN: lanewise-sim %s --host=upstream --entry=in_bounds | filecheck %s --check-prefix=CLEAN
// RUN: not lanewise-sim %s --host=upstream --entry=unwritten 2>&1 >/dev/null | filecheck %s --check-prefix=UNWRITTEN
// RUN: not lanewise-sim %s --host=upstream --entry=poison 2>&1 >/dev/null | filecheck %s --check-prefix=POISON
// RUN: not lanewise-sim %s --host=upstream --entry=unknown_op 2>&1 >/dev/null | filecheck %s --check-prefix=UNKNOWN
// RUN: not lanewise-sim %s --host=upstream --entry=race --json 2>/dev/null | filecheck %s --check-prefix=JSON

// CLEAN: clean: 1 workgroup of 8 lanes

!lds = memref<8xi32, #gpu.address_space<workgroup>>

// RACE: verdicts.mlir:{{[0-9]+}}:8: error: race on element 7 of a workgroup buffer: lane 0 read it, lane 7 wrote it, and there is no barrier between
// RACE-NEXT: %x = memref.load %m[%u]
// RACE-NEXT: ^
// RACE-NEXT: verdicts.mlir:{{[0-9]+}}:3: note: lane 7 wrote it here
// RACE-NEXT: memref.store %v, %m[%t]
func.func @race() attributes {gpu.known_block_size = array<i32: 8, 1, 1>, lanewise.subgroup_size = 8 : i64} {
  %t = gpu.thread_id x
  %v = arith.index_cast %t : index to i32
  %c7 = arith.constant 7 : index
  %u = arith.subi %c7, %t : index
  %m = memref.alloc() : !lds
  memref.store %v, %m[%t] : !lds
  %x = memref.load %m[%u] : !lds
  return
}

func.func @no_race() attributes {gpu.known_block_size = array<i32: 8, 1, 1>, lanewise.subgroup_size = 8 : i64} {
  %t = gpu.thread_id x
  %v = arith.index_cast %t : index to i32
  %c7 = arith.constant 7 : index
  %u = arith.subi %c7, %t : index
  %m = memref.alloc() : !lds
  memref.store %v, %m[%t] : !lds
  gpu.barrier
  %x = memref.load %m[%u] : !lds
  return
}

func.func @divergence() attributes {gpu.known_block_size = array<i32: 8, 1, 1>, lanewise.subgroup_size = 8 : i64} {
  %t = gpu.thread_id x
  %c7 = arith.constant 7 : index
  %some = arith.cmpi ult, %t, %c7 : index
  scf.if %some {
    // DIVERGENCE: verdicts.mlir:{{[0-9]+}}:5: error: divergence: lane 7 of 8 does not reach this barrier
    // DIVERGENCE-NEXT: gpu.barrier
    gpu.barrier
  }
  return
}

func.func @no_divergence() attributes {gpu.known_block_size = array<i32: 8, 1, 1>, lanewise.subgroup_size = 8 : i64} {
  %b = gpu.block_dim x
  %c7 = arith.constant 7 : index
  %some = arith.cmpi ugt, %b, %c7 : index
  scf.if %some {
    gpu.barrier
  }
  return
}

func.func @out_of_bounds(%in: memref<8xi32>) attributes {gpu.known_block_size = array<i32: 8, 1, 1>, lanewise.subgroup_size = 8 : i64} {
  %t = gpu.thread_id x
  %c1 = arith.constant 1 : index
  %u = arith.addi %t, %c1 : index
  // BOUNDS: verdicts.mlir:{{[0-9]+}}:8: error: out of bounds: lane 7 accesses [8] of argument 0, whose size is [8]
  // BOUNDS-NEXT: %x = memref.load %in[%u] : memref<8xi32>
  %x = memref.load %in[%u] : memref<8xi32>
  return
}

func.func @in_bounds(%in: memref<8xi32>) attributes {gpu.known_block_size = array<i32: 8, 1, 1>, lanewise.subgroup_size = 8 : i64} {
  %t = gpu.thread_id x
  %x = memref.load %in[%t] : memref<8xi32>
  return
}

func.func @unwritten() attributes {gpu.known_block_size = array<i32: 8, 1, 1>, lanewise.subgroup_size = 8 : i64} {
  %t = gpu.thread_id x
  %m = memref.alloc() : !lds
  // UNWRITTEN: verdicts.mlir:{{[0-9]+}}:8: error: element 0 of a workgroup buffer, which nobody wrote, is read by lanes 0, 1 and 6 more
  // UNWRITTEN-NEXT: %x = memref.load %m[%t] : !lds
  %x = memref.load %m[%t] : !lds
  return
}

func.func @poison(%out: memref<8xi32>) attributes {gpu.known_block_size = array<i32: 8, 1, 1>, lanewise.subgroup_size = 8 : i64} {
  %t = gpu.thread_id x
  %p = ub.poison : i32
  // POISON: verdicts.mlir:{{[0-9]+}}:3: error: poison reaches memory in every lane
  // POISON-NEXT: memref.store %p, %out[%t] : memref<8xi32>
  memref.store %p, %out[%t] : memref<8xi32>
  return
}

func.func @unknown_op() attributes {gpu.known_block_size = array<i32: 8, 1, 1>, lanewise.subgroup_size = 8 : i64} {
  // UNKNOWN: verdicts.mlir:{{[0-9]+}}:8: error: the simulator does not know the op 'tensor.empty'
  // UNKNOWN-NEXT: %x = tensor.empty() : tensor<4xf32>
  %x = tensor.empty() : tensor<4xf32>
  return
}

// JSON: "status": "fault"
// JSON: "column": 8
// JSON: "text": "race on element 7
// JSON: "text": "lane 7 wrote it here"
