# RUN: %pytest %s
"""The report: places, bytes, movement, loops, totals; and which of two versions is worse."""

from __future__ import annotations

from pathlib import Path

import pytest
from lanewise.command.session import Settings
from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.view.input.kernel import load
from lanewise.view.report.comparison import BETTER, EQUAL, WORSE, Comparison, compare
from lanewise.view.report.movement import REGISTERS, SUBGROUP, WORKGROUP, movement
from lanewise.view.report.report import CostReport
from lanewise.view.report.reporter import bytes_of


def layout(subgroup: str, batch: str, outer: str, thread: str, element: str, strides: str, lanes: str) -> str:
    rows = zip(
        ["subgroup_tile", "batch_tile", "outer_tile", "thread_tile", "element_tile"],
        [subgroup, batch, outer, thread, element],
        strict=True,
    )
    tiles = ", ".join(f"{name} = [{row}]" for name, row in rows)
    return f"#iree_vector_ext.nested_layout<{tiles}, subgroup_strides = [{strides}], thread_strides = [{lanes}]>"


ROWS = layout("1, 1", "1, 1", "1, 1", "8, 1", "1, 8", "0, 0", "1, 0")
COLUMNS = layout("1, 1", "1, 1", "1, 1", "1, 8", "8, 1", "0, 0", "0, 1")
HALVES = layout("2, 1", "1, 1", "1, 1", "4, 1", "1, 8", "1, 0", "1, 0")
BATCHES = layout("1, 1", "1, 2", "1, 1", "8, 1", "1, 4", "0, 0", "1, 0")
TYPE = "vector<8x8xf16>"


def anchor(result: str, value: str, to: str) -> str:
    return f"  {result} = iree_vector_ext.to_layout {value} to layout({to}) : {TYPE}\n"


def report(tmp_path: Path, body: str, arguments: str = "") -> CostReport:
    path = tmp_path / "a.mlir"
    path.write_text(f"func.func @f(%x: {TYPE}, %y: {TYPE}, %n: index{arguments}) {{\n{body}  return\n}}\n")
    kernel = load(
        str(path), Settings(allow_unregistered_dialect=True), lambda message, lines: pytest.fail(str(message))
    )
    assert kernel is not None
    return kernel.report()


def loop(body: str, upper: str = "%c8", step: str = "%c2") -> str:
    constants = "".join(f"  %c{number} = arith.constant {number} : index\n" for number in (1, 2, 8))
    return f"{constants}  scf.for %i = %c1 to {upper} step {step} {{\n{body}  }}\n"


CONVERTED = anchor("%a", "%x", ROWS) + anchor("%b", "%a", COLUMNS)


@pytest.mark.parametrize(
    ("has", "wants", "expected"),
    [
        (ROWS, ROWS, REGISTERS),
        (ROWS, BATCHES, REGISTERS),
        (ROWS, COLUMNS, SUBGROUP),
        (HALVES, ROWS, WORKGROUP),
        # Each subgroup has all of it, and keeps a half.
        (ROWS, HALVES, SUBGROUP),
        (COLUMNS, HALVES, SUBGROUP),
        (HALVES, HALVES.replace("subgroup_strides = [1", "subgroup_strides = [2"), WORKGROUP),
        # Who holds the other half at first? Nobody does.
        (HALVES.replace("subgroup_strides = [1", "subgroup_strides = [0"), COLUMNS, WORKGROUP),
    ],
)
def test_movement(has: str, wants: str, expected: str) -> None:
    assert movement(NestedLayout.parse(has), NestedLayout.parse(wants)) == expected


@pytest.mark.parametrize(
    ("vector", "size"),
    [
        ("4xf16", 8),
        ("4xbf16", 8),
        ("4xf8E4M3FNUZ", 4),
        ("4xi1", 1),
        ("4xi4", 2),
        ("2x2xindex", 32),
        ("[4]xf16", None),
        ("4x!llvm.ptr", None),
    ],
)
def test_bytes_of_four_elements(vector: str, size: int | None) -> None:
    with ir.Context():
        assert bytes_of(ir.Type.parse(f"vector<{vector}>")) == size


def test_an_anchor_that_converts(tmp_path: Path) -> None:
    [item] = report(tmp_path, CONVERTED).items
    assert (item.kind, item.origin, item.movement) == ("conversion", "anchor", SUBGROUP)
    assert (item.name, item.loc.line, item.loc.column) == ("%a", 3, 8)
    assert (item.element, item.bytes, item.loops) == ("f16", 128, (0, 1, 0))
    assert (str(item.has), str(item.wants)) == (ROWS, COLUMNS)


ADDED = anchor("%a", "%x", ROWS) + anchor("%b", "%y", COLUMNS) + f"  %s = arith.addf %a, %b : {TYPE}\n"


def test_a_conversion_that_is_to_be_added_names_its_readers(tmp_path: Path) -> None:
    [item] = report(tmp_path, ADDED).items
    assert (item.origin, item.name, item.loc.line) == ("added", "%b", 3)
    assert [(reader.op, reader.operand, reader.loc.line) for reader in item.readers] == [("arith.addf", 1, 4)]


