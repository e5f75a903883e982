"""Vector ops on memory other than transfers: load, store, their masked forms, gather, scatter, expand and compress."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lanewise.sim.machine import memory
from lanewise.sim.machine.buffers import MemRef, axes, coordinates
from lanewise.sim.machine.checks import addresses, check_memref, require_defined, stored
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Numbers, Value, poison_of, strip, with_poison
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.values import types
from lanewise.sim.values.types import Array


@semantics("vector.load", poison=RAW)
def load(op: Op) -> Run:
    check_memref(op, op.operand_types[0], op.result_types[0])
    shape = types.shape(op.result_types[0])
    inner = coordinates(shape)

    def run(machine: Machine, view: MemRef, *bases: Value) -> Array:
        loaded = memory.load(machine, op, view, along(addresses(machine, op, bases), inner))
        return np.broadcast_to(loaded, (len(loaded), *shape))

    return run


@semantics("vector.store", poison=RAW)
def store(op: Op) -> Run:
    check_memref(op, op.operand_types[1], op.operand_types[0])
    inner = coordinates(types.shape(op.operand_types[0]))

    def run(machine: Machine, value: Value, view: MemRef, *bases: Value) -> None:
        indices = along(addresses(machine, op, bases), inner)
        memory.store(machine, op, view, indices, stored(machine, op, value, None))

    return run


def along(bases: list[Array], inner: list[Array]) -> list[Array]:
    """Indices of a vector of such coordinates that walks along the last dimensions of memory."""
    found = [axes(base, len(inner)) for base in bases]
    for dim, steps in enumerate(inner, len(bases) - len(inner)):
        found[dim] = found[dim] + steps
    return found


# What follows says where the elements of a masked access are, by the operands between the memref and the mask.


def _consecutive(machine: Machine, op: Op, view: MemRef, where: Sequence[Value], mask: Array) -> list[Array]:
    return along(addresses(machine, op, where), coordinates(types.shape(op.operand_types[-1])))


def _by_vector(machine: Machine, op: Op, view: MemRef, where: Sequence[Value], mask: Array) -> list[Array]:
    """Indices of elements whose position along the last dimension a vector, the last of `where`, adds to.

    An address is that of the bases plus the vector's number of elements, so in memory without gaps a number may run on
    into the next row: frontends flatten several dimensions this way.
    """
    *bases, index = where
    rank = len(types.shape(op.operand_types[len(where)]))
    offsets = _where_chosen(machine, op, index, mask)
    found = [axes(base, rank) for base in addresses(machine, op, bases)]
    found[-1] = found[-1] + offsets
    for dim in range(len(found) - 1, 0, -1):
        size, inner, outer = (axes(part, rank) for part in (view.sizes[dim], view.strides[dim], view.strides[dim - 1]))
        over = (found[dim] >= size) & (outer == inner * size)
        carry = np.where(over, found[dim] // np.maximum(size, 1), 0)
        found[dim - 1] = found[dim - 1] + carry
        found[dim] = found[dim] - carry * size
    return list(np.broadcast_arrays(*found))


def _where_chosen(machine: Machine, op: Op, index: Value, mask: Array) -> Array:
    """An index vector, of which elements that are masked off do not matter."""
    poison = poison_of(index) & mask
    elements = require_defined(machine, op, with_poison(strip(index), poison), "an address")
    return np.where(mask, elements, 0).astype(np.int64)


def _packed(machine: Machine, op: Op, view: MemRef, where: Sequence[Value], mask: Array) -> list[Array]:
    """Each element that the mask names next to the one before, along the last dimension."""
    found = [axes(base, 1) for base in addresses(machine, op, where)]
    found[-1] = found[-1] + np.cumsum(mask, axis=1) - mask
    return found


_LOADS = {"vector.maskedload": _consecutive, "vector.gather": _by_vector, "vector.expandload": _packed}
_STORES = {"vector.maskedstore": _consecutive, "vector.scatter": _by_vector, "vector.compressstore": _packed}


@semantics(*_LOADS, poison=RAW)
def masked_load(op: Op) -> Run:
    """Elements that are masked off are those of the last operand."""
    check_memref(op, op.operand_types[0], op.result_types[0])
    indices = _LOADS[op.name]

    def run(machine: Machine, view: MemRef, *operands: Value) -> Numbers:
        *where, mask, other = operands
        flags = require_defined(machine, op, mask, "a mask")
        loaded = memory.load(machine, op, view, indices(machine, op, view, where, flags), flags)
        return with_poison(np.where(flags, loaded, strip(other)), ~flags & poison_of(other))

    return run


@semantics(*_STORES, poison=RAW)
def masked_store(op: Op) -> Run:
    check_memref(op, op.operand_types[0], op.operand_types[-1])
    indices = _STORES[op.name]

    def run(machine: Machine, view: MemRef, *operands: Value) -> None:
        *where, mask, value = operands
        flags = require_defined(machine, op, mask, "a mask")
        at = indices(machine, op, view, where, flags)
        memory.store(machine, op, view, at, stored(machine, op, value, flags), flags)

    return run
