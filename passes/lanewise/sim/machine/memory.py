"""Reads and writes of memory: what an access must be for the program to mean one thing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lanewise.mlir.attributes import GLOBAL
from lanewise.sim.machine.access_log import ALL, NOBODY, AccessLog, lane_text
from lanewise.sim.machine.buffers import RAW_TYPES, Buffer, ByteView, MemRef, addresses, axes
from lanewise.sim.machine.faults import Fault, lanes_text
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.program import Op
from lanewise.sim.values.shadow_memory import ShadowMemory
from lanewise.sim.values.types import Array


def load(machine: Machine, op: Op, view: MemRef, indices: list[Array], mask: Array | None = None) -> Array:
    """Elements at `indices`, zero where masked off. Raises Fault."""
    access = MemoryAccess.make(machine, op, view, indices, mask)
    if machine.plane is not None:
        return access.shadows(view, machine.plane)
    access.check_read()
    found = access.buffer.data[access.address]
    if isinstance(view.buffer, ByteView):
        found = view.buffer.join(found)
    result = np.zeros(access.shape, found.dtype)
    result[access.chosen] = found
    machine.count_access(access.buffer, access.address, access.lane, "read")
    return result


def store(
    machine: Machine, op: Op, view: MemRef, indices: list[Array], values: Array, mask: Array | None = None
) -> None:
    """Write `values`, which broadcast to the indices' shape. Raises Fault."""
    access = MemoryAccess.make(machine, op, view, indices, mask, values)
    if machine.plane is not None:
        access.keep_shadows(view, machine.plane, values)
        return
    access.write()
    machine.count_access(access.buffer, access.address, access.lane, "written")


