# REQUIRES: iree
# RUN: env LANEWISE_HOST=iree %pytest %s
"""Sums in any order are right, and a summand more or less is wrong: a sample of what `make sums` goes through."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "iree"

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lanewise.sim import compare, run
from sums import KINDS, LAYOUTS, TYPES, Case, Ran, distributed, judged, sweep

ONE_LANE: dict[str, Any] = {"workgroup_size": (1, 1, 1), "subgroup_size": 1}


@pytest.mark.parametrize("type_", TYPES)
@pytest.mark.parametrize("kind", KINDS)
def test_no_false_alarm_and_no_mutant_missed(kind: str, type_: str) -> None:
    counts = sweep([Case(kind, type_, 1024, LAYOUTS[0])], range(1), 3)
    assert counts["false alarms"] == counts["mutants missed"] == 0
    assert sum(counts.values()) >= 2


@pytest.mark.parametrize("name", ["sum_bf16", "sum_f8"])
def test_one_sum_is_no_yardstick_for_itself(name: str) -> None:
    text = (Path(__file__).parent / "inputs" / f"{name}.mlir").read_text()
    assert [compare(text, distributed(text), seed=seed) for seed in range(4)] == [[]] * 4


@pytest.mark.parametrize("mutant", ["left out", "doubled"])
def test_a_summand_of_many_is_caught_in_any_element(mutant: str) -> None:
    case = Case("sum", "bf16", 2**16, LAYOUTS[1])
    values = case.values(0)
    # The smallest, far below the last place of the sum.
    at = int(np.argmin(np.where(values == 0, np.inf, np.abs(values.astype(np.float64)))))
    wrong = case.mutated(values, mutant, at)
    assert wrong is not None
    text = case.text()
    assert judged(Ran(text, values), Ran(distributed(text), values))[0] == []
    found, _ = judged(Ran(text, values), Ran(distributed(text), wrong))
    assert [one.kind for one in found] == ["different"]


def test_sums_in_a_narrower_type_are_less_precise() -> None:
    rows = """func.func @f(%a: memref<64x256xf16>, %out: memref<64xTYPE>) {
      %c0 = arith.constant 0 : index
      %pad = arith.constant 0.0 : f16
      %start = arith.constant dense<0.0> : vector<64xSUM>
      %x = vector.transfer_read %a[%c0, %c0], %pad {in_bounds = [true, true]} : memref<64x256xf16>, vector<64x256xf16>
      WIDEN
      %s = vector.multi_reduction <add>, %w, %start [1] : vector<64x256xSUM> to vector<64xSUM>
      vector.transfer_write %s, %out[%c0] {in_bounds = [true]} : vector<64xSUM>, memref<64xSUM>
      return
    }"""
    wide = rows.replace("WIDEN", "%w = arith.extf %x : vector<64x256xf16> to vector<64x256xf32>")
    wide = wide.replace("vector<64xSUM>, memref", "vector<64xf32>, memref").replace("SUM", "f32").replace("TYPE", "f32")
    narrow = (
        rows.replace("WIDEN", "%w = arith.negf %x : vector<64x256xf16>").replace("SUM", "f16").replace("TYPE", "f32")
    )
    narrow = narrow.replace("%w = arith.negf %x : vector<64x256xf16>", "").replace("%w,", "%x,")
    narrow = narrow.replace(
        "vector.transfer_write %s,",
        "%e = arith.extf %s : vector<64xf16> to vector<64xf32>\n      vector.transfer_write %e,",
    ).replace("vector<64xf16>, memref<64xf16>", "vector<64xf32>, memref<64xf32>")
    found = compare(wide, narrow, **ONE_LANE)
    assert {one.kind for one in found} == {"less precise"}
    assert "without rounding it is" in str(found[0])
    assert compare(narrow, wide, **ONE_LANE) == []


def test_half_of_a_buffer_negated_is_different() -> None:
    text = """func.func @f(%a: memref<64xf32>, %out: memref<64xf32>) {
      %c0 = arith.constant 0 : index
      %pad = arith.constant 0.0 : f32
      %x = vector.transfer_read %a[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
      %y = arith.mulf %x, %x : vector<64xf32>
      SIGN
      vector.transfer_write %z, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
      return
    }"""
    signs = ", ".join(["1.0"] * 32 + ["-1.0"] * 32)
    same = text.replace(
        "SIGN", "%k = arith.constant dense<1.0> : vector<64xf32>\n%z = arith.mulf %y, %k : vector<64xf32>"
    )
    half = same.replace("dense<1.0>", f"dense<[{signs}]>")
    [found, *_] = compare(same, half, **ONE_LANE)
    assert (found.kind, found.count) == ("different", 32)


BITS = """func.func @f(%a: memref<64xf16>, %out: memref<64xf16>)
    attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 64 : i64} {
  %t = gpu.thread_id x
  %c1 = arith.constant 1 : i32
  %c64 = arith.constant 64 : i32
  %zero = arith.constant 0 : i32
  %x = memref.load %a[%t] : memref<64xf16>
  %y = arith.mulf %x, %x : f16
  %v = vector.from_elements %y, %x : vector<2xf16>
  %w = vector.bitcast %v : vector<2xf16> to vector<1xi32>
  %i = vector.extract %w[0] : i32 from vector<1xi32>
  PLUS
  %r, %valid = gpu.shuffle xor %j, %c1, %c64 : i32
  %u = vector.broadcast %r : i32 to vector<1xi32>
  %b = vector.bitcast %u : vector<1xi32> to vector<2xf16>
  %e = vector.extract %b[0] : f16 from vector<2xf16>
  memref.store %e, %out[%t] : memref<64xf16>
  return
}"""


@pytest.mark.parametrize(
    ("between", "ended"),
    [("%j = arith.select %true, %i, %zero : i32", False), ("%j = arith.addi %i, %zero : i32", True)],
)
def test_shadows_go_through_the_bits_of_integers_and_end_where_these_are_computed_with(
    between: str, ended: bool
) -> None:
    text = BITS.replace("PLUS", f"%true = arith.constant true\n  {between}")
    result = run(text, shadows=True)
    shadow, shaken = result.outputs["argument 1"].planes or (np.zeros(0), np.zeros(0))
    squares = result.outputs["argument 0"].data.astype(np.float64) ** 2
    swapped = squares.reshape(-1, 2)[:, ::-1].reshape(-1)
    assert bool(np.isnan(shaken).all()) == ended
    assert np.array_equal(shadow, swapped) != ended


@pytest.mark.parametrize("by", ["memref.store", "memref.atomic_rmw"])
def test_shadows_go_through_memory(by: str) -> None:
    stores = "memref.store %y, %out[%t] : memref<64xf16>"
    adds = f"{stores}\n  %o = memref.atomic_rmw addf %y, %out[%t] : (f16, memref<64xf16>) -> f16"
    text = """func.func @f(%a: memref<64xf16>, %out: memref<64xf16>)
        attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 64 : i64} {
      %t = gpu.thread_id x
      %x = memref.load %a[%t] : memref<64xf16>
      %y = arith.mulf %x, %x : f16
      DO
      return
    }""".replace("DO", adds if "atomic" in by else stores)
    result = run(text, shadows=True)
    squares = result.outputs["argument 0"].data.astype(np.float64) ** 2
    planes = result.outputs["argument 1"].planes
    assert planes is not None
    assert np.array_equal(planes[0], squares * (2 if "atomic" in by else 1))
    assert 0 < np.abs(planes[1] - planes[0]).max() < 1e-10


def test_where_decisions_fall_differently_rounded_numbers_are_compared() -> None:
    """x*x/x is compared with x: rounded they may be equal, and without rounding they are not told apart for sure."""
    text = """func.func @f(%a: memref<256xf16>, %out: memref<256xf16>) {
      %c0 = arith.constant 0 : index
      %pad = arith.constant 0.0 : f16
      %x = vector.transfer_read %a[%c0], %pad {in_bounds = [true]} : memref<256xf16>, vector<256xf16>
      %y = arith.mulf %x, %x : vector<256xf16>
      %q = arith.divf %y, %x : vector<256xf16>
      %c = arith.cmpf ogt, %q, %x : vector<256xf16>
      %z = arith.select %c, %q, %x : vector<256xi1>, vector<256xf16>
      vector.transfer_write %z, %out[%c0] {in_bounds = [true]} : vector<256xf16>, memref<256xf16>
      return
    }"""
    other = text.replace("arith.select %c, %q, %x", "arith.select %c, %x, %q")
    found = compare(text, other, **ONE_LANE)
    assert found == []
    assert found.ended


def test_what_is_divided_by_zero_is_different() -> None:
    """It is infinite without rounding, too: no luck of a number that is nearly too large for its type."""
    text = """func.func @f(%a: memref<64xf32>, %out: memref<64xf32>) {
      %c0 = arith.constant 0 : index
      %pad = arith.constant 0.0 : f32
      %start = arith.constant dense<0.0> : vector<64xf32>
      %x = vector.transfer_read %a[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
      %e = math.exp %x : vector<64xf32>
      %s = arith.addf %e, %start : vector<64xf32>
      %y = arith.divf %e, %s : vector<64xf32>
      vector.transfer_write %y, %out[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
      return
    }"""
    lost = text.replace("arith.addf %e, %start", "arith.mulf %e, %start")
    found = compare(text, lost, **ONE_LANE)
    assert {one.kind for one in found} == {"different"}
    assert found[0].count == 64
