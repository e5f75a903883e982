"""Arg reductions: the best of the values along a dimension and where it stands, as a sequential search finds both.

Each lane searches what it holds, from the value that the search is given on. What lanes found is then combined: where a
number is simply to be greatest or least, that is found first, then the lane that holds it first; else two by two, that
which stands later in the whole vector compared to that which stands earlier. So ties end as they do in order.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from lanewise.layout import NestedLayout
from lanewise.layout.lanes import LaneDigit
from lanewise.mlir.host import ir
from lanewise.pieces.across_lanes.comparator import before, extreme
from lanewise.pieces.across_lanes.exchange import exchange
from lanewise.pieces.across_lanes.reduce import in_subgroup
from lanewise.pieces.across_lanes.reduction_plan import plan
from lanewise.pieces.across_lanes.shuffle import BALLOT, first_lane, from_lanes, from_partner
from lanewise.pieces.in_lane.kernel import EQUAL, LESS
from lanewise.pieces.in_lane.lanes import check
from lanewise.pieces.in_lane.registers import cast, elements, extract, reorder
from lanewise.pieces.in_lane.site import Site, element_type

FIRST = -1
"""The position of the value that a search starts from."""

LAST = 2**31 - 1
"""A position behind all others."""


class ArgResult(NamedTuple):
    """What searches found: scalars, or vectors with an element for each."""

    value: ir.Value
    position: ir.Value
    """Integers; that of the earliest is least. Where lanes are in order nobody asks, and any other field may be it."""
    name: ir.Value | None
    """What the program calls the position, if that is something else."""

    @property
    def fields(self) -> list[ir.Value]:
        return [self.value, self.position, *([] if self.name is None else [self.name])]

    @staticmethod
    def of(fields: Sequence[ir.Value]) -> ArgResult:
        value, position, *name = fields
        return ArgResult(value, position, name[0] if name else None)


def flat(site: Site, piece: ir.Value) -> ir.Value:
    """What searches work on: a vector of one dimension, of one element a scalar."""
    count = math.prod(piece.type.shape)
    # What has no dimensions gets one first, so that it becomes a scalar.
    return cast(site, cast(site, piece, [count]), [] if count == 1 else [count])


def unflat(site: Site, value: ir.Value, layout: NestedLayout) -> ir.Value:
    """Undo `flat`; a result of no dimensions is a vector all the same."""
    if not layout.rank:
        return site.value("vector.broadcast", [value], site.kernel.vector([], value.type))
    return cast(site, value, layout.piece)


def rows(site: Site, piece: ir.Value, layout: NestedLayout, dims: Sequence[int]) -> list[ir.Value]:
    """What a lane holds along `dims`, in order of position: for each, a `flat` piece of the rest."""
    axes = range(3 * layout.rank)
    along = [axis for axis in axes if axis % layout.rank in dims]
    order = along + [axis for axis in axes if axis not in along]
    times = math.prod(layout.piece[axis] for axis in along)
    count = math.prod(layout.piece) // times
    together = reorder(site, piece, layout.piece, order, [times, *([] if count == 1 else [count])])
    return [extract(site, together, number) for number in range(times)]


def search(site: Site, entries: Sequence[Sequence[ir.Value]], start: Sequence[ir.Value]) -> list[ir.Value]:
    """The best of entries, from `start` on, in order: a value each, and what goes with it."""
    best = list(start)
    for entry in entries:
        is_better = before(site, entry[0], best[0])
        best = [site.select(is_better, new, old) for new, old in zip(entry, best, strict=True)]
    return best


def in_order(site: Site, layout: NestedLayout, dim: int) -> bool:
    """Whether `across` needs no positions: what a lane holds stands before all that lanes of higher numbers hold."""
    return _extreme(site) is not None and _in_order(site.kernel.geometry.complete, layout, [dim])


def across(site: Site, found: ArgResult, layout: NestedLayout, dims: Sequence[int]) -> ArgResult:
    """Combine among the lanes between which `layout` spreads `dims`, of which each holds a `found`.

    All lanes get the result, under the layout without `dims`.
    """
    size = site.kernel.geometry.complete
    steps = plan(size, layout, tuple(dims))
    if steps.clusters:
        kind = _extreme(site)
        if kind is None:
            found = _in_subgroup(site, found, steps.clusters)
        else:
            found = _by_value(site, found, kind, steps.clusters, _in_order(size, layout, dims))
    if steps.partials is None:
        return found
    source, target, added = steps.partials
    check(site, source)
    pieces = [cast(site, one, source.piece) for one in found.fields]
    read = exchange(site, pieces, source, target)
    return across(site, _held(site, read, target, added), target, added)


def _extreme(site: Site) -> str | None:
    """The kind of reduction that finds the best value. None where two by two it is, also for want of a ballot.

    In an incomplete subgroup nobody says what those lanes vote for that are not there.
    """
    context, geometry = site.kernel.context, site.kernel.geometry
    assert context.dialects["gpu"] is not None  # Its ops are known once it is loaded, which this does.
    whole = geometry.complete == geometry.subgroup_size
    return extreme(site.node.op) if whole and context.is_registered_operation(BALLOT) else None


def _in_order(subgroup_size: int, layout: NestedLayout, dims: Sequence[int]) -> bool:
    if len(dims) != 1 or any(layout.batch_tile[dim] * layout.outer_tile[dim] > 1 for dim in dims):
        return False
    partials = plan(subgroup_size, layout, tuple(dims)).partials
    return partials is None or _in_order(subgroup_size, partials.target, partials.added)


def _held(site: Site, pieces: Sequence[ir.Value], layout: NestedLayout, dims: Sequence[int]) -> ArgResult:
    """Combine what a lane holds along `dims`."""
    first, *others = zip(*(rows(site, piece, layout, dims) for piece in pieces), strict=True)
    found = ArgResult.of(first)
    for other in others:
        found = _better(site, found, ArgResult.of(other))
    return found


def _by_value(site: Site, found: ArgResult, kind: str, clusters: Sequence[LaneDigit], ordered: bool) -> ArgResult:
    """All lanes of clusters get the best value, and what the first lane that holds it has beside it.

    All lanes began with the same value, so one that is not comparable (NaN) is in all of them or in none.
    """
    value = in_subgroup(site, found.value, kind, clusters)
    beaten = before(site, value, found.value)
    best = site.value("arith.xori", [beaten, _splat(site, value, "i1", 1)], beaten.type)
    if not ordered:
        later = _splat(site, value, "i32", LAST)
        position = in_subgroup(site, site.select(best, found.position, later), "minsi", clusters)
        first = site.compare(EQUAL, found.position, position)
        best = site.value("arith.andi", [best, first], best.type)
    lanes = [first_lane(site, flag, clusters) for flag in elements(site, best)]
    position, *name = (from_lanes(site, field, lanes) for field in found.fields[1:])
    if _is_inexact(site, value):
        value = from_lanes(site, found.value, lanes)
    return ArgResult.of([value, position, *name])


def _is_inexact(site: Site, value: ir.Value) -> bool:
    """Whether a reduction finds another zero than the search, and somebody sees that."""
    return isinstance(element_type(value.type), ir.FloatType) and any(True for _ in site.node.results[0].uses)


def _splat(site: Site, like: ir.Value, element: str, number: int) -> ir.Value:
    shape = like.type.shape if isinstance(like.type, ir.VectorType) else ()
    return site.splat(shape, site.kernel.integer(number, element))


def _in_subgroup(site: Site, found: ArgResult, clusters: Sequence[LaneDigit]) -> ArgResult:
    """All lanes of clusters get the best of them: lanes that are 1, 2, 4 ... apart compare what they have."""
    for cluster in clusters:
        step = cluster.stride
        while step < cluster.stride * cluster.size:
            found = _better(site, found, ArgResult.of([from_partner(site, one, step) for one in found.fields]))
            step *= 2
    return found


def _better(site: Site, left: ArgResult, right: ArgResult) -> ArgResult:
    """Of what two searches found the one that a search through both would find."""
    in_order = site.compare(LESS, left.position, right.position)
    earlier = site.select(in_order, left.value, right.value)
    later = site.select(in_order, right.value, left.value)
    keeps_left = site.value("arith.xori", [in_order, before(site, later, earlier)], in_order.type)
    pairs = zip(left.fields, right.fields, strict=True)
    return ArgResult.of([site.select(keeps_left, mine, other) for mine, other in pairs])
