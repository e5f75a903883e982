# RUN: env LANEWISE_HOST=upstream %pytest %s
"""memref: rarer views, globals with values, scopes and hints; what must not be reached; affine loads and stores."""

from __future__ import annotations

import os
import re

os.environ["LANEWISE_HOST"] = "upstream"

import numpy as np
import pytest
from faults import fault
from lanewise.sim import run
from sim_kernels import kernel, results

IN = np.arange(64, dtype=np.int32) * 3 + 1
ARGUMENTS = "%in: memref<8x8xi32>, %out: memref<64xi32>"


def stored(body: str, arguments: str = ARGUMENTS, **options: object) -> np.ndarray:  # type: ignore[type-arg]
    """What 64 lanes store as %x, given IN."""
    store = "\n  memref.store %x, %out[%t] : memref<64xi32>"
    return run(kernel(body + store, arguments), arrays={0: IN}, **options).outputs["argument 1"].data


def test_transpose() -> None:
    body = """  %v = memref.expand_shape %in [[0], [1, 2]] output_shape [8, 2, 4]
    : memref<8x8xi32> into memref<8x2x4xi32>
  %w = memref.transpose %v (i, j, k) -> (k, i, j)
    : memref<8x2x4xi32> to memref<4x8x2xi32, strided<[1, 8, 4]>>
  %a:3 = affine.delinearize_index %t into (4, 8, 2) : index, index, index
  %x = memref.load %w[%a#0, %a#1, %a#2] : memref<4x8x2xi32, strided<[1, 8, 4]>>"""
    assert (stored(body) == IN.reshape(8, 2, 4).transpose(2, 0, 1).reshape(-1)).all()


def test_rank() -> None:
    body = """  %m = memref.alloca() : memref<2x3x4xi32>
  %u = memref.cast %m : memref<2x3x4xi32> to memref<*xi32>
  %x = memref.rank %u : memref<*xi32>"""
    assert (results(body, "index") == 3).all()


def test_a_prefetch_may_be_out_of_bounds() -> None:
    body = """  memref.prefetch %in[%t, %t], read, locality<3>, data : memref<8x8xi32>
  %x = arith.constant 4 : i32"""
    assert (stored(body) == 4).all()


def test_distinct_objects() -> None:
    body = """  %a, %b = memref.distinct_objects %in, %out : memref<8x8xi32>, memref<64xi32>
  %one = memref.distinct_objects %a : memref<8x8xi32>
  %i:2 = affine.delinearize_index %t into (8, 8) : index, index
  %x = memref.load %one[%i#0, %i#1] : memref<8x8xi32>
  memref.store %x, %b[%t] : memref<64xi32>"""
    assert (stored(body) == IN).all()


def test_a_select_between_views() -> None:
    body = """  %a = memref.collapse_shape %in [[0, 1]] : memref<8x8xi32> into memref<64xi32>
  %b = memref.cast %a : memref<64xi32> to memref<64xi32, strided<[?], offset: ?>>
  %c = memref.subview %a[32] [32] [1] : memref<64xi32> to memref<32xi32, strided<[1], offset: 32>>
  %d = memref.cast %c : memref<32xi32, strided<[1], offset: 32>> to memref<?xi32, strided<[?], offset: ?>>
  %e = memref.cast %b : memref<64xi32, strided<[?], offset: ?>> to memref<?xi32, strided<[?], offset: ?>>
  %few = arith.constant 3 : index
  %low = arith.cmpi ult, %t, %few : index
  %v = arith.select %low, %d, %e : memref<?xi32, strided<[?], offset: ?>>
  %x = memref.load %v[%t] : memref<?xi32, strided<[?], offset: ?>>"""
    assert (stored(body) == np.concatenate([IN[32:35], IN[3:]])).all()


BYTES = "%in: memref<64xi8>, %out: memref<8xi8>, %at: index"


