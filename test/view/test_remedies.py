# RUN: env LANEWISE_HOST=%host %pytest %s
"""Remedies do what they say: applied to the kernel parsed afresh, which is then resolved and counted anew."""

from __future__ import annotations

import json
from functools import cache

import lanewise
import pytest
from kernels import COLUMNS, CORPUS, ROWS, VECTOR, anchor, explained, kernel, parsed, random_kernel
from lanewise.analysis import Analysis, analyze
from lanewise.layout import NestedLayout
from lanewise.mlir import dialect, host
from lanewise.mlir.host import ir, passmanager
from lanewise.mlir.walk import program_order
from lanewise.transforms.convert_layouts import COPIED
from lanewise.view.remedy.edits import Change, Drop
from lanewise.view.remedy.remedies import Remedy
from lanewise.view.remedy.trial import Cost
from lanewise.view.remedy.why_conversion import Conversion, why_conversion
from lanewise.view.report.reporter import Reporter
from lanewise.view.why.why import Explainer

SEEDS = range(50)


def conversions(explain: Explainer) -> list[Conversion]:
    """Every one of a kernel, copies excepted."""
    lines = sorted({explain.names.line(clash.user) for clash in explain.analysis.clashes})
    return [one for line in lines for one in why_conversion(explain, line) if one.resolved != COPIED]


def resolve(module: ir.Module) -> None:
    manager = passmanager.PassManager("builtin.module", context=module.context)
    lanewise.add_passes(manager, "lanewise-resolve-layouts")
    manager.run(module.operation)


def counted(module: ir.Module) -> Cost:
    """Of a resolved kernel, by the report."""
    found = Reporter(analyze(module.operation)).report().of("conversion")
    return Cost(sum(item.moved for item in found), len(found))


def converts(analysis: Analysis, op: ir.Operation, operand: int) -> bool:
    """In a resolved kernel: whether this operand is converted, before the op or by it."""
    value = op.operands[operand]
    if not isinstance(value.owner, ir.Block):
        made = value.owner.operation
        if made.name == dialect.TO_LAYOUT and dialect.is_conversion(made):
            return True
    if op.name != dialect.TO_LAYOUT:
        return False
    has = analysis.layout(value)
    return has is not None and has != analysis.layout(op.results[0])


def readers(ops: list[ir.Operation], conversion: Conversion, explain: Explainer) -> list[tuple[int, int]]:
    """By number in program order, found by what is printed of them."""
    found = [
        (number, reader.operand)
        for reader in conversion.readers
        for number, op in enumerate(ops)
        if (op.name, explain.names.line(op)) == (reader.op, reader.line)
    ]
    assert len(found) == len(conversion.readers)
    return found


def check(text: str, conversion: Conversion, uses: list[tuple[int, int]], remedy: Remedy, now: Cost) -> None:
    with parsed(text) as module:
        ops = program_order(module.operation)
        remedy.apply(module)
        assert module.operation.verify()
        resolve(module)
        analysis = analyze(module.operation)
        dropped = {edit.op for edit in remedy.edits if isinstance(edit, Drop)}
        left = [use for use in uses if use[0] not in dropped and converts(analysis, ops[use[0]], use[1])]
        assert not left, str(conversion)
        assert counted(module) == remedy.remains, str(conversion)
        assert remedy.remains < now


@pytest.mark.parametrize("seed", SEEDS)
def test_each_remedy_removes_what_it_says(seed: int) -> None:
    checked(seed)


@pytest.mark.parametrize("seed", range(50, 80))
def test_remedies_put_nothing_into_a_mask(seed: int) -> None:
    check_all(random_kernel(seed, "vector-mask"))


@cache
def checked(seed: int) -> list[bool]:
    return check_all(random_kernel(seed))


def check_all(text: str) -> list[bool]:
    """Of each conversion whether it has a remedy."""
    found = []
    with parsed(text) as module:
        resolve(module)
        now = counted(module)
    with explained(text) as explain:
        ops = program_order(explain.analysis.graph.body.op)
        for conversion in conversions(explain):
            assert conversion.now == now
            assert conversion.tried > 0
            found.append(bool(conversion.remedies))
            uses = readers(ops, conversion, explain)
            for remedy in conversion.remedies:
                check(text, conversion, uses, remedy, now)
    return found


def test_most_conversions_of_random_kernels_have_a_remedy() -> None:
    found = [has for seed in SEEDS for has in checked(seed)]
    assert len(found) > 50
    assert sum(found) > 0.7 * len(found)


