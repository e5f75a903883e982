"""vector.interleave: each lane interleaves the elements that it has, so the last element tile doubles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lanewise.layout import NestedLayout
from lanewise.rules import Demand, LayoutOf, Node, Offer, OpRules, always, register


def with_last_tile(layout: NestedLayout, tile: int) -> NestedLayout:
    return replace(layout, element_tile=(*layout.element_tile[:-1], tile))


def forward(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Offer]:
    return [Offer(node.results[0], with_last_tile(layout, 2 * layout.element_tile[-1]))]


def backward(node: Node, layout_of: LayoutOf) -> Iterable[Demand]:
    layout = layout_of(node.results[0])
    if layout is None or layout.element_tile[-1] % 2:
        return []
    half = with_last_tile(layout, layout.element_tile[-1] // 2)
    return [Demand(node.op, 0, half), Demand(node.op, 1, half)]


register(OpRules("vector.interleave", forward, backward, link=always))
