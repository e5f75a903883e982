"""Constants whose elements differ, so that lanes hold different parts of them."""

from __future__ import annotations

from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.pieces.in_lane.registers import rearrange
from lanewise.pieces.in_lane.site import Site
from lanewise.pieces.in_memory.memory import load, plain


def piece_of(site: Site, layout: NestedLayout) -> ir.Value:
    """The piece of a constant: out of registers if each lane holds all of it, else out of a memref.global."""
    value = site.attribute("value")
    whole = NestedLayout.replicated(layout.shape)
    if whole.same_elements_per_lane(layout):
        moved = rearrange(site, site.constant(value), whole, layout)
        assert moved is not None  # A vector held row by row is one run of numbers.
        return moved
    kernel = site.kernel
    element = site.result_element()
    base = kernel.global_constant(value)
    return load(site, layout, element, plain(site, base, layout.rank), kernel.padding(element))
