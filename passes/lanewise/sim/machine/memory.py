"""Reads and writes of memory: what an access must be for the program to mean one thing.

Long: an access, what it races with, and what is kept of it are one story.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from lanewise.mlir.attributes import GLOBAL, WORKGROUP
from lanewise.sim.machine.access_log import ALL, MANY, NOBODY, AccessLog, lane_text, stamp
from lanewise.sim.machine.buffers import (
    MOST_AT_ONCE,
    WORD,
    Buffer,
    ByteView,
    MemRef,
    axes,
)
from lanewise.sim.machine.faults import Fault, lanes_text
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.program import Op
from lanewise.sim.machine.together import Tied
from lanewise.sim.machine.views import Addresses, addresses
from lanewise.sim.values.banks import bank_conflicts
from lanewise.sim.values.shadow_memory import ShadowMemory
from lanewise.sim.values.types import Array


def load(machine: Machine, op: Op, view: MemRef, indices: list[Array], mask: Array | None = None) -> Array:
    """Elements at `indices`, zero where masked off. Raises Fault."""
    access = MemoryAccess.make(machine, op, view, indices, mask)
    if machine.plane is not None:
        if view.buffer.element.is_float or machine.asks_marks:
            return access.shadows(machine.plane)
        return access.shaped(access.cells[access.item])
    access.check_read()
    found = access.cells[access.item]
    access.count("read")
    return access.shaped(found)


def store(
    machine: Machine, op: Op, view: MemRef, indices: list[Array], values: Array, mask: Array | None = None
) -> None:
    """Write `values`, which broadcast to the indices' shape. Raises Fault."""
    access = MemoryAccess.make(machine, op, view, indices, mask, values)
    if machine.plane is not None:
        # Of integers only marks are kept, which are floats.
        if view.buffer.element.is_float or values.dtype.kind == "f":
            access.keep_shadows(machine.plane)
        return
    access.write()
    access.count("written")


