"""vector.scan: dest runs along with the source; the accumulated value lacks the dimension that was scanned."""

from __future__ import annotations

from collections.abc import Iterable

from lanewise.layout import NestedLayout
from lanewise.rules import Demand, LayoutOf, Node, Offer, OpRules, register

SOURCE, INITIAL = 0, 1
DEST, ACCUMULATED = 0, 1


def without_scanned(node: Node, layout: NestedLayout) -> NestedLayout:
    return layout.project([int(node.op.attributes["reduction_dim"])])


def forward(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Offer]:
    if operand == INITIAL:
        return [Offer(node.results[ACCUMULATED], layout)]
    return [Offer(node.results[DEST], layout), Offer(node.results[ACCUMULATED], without_scanned(node, layout))]


def backward(node: Node, layout_of: LayoutOf) -> Iterable[Demand]:
    layout = layout_of(node.results[DEST])
    if layout is not None:
        yield Demand(node.op, SOURCE, layout)
        yield Demand(node.op, INITIAL, without_scanned(node, layout))


register(OpRules("vector.scan", forward, backward))
