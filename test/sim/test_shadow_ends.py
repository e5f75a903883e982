# REQUIRES: iree
# RUN: env LANEWISE_HOST=iree %pytest %s
"""What luck decides is no difference: numbers too large for their type, decisions near a tie."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "iree"

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lanewise.sim import cli, compare
from lanewise.sim.values.types import FLOATS, Array

ONE_LANE: dict[str, Any] = {"workgroup_size": (1, 1, 1), "subgroup_size": 1}


def kernel(body: str, type_: str, out: str = "") -> str:
    """One that makes %y of %x; V stands for a vector."""
    text = f"""func.func @f(%a: memref<64x{type_}>, %out: memref<64x{out or type_}>) {{
      %c0 = arith.constant 0 : index
      %x = vector.load %a[%c0] : memref<64x{type_}>, V
      {body}
      vector.store %y, %out[%c0] : memref<64x{out or type_}>, vector<64x{out or type_}>
      return
    }}"""
    return text.replace("V", f"vector<64x{type_}>").replace(f"vector<64x{type_}>ector", "vector")


def found(a: str, b: str, values: Array) -> list[str]:
    return [one.kind for one in compare(a, b, arrays={0: values}, **ONE_LANE)]


LARGE = """
      %w = arith.constant dense<WEIGHT> : V
      %p = arith.addf %x, %w : V
      %y = arith.subf %p, %x : V
"""
OTHER_ORDER = """
      %w = arith.constant dense<WEIGHT> : V
      %p = arith.subf %x, %x : V
      %y = arith.addf %w, %p : V
"""


def test_a_number_too_large_on_the_way_is_luck_and_another_number_is_not() -> None:
    values = np.full(64, 40000, np.float16)
    large, other = (kernel(text.replace("WEIGHT", "40000.0"), "f16") for text in (LARGE, OTHER_ORDER))
    assert found(other, large, values) == found(large, other, values) == []
    wrong = kernel(LARGE.replace("WEIGHT", "39968.0"), "f16")
    assert found(other, wrong, values)[0] == "different"


def test_a_number_too_large_for_a_narrower_type_than_the_first_program_has_is_different() -> None:
    values = np.full(64, 300, np.float16)
    square = "%p = arith.mulf %x, %x : V\n %y = arith.divf %p, %x : V"
    wide = "%w = arith.extf %x : V to Wide\n %p = arith.mulf %w, %w : Wide\n %q = arith.divf %p, %w : Wide\n"
    wide = (wide + "%y = arith.truncf %q : Wide to V").replace("Wide", "vector<64xf32>")
    assert found(kernel(wide, "f16"), kernel(square, "f16"), values)[0] == "different"


# f8E4M3FN has no infinity: both programs give NaN, which says nothing of what they do.
def test_the_shadow_of_one_too_large_goes_through_memory() -> None:
    type_ = "f8E4M3FN"
    values = np.linspace(300, 400, 64).astype(FLOATS[type_])
    direct = kernel("%p = arith.mulf %x, %x : V\n %y = arith.divf %x, %p : V", type_)
    through = f"""%b = memref.alloca() : memref<64x{type_}>
      %p = arith.mulf %x, %x : V
      vector.store %p, %b[%c0] : memref<64x{type_}>, V
      %q = vector.load %b[%c0] : memref<64x{type_}>, V
      %r = arith.divf %x, %q : V
      %one = arith.constant dense<FACTOR> : V
      %y = arith.mulf %r, %one : V"""
    assert found(direct, kernel(through.replace("FACTOR", "1.0"), type_), values) == []
    assert found(direct, kernel(through.replace("FACTOR", "1.125"), type_), values)[0] == "different"


SUMS = """
      %w = arith.constant dense<3.0> : V
      %t = arith.constant dense<0.1> : V
      ADD
      %z = arith.constant dense<SCALE> : V
      %m = arith.mulf %q, %z : V
      %r = math.roundeven %m : V
      %y = arith.fptosi %r : V to vector<64xi8>
"""
ORDERS = (
    "%p = arith.addf %w, %t : V\n %q = arith.addf %x, %p : V",
    "%p = arith.addf %x, %w : V\n %q = arith.addf %p, %t : V",
)
TIES: Array = ((np.arange(64) - 32 + 0.5) / 10).astype(np.float32)


def quantized(order: int, scale: str) -> str:
    return kernel(SUMS.replace("ADD", ORDERS[order]).replace("SCALE", scale), "f32", "i8")


def test_integers_rounded_from_sums_in_another_order_are_within_one() -> None:
    differences = compare(quantized(0, "10.0"), quantized(1, "10.0"), arrays={0: TIES}, **ONE_LANE)
    assert differences == []
    assert 0 < differences.ended < 64
    assert found(quantized(0, "10.0"), quantized(1, "9.0"), TIES)[0] == "different"
    # Nothing near a tie: one more is wrong.
    assert found(quantized(0, "10.0"), quantized(1, "10.3"), TIES + np.float32(0.03))[0] == "different"


def test_the_verdict_says_what_was_compared_as_rounded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [tmp_path / f"{order}.mlir" for order in (0, 1)]
    for order, path in enumerate(paths):
        path.write_text(quantized(order, "10.0"))
    np.save(tmp_path / "ties.npy", TIES)
    flags = [str(paths[0]), "--compare", str(paths[1]), "--workgroup-size", "1,1,1", "--subgroup-size", "1"]
    flags += ["--args", f"0={tmp_path / 'ties.npy'}"]
    assert cli.main(flags) == 0
    assert "as rounded, as decisions fell differently" in capsys.readouterr().out
    assert cli.main([*flags, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["compared_as_rounded"] > 0
