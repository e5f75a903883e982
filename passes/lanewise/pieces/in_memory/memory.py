"""Pieces to and from memory: each lane reads and writes the runs of neighbours that it holds."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.pieces.in_lane.kernel import Builder
from lanewise.pieces.in_lane.lanes import lane, linearize, speaker
from lanewise.pieces.in_lane.registers import Runs, by_runs, from_runs, runs
from lanewise.pieces.in_lane.site import Site

Key = tuple[tuple[int, int], ...]
"""A run: its (batch, outer) in each dimension."""


@dataclass(frozen=True)
class Access:
    """Where a vector lies: the dimension of memory that each of its dimensions runs along, None for copies of one."""

    base: ir.Value
    indices: tuple[ir.Value, ...]
    dims: tuple[int | None, ...]
    in_bounds: tuple[bool, ...]

    def used(self) -> list[int]:
        """The vector dimensions that run along memory, in the order of memory: those of a mask."""
        by_memory = {memory: dim for dim, memory in enumerate(self.dims) if memory is not None}
        return [by_memory[memory] for memory in sorted(by_memory)]


def plain(site: Builder, base: ir.Value, rank: int) -> Access:
    """All of a buffer, dimension by dimension."""
    return Access(base, (site.kernel.index(0),) * rank, tuple(range(rank)), (True,) * rank)


def load(
    site: Site,
    layout: NestedLayout,
    element: ir.Type,
    access: Access,
    padding: ir.Value,
    mask: ir.Value | None = None,
) -> ir.Value:
    """The piece of what is in memory. `mask` is a piece, too, of its own layout (see mask_layout)."""
    masks = _masks(site, layout, access, mask)
    type_ = site.kernel.vector(runs(layout).lengths, element)
    places = IndexBuilder(site, layout, access)
    attributes = _attributes(site, access, (1, len(access.indices), 1, int(masks is not None)))

    def read(key: Key) -> ir.Value:
        operands = [access.base, *places.at(key), padding]
        masked = [] if masks is None else [masks.run(key)]
        return site.value("vector.transfer_read", [*operands, *masked], type_, attributes)

    return assemble(site, layout, element, [memory is not None for memory in access.dims], read)


def assemble(
    site: Site, layout: NestedLayout, element: ir.Type, differs: Sequence[bool], read: Callable[[Key], ir.Value]
) -> ir.Value:
    """The piece that is made of runs, of which those along dimensions that do not `differs` are copies of one."""
    found = runs(layout)
    if found.single:
        type_ = site.kernel.vector(found.lengths, element)
        return from_runs(site, read(((0, 0),) * layout.rank), layout, type_)
    sizes = (*(batch for batch, _ in found.tiles), *(outer for _, outer in found.tiles), *found.lengths)
    type_ = site.kernel.vector(sizes, element)
    known: dict[Key, ir.Value] = {}
    whole: ir.Value | None = None
    for key in keys(site, layout):
        seen = key if all(differs) else tuple(pair if differs[dim] else (0, 0) for dim, pair in enumerate(key))
        if seen not in known:
            known[seen] = read(key)
        if whole is None:
            whole = site.poison(type_)
        whole = site.value("vector.insert", [known[seen], whole], type_, _position(site, key))
    assert whole is not None
    return from_runs(site, whole, layout, type_)


def store(site: Site, layout: NestedLayout, piece: ir.Value, access: Access, mask: ir.Value | None = None) -> None:
    """Write a piece; of lanes that hold the same elements one writes. Raises Failure when none can be told."""
    masks = _masks(site, layout, access, mask)
    values = Tiles(site, layout, piece)
    places = IndexBuilder(site, layout, access)
    work = []
    for key in keys(site, layout):
        masked = [] if masks is None else [masks.run(key)]
        work.append([values.run(key), access.base, *places.at(key), *masked])
    condition = speaker(site, layout)
    at = site if condition is None else site.only(condition)
    attributes = _attributes(site, access, (1, 1, len(access.indices), int(masks is not None)))
    for operands in work:
        at.op("vector.transfer_write", operands, attributes=attributes)


def mask_layout(layout: NestedLayout, access: Access) -> NestedLayout:
    return layout.apply(access.used())


def keys(site: Builder, layout: NestedLayout) -> list[Key]:
    return site.kernel.once((keys, layout), lambda: list(_keys(runs(layout))))


def _keys(found: Runs) -> Iterator[Key]:
    batches = itertools.product(*(range(batch) for batch, _ in found.tiles))
    for batch in batches:
        for outer in itertools.product(*(range(outer) for _, outer in found.tiles)):
            yield tuple(zip(batch, outer, strict=True))


def _position(site: Builder, key: Key) -> dict[str, ir.Attribute]:
    return site.kernel.once((_position, key), lambda: {"static_position": site.kernel.integers(_numbers(key))})


def _numbers(key: Key) -> tuple[int, ...]:
    return (*(batch for batch, _ in key), *(outer for _, outer in key))


def _attributes(site: Builder, access: Access, segments: tuple[int, ...]) -> dict[str, ir.Attribute]:
    key = _attributes, len(access.indices), access.dims, access.in_bounds, segments
    return site.kernel.once(key, lambda: _spelled(site, access, segments))


def _spelled(site: Builder, access: Access, segments: Sequence[int]) -> dict[str, ir.Attribute]:
    inputs = ", ".join(f"d{dim}" for dim in range(len(access.indices)))
    results = ", ".join("0" if dim is None else f"d{dim}" for dim in access.dims)
    bounds = ", ".join(str(known).lower() for known in access.in_bounds)
    attribute = site.kernel.attribute
    return {
        "permutation_map": attribute(f"affine_map<({inputs}) -> ({results})>"),
        "in_bounds": attribute(f"[{bounds}]"),
        "operandSegmentSizes": attribute(f"array<i32: {', '.join(map(str, segments))}>"),
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
    """The runs of a mask that belong to the runs of the vector."""

    def __init__(self, site: Builder, layout: NestedLayout, access: Access, mask: ir.Value) -> None:
        self._used = access.used()
        self._tiles = Tiles(site, mask_layout(layout, access), mask)

    def run(self, key: Key) -> ir.Value:
        return self._tiles.run(tuple(key[dim] for dim in self._used))


def _masks(site: Builder, layout: NestedLayout, access: Access, mask: ir.Value | None) -> _Masks | None:
    return None if mask is None else _Masks(site, layout, access, mask)


class IndexBuilder:
    """Memory indices of this lane's runs. The same index is computed once."""

    def __init__(self, site: Site, layout: NestedLayout, access: Access) -> None:
        self._site = site
        self._layout = layout
        self._access = access
        self._lane = lane(site, layout)
        self._made: dict[Any, ir.Value] = {}
        kernel = site.kernel
        # Where the program's indices are known, all that is built here stands at the top, for whoever reads there.
        known = all(kernel.known(index) is not None for index in access.indices)
        self._found: dict[Key, list[ir.Value]] = (
            kernel.once((IndexBuilder, layout, access.indices, access.dims), dict) if known else {}
        )

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

    def index(self, dim: int, tile: tuple[int, int], start: ir.Value) -> ir.Value:
        """Where a run begins along one dimension of the vector, counted from `start`."""
        layout, kernel = self._layout, self._site.kernel
        found = runs(layout)
        batches, outers = found.tiles[dim]
        run, length = tile[0] * outers + tile[1], found.lengths[dim]
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
        known = kernel.known(start)
        if known is None:
            return self._from([*parts, (start, length)])
        if known or length > 1:
            parts.append((kernel.index(known), length))
        # What depends on the lane alone is the same wherever it is needed.
        key = linearize, tuple(parts)
        return kernel.once(key, lambda: _linearized(kernel.top, parts, disjoint=0 <= known < length))

    def _from(self, parts: Sequence[tuple[ir.Value, int]]) -> ir.Value:
        """Counted from what stands somewhere in the program."""
        key = tuple(parts)
        if key not in self._made:
            self._made[key] = _linearized(self._site, parts, disjoint=False)
        return self._made[key]


def _linearized(at: Builder, parts: Sequence[tuple[ir.Value, int]], disjoint: bool) -> ir.Value:
    return linearize(at, [part for part, _ in parts], [size for _, size in parts], disjoint)
