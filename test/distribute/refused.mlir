// RUN: lanewise-opt %s --host=%host --split-input-file --verify-diagnostics "--lanewise-distribute=workgroup-size=64 subgroup-size=32"
// RUN: rm -f %t && not lanewise-opt %s --host=%host --split-input-file "--lanewise-distribute=workgroup-size=64 subgroup-size=32" -o %t 2>/dev/null && not ls %t

// What cannot be distributed is refused, with the op, what is missing and what to do.

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// One error for all that hangs together.
func.func @vector_without_a_layout(%in: memref<32xf32>, %out: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-error @below {{cannot distribute 'vector.transfer_read': result #0 has no layout: no anchor reaches it, let a to_layout read it}}
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %y = arith.negf %x : vector<32xf32>
  vector.transfer_write %y, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  %z = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %z to layout(#lanes) : vector<32xf32>
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// What comes from it has no layout for that reason.
func.func @op_without_a_rule(%in: memref<32xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
  // expected-error @below {{cannot distribute 'vector.shuffle': there is no rule for it: it takes or gives vectors, of which each lane would hold a piece}}
  %y = vector.shuffle %a, %a [0, 1, 2, 3] : vector<32xf32>, vector<32xf32>
  vector.transfer_write %y, %out[%c0] {in_bounds = [true]} : vector<4xf32>, memref<64xf32>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#pairs = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

func.func @two_layouts_that_clash(%in: memref<32xf32>, %out: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
  %b = iree_vector_ext.to_layout %x to layout(#pairs) : vector<32xf32>
  // expected-error-re @below {{cannot distribute 'arith.addf': operand #1 has {{.*}}element_tile = [2]{{.*}}, but {{.*}}element_tile = [1]{{.*}} is needed: run lanewise-resolve-layouts before}}
  %y = arith.addf %a, %b : vector<32xf32>
  // expected-error-re @below {{cannot distribute 'arith.subf': operand #1 has {{.*}}element_tile = [1]{{.*}}, but {{.*}}element_tile = [2]{{.*}} is needed: run lanewise-resolve-layouts before}}
  %z = arith.subf %b, %y : vector<32xf32>
  vector.transfer_write %z, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// -----

#wide = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [128], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @more_lanes_than_there_are(%in: memref<128xf32>, %out: memref<128xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-error-re @below {{cannot distribute 'vector.transfer_read': {{.*}} needs 128 lanes, a subgroup has 32, the workgroup 64}}
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<128xf32>, vector<128xf32>
  // expected-error-re @below {{cannot distribute 'iree_vector_ext.to_layout': {{.*}} needs 128 lanes}}
  %a = iree_vector_ext.to_layout %x to layout(#wide) : vector<128xf32>
  // expected-error-re @below {{cannot distribute 'vector.transfer_write': {{.*}} needs 128 lanes}}
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<128xf32>, memref<128xf32>
  return
}

// -----

#many = #iree_vector_ext.nested_layout<subgroup_tile = [4], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [1], thread_strides = [1]>

func.func @more_subgroups_than_there_are(%in: memref<128xf32>, %out: memref<128xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-error-re @below {{cannot distribute 'vector.transfer_read': {{.*}} needs 4 subgroups, a workgroup of 64 lanes has 2}}
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<128xf32>, vector<128xf32>
  // expected-error-re @below {{cannot distribute 'iree_vector_ext.to_layout': {{.*}} needs 4 subgroups}}
  %a = iree_vector_ext.to_layout %x to layout(#many) : vector<128xf32>
  // expected-error-re @below {{cannot distribute 'vector.transfer_write': {{.*}} needs 4 subgroups}}
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<128xf32>, memref<128xf32>
  return
}

// -----

#diagonal = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 8], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [1, 1]>

// Lane t has row t and column t, so only the diagonal is held.
func.func @elements_without_a_lane(%in: memref<8x8xf32>, %out: memref<8x8xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-error-re @below {{cannot distribute 'vector.transfer_read': {{.*}} leaves elements without a lane: dimensions share lanes, or a tile has stride 0}}
  %x = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<8x8xf32>, vector<8x8xf32>
  // expected-error @below {{cannot distribute 'iree_vector_ext.to_layout'}}
  %a = iree_vector_ext.to_layout %x to layout(#diagonal) : vector<8x8xf32>
  // expected-error-re @below {{cannot distribute 'vector.transfer_write': {{.*}} leaves elements without a lane}}
  vector.transfer_write %a, %out[%c0, %c0] {in_bounds = [true, true]} : vector<8x8xf32>, memref<8x8xf32>
  return
}

// -----

#diagonal = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [8, 8], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [1, 1]>

// expected-error-re @below {{cannot distribute 'func.func': {{.*}} leaves elements without a lane}}
func.func @elements_without_a_lane_that_only_come_and_go(%a: vector<8x8xf32>) -> vector<8x8xf32> {
  // expected-error-re @below {{cannot distribute 'iree_vector_ext.to_layout': {{.*}} leaves elements without a lane: dimensions share lanes, or a tile has stride 0}}
  %x = iree_vector_ext.to_layout %a to layout(#diagonal) : vector<8x8xf32>
  return %x : vector<8x8xf32>
}

// -----

#repeated = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [2, 4], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [6, 1]>

// Lane t has row t / 6 % 2 and column t % 4: lanes 0 and 4 hold one element, and no digit of theirs says so.
func.func @overlapping_strides_at_a_store(%in: memref<2x4xf32>, %out: memref<2x4xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<2x4xf32>, vector<2x4xf32>
  %a = iree_vector_ext.to_layout %x to layout(#repeated) : vector<2x4xf32>
  // expected-error @below {{several lanes hold one element, and its strides overlap, so that none of them can be told to store it; choose strides that are multiples of stride * tile of the next smaller}}
  vector.transfer_write %a, %out[%c0, %c0] {in_bounds = [true, true]} : vector<2x4xf32>, memref<2x4xf32>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @tensors(%in: tensor<32xf32>, %out: tensor<32xf32>) -> tensor<32xf32> {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : tensor<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
  // expected-error @below {{cannot distribute 'vector.transfer_write'}}
  %y = vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<32xf32>, tensor<32xf32>
  return %y : tensor<32xf32>
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// One function that is refused keeps the other whole, too.
func.func @sound(%in: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
  vector.transfer_write %a, %in[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

func.func @refused(%in: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
  // expected-error @below {{cannot distribute 'vector.print'}}
  vector.print %a : vector<32xf32>
  return
}

// -----

#whole = #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [5, 3], element_tile = [1, 1], subgroup_strides = [0, 0], thread_strides = [12, 1]>

// The rows alone would count in each subgroup, where 3 lanes repeat otherwise than in the workgroup.
func.func @tile_that_counts_otherwise_by_itself(%in: memref<5x3xf32>, %out: memref<5x3xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-error @below {{counts through the whole workgroup, but 3 lanes with stride 1 do not divide a subgroup of 32: choose tiles and strides that do}}
  %x = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<5x3xf32>, vector<5x3xf32>
  // expected-error @below {{counts through the whole workgroup}}
  %a = iree_vector_ext.to_layout %x to layout(#whole) : vector<5x3xf32>
  // expected-error @below {{counts through the whole workgroup}}
  vector.transfer_write %a, %out[%c0, %c0] {in_bounds = [true, true]} : vector<5x3xf32>, memref<5x3xf32>
  return
}

// -----

// Which barriers jumps need, nobody says.

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @jumps(%in: memref<32xf32>, %out: memref<32xf32>, %flag: i1) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  cf.cond_br %flag, ^copy, ^done
^copy:
  // expected-error @below {{cannot distribute 'vector.transfer_read': 'func.func' around it has several blocks: write its branches and loops with scf}}
  %v = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %x = iree_vector_ext.to_layout %v to layout(#lanes) : vector<32xf32>
  vector.transfer_write %x, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  cf.br ^done
^done:
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @buffer_of_each_lane(%in: memref<32xf32>, %out: memref<32xf32>, %count: memref<i32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-error @below {{cannot distribute 'memref.alloca': each lane would have a buffer of its own, of which the others see nothing: allocate it in workgroup memory}}
  %own = memref.alloca() : memref<32xf32>
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// expected-error @below {{cannot distribute 'func.func': argument 2 is private memory: each lane has its own, of which the others see nothing}}
func.func @argument_of_each_lane(%in: memref<32xf32>, %out: memref<32xf32>, %own: memref<32xf32, #gpu.address_space<private>>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
  vector.transfer_write %a, %own[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32, #gpu.address_space<private>>
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func private @increment(%count: memref<i32>) {
  %one = arith.constant 1 : i32
  %old = memref.atomic_rmw addi %one, %count[] : (i32, memref<i32>) -> i32
  return
}

func.func @call_of_what_changes_memory(%in: memref<32xf32>, %out: memref<32xf32>, %count: memref<i32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-error @below {{cannot distribute 'func.call': each lane would call what the program calls once, and it may change memory: inline it}}
  func.call @increment(%count) : (memref<i32>) -> ()
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @atomic_whose_result_is_read(%in: memref<32xf32>, %out: memref<32xf32>, %count: memref<i32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-error @below {{cannot distribute 'memref.generic_atomic_rmw': it changes memory, which one lane does alone, and what it returns the others would lack}}
  %old = memref.generic_atomic_rmw %count[] : memref<i32> {
  ^bb0(%now: i32):
    %more = arith.addi %now, %now : i32
    memref.atomic_yield %more : i32
  }
  %index = arith.index_cast %old : i32 to index
  memref.store %pad, %out[%index] : memref<32xf32>
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// Ten vectors without a layout; one error, where it ends.
func.func @layout_that_ends_at_a_broadcast(%in: memref<32xi32>, %out: memref<4xi32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0 : i32
  %z = arith.constant dense<0> : vector<4xi32>
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xi32>, vector<32xi32>
  %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xi32>
  // expected-error @below {{cannot distribute 'vector.broadcast': result #0 has no layout: the layout of operand #0 ends here, let a to_layout read it}}
  %wide = vector.broadcast %a : vector<32xi32> to vector<4x32xi32>
  %step = vector.step : vector<4xindex>
  %number = arith.index_cast %step : vector<4xindex> to vector<4xi32>
  %rows = vector.broadcast %number : vector<4xi32> to vector<32x4xi32>
  %columns = vector.transpose %rows, [1, 0] : vector<32x4xi32> to vector<4x32xi32>
  %same = arith.cmpi eq, %wide, %columns : vector<4x32xi32>
  %one = arith.extui %same : vector<4x32xi1> to vector<4x32xi32>
  %sum = vector.multi_reduction <add>, %one, %z [1] : vector<4x32xi32> to vector<4xi32>
  vector.transfer_write %sum, %out[%c0] {in_bounds = [true]} : vector<4xi32>, memref<4xi32>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

// Two groups that do not hang together: an error for each.
func.func @two_causes(%in: memref<32xf32>, %out: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  // expected-error @below {{cannot distribute 'vector.transfer_read': result #0 has no layout: no anchor reaches it, let a to_layout read it}}
  %y = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  vector.transfer_write %y, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  // expected-error @below {{cannot distribute 'vector.transfer_read': result #0 has no layout: no anchor reaches it, let a to_layout read it}}
  %z = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<16xf32>
  vector.transfer_write %z, %out[%c0] {in_bounds = [true]} : vector<16xf32>, memref<32xf32>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @layout_of_a_tensor(%in: tensor<32xf32>, %out: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-error @below {{cannot distribute 'iree_vector_ext.to_layout': it lays out a tensor<32xf32>, and lanes share vectors: vectorize what works on tensors before}}
  %a = iree_vector_ext.to_layout %in to layout(#lanes) : tensor<32xf32>
  %x = vector.transfer_read %a[%c0], %pad {in_bounds = [true]} : tensor<32xf32>, vector<32xf32>
  vector.transfer_write %x, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @memory_of_vectors(%in: memref<32x4xf32>, %out: memref<32xvector<4xf32>>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %in[%c0, %c0], %pad {in_bounds = [true, true]} : memref<32x4xf32>, vector<32x4xf32>
  %a = iree_vector_ext.to_layout %x to layout(#iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], thread_tile = [32, 1], element_tile = [1, 4], subgroup_strides = [0, 0], thread_strides = [1, 0]>) : vector<32x4xf32>
  // expected-error @below {{cannot distribute 'vector.transfer_write': operand #1 is a memref<32xvector<4xf32>>, whose elements would be cut: needed one of scalars}}
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<32x4xf32>, memref<32xvector<4xf32>>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
#pairs = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [16], element_tile = [2], subgroup_strides = [0], thread_strides = [1]>

// That it should be resolved before would be no remedy: it has been.
func.func @resolved_and_not_as_needed(%in: memref<32xf32>, %out: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
  %b = iree_vector_ext.to_layout %a to layout(#pairs) {lanewise.conversion} : vector<32xf32>
  // expected-error-re @below {{cannot distribute 'arith.addf': operand #1 has {{.*}}element_tile = [2]{{.*}}, but {{.*}}element_tile = [1]{{.*}} is needed, too: let the vectors that it works on have layouts that ask the same of it}}
  %y = arith.addf %a, %b : vector<32xf32>
  vector.transfer_write %y, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @resource_that_is_not_there(%out: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  // expected-error @below {{cannot distribute 'arith.constant': the file has no elements for dense_resource<gone> : vector<32xf32>}}
  %x = arith.constant dense_resource<gone> : vector<32xf32>
  %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @holds_another(%in: memref<32xf32>, %out: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  builtin.module {
    // expected-error @below {{cannot distribute 'func.func': it stands in @holds_another, of which it is no part: move it beside that}}
    func.func @within(%a: memref<32xf32>) {
      %zero = arith.constant 0 : index
      %lane = gpu.thread_id x
      %none = arith.constant 0.0 : f32
      %x = vector.transfer_read %a[%zero], %none {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
      vector.transfer_write %x, %a[%zero] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
      return
    }
  }
  %y = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %b = iree_vector_ext.to_layout %y to layout(#lanes) : vector<32xf32>
  vector.transfer_write %b, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}

// -----

#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [32], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @vector_in_what_computes_elements(%in: memref<32xf32>, %out: memref<32xf32>, %one: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} outs(%one : memref<32xf32>) {
  ^bb0(%e: f32):
  // expected-error @below {{cannot distribute 'vector.transfer_read': 'linalg.generic' around it says how single elements are computed: take vectors out of it}}
    %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
    %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
    vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
    linalg.yield %e : f32
  }
  return
}
