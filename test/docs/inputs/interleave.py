"""vector.interleave: each lane interleaves the elements that it has, so the last element tile doubles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lanewise.plugin import Candidate, LayoutOf, NestedLayout, Node, OpRules, Requirement, Site, always, register


def with_last_tile(layout: NestedLayout, tile: int) -> NestedLayout:
    return replace(layout, element_tile=(*layout.element_tile[:-1], tile))


def forward(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Candidate]:
    return [Candidate(node.results[0], with_last_tile(layout, 2 * layout.element_tile[-1]))]


def backward(node: Node, layout_of: LayoutOf) -> Iterable[Requirement]:
    layout = layout_of(node.results[0])
    if layout is None or layout.element_tile[-1] % 2:
        return []
    half = with_last_tile(layout, layout.element_tile[-1] // 2)
    return [Requirement(node.op, 0, half), Requirement(node.op, 1, half)]


def distribute(site: Site) -> None:
    # The last dimension of a piece is the last element tile: the op itself does to pieces what it does to vectors.
    for number in (0, 1):
        layout = site.layout(number)
        if with_last_tile(layout, 2 * layout.element_tile[-1]) != site.result_layout():
            raise site.refuse(f"operand #{number} has {layout}, which does not become {site.result_layout()}")


register(OpRules("vector.interleave", forward, backward, distribute, pure=always))
