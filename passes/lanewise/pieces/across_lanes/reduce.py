"""Reductions: first what each lane holds, then across the lanes of a subgroup, then across subgroups."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from lanewise.layout import NestedLayout
from lanewise.layout.lanes import CACHED, LaneDigit, digits_of
from lanewise.mlir.host import ir
from lanewise.pieces.across_lanes.exchange import exchange
from lanewise.pieces.across_lanes.reduction_kinds import combine, identities
from lanewise.pieces.in_lane.kernel import Builder, once_per_kernel
from lanewise.pieces.in_lane.lanes import basis, check
from lanewise.pieces.in_lane.registers import cast, elements, from_elements
from lanewise.pieces.in_lane.site import Site, element_type

_KIND = re.compile(r"\w+")

Marks = Mapping[str, ir.Attribute] | None
"""Attributes of the source program's op that belong to what a lane does of it."""


class PartialDim(NamedTuple):
    """A dimension of a vector of partial results: its entry in the rows of a layout, of which others are 1 or 0."""

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


def crosses_lanes(layout: NestedLayout, dims: Collection[int]) -> bool:
    return any(layout.thread_tile[dim] > 1 or layout.subgroup_tile[dim] > 1 for dim in dims)


def local(
    site: Builder,
    piece: ir.Value,
    layout: NestedLayout,
    dims: Sequence[int],
    kind: str,
    acc: ir.Value,
    marks: Marks = None,
) -> ir.Value:
    """Reduce along `dims` what a lane holds, on top of `acc`, a piece or scalar of the rest."""
    attributes = _attributes(site, layout.rank, tuple(dims), kind)
    return site.value("vector.multi_reduction", [piece, acc], acc.type, {**(marks or {}), **attributes})


@once_per_kernel
def _attributes(site: Builder, rank: int, dims: tuple[int, ...], kind: str) -> dict[str, ir.Attribute]:
    reduced = [group * rank + dim for group in range(3) for dim in sorted(dims)]
    kernel = site.kernel
    return {"kind": kernel.attribute(f"#vector.kind<{kind}>"), "reduction_dims": kernel.integers(reduced)}


def partial(
    site: Builder, piece: ir.Value, layout: NestedLayout, dims: Sequence[int], kind: str, marks: Marks = None
) -> ir.Value:
    """What a lane has to add along `dims`: the piece under the layout without them."""
    rest = layout.project(dims)
    held = [layout.batch_tile[dim] * layout.outer_tile[dim] * layout.element_tile[dim] for dim in dims]
    if max(held, default=1) == 1:
        return cast(site, piece, rest.piece)
    start = identities(site, kind, rest.piece, piece.type.element_type)
    return local(site, piece, layout, dims, kind, start, marks)


def across(site: Site, piece: ir.Value, layout: NestedLayout, dims: Sequence[int], kind: str) -> ir.Value:
    """Combine among the lanes between which `layout` spreads `dims`, of which each holds a `partial`.

    All lanes get the result, under the layout without `dims`.
    """
    check(site, layout)
    steps = plan(site.kernel.geometry.complete, layout, tuple(dims))
    if steps.clusters:
        piece = in_subgroup(site, piece, kind, steps.clusters)
    if steps.partials is None:
        return piece
    source, target, added = steps.partials
    check(site, source)
    [read] = exchange(site, [cast(site, piece, source.piece)], source, target)
    return across(site, partial(site, read, target, added, kind), target, added, kind)


def reduce(
    site: Site,
    piece: ir.Value,
    layout: NestedLayout,
    dims: Sequence[int],
    kind: str,
    acc: ir.Value,
    marks: Marks = None,
) -> ir.Value:
    """Reduce along `dims`, on top of `acc`, which every lane holds under the layout without them."""
    if not crosses_lanes(layout, dims):
        return local(site, piece, layout, dims, kind, acc, marks)
    held = partial(site, piece, layout, dims, kind, marks)
    return combine(site, kind, acc, across(site, held, layout, dims, kind))


class Partials(NamedTuple):
    """How partial results go through workgroup memory: the lanes that clusters leave are dimensions of a vector."""

    source: NestedLayout
    target: NestedLayout
    added: range
    """Those dimensions, which are the last."""


class ReductionPlan(NamedTuple):
    """Of a reduction across lanes."""

    clusters: tuple[LaneDigit, ...]
    """Lanes of a subgroup that are reduced together, one digit of their number after the other."""
    partials: Partials | None
    """What that leaves."""


