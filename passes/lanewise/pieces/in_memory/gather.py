"""Pieces out of memory whose places other vectors name: each lane reads the runs that it holds.

A dimension of the vector that runs along memory is cut into runs of neighbours, as for a transfer. Of one that only
index vectors know a lane reads all that it holds at once: their own elements say where that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.pieces.in_lane.lanes import check
from lanewise.pieces.in_lane.registers import runs
from lanewise.pieces.in_lane.site import Site
from lanewise.pieces.in_memory.memory import FIRST, IndexBuilder, Key, Tiles, VectorAccess, assemble

OP = "iree_vector_ext.transfer_gather"
Dims = tuple[int | None, ...]
"""Of an affine map: the dimension of the vector that each result names; None where it names none."""


@dataclass(frozen=True)
class Gather:
    """What is read, and from where."""

    base: ir.Value
    indices: tuple[ir.Value, ...]
    dims: Dims
    """Entry i says which dimension of the vector runs along dimension i of the memory."""
    vectors: tuple[tuple[ir.Value, Dims], ...]
    """Pieces of index vectors, or scalars, and what their dimensions are of the vector's."""
    padding: ir.Value
    mask: tuple[ir.Value, Dims] | None


def gather(site: Site, layout: NestedLayout, element: ir.Type, what: Gather) -> ir.Value:
    """The piece under `layout`, which the pieces of index vectors and mask follow through their maps."""
    check(site, layout)
    along_memory = [dim for dim in what.dims if dim is not None]
    cut = whole_along(layout, [dim for dim in range(layout.rank) if dim not in along_memory])
    starts = IndexBuilder(site, cut, VectorAccess(what.base, what.indices, (), ()))
    vectors = [_Slices(site, cut, *one) for one in what.vectors]
    masks = [] if what.mask is None else [_Slices(site, cut, *what.mask)]
    segments = site.kernel.segments(1, len(what.indices), len(vectors), 1, len(masks))
    attributes = site.carried() | {"operandSegmentSizes": segments}
    type_ = site.kernel.vector(runs(cut).lengths, element)

    def read(key: Key) -> ir.Value:
        indices = [
            start if dim is None else starts.index(dim, key[dim], start)
            for start, dim in zip(what.indices, what.dims, strict=True)
        ]
        sliced = [one.run(key) for one in vectors]
        operands = [what.base, *indices, *sliced, what.padding, *(one.run(key) for one in masks)]
        return site.value(OP, operands, type_, attributes)

    return assemble(site, cut, element, [True] * layout.rank, read)


def whole_along(layout: NestedLayout, dims: Sequence[int]) -> NestedLayout:
    """The same piece, as if it were all there is along `dims`."""

    def cleared(row: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(1 if dim in dims else size for dim, size in enumerate(row))

    return replace(layout, subgroup_tile=cleared(layout.subgroup_tile), thread_tile=cleared(layout.thread_tile))


class _Slices:
    """What of a piece belongs to a run of the vector that is read."""

    def __init__(self, site: Site, layout: NestedLayout, piece: ir.Value, dims: Dims) -> None:
        self._dims = dims
        self._scalar = None if isinstance(piece.type, ir.VectorType) else piece
        self._tiles = None if self._scalar is not None else Tiles(site, layout.apply(dims), piece)

    def run(self, key: Key) -> ir.Value:
        if self._tiles is None:
            assert self._scalar is not None
            return self._scalar
        return self._tiles.run(tuple(FIRST if dim is None else key[dim] for dim in self._dims))
