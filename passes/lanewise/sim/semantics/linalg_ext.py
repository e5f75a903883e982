"""iree_linalg_ext: elements of a vector go where a region says."""

from __future__ import annotations

import math

import numpy as np

from lanewise.mlir.host import ir
from lanewise.sim.machine import memory
from lanewise.sim.machine.buffers import MemRef, axes, coordinates
from lanewise.sim.machine.checks import check_memref, require_defined, stored
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Value, poison_of, strip, with_poison
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.semantics.points import compute, each, is_pure
from lanewise.sim.values import types
from lanewise.sim.values.types import Array


@semantics("iree_linalg_ext.map_store", poison=RAW)
def map_store(op: Op) -> Run:
    """In no order: elements that go to one place race. An element that the region's flag leaves out has no place."""
    if not isinstance(op.operand_types[0], ir.VectorType):
        raise op.unsupported(f"only vectors are stored, not {op.operand_types[0]}")
    check_memref(op, op.operand_types[1], op.operand_types[0])
    [body] = op.regions
    if not is_pure(body):
        raise op.unsupported("a region that does more than compute is not simulated")
    shape = types.shape(op.operand_types[0])
    count, steps = math.prod(shape), coordinates(shape)

    def run(machine: Machine, value: Value, view: MemRef) -> None:
        points = [np.broadcast_to(at, (1, *shape)).reshape(1, count) for at in steps]
        machine.spend(op)
        found = compute(machine, op, body, points, points, count)
        *places, flag = (each(one, lambda part: part.reshape(len(part), *shape)) for one in found)
        mask = require_defined(machine, op, flag, "a mask")
        indices = [_chosen(machine, op, one, mask) for one in places]
        memory.store(machine, op, view, indices, stored(machine, op, value, mask), mask)

    return run


def _chosen(machine: Machine, op: Op, index: Value, mask: Array) -> Array:
    """Indices, of which those do not matter that are masked off."""
    elements = require_defined(machine, op, with_poison(strip(index), poison_of(index) & mask), "an address")
    return np.where(mask, elements, axes(np.zeros(1, np.int64), mask.ndim - 1))
