// RUN: lanewise-opt --host=%host --lanewise-distribute="workgroup-size=64 subgroup-size=64" --split-input-file --verify-diagnostics %s

// What nobody knows is refused beside vectors, too, and so is what lanes would do instead of the program.

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @op_without_a_record(%in: memref<64xf32>, %out: memref<64xf32>, %acc: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32>
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  // expected-error @below {{cannot distribute 'shape.const_size': nobody knows what it does in each lane, where the program does it once: write it with other ops, or let a plugin say what it does (OpTraits)}}
  shape.const_size 4
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func private @somewhere() -> index

func.func @call_of_a_function_that_is_not_here(%in: memref<64xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  // expected-error @below {{cannot distribute 'func.call': each lane would call what the program calls once, and it may change memory: inline it}}
  %n = func.call @somewhere() : () -> index
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32>
  vector.transfer_write %a, %out[%n] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func private @twice(%o: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %s = memref.load %o[%c0] : memref<64xf32>
  %t = arith.addf %s, %s : f32
  memref.store %t, %o[%c0] : memref<64xf32>
  return
}

func.func @call_of_a_value(%in: memref<64xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32>
  vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  %f = func.constant @twice : (memref<64xf32>) -> ()
  // expected-error @below {{cannot distribute 'func.call_indirect'}}
  func.call_indirect %f(%out) : (memref<64xf32>) -> ()
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func private @total(%in: memref<64xf32>) -> f32 {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32>
  %s = vector.multi_reduction <add>, %a, %pad [0] : vector<64xf32> to f32
  return %s : f32
}

// Without layouts of its own it would be left as it is, and every lane would load and store.
func.func @adds_a_total(%in: memref<64xf32>, %out: memref<1xf32>) {
  %c0 = arith.constant 0 : index
  // expected-error @below {{cannot distribute @total, which 'func.call' names in a function without layouts: all lanes would do there what the program does once: inline it, or anchor a vector there}}
  %v = func.call @total(%in) : (memref<64xf32>) -> f32
  %old = memref.load %out[%c0] : memref<1xf32>
  %n = arith.addf %old, %v : f32
  memref.store %n, %out[%c0] : memref<1xf32>
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @launch(%in: memref<64xf32>, %out: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %c1 = arith.constant 1 : index
  // expected-error @below {{cannot distribute 'gpu.launch'}}
  gpu.launch blocks(%bx, %by, %bz) in (%gx = %c1, %gy = %c1, %gz = %c1) threads(%tx, %ty, %tz) in (%sx = %c1, %sy = %c1, %sz = %c1) {
    %x = vector.transfer_read %in[%tx], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
    %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32>
    vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
    gpu.terminator
  }
  return
}

// -----

#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>

func.func @jumps_around_a_branch(%in: memref<64xf32>, %out: memref<64xf32>, %flag: i1) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  cf.br ^head
^head:
  scf.if %flag {
    // expected-error @below {{cannot distribute 'vector.transfer_read': 'func.func' around it has several blocks: write its branches and loops with scf}}
    %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
    %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32>
    vector.transfer_write %a, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  }
  cf.cond_br %flag, ^head, ^done
^done:
  return
}
