"""How lanes reduce together what each holds: clusters of a subgroup, then the rest through workgroup memory."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from lanewise.layout import NestedLayout
from lanewise.layout.lanes import CACHED, LaneDigit, digits_of
from lanewise.pieces.in_lane.lanes import basis


class PartialDim(NamedTuple):
    """A dimension of a vector of partial results: its entry in the rows of a layout, of which others are 1 or 0."""

    subgroup_tile: int = 1
    subgroup_stride: int = 0
    batch: int = 1
    thread_tile: int = 1
    thread_stride: int = 0


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
