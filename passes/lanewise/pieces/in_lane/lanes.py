"""Which lane this is: the digits of its number that a layout spreads a vector by.

A workgroup's lanes are numbered x first; lane = number % subgroup size. All digits of one layout come out of one
affine.delinearize_index at the top of the kernel. For thread_tile = [8, 2], thread_strides = [4, 1] in subgroups of 64:

    %d:4 = affine.delinearize_index %number into (2, 8, 2, 2)     // rows' digit, 2 unused, columns' digit, subgroup

What no digit takes tells apart lanes that hold the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from lanewise.layout import NestedLayout
from lanewise.layout.lanes import LaneDigit, digits_of
from lanewise.mlir.host import ir
from lanewise.pieces.in_lane.kernel import EQUAL, Builder, Kernel, once_per_kernel
from lanewise.pieces.in_lane.site import Site

MAX_HELD = 1 << 14
"""Elements of one vector that a lane may hold: far more than it has registers, and each may become an op."""


class Factor(NamedTuple):
    """A part of a lane's number, as affine.delinearize_index cuts it by its basis."""

    size: int
    """How many values it has."""
    digit: LaneDigit | None
    """The digit that it is, if it is one."""


class Lane(NamedTuple):
    """What a lane knows of itself under one layout."""

    subgroups: tuple[ir.Value | None, ...]
    """Its subgroup's digit in each dimension, None where there is nothing to tell."""
    threads: tuple[ir.Value | None, ...]
    others: tuple[ir.Value, ...] | None
    """Digits that do not matter: the lane with 0 in all of them speaks for the others. None where there is no such."""


def check(site: Site, layout: NestedLayout) -> None:
    """Every element belongs to a lane that exists. Raises Failure."""
    problem = misfit(site.kernel, layout)
    if problem is not None:
        raise site.refuse(problem)


@once_per_kernel
def misfit(kernel: Kernel, layout: NestedLayout) -> str | None:
    """What keeps the workgroup from holding such vectors; None if nothing does."""
    geometry, held = kernel.geometry, math.prod(layout.piece)
    if held > MAX_HELD:
        return f"{layout} gives each lane {held} elements: spread them over more lanes, {MAX_HELD} is the most"
    if not layout.is_surjective():
        return f"{layout} leaves elements without a lane: dimensions share lanes, or a tile has stride 0"
    if layout.subgroups > geometry.subgroups:
        have = f"a workgroup of {geometry.lanes} lanes has {geometry.subgroups}"
        return f"{layout} needs {layout.subgroups} subgroups, {have}"
    size, spans = geometry.subgroup_size, spans_workgroup(geometry.subgroup_size, layout)
    if layout.lanes > (geometry.lanes if spans else size):
        have = f"a subgroup has {size}, the workgroup {geometry.lanes}"
        return f"{layout} needs {layout.lanes} lanes, {have}"
    if geometry.lanes % size and (layout.subgroups > 1 or layout.lanes > geometry.lanes):
        return f"a workgroup of {geometry.lanes} lanes has an incomplete subgroup of {size}"
    # Without its other dimensions such a digit would count within each subgroup.
    for stride, tile in digits_of(layout.thread_tile, layout.thread_strides) if spans else ():
        if stride * tile < size and size % (stride * tile):
            text = f"{layout} counts through the whole workgroup, but {tile} lanes with stride {stride}"
            return f"{text} do not divide a subgroup of {size}: choose tiles and strides that do"
    return None


def tells_apart(layout: NestedLayout) -> bool:
    """Whether lanes that hold the same elements can be told from each other, so that one can speak for them."""
    threads = basis(digits_of(layout.thread_tile, layout.thread_strides), layout.lanes)
    return threads is not None and basis(digits_of(layout.subgroup_tile, layout.subgroup_strides), 1) is not None


def spans_workgroup(subgroup_size: int, layout: NestedLayout) -> bool:
    """Thread tiles of more lanes than a subgroup has count through the whole workgroup, which has no subgroup tiles."""
    return layout.lanes > subgroup_size and layout.subgroups == 1


@once_per_kernel
def is_elected(site: Site, layout: NestedLayout) -> ir.Value | None:
    """Whether this lane is the one that stores, of those which hold the same elements. None when all lanes are.

    Raises Failure when no rule tells such lanes.
    """
    others = lane(site, layout).others
    if others is None:
        text = "several lanes hold one element, and its strides overlap, so that none of them can be told to store it"
        raise site.refuse(f"{layout}: {text}; choose strides that are multiples of stride * tile of the next smaller")
    condition: ir.Value | None = None
    for digit in others:
        condition = site.kernel.both(condition, site.kernel.flag(EQUAL, digit, 0))
    return condition


