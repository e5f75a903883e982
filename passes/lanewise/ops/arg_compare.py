"""iree_vector_ext.arg_compare: value and index are reduced together along one dimension."""

from __future__ import annotations

from collections.abc import Iterable

from lanewise.layout import NestedLayout
from lanewise.rules import Demand, LayoutOf, Node, Offer, OpRules, register


def inits(node: Node) -> range:
    """The operand numbers of the initial value and index: after the inputs, before the index base."""
    value, index, *_ = node.op.attributes["operandSegmentSizes"]
    return range(value + index, value + index + 2)


def forward(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Offer]:
    first = inits(node)
    if operand in first:
        return [Offer(node.results[operand - first.start], layout)]
    reduced = layout.project([int(node.op.attributes["dimension"])])
    return [Offer(result, reduced) for result in node.results]


def backward(node: Node, layout_of: LayoutOf) -> Iterable[Demand]:
    for operand, result in zip(inits(node), node.results, strict=True):
        layout = layout_of(result)
        if layout is not None:
            yield Demand(node.op, operand, layout)


register(OpRules("iree_vector_ext.arg_compare", forward, backward))
register(OpRules("iree_vector_ext.yield", boundary=True))