@dataclass(slots=True)
class MemoryAccess:
    """One op's elements in memory. `address`, `lane` (ALL when uniform) and `values` have an entry for each active one.

    Of a view of bytes they have one for each byte.
    """

    machine: Machine
    op: Op
    buffer: Buffer
    shape: tuple[int, ...]
    # Which elements of `shape` are active.
    chosen: Array
    address: Array
    lane: Array
    values: Array | None

    @staticmethod
    def make(
        machine: Machine, op: Op, view: MemRef, indices: list[Array], mask: Array | None, values: Array | None = None
    ) -> MemoryAccess:
        """Indices, mask and values broadcast: lanes, then the vector's axes. Raises Fault for what is out of bounds."""
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
        numbers = np.full(1, ALL) if shape[0] == 1 else np.arange(shape[0])
        lane = np.broadcast_to(axes(numbers, len(shape) - 1), shape)[chosen]
        flat = None if values is None else np.broadcast_to(values, shape)[chosen]
        buffer, address = view.buffer, address[chosen]
        if isinstance(buffer, ByteView):
            start = np.broadcast_to(axes(buffer.start, len(shape) - 1), shape)[chosen]
            address, lane = buffer.addresses(address, start), np.repeat(lane, buffer.dtype.itemsize)
            flat = None if flat is None else buffer.split(flat)
            buffer = buffer.bytes
        beyond = (address < 0) | (address >= len(buffer.data))
        if beyond.any():  # A view may reach further than its buffer.
            who, where = lane_text(int(lane[beyond][0])), int(address[beyond][0])
            text = f"element {where} of {buffer.name}, which has {len(buffer.data)}"
            raise op.fault(f"out of bounds: {who} accesses {text}")
        return MemoryAccess(machine, op, buffer, shape, chosen, address, lane, flat)

    def shadows(self, view: MemRef, plane: int) -> Array:
        """As `load`, once the elements themselves are read."""
        result = np.zeros(self.shape)
        address, now = self._elements(view)
        memory = self.buffer.shadow
        result[self.chosen] = now.astype(np.float64) if memory is None else memory.read(plane, address, now)
        return result

    def keep_shadows(self, view: MemRef, plane: int, values: Array) -> None:
        """As `store`, once the elements themselves are written."""
        self.buffer.shadow = self.buffer.shadow or ShadowMemory()
        address, now = self._elements(view)
        self.buffer.shadow.write(plane, address, np.broadcast_to(values, self.shape)[self.chosen], now)

    def _elements(self, view: MemRef) -> tuple[Array, Array]:
        """Addresses of elements, of bytes those of their first ones, and what is there."""
        found = self.buffer.data[self.address]
        if not isinstance(view.buffer, ByteView):
            return self.address, found
        return self.address[:: view.buffer.dtype.itemsize], view.buffer.join(found)

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
        self._record(buffer.reads, epoch, group)

    def write(self) -> None:
        buffer, group = self.buffer, self.machine.group
        epoch = self.machine.epochs[buffer.space]
        assert self.values is not None
        self._check_writable()
        values = np.ascontiguousarray(self.values).astype(buffer.data.dtype, copy=False)
        raw = values.view(RAW_TYPES[values.itemsize])
        writes, reads = buffer.writes, buffer.reads
        other = buffer.raw[self.address] != raw
        race = self._by_others(writes, epoch) | self._elsewhere(writes) | self._by_all(writes, epoch)
        self._race("wrote", "wrote", race & other, writes)
        race = self._by_others(reads, epoch) | self._elsewhere(reads) | (self._by_all(reads, epoch) & other)
        self._race("wrote", "read", race, reads)
        self._race_updates("wrote", epoch)
        buffer.data[self.address] = values
        if buffer.shadow is not None:
            buffer.shadow.forget(self.address)
        lost = buffer.raw[self.address] != raw
        if lost.any():
            where = int(self.address[lost][0])
            who = self._who(self.address == where)
            raise self.op.fault(f"race on {self._name(where)}: {who} write different values to it at once")
        buffer.written[self.address] = True
        self._record(writes, epoch, group)

    def check_update(self) -> None:
        """Before elements are read and written atomically, which other updates may be at the same time."""
        buffer = self.buffer
        epoch = self.machine.epochs[buffer.space]
        self._check_writable()
        self._check_written()
        for did, log in (("wrote", buffer.writes), ("read", buffer.reads)):
            self._race("updated", did, self._by_others(log, epoch) | self._elsewhere(log), log)
        buffer.updates = buffer.updates or AccessLog.none(len(buffer.data))
        self._record(buffer.updates, epoch, self.machine.group)

    def _race_updates(self, does: str, epoch: int) -> None:
        updates = self.buffer.updates
        if updates is not None:
            self._race(does, "updated", self._by_others(updates, epoch) | self._elsewhere(updates), updates)

    def _check_written(self) -> None:
        unwritten = ~self.buffer.written[self.address]
        if unwritten.any():
            where = int(self.address[unwritten][0])
            raise self.op.fault(f"{self._name(where)}, which nobody wrote, is read by {self._who(unwritten)}")

    def _check_writable(self) -> None:
        if self.buffer.read_only and len(self.address):
            raise self.op.fault(f"{self.buffer.name}, which is read-only, is written by {self._who(slice(None))}")

    def _by_others(self, log: AccessLog, epoch: int) -> Array:
        """Which elements another lane of this workgroup accessed since the last barrier."""
        others = (log.lane[self.address] != self.lane) | (log.other[self.address] != NOBODY)
        return (log.epoch[self.address] == epoch) & others

    def _by_all(self, log: AccessLog, epoch: int) -> Array:
        """Which elements all lanes accessed at once and now access again: some of them are late.

        One thread is never late for itself, and where all lanes are alike the program means one.
        """
        if self.machine.all_uniform or self.machine.lanes == 1:
            return np.zeros(len(self.address), bool)
        return (log.epoch[self.address] == epoch) & (log.lane[self.address] == ALL) & (self.lane == ALL)

    def _elsewhere(self, log: AccessLog) -> Array:
        """Which elements another workgroup accessed: no barrier orders workgroups."""
        if self.buffer.space != GLOBAL:
            return np.zeros(len(self.address), bool)
        group = log.group[self.address]
        return (group != NOBODY) & (group != self.machine.group)

    def _record(self, log: AccessLog, epoch: int, group: int) -> None:
        # The record of another workgroup stays: what conflicts with this access conflicts with that one too.
        here = ~self._elsewhere(log)
        address, lane, op = self.address[here], self.lane[here], self.machine.number_of(self.op.op)
        stale = log.epoch[address] != epoch
        first = address[stale]
        log.lane[first], log.op[first], log.other[first] = lane[stale], op, NOBODY
        log.epoch[first], log.group[first] = epoch, group
        later = (log.lane[address] != lane) & (log.other[address] == NOBODY)
        log.other[address[later]], log.other_op[address[later]] = lane[later], op

    def _race(self, does: str, did: str, found: Array, log: AccessLog) -> None:
        if not found.any():
            return
        where, lane = int(self.address[found][0]), int(self.lane[found][0])
        other, op = int(log.lane[where]), int(log.op[where])
        elsewhere = log.group[where] != self.machine.group
        if other == lane and int(log.other[where]) != NOBODY and not elsewhere:
            other, op = int(log.other[where]), int(log.other_op[where])
        who = lane_text(other)
        if elsewhere:
            who += f" of workgroup {int(log.group[where])}"
        me = self._who(found & (self.address == where))
        text = f"race on {self._name(where)}: {me} {does} it, {who} {did} it, and there is no barrier between"
        notes = [(self.machine.ops[op], f"{who} {did} it here")]
        raise Fault(self.op.op, text, notes)

    def _name(self, where: int) -> str:
        return f"element {where} of {self.buffer.name}"

    def _who(self, which: Array | slice) -> str:
        lanes = np.unique(self.lane[which])
        return "every lane" if lanes[0] == ALL else lanes_text(list(lanes))


def _out_of_bounds(op: Op, view: MemRef, indices: list[Array], outside: Array) -> None:
    at = tuple(int(i) for i in np.argwhere(outside)[0])
    index = [int(np.broadcast_to(part, outside.shape)[at]) for part in indices]
    sizes = [int(size[at[0] if len(size) > 1 else 0]) for size in view.sizes]
    who = lane_text(ALL if outside.shape[0] == 1 else at[0])
    raise op.fault(f"out of bounds: {who} accesses {index} of {view.buffer.name}, whose size is {sizes}")
