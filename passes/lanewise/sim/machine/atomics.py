"""Atomic updates: each lane in turn replaces an element by what a function makes of it, and gets what was there.

Lanes come in the order of their numbers. On hardware they come in any order, so what each lane gets, and how a sum of
floats is rounded, is one outcome of several. Atomic updates do not race with each other, in whatever workgroups; plain
reads and writes of other lanes that no barrier keeps apart race with them. Where the program means one thread, one
update is made.
"""

from __future__ import annotations

import numpy as np

from lanewise.sim.machine.buffers import ByteView, MemRef
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.memory import MemoryAccess
from lanewise.sim.machine.program import Op
from lanewise.sim.values.reduction_kinds import Combine
from lanewise.sim.values.types import Array


def update(machine: Machine, op: Op, view: MemRef, indices: list[Array], values: Array, combine: Combine) -> Array:
    """What each lane finds, zero where it is switched off; one number a lane. Raises Fault."""
    if isinstance(view.buffer, ByteView):
        raise op.unsupported(f"atomic updates of bytes as {view.buffer.element} are not simulated")
    if not machine.all_uniform:
        # What is uniform is still done by each lane.
        values = machine.axis.by_lane(values)
    access = MemoryAccess.make(machine, op, view, indices, None, values)
    access.check_update()
    assert access.values is not None
    data = view.buffer.data
    found = np.zeros(len(access.address), data.dtype)
    waiting = np.arange(len(access.address))
    while len(waiting):
        # Of the lanes that wait for one element, the first.
        _, first = np.unique(access.address[waiting], return_index=True)
        turn = waiting[first]
        place = access.slot[turn]
        found[turn] = data[place]
        data[place] = combine(found[turn], access.values[turn])
        waiting = np.delete(waiting, first)
    for kind in ("read", "written"):
        access.count(kind)
    return access.shaped(found)
