"""vector.multi_reduction: the result keeps the layout of the dimensions that stay."""

from __future__ import annotations

from collections.abc import Iterable

from lanewise.layout import NestedLayout
from lanewise.ops.maps import enclosing_mask
from lanewise.rules import Demand, LayoutOf, Node, Offer, OpRules, register

SOURCE, ACC = 0, 1


def forward(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Offer]:
    if operand == ACC:
        return [Offer(node.results[0], layout)]
    offers = [Offer(node.results[0], layout.project(list(node.op.attributes["reduction_dims"])))]
    mask = enclosing_mask(node.op)
    if mask is not None:
        offers.append(Offer(mask.operands[0], layout))
    return offers


def backward(node: Node, layout_of: LayoutOf) -> Iterable[Demand]:
    layout = layout_of(node.results[0])
    if layout is not None:
        yield Demand(node.op, ACC, layout)
    source = layout_of(node.operands[SOURCE])
    mask = enclosing_mask(node.op)
    if mask is not None and source is not None:
        yield Demand(mask, 0, source)


register(OpRules("vector.multi_reduction", forward, backward))
