"""vector.broadcast: every lane that holds a copy of an element must be able to read it."""

from __future__ import annotations

from collections.abc import Iterable

from lanewise.host import ir
from lanewise.rules import Demand, LayoutOf, Node, OpRules, always, register


def backward(node: Node, layout_of: LayoutOf) -> Iterable[Demand]:
    layout = layout_of(node.results[0])
    source = node.operands[0].type
    if layout is None or not isinstance(source, ir.VectorType):
        return
    leading = layout.rank - source.rank
    demand = layout.project(range(leading))
    # A unit dimension that is stretched holds one element, whatever the result spreads there.
    stretched = [dim for dim, size in enumerate(source.shape) if size == 1 and layout.shape[leading + dim] != 1]
    yield Demand(node.op, 0, demand.with_unit(stretched))


register(OpRules("vector.broadcast", backward=backward, link=always))
