"""Forward: from the anchors along the uses. The first layout that reaches a value is the one it gets."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from lanewise import dialect
from lanewise.analysis.graph import Graph
from lanewise.host import ir
from lanewise.layout import NestedLayout
from lanewise.rules import RULES, OpRules

Candidates = dict[ir.Value, tuple[NestedLayout, ...]]

MAX_CANDIDATES = 4
"""Layouts that one value may collect. Later ones reach users that could not take the first. As in the oracle."""


def propagate(
    graph: Graph, anchors: Mapping[ir.Value, NestedLayout], table: Mapping[str, OpRules] = RULES
) -> Candidates:
    """The layouts that reach each value from the anchors, in order of arrival."""
    candidates: Candidates = {}
    waiting: deque[ir.Value] = deque()
    converted = graph.converted
    alone: dict[NestedLayout, tuple[NestedLayout]] = {}  # Most values have one candidate: one tuple for all of them.

    def offer(value: ir.Value, layout: NestedLayout) -> None:
        if converted:
            value = graph.source(value)
        have = candidates.get(value)
        if have is None:
            if isinstance(value.type, ir.VectorType):
                candidates[value] = alone.setdefault(layout, (layout,))
                waiting.append(value)
        elif layout not in have and len(have) < MAX_CANDIDATES:
            candidates[value] = (*have, layout)
            waiting.append(value)

    def first(value: ir.Value) -> NestedLayout | None:
        have = candidates.get(graph.source(value) if converted else value)
        return have[0] if have else None

    for value, layout in anchors.items():
        offer(value, layout)
    while waiting:
        value = waiting.popleft()
        for layout in candidates[value]:
            for operand, user in graph.uses(value):
                rules = table.get(user.name)
                if rules is not None and rules.forward is not None:
                    for wish in rules.forward(user, operand, layout, first):
                        offer(*wish)
    return candidates


def written(graph: Graph) -> dict[ir.Value, NestedLayout]:
    """The layout that each to_layout says. Raises Failure for one that says none, or one that does not fit."""
    reader = dialect.Reader()
    found: dict[ir.Value, NestedLayout] = {}
    for node in graph.post_order():
        if node.name == dialect.TO_LAYOUT:
            layout = reader.layout(node.op, node.operands, node.results)
            assert layout is not None  # The reader raises for a to_layout without one.
            found[node.results[0]] = layout
    return found
