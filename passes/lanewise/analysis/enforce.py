"""Backward: what the results' layouts require of operands. Who has no layout takes the first that is required."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lanewise.analysis.graph import Graph
from lanewise.analysis.propagate import Layouts
from lanewise.mlir.host import ir
from lanewise.ops import elementwise
from lanewise.rules import RULES, Candidate, Node, OpRules, Requirement


def enforce(
    graph: Graph, layouts: Layouts, table: Mapping[str, OpRules] = RULES
) -> Iterator[tuple[Requirement, ir.Value]]:
    """Fill `layouts` in place; yield each requirement that finds another layout when it is met, and where it does."""
    layout_of = layouts.get
    rule_of = {name: record.backward for name, record in table.items() if record.backward is not None}.get
    shared, shared_layout = elementwise.backward, elementwise.shared_layout
    for node in graph.backwards():
        backward = rule_of(node.name)
        if backward is shared:
            # As below, for most ops of all: a microsecond less each.
            layout = shared_layout(node, layout_of)
            if layout is None:
                continue
            for number, value in enumerate(node.operands):
                have = layout_of(value)
                if have is None:
                    if isinstance(value.type, ir.VectorType):
                        layouts[value] = layout
                elif have is not layout and have != layout:
                    yield Requirement(node.op, number, layout), value
        elif backward is not None:
            for answer in backward(node, layout_of):
                if isinstance(answer, Candidate):
                    value = answer.value
                else:
                    value = node.operands[answer.operand] if answer.user is node.op else _operand(node, answer)
                have = layout_of(value)
                if have is None:
                    if isinstance(value.type, ir.VectorType):
                        layouts[value] = answer.layout
                elif have is not answer.layout and have != answer.layout and isinstance(answer, Requirement):
                    yield answer, value


def _operand(node: Node, requirement: Requirement) -> ir.Value:
    around = node.parent
    return (around if around is not None and requirement.user is around.op else requirement.user).operands[
        requirement.operand
    ]
