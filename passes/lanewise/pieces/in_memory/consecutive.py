"""Pieces by vector.load, vector.store and their masked forms: a transfer's runs, without padding or a map."""

from __future__ import annotations

from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.pieces.in_lane.lanes import is_elected
from lanewise.pieces.in_lane.registers import runs
from lanewise.pieces.in_lane.site import Site
from lanewise.pieces.in_memory.memory import IndexBuilder, Key, Tiles, VectorAccess, assemble, keys

ALIGNMENT = "alignment"
"""Of the address that the program names: a lane's run begins elsewhere."""


def load(
    site: Site, layout: NestedLayout, element: ir.Type, access: VectorAccess, masked: tuple[ir.Value, ir.Value] | None
) -> ir.Value:
    """The piece of what is in memory; `masked` has pieces, too: a mask, and what to take where that is off."""
    starts = IndexBuilder(site, layout, access)
    tiles = [Tiles(site, layout, piece) for piece in masked or ()]
    type_, attributes = site.kernel.vector(runs(layout).lengths, element), site.carried(ALIGNMENT)

    def read(key: Key) -> ir.Value:
        operands = [access.base, *starts.at(key), *(tile.run(key) for tile in tiles)]
        return site.value(site.node.name, operands, type_, attributes)

    return assemble(site, layout, element, [True] * layout.rank, read)


def store(site: Site, layout: NestedLayout, piece: ir.Value, access: VectorAccess, mask: ir.Value | None) -> None:
    """Write a piece; of lanes that hold the same elements one writes. Raises Failure when none can be told."""
    starts = IndexBuilder(site, layout, access)
    values = Tiles(site, layout, piece)
    masks = None if mask is None else Tiles(site, layout, mask)
    work = []
    for key in keys(layout):
        value, where = values.run(key), [access.base, *starts.at(key)]
        work.append([value, *where] if masks is None else [*where, masks.run(key), value])
    condition = is_elected(site, layout)
    at = site if condition is None else site.only(condition)
    attributes = site.carried(ALIGNMENT)
    for operands in work:
        at.op(site.node.name, operands, attributes=attributes)
