# RUN: %pytest %s
"""Gathers, scatters, arg_compare and yield on upstream: what iree-opt reads is read, what it prints is printed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from lanewise.assembly.cursor import SyntaxProblem
from lanewise.assembly.custom import to_custom
from lanewise.assembly.generic import to_generic
from test_text import parse

INPUT = Path(__file__).parent / "inputs" / "gather_and_arg_compare.mlir"
SEPARATOR = "\n// -----\n"
PROGRAMS = INPUT.read_text().split(SEPARATOR)


def read_and_printed(source: str) -> str:
    return to_custom(str(parse(to_generic(source).text)))


@pytest.mark.parametrize("number", range(len(PROGRAMS)))
def test_what_is_read_keeps_its_lines_and_is_printed_in_custom_form(number: int) -> None:
    source = PROGRAMS[number]
    generic = to_generic(source).text
    assert generic.count("\n") == source.count("\n")
    printed = to_custom(str(parse(generic)))
    assert '"iree_vector_ext' not in printed
    assert re.search(r"iree_vector_ext\.(transfer_gather|transfer_scatter|arg_compare) ", printed)
    assert read_and_printed(printed) == printed


def iree_opt(file: Path) -> list[str]:
    done = subprocess.run(["iree-opt", "--split-input-file", file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split(SEPARATOR)


@pytest.mark.skipif(not shutil.which("iree-opt"), reason="needs iree-opt (the oracle extra)")
def test_iree_opt_prints_the_same(tmp_path: Path) -> None:
    """Gathers and scatters byte for byte. Of arg_compare it gives the results names, which upstream numbers."""
    ours = list(map(read_and_printed, PROGRAMS))
    file = tmp_path / "ours.mlir"
    file.write_text(SEPARATOR.join(ours))
    theirs = iree_opt(INPUT)
    assert iree_opt(file) == theirs
    gathers = [(mine, their) for mine, their in zip(ours, theirs, strict=True) if "arg_compare" not in their]
    assert len(gathers) == 9
    for mine, their in gathers:
        assert mine.strip() == their.strip()


@pytest.mark.parametrize(
    ("op", "at", "message"),
    [
        ("transfer_gather %m(%i), %p", "(%i", "expected '[', found '('"),
        ("transfer_gather %m[%i] [%v], %p", "], %p", "expected ':', found ']'"),
        ("transfer_gather %m[%i] %p", "%p", "expected ',', found '%p'"),
        ("transfer_gather %m[%i], %p <> : index, index", "index, index", "expected a memref or tensor, found 'index'"),
        ("arg_compare ins(%x", "ins", "expected 'dimension', found 'ins'"),
        ("arg_compare dimension(x)", "x)", "expected a number, found 'x'"),
        ("arg_compare dimension(1) ins(%x : f32) inits(%x : f32) {}", "{}", "two inits"),
        (
            "arg_compare dimension(1) ins(%x : f32) inits(%x, %x : f32, f32) -> f32",
            "-> f32",
            "expected '{', found '->'",
        ),
        ("yield %x }", "}", "expected ':', found '}'"),
    ],
)
def test_bad_assembly_says_what_was_found_and_needed(op: str, at: str, message: str) -> None:
    source = f"\n  iree_vector_ext.{op}\n"
    with pytest.raises(SyntaxProblem, match=re.escape(message)) as caught:
        to_generic(source)
    assert caught.value.line == 2
    assert source.split("\n")[1][caught.value.column - 1 :].startswith(at)


GENERIC = '"iree_vector_ext.transfer_gather"(%m, %i, %p) {{{}}} : (memref<8xf16>, {}, {}) -> vector<8xf16>'
MAPS, SEGMENTS = "indexing_maps = []", "operandSegmentSizes = array<i32: 1, 1, 0, 1, 0>"


@pytest.mark.parametrize(
    "generic",
    [
        GENERIC.format(f"{MAPS}, {SEGMENTS}", "i32", "f16"),
        GENERIC.format(f"{MAPS}, {SEGMENTS}", "index", "f32"),
        GENERIC.format(f"{MAPS}, operandSegmentSizes = array<i32: 1, 1, 0, 1>", "index", "f16"),
        GENERIC.format(f"{MAPS}, operandSegmentSizes = array<i32: 1, 2, 0, 1, 0>", "index", "f16"),
        GENERIC.format(SEGMENTS, "index", "f16"),
        '"iree_vector_ext.arg_compare"(%m) ({ }) {dimension = 1 : i64, ' + SEGMENTS + "} : (f16) -> (f16, f16)",
    ],
)
def test_an_op_that_is_not_as_it_must_be_stays_generic(generic: str) -> None:
    assert to_custom(f"  {generic}\n") == f"  {generic}\n"
    good = GENERIC.format(f"{MAPS}, {SEGMENTS}", "index", "f16")
    assert to_custom(f"  {good}\n").startswith(
        "  iree_vector_ext.transfer_gather %m[%i], %p <indexing_maps = []> : mem"
    )


COMMENTED = """#l = #iree_vector_ext.nested_layout< // a < in it, and a "
  subgroup_tile = [1], // }
  batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1],
  subgroup_strides = [0], thread_strides = [1]> // behind
func.func @f(%x: vector<64xf32>) attributes {s = "no // comment"} {
  %a = iree_vector_ext.to_layout %x to layout(#l) : vector<64xf32> // >
  %b = iree_vector_ext.to_layout %a to layout(#iree_vector_ext.layout<<[LANEX], // x
    [64]>>) : vector<64xf32>
  return
}
"""


def test_comments_may_stand_in_layouts() -> None:
    generic = to_generic(COMMENTED).text
    assert generic.count("\n") == COMMENTED.count("\n")
    assert re.findall("//.*", generic) == ['// comment"} {']
    parse(generic)
