"""Arg reductions: the best of the values along a dimension and where it stands, as a sequential search finds both.

Each lane searches what it holds, and starts from the value that the search is given. What lanes found is combined two
by two: that which stands later in the whole vector is compared to that which stands earlier, so that ties end as they
do in order.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from lanewise.layout import NestedLayout
from lanewise.layout.lanes import LaneDigit
from lanewise.mlir.host import ir
from lanewise.pieces.across_lanes.comparator import adopt, before
from lanewise.pieces.across_lanes.exchange import exchange
from lanewise.pieces.across_lanes.reduce import plan
from lanewise.pieces.across_lanes.shuffle import from_partner
from lanewise.pieces.in_lane.kernel import LESS
from lanewise.pieces.in_lane.lanes import check, need_whole_subgroups
from lanewise.pieces.in_lane.registers import cast, extract, reorder
from lanewise.pieces.in_lane.site import Site

OP = "iree_vector_ext.arg_compare"
FIRST = -1
"""The position of the value that a search starts from."""


class ArgResult(NamedTuple):
    """What searches found: scalars, or vectors with an element for each."""

    value: ir.Value
    position: ir.Value
    """Integers; that of the earliest is least."""
    name: ir.Value | None
    """What the program calls the position, if that is something else."""

    @property
    def fields(self) -> list[ir.Value]:
        return [self.value, self.position, *([] if self.name is None else [self.name])]

    @staticmethod
    def of(fields: Sequence[ir.Value]) -> ArgResult:
        value, position, *name = fields
        return ArgResult(value, position, name[0] if name else None)


def search(site: Site, held: Sequence[ir.Value], inits: Sequence[ir.Value], base: ir.Value | None) -> list[ir.Value]:
    """Search what this lane holds, of values and maybe indices, along the last dimension: value and index."""
    attributes = site.carried() | {
        "dimension": site.kernel.integer(len(held[0].type.shape) - 1),
        "operandSegmentSizes": site.kernel.segments(1, len(held) - 1, 1, 1, int(base is not None)),
    }
    operands = [*held, *inits, *([] if base is None else [base])]
    op = site.op(OP, operands, [init.type for init in inits], attributes, regions=1)
    adopt(site, op)
    return list(op.results)


def search_order(site: Site, piece: ir.Value, layout: NestedLayout, dim: int) -> ir.Value:
    """A piece with what is held along `dim` in one dimension, the last, in order."""
    rank = layout.rank
    along = [dim, rank + dim, 2 * rank + dim]
    order = [axis for axis in range(3 * rank) if axis not in along] + along
    length = math.prod(layout.piece[axis] for axis in along)
    return reorder(site, piece, layout.piece, order, (*layout.project([dim]).piece, length))


def across(site: Site, pieces: Sequence[ir.Value], layout: NestedLayout, dim: int) -> list[ir.Value]:
    """Combine among the lanes between which `layout` spreads `dim`, of which each holds the pieces of an ArgResult.

    All lanes get the result, under the layout without `dim`.
    """
    rest = layout.project([dim])
    count = math.prod(rest.piece)
    # One element becomes a scalar; what has no dimensions gets one first, so that it does.
    flat = [cast(site, cast(site, piece, [count]), [] if count == 1 else [count]) for piece in pieces]
    found = _across(site, ArgResult.of(flat), layout, [dim])
    if not rest.rank:
        # A result of no dimensions is a vector all the same.
        return [site.value("vector.broadcast", [one], site.kernel.vector([], one.type)) for one in found.fields]
    return [cast(site, one, rest.piece) for one in found.fields]


def _across(site: Site, found: ArgResult, layout: NestedLayout, dims: Sequence[int]) -> ArgResult:
    steps = plan(site.kernel.geometry.subgroup_size, layout, tuple(dims))
    for cluster in steps.clusters:
        found = _in_subgroup(site, found, cluster)
    if steps.partials is None:
        return found
    source, target, added = steps.partials
    check(site, source)
    pieces = [cast(site, one, source.piece) for one in found.fields]
    read = exchange(site, pieces, source, target)
    return _across(site, _held(site, read, target, added.start), target, added)


def _held(site: Site, pieces: Sequence[ir.Value], layout: NestedLayout, kept: int) -> ArgResult:
    """Combine what a lane holds along all dimensions from number `kept` on."""
    rank = layout.rank
    dropped = [axis for axis in range(3 * rank) if axis % rank >= kept]
    order = [*dropped, *(axis for axis in range(3 * rank) if axis % rank < kept)]
    times = math.prod(layout.piece[axis] for axis in dropped)
    count = math.prod(layout.piece) // times
    shape = [] if count == 1 else [count]
    if times == 1:
        return ArgResult.of([cast(site, piece, shape) for piece in pieces])
    rows = [reorder(site, piece, layout.piece, order, [times, *shape]) for piece in pieces]
    found = ArgResult.of([extract(site, row, 0) for row in rows])
    for number in range(1, times):
        found = _better(site, found, ArgResult.of([extract(site, row, number) for row in rows]))
    return found


def _in_subgroup(site: Site, found: ArgResult, cluster: LaneDigit) -> ArgResult:
    """All lanes of a cluster get the best of them: lanes that are 1, 2, 4 ... apart compare what they have."""
    need_whole_subgroups(site, "compare")
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
