"""From one layout to another: within the registers of each lane where that is enough, else through workgroup memory."""

from __future__ import annotations

from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.pieces.across_lanes.exchange import exchange
from lanewise.pieces.in_lane.lanes import check
from lanewise.pieces.in_lane.registers import rearrange
from lanewise.pieces.in_lane.site import Site


def convert(site: Site, piece: ir.Value, source: NestedLayout, target: NestedLayout) -> ir.Value:
    """The piece under `target`; the shapes may differ, elements are numbered row-major. Raises Failure."""
    if source == target:
        return piece
    if source.same_elements_per_lane(target):
        moved = rearrange(site, piece, source, target)
        if moved is not None:
            return moved
    check(site, source)
    check(site, target)
    [moved] = exchange(site, [piece], source, target)
    return moved


def mask_in(site: Site, layout: NestedLayout) -> ir.Value:
    """The piece of the mask of an enclosing vector.mask under `layout`. Raises Failure."""
    assert site.mask is not None
    if site.mask_layout is None:
        raise site.refuse("the mask around it has no layout: no anchor reaches it, let it read a to_layout")
    return convert(site, site.mask, site.mask_layout, layout)
