// What lanewise-sim prints and returns: 0 equal or clean, 1 different or a fault, 2 wrong usage.

// RUN: lanewise-sim %s --host=upstream --entry=square | filecheck %s --check-prefix=CLEAN
// RUN: lanewise-sim %s --host=upstream --entry=square --compare %s | filecheck %s --check-prefix=EQUAL
// RUN: bash -c 'lanewise-sim %s --host=upstream --entry=square --compare %S/inputs/square_wrong.mlir >%t; test $? = 1'
// RUN: filecheck %s --check-prefix=DIFFERENT < %t
// RUN: not lanewise-sim %s --host=upstream --entry=square --compare %S/inputs/square_wrong.mlir --json >%t
// RUN: filecheck %s --check-prefix=JSON < %t
// RUN: python -m json.tool %t
// RUN: lanewise-sim %s --host=upstream --entry=square --json | python -m json.tool | filecheck %s --check-prefix=JSON-CLEAN
// RUN: lanewise-sim %s --host=upstream --entry=square --stats | filecheck %s --check-prefix=STATS
// RUN: bash -c 'lanewise-sim %s --host=upstream --nosuch 2>%t; test $? = 2'
// RUN: filecheck %s --check-prefix=FLAG < %t
// RUN: bash -c 'lanewise-sim %s --host=upstream --workgroup-size=0 2>%t; test $? = 2'
// RUN: bash -c 'lanewise-sim %s --host=upstream --args=wrong 2>%t; test $? = 2'
// RUN: bash -c 'lanewise-sim %s --host=upstream 2>%t; test $? = 1'
// RUN: filecheck %s --check-prefix=ENTRY < %t
// RUN: bash -c 'lanewise-sim %t.nosuch --host=upstream 2>%t; test $? = 1'
// RUN: filecheck %s --check-prefix=FILE < %t

// CLEAN: clean: 1 workgroup of 8 lanes
// CLEAN: argument 1: 8xi32, 8 elements
// EQUAL: equal: 8 elements, 1 workgroup of 8 lanes
// DIFFERENT: argument 1 at [5]: {{-?[0-9]+}} in A, {{-?[0-9]+}} in B (stored by lane 2 of workgroup 0)
// DIFFERENT: different: argument 1, 1 of 8 elements
// JSON: "status": "different"
// JSON: "buffer": "argument 1"
// JSON: 5
// JSON: "writer": "lane 2 of workgroup 0"
// JSON-CLEAN: "status": "clean"
// STATS: 32  global bytes read
// STATS: 32  global bytes w
// FLAG: lanewise-sim: error: {{.*}}--nosuch
// ENTRY: --entry
// FILE: nosuch: error: cannot read
func.func @square(%in: memref<8xi32>, %out: memref<8xi32>) attributes {gpu.known_block_size = array<i32: 8, 1, 1>, lanewise.subgroup_size = 8 : i64} {
  %t = gpu.thread_id x
  %x = memref.load %in[%t] : memref<8xi32>
  %y = arith.muli %x, %x : i32
  memref.store %y, %out[%t] : memref<8xi32>
  return
}

func.func @other() {
  return
}