TWO = [
    anchor("%r", "%a", "rows"),
    anchor("%c", "%b", "columns"),
    "%sum = arith.addf %r, %c : V",
]


def one(text: str, line: int) -> Conversion:
    with explained(text) as explain:
        [conversion] = why_conversion(explain, line)
        return conversion


def told(conversion: Conversion) -> list[str]:
    lines = str(conversion).splitlines()
    return [line.strip() for line in lines if ": leaves " in line]


def test_both_anchors_are_named_and_may_change() -> None:
    conversion = one(kernel(*TWO), 6)
    assert (conversion.has.anchor.line, conversion.because.anchor.line) == (5, 4)
    assert {"change the anchor %1 of line 5 to #b: leaves no conversion"} <= set(told(conversion))
    assert {"change the anchor %0 of line 4 to #a: leaves no conversion"} <= set(told(conversion))
    assert conversion.now == Cost(512, 1)


def test_an_anchor_below_may_move_up() -> None:
    text = kernel(
        anchor("%r", "%a", "rows"),
        "%n = arith.negf %r : V",
        "%t = arith.extf %n : V to vector<16x16xf32>",
        "%e = iree_vector_ext.to_layout %t to layout(#columns) : vector<16x16xf32>",
    )
    conversion = one(text, 7)
    assert conversion.now == Cost(1024, 1)
    assert "move the anchor %3 of line 7 up, to the operands of 'arith.extf' at line 6: leaves " in str(
        conversion
    ).replace(" of line 6", " at line 6")
    moved = [remedy for remedy in conversion.remedies if remedy.kind == "move" and remedy.layout is None]
    assert [remedy.remains for remedy in moved] == [Cost(512, 1)]


def test_an_anchor_may_be_added_where_less_is_moved() -> None:
    """The source of the reduction is fixed by what else reads it: only the result, which is small, can change."""
    row = NestedLayout.parse(COLUMNS).project([1])
    text = kernel(
        anchor("%r", "%a", "rows"),
        anchor("%s", "%r", "rows"),
        "%m = vector.multi_reduction <add>, %s, %acc [1] : V to vector<16xf16>",
        "%w = arith.extf %m : vector<16xf16> to vector<16xf64>",
        f"%e = iree_vector_ext.to_layout %w to layout({row}) : vector<16xf64>",
        "%x = arith.addf %r, %s : V",
        arguments=f"%a: {VECTOR}, %acc: vector<16xf16>",
    )
    conversion = one(text, 8)
    assert conversion.now == Cost(128, 1)
    added = [remedy for remedy in conversion.remedies if remedy.kind == "add"]
    assert [(remedy.target, remedy.remains) for remedy in added] == [(("%2", 6), Cost(32, 1))]


def test_a_loop_counts_as_often_as_it_runs() -> None:
    text = kernel(
        *TWO[:2],
        "%zero = arith.constant 0 : index",
        "%one = arith.constant 1 : index",
        "%eight = arith.constant 8 : index",
        "scf.for %i = %zero to %eight step %one {",
        "%n = arith.negf %c : V",
        anchor("%e", "%n", "rows"),
        "}",
    )
    assert one(text, 11).now == Cost(8 * 512, 1)


def test_a_remedy_costs_no_layout() -> None:
    """Without its only anchor the sum would have none, and nothing to convert: that is no remedy."""
    text = kernel(anchor("%r", "%a", "rows"), "%x = vector.transpose %r, [1, 0] : V to V", "%y = arith.addf %x, %r : V")
    conversion = one(text, 6)
    assert not any(isinstance(edit, Drop) for remedy in conversion.remedies for edit in remedy.edits)
    assert conversion.tried > 2


def test_a_remedy_gives_no_reason_for_a_warning() -> None:
    """The layout of one anchor leaves elements without a lane: no other anchor is to say it as well."""
    colliding = ROWS.replace("[8, 1]", "[1, 1]")
    text = kernel(anchor("%r", "%a", "rows"), anchor("%c", "%b", "columns"), "%sum = arith.addf %r, %c : V").replace(
        COLUMNS, colliding
    )
    conversion = one(text, 6)
    assert str(conversion.has.layout) == colliding
    assert conversion.remedies
    assert not [remedy for remedy in conversion.remedies if str(remedy.layout) == colliding]


