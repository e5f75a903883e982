"""vector.bitcast: each lane cuts the bits of its neighbouring elements anew."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from lanewise import pieces
from lanewise.host import ir
from lanewise.layout import NestedLayout
from lanewise.rules import Demand, LayoutOf, Node, Offer, OpRules, Site, register


def width(value: ir.Value) -> int:
    """Bits of an element; bitcasts have none of index."""
    found = value.type.element_type.width
    assert isinstance(found, int)
    return found


def whole(layout: NestedLayout, before: int, after: int) -> NestedLayout | None:
    """The layout, or one that holds the same in other registers, under which runs of elements are whole new ones."""
    if layout.rank == 0 or layout.element_tile[-1] * before % after == 0:
        return layout
    if layout.thread_tile[-1] > 1:
        return None
    run = layout.batch_tile[-1] * layout.outer_tile[-1] * layout.element_tile[-1]
    if run * before % after:
        return None
    return replace(
        layout,
        batch_tile=(*layout.batch_tile[:-1], 1),
        outer_tile=(*layout.outer_tile[:-1], 1),
        element_tile=(*layout.element_tile[:-1], run),
    )


def cast(layout: NestedLayout, before: int, after: int) -> NestedLayout | None:
    """The layout of the same bits in elements of another width."""
    found = whole(layout, before, after)
    if found is None or found.rank == 0:
        return found
    return replace(found, element_tile=(*found.element_tile[:-1], found.element_tile[-1] * before // after))


def forward(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Offer]:
    found = cast(layout, width(node.operands[0]), width(node.results[0]))
    return () if found is None else [Offer(node.results[0], found)]


def backward(node: Node, layout_of: LayoutOf) -> Iterable[Demand]:
    layout, have = layout_of(node.results[0]), layout_of(node.operands[0])
    if layout is None:
        return
    before, after = width(node.operands[0]), width(node.results[0])
    fits = have is not None and cast(have, before, after) == layout
    found = have if fits else cast(layout, after, before)
    if found is not None:
        yield Demand(node.op, 0, found)


def doubt(node: Node, layout_of: LayoutOf) -> str | None:
    layout = layout_of(node.operands[0])
    before, after = width(node.operands[0]), width(node.results[0])
    if layout is None or cast(layout, before, after) is not None:
        return None
    return unfit(layout, before, after)


def unfit(layout: NestedLayout, before: int, after: int) -> str:
    needed = math.lcm(before, after) // before
    return (
        f"operand #0 has {layout}, under which lanes hold parts of new elements: "
        f"needed an element tile of a multiple of {needed}, let it read a to_layout with such a tile"
    )


def distribute(site: Site) -> Sequence[ir.Value]:
    layout = site.layout(0)
    before, after = width(site.node.operands[0]), width(site.node.results[0])
    source, target = whole(layout, before, after), cast(layout, before, after)
    if source is None or target is None:
        raise site.refuse(unfit(layout, before, after))
    piece = pieces.convert.convert(site, site.operands[0], layout, source)
    value = site.value("vector.bitcast", [piece], site.kernel.vector(target.piece, site.result_element()))
    return [pieces.convert.convert(site, value, target, site.result_layout())]


register(OpRules("vector.bitcast", forward, backward, distribute, doubt=doubt))
