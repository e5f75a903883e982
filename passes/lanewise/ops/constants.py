"""Constants, poison, step and masks: values that cost little to compute again take whatever layout is asked of them."""

from __future__ import annotations

from collections.abc import Sequence

from lanewise import pieces
from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.rules import OpRules, Site, always, in_place, register


def distribute_constant(site: Site) -> Sequence[ir.Value] | None:
    value = site.attribute("value")
    layout = site.result_layout()
    if not layout.rank:
        return None
    if isinstance(value, ir.DenseElementsAttr) and value.is_splat:
        same = site.kernel.splat(layout.piece, value.get_splat_value())
        return [site.value("arith.constant", [], same.type, {**site.carried(), "value": same})]
    return [pieces.constants.piece_of(site, layout)]


def distribute_step(site: Site) -> Sequence[ir.Value]:
    found, element = pieces.positions.positions(site, site.result_layout(), 0), site.result_element()
    if isinstance(element, ir.IndexType):
        return [found]
    return [site.value("arith.index_cast", [found], site.kernel.vector(found.type.shape, element))]


def distribute_create_mask(site: Site) -> Sequence[ir.Value] | None:
    layout = site.result_layout()
    if not layout.rank:
        return None
    return [in_bounds(site, layout, list(site.operands))]


def distribute_constant_mask(site: Site) -> Sequence[ir.Value] | None:
    layout = site.result_layout()
    if not layout.rank:
        return None
    return [in_bounds(site, layout, [site.kernel.index(size) for size in site.attribute("mask_dim_sizes")])]


def in_bounds(site: Site, layout: NestedLayout, bounds: Sequence[ir.Value]) -> ir.Value:
    """Which elements of a piece are below `bounds` in all dimensions."""
    flag = site.kernel.type("i1")
    mask: ir.Value | None = None
    for dim, bound in enumerate(bounds):
        known = site.kernel.constant_value(bound)
        if known is not None and known >= layout.shape[dim]:
            continue
        indices = pieces.positions.positions(site, layout, dim)
        limit = site.value("vector.broadcast", [bound], indices.type)
        # Signed: bounds below 0 count as 0.
        inside = pieces.positions.fill(site, site.compare(pieces.kernel.LESS, indices, limit), layout)
        mask = inside if mask is None else site.value("arith.andi", [mask, inside], mask.type)
    return mask if mask is not None else site.splat(layout.piece, ir.IntegerAttr.get(flag, 1))


register(OpRules("arith.constant", distribute=distribute_constant, constant=True))
register(OpRules("ub.poison", distribute=in_place, constant=True))
register(OpRules("vector.step", distribute=distribute_step, pure=always))
register(OpRules("vector.create_mask", distribute=distribute_create_mask, pure=always))
register(OpRules("vector.constant_mask", distribute=distribute_constant_mask, pure=always))
