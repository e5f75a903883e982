"""Parts of a vector: which lane holds them, in which of its registers.

A lane counts what it holds of a dimension: batch, then outer, then element. With batch_tile 2, thread_tile 4 and
element_tile 2, element 11 of 16 is in lane 1 (8 + 1 * 2 + 1), the last of its registers 0 to 3.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from lanewise.layout import NestedLayout
from lanewise.layout.lanes import LaneDigit
from lanewise.mlir.host import ir
from lanewise.pieces.across_lanes.exchange import exchange
from lanewise.pieces.across_lanes.shuffle import flat, from_lane, holds_all, lane_with
from lanewise.pieces.in_lane.kernel import EQUAL, Builder
from lanewise.pieces.in_lane.lanes import check, lane
from lanewise.pieces.in_lane.registers import cast
from lanewise.pieces.in_lane.site import Site


class Owner(NamedTuple):
    """Where one element is along a dimension."""

    subgroup: int
    thread: int
    register: int


class Cut(NamedTuple):
    """Of what a lane holds along a dimension, some from `start` on; what that is, `column` says."""

    column: NestedLayout
    start: int


def owner(layout: NestedLayout, dim: int, position: int) -> Owner:
    element = layout.element_tile[dim]
    rest, number = divmod(position, element)
    rest, thread = divmod(rest, layout.thread_tile[dim])
    subgroup, run = divmod(rest, layout.batch_tile[dim] * layout.outer_tile[dim])
    return Owner(subgroup, thread, run * element + number)


def cut(layout: NestedLayout, dim: int, offset: int, size: int) -> Cut | None:
    """A slice of a dimension in which every lane has an equal share, in registers that it holds; None if it has not."""
    column = layout.apply([dim])
    if size == column.shape[0]:
        return Cut(column, 0)
    [subgroups], [outer], [threads], [element] = (
        column.subgroup_tile,
        column.outer_tile,
        column.thread_tile,
        column.element_tile,
    )
    if subgroups > 1:
        return None
    run = threads * element
    batch = outer * run
    if offset % batch == 0 == size % batch:
        return Cut(replace(column, batch_tile=(size // batch,)), offset // threads)
    if offset % run == 0 == size % run and offset // batch == (offset + size - 1) // batch:
        return Cut(replace(column, batch_tile=(1,), outer_tile=(size // run,)), offset // threads)
    return Cut(NestedLayout.replicated([size]), offset) if threads == 1 else None


def only(layout: NestedLayout, dim: int, position: int) -> Cut:
    """One element of a dimension, whichever lanes hold it."""
    return Cut(NestedLayout.replicated([1]), owner(layout, dim, position).register)


def pick(at: Builder, piece: ir.Value, layout: NestedLayout, cuts: Sequence[Cut], shape: Sequence[int]) -> ir.Value:
    """The registers that one cut in each dimension leaves, as a vector of `shape`."""
    numbers = _registers(layout, cuts)
    if numbers == list(range(math.prod(layout.piece))):
        return cast(at, piece, shape)
    whole = flat(at, piece)
    type_ = at.kernel.vector([len(numbers)], piece.type.element_type)
    mask = {"mask": at.kernel.integers(numbers)}
    return cast(at, at.value("vector.shuffle", [whole, whole], type_, mask), shape)


def put(at: Builder, value: ir.Value, piece: ir.Value, layout: NestedLayout, cuts: Sequence[Cut]) -> ir.Value:
    """A piece in which `value` is in the registers that one cut in each dimension leaves."""
    whole, part = flat(at, piece), flat(at, value)
    mask = list(range(math.prod(layout.piece)))
    for number, register in enumerate(_registers(layout, cuts)):
        mask[register] = len(mask) + number
    attributes = {"mask": at.kernel.integers(mask)}
    return cast(at, at.value("vector.shuffle", [whole, part], whole.type, attributes), layout.piece)


def _registers(layout: NestedLayout, cuts: Sequence[Cut]) -> list[int]:
    """The numbers in a piece of what cuts leave, in the order of the piece that is left."""
    left = NestedLayout.concat([cut.column for cut in cuts])
    return [
        _number(layout, [cut.start + count for cut, count in zip(cuts, counts, strict=True)])
        for counts in _counts(left)
    ]


def _counts(layout: NestedLayout) -> Iterator[list[int]]:
    """What is counted along each dimension, register by register."""
    rank = layout.rank
    for index in itertools.product(*map(range, layout.piece)):
        yield [
            (index[dim] * layout.outer_tile[dim] + index[rank + dim]) * layout.element_tile[dim] + index[2 * rank + dim]
            for dim in range(rank)
        ]


def _number(layout: NestedLayout, counts: Sequence[int]) -> int:
    batches, outers, elements = [], [], []
    for count, outer, element in zip(counts, layout.outer_tile, layout.element_tile, strict=True):
        run, number = divmod(count, element)
        batches.append(run // outer)
        outers.append(run % outer)
        elements.append(number)
    found = 0
    for digit, size in zip((*batches, *outers, *elements), layout.piece, strict=True):
        found = found * size + digit
    return found


def is_holder(site: Site, layout: NestedLayout, owners: Mapping[int, Owner]) -> ir.Value | None:
    """Whether this lane holds the elements that are at `owners` along some dimensions. None: all lanes do."""
    me = lane(site, layout)
    found: ir.Value | None = None
    for dim, where in owners.items():
        for digit, wanted in ((me.subgroups[dim], where.subgroup), (me.threads[dim], where.thread)):
            if digit is not None:
                found = site.kernel.both(found, site.kernel.flag(EQUAL, digit, wanted))
    return found


def from_holder(
    site: Site, value: ir.Value, layout: NestedLayout, owners: Mapping[int, Owner], rest: NestedLayout
) -> ir.Value:
    """For all lanes, what those have that hold the elements at `owners`: a vector, which they hold as `rest`.

    Within a subgroup by shuffles, else through workgroup memory. Raises Failure.
    """
    check(site, layout)
    distributed = [dim for dim in owners if layout.subgroup_tile[dim] > 1 or layout.thread_tile[dim] > 1]
    if not distributed:
        return value
    shape = value.type.shape
    if holds_all(site, layout, distributed):
        wanted = tuple(
            (LaneDigit(layout.thread_strides[dim], layout.thread_tile[dim]), owners[dim].thread) for dim in distributed
        )
        return cast(site, from_lane(site, flat(site, value), lane_with(site.kernel, layout, wanted)), shape)
    # A vector of what each of the lanes has that differ in those dimensions.
    lanes = [replace(layout.apply([dim]), batch_tile=(1,), outer_tile=(1,), element_tile=(1,)) for dim in distributed]
    every = [NestedLayout.replicated(one.shape) for one in lanes]
    tail = [rest] if rest.rank else []
    source, target = NestedLayout.concat([*lanes, *tail]), NestedLayout.concat([*every, *tail])
    [read] = exchange(site, [cast(site, value, source.piece)], source, target)
    chosen = [
        Cut(NestedLayout.replicated([1]), owners[dim].subgroup * layout.thread_tile[dim] + owners[dim].thread)
        for dim in distributed
    ]
    others = [Cut(rest.apply([dim]), 0) for dim in range(rest.rank)]
    return pick(site, read, target, [*chosen, *others], shape)