@once_per_kernel
def number(kernel: Kernel) -> ir.Value:
    """The lane's number in its workgroup."""
    top, sizes = kernel.top, kernel.geometry.workgroup_size
    axes = [axis for axis in (2, 1, 0) if sizes[axis] > 1] or [0]
    ids = [
        top.value("gpu.thread_id", [], kernel.index_type, {"dimension": kernel.gpu_enum("dim", "xyz"[axis])})
        for axis in axes
    ]
    return linearize(top, ids, [sizes[axis] for axis in axes], disjoint=True)


def linearize(at: Builder, parts: Sequence[ir.Value], sizes: Sequence[int], disjoint: bool) -> ir.Value:
    """((parts[0] * sizes[1] + parts[1]) * sizes[2] + parts[2]) ...; the parts stay within `sizes` if disjoint."""
    if len(parts) == 1:
        return parts[0]
    kernel = at.kernel
    attributes = {"static_basis": kernel.integers(sizes), "operandSegmentSizes": kernel.segments(len(parts), 0)}
    if disjoint:
        attributes["disjoint"] = ir.UnitAttr.get(kernel.context)
    return at.value("affine.linearize_index", parts, kernel.index_type, attributes)


@once_per_kernel
def delinearize(kernel: Kernel, value: ir.Value, sizes: tuple[int, ...]) -> Sequence[ir.Value]:
    """The digits of a value at the top of the kernel, outermost first."""
    if len(sizes) <= 1:
        return [value][: len(sizes)]
    types, attributes = [kernel.index_type] * len(sizes), {"static_basis": kernel.integers(sizes)}
    return list(kernel.top.op("affine.delinearize_index", [value], types, attributes).results)


@once_per_kernel
def lane(site: Site, layout: NestedLayout) -> Lane:
    """Raises Failure for a layout that does not fit the workgroup."""
    check(site, layout)
    kernel, geometry = site.kernel, site.kernel.geometry
    size = geometry.subgroup_size
    if geometry.lanes <= size or spans_workgroup(size, layout):
        size = geometry.lanes
    count = -(-geometry.lanes // size)
    threads = digits_of(layout.thread_tile, layout.thread_strides)
    subgroups = digits_of(layout.subgroup_tile, layout.subgroup_strides)
    inner, outer = basis(threads, size), basis(subgroups, count)
    if inner is not None and outer is not None and math.prod(factor.size for factor in inner) == size:
        values = delinearize(kernel, number(kernel), tuple(factor.size for factor in (*outer, *inner)))
        by_subgroup, by_thread = _named(outer, values), _named(inner, values[len(outer) :])
    else:
        above, below = delinearize(kernel, number(kernel), (count, size))
        by_subgroup, by_thread = _split(kernel, above, subgroups, count), _split(kernel, below, threads, size)
    others = None
    if by_subgroup.others is not None and by_thread.others is not None:
        others = (*by_subgroup.others, *by_thread.others)
    return Lane(
        tuple(map(by_subgroup.values.get, map(LaneDigit, layout.subgroup_strides, layout.subgroup_tile))),
        tuple(map(by_thread.values.get, map(LaneDigit, layout.thread_strides, layout.thread_tile))),
        others,
    )


class _Values(NamedTuple):
    """The parts of a number: the values of digits, and those that no digit takes, None where none can be told."""

    values: dict[LaneDigit, ir.Value]
    others: tuple[ir.Value, ...] | None


def _named(factors: Sequence[Factor], values: Sequence[ir.Value]) -> _Values:
    pairs = [(factor.digit, value) for factor, value in zip(factors, values, strict=False) if factor.size > 1]
    named = {digit: value for digit, value in pairs if digit is not None}
    return _Values(named, tuple(value for digit, value in pairs if digit is None))


def _split(kernel: Kernel, value: ir.Value, digits: Sequence[LaneDigit], size: int) -> _Values:
    """The digits of a number below `size`."""
    factors = basis(digits, size)
    if factors is not None:
        return _named(factors, delinearize(kernel, value, tuple(factor.size for factor in factors)))
    named = {
        digit: delinearize(kernel, value, (-(-size // (digit.stride * digit.size)), digit.size, digit.stride))[1]
        for digit in digits
    }
    # Such digits tell all lanes apart when they repeat no earlier than the lanes end.
    return _Values(named, () if math.prod(digit.size for digit in digits) >= size else None)


def basis(digits: Sequence[LaneDigit], size: int) -> list[Factor] | None:
    """Factors, outermost first, that make up a number below `size` (or somewhat more); None if digits overlap."""
    found: list[Factor] = []
    reached = 1
    for digit in digits:
        if not digit.stride or digit.stride % reached:
            return None
        if digit.stride > reached:
            found.append(Factor(digit.stride // reached, None))
        found.append(Factor(digit.size, digit))
        reached = digit.stride * digit.size
    if reached < size:
        found.append(Factor(-(-size // reached), None))
    found.reverse()
    return found
