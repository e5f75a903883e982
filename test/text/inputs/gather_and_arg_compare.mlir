!m = memref<64x4x16xf16>
!e = f16
!small = memref<?x16x!e, strided<[16, 1], offset: ?>>
#rows = affine_map<(d0, d1)[s0] -> (s0, 0, d1)>
#row = affine_map<(d0, d1)[s0] -> (d0)>
#each = affine_map<(d0, d1)[s0] -> (d0, d1)>
#plain = affine_map<(d0, d1) -> (d0, d1)>
func.func @f(%m: !m, %small: !small, %v: vector<8xindex>, %k: vector<8x16xi1>, %i: index, %p: f16,
    %t: tensor<64x16xf16>, %x: vector<4x64xf32>, %n: vector<4x64xi32>, %a: vector<4xf32>, %b: vector<4xi32>,
    %l: vector<64xf32>, %l0: vector<f32>, %n0: vector<i64>, %w: vector<8x16xf16>) {
  %0 = iree_vector_ext.transfer_gather %m[%i, %i, %i] [%v : vector<8xindex>], %p <indexing_maps = [#rows, #row]> : !m, vector<8x16xf16>
  return
}

// -----

!m = memref<64x4x16xf16>
!e = f16
!small = memref<?x16x!e, strided<[16, 1], offset: ?>>
#rows = affine_map<(d0, d1)[s0] -> (s0, 0, d1)>
#row = affine_map<(d0, d1)[s0] -> (d0)>
#each = affine_map<(d0, d1)[s0] -> (d0, d1)>
#plain = affine_map<(d0, d1) -> (d0, d1)>
func.func @f(%m: !m, %small: !small, %v: vector<8xindex>, %k: vector<8x16xi1>, %i: index, %p: f16,
    %t: tensor<64x16xf16>, %x: vector<4x64xf32>, %n: vector<4x64xi32>, %a: vector<4xf32>, %b: vector<4xi32>,
    %l: vector<64xf32>, %l0: vector<f32>, %n0: vector<i64>, %w: vector<8x16xf16>) {
  %0 = iree_vector_ext.transfer_gather %m[%i, %i, %i] [%v : vector<8xindex>], %p, %k <indexing_maps = [#rows, #row, #each]> : !m, vector<8x16xf16>, vector<8x16xi1>
  return
}

// -----

!m = memref<64x4x16xf16>
!e = f16
!small = memref<?x16x!e, strided<[16, 1], offset: ?>>
#rows = affine_map<(d0, d1)[s0] -> (s0, 0, d1)>
#row = affine_map<(d0, d1)[s0] -> (d0)>
#each = affine_map<(d0, d1)[s0] -> (d0, d1)>
#plain = affine_map<(d0, d1) -> (d0, d1)>
func.func @f(%m: !m, %small: !small, %v: vector<8xindex>, %k: vector<8x16xi1>, %i: index, %p: f16,
    %t: tensor<64x16xf16>, %x: vector<4x64xf32>, %n: vector<4x64xi32>, %a: vector<4xf32>, %b: vector<4xi32>,
    %l: vector<64xf32>, %l0: vector<f32>, %n0: vector<i64>, %w: vector<8x16xf16>) {
  %0 = iree_vector_ext.transfer_gather %m[%i, %i, %i] [%i, %v : index, vector<8xindex>], %p <indexing_maps = [
    affine_map<(d0, d1)[s0, s1] -> (s0, s1, d1)>, affine_map<(d0, d1)[s0, s1] -> ()>, affine_map<(d0, d1)[s0, s1] -> (d0)>
  ]> : !m, vector<8x16xf16>
  return
}

// -----

!m = memref<64x4x16xf16>
!e = f16
!small = memref<?x16x!e, strided<[16, 1], offset: ?>>
#rows = affine_map<(d0, d1)[s0] -> (s0, 0, d1)>
#row = affine_map<(d0, d1)[s0] -> (d0)>
#each = affine_map<(d0, d1)[s0] -> (d0, d1)>
#plain = affine_map<(d0, d1) -> (d0, d1)>
func.func @f(%m: !m, %small: !small, %v: vector<8xindex>, %k: vector<8x16xi1>, %i: index, %p: f16,
    %t: tensor<64x16xf16>, %x: vector<4x64xf32>, %n: vector<4x64xi32>, %a: vector<4xf32>, %b: vector<4xi32>,
    %l: vector<64xf32>, %l0: vector<f32>, %n0: vector<i64>, %w: vector<8x16xf16>) {
  %0=iree_vector_ext.transfer_gather %t[%i,%i],%p<indexing_maps=[#plain]>{my.mark,s="} // {"}:tensor<64x16xf16>,vector<8x16xf16>
  return
}

// -----

!m = memref<64x4x16xf16>
!e = f16
!small = memref<?x16x!e, strided<[16, 1], offset: ?>>
#rows = affine_map<(d0, d1)[s0] -> (s0, 0, d1)>
#row = affine_map<(d0, d1)[s0] -> (d0)>
#each = affine_map<(d0, d1)[s0] -> (d0, d1)>
#plain = affine_map<(d0, d1) -> (d0, d1)>
func.func @f(%m: !m, %small: !small, %v: vector<8xindex>, %k: vector<8x16xi1>, %i: index, %p: f16,
    %t: tensor<64x16xf16>, %x: vector<4x64xf32>, %n: vector<4x64xi32>, %a: vector<4xf32>, %b: vector<4xi32>,
    %l: vector<64xf32>, %l0: vector<f32>, %n0: vector<i64>, %w: vector<8x16xf16>) {
  %0 = iree_vector_ext.transfer_gather %small[%i, %i], %p <indexing_maps = [#plain]> : !small, vector<8x16xf16>
  return
}

// -----

!m = memref<64x4x16xf16>
!e = f16
!small = memref<?x16x!e, strided<[16, 1], offset: ?>>
#rows = affine_map<(d0, d1)[s0] -> (s0, 0, d1)>
#row = affine_map<(d0, d1)[s0] -> (d0)>
#each = affine_map<(d0, d1)[s0] -> (d0, d1)>
#plain = affine_map<(d0, d1) -> (d0, d1)>
func.func @f(%m: !m, %small: !small, %v: vector<8xindex>, %k: vector<8x16xi1>, %i: index, %p: f16,
    %t: tensor<64x16xf16>, %x: vector<4x64xf32>, %n: vector<4x64xi32>, %a: vector<4xf32>, %b: vector<4xi32>,
    %l: vector<64xf32>, %l0: vector<f32>, %n0: vector<i64>, %w: vector<8x16xf16>) {
  %0 = iree_vector_ext.transfer_gather // %m[
    %m // [
    [%i, // ]
    %i, %i]
    [%v : // ]
      vector
      <8xindex>],
    %p // <
    <indexing_maps = // [
      [#rows, // ]
      #row]> // >
    {tag // }
      = 3 : i32}
    : // !m
    !m, // a
    vector<8x16xf16> // b
  return
}

// -----

!m = memref<64x4x16xf16>
!e = f16
!small = memref<?x16x!e, strided<[16, 1], offset: ?>>
#rows = affine_map<(d0, d1)[s0] -> (s0, 0, d1)>
#row = affine_map<(d0, d1)[s0] -> (d0)>
#each = affine_map<(d0, d1)[s0] -> (d0, d1)>
#plain = affine_map<(d0, d1) -> (d0, d1)>
func.func @f(%m: !m, %small: !small, %v: vector<8xindex>, %k: vector<8x16xi1>, %i: index, %p: f16,
    %t: tensor<64x16xf16>, %x: vector<4x64xf32>, %n: vector<4x64xi32>, %a: vector<4xf32>, %b: vector<4xi32>,
    %l: vector<64xf32>, %l0: vector<f32>, %n0: vector<i64>, %w: vector<8x16xf16>) {
  %0:2 = iree_vector_ext.arg_compare dimension(1) ins(%x : vector<4x64xf32>) inits(%a, %b : vector<4xf32>, vector<4xi32>) {
  ^bb0(%p0: f32, %q0: f32):
    %c = arith.cmpf ogt, %p0, %q0 : f32
    iree_vector_ext.yield %c : i1
  } -> vector<4xf32>, vector<4xi32>
  return
}

// -----

!m = memref<64x4x16xf16>
!e = f16
!small = memref<?x16x!e, strided<[16, 1], offset: ?>>
#rows = affine_map<(d0, d1)[s0] -> (s0, 0, d1)>
#row = affine_map<(d0, d1)[s0] -> (d0)>
#each = affine_map<(d0, d1)[s0] -> (d0, d1)>
#plain = affine_map<(d0, d1) -> (d0, d1)>
func.func @f(%m: !m, %small: !small, %v: vector<8xindex>, %k: vector<8x16xi1>, %i: index, %p: f16,
    %t: tensor<64x16xf16>, %x: vector<4x64xf32>, %n: vector<4x64xi32>, %a: vector<4xf32>, %b: vector<4xi32>,
    %l: vector<64xf32>, %l0: vector<f32>, %n0: vector<i64>, %w: vector<8x16xf16>) {
  %0:2 = iree_vector_ext.arg_compare dimension(1) ins(%x, %n : vector<4x64xf32>, vector<4x64xi32>) inits(%a, %b : vector<4xf32>, vector<4xi32>) {
  ^bb0(%p0: f32, %q0: f32):
    %c = arith.cmpf ogt, %p0, %q0 : f32
    iree_vector_ext.yield %c : i1
  } -> vector<4xf32>, vector<4xi32>
  %1:2 = iree_vector_ext.arg_compare dimension(1) ins(%x : vector<4x64xf32>) inits(%0#0, %0#1 : vector<4xf32>, vector<4xi32>) {
  ^bb0(%p0: f32, %q0: f32):
    %c = arith.cmpf ogt, %p0, %q0 : f32
    iree_vector_ext.yield %c : i1
  } -> vector<4xf32>, vector<4xi32>
  return
}

// -----

!m = memref<64x4x16xf16>
!e = f16
!small = memref<?x16x!e, strided<[16, 1], offset: ?>>
#rows = affine_map<(d0, d1)[s0] -> (s0, 0, d1)>
#row = affine_map<(d0, d1)[s0] -> (d0)>
#each = affine_map<(d0, d1)[s0] -> (d0, d1)>
#plain = affine_map<(d0, d1) -> (d0, d1)>
func.func @f(%m: !m, %small: !small, %v: vector<8xindex>, %k: vector<8x16xi1>, %i: index, %p: f16,
    %t: tensor<64x16xf16>, %x: vector<4x64xf32>, %n: vector<4x64xi32>, %a: vector<4xf32>, %b: vector<4xi32>,
    %l: vector<64xf32>, %l0: vector<f32>, %n0: vector<i64>, %w: vector<8x16xf16>) {
  %0:2=iree_vector_ext.arg_compare{my.mark,"a b"=4,s="} {"}dimension ( 1 )ins(%x:vector<4x64xf32>)inits(%a,%b:vector<4xf32>,vector<4xi32>){
  ^bb0(%p0: f32, %q0: f32):
    %c = arith.cmpf ogt, %p0, %q0 : f32
    iree_vector_ext.yield %c : i1
  }->vector<4xf32>,vector<4xi32>
  return
}

// -----

!m = memref<64x4x16xf16>
!e = f16
!small = memref<?x16x!e, strided<[16, 1], offset: ?>>
#rows = affine_map<(d0, d1)[s0] -> (s0, 0, d1)>
#row = affine_map<(d0, d1)[s0] -> (d0)>
#each = affine_map<(d0, d1)[s0] -> (d0, d1)>
#plain = affine_map<(d0, d1) -> (d0, d1)>
func.func @f(%m: !m, %small: !small, %v: vector<8xindex>, %k: vector<8x16xi1>, %i: index, %p: f16,
    %t: tensor<64x16xf16>, %x: vector<4x64xf32>, %n: vector<4x64xi32>, %a: vector<4xf32>, %b: vector<4xi32>,
    %l: vector<64xf32>, %l0: vector<f32>, %n0: vector<i64>, %w: vector<8x16xf16>) {
  %0:2 = iree_vector_ext.arg_compare dimension(0) ins(%l : vector<64xf32>) inits(%l0, %n0 : vector<f32>, vector<i64>) index_base(%i : index) {
  ^bb0(%p0: f32, %q0: f32):
    %c = arith.cmpf ogt, %p0, %q0 : f32
    iree_vector_ext.yield %c : i1
  } -> vector<f32>, vector<i64>
  return
}

// -----

!m = memref<64x4x16xf16>
!e = f16
!small = memref<?x16x!e, strided<[16, 1], offset: ?>>
#rows = affine_map<(d0, d1)[s0] -> (s0, 0, d1)>
#row = affine_map<(d0, d1)[s0] -> (d0)>
#each = affine_map<(d0, d1)[s0] -> (d0, d1)>
#plain = affine_map<(d0, d1) -> (d0, d1)>
func.func @f(%m: !m, %small: !small, %v: vector<8xindex>, %k: vector<8x16xi1>, %i: index, %p: f16,
    %t: tensor<64x16xf16>, %x: vector<4x64xf32>, %n: vector<4x64xi32>, %a: vector<4xf32>, %b: vector<4xi32>,
    %l: vector<64xf32>, %l0: vector<f32>, %n0: vector<i64>, %w: vector<8x16xf16>) {
  %0:2 = iree_vector_ext.arg_compare // (
    {my.mark // }
    } dimension // (
    ( // )
    1)
    ins(%x // :
      : vector<4x
      64xf32>) // {
    inits(%a, %b : vector<4xf32>, // )
      vector<4xi32>)
    { // }
    ^bb0(%p0: f32, %q0: f32): // }
      %c = arith.cmpf ogt, %p0, %q0 : f32 // "
      iree_vector_ext.yield // {
        {tag} // }
        %c : // i2
        i1 // {
    } // ->
    -> // (
    vector<4xf32>, // x
    vector<4xi32>
  return
}

// -----

!m = memref<64x4x16xf16>
!e = f16
!small = memref<?x16x!e, strided<[16, 1], offset: ?>>
#rows = affine_map<(d0, d1)[s0] -> (s0, 0, d1)>
#row = affine_map<(d0, d1)[s0] -> (d0)>
#each = affine_map<(d0, d1)[s0] -> (d0, d1)>
#plain = affine_map<(d0, d1) -> (d0, d1)>
func.func @f(%m: !m, %small: !small, %v: vector<8xindex>, %k: vector<8x16xi1>, %i: index, %p: f16,
    %t: tensor<64x16xf16>, %x: vector<4x64xf32>, %n: vector<4x64xi32>, %a: vector<4xf32>, %b: vector<4xi32>,
    %l: vector<64xf32>, %l0: vector<f32>, %n0: vector<i64>, %w: vector<8x16xf16>) {
  %0:2 = iree_vector_ext.arg_compare dimension(1) ins(%x : vector<4x64xf32>) inits(%a, %b : vector<4xf32>, vector<4xi32>) { ^bb0(%p0: f32, %q0: f32): %c = arith.cmpf ogt, %p0, %q0 : f32 iree_vector_ext.yield %c : i1 } -> vector<4xf32>, vector<4xi32> loc("f.c":1:2)
  return
}

// -----

!m = memref<64x4x16xf16>
!e = f16
!small = memref<?x16x!e, strided<[16, 1], offset: ?>>
#rows = affine_map<(d0, d1)[s0] -> (s0, 0, d1)>
#row = affine_map<(d0, d1)[s0] -> (d0)>
#each = affine_map<(d0, d1)[s0] -> (d0, d1)>
#plain = affine_map<(d0, d1) -> (d0, d1)>
func.func @f(%m: !m, %small: !small, %v: vector<8xindex>, %k: vector<8x16xi1>, %i: index, %p: f16,
    %t: tensor<64x16xf16>, %x: vector<4x64xf32>, %n: vector<4x64xi32>, %a: vector<4xf32>, %b: vector<4xi32>,
    %l: vector<64xf32>, %l0: vector<f32>, %n0: vector<i64>, %w: vector<8x16xf16>) {
  iree_vector_ext.transfer_scatter %w into %m[%i, %i, %i] [%v : vector<8xindex>], %k <indexing_maps = [#rows, #row, #each]> {my.mark} : vector<8x16xf16>, !m, vector<8x16xi1>
  return
}

// -----

!m = memref<64x4x16xf16>
!e = f16
!small = memref<?x16x!e, strided<[16, 1], offset: ?>>
#rows = affine_map<(d0, d1)[s0] -> (s0, 0, d1)>
#row = affine_map<(d0, d1)[s0] -> (d0)>
#each = affine_map<(d0, d1)[s0] -> (d0, d1)>
#plain = affine_map<(d0, d1) -> (d0, d1)>
func.func @f(%m: !m, %small: !small, %v: vector<8xindex>, %k: vector<8x16xi1>, %i: index, %p: f16,
    %t: tensor<64x16xf16>, %x: vector<4x64xf32>, %n: vector<4x64xi32>, %a: vector<4xf32>, %b: vector<4xi32>,
    %l: vector<64xf32>, %l0: vector<f32>, %n0: vector<i64>, %w: vector<8x16xf16>) {
  %0 = iree_vector_ext.transfer_scatter // %m
    %w // into
    into // %m
    %t[%i, // ]
    %i]<indexing_maps=[#plain]>:vector<8x16xf16>, // !m
    tensor<64x16xf16> // ->
    ->tensor<64x16xf16>
  return
}

// -----

!m = memref<64x4x16xf16>
!e = f16
!small = memref<?x16x!e, strided<[16, 1], offset: ?>>
#rows = affine_map<(d0, d1)[s0] -> (s0, 0, d1)>
#row = affine_map<(d0, d1)[s0] -> (d0)>
#each = affine_map<(d0, d1)[s0] -> (d0, d1)>
#plain = affine_map<(d0, d1) -> (d0, d1)>
func.func @f(%m: !m, %small: !small, %v: vector<8xindex>, %k: vector<8x16xi1>, %i: index, %p: f16,
    %t: tensor<64x16xf16>, %x: vector<4x64xf32>, %n: vector<4x64xi32>, %a: vector<4xf32>, %b: vector<4xi32>,
    %l: vector<64xf32>, %l0: vector<f32>, %n0: vector<i64>, %w: vector<8x16xf16>) {
  iree_vector_ext.transfer_scatter %w into %small[%i, %i] <indexing_maps = [#plain]> : vector<8x16xf16>, !small
  return
}
