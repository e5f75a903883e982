# RUN: env LANEWISE_HOST=upstream %pytest %s
"""Memrefs of vectors: made by vector.type_cast, allocated and given; loads and stores of them; what is refused."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "upstream"

import numpy as np
import pytest
from faults import fault
from lanewise.mlir.diagnostics import Failure
from lanewise.sim import Fault, Unsupported, run
from sim_kernels import Array, kernel

ROWS = np.arange(64 * 4, dtype=np.int32).reshape(64, 4) * 3 + 1
VECTORS = "memref<64xvector<4xi32>>"


def left(body: str, arguments: str, given: Array = ROWS, number: int = 1, lanes: int = 64) -> Array:
    """What is in an argument after the run."""
    return run(kernel(body, arguments, lanes), arrays={0: given}).outputs[f"argument {number}"].array()


def test_arguments_hold_vectors_one_after_the_other() -> None:
    body = f"""  %i = arith.subi %c8, %c1 : index
  %r = arith.xori %t, %i : index
  %x = memref.load %in[%r] : {VECTORS}
  %y = arith.addi %x, %x : vector<4xi32>
  memref.store %y, %out[%t] : {VECTORS}"""
    found = left(body, f"%in: {VECTORS}, %out: {VECTORS}")
    assert found.shape == (64, 4)
    assert (found == 2 * ROWS[np.arange(64) ^ 7]).all()


def test_vectors_of_two_dimensions() -> None:
    kind = "memref<8x2xvector<2x4xi32>>"
    body = f"""  %a:2 = affine.delinearize_index %t into (8, 2) : index, index
  %x = memref.load %in[%a#0, %a#1] : {kind}
  %row = vector.extract %x[1] : vector<4xi32> from vector<2x4xi32>
  %y = vector.insert %row, %x[0] : vector<4xi32> into vector<2x4xi32>
  memref.store %y, %out[%a#1, %a#0] : memref<2x8xvector<2x4xi32>>"""
    given = np.arange(128, dtype=np.int32).reshape(8, 2, 2, 4)
    found = left(body, f"%in: {kind}, %out: memref<2x8xvector<2x4xi32>>", given, lanes=16)
    assert (found == given.transpose(1, 0, 2, 3)[:, :, [1, 1]]).all()


def test_type_cast_views_the_same_memory() -> None:
    body = """  %v = vector.type_cast %in : memref<4x8xi32> to memref<vector<4x8xi32>>
  %x = memref.load %v[] : memref<vector<4x8xi32>>
  %y = arith.muli %x, %x : vector<4x8xi32>
  %w = vector.type_cast %out : memref<4x8xi32> to memref<vector<4x8xi32>>
  memref.store %y, %w[] : memref<vector<4x8xi32>>"""
    given = np.arange(32, dtype=np.int32).reshape(4, 8)
    assert (left(body, "%in: memref<4x8xi32>, %out: memref<4x8xi32>", given) == given**2).all()


def test_type_cast_of_the_last_dimensions() -> None:
    body = f"""  %v = vector.type_cast %in : memref<64x4xi32> to {VECTORS}
  %x = memref.load %v[%t] : {VECTORS}
  %y = vector.extract %x[2] : i32 from vector<4xi32>
  memref.store %y, %out[%t] : memref<64xi32>"""
    assert (left(body, "%in: memref<64x4xi32>, %out: memref<64xi32>") == ROWS[:, 2]).all()


@pytest.mark.parametrize("made", ["memref.alloca() :", "memref.alloca(%c2) :", "memref.alloc() :"])
def test_private_vectors_are_each_lanes_own(made: str) -> None:
    kind = "memref<?xvector<4xi32>>" if "%c2" in made else "memref<2xvector<4xi32>>"
    body = f"""  %m = {made} {kind}
  %x = memref.load %in[%t] : {VECTORS}
  %n = arith.constant dense<7> : vector<4xi32>
  memref.store %n, %m[%c0] : {kind}
  memref.store %x, %m[%c1] : {kind}
  %p = memref.load %m[%c0] : {kind}
  %q = memref.load %m[%c1] : {kind}
  %y = arith.subi %q, %p : vector<4xi32>
  memref.store %y, %out[%t] : {VECTORS}"""
    assert (left(body, f"%in: {VECTORS}, %out: {VECTORS}") == ROWS - 7).all()


def test_lanes_exchange_vectors() -> None:
    kind = "memref<64xvector<4xi32>, #gpu.address_space<workgroup>>"
    barrier = "  gpu.barrier\n"
    body = f"""  %m = memref.alloc() : {kind}
  %x = memref.load %in[%t] : {VECTORS}
  memref.store %x, %m[%t] : {kind}
{barrier}  %r = arith.xori %t, %c1 : index
  %y = memref.load %m[%r] : {kind}
  memref.store %y, %out[%t] : {VECTORS}"""
    arguments = f"%in: {VECTORS}, %out: {VECTORS}"
    assert (left(body, arguments) == ROWS[np.arange(64) ^ 1]).all()
    with pytest.raises(Fault) as raised:
        left(body.replace(barrier, ""), arguments)
    assert raised.value.kind in ("race", "unwritten")


def test_only_active_lanes_store_vectors() -> None:
    body = f"""  %few = arith.cmpi ult, %t, %c5 : index
  scf.if %few {{
    %x = memref.load %in[%t] : {VECTORS}
    memref.store %x, %out[%t] : {VECTORS}
  }}"""
    output = run(kernel(body, f"%in: {VECTORS}, %out: {VECTORS}"), arrays={0: ROWS}).outputs["argument 1"]
    assert (output.array()[:5] == ROWS[:5]).all()
    assert output.stored.reshape(64, 4).any(axis=1).tolist() == [True] * 5 + [False] * 59


def test_strides_of_an_argument_count_vectors() -> None:
    kinds = "memref<4xvector<2xi32>, strided<[3]>>", "memref<4xvector<2xi32>, strided<[2], offset: 1>>"
    body = f"""  %x = memref.load %in[%t] : {kinds[0]}
  memref.store %x, %out[%t] : {kinds[1]}"""
    output = run(
        kernel(body, f"%in: {kinds[0]}, %out: {kinds[1]}", lanes=4), arrays={0: np.arange(20, dtype=np.int32)}
    ).outputs["argument 1"]
    assert output.data[output.stored].tolist() == [0, 1, 6, 7, 12, 13, 18, 19]
    assert np.flatnonzero(output.stored).tolist() == [2, 3, 6, 7, 10, 11, 14, 15]


def test_an_argument_of_unknown_size() -> None:
    body = f"""  %x = memref.load %in[%t] : memref<?xvector<4xi32>>
  memref.store %x, %out[%t] : {VECTORS}"""
    arguments = f"%in: memref<?xvector<4xi32>>, %out: {VECTORS}"
    assert (left(body, arguments) == ROWS).all()
    with pytest.raises(Failure, match="argument 0: needed sizes"):
        left(body, arguments, ROWS.reshape(32, 8))


def test_copy_and_casts() -> None:
    body = f"""  %m = memref.alloca() : {VECTORS}
  memref.copy %in, %m : {VECTORS} to {VECTORS}
  %d = memref.cast %m : {VECTORS} to memref<?xvector<4xi32>>
  %x = memref.load %d[%t] : memref<?xvector<4xi32>>
  memref.store %x, %out[%t] : {VECTORS}"""
    assert (left(body, f"%in: {VECTORS}, %out: {VECTORS}") == ROWS).all()


def test_a_vector_out_of_bounds() -> None:
    body = f"""  %i = arith.addi %t, %c1 : index
  %x = memref.load %in[%i] : {VECTORS}"""
    with fault("bounds", r"lane 63 accesses .* of argument 0"):
        left(body, f"%in: {VECTORS}")


def test_a_vector_with_poison_is_not_stored() -> None:
    body = f"""  %p = ub.poison : i32
  %x = memref.load %in[%t] : {VECTORS}
  %y = vector.insert %p, %x[1] : i32 into vector<4xi32>
  memref.store %y, %in[%t] : {VECTORS}"""
    with fault("poison", "poison reaches memory"):
        left(body, f"%in: {VECTORS}")


@pytest.mark.parametrize(
    "body",
    [
        f"%x = vector.load %in[%c0] : {VECTORS}, vector<4xi32>",
        f"%x = memref.dim %in, %c0 : {VECTORS}",
        f"%x = memref.subview %in[0] [8] [1] : {VECTORS} to memref<8xvector<4xi32>, strided<[1]>>",
        f"%x = memref.expand_shape %in [[0, 1]] output_shape [8, 8] : {VECTORS} into memref<8x8xvector<4xi32>>",
        f"%x = affine.load %in[0] : {VECTORS}",
        f"%x = memref.cast %in : {VECTORS} to memref<*xvector<4xi32>>\n%y = memref.rank %x : memref<*xvector<4xi32>>",
    ],
)
def test_other_ops_are_not_guessed_at(body: str) -> None:
    with pytest.raises(Unsupported, match="on a memref of vectors it is not simulated"):
        left(body, f"%in: {VECTORS}")


@pytest.mark.parametrize("kind", ["memref<4xvector<[4]xi32>>", "memref<4xmemref<2xi32>>"])
def test_elements_without_values(kind: str) -> None:
    with pytest.raises(Unsupported, match="has no values here"):
        run(kernel(f"%m = memref.alloca() : {kind}", ""))
    with pytest.raises(Unsupported, match=r"argument 0: type .* has no values here"):
        run(kernel("", f"%in: {kind}"))