@lru_cache(CACHED)
def plan(subgroup_size: int, layout: NestedLayout, dims: tuple[int, ...]) -> ReductionPlan:
    """How lanes reduce `dims` of a vector of which each holds a partial result.

    Of a workgroup with an incomplete subgroup so many lanes are taken for one as stand together throughout.
    """
    rest = layout.project(dims)
    clusters, cross_subgroup = _split(subgroup_size, layout, dims)
    if not cross_subgroup:
        return ReductionPlan(tuple(clusters), None)
    source = _with_dims(rest, cross_subgroup)
    target = _with_dims(rest, _reading(subgroup_size, rest, cross_subgroup))
    return ReductionPlan(tuple(clusters), Partials(source, target, range(rest.rank, source.rank)))


def _split(subgroup_size: int, layout: NestedLayout, dims: Sequence[int]) -> tuple[list[LaneDigit], list[PartialDim]]:
    """Clusters of lanes that one op reduces, and the dimensions that lanes are which need more than that."""
    nested = basis(digits_of(layout.thread_tile, layout.thread_strides), layout.lanes) is not None
    clusters: list[LaneDigit] = []
    cross_subgroup: list[PartialDim] = []
    summed = layout.apply(dims)
    for stride, size in digits_of(summed.thread_tile, summed.thread_strides):
        ends_even = not subgroup_size % stride and not stride * size % subgroup_size
        if nested and ends_even and stride < subgroup_size < stride * size:
            # The tile goes on in other subgroups.
            in_subgroup = subgroup_size // stride
            cross_subgroup.append(PartialDim(thread_tile=size // in_subgroup, thread_stride=subgroup_size))
            size = in_subgroup
        if not nested or size & (size - 1) or subgroup_size % (stride * size):
            cross_subgroup.append(PartialDim(thread_tile=size, thread_stride=stride))
        elif clusters and math.prod(clusters[-1]) == stride:
            clusters[-1] = LaneDigit(clusters[-1].stride, clusters[-1].size * size)
        else:
            clusters.append(LaneDigit(stride, size))
    for stride, size in digits_of(summed.subgroup_tile, summed.subgroup_strides):
        cross_subgroup.append(PartialDim(size, stride))
    return clusters, cross_subgroup


def _reading(size: int, rest: NestedLayout, written: Sequence[PartialDim]) -> list[PartialDim]:
    """How partial results are read: each by one of the lanes that would read the same, as far as there are such."""
    free = []
    factors = basis(digits_of(rest.thread_tile, rest.thread_strides), size) if rest.lanes <= size else None
    stride = 1
    for count, digit in reversed(factors or ()):
        if digit is None and not count & (count - 1) and size % (stride * count) == 0:
            free.append((count, stride))
        stride *= count
    found = []
    for one in written:
        count = one.subgroup_tile * one.thread_tile
        most, stride = max(free, default=(1, 0))
        shared = math.gcd(count, most)
        if shared > 1:
            free.remove((most, stride))
        found.append(PartialDim(batch=count // shared, thread_tile=shared, thread_stride=stride))
    return found


def _with_dims(layout: NestedLayout, added: Sequence[PartialDim]) -> NestedLayout:
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


def in_subgroup(site: Site, piece: ir.Value, kind: str, clusters: Sequence[LaneDigit]) -> ir.Value:
    """Reduce each element of a piece, or a scalar, within clusters of lanes.

    One by one, as scalars: gpu.subgroup_reduce takes a vector, too, but few lowerings do.
    """
    flattened = _flattened(site, piece.type)
    flat = cast(site, piece, flattened.shape, piece.type)
    if flattened.moved != flattened.type:
        flat = site.value("arith.index_cast", [flat], flattened.moved)
    reduced = [_scalar_in_subgroup(site, element, kind, clusters) for element in elements(site, flat)]
    flat = from_elements(site, reduced, flattened.moved)
    if flattened.moved != flattened.type:
        flat = site.value("arith.index_cast", [flat], flattened.type)
    return cast(site, flat, flattened.before, flattened.type)


def _scalar_in_subgroup(site: Site, scalar: ir.Value, kind: str, clusters: Sequence[LaneDigit]) -> ir.Value:
    for cluster in clusters:
        scalar = site.value("gpu.subgroup_reduce", [scalar], scalar.type, _clustering(site, kind, cluster))
    return scalar


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
def _clustering(site: Site, kind: str, cluster: LaneDigit) -> dict[str, ir.Attribute]:
    return {
        "op": site.kernel.gpu_enum("all_reduce_op", kind),
        "cluster_size": site.kernel.integer(cluster.size, "i32"),
        "cluster_stride": site.kernel.integer(cluster.stride, "i32"),
    }