def test_copies_need_no_remedy() -> None:
    text = kernel("%k = arith.constant dense<0.0> : V", anchor("%r", "%k", "rows"), anchor("%c", "%k", "columns"))
    conversion = one(text, 5)
    assert conversion.resolved == COPIED
    assert (conversion.remedies, conversion.tried) == ((), 0)


def test_no_layouts_meet_there() -> None:
    with explained(kernel(*TWO)) as explain:
        assert why_conversion(explain, 4) == ()
        assert why_conversion(explain, 99) == ()
        assert [found.line for found in why_conversion(explain, 5)] == [5]


def test_an_anchor_through_shared_memory_is_explained() -> None:
    text = kernel(anchor("%r", "%a", "rows"), anchor("%c", "%r", "columns", " <{shared_memory_conversion}>"))
    conversion = one(text, 5)
    assert conversion.now == Cost(512, 1)
    assert {remedy.kind for remedy in conversion.remedies} >= {"change", "drop"}
    for remedy in conversion.remedies:
        check(text, conversion, [(3, 0)], remedy, conversion.now)


def test_conversions_that_stand_in_the_file() -> None:
    """After a run of the pass, remedies speak of the kernel without what the pass added."""
    with parsed(kernel(*TWO)) as module:
        resolve(module)
        before = one_of(module)
        assert before.resolved == "converted by an earlier run"
        assert before.now == Cost(512, 1)
        assert before.remedies
        for remedy in before.remedies:
            clone = ir.Module.parse(module.operation.get_asm(enable_debug_info=True, print_generic_op_form=True))
            remedy.apply(clone.operation)
            resolve(clone)
            assert counted(clone) == remedy.remains


def one_of(module: ir.Module) -> Conversion:
    [conversion] = why_conversion(Explainer(analyze(module.operation)), 5)
    return conversion


def test_a_function_is_enough() -> None:
    with parsed(kernel(*TWO)) as module:
        function = module.body.operations[0].operation
        analysis = analyze(function)
        [conversion] = why_conversion(analysis, 6)
        assert conversion.remedies
        conversion.remedies[0].apply(function)
        assert not analyze(function).clashes


def test_json_is_plain() -> None:
    conversion = one(kernel(*TWO), 6)
    data = conversion.as_json()
    assert json.loads(json.dumps(data)) == data
    assert data["remedies"][0]["edits"] == [{"edit": "change", "op": 3, "layout": ROWS}]


@pytest.mark.skipif(host.NAME != "iree", reason="inner_tiled is an op of the iree host")
def test_what_an_intrinsic_prescribes_stays() -> None:
    """Anchors around an iree_codegen.inner_tiled: the intrinsic knows no other layouts."""
    text = (CORPUS / "attention_f16.sm_80.before.mlir").read_text()
    # The result of the first intrinsic, asked for in a layout that it does not have.
    lines = text.splitlines()
    number = next(n for n, line in enumerate(lines) if "vector.multi_reduction" in line)
    source = lines[number].split("<maximumf>, ")[1].split(",")[0]
    wrong = lines[number - 1].split("layout(")[1].split(") : ")[0].replace("[0, 4, 1]", "[0, 1, 8]")
    lines.insert(number, f"%wrong = iree_vector_ext.to_layout {source} to layout({wrong}) : vector<1x64x64xf32>")
    with explained("\n".join(lines)) as explain:
        [conversion] = why_conversion(explain, number + 1)
        assert conversion.has.anchor.line == number
        ops = program_order(explain.analysis.graph.body.op)
        edited = {
            explain.names.line(ops[edit.op])
            for remedy in conversion.remedies
            for edit in remedy.edits
            if isinstance(edit, Change | Drop)
        }
        assert edited == {number + 1}


def test_an_anchor_that_reads_itself_stays() -> None:
    own = f"%0 = iree_vector_ext.to_layout %0 to layout({ROWS}) : {VECTOR}"
    other = f"%1 = iree_vector_ext.to_layout %0 to layout({COLUMNS}) : {VECTOR}"
    text = f"func.func @f() {{\n  return\n^unreachable:\n  {own}\n  {other}\n  cf.br ^unreachable\n}}"
    with explained(text) as explain:
        [conversion] = why_conversion(explain, 5)
        assert conversion.has.layout == NestedLayout.parse(ROWS)
        edits = [edit for one in conversion.remedies for edit in one.as_json()["edits"]]
        # Without the first nobody would say what its readers read; the second may go.
        assert [edit["op"] for edit in edits if edit["edit"] == "drop"] == [4]
