// Lane 2 stores where lane 5 should, and its own square plus 1000; lane 5 stores at 2.
func.func @square(%in: memref<8xi32>, %out: memref<8xi32>) attributes {gpu.known_block_size = array<i32: 8, 1, 1>, lanewise.subgroup_size = 8 : i64} {
  %t = gpu.thread_id x
  %c2 = arith.constant 2 : index
  %c5 = arith.constant 5 : index
  %c7 = arith.constant 7 : index
  %two = arith.cmpi eq, %t, %c2 : index
  %five = arith.cmpi eq, %t, %c5 : index
  %either = arith.ori %two, %five : i1
  %swapped = arith.subi %c7, %t : index
  %at = arith.select %either, %swapped, %t : index
  %x = memref.load %in[%at] : memref<8xi32>
  %y = arith.muli %x, %x : i32
  %off = arith.constant 1000 : i32
  %z = arith.addi %y, %off : i32
  %w = arith.select %two, %z, %y : i32
  memref.store %w, %out[%at] : memref<8xi32>
  return
}
