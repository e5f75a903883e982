"""Vector ops that take parts out of vectors and put parts in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from lanewise.mlir.host import ir
from lanewise.sim.machine.buffers import axes
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Numbers, Poisoned, Value, poison_of, strip, with_poison
from lanewise.sim.machine.program import RAW, STRUCTURAL, Op, Run, semantics
from lanewise.sim.machine.views import fixed, mixed
from lanewise.sim.values import types
from lanewise.sim.values.types import Array


def _ints(attribute: ir.Attribute) -> list[int]:
    return [int(entry) for entry in attribute]


def _positions(
    static: Sequence[Array | None], sizes: Sequence[int], dynamic: Sequence[Value]
) -> tuple[list[Array], Array]:
    """Positions in range, one array a dimension, and in which lanes one was poison or out of range (poison as well)."""
    found, bad = [], np.zeros(1, bool)
    for value, size in zip(mixed(static, dynamic), sizes, strict=False):
        position = strip(value)
        outside = (position < 0) | (position >= size)
        found.append(np.where(outside, 0, position))
        bad = bad | outside | poison_of(value)
    return found, bad


def _lane_axis(positions: list[Array], *others: Array) -> tuple[Array, int]:
    """The lane of each entry, to index with beside positions; and how many lanes there are."""
    lanes = max([1, *map(len, positions), *map(len, others)])
    return np.arange(lanes), lanes


@semantics("vector.extract", poison=RAW)
def extract(op: Op) -> Run:
    numbers, sizes = list(op.attributes["static_position"]), types.shape(op.operand_types[0])
    static = fixed(numbers)
    where = _plain(numbers)

    def run(machine: Machine, source: Numbers, *dynamic: Value) -> Numbers:
        if where:
            return _each(lambda part: part[where], source)
        positions, bad = _positions(static, sizes, dynamic)
        elements, poison = (_take(part, positions) for part in (strip(source), poison_of(source)))
        return with_poison(elements, poison | axes(bad, elements.ndim - 1))

    return run


def _plain(numbers: Sequence[int]) -> tuple[slice | int, ...]:
    """How to index where all positions are known, and so in range; empty where they are not."""
    return (slice(None), *numbers) if all(number >= 0 for number in numbers) else ()


def _each(change: Callable[..., Array], *operands: Numbers) -> Numbers:
    """The result for elements, and for what of them is poison, if anything is."""
    elements = change(*map(strip, operands))
    if any(isinstance(operand, Poisoned) for operand in operands):
        return with_poison(elements, change(*map(poison_of, operands)))
    return elements


def _take(source: Array, positions: list[Array]) -> Array:
    lane, lanes = _lane_axis(positions, source)
    at = (lane, *positions)
    return np.broadcast_to(source, (lanes, *source.shape[1:]))[at]


@semantics("vector.insert", poison=RAW)
def insert(op: Op) -> Run:
    """A position that is poison or out of range makes the whole result poison."""
    numbers, sizes = list(op.attributes["static_position"]), types.shape(op.operand_types[1])
    static = fixed(numbers)
    where = _plain(numbers)

    def put(value: Array, dest: Array) -> Array:
        result = np.broadcast_to(dest, (max(len(value), len(dest)), *dest.shape[1:])).copy()
        result[where] = value
        return result

    def run(machine: Machine, value: Numbers, dest: Numbers, *dynamic: Value) -> Numbers:
        if where:
            return _each(put, value, dest)
        positions, bad = _positions(static, sizes, dynamic)
        elements = _put(strip(value), strip(dest), positions)
        poison = _put(poison_of(value), poison_of(dest), positions)
        return with_poison(elements, poison | axes(bad, elements.ndim - 1))

    return run


def _put(value: Array, dest: Array, positions: list[Array]) -> Array:
    lane, lanes = _lane_axis(positions, value, dest)
    result = np.broadcast_to(dest, (lanes, *dest.shape[1:])).copy()
    at = (lane, *positions)
    result[at] = value
    return result


@semantics("vector.extract_strided_slice", poison=STRUCTURAL)
def extract_strided_slice(op: Op) -> Run:
    rows = (_ints(op.attributes[name]) for name in ("offsets", "sizes", "strides"))
    slices = [_strided(*row) for row in zip(*rows, strict=True)]
    where = (slice(None), *slices)
    return lambda machine, source: source[where]


@semantics("vector.insert_strided_slice", poison=STRUCTURAL)
def insert_strided_slice(op: Op) -> Run:
    """The source covers the trailing dimensions of the destination, one slice of each leading one."""
    offsets, strides = _ints(op.attributes["offsets"]), _ints(op.attributes["strides"])
    sizes = types.shape(op.operand_types[0])
    leading = len(offsets) - len(sizes)
    slices = [_strided(*row) for row in zip(offsets[leading:], sizes, strides, strict=True)]
    where = (slice(None), *offsets[:leading], *slices)

    def run(machine: Machine, source: Array, dest: Array) -> Array:
        lanes = max(len(source), len(dest))
        result = np.broadcast_to(dest, (lanes, *dest.shape[1:])).copy()
        result[where] = source
        return result

    return run


def _strided(offset: int, size: int, stride: int) -> slice:
    return slice(offset, offset + (size - 1) * stride + 1, stride)
