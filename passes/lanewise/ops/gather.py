"""vector.gather and iree_vector_ext.transfer_gather: each lane reads the elements of its piece."""

from __future__ import annotations

from collections.abc import Iterable

from lanewise.layout import NestedLayout
from lanewise.ops.maps import dims
from lanewise.rules import Demand, LayoutOf, Node, Offer, OpRules, register, stays


def forward(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Offer]:
    return [Offer(node.results[0], layout)]


def backward(node: Node, layout_of: LayoutOf) -> Iterable[Demand]:
    layout = layout_of(node.results[0])
    if layout is None:
        return
    # The last three operands: indices, mask, pass-through. Before them stand the base and its offsets.
    last = len(node.operands)
    for operand in range(last - 3, last):
        yield Demand(node.op, operand, layout)


def backward_transfer(node: Node, layout_of: LayoutOf) -> Iterable[Demand]:
    layout = layout_of(node.results[0])
    if layout is None:
        return
    base, offsets, indices, padding, mask = node.op.attributes["operandSegmentSizes"]
    maps = [dims(attribute) for attribute in node.op.attributes["indexing_maps"]]
    first = base + offsets
    for number in range(indices):
        yield Demand(node.op, first + number, layout.apply(maps[1 + number]))
    if mask:
        yield Demand(node.op, first + indices + padding, layout.apply(maps[1 + indices]))


register(OpRules("vector.gather", forward, backward, stays))
register(OpRules("iree_vector_ext.transfer_gather", backward=backward_transfer))
