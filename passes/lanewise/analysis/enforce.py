"""Backward: what the results' layouts require of operands. Who has no layout takes the first that is required."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lanewise.analysis.graph import Graph
from lanewise.analysis.propagate import Layouts
from lanewise.layout import NestedLayout
from lanewise.mlir import dialect
from lanewise.mlir.host import ir
from lanewise.rules import RULES, Candidate, Node, OpRules, Requirement, shared_layout


class Clash(NamedTuple):
    """Operand number `operand` of `user` is `value`, which has the layout `has` where `wants` is required."""

    user: ir.Operation
    operand: int
    value: ir.Value
    has: NestedLayout
    wants: NestedLayout

    @property
    def at_anchor(self) -> bool:
        """Whether the user converts by itself, so that nothing is missing here."""
        return self.user.name == dialect.TO_LAYOUT


def enforce(
    graph: Graph, layouts: Layouts, table: Mapping[str, OpRules] = RULES, of_anchors: bool = False
) -> Iterator[Clash]:
    """Fill `layouts` in place; yield each requirement that finds another layout when it is met.

    Only where `of_anchors` is set does a to_layout give a layout to what it converts, without requiring it.
    """
    layout_of = layouts.get
    rule_of = {name: record.backward for name, record in table.items() if record.backward is not None}.get
    same_layout = {name for name, record in table.items() if record.same_layout}
    for node in graph.backwards():
        if node.name in same_layout:
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
                    yield Clash(node.op, number, value, have, layout)
            continue
        backward = rule_of(node.name)
        for answer in backward(node, layout_of) if backward is not None else ():
            if isinstance(answer, Candidate):
                if node.name == dialect.TO_LAYOUT and not of_anchors:
                    continue
                value = answer.value
            else:
                value = node.operands[answer.operand] if answer.user is node.op else _operand(node, answer)
            have, layout = layout_of(value), answer.layout
            if have is None:
                if isinstance(value.type, ir.VectorType):
                    layouts[value] = layout
            elif have is not layout and have != layout and isinstance(answer, Requirement):
                yield Clash(answer.user, answer.operand, value, have, layout)


def _operand(node: Node, requirement: Requirement) -> ir.Value:
    """Of the op around the node, most often; where it is not, the bindings are asked, which takes longer."""
    parent = node.parent
    user = parent if parent is not None and requirement.user is parent.op else requirement.user
    return user.operands[requirement.operand]
