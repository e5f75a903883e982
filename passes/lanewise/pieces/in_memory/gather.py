"""Pieces from and to memory whose places other vectors name: each lane reads or writes the runs that it holds.

A dimension of the vector that runs along memory is cut into runs of neighbours, as for a transfer. Of one that only
index vectors know a lane moves all that it holds at once: their own elements say where that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.pieces.in_lane.lanes import check, is_elected
from lanewise.pieces.in_lane.registers import runs
from lanewise.pieces.in_lane.site import Site
from lanewise.pieces.in_memory.memory import FIRST, IndexBuilder, Key, Tiles, VectorAccess, assemble, keys

GATHER = "iree_vector_ext.transfer_gather"
SCATTER = "iree_vector_ext.transfer_scatter"
Dims = tuple[int | None, ...]
"""Of an affine map: the dimension of the vector that each result names; None where it names none."""


@dataclass(frozen=True)
class IndexedAccess:
    """Where a vector lies."""

    base: ir.Value
    indices: tuple[ir.Value, ...]
    dims: Dims
    """Entry i says which dimension of the vector runs along dimension i of the memory."""
    vectors: tuple[tuple[ir.Value, Dims], ...]
    """Pieces of index vectors, or scalars, and what their dimensions are of the vector's."""
    mask: tuple[ir.Value, Dims] | None


def gather(site: Site, layout: NestedLayout, element: ir.Type, access: IndexedAccess, padding: ir.Value) -> ir.Value:
    """The piece under `layout`, which the pieces of index vectors and mask follow through their maps."""
    parts = _Parts(site, layout, access)
    masks = int(access.mask is not None)
    attributes = _attributes(site, 1, len(access.indices), len(access.vectors), 1, masks)
    type_ = site.kernel.vector(runs(parts.layout).lengths, element)

    def read(key: Key) -> ir.Value:
        operands = [access.base, *parts.indices(key), *parts.vectors(key), padding, *parts.mask(key)]
        return site.value(GATHER, operands, type_, attributes)

    return assemble(site, parts.layout, element, [True] * layout.rank, read)


def scatter(site: Site, layout: NestedLayout, piece: ir.Value, access: IndexedAccess) -> None:
    """The other way; of lanes that hold the same elements one writes. Raises Failure when none can be told.

    In no order: two elements that go to one place are a mistake of the program.
    """
    parts = _Parts(site, layout, access)
    values = Tiles(site, parts.layout, piece)
    masks = int(access.mask is not None)
    attributes = _attributes(site, 1, 1, len(access.indices), len(access.vectors), masks)
    work = [
        [access.base, values.run(key), *parts.indices(key), *parts.vectors(key), *parts.mask(key)]
        for key in keys(parts.layout)
    ]
    condition = is_elected(site, layout)
    at = site if condition is None else site.only(condition)
    for operands in work:
        at.op(SCATTER, operands, attributes=attributes)


def _attributes(site: Site, *segments: int) -> dict[str, ir.Attribute]:
    """Those of the program's op, maps among them."""
    return site.carried() | {"operandSegmentSizes": site.kernel.segments(*segments)}


class _Parts:
    """By run, the operands that say where it lies."""

    def __init__(self, site: Site, layout: NestedLayout, access: IndexedAccess) -> None:
        check(site, layout)
        self._access = access
        along_memory = [dim for dim in access.dims if dim is not None]
        self.layout = whole_along(layout, [dim for dim in range(layout.rank) if dim not in along_memory])
        """By which runs are cut."""
        self._starts = IndexBuilder(site, self.layout, VectorAccess(access.base, access.indices, (), ()))
        self._vectors = [_Slices(site, self.layout, *one) for one in access.vectors]
        self._masks = [] if access.mask is None else [_Slices(site, self.layout, *access.mask)]

    def indices(self, key: Key) -> list[ir.Value]:
        return [
            start if dim is None else self._starts.index(dim, key[dim], start)
            for start, dim in zip(self._access.indices, self._access.dims, strict=True)
        ]

    def vectors(self, key: Key) -> list[ir.Value]:
        return [one.run(key) for one in self._vectors]

    def mask(self, key: Key) -> list[ir.Value]:
        return [one.run(key) for one in self._masks]


def whole_along(layout: NestedLayout, dims: Sequence[int]) -> NestedLayout:
    """The same piece, as if it were all there is along `dims`."""

    def cleared(row: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(1 if dim in dims else size for dim, size in enumerate(row))

    return replace(layout, subgroup_tile=cleared(layout.subgroup_tile), thread_tile=cleared(layout.thread_tile))


class _Slices:
    """What of a piece belongs to a run of the vector that is moved."""

    def __init__(self, site: Site, layout: NestedLayout, piece: ir.Value, dims: Dims) -> None:
        self._dims = dims
        self._scalar = None if isinstance(piece.type, ir.VectorType) else piece
        self._tiles = None if self._scalar is not None else Tiles(site, layout.apply(dims), piece)

    def run(self, key: Key) -> ir.Value:
        if self._tiles is None:
            assert self._scalar is not None
            return self._scalar
        return self._tiles.run(tuple(FIRST if dim is None else key[dim] for dim in self._dims))
