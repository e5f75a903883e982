"""Atomic updates: each lane in turn replaces an element by what a function makes of it, and gets what was there.

Lanes come in the order of their numbers. On hardware they come in any order, so what each lane gets, and how a sum of
floats is rounded, is one outcome of several. Atomic updates do not race with each other, in whatever workgroups; plain
reads and writes of other lanes that no barrier keeps apart race with them. Where the program means one thread, one
update is made.
"""

from __future__ import annotations

import numpy as np

from lanewise.sim.machine.buffers import Buffer, ByteView, MemRef
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.memory import MemoryAccess
from lanewise.sim.machine.program import Op
from lanewise.sim.values.reduction_kinds import Combine
from lanewise.sim.values.shadow_memory import PLANES, ShadowMemory
from lanewise.sim.values.types import Array


def update(machine: Machine, op: Op, view: MemRef, indices: list[Array], values: Array, combine: Combine) -> Array:
    """What each lane finds, zero where it is switched off; one number a lane. Raises Fault."""
    if isinstance(view.buffer, ByteView):
        raise op.unsupported(f"atomic updates of bytes as {view.buffer.element} are not simulated")
    if not machine.all_uniform:
        # What is uniform is still done by each lane.
        values = machine.axis.by_lane(values)
    access = MemoryAccess.make(machine, op, view, indices, None, values)
    assert access.values is not None
    if machine.plane is not None:
        return _update_shadows(machine.plane, view.buffer, access, combine)
    access.check_update()
    data = view.buffer.data
    if machine.shadows and view.buffer.element.is_float:
        _begin_shadows(view.buffer, access)
    found = _in_turn(access.slot, access.values, data, combine)
    if view.buffer.shadow is not None:
        view.buffer.shadow.follow(access.address, data[access.slot])
    for kind in ("read", "written"):
        access.count(kind)
    return access.shaped(found)


def _in_turn(slot: Array, values: Array, data: Array, combine: Combine) -> Array:
    """Update `data`; what each lane finds."""
    found = np.zeros(len(slot), data.dtype)
    waiting = np.arange(len(slot))
    while len(waiting):
        # Of the lanes that wait for one element, the first.
        _, first = np.unique(slot[waiting], return_index=True)
        turn = waiting[first]
        at = slot[turn]
        found[turn] = data[at]
        data[at] = combine(found[turn], values[turn])
        waiting = np.delete(waiting, first)
    return found


def _begin_shadows(buffer: Buffer, access: MemoryAccess) -> None:
    """Give every element a shadow that follows it through its update."""
    buffer.shadow = buffer.shadow or ShadowMemory()
    now = buffer.data[access.slot]
    found = [buffer.shadow.read(plane, access.address, now) for plane in PLANES]
    for plane in PLANES:
        buffer.shadow.write(plane, access.address, found[plane], now)


def _update_shadows(plane: int, buffer: Buffer, access: MemoryAccess, combine: Combine) -> Array:
    """As `update`, once the elements themselves are updated."""
    assert buffer.shadow is not None
    assert access.values is not None
    where, at = np.unique(access.address, return_inverse=True)
    now = buffer.data[buffer.slots(where)]
    data = buffer.shadow.read(plane, where, now)
    found = _in_turn(at, access.values, data, combine)
    buffer.shadow.write(plane, where, data, now)
    return access.shaped(found)
