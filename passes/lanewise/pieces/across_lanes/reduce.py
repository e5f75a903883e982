"""Reductions: first what each lane holds, then across the lanes of a subgroup, then across subgroups."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from lanewise.layout import NestedLayout
from lanewise.layout.lanes import CACHED
from lanewise.mlir.host import ir
from lanewise.pieces.across_lanes.combining import combine, unchanging
from lanewise.pieces.across_lanes.exchange import exchange
from lanewise.pieces.in_lane.kernel import Builder, once_per_kernel
from lanewise.pieces.in_lane.lanes import Digit, chain, check, digits_of, need_whole_subgroups
from lanewise.pieces.in_lane.registers import cast
from lanewise.pieces.in_lane.site import Site, element_type

_KIND = re.compile(r"\w+")


class Added(NamedTuple):
    """A dimension of a vector of partial results."""

    subgroup_tile: int = 1
    subgroup_stride: int = 0
    batch: int = 1
    thread_tile: int = 1
    thread_stride: int = 0


def kind_of(site: Site) -> str:
    """The name in the `kind = #vector.kind<...>` of an op."""
    return _name(site, site.attribute("kind"))


@once_per_kernel
def _name(site: Site, kind: ir.Attribute) -> str:
    return str(_KIND.findall(str(kind))[-1])


def spread_over_lanes(layout: NestedLayout, dims: Collection[int]) -> bool:
    return any(layout.thread_tile[dim] > 1 or layout.subgroup_tile[dim] > 1 for dim in dims)


def local(
    site: Builder, piece: ir.Value, layout: NestedLayout, dims: Sequence[int], kind: str, acc: ir.Value
) -> ir.Value:
    """Reduce along `dims` what a lane holds, on top of `acc`, a piece or scalar of the rest."""
    attributes = _attributes(site, layout.rank, tuple(dims), kind)
    return site.value("vector.multi_reduction", [piece, acc], acc.type, attributes)


@once_per_kernel
def _attributes(site: Builder, rank: int, dims: tuple[int, ...], kind: str) -> dict[str, ir.Attribute]:
    reduced = [group * rank + dim for group in range(3) for dim in sorted(dims)]
    kernel = site.kernel
    return {"kind": kernel.attribute(f"#vector.kind<{kind}>"), "reduction_dims": kernel.integers(reduced)}


def partial(site: Builder, piece: ir.Value, layout: NestedLayout, dims: Sequence[int], kind: str) -> ir.Value:
    """What a lane has to add along `dims`: the piece under the layout without them."""
    rest = layout.project(dims)
    held = [layout.batch_tile[dim] * layout.outer_tile[dim] * layout.element_tile[dim] for dim in dims]
    if max(held, default=1) == 1:
        return cast(site, piece, rest.piece)
    return local(site, piece, layout, dims, kind, unchanging(site, kind, rest.piece, piece.type.element_type))


def across(site: Site, piece: ir.Value, layout: NestedLayout, dims: Sequence[int], kind: str) -> ir.Value:
    """Combine among the lanes between which `layout` spreads `dims`, of which each holds a `partial`.

    All lanes get the result, under the layout without `dims`.
    """
    check(site, layout)
    clusters, trip = plan(site.kernel.geometry.subgroup_size, layout, tuple(dims))
    for cluster in clusters:
        piece = _in_subgroup(site, piece, kind, cluster)
    if trip is None:
        return piece
    source, target, added = trip
    check(site, source)
    [read] = exchange(site, [cast(site, piece, source.piece)], source, target)
    return across(site, partial(site, read, target, added, kind), target, added, kind)


def reduce(
    site: Site, piece: ir.Value, layout: NestedLayout, dims: Sequence[int], kind: str, acc: ir.Value
) -> ir.Value:
    """Reduce along `dims`, on top of `acc`, which every lane holds under the layout without them."""
    if not spread_over_lanes(layout, dims):
        return local(site, piece, layout, dims, kind, acc)
    return combine(site, kind, acc, across(site, partial(site, piece, layout, dims, kind), layout, dims, kind))


class Trip(NamedTuple):
    """Through memory: the lanes that clusters leave are dimensions of a vector of partial results."""

    source: NestedLayout
    target: NestedLayout
    added: range
    """Those dimensions."""


@lru_cache(CACHED)
def plan(subgroup_size: int, layout: NestedLayout, dims: tuple[int, ...]) -> tuple[tuple[Digit, ...], Trip | None]:
    """Clusters of lanes that reduce `dims` within a subgroup, one by one, and the trip for what that leaves."""
    rest = layout.project(dims)
    clusters, far = _split(subgroup_size, layout, dims)
    if not far:
        return tuple(clusters), None
    source, target = _with_dims(rest, far), _with_dims(rest, _reading(subgroup_size, rest, far))
    return tuple(clusters), Trip(source, target, range(rest.rank, source.rank))


def _split(subgroup_size: int, layout: NestedLayout, dims: Sequence[int]) -> tuple[list[Digit], list[Added]]:
    """Clusters of lanes that one op reduces, and the dimensions that lanes are which need more than that."""
    nested = chain(digits_of(layout.thread_tile, layout.thread_strides), layout.lanes) is not None
    clusters: list[Digit] = []
    far: list[Added] = []
    summed = layout.apply(dims)
    for stride, size in digits_of(summed.thread_tile, summed.thread_strides):
        ends_even = not subgroup_size % stride and not stride * size % subgroup_size
        if nested and ends_even and stride < subgroup_size < stride * size:
            # The tile goes on in other subgroups.
            within = subgroup_size // stride
            far.append(Added(thread_tile=size // within, thread_stride=subgroup_size))
            size = within
        if not nested or size & (size - 1) or subgroup_size % (stride * size):
            far.append(Added(thread_tile=size, thread_stride=stride))
        elif clusters and math.prod(clusters[-1]) == stride:
            clusters[-1] = clusters[-1][0], clusters[-1][1] * size
        else:
            clusters.append((stride, size))
    for stride, size in digits_of(summed.subgroup_tile, summed.subgroup_strides):
        far.append(Added(size, stride))
    return clusters, far


def _reading(size: int, rest: NestedLayout, far: Sequence[Added]) -> list[Added]:
    """How partial results are read: each by one of the lanes that would read the same, as far as there are such."""
    free = []
    links = chain(digits_of(rest.thread_tile, rest.thread_strides), size) if rest.lanes <= size else None
    place = 1
    for part, digit in reversed(links or ()):
        if digit is None and not part & (part - 1) and size % (place * part) == 0:
            free.append((part, place))
        place *= part
    found = []
    for one in far:
        count = one.subgroup_tile * one.thread_tile
        part, place = max(free, default=(1, 0))
        shared = math.gcd(count, part)
        if shared > 1:
            free.remove((part, place))
        found.append(Added(batch=count // shared, thread_tile=shared, thread_stride=place))
    return found


def _with_dims(layout: NestedLayout, added: Sequence[Added]) -> NestedLayout:
    one = (1,) * len(added)
    return NestedLayout(
        (*layout.subgroup_tile, *(dim.subgroup_tile for dim in added)),
        (*layout.batch_tile, *(dim.batch for dim in added)),
        (*layout.outer_tile, *one),
        (*layout.thread_tile, *(dim.thread_tile for dim in added)),
        (*layout.element_tile, *one),
        (*layout.subgroup_strides, *(dim.subgroup_stride for dim in added)),
        (*layout.thread_strides, *(dim.thread_stride for dim in added)),
    )


def _in_subgroup(site: Site, piece: ir.Value, kind: str, cluster: Digit) -> ir.Value:
    """Reduce each element of a piece within clusters of lanes."""
    need_whole_subgroups(site, "reduce")
    flattened = _flattened(site, piece.type)
    flat = cast(site, piece, flattened.shape, piece.type)
    if flattened.moved != flattened.type:
        flat = site.value("arith.index_cast", [flat], flattened.moved)
    flat = site.value("gpu.subgroup_reduce", [flat], flattened.moved, _clustering(site, kind, cluster))
    if flattened.moved != flattened.type:
        flat = site.value("arith.index_cast", [flat], flattened.type)
    return cast(site, flat, flattened.before, flattened.type)


class _Flattened(NamedTuple):
    """What is handed to other lanes in place of a vector or scalar."""

    before: tuple[int, ...]
    shape: tuple[int, ...]
    """Of no dimensions for one element, which is a scalar."""
    type: ir.Type
    moved: ir.Type
    """The same with integers in place of index, which the hosts do not reduce."""


@once_per_kernel
def _flattened(site: Site, type_: ir.Type) -> _Flattened:
    before = tuple(type_.shape) if isinstance(type_, ir.VectorType) else ()
    count, element = math.prod(before), element_type(type_)
    shape = () if count == 1 else (count,)
    flat = site.kernel.vector(shape, element) if shape else element
    moved = site.retyped(flat, site.kernel.type("i64")) if isinstance(element, ir.IndexType) else flat
    return _Flattened(before, shape, flat, moved)


@once_per_kernel
def _clustering(site: Site, kind: str, cluster: Digit) -> dict[str, ir.Attribute]:
    stride, size = cluster
    return {
        "op": site.kernel.gpu_enum("all_reduce_op", kind),
        "cluster_size": site.kernel.integer(size, "i32"),
        "cluster_stride": site.kernel.integer(stride, "i32"),
    }
