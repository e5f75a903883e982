"""Backward: what the results' layouts demand of operands. Who has no layout takes the first that is demanded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lanewise.analysis.graph import Graph
from lanewise.host import ir
from lanewise.layout import NestedLayout
from lanewise.rules import RULES, Demand, Node, Offer, OpRules

Layouts = dict[ir.Value, NestedLayout]


def enforce(graph: Graph, layouts: Layouts, table: Mapping[str, OpRules] = RULES) -> Iterator[tuple[Demand, ir.Value]]:
    """Fill `layouts` in place; yield each demand that finds another layout when it is met, and where it does."""
    layout_of = layouts.get
    for node in graph.backwards():
        rules = table.get(node.name)
        if rules is None or rules.backward is None:
            continue
        op, operands = node.op, node.operands
        for wish in rules.backward(node, layout_of):
            if isinstance(wish, Offer):
                value = wish.value
            else:
                value = operands[wish.operand] if wish.user is op else _operand(node, wish)
            have = layout_of(value)
            if have is None:
                if isinstance(value.type, ir.VectorType):
                    layouts[value] = wish.layout
            elif have is not wish.layout and have != wish.layout and isinstance(wish, Demand):
                yield wish, value


def _operand(node: Node, demand: Demand) -> ir.Value:
    around = node.parent
    return (around if around is not None and demand.user is around.op else demand.user).operands[demand.operand]
