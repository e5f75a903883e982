"""vector.contract: result dimensions take the tiles of the operand dimensions that they come from."""

from __future__ import annotations

from collections.abc import Iterable

from lanewise.layout import NestedLayout
from lanewise.ops.maps import enclosing_mask, inverse, projection
from lanewise.rules import Demand, LayoutOf, Node, Offer, OpRules, register

LHS, RHS, ACC = 0, 1, 2


def forward(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Offer]:
    if operand == ACC:
        return [Offer(node.results[0], layout)]
    offers = []
    result = recombined(node, layout_of)
    # Two result dimensions spread over the same lanes leave most elements to no lane: such a layout is refused.
    if result is not None and result.covers():
        offers.append(Offer(node.results[0], result))
    offers.extend(
        Offer(demand.user.operands[demand.operand], demand.layout) for demand in of_mask(node, operand, layout)
    )
    return offers


def backward(node: Node, layout_of: LayoutOf) -> Iterable[Demand]:
    layout = layout_of(node.results[0])
    if layout is not None:
        yield Demand(node.op, ACC, layout)
    for operand in (LHS, RHS):
        source = layout_of(node.operands[operand])
        if source is not None:
            yield from of_mask(node, operand, source)


def recombined(node: Node, layout_of: LayoutOf) -> NestedLayout | None:
    """The layout that lhs and rhs together give the result, None while one of them has none or where they disagree."""
    lhs, rhs = layout_of(node.operands[LHS]), layout_of(node.operands[RHS])
    if lhs is None or rhs is None:
        return None
    maps = [projection(attribute) for attribute in node.op.attributes["indexing_maps"]]
    return NestedLayout.recombine([lhs, rhs], maps[:ACC], maps[ACC])


def of_mask(node: Node, operand: int, layout: NestedLayout) -> Iterable[Demand]:
    """What an operand asks of an enclosing mask, whose dimensions are the iteration's: all of them or nothing."""
    mask = enclosing_mask(node.op)
    if mask is None:
        return
    iteration = projection(node.op.attributes["indexing_maps"][operand])
    if sorted(iteration) == list(range(len(node.op.attributes["iterator_types"]))):
        yield Demand(mask, 0, layout.permute(inverse(iteration)))


def doubt(node: Node, layout_of: LayoutOf) -> str | None:
    result = recombined(node, layout_of)
    if result is None or result.covers():
        return None
    return (
        "lhs and rhs spread two dimensions of the result over the same lanes: "
        f"refused {result}, which leaves elements without a lane"
    )


register(OpRules("vector.contract", forward, backward, doubt=doubt))
