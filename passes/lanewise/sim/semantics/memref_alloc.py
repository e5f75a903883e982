"""memref.alloc, alloca and get_global.

Where an allocation lies: workgroup memory (`#gpu.address_space<workgroup>` or 3) is one buffer for all lanes, and the
op always has the same one, as a kernel has it; private memory (`<private>`, 5, and any without a space, be it from
alloca or alloc, as each lane runs it) is one buffer a lane; all else is one buffer in global memory. An allocation
that runs again begins anew: nobody wrote it. In a module that never asks for a lane's number all lanes are alike,
and one copy of private memory serves for all.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from zlib import crc32

import numpy as np

from lanewise.mlir.attributes import GLOBAL, PRIVATE, WORKGROUP, find_symbol, space_of
from lanewise.mlir.host import ir
from lanewise.sim.machine.buffers import Buffer, MemRef
from lanewise.sim.machine.checks import addresses
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Value
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.machine.together import Tied
from lanewise.sim.machine.views import fixed, is_row_major, mixed
from lanewise.sim.semantics.arith_constant import dense
from lanewise.sim.values import types
from lanewise.sim.values.inputs import SYMBOL
from lanewise.sim.values.types import Array


@semantics("memref.alloc", "memref.alloca", poison=RAW)
def alloc(op: Op) -> Run:
    [type_] = op.result_types
    element = types.scalar_of(type_)
    space = space_of(type_) or PRIVATE
    static = fixed((*type_.shape, *types.vector_shape(type_)))
    _, symbols = op.segments
    if symbols or not is_row_major(type_):
        raise op.unsupported("only row-major buffers are allocated")

    def run(machine: Machine, *operands: Value) -> MemRef:
        sizes = addresses(machine, op, operands, "the size of a buffer")
        shape = tuple(_one_size(op, size) for size in mixed(static, sizes))
        copies = machine.copies(space == PRIVATE and not machine.all_uniform)
        if machine.weight < machine.axis.groups and not machine.outside:
            raise Tied  # What other workgroups have is not made anew.
        size = math.prod(shape)
        buffer = machine.allocations.get(op.op)
        if buffer is None or buffer.count != size * copies:
            name = f"the {space} buffer of '{op.name}'" if space != WORKGROUP else "a workgroup buffer"
            buffer = Buffer(name, space, element, size * copies, copies=copies)
            machine.allocations[op.op] = buffer
            machine.buffers.append(buffer)
        buffer.written[:] = False
        if space not in (WORKGROUP, PRIVATE):
            # Other memory each time, so that nobody is in the way of those that had it before.
            buffer.forget()
        return _own(MemRef.whole(buffer, shape), size)

    return run


def _own(view: MemRef, size: int) -> MemRef:
    """The part that each workgroup, or lane, has of a buffer."""
    return replace(view, offset=np.arange(view.buffer.copies, dtype=np.int64) * size).from_here()


def _one_size(op: Op, size: Array) -> int:
    if (size != size[0]).any():
        raise op.unsupported("lanes allocate buffers of different sizes")
    if size[0] < 0:
        raise op.fault(f"a buffer of size {int(size[0])}", kind="assumption")
    return int(size[0])


@semantics("memref.get_global", poison=RAW)
def get_global(op: Op) -> Run:
    """One buffer for each symbol: with the values that it begins with; with seeded ones where another module has them.

    What a program leaves in one is an output, unless it is constant or in workgroup memory.
    """
    [type_] = op.result_types
    symbol = op.attributes["name"]
    made = find_symbol(symbol, op.program.table)
    if made is None or not is_row_major(type_):
        raise op.unsupported(f"there is no row-major {symbol}")
    space = space_of(type_) or GLOBAL
    if space == PRIVATE:
        raise op.unsupported(f"{symbol} is private memory, which no global is")
    begins = made.attributes.get("initial_value", None)
    if begins is not None and str(begins) != "unit" and space == WORKGROUP:
        raise op.unsupported(f"{symbol} has an initial value, which workgroup memory does not get")
    make = _global(op, made, begins, space, type_)

    def run(machine: Machine) -> MemRef:
        copies = machine.copies(False) if space == WORKGROUP else 1
        buffer = machine.allocations.get(made)
        if buffer is None or buffer.copies != copies:
            buffer = machine.allocations[made] = make(machine, copies)
            machine.buffers.append(buffer)
        return _own(MemRef.whole(buffer, tuple(type_.shape)), math.prod(type_.shape))

    return run


def _global(
    op: Op, made: ir.Operation, begins: ir.Attribute | None, space: str, type_: ir.MemRefType
) -> Callable[[Machine, int], Buffer]:
    element, shape, name = types.scalar_of(type_), tuple(type_.shape), str(op.attributes["name"])
    # `uninitialized` is a unit attribute.
    text = None if begins is None or str(begins) == "unit" else str(begins)
    values = None if text is None else dense(op, text, element, (1, *shape)).reshape(-1)

    def make(machine: Machine, copies: int) -> Buffer:
        buffer = Buffer(name, space, element, math.prod(shape) * copies, copies=copies)
        if values is not None:
            buffer.fill(lambda first, count: values[first : first + count])
        elif begins is None and space == GLOBAL:
            buffer.fill(machine.inputs.contents(SYMBOL, crc32(name.encode()), element))
        buffer.read_only = "constant" in made.attributes
        buffer.shape = shape if space == GLOBAL else None
        return buffer

    return make