def test_a_conversion_that_is_there(tmp_path: Path) -> None:
    mark = "{lanewise.conversion}"
    written = f"  %c = iree_vector_ext.to_layout %b to layout({ROWS}) {mark} : {TYPE}\n"
    body = anchor("%a", "%x", ROWS) + anchor("%b", "%y", COLUMNS) + written + f"  %s = arith.addf %a, %c : {TYPE}\n"
    [item] = report(tmp_path, body).items
    assert (item.origin, item.name, item.loc.line) == ("written", "%b", 4)
    assert [reader.op for reader in item.readers] == ["arith.addf"]


def test_a_copy(tmp_path: Path) -> None:
    zero = f"  %zero = arith.constant dense<0.0> : {TYPE}\n"
    [item] = report(tmp_path, zero + anchor("%a", "%zero", ROWS) + anchor("%b", "%zero", COLUMNS)).items
    assert (item.kind, item.movement, item.name, item.loc.line) == ("copy", REGISTERS, "%zero", 2)


def test_what_is_unknown_and_what_no_layout_reaches(tmp_path: Path) -> None:
    body = anchor("%a", "%x", ROWS) + f"  %e:2 = vector.deinterleave %a : {TYPE} -> vector<8x4xf16>\n"
    found = report(tmp_path, body + f"  %s = arith.addf %y, %y : {TYPE}\n").items
    assert [(item.kind, item.name) for item in found] == [
        ("unresolved", "%y"),
        ("unknown", "%a"),
        ("unresolved", "%s"),
    ]
    assert "operand #0 ends here" in found[1].note


def test_a_conversion_that_has_no_place(tmp_path: Path) -> None:
    """Nothing can stand behind a terminator."""
    branch = f'  %c = "test.br"() [^bb1] : () -> {TYPE}\n^bb1:\n'
    body = anchor("%a", "%x", ROWS) + anchor("%b", "%y", COLUMNS) + branch
    body += f"  %s = arith.addf %a, %c : {TYPE}\n  %t = arith.addf %b, %c : {TYPE}\n"
    kinds = [(item.kind, item.name) for item in report(tmp_path, body).items if "terminator" in item.note]
    assert kinds == [("unresolved", "%c")]


@pytest.mark.parametrize(
    ("upper", "step", "expected"),
    [("%c8", "%c2", (1, 4, 0)), ("%c8", "%c8", (1, 1, 0)), ("%c1", "%c2", (1, 0, 0)), ("%n", "%c1", (1, 1, 1))],
)
def test_trips(tmp_path: Path, upper: str, step: str, expected: tuple[int, int, int]) -> None:
    [item] = report(tmp_path, loop(CONVERTED, upper, step)).items
    assert item.loops == expected


def test_trips_of_loops_in_loops(tmp_path: Path) -> None:
    inner = f"  scf.for %j = %c1 to %n step %c1 {{\n{CONVERTED}  }}\n"
    [item] = report(tmp_path, loop(inner)).items
    assert item.loops == (2, 4, 1)
    assert item.moved == 512
    assert "loop depth 2, 4 times x unknown trips" in str(item.what)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("scf.while : () -> () { %t = arith.constant true\n scf.condition(%t) } do {", (1, 1, 1)),
        ("scf.parallel (%i, %j) = (%c1, %c1) to (%c8, %c2) step (%c1, %c1) {", (1, 7, 0)),
        ("scf.forall (%i, %j) in (3, 5) {", (1, 15, 0)),
        ("scf.forall (%i) in (%n) {", (1, 1, 1)),
        ("affine.for %i = 0 to 10 step 3 {", (1, 4, 0)),
        ("affine.for %i = 0 to %n {", (1, 1, 1)),
        ("scf.if %cond {", (0, 1, 0)),
    ],
)
def test_other_loops(tmp_path: Path, head: str, expected: tuple[int, int, int]) -> None:
    end = "  scf.yield\n" if "while" in head else ""
    constants = "".join(f"  %c{number} = arith.constant {number} : index\n" for number in (1, 2, 8))
    [item] = report(tmp_path, f"{constants}  {head}\n{CONVERTED}{end}  }}\n", ", %cond: i1").items
    assert item.loops == expected


HUGE = 2**63 - 1
MANY = 150
DIMENSIONS = ", ".join(f"%d{number}" for number in range(MANY))