def test_view_of_bytes() -> None:
    body = """  %v = memref.view %in[%at][%c2] : memref<64xi8> to memref<?x4xi8>
  %i:2 = affine.delinearize_index %t into (2, 4) : index, index
  %x = memref.load %v[%i#0, %i#1] : memref<?x4xi8>
  memref.store %x, %out[%t] : memref<8xi8>"""
    text, values = kernel(body, BYTES, 8, 8), np.arange(64, dtype=np.int8)
    for at in (5, 56):
        found = run(text, arrays={0: values}, numbers={2: at}).outputs["argument 1"].data
        assert (found == np.arange(at, at + 8)).all()
    for at in (57, -1):
        with fault("bounds", "out of bounds: a view of 8 elements, of 64"):
            run(text, numbers={2: at})


FLOATS = "  %v = memref.view %in[%at][] : memref<64xi8> to memref<4xf32>\n"
FIRST = (
    FLOATS
    + """  %x = memref.load %v[%c1] : memref<4xf32>
  %w = memref.view %out[%c0][] : memref<8xi8> to memref<2xf32>
  memref.store %x, %w[%c1] : memref<2xf32>"""
)


def test_bytes_are_read_and_written_as_floats() -> None:
    values = np.zeros(64, np.int8)
    values[8:24] = np.array([1.5, -2.25, 3.0, 4.0], np.float32).view(np.int8)
    out = run(kernel(FIRST, BYTES), arrays={0: values}, numbers={2: 8}).outputs["argument 1"]
    assert list(out.stored) == [False] * 4 + [True] * 4
    assert out.data[4:].view(np.float32) == [-2.25]


@pytest.mark.parametrize(
    ("at", "kind", "said"),
    [(3, "assumption", "misaligned for elements of 4 bytes"), (52, "bounds", "a view of 16")],
)
def test_views_of_floats_lie_within_their_bytes_and_on_words(at: int, kind: str, said: str) -> None:
    with fault(kind, said):
        run(kernel(FIRST, BYTES), numbers={2: at})


def test_bytes_that_each_lane_allocates_are_viewed_as_floats() -> None:
    body = """  %own = memref.alloca() : memref<8xi8>
  %w = memref.view %own[%c0][] : memref<8xi8> to memref<2xf32>
  %n = arith.index_cast %t : index to i32
  %x = arith.sitofp %n : i32 to f32
  memref.store %x, %w[%c1] : memref<2xf32>
  %y = memref.load %w[%c1] : memref<2xf32>
  memref.store %y, %out[%t] : memref<8xf32>"""
    out = run(kernel(body, "%out: memref<8xf32>", 8, 8)).outputs["argument 0"]
    assert list(out.data) == list(range(8))


def test_two_views_of_the_same_bytes_race() -> None:
    body = """  %v = memref.view %in[%c0][] : memref<64xi8> to memref<16xf32>
  %w = memref.view %in[%c0][] : memref<64xi8> to memref<32xf16>
  %x = memref.load %v[%t] : memref<16xf32>
  %h = arith.truncf %x : f32 to f16
  memref.store %h, %w[%t] : memref<32xf16>"""
    with fault("race"):
        run(kernel(body, BYTES, 8, 8))


RESHAPE = """  %shape = memref.alloca() : memref<2xi32>
  memref.store %rows, %shape[%c0] : memref<2xi32>
  memref.store %columns, %shape[%c1] : memref<2xi32>
  %v = memref.reshape %in(%shape) : (memref<8x8xi32>, memref<2xi32>) -> memref<?x?xi32>
  %d = memref.dim %v, %c1 : memref<?x?xi32>
  %i = arith.divui %t, %d : index
  %j = arith.remui %t, %d : index
  %y = memref.load %v[%i, %j] : memref<?x?xi32>
  %s = arith.index_cast %d : index to i32
  %x = arith.muli %y, %s : i32"""


def test_reshape() -> None:
    arguments = f"{ARGUMENTS}, %rows: i32, %columns: i32"
    assert (stored(RESHAPE, arguments, numbers={2: 4, 3: 16}) == IN * 16).all()
    for rows, columns in ((4, 15), (-4, -16)):
        with fault("bounds", f"a shape of {rows * columns} elements, of 64"):
            stored(RESHAPE, arguments, numbers={2: rows, 3: columns})


def test_reshape_to_what_the_type_says() -> None:
    body = """  %shape = memref.alloca() : memref<3xindex>
  %v = memref.reshape %in(%shape) : (memref<8x8xi32>, memref<3xindex>) -> memref<2x16x2xi32>
  %i:3 = affine.delinearize_index %t into (2, 16, 2) : index, index, index
  %x = memref.load %v[%i#0, %i#1, %i#2] : memref<2x16x2xi32>"""
    assert (stored(body) == IN).all()


