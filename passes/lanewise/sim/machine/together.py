"""Workgroups that run together: the lanes' axis has room for the lanes of all of them, one workgroup after the other.

What is the same in all lanes of a workgroup has one entry for each workgroup, and is widened where it meets what lanes
tell apart. What ties workgroups to each other, or what the lanes' axis cannot say, is not guessed: Tied is raised, and
the program runs again, one workgroup at a time.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from lanewise.mlir.host import ir
from lanewise.sim.machine.buffers import Buffer, ByteView, MemRef
from lanewise.sim.machine.poison import Poisoned, Shadowed, Value
from lanewise.sim.values.types import Array

MOST_ELEMENTS = 2**20
"""Of one value, all lanes of all workgroups that run together counted."""
MOST_GROUPS = 256


class Tied(Exception):
    """Workgroups that run together cannot go on together."""


@dataclass(frozen=True, slots=True)
class LaneAxis:
    """So many workgroups, of so many lanes each."""

    groups: int
    each: int

    @property
    def lanes(self) -> int:
        return self.groups * self.each

    @property
    def mixes(self) -> bool:
        """Whether values may have one entry for each workgroup or, unlike that, one for each lane."""
        return self.groups > 1 and self.each > 1

    def by_lane(self, value: Array) -> Array:
        """With an entry for each lane."""
        if len(value) == self.groups:
            return np.repeat(value, self.each, axis=0)
        return np.broadcast_to(value, (self.lanes, *value.shape[1:])) if len(value) == 1 else value

    def is_short(self, value: Array) -> bool:
        """Whether it does not tell the lanes of a workgroup apart."""
        return len(value) in (1, self.groups)

    def row(self, value: Array) -> Array:
        """For each lane, where along its first axis a value has its entry."""
        lane = np.arange(self.lanes)
        return np.zeros(1, np.int64) if len(value) == 1 else lane // self.each if len(value) == self.groups else lane

    def grouped(self, value: Array) -> Array:
        """A value with an entry for each lane by workgroups, then lanes."""
        return value.reshape(self.groups, self.each, *value.shape[1:])

    def alike(self, values: list[Value]) -> list[Value]:
        """With an entry for each lane, where one of them has that and another has one for each workgroup."""
        if not self.mixes:
            return values
        lengths = {len(part) for value in values for part in _parts(value)}
        if self.groups not in lengths or self.lanes not in lengths:
            return values
        return [_changed(value, self._wide) for value in values]

    def _wide(self, array: Array) -> Array:
        return np.repeat(array, self.each, axis=0) if len(array) == self.groups else array

    def arrays(self, *values: Array) -> tuple[Array, ...]:
        """`alike`, of numbers only."""
        if not self.mixes or not {self.groups, self.lanes} <= set(map(len, values)):
            return values
        return tuple(map(self._wide, values))

    def shortened(self, flags: Array) -> Array:
        """With an entry for each workgroup where the lanes of each agree."""
        if not self.mixes or len(flags) != self.lanes:
            return flags
        rows = self.grouped(flags)
        return np.asarray(rows[:, 0]) if (rows == rows[:, :1]).all() else flags

    def settled(self, flags: Array, mask: Array) -> Array:
        """Flags with those lanes that the mask switches off like the first active one of their workgroup, or of all."""
        flags, mask = self.arrays(flags, mask)
        first = flags[np.argmax(mask)]
        if not self.mixes or len(flags) != self.lanes or len(mask) != self.lanes:
            return np.where(mask, flags, first)
        rows, active = self.grouped(flags), self.grouped(mask)
        own = np.take_along_axis(rows, np.argmax(active, axis=1)[:, np.newaxis], 1)
        own = np.where(active.any(axis=1, keepdims=True), own, first)
        return np.asarray(np.where(active, rows, own).reshape(-1))

    def check_merge(self, lanes: Array, values: tuple[Value, Value]) -> None:
        """Raises Tied where, by itself, a workgroup whose lanes agree would have a value that they share, and another
        would not."""
        if not self.mixes or len(lanes) != self.lanes:
            return
        if all(self.is_short(part) for value in values for part in _parts(value)):
            rows = self.grouped(lanes)
            if (rows == rows[:, :1]).all(axis=1).any():
                raise Tied

    def of_first(self, groups: int, value: Value) -> Value:
        """What the first so many workgroups have of it."""
        if groups >= self.groups:
            return value
        return _changed(
            value,
            lambda array: array[: groups * (len(array) // self.groups)] if len(array) > 1 else array,
        )

    def repeated(self, value: Value) -> Value:
        """What a workgroup has, which runs alone, for each of as many as there are now."""

        def repeat(array: Array) -> Array:
            return np.tile(array, (self.groups, *(1,) * (array.ndim - 1))) if len(array) > 1 else array

        return _changed(value, repeat)

    def last(self, value: Value) -> Value:
        """What the last workgroup has of it."""
        if self.groups == 1:
            return value

        return _changed(value, lambda array: array[-(len(array) // self.groups) :] if len(array) > 1 else array)


class Joined:
    """Iterations of a loop that run together, as if each were a workgroup: what one writes no other may access."""

    def __init__(self, iterations: int) -> None:
        self.numbers = np.arange(iterations)
        # By buffer and size of its parts: parts, the iterations that access them, and whether they write there.
        self._accesses: dict[tuple[Buffer, int], list[tuple[Array, Array, bool]]] = {}

    def note(self, buffer: Buffer, places: Array, iterations: Array, writes: bool) -> None:
        self._accesses.setdefault((buffer, buffer.grain), []).append((places, iterations, writes))

    def check(self) -> None:
        """Raises Tied where one iteration writes what another accesses."""
        buffers = [buffer for buffer, _ in self._accesses]
        if len(set(buffers)) < len(buffers):
            raise Tied  # A part got another size meanwhile.
        for found in self._accesses.values():
            if not any(writes for _, _, writes in found):
                continue
            places = np.concatenate([one for one, _, _ in found])
            if not len(places):
                continue
            order = np.argsort(places, kind="stable")
            iterations = np.concatenate([one for _, one, _ in found])[order]
            written = np.concatenate([np.full(len(one), writes) for one, _, writes in found])[order]
            starts = np.flatnonzero(np.diff(places[order], prepend=-1))
            shared = np.minimum.reduceat(iterations, starts) != np.maximum.reduceat(iterations, starts)
            if (shared & np.logical_or.reduceat(written, starts)).any():
                raise Tied


def _parts(value: Value) -> tuple[Array, ...]:
    """The arrays with an axis of lanes."""
    if isinstance(value, np.ndarray):
        return (value,)
    if isinstance(value, Poisoned):
        return value.elements, value.poison
    if isinstance(value, Shadowed):
        return *_parts(value.numbers), *value.planes
    start = (value.buffer.start,) if isinstance(value.buffer, ByteView) else ()
    return (value.offset, value.base, *value.sizes, *value.strides, *start)


def _changed(value: Value, change: Callable[[Array], Array]) -> Value:
    """With a change to each array that has an axis of lanes."""
    if isinstance(value, np.ndarray):
        return change(value)
    if isinstance(value, Poisoned):
        return Poisoned(change(value.elements), change(value.poison))
    if isinstance(value, Shadowed):
        numbers = _changed(value.numbers, change)
        assert not isinstance(numbers, MemRef | Shadowed)
        return Shadowed(numbers, tuple(map(change, value.planes)), value.of)
    buffer = value.buffer
    if isinstance(buffer, ByteView):
        buffer = replace(buffer, start=change(buffer.start))
    sizes, strides = tuple(map(change, value.sizes)), tuple(map(change, value.strides))
    return MemRef(buffer, change(value.offset), sizes, strides, change(value.base))


def groups_together(root: ir.Operation, lanes: int) -> int:
    """How many workgroups may run together, by the largest value of the program, or of an op in it, in one of them."""
    largest = 1

    def visit(op: ir.Operation) -> ir.WalkResult:
        nonlocal largest
        for result in op.results:
            if isinstance(result.type, ir.VectorType) and not result.type.scalable:
                largest = max(largest, math.prod(result.type.shape) * lanes)
        if op.name in ("memref.alloc", "memref.alloca", "memref.get_global") and op.results[0].type.has_static_shape:
            largest = max(largest, math.prod(op.results[0].type.shape))
        return ir.WalkResult.ADVANCE

    root.walk(visit)
    return max(1, min(MOST_GROUPS, MOST_ELEMENTS // largest))
