"""Memory: buffers, views of them, and who touched what since the last barrier."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from lanewise.mlir.host import ir
from lanewise.sim.machine.casts import Cast
from lanewise.sim.machine.faults import fault, lanes_text
from lanewise.sim.machine.touches import ALL, NOBODY, Touches
from lanewise.sim.values import types
from lanewise.sim.values.types import Array

if TYPE_CHECKING:
    from lanewise.sim.machine.machine import Machine

GLOBAL, WORKGROUP, PRIVATE = "global", "workgroup", "private"

MOST_ELEMENTS = 2**26
"""Of a buffer: each takes 100 bytes, of which most say who touched it."""

_RAW = {1: np.uint8, 2: np.uint16, 4: np.uint32, 8: np.uint64}


class TooLarge(MemoryError):
    """More than is simulated; the message says what was found and what the limit is."""


@dataclass(slots=True, eq=False)
class Buffer:
    """A run of elements of one type."""

    name: str
    space: str
    element: str
    data: Array
    written: Array
    read_only: bool = False
    # As the program first sees it; to name elements by.
    shape: tuple[int, ...] | None = None
    reads: Touches = field(init=False)
    writes: Touches = field(init=False)
    # None until there is one.
    updates: Touches | None = field(init=False)

    def __post_init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.reads, self.writes = Touches.none(len(self.data)), Touches.none(len(self.data))
        self.updates = None

    def writers(self) -> tuple[Array, Array, Array]:
        """Who wrote each element, be it atomically: a lane, or one of NOBODY, SEVERAL and ALL; which workgroup; and
        the number of the op."""
        lane, group, op = self.writes.lanes(), self.writes.group, self.writes.op
        if self.updates is None:
            return lane, group, op
        updated = self.updates.lane != NOBODY
        return (
            np.where(updated, self.updates.lanes(), lane),
            np.where(updated, self.updates.group, group),
            np.where(updated, self.updates.op, op),
        )

    @property
    def raw(self) -> Array:
        """The bits, which compare where values do not (NaN)."""
        return self.data.view(_RAW[self.data.itemsize])

    @staticmethod
    def empty(name: str, space: str, element: str, count: int) -> Buffer:
        """Raises TooLarge."""
        if count > MOST_ELEMENTS:
            raise TooLarge(f"a buffer of {count} elements, needed {MOST_ELEMENTS} at most")
        dtype = types.element(element)
        return Buffer(name, space, element, np.zeros(count, dtype), np.zeros(count, bool))


@dataclass(frozen=True, slots=True)
class MemRef:
    """A strided view. Offset, sizes and strides are in elements, with a leading lane axis like any value.

    In a memref of vectors the elements are those of the vectors, whose dimensions follow those of the memref.
    """

    buffer: Buffer | Cast
    offset: Array
    sizes: tuple[Array, ...]
    strides: tuple[Array, ...]

    @staticmethod
    def whole(buffer: Buffer, shape: tuple[int, ...]) -> MemRef:
        """The row-major view of a buffer of this shape."""
        strides = [1]
        for size in reversed(shape[1:]):
            strides.append(strides[-1] * size)
        strides = strides[::-1] if shape else []
        return MemRef(buffer, uniform(0), tuple(map(uniform, shape)), tuple(map(uniform, strides)))


def uniform(number: int) -> Array:
    return np.array([number], np.int64)


def axes(value: Array, rank: int) -> Array:
    """A value of one number a lane, to broadcast against values with `rank` more axes."""
    return value.reshape(-1, *(1,) * rank)


def addresses(view: MemRef, indices: list[Array]) -> tuple[Array, Array]:
    """Addresses of elements, and which of them are in bounds. Indices have equal ranks: lane axis, then vector axes."""
    rank = indices[0].ndim - 1 if indices else 0
    address = axes(view.offset, rank)
    inside = np.ones((1,) * (rank + 1), bool)
    for index, size, stride in zip(indices, view.sizes, view.strides, strict=True):
        address = address + index * axes(stride, rank)
        inside = inside & (index >= 0) & (index < axes(size, rank))
    shape = np.broadcast_shapes(address.shape, inside.shape)
    return np.broadcast_to(address, shape), np.broadcast_to(inside, shape)


def load(machine: Machine, op: ir.Operation, view: MemRef, indices: list[Array], mask: Array | None = None) -> Array:
    """Elements at `indices`, zero where masked off. Raises Fault."""
    access = Access.make(machine, op, view, indices, mask)
    access.check_read()
    found = access.buffer.data[access.address]
    if isinstance(view.buffer, Cast):
        found = view.buffer.join(found)
    result = np.zeros(access.shape, found.dtype)
    result[access.chosen] = found
    machine.count_access(access.buffer, access.address, access.lane, "read")
    return result


def store(
    machine: Machine, op: ir.Operation, view: MemRef, indices: list[Array], values: Array, mask: Array | None = None
) -> None:
    """Write `values`, which broadcast to the indices' shape. Raises Fault."""
    access = Access.make(machine, op, view, indices, mask, values)
    access.write()
    machine.count_access(access.buffer, access.address, access.lane, "written")


