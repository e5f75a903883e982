"""Pieces to and from memory: each lane reads and writes the runs of neighbours that it holds."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lanewise.layout import NestedLayout
from lanewise.layout.lanes import CACHED
from lanewise.mlir.host import ir
from lanewise.pieces.in_lane.kernel import Builder, Kernel, once_per_kernel
from lanewise.pieces.in_lane.lanes import is_elected, lane, linearize
from lanewise.pieces.in_lane.registers import BatchOuter, by_runs, from_runs, runs
from lanewise.pieces.in_lane.site import Site

Key = tuple[BatchOuter, ...]
"""Which run of a piece, by dimension."""

FIRST = BatchOuter(0, 0)


@dataclass(frozen=True)
class VectorAccess:
    """Where a vector lies: the dimension of memory that each of its dimensions runs along, None for copies of one."""

    base: ir.Value
    indices: tuple[ir.Value, ...]
    dims: tuple[int | None, ...]
    in_bounds: tuple[bool, ...]
    marks: tuple[tuple[str, ir.Attribute], ...] = ()
    """Other attributes of each transfer."""

    def used(self) -> list[int]:
        """The vector dimensions that run along memory, in the order of memory: those of a mask."""
        by_memory = {memory: dim for dim, memory in enumerate(self.dims) if memory is not None}
        return [by_memory[memory] for memory in sorted(by_memory)]


def plain(site: Builder, base: ir.Value, rank: int) -> VectorAccess:
    """All of a buffer, dimension by dimension."""
    return VectorAccess(base, (site.kernel.index(0),) * rank, tuple(range(rank)), (True,) * rank)


def load(
    site: Site,
    layout: NestedLayout,
    element: ir.Type,
    access: VectorAccess,
    padding: ir.Value,
    mask: ir.Value | None = None,
) -> ir.Value:
    """The piece of what is in memory. `mask` is a piece, too, of its own layout (see mask_layout)."""
    masks = _Masks(site, layout, access, mask)
    type_ = site.kernel.vector(runs(layout).lengths, element)
    starts = IndexBuilder(site, layout, access)
    rank = len(access.indices)
    attributes = _attributes(site, access, (1, rank, 1, int(mask is not None)))

    def read(key: Key) -> ir.Value:
        operands = [access.base, *starts.at(key), padding, *masks.run(key)]
        return site.value("vector.transfer_read", operands, type_, attributes)

    return assemble(site, layout, element, [memory is not None for memory in access.dims], read)


def assemble(
    site: Site, layout: NestedLayout, element: ir.Type, differs: Sequence[bool], read: Callable[[Key], ir.Value]
) -> ir.Value:
    """The piece that is made of runs, of which those along dimensions that do not `differs` are copies of one."""
    found = runs(layout)
    type_ = site.kernel.vector(found.shape, element)
    if found.single:
        return from_runs(site, read((FIRST,) * layout.rank), layout, type_)
    known: dict[Key, ir.Value] = {}
    whole: ir.Value | None = None
    for key in keys(layout):
        seen = key if all(differs) else tuple(tile if differs[dim] else FIRST for dim, tile in enumerate(key))
        if seen not in known:
            known[seen] = read(key)
        if whole is None:
            whole = site.poison(type_)
        whole = site.value("vector.insert", [known[seen], whole], type_, _position(site, key))
    assert whole is not None
    return from_runs(site, whole, layout, type_)


def store(
    site: Site, layout: NestedLayout, piece: ir.Value, access: VectorAccess, mask: ir.Value | None = None
) -> None:
    """Write a piece; of lanes that hold the same elements one writes. Raises Failure when none can be told."""
    masks = _Masks(site, layout, access, mask)
    values = Tiles(site, layout, piece)
    starts = IndexBuilder(site, layout, access)
    work = []
    for key in keys(layout):
        masked = masks.run(key)
        work.append([values.run(key), access.base, *starts.at(key), *masked])
    condition = is_elected(site, layout)
    at = site if condition is None else site.only(condition)
    rank = len(access.indices)
    attributes = _attributes(site, access, (1, 1, rank, int(mask is not None)))
    for operands in work:
        at.op("vector.transfer_write", operands, attributes=attributes)


def mask_layout(layout: NestedLayout, access: VectorAccess) -> NestedLayout:
    return layout.apply(access.used())


@lru_cache(CACHED)
def keys(layout: NestedLayout) -> tuple[Key, ...]:
    """Of all runs of a piece, in the order of its registers."""
    tiles = runs(layout).tiles
    batches = itertools.product(*(range(tile.batch) for tile in tiles))
    outers = tuple(itertools.product(*(range(tile.outer) for tile in tiles)))
    return tuple(tuple(map(BatchOuter, batch, outer)) for batch in batches for outer in outers)


@once_per_kernel
def _position(site: Builder, key: Key) -> dict[str, ir.Attribute]:
    return {"static_position": site.kernel.integers((*(tile.batch for tile in key), *(tile.outer for tile in key)))}


def _attributes(site: Builder, access: VectorAccess, segments: tuple[int, ...]) -> dict[str, ir.Attribute]:
    """Of a transfer to or from memory."""
    found = transfer_attributes(site, len(access.indices), access.dims, access.in_bounds, segments)
    return dict(access.marks) | found if access.marks else found


@once_per_kernel
def transfer_attributes(
    site: Builder, rank: int, dims: tuple[int | None, ...], in_bounds: tuple[bool, ...], segments: tuple[int, ...]
) -> dict[str, ir.Attribute]:
    kernel = site.kernel
    return {
        "permutation_map": kernel.affine_map(rank, dims),
        "in_bounds": ir.ArrayAttr.get([ir.BoolAttr.get(known, kernel.context) for known in in_bounds], kernel.context),
        "operandSegmentSizes": kernel.segments(*segments),
    }


class Tiles:
    """The runs of a piece, by key."""

    def __init__(self, site: Builder, layout: NestedLayout, piece: ir.Value) -> None:
        self._site = site
        self._runs = runs(layout)
        type_ = piece.type
        self._value = by_runs(site, piece, layout, type_)
        self._type = site.kernel.reshaped(type_, self._runs.lengths)

    def run(self, key: Key) -> ir.Value:
        if self._runs.single:
            return self._value
        return self._site.value("vector.extract", [self._value], self._type, _position(self._site, key))


class _Masks:
    """The runs of a mask, if there is one, that belong to the runs of the vector."""

    def __init__(self, site: Builder, layout: NestedLayout, access: VectorAccess, mask: ir.Value | None) -> None:
        self._used = access.used()
        self._tiles = None if mask is None else Tiles(site, mask_layout(layout, access), mask)

    def run(self, key: Key) -> list[ir.Value]:
        return [] if self._tiles is None else [self._tiles.run(tuple(key[dim] for dim in self._used))]


class IndexBuilder:
    """Memory indices of this lane's runs. The same index is computed once."""

    def __init__(self, site: Site, layout: NestedLayout, access: VectorAccess) -> None:
        self._site = site
        self._layout = layout
        self._access = access
        self._lane = lane(site, layout)
        self._made: dict[tuple[tuple[ir.Value, int], ...], ir.Value] = {}
        kernel = site.kernel
        # Where the program's indices are known, all that is built here stands at the top, for whoever reads there.
        known = all(kernel.constant_value(index) is not None for index in access.indices)
        self._found = _found(kernel, layout, access.indices, access.dims) if known else {}

    def at(self, key: Key) -> list[ir.Value]:
        if key not in self._found:
            self._found[key] = self._indices(key)
        return self._found[key]

    def _indices(self, key: Key) -> list[ir.Value]:
        indices = list(self._access.indices)
        for dim, memory in enumerate(self._access.dims):
            if memory is not None:
                indices[memory] = self.index(dim, key[dim], indices[memory])
        return indices

    def index(self, dim: int, tile: BatchOuter, start: ir.Value) -> ir.Value:
        """Where a run begins along one dimension of the vector, counted from `start`."""
        layout, kernel = self._layout, self._site.kernel
        found = runs(layout)
        batches, outers = found.tiles[dim]
        run, length = tile.batch * outers + tile.outer, found.lengths[dim]
        subgroup, thread = self._lane.subgroups[dim], self._lane.threads[dim]
        parts: list[tuple[ir.Value, int]] = []
        if subgroup is not None:
            parts.append((subgroup, layout.subgroup_tile[dim]))
        if batches * outers > 1 and (parts or run):
            parts.append((kernel.index(run), batches * outers))
        if thread is not None:
            parts.append((thread, layout.thread_tile[dim]))
        if not parts:
            return start
        known = kernel.constant_value(start)
        if known is None:
            return self._from((*parts, (start, length)))
        if known or length > 1:
            parts.append((kernel.index(known), length))
        # What depends on the lane alone is the same wherever it is needed.
        return _at_top(kernel, tuple(parts), 0 <= known < length)

    def _from(self, parts: tuple[tuple[ir.Value, int], ...]) -> ir.Value:
        """Counted from what stands somewhere in the program."""
        if parts not in self._made:
            self._made[parts] = _linearized(self._site, parts, disjoint=False)
        return self._made[parts]


@once_per_kernel
def _found(
    kernel: Kernel, layout: NestedLayout, indices: tuple[ir.Value, ...], dims: tuple[int | None, ...]
) -> dict[Key, list[ir.Value]]:
    """By run, the indices that are found so far."""
    return {}


@once_per_kernel
def _at_top(kernel: Kernel, parts: tuple[tuple[ir.Value, int], ...], disjoint: bool) -> ir.Value:
    return _linearized(kernel.top, parts, disjoint)


def _linearized(at: Builder, parts: Sequence[tuple[ir.Value, int]], disjoint: bool) -> ir.Value:
    return linearize(at, [part for part, _ in parts], [size for _, size in parts], disjoint)
