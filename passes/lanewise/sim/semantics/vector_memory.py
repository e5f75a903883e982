"""Vector ops on memory other than transfers: load, store, their masked forms, gather, scatter, expand and compress."""

from __future__ import annotations

from typing import Any

import numpy as np

from lanewise.sim.machine import memory
from lanewise.sim.machine.buffers import MemRef, axes
from lanewise.sim.machine.checks import addresses, check_memref, require_defined, stored
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import poison_of, strip, with_poison
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.values import types
from lanewise.sim.values.types import Array


def along(bases: list[Array], shape: tuple[int, ...]) -> list[Array]:
    """Indices of a vector that walks along the last dimensions of memory."""
    rank = len(shape)
    found = [axes(base, rank) for base in bases]
    for axis, size in enumerate(shape):
        dim = len(bases) - rank + axis
        found[dim] = found[dim] + np.arange(size, dtype=np.int64).reshape(1, -1, *(1,) * (rank - axis - 1))
    return found


def filled(machine: Machine, op: Op, view: MemRef, indices: list[Array], mask: Array, other: Any) -> Any:
    """Elements in memory where the mask is true, those of `other` elsewhere."""
    loaded = memory.load(machine, op, view, indices, mask)
    return with_poison(np.where(mask, loaded, strip(other)), ~mask & poison_of(other))


@semantics("vector.load", poison=RAW)
def load(op: Op) -> Run:
    check_memref(op, op.operand_types[0], op.result_types[0])
    shape = types.shape(op.result_types[0])

    def run(machine: Machine, view: MemRef, *bases: Any) -> Any:
        loaded = memory.load(machine, op, view, along(addresses(machine, op, bases), shape))
        return np.broadcast_to(loaded, (len(loaded), *shape))

    return run


@semantics("vector.store", poison=RAW)
def store(op: Op) -> Run:
    check_memref(op, op.operand_types[1], op.operand_types[0])
    shape = types.shape(op.operand_types[0])

    def run(machine: Machine, value: Any, view: MemRef, *bases: Any) -> None:
        indices = along(addresses(machine, op, bases), shape)
        memory.store(machine, op, view, indices, stored(machine, op, value, None))

    return run


@semantics("vector.maskedload", poison=RAW)
def maskedload(op: Op) -> Run:
    check_memref(op, op.operand_types[0], op.result_types[0])
    shape = types.shape(op.result_types[0])

    def run(machine: Machine, view: MemRef, *operands: Any) -> Any:
        *bases, mask, other = operands
        indices = along(addresses(machine, op, bases), shape)
        return filled(machine, op, view, indices, require_defined(machine, op, mask, "a mask"), other)

    return run


@semantics("vector.maskedstore", poison=RAW)
def maskedstore(op: Op) -> Run:
    check_memref(op, op.operand_types[0], op.operand_types[-1])
    shape = types.shape(op.operand_types[-1])

    def run(machine: Machine, view: MemRef, *operands: Any) -> None:
        *bases, mask, value = operands
        indices = along(addresses(machine, op, bases), shape)
        flags = require_defined(machine, op, mask, "a mask")
        memory.store(machine, op, view, indices, stored(machine, op, value, flags), flags)

    return run


def _by_vector(machine: Machine, op: Op, view: MemRef, bases: list[Any], index: Any, mask: Array) -> list[Array]:
    """Indices of elements whose place along the last dimension a vector adds to.

    An address is that of the bases plus the vector's number of elements, so in memory without gaps a number may run on
    into the next row: frontends flatten several dimensions this way.
    """
    rank = len(types.shape(op.operand_types[1 + len(bases)]))
    places = defined_chosen(machine, op, index, mask)
    found = [axes(base, rank) for base in addresses(machine, op, bases)]
    found[-1] = found[-1] + places
    for dim in range(len(found) - 1, 0, -1):
        size, inner, outer = (axes(part, rank) for part in (view.sizes[dim], view.strides[dim], view.strides[dim - 1]))
        over = (found[dim] >= size) & (outer == inner * size)
        carry = np.where(over, found[dim] // np.maximum(size, 1), 0)
        found[dim - 1] = found[dim - 1] + carry
        found[dim] = found[dim] - carry * size
    shape = np.broadcast_shapes(*(part.shape for part in found))
    return [np.broadcast_to(part, shape) for part in found]


def defined_chosen(machine: Machine, op: Op, index: Any, mask: Array) -> Array:
    """An index vector, of which elements that are masked off do not matter."""
    poison = poison_of(index) & mask
    elements = require_defined(machine, op, with_poison(strip(index), poison), "an address")
    return np.where(mask, elements, 0).astype(np.int64)


@semantics("vector.gather", poison=RAW)
def gather(op: Op) -> Run:
    check_memref(op, op.operand_types[0], op.result_types[0])

    def run(machine: Machine, view: MemRef, *operands: Any) -> Any:
        *bases, index, mask, other = operands
        flags = require_defined(machine, op, mask, "a mask")
        return filled(machine, op, view, _by_vector(machine, op, view, bases, index, flags), flags, other)

    return run


@semantics("vector.scatter", poison=RAW)
def scatter(op: Op) -> Run:
    check_memref(op, op.operand_types[0], op.operand_types[-1])

    def run(machine: Machine, view: MemRef, *operands: Any) -> None:
        *bases, index, mask, value = operands
        flags = require_defined(machine, op, mask, "a mask")
        indices = _by_vector(machine, op, view, bases, index, flags)
        memory.store(machine, op, view, indices, stored(machine, op, value, flags), flags)

    return run


def _packed(bases: list[Array], mask: Array) -> list[Array]:
    """Each element that the mask names next to the one before, along the last dimension."""
    found = [axes(base, 1) for base in bases]
    found[-1] = found[-1] + np.cumsum(mask, axis=1) - mask
    return found


@semantics("vector.expandload", poison=RAW)
def expandload(op: Op) -> Run:
    check_memref(op, op.operand_types[0], op.result_types[0])

    def run(machine: Machine, view: MemRef, *operands: Any) -> Any:
        *bases, mask, other = operands
        flags = require_defined(machine, op, mask, "a mask")
        return filled(machine, op, view, _packed(addresses(machine, op, bases), flags), flags, other)

    return run


@semantics("vector.compressstore", poison=RAW)
def compressstore(op: Op) -> Run:
    check_memref(op, op.operand_types[0], op.operand_types[-1])

    def run(machine: Machine, view: MemRef, *operands: Any) -> None:
        *bases, mask, value = operands
        flags = require_defined(machine, op, mask, "a mask")
        indices = _packed(addresses(machine, op, bases), flags)
        memory.store(machine, op, view, indices, stored(machine, op, value, flags), flags)

    return run