@pytest.mark.parametrize(
    ("head", "depth", "expected"),
    [
        ("scf.parallel (%i, %j) = (%c1, %c1) to (%huge, %huge) step (%c1, %c1) {", 1, (1, 1, 1)),
        ("scf.for %i = %c1 to %huge step %c1 {", MANY, (MANY, HUGE - 1, MANY - 1)),
        ("scf.for %i = %c1 to %huge step %c2 {", 1, (1, HUGE // 2, 0)),
        (f"scf.forall ({DIMENSIONS}) in ({', '.join([str(HUGE)] * MANY)}) {{", 1, (1, 1, 1)),
        # Of more digits than Python reads.
        ("scf.for %i = %none to %wide step %one : i20000 {", 1, (1, 1, 1)),
    ],
)
def test_trips_beyond_64_bits_are_unknown(tmp_path: Path, head: str, depth: int, expected: tuple[int, ...]) -> None:
    constants = "".join(f"  %c{number} = arith.constant {number} : index\n" for number in (1, 2))
    constants += f"  %huge = arith.constant {HUGE} : index\n"
    wide = {"none": "0", "one": "1", "wide": "9" * 5000}
    constants += "".join(f"  %{name} = arith.constant {number} : i20000\n" for name, number in wide.items())
    heads = "\n".join(head.replace("%i", f"%i{number}") for number in range(depth))
    found = report(tmp_path, f"{constants}{heads}\n{CONVERTED}{'}' * depth}\n")
    assert [item.loops for item in found.items] == [expected]
    assert str(found).count("unknown trips") == expected[2] + bool(expected[2])


def test_a_loop_whose_bounds_have_thousands_of_digits(tmp_path: Path) -> None:
    numbers = f"  %a0 = arith.constant 0 : i20000\n  %b0 = arith.constant 1{'0' * 5000} : i20000\n"
    head = "scf.for %i = %a0 to %b0 step %b0 : i20000 {"
    [item] = report(tmp_path, f"{numbers}  {head}\n{CONVERTED}  }}\n").items
    assert item.loops == (1, 1, 1)


def test_work_that_is_spread_over_workgroups_is_no_loop(tmp_path: Path) -> None:
    body = f"  scf.forall (%i) in (64) {{\n{CONVERTED}  }} {{mapping = [#gpu.block<x>]}}\n"
    [item] = report(tmp_path, body).items
    assert item.loops == (0, 1, 0)


def test_totals(tmp_path: Path) -> None:
    found = report(tmp_path, loop(CONVERTED) + anchor("%p", "%y", HALVES) + anchor("%q", "%p", ROWS))
    totals = found.totals()
    assert totals["conversion"] == {"count": 2, "bytes": 256, "bytes_times_trips": 640, "in_loops_of_unknown_trips": 0}
    assert {name: sums["count"] for name, sums in totals["by_movement"].items()} == {
        REGISTERS: 0,
        SUBGROUP: 1,
        WORKGROUP: 1,
    }
    assert [line.split() for line in str(found).split("\n") if line.startswith("conversion")] == [
        ["conversion", "2", "256", "640"]
    ]


def compared(tmp_path: Path, before: str, after: str) -> Comparison:
    return compare(report(tmp_path, before), report(tmp_path, after))


REGISTERS_ONLY = anchor("%a", "%x", ROWS) + anchor("%b", "%a", BATCHES)
ACROSS = anchor("%a", "%x", HALVES) + anchor("%b", "%a", ROWS)
CLEAN = anchor("%a", "%x", ROWS) + anchor("%b", "%a", ROWS)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (CLEAN, CLEAN, EQUAL),
        (CLEAN, REGISTERS_ONLY, WORSE),
        (CONVERTED, CLEAN, BETTER),
        # One that crosses subgroups outweighs four that do not.
        (loop(CONVERTED), ACROSS, WORSE),
        (loop(REGISTERS_ONLY), CONVERTED, WORSE),
        (CONVERTED, loop(CONVERTED), WORSE),
        (loop(CONVERTED), loop(CONVERTED, "%n"), WORSE),
        # An unknown number of trips outweighs all that are known.
        (loop(CONVERTED, "%n"), CONVERTED + loop(CONVERTED.replace("%a", "%p").replace("%b", "%q")), BETTER),
    ],
)
def test_verdict(tmp_path: Path, before: str, after: str, verdict: str) -> None:
    found = compared(tmp_path, before, after)
    assert found.verdict == verdict
    assert str(found).startswith(verdict)


def test_what_got_worse_comes_first(tmp_path: Path) -> None:
    lines = str(compared(tmp_path, ACROSS, CONVERTED)).split("\n")
    assert lines[0].startswith("better: ")
    assert lines[1] == "  worse: converted within a subgroup: 0 bytes before, 128 bytes now"
    assert lines[2] == "  better: converted across subgroups: 128 bytes before, 0 bytes now"


def test_moved_lines_are_no_difference(tmp_path: Path) -> None:
    found = compared(tmp_path, CONVERTED, "\n\n" + CONVERTED)
    assert (found.verdict, found.added, found.removed) == (EQUAL, (), ())


def test_items_are_matched_one_to_one(tmp_path: Path) -> None:
    found = compared(tmp_path, CONVERTED, CONVERTED + anchor("%c", "%a", COLUMNS))
    assert [(item.kind, item.loc.line) for item in found.added] == [("conversion", 4)]
    assert found.removed == ()
