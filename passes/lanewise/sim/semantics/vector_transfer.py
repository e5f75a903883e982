"""vector.transfer_read and vector.transfer_write: whole vectors from and to memory, through a permutation map."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lanewise.mlir.host import ir
from lanewise.sim.machine import memory
from lanewise.sim.machine.buffers import MemRef, axes, coordinates
from lanewise.sim.machine.checks import addresses, check_memref, require_defined, stored
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Numbers, Value, poison_of, strip, with_poison
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.values import types
from lanewise.sim.values.affine_values import picked
from lanewise.sim.values.masking import Masked
from lanewise.sim.values.types import Array


@dataclass(frozen=True, slots=True)
class Transfer:
    """`dims`: for each axis of the vector the memory dimension that it walks along, None for a broadcast.

    `steps`: the vector's coordinates.
    """

    dims: tuple[int | None, ...]
    in_bounds: tuple[bool, ...]
    shape: tuple[int, ...]
    steps: list[Array]

    @staticmethod
    def of(op: Op, vector: ir.Type) -> Transfer:
        dims = picked(op.attributes["permutation_map"])
        in_bounds = tuple(bool(flag.value) for flag in op.attributes["in_bounds"])
        if op.attributes["permutation_map"].value.n_dims == 0 and dims:
            raise op.unsupported("a broadcast of memory of rank 0 is not simulated")
        shape = types.shape(vector)
        return Transfer(dims, in_bounds, shape, coordinates(shape))

    def indices(self, bases: list[Array]) -> list[Array]:
        """For each memory dimension the indices of the vector's elements; broadcast axes have size 1."""
        rank = len(self.dims)
        found = [axes(base, rank) for base in bases]
        for dim, steps in zip(self.dims, self.steps, strict=True):
            if dim is not None:
                found[dim] = found[dim] + steps
        return found

    def chosen(self, view: MemRef, indices: list[Array], mask: Array | None) -> Array | None:
        """Which elements are in memory: not masked off, below the size where they may be out of bounds. None: all."""
        parts = [] if mask is None else [self.arranged(mask)]
        for dim, in_bounds in zip(self.dims, self.in_bounds, strict=True):
            if dim is not None and not in_bounds:
                parts.append(indices[dim] < axes(view.sizes[dim], len(self.dims)))
        return np.logical_and.reduce(np.broadcast_arrays(*parts)) if parts else None

    def arranged(self, mask: Array) -> Array:
        """A mask's axes are in the order of memory; here they are in the vector's, with 1 for broadcasts."""
        walked = [dim for dim in self.dims if dim is not None]
        if not walked:
            return mask.reshape(len(mask), *(1,) * len(self.dims))
        in_memory = sorted(walked)
        moved = mask.transpose([0, *(in_memory.index(dim) + 1 for dim in walked)])
        sizes = (1 if dim is None else size for dim, size in zip(self.dims, self.shape, strict=True))
        return moved.reshape(len(mask), *sizes)


def _all_masks(machine: Machine, op: Op, mask: Value | None, masked: Masked | None) -> Array | None:
    """The op's own mask and that of a vector.mask around it: the verifier lets an op have one of them."""
    if masked is not None:
        return masked.mask
    return None if mask is None else require_defined(machine, op, mask, "a mask")


@semantics("vector.transfer_read", poison=RAW)
def transfer_read(op: Op) -> Run:
    """Elements that are masked off or out of bounds are the padding, which may be poison."""
    check_memref(op, op.operand_types[0], op.result_types[0])
    transfer = Transfer.of(op, op.result_types[0])
    count = op.segments[1]

    def run(machine: Machine, view: MemRef, *operands: Value, masked: Masked | None = None) -> Numbers:
        bases = addresses(machine, op, operands[:count])
        padding, mask = operands[count], operands[count + 1] if len(operands) > count + 1 else None
        indices = transfer.indices(bases)
        flags = _all_masks(machine, op, mask, masked)
        chosen = transfer.chosen(view, indices, flags)
        loaded = memory.load(machine, op, view, indices, chosen)
        if chosen is None or chosen.all():
            return transfer_shape(loaded)
        rank = len(transfer.dims)
        elements = np.where(chosen, loaded, axes(strip(padding), rank))
        poison = ~chosen & axes(poison_of(padding), rank)
        if masked is not None and masked.pass_through is not None and flags is not None:
            flags = transfer.arranged(flags)
            elements = np.where(flags, elements, strip(masked.pass_through))
            poison = np.where(flags, poison, poison_of(masked.pass_through))
        return with_poison(transfer_shape(elements), transfer_shape(poison))

    def transfer_shape(values: Array) -> Array:
        return np.broadcast_to(values, (len(values), *transfer.shape))

    return run


@semantics("vector.transfer_write", poison=RAW)
def transfer_write(op: Op) -> Run:
    """Elements that are masked off or out of bounds are dropped."""
    check_memref(op, op.operand_types[1], op.operand_types[0])
    transfer = Transfer.of(op, op.operand_types[0])
    if None in transfer.dims:
        raise op.unsupported("a write has no broadcast")
    count = op.segments[2]

    def run(machine: Machine, value: Value, view: MemRef, *operands: Value, masked: Masked | None = None) -> None:
        bases = addresses(machine, op, operands[:count])
        indices = transfer.indices(bases)
        flags = _all_masks(machine, op, operands[count] if len(operands) > count else None, masked)
        chosen = transfer.chosen(view, indices, flags)
        memory.store(machine, op, view, indices, stored(machine, op, value, chosen), chosen)

    return run
