# RUN: env LANEWISE_HOST=%host %pytest %s
"""An op that is declared to have one layout is analysed as by rules written out, of which the analysis calls none."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from lanewise.analysis import Analysis, analyze
from lanewise.command.session import Session, Settings
from lanewise.layout import NestedLayout
from lanewise.mlir.diagnostics import Failure, Message
from lanewise.mlir.host import ir
from lanewise.rules import RULES, Candidate, LayoutOf, Node, OpRules, Requirement

sys.path.insert(0, str(Path(__file__).parents[1] / "random"))

from generate import AGREEING, DIFFERING, program

ROWS = (
    "#iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8], "
    "element_tile = [2], subgroup_strides = [0], thread_strides = [1]>"
)


def forward(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Candidate]:
    return [Candidate(result, layout) for result in node.results]


def backward(node: Node, layout_of: LayoutOf) -> Iterable[Requirement]:
    for result in node.results:
        layout = layout_of(result)
        if layout is not None:
            return [Requirement(node.op, number, layout, result) for number in range(len(node.operands))]
    return []


def module(text: str) -> ir.Module:
    said: list[Message] = []
    session = Session(Settings(allow_unregistered_dialect=True), "kernel.mlir", said.append)
    with session.context:
        parsed = session.parse(text)
    assert parsed is not None, said
    return parsed


def found(analysis: Analysis) -> tuple[object, ...]:
    return analysis.layouts, analysis.candidates, analysis.clashes


@pytest.mark.parametrize("seed", range(30))
def test_rules_written_out_come_to_the_same(seed: int) -> None:
    features = (*AGREEING, *DIFFERING)
    parsed = module(program(seed, frozenset([features[seed % len(features)]])).text)
    written_out = {
        name: replace(record, forward=forward, backward=backward, same_layout=False) if record.same_layout else record
        for name, record in RULES.items()
    }
    assert sum(record.same_layout for record in RULES.values()) > 100
    analysis = analyze(parsed.operation)
    assert found(analysis) == found(analyze(parsed.operation, written_out))
    assert len(analysis.layouts) > 1


def kernel(op: str) -> str:
    return f"""func.func @f(%x: vector<16xf32>, %y: vector<16xf32>) -> vector<16xf32> {{
  %0 = iree_vector_ext.to_layout %x to layout({ROWS}) : vector<16xf32>
  %1 = {op}
  %2 = arith.negf %1 : vector<16xf32>
  return %2 : vector<16xf32>
}}
"""


def test_an_op_of_a_plugin_needs_no_rules_beside_it() -> None:
    parsed = module(kernel('"test.add"(%0, %y) : (vector<16xf32>, vector<16xf32>) -> vector<16xf32>'))
    table = {**RULES, "test.add": OpRules("test.add", same_layout=True)}
    explicit = {**RULES, "test.add": OpRules("test.add", forward, backward)}
    analysis = analyze(parsed.operation, table)
    assert found(analysis) == found(analyze(parsed.operation, explicit))
    assert len(analysis.layouts) == 5  # %y too, of which it is required, and %x by its anchor.


def test_an_op_with_regions_is_refused() -> None:
    op = '"test.add"(%0) ({ %3 = arith.negf %y : vector<16xf32> }) : (vector<16xf32>) -> vector<16xf32>'
    table = {**RULES, "test.add": OpRules("test.add", same_layout=True)}
    with pytest.raises(Failure, match=re.escape("'test.add' say same_layout")):
        analyze(module(kernel(op)).operation, table)


@pytest.mark.parametrize("kind", ["forward", "backward"])
def test_a_rule_beside_it_is_refused(kind: str) -> None:
    with pytest.raises(ValueError, match=f"test.add has a rule '{kind}' beside same_layout"):
        OpRules("test.add", **{kind: lambda *_: []}, same_layout=True)


def test_scalars_have_no_layout() -> None:
    """Whatever other ops of that name make, before or behind."""
    scalar, vector = "f32", "vector<16xf32>"
    types = [(vector, vector), (vector, scalar), (scalar, vector), (vector, vector)]
    lines = [f'%{number + 1} = "my.op"(%{number}) : ({a}) -> {b}' for number, (a, b) in enumerate(types)]
    lines[0] = lines[0].replace("%0", "%x")
    anchor = f"%x = iree_vector_ext.to_layout %a to layout({ROWS}) : {vector}"
    parsed = module("\n".join([f"func.func @f(%a: {vector}) {{", anchor, *lines, "return }"]))
    analysis = analyze(parsed.operation, RULES | {"my.op": OpRules("my.op", same_layout=True)})
    assert len(analysis.layouts) == 3
    assert all(isinstance(value.type, ir.VectorType) for value in analysis.layouts)
