"""Reductions: first what each lane holds, then across the lanes of a subgroup, then across subgroups."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from lanewise.layout import NestedLayout
from lanewise.layout.lanes import LaneDigit
from lanewise.mlir.host import ir
from lanewise.pieces.across_lanes.exchange import exchange
from lanewise.pieces.across_lanes.reduction_kinds import combine, identities
from lanewise.pieces.across_lanes.reduction_plan import plan
from lanewise.pieces.in_lane.kernel import Builder, once_per_kernel
from lanewise.pieces.in_lane.lanes import check
from lanewise.pieces.in_lane.registers import cast, elements, from_elements
from lanewise.pieces.in_lane.site import Site, element_type

_KIND = re.compile(r"\w+")

Marks = Mapping[str, ir.Attribute] | None
"""Attributes of the source program's op that belong to what a lane does of it."""


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
