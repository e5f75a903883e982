# RUN: env LANEWISE_HOST=%host %pytest %s
"""No op loses what a float would be without rounding: each gets thirds, and its results must still have shadows."""

from __future__ import annotations

import re

import pytest
from lanewise.mlir.host import NAME, ir
from lanewise.sim import compare, run
from op_programs import RIGHT, Program, outcome, programs
from sim_kernels import kernel

THIRDS = """{
%three = arith.constant 3.0 : f32
%threes = arith.constant dense<3.0> : vector<4xf32>
"""
ROUNDED = r"%\1_ = \2\n%\1 = arith.divf %\1_, "


def with_thirds(program: Program) -> str | None:
    """The program on numbers that are rounded; None where it reads none but those of memory."""
    text = re.sub(r"^%([ab]) = (memref\.load.*)$", rf"{ROUNDED}%three : f32", program.text, flags=re.M)
    text = re.sub(r"^%([vw]) = (vector\.load.*)$", rf"{ROUNDED}%threes : vector<4xf32>", text, flags=re.M)
    head, kernel, body = text.partition("func.func @kernel")
    return head + kernel + body.replace("{\n", THIRDS, 1) if "arith.divf %" in body else None


def test_every_op_hands_them_on() -> None:
    lost, count = [], 0
    with ir.Context():
        for program in programs():
            if program.type != "f32" or program.other not in ("", "f16") or program.kind not in ("", "add"):
                continue
            text = with_thirds(program)
            if text is None or not {"{T}", "{U}"} & set(" ".join(program.results).replace("x", " ").split()):
                continue
            if outcome(program)[0] != RIGHT:
                continue
            results = [one for name, one in run(text, shadows=True).outputs.items() if name.startswith("result")]
            count += 1
            lost += [text for one in results if one.element.is_float and one.planes is None]
    assert lost == []
    assert count > 60


SCAN = """
  %i = arith.index_cast %t : index to i32
  %x0 = arith.sitofp %i : i32 to f32
  %three = arith.constant FACTOR : f32
  %zero = arith.constant START : f32
  %q = arith.divf %x0, %three : f32
  %v = math.cos %q : f32
  %s, %total = iree_gpu.subgroup_scan HOW cluster(size = 32) {
  ^bb0(%l: f32, %r: f32):
    %y = arith.COMBINE %l, %r : f32
    iree_gpu.yield %y : f32
  } : f32
  memref.store %s, %out[%t] : memref<64xf32>"""

INCLUSIVE, EXCLUSIVE = "inclusive(%v)", "(%v, identity = %zero : f32)"


def scan(how: str, combine: str, start: str = "0.0", factor: str = "3.0") -> str:
    body = SCAN.replace("HOW", how).replace("COMBINE", combine).replace("START", start).replace("FACTOR", factor)
    return kernel(body, "%out: memref<64xf32>")


@pytest.mark.skipif(NAME != "iree", reason="an op of IREE's")
@pytest.mark.parametrize(
    ("how", "combine", "start"), [(INCLUSIVE, "addf", "0.0"), (EXCLUSIVE, "addf", "0.0"), (EXCLUSIVE, "mulf", "1.0")]
)
def test_a_scan_by_a_region(how: str, combine: str, start: str) -> None:
    [output] = run(scan(how, combine, start), shadows=True).outputs.values()
    assert output.planes is not None
    shadow, shaken = output.planes
    lane = [number for number in range(64) if number % 32 > 20]
    if combine == "addf":
        assert (shadow[lane] != output.data[lane]).any()
        assert abs(shadow - output.data).max() < 1e-4
    assert (shaken == shaken).all()
    # In another order.
    other = scan(how, combine, start).replace(f"arith.{combine} %l, %r", f"arith.{combine} %r, %l")
    assert compare(scan(how, combine, start), other) == []
    wrong = compare(scan(how, combine, start), scan(how, combine, start, "3.0001"))
    assert {one.kind for one in wrong} == {"different"}