@dataclass(slots=True)
class Access:
    """One op's elements in memory: those that are active, flat, with the lane of each (ALL when uniform)."""

    machine: Machine
    op: ir.Operation
    buffer: Buffer
    shape: tuple[int, ...]
    chosen: Any
    address: Array
    lane: Array
    values: Array | None

    @staticmethod
    def make(
        machine: Machine,
        op: ir.Operation,
        view: MemRef,
        indices: list[Array],
        mask: Array | None,
        values: Array | None = None,
    ) -> Access:
        address, inside = addresses(view, indices)
        active = machine.active(address.ndim - 1)
        parts = [part for part in (mask, active) if part is not None]
        shape = np.broadcast_shapes(
            address.shape, *(part.shape for part in parts), *(() if values is None else (values.shape,))
        )
        chosen = np.ones(shape, bool)
        for part in parts:
            chosen &= part
        address = np.broadcast_to(address, shape)
        outside = chosen & ~np.broadcast_to(inside, shape)
        if outside.any():
            _out_of_bounds(op, view, indices, outside)
        everyone = shape[0] == 1
        numbers = np.full(1, ALL) if everyone else np.arange(shape[0])
        lane = np.broadcast_to(axes(numbers, len(shape) - 1), shape)[chosen]
        flat = None if values is None else np.broadcast_to(values, shape)[chosen]
        buffer, address = view.buffer, address[chosen]
        if isinstance(buffer, Cast):
            start = np.broadcast_to(axes(buffer.start, len(shape) - 1), shape)[chosen]
            address, lane = buffer.addresses(address, start), np.repeat(lane, buffer.dtype.itemsize)
            flat = None if flat is None else buffer.split(flat)
            buffer = buffer.bytes
        beyond = (address < 0) | (address >= len(buffer.data))
        if beyond.any():  # A view may reach further than its buffer.
            where, who = int(address[beyond][0]), "every lane" if everyone else f"lane {int(lane[beyond][0])}"
            text = f"element {where} of {buffer.name}, which has {len(buffer.data)}"
            raise fault(op, f"out of bounds: {who} accesses {text}")
        return Access(machine, op, buffer, shape, chosen, address, lane, flat)

    def check_read(self) -> None:
        buffer, group = self.buffer, self.machine.group
        epoch = self.machine.epochs[buffer.space]
        self._check_written()
        writes = buffer.writes
        # What all lanes wrote at once, each lane wrote itself.
        by_all = (writes.lane[self.address] == ALL) & (writes.other[self.address] == NOBODY)
        race = (self._by_others(writes, epoch) & ~by_all) | self._elsewhere(writes)
        self._race("read", "wrote", race, writes)
        self._race_updates("read", epoch)
        self._touch(buffer.reads, epoch, group)

    def write(self) -> None:
        buffer, group = self.buffer, self.machine.group
        epoch = self.machine.epochs[buffer.space]
        assert self.values is not None
        self._check_writable()
        values = np.ascontiguousarray(self.values).astype(buffer.data.dtype, copy=False)
        raw = values.view(_RAW[values.itemsize])
        writes, reads = buffer.writes, buffer.reads
        other = buffer.raw[self.address] != raw
        race = self._by_others(writes, epoch) | self._elsewhere(writes) | self._by_all(writes, epoch)
        self._race("wrote", "wrote", race & other, writes)
        race = self._by_others(reads, epoch) | self._elsewhere(reads) | (self._by_all(reads, epoch) & other)
        self._race("wrote", "read", race, reads)
        self._race_updates("wrote", epoch)
        buffer.data[self.address] = values
        lost = buffer.raw[self.address] != raw
        if lost.any():
            where = int(self.address[lost][0])
            who = self._who(self.address == where)
            raise fault(self.op, f"race on {self._name(where)}: {who} write different values to it at once")
        buffer.written[self.address] = True
        self._touch(writes, epoch, group)

    def check_update(self) -> None:
        """Before elements are read and written atomically, which other updates may be at the same time."""
        buffer = self.buffer
        epoch = self.machine.epochs[buffer.space]
        self._check_writable()
        self._check_written()
        for did, touches in (("wrote", buffer.writes), ("read", buffer.reads)):
            self._race("updated", did, self._by_others(touches, epoch) | self._elsewhere(touches), touches)
        buffer.updates = buffer.updates or Touches.none(len(buffer.data))
        self._touch(buffer.updates, epoch, self.machine.group)

    def _race_updates(self, does: str, epoch: int) -> None:
        updates = self.buffer.updates
        if updates is not None:
            self._race(does, "updated", self._by_others(updates, epoch) | self._elsewhere(updates), updates)

    def _check_written(self) -> None:
        unwritten = ~self.buffer.written[self.address]
        if unwritten.any():
            where = int(self.address[unwritten][0])
            raise fault(self.op, f"{self._name(where)}, which nobody wrote, is read by {self._who(unwritten)}")

    def _check_writable(self) -> None:
        if self.buffer.read_only and len(self.address):
            raise fault(self.op, f"{self.buffer.name}, which is read-only, is written by {self._who(slice(None))}")

    def _by_others(self, touches: Touches, epoch: int) -> Array:
        """Which elements another lane of this workgroup touched since the last barrier."""
        others = (touches.lane[self.address] != self.lane) | (touches.other[self.address] != NOBODY)
        return (touches.epoch[self.address] == epoch) & others

    def _by_all(self, touches: Touches, epoch: int) -> Array:
        """Which elements all lanes touched at once and now touch again: some of them are late.

        One thread is never late for itself, and where all lanes are alike the program means one.
        """
        if self.machine.alike or self.machine.lanes == 1:
            return np.zeros(len(self.address), bool)
        return (touches.epoch[self.address] == epoch) & (touches.lane[self.address] == ALL) & (self.lane == ALL)

    def _elsewhere(self, touches: Touches) -> Array:
        """Which elements another workgroup touched: no barrier orders workgroups."""
        if self.buffer.space != GLOBAL:
            return np.zeros(len(self.address), bool)
        group = touches.group[self.address]
        return (group != NOBODY) & (group != self.machine.group)

    def _touch(self, touches: Touches, epoch: int, group: int) -> None:
        # The record of another workgroup stays: what conflicts with this access conflicts with that one too.
        here = ~self._elsewhere(touches)
        address, lane, op = self.address[here], self.lane[here], self.machine.number_of(self.op)
        stale = touches.epoch[address] != epoch
        first = address[stale]
        touches.lane[first], touches.op[first], touches.other[first] = lane[stale], op, NOBODY
        touches.epoch[first], touches.group[first] = epoch, group
        later = (touches.lane[address] != lane) & (touches.other[address] == NOBODY)
        touches.other[address[later]], touches.other_op[address[later]] = lane[later], op

    def _race(self, does: str, did: str, found: Array, touches: Touches) -> None:
        if not found.any():
            return
        where, lane = int(self.address[found][0]), int(self.lane[found][0])
        other, op = int(touches.lane[where]), int(touches.op[where])
        elsewhere = touches.group[where] != self.machine.group
        if other == lane and int(touches.other[where]) != NOBODY and not elsewhere:
            other, op = int(touches.other[where]), int(touches.other_op[where])
        who = "every lane" if other == ALL else f"lane {other}"
        if elsewhere:
            who += f" of workgroup {int(touches.group[where])}"
        me = self._who(found & (self.address == where))
        text = f"race on {self._name(where)}: {me} {does} it, {who} {did} it, and there is no barrier between"
        notes = [(self.machine.ops[op], f"{who} {did} it here")]
        raise fault(self.op, text, notes)

    def _name(self, where: int) -> str:
        return f"element {where} of {self.buffer.name}"

    def _who(self, which: Array | slice) -> str:
        lanes = np.unique(self.lane[which])
        return "every lane" if lanes[0] == ALL else lanes_text(list(lanes))


def _out_of_bounds(op: ir.Operation, view: MemRef, indices: list[Array], outside: Array) -> None:
    at = tuple(int(i) for i in np.argwhere(outside)[0])
    index = [int(np.broadcast_to(part, outside.shape)[at]) for part in indices]
    lane = at[0]
    sizes = [int(size[lane if len(size) > 1 else 0]) for size in view.sizes]
    who = "every lane" if outside.shape[0] == 1 else f"lane {lane}"
    raise fault(op, f"out of bounds: {who} accesses {index} of {view.buffer.name}, whose size is {sizes}")
