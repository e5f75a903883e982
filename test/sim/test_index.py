# RUN: env LANEWISE_HOST=upstream %pytest %s
"""index as an unsigned number of 64 bits, against Python's integers; casts, constants, and a view in another space."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "upstream"

from collections.abc import Callable

import numpy as np
import pytest
from lanewise.sim import Unsupported, run
from sim_kernels import kernel, results

VALUES = [0, 1, 2, 7, 62, 63, -1, -2, -7, 2**63 - 1, -(2**63), 0x0123456789ABCDEF]

UNSIGNED: dict[str, Callable[[int, int], int]] = {
    "index.divu": lambda a, b: a // b,
    "index.ceildivu": lambda a, b: -(-a // b),
    "index.remu": lambda a, b: a % b,
    "index.minu": min,
    "index.maxu": max,
    "index.shl": lambda a, b: a << b,
    "index.shru": lambda a, b: a >> b,
    "index.shrs": lambda a, b: signed(a) >> b,
}


def signed(number: int) -> int:
    return (number + 2**63) % 2**64 - 2**63


@pytest.mark.parametrize("op", UNSIGNED)
def test_unsigned(op: str) -> None:
    shift = "sh" in op
    pairs = [(a % 2**64, b % 2**64) for a in VALUES for b in VALUES if (0 <= b < 64 if shift else b != 0)]
    n = len(pairs)
    text = kernel(
        f"""  %a = memref.load %left[%t] : memref<{n}xindex>
  %b = memref.load %right[%t] : memref<{n}xindex>
  %x = {op} %a, %b
  memref.store %x, %out[%t] : memref<{n}xindex>""",
        f"%left: memref<{n}xindex>, %right: memref<{n}xindex>, %out: memref<{n}xindex>",
        n,
    )
    left, right = (np.array([signed(pair[side]) for pair in pairs]) for side in (0, 1))
    found = run(text, arrays={0: left, 1: right}).outputs["argument 2"].data
    assert found.tolist() == [signed(UNSIGNED[op](a, b)) for a, b in pairs]


def test_casts_and_constants() -> None:
    minus = "  %m = arith.constant -3 : i32\n"
    assert set(results(f"{minus}  %x = index.castu %m : i32 to index", "index")) == {2**32 - 3}
    assert set(results(f"{minus}  %x = index.casts %m : i32 to index", "index")) == {-3}
    assert set(results("  %x = index.bool.constant true", "i1")) == {True}
    assert set(results("  %x = index.bool.constant false", "i1")) == {False}
    assert set(results("  %x = index.sizeof", "index")) == {64}


def test_a_view_cast_to_another_space_is_the_same_memory() -> None:
    text = kernel(
        """  %v = memref.memory_space_cast %out : memref<64xindex> to memref<64xindex, 1>
  memref.store %t, %v[%t] : memref<64xindex, 1>""",
        "%out: memref<64xindex>",
    )
    assert (run(text).outputs["argument 0"].data == np.arange(64)).all()


@pytest.mark.parametrize(
    "op",
    [
        "%v = vector.scalable.extract %s[0] : vector<4xf32> from vector<[4]xf32>",
        "%v = vector.scalable.insert %w, %s[0] : vector<4xf32> into vector<[4]xf32>",
    ],
)
def test_scalable_vectors_are_not_simulated(op: str) -> None:
    text = kernel(f"  %s = ub.poison : vector<[4]xf32>\n  %w = ub.poison : vector<4xf32>\n  {op}", "")
    with pytest.raises(Unsupported, match="scalable"):
        run(text)
