"""Forward: from the anchors along the uses. The first layout that reaches a value is the one it gets."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping

from lanewise.analysis.graph import Graph
from lanewise.layout import NestedLayout
from lanewise.mlir import dialect
from lanewise.mlir.host import ir
from lanewise.rules import RULES, OpRules

Layouts = dict[ir.Value, NestedLayout]
CandidateLayouts = dict[ir.Value, tuple[NestedLayout, ...]]

MAX_CANDIDATES = 4
"""Layouts that one value may collect. Later ones reach users that could not take the first. As in the oracle."""


def propagate(
    graph: Graph, anchors: Layouts, table: Mapping[str, OpRules] = RULES, known: Layouts | None = None
) -> tuple[Layouts, CandidateLayouts]:
    """The layout that reaches each value first from the anchors; of values that others reach later, all by arrival.
    Values that are `known` have theirs already and take no other; anchors among them hand it on."""
    layouts: Layouts = dict(known or {})
    candidates: CandidateLayouts = {}
    waiting: deque[ir.Value] = deque(value for value in anchors if value in layouts)
    converted = graph.converted
    arrive = _arrival(graph, layouts, candidates, waiting, known or {})
    for value, layout in anchors.items():
        arrive(value, layout)

    def first(value: ir.Value) -> NestedLayout | None:
        return layouts.get(graph.source(value) if converted else value)

    rules = {name: record.forward for name, record in table.items() if record.forward is not None}
    same_layout = {name for name, record in table.items() if record.same_layout and not converted}
    verified = {name for name in same_layout if table[name].verified}
    uses, forward_of, layout_of = graph.uses, rules.get, layouts.get
    while waiting:
        value = waiting.popleft()
        for layout in (candidates and candidates.get(value)) or (layouts[value],):
            for operand, user in uses(value):
                if user.name in same_layout:
                    # As below, for most uses of all: half a microsecond less each.
                    for result in user.results:
                        have = layout_of(result)
                        if have is None:
                            if user.name in verified or isinstance(result.type, ir.VectorType):
                                layouts[result] = layout
                                waiting.append(result)
                        elif have is not layout:
                            arrive(result, layout)
                    continue
                forward = forward_of(user.name)
                for target, suggested, _ in forward(user, operand, layout, first) if forward is not None else ():
                    if layout_of(target) is not suggested:  # Twice around each loop.
                        arrive(target, suggested)
    return layouts, candidates


def _arrival(
    graph: Graph,
    layouts: Layouts,
    candidates: CandidateLayouts,
    waiting: deque[ir.Value],
    known: Layouts,
) -> Callable[[ir.Value, NestedLayout], None]:
    """What is done when a layout reaches a value: it is noted if it is news, and the value waits to hand it on."""
    converted = graph.converted

    def arrive(value: ir.Value, layout: NestedLayout) -> None:
        if converted:
            value = graph.source(value)
        if value not in layouts:
            if isinstance(value.type, ir.VectorType):
                layouts[value] = layout
                waiting.append(value)
            return
        if value in known:
            return
        have = candidates.get(value) or (layouts[value],)
        if layout not in have and len(have) < MAX_CANDIDATES:
            candidates[value] = (*have, layout)
            waiting.append(value)

    return arrive


def declared_layouts(graph: Graph) -> Layouts:
    """The layout that each to_layout says. Raises Failure for one that says none, or one that does not fit."""
    reader = dialect.LayoutReader()
    found: Layouts = {}
    for node in graph.post_order():
        if node.name == dialect.TO_LAYOUT:
            layout = reader.layout(node.op, node.operands, node.results)
            assert layout is not None  # The reader raises for a to_layout without one.
            found[node.results[0]] = layout
    return found