@dataclass(slots=True)
class MemoryAccess:
    """One op's elements in memory. `item` and `values` have an entry for each active one; `address` and `slot` too.

    Of a view of bytes, the latter have one for each grain: so many bytes as every view of the buffer moves together. An
    item is where an element lies, a slot where what is known of it does.
    """

    machine: Machine
    op: Op
    buffer: Buffer
    shape: tuple[int, ...]
    # Which elements of `shape` are active; None: all.
    chosen: Array | None
    # Grains of an element.
    width: int
    dtype: np.dtype[Any]
    address: Array
    slot: Array
    item: Array
    values: Array | None
    _lane: Array | None = None
    _group: Array | None = None

    @staticmethod
    def make(
        machine: Machine, op: Op, view: MemRef, indices: list[Array], mask: Array | None, values: Array | None = None
    ) -> MemoryAccess:
        """Indices, mask and values broadcast: lanes, then the vector's axes. Raises Fault for what is out of bounds."""
        found = addresses(view, indices)
        active = machine.active(found.address.ndim - 1)
        if machine.axis.groups > 1:
            found, mask, active, values = _together(machine, view, found, mask, active, values)
        parts = [part for part in (mask, active) if part is not None]
        # A view of bytes may begin elsewhere in each lane.
        start = axes(view.buffer.start, found.address.ndim - 1) if isinstance(view.buffer, ByteView) else found.address
        shape = np.broadcast_shapes(
            found.address.shape,
            start.shape,
            *(part.shape for part in (*parts, *found.inside)),
            *(() if values is None else (values.shape,)),
        )
        if math.prod(shape) > MOST_AT_ONCE:
            raise op.unsupported(f"it accesses {math.prod(shape)} elements at once, at most {MOST_AT_ONCE} can be")
        chosen = _all_of(parts, shape)
        _check_bounds(op, view, indices, found, chosen, shape)
        address = _flat(found.address, shape, chosen)
        flat = None if values is None else _flat(values, shape, chosen)
        buffer, dtype, width, plain = view.buffer, view.buffer.dtype, 1, True
        if isinstance(buffer, ByteView):
            bytes_, size = buffer.bytes, dtype.itemsize
            bytes_.refine(min(size, WORD))
            address, width = buffer.addresses(address, _flat(start, shape, chosen), bytes_.grain), size // bytes_.grain
            buffer, plain = bytes_, False
        elif buffer.grain > 1:
            buffer.refine(1)
        access = MemoryAccess(machine, op, buffer, shape, chosen, width, dtype, address, address, address, flat)
        if not plain or found.least < 0 or found.most >= buffer.count:
            access._check_address()
        access.slot = buffer.slots(address)
        access.item = access.slot if plain else access.slot[::width] // dtype.itemsize
        return access

    def _check_address(self) -> None:
        """A view may reach further than its buffer."""
        count = self.buffer.count
        beyond = (self.address < 0) | (self.address > count - self.buffer.grain)
        if beyond.any():
            who, where = lane_text(int(self.lane[beyond][0])), int(self.address[beyond][0])
            text = f"element {where} of {self.buffer.name}, which has {count}"
            raise self.op.fault(f"out of bounds: {who} accesses {text}", kind="bounds")

    @property
    def lane(self) -> Array:
        """Whose each entry is: a lane, or ALL in a uniform access."""
        if self._lane is None:
            short = self.shape[0] in (1, self.machine.axis.groups)
            numbers = np.full(1, ALL) if short else self.machine.flat_id
            self._lane = self._each(numbers.astype(np.int32))
        return self._lane

    @property
    def group(self) -> Array | int:
        """Which workgroup each entry is of."""
        groups = self.machine.groups
        if len(groups) == 1:
            return int(groups[0])
        if self._group is None:
            self._group = self._each_of_groups(groups)
        return self._group

    def _each_of_groups(self, numbers: Array) -> Array:
        return self._each(numbers if self.shape[0] == len(numbers) else self.machine.axis.by_lane(numbers))

    def _each(self, numbers: Array) -> Array:
        """For each entry the number of its lane or workgroup, or the one for all."""
        found = _flat(axes(numbers, len(self.shape) - 1), self.shape, self.chosen)
        return found if self.width == 1 else np.repeat(found, self.width)

    @property
    def cells(self) -> Array:
        """What the buffer keeps, as elements of the access."""
        data, size = self.buffer.data, self.dtype.itemsize
        return data if data.dtype == self.dtype else data[: len(data) // size * size].view(self.dtype)

    def shaped(self, found: Array) -> Array:
        """Values of the active elements in the shape of the access, zero elsewhere."""
        if self.chosen is None:
            return found.reshape(self.shape)
        result = np.zeros(self.shape, found.dtype)
        result[self.chosen] = found
        return result

    def count(self, kind: str) -> None:
        """Bytes moved. A uniform access counts once a workgroup."""
        machine, buffer = self.machine, self.buffer
        times = machine.weight if self.shape[0] == 1 else 1
        machine.stats[f"{buffer.space} bytes {kind}"] += len(self.item) * self.dtype.itemsize * times
        size = buffer.element.dtype.itemsize
        if machine.measures_banks and buffer.space == WORKGROUP:
            machine.stats["bank conflicts"] += bank_conflicts(self.address, self.lane, size, machine.subgroup_size)

    def shadows(self, plane: int) -> Array:
        """As `load`, once the elements themselves are read."""
        memory, now = self.buffer.shadow, self.cells[self.item]
        return self.shaped(now.astype(np.float64) if memory is None else memory.read(plane, self._first, now))

    def keep_shadows(self, plane: int) -> None:
        """As `store`, once the elements themselves are written."""
        self.buffer.shadow = self.buffer.shadow or ShadowMemory()
        assert self.values is not None
        self.buffer.shadow.write(plane, self._first, self.values, self.cells[self.item])

    @property
    def _first(self) -> Array:
        """Addresses of elements, of bytes those of their first ones."""
        return self.address[:: self.width]

    def check_read(self) -> None:
        self._check_written()
        if self.buffer.read_only:
            return
        writes = self.buffer.writes
        if writes:
            # What all lanes wrote at once, each lane wrote itself.
            by_all = (writes.lane[self.slot] == ALL) & writes.alone(self.slot)
            self._race("read", "wrote", (self._by_others(writes) & ~by_all) | self._elsewhere(writes), writes)
        self._race_updates("read")
        self._record(self.buffer.reads)

    def write(self) -> None:
        buffer = self.buffer
        assert self.values is not None
        self._check_writable()
        self._check_ties()
        values = np.ascontiguousarray(self.values).astype(self.dtype, copy=False)
        raw = values.view(f"uint{values.itemsize * 8}")
        cells = self.cells
        bits = cells.view(raw.dtype)
        writes, reads = buffer.writes, buffer.reads
        if writes or reads:
            other = np.repeat(bits[self.item] != raw, self.width)
            race = self._by_others(writes) | self._elsewhere(writes) | self._by_all(writes)
            self._race("wrote", "wrote", race & other, writes)
            race = self._by_others(reads) | self._elsewhere(reads) | (self._by_all(reads) & other)
            self._race("wrote", "read", race, reads)
        self._race_updates("wrote")
        if self.machine.keeps_shadows and self.machine.shadows is not None:
            buffer.shadow = buffer.shadow or ShadowMemory()
            buffer.shadow.begin(self._first, cells[self.item])
        cells[self.item] = values
        if self.machine.keeps_shadows and buffer.shadow is not None:
            buffer.shadow.follow(self._first, cells[self.item])
        elif buffer.shadow is not None:
            buffer.shadow.forget(self.address)
        lost = bits[self.item] != raw
        if lost.any():
            where = int(self.address[:: self.width][lost][0])
            who = self._who(self.address == where)
            text = f"race on {self._name(where)}: {who} write different values to it at once"
            raise self.op.fault(text, kind="race")
        if buffer.contents is None:
            buffer.written[self.slot] = True
        self._record(writes)

    def check_update(self) -> None:
        """Before elements are read and written atomically, which other updates may be at the same time."""
        buffer = self.buffer
        if self._tells_groups_apart:
            raise Tied
        self._check_writable()
        self._check_written()
        for did, log in (("wrote", buffer.writes), ("read", buffer.reads)):
            self._race("updated", did, self._by_others(log) | self._elsewhere(log), log)
        self._record(buffer.updates)

    def _race_updates(self, does: str) -> None:
        updates = self.buffer.updates
        if updates:
            self._race(does, "updated", self._by_others(updates) | self._elsewhere(updates), updates)

    def _check_written(self) -> None:
        if self.buffer.contents is not None:
            return
        unwritten = ~self.buffer.written[self.slot]
        if unwritten.any():
            where = int(self.address[unwritten][0])
            text = f"{self._name(where)}, which nobody wrote, is read by {self._who(unwritten)}"
            raise self.op.fault(text, kind="unwritten")

    def _check_writable(self) -> None:
        if self.buffer.read_only and len(self.address):
            text = f"{self.buffer.name}, which is read-only, is written by {self._who(slice(None))}"
            raise self.op.fault(text, kind="assumption")

    @property
    def _epoch(self) -> int:
        return self.machine.epochs[self.buffer.space]

    def _since_barrier(self, log: AccessLog) -> Array:
        """Which elements have a record since the last barrier."""
        return np.asarray(log.stamp[self.slot] >= stamp(self._epoch, 0))

    def _none(self) -> Array:
        return np.zeros(len(self.address), bool)

    def _by_others(self, log: AccessLog) -> Array:
        """Which elements another lane of this workgroup accessed since the last barrier."""
        if log.latest < self._epoch:
            return self._none()
        others = (log.lane[self.slot] != self.lane) | ~log.alone(self.slot)
        return self._since_barrier(log) & others

    def _by_all(self, log: AccessLog) -> Array:
        """Which elements all lanes accessed at once and now access again: some of them are late.

        One thread is never late for itself, and where all lanes are alike the program means one.
        """
        if self.machine.all_uniform or self.machine.group_lanes == 1 or log.latest < self._epoch:
            return self._none()
        return self._since_barrier(log) & (log.lane[self.slot] == ALL) & (self.lane == ALL)

    def _elsewhere(self, log: AccessLog) -> Array:
        """Which elements another workgroup accessed: no barrier orders workgroups."""
        if self.buffer.space != GLOBAL or not log:
            return self._none()
        group = log.group[self.slot]
        return (group != NOBODY) & (group != self.group)

    @property
    def _tells_groups_apart(self) -> bool:
        return self.machine.axis.groups > 1 and self.buffer.space == GLOBAL

    def _check_ties(self) -> None:
        """Who wrote what several workgroups write, one after the other says."""
        if self._tells_groups_apart:
            _, first, same = np.unique(self.slot, return_index=True, return_inverse=True)
            groups = np.broadcast_to(self.group, self.slot.shape)
            if (groups != groups[first][same]).any() or self._elsewhere(self.buffer.writes).any():
                raise Tied

    def _record(self, log: AccessLog) -> None:
        joined = self.machine.joined
        if joined is not None:
            writes = log is not self.buffer.reads
            joined.note(self.buffer, self.slot, self._each_of_groups(joined.numbers), writes)
        # The record of another workgroup stays: what conflicts with this access conflicts with that one too.
        elsewhere = self._elsewhere(log)
        place, lane, now = self.slot, self.lane, stamp(self._epoch, self.machine.number_of(self.op.op))
        if self._tells_groups_apart:
            log.group[place[elsewhere]] = MANY
        if elsewhere.any():
            place, lane = place[~elsewhere], lane[~elsewhere]
        first, who = place, lane
        if log.latest >= self._epoch:
            stale = log.stamp[place] < stamp(self._epoch, 0)
            first, who = place[stale], lane[stale]
        log.latest = self._epoch
        log.stamp[first], log.lane[first] = now, who
        if log.has_others:
            log.other[first] = NOBODY
        if self.buffer.space == GLOBAL:
            self._record_groups(log, place, elsewhere)
        later = log.lane[place] != lane
        if later.any():
            later &= log.alone(place)
            log.other[place[later]], log.other_op[place[later]] = lane[later], self.machine.number_of(self.op.op)

    def _record_groups(self, log: AccessLog, place: Array, elsewhere: Array) -> None:
        groups = self.group
        if isinstance(groups, np.ndarray):
            groups = groups[~elsewhere] if elsewhere.any() else groups
        log.group[place] = groups
        if self.machine.axis.groups > 1:
            log.group[place[log.group[place] != groups]] = MANY

    def _race(self, does: str, did: str, found: Array, log: AccessLog) -> None:
        if not found.any():
            return
        where, lane, place = (int(of[found][0]) for of in (self.address, self.lane, self.slot))
        other, op = int(log.lane[place]), log.op(place)
        mine = int(self.machine.groups[0])
        group = int(log.group[place]) if self.buffer.space == GLOBAL else mine
        elsewhere = group != mine
        if other == lane and int(log.other[place]) != NOBODY and not elsewhere:
            other, op = int(log.other[place]), int(log.other_op[place])
        who = lane_text(other)
        if elsewhere:
            who += f" of workgroup {group}"
        me = self._who(found & (self.address == where))
        text = f"race on {self._name(where)}: {me} {does} it, {who} {did} it, and there is no barrier between"
        notes = [(self.machine.ops[op], f"{who} {did} it here")]
        raise Fault(self.op.op, text, notes, kind="race")

    def _name(self, where: int) -> str:
        return f"element {where} of {self.buffer.name}"

    def _who(self, which: Array | slice) -> str:
        lanes = np.unique(self.lane[which])
        return "every lane" if lanes[0] == ALL else lanes_text(list(lanes))


def _together(
    machine: Machine, view: MemRef, found: Addresses, mask: Array | None, active: Array | None, values: Array | None
) -> tuple[Addresses, Array | None, Array | None, Array | None]:
    """An access of several workgroups: what it is made of, of lengths that go together. Raises Tied."""
    axis = machine.axis
    if machine.outside:
        raise Tied
    own = [part for part in (found.address, *found.inside, mask, values) if part is not None]
    by_lane = machine.mask is not None and len(machine.mask) == axis.lanes and axis.mixes
    # A workgroup of which all lanes are active makes one uniform access, others one a lane.
    if by_lane and all(map(axis.is_short, own)) and axis.grouped(np.asarray(machine.mask)).all(axis=1).any():
        raise Tied
    masks = [part for part in (active,) if part is not None]
    wide = iter(axis.arrays(*own, *masks))
    address, inside = next(wide), [next(wide) for _ in found.inside]
    mask, values, active = (None if part is None else next(wide) for part in (mask, values, active))
    buffer = view.buffer.bytes if isinstance(view.buffer, ByteView) else view.buffer
    if not buffer.read_only and len(address) == 1:
        address = np.broadcast_to(address, (axis.groups, *address.shape[1:]))
        if axis.mixes and any(part is not None and len(part) == axis.lanes for part in (mask, active, values, *inside)):
            address = address[:1]
    return replace(found, address=address, inside=inside), mask, active, values


def _all_of(parts: list[Array], shape: tuple[int, ...]) -> Array | None:
    """Where all of some conditions hold; None where there are none."""
    if not parts:
        return None
    chosen = np.ones(shape, bool)
    for part in parts:
        chosen &= part
    return chosen


def _flat(values: Array, shape: tuple[int, ...], chosen: Array | None) -> Array:
    """The active elements in a row."""
    wide = np.broadcast_to(values, shape) if values.shape != shape else values
    return wide.reshape(-1) if chosen is None else wide[chosen]


def _check_bounds(
    op: Op, view: MemRef, indices: list[Array], found: Addresses, chosen: Array | None, shape: tuple[int, ...]
) -> None:
    if not found.inside:
        return
    inside = _all_of(found.inside, shape)
    assert inside is not None
    outside = ~inside if chosen is None else chosen & ~inside
    if outside.any():
        _out_of_bounds(op, view, indices, outside)


def _out_of_bounds(op: Op, view: MemRef, indices: list[Array], outside: Array) -> None:
    at = tuple(int(i) for i in np.argwhere(outside)[0])
    index = [int(np.broadcast_to(part, outside.shape)[at]) for part in indices]
    sizes = [int(size[at[0] if len(size) > 1 else 0]) for size in view.sizes]
    who = lane_text(ALL if outside.shape[0] == 1 else at[0])
    text = f"out of bounds: {who} accesses {index} of {view.buffer.name}, whose size is {sizes}"
    raise op.fault(text, kind="bounds")