def test_alloca_scope() -> None:
    body = """  %x = memref.alloca_scope -> (index) {
    %m = memref.alloca() : memref<1xindex>
    memref.store %t, %m[%c0] : memref<1xindex>
    %y = memref.load %m[%c0] : memref<1xindex>
    memref.alloca_scope.return %y : index
  }"""
    assert (results(body, "index") == np.arange(64)).all()


GLOBAL = "memref.global {}@table : memref<2x4xf32> = dense<[[1.0, 2.5, 3.0, 4.0], [5.0, 6.0, 7.0, 0x7F800000]]>"
LOOKUP = """  %m = memref.get_global @table : memref<2x4xf32>
  WRITE
  %i:2 = affine.delinearize_index %t into (2, 4) : index, index
  %x = memref.load %m[%i#0, %i#1] : memref<2x4xf32>
  memref.store %x, %out[%t] : memref<8xf32>"""


@pytest.mark.parametrize("constant", ["", "constant "])
@pytest.mark.parametrize("name", ["@table", '@"a-b"', r'@"\FF"'])
def test_a_global_with_values(constant: str, name: str) -> None:
    text = kernel(LOOKUP, "%out: memref<8xf32>", 8, 8, GLOBAL.format(constant)).replace("@table", name)
    found = run(text.replace("WRITE", "")).outputs["argument 0"].data
    assert (found == [1, 2.5, 3, 4, 5, 6, 7, np.inf]).all()
    text = text.replace("WRITE", "%k = arith.constant 9.0 : f32\n  memref.store %k, %m[%c1, %c1] : memref<2x4xf32>")
    if constant:
        with fault("assumption", re.escape(f"{name}, which is read-only, is written by every lane")):
            run(text)
    else:
        assert run(text).outputs["argument 0"].data[5] == 9


def test_a_global_of_one_value() -> None:
    body = "  %m = memref.get_global @k : memref<i16>\n  %x = memref.load %m[] : memref<i16>"
    store = "\n  memref.store %x, %out[%t] : memref<64xi16>"
    text = kernel(body + store, "%out: memref<64xi16>", header="memref.global constant @k : memref<i16> = dense<-3>")
    assert (run(text).outputs["argument 0"].data == -3).all()


UNREACHABLE = """func.func private @never() {
  ub.unreachable
}"""


def test_what_must_not_be_reached() -> None:
    body = """  %some = arith.cmpi uge, %t, %limit : index
  scf.if %some {
    func.call @never() : () -> ()
  }"""
    text = kernel(body, "%limit: index").replace("\n  return\n}", f"\n  return\n}}\n{UNREACHABLE}")
    run(text, numbers={0: 64}, entry="kernel")
    with fault("assumption", "what must not be reached is reached by lanes 61, 62 and 1 more"):
        run(text, numbers={0: 61}, entry="kernel")
    with fault("assumption", "reached by every lane"):
        run(text, numbers={0: 0}, entry="kernel")


def test_affine_load_and_store() -> None:
    body = """  %i:2 = affine.delinearize_index %t into (8, 8) : index, index
  affine.for %j = 0 to 1 {
    affine.if affine_set<(d0) : (62 - d0 >= 0)>(%t) {
      %x = affine.load %in[(symbol(%t) + 1) floordiv 8, (symbol(%t) + 1) mod 8] : memref<8x8xi32>
      affine.store %x, %out[%j + symbol(%t)] : memref<64xi32>
    }
  }"""
    found = run(kernel(body, ARGUMENTS), arrays={0: IN}).outputs["argument 1"].data
    assert (found[:63] == IN[1:]).all()
    outside = body.replace("62 - d0", "63 - d0")
    with fault("bounds", r"lane 63 accesses \[8, 0\] of argument 0"):
        run(kernel(outside, ARGUMENTS))


def test_what_is_printed_changes_nothing() -> None:
    body = '  %x = arith.constant 4 : i32\n  gpu.printf "lane %ld holds %d", %t, %x : index, i32'
    assert (stored(body) == 4).all()
