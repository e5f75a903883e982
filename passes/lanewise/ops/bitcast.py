"""vector.bitcast: each lane cuts the bits of its neighbouring elements anew."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from lanewise import pieces
from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.rules import Candidate, LayoutOf, Node, OpRules, Requirement, Site, register

UNKNOWN = "the bindings do not know how wide elements are before and after: of f80, f128 and the like"


def widths(node: Node) -> tuple[int, int] | None:
    """Of elements before and after, one in terms of the other; None where the bindings do not know."""
    before, after = (value.type.element_type for value in (node.operands[0], node.results[0]))
    if before == after:
        return 1, 1
    known = ir.IntegerType | ir.FloatType
    return (before.width, after.width) if isinstance(before, known) and isinstance(after, known) else None


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


def forward(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Candidate]:
    sizes = widths(node)
    found = cast(layout, *sizes) if sizes else None
    return () if found is None else [Candidate(node.results[0], found)]


def backward(node: Node, layout_of: LayoutOf) -> Iterable[Requirement]:
    layout, have, sizes = layout_of(node.results[0]), layout_of(node.operands[0]), widths(node)
    if layout is None or sizes is None:
        return
    before, after = sizes
    fits = have is not None and cast(have, before, after) == layout
    found = have if fits else cast(layout, after, before)
    if found is not None:
        yield Requirement(node.op, 0, found)


def warning(node: Node, layout_of: LayoutOf) -> str | None:
    layout, sizes = layout_of(node.operands[0]), widths(node)
    if layout is None or (sizes and cast(layout, *sizes) is not None):
        return None
    return unfit(layout, *sizes) if sizes else f"operand #0 has {layout}, which ends here: {UNKNOWN}"


def unfit(layout: NestedLayout, before: int, after: int) -> str:
    needed = math.lcm(before, after) // before
    return (
        f"operand #0 has {layout}, under which lanes hold parts of new elements: "
        f"needed an element tile of a multiple of {needed}, let it read a to_layout with such a tile"
    )


def distribute(site: Site) -> Sequence[ir.Value]:
    layout = site.layout(0)
    sizes = widths(site.node)
    if sizes is None:
        raise site.refuse(UNKNOWN)
    before, after = sizes
    source, target = whole(layout, before, after), cast(layout, before, after)
    if source is None or target is None:
        raise site.refuse(unfit(layout, before, after))
    piece = pieces.convert.convert(site, site.operands[0], layout, source)
    type_ = site.kernel.vector(target.piece, site.result_element())
    value = site.value("vector.bitcast", [piece], type_, site.carried())
    return [pieces.convert.convert(site, value, target, site.result_layout())]


register(OpRules("vector.bitcast", forward, backward, distribute, warning=warning))
