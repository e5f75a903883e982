"""memref.alloc, alloca and get_global.

Where an allocation lies: workgroup memory (`#gpu.address_space<workgroup>` or 3) is one buffer for all lanes, and the
op always has the same one, as a kernel has it; private memory (`<private>`, 5, and any without a space, be it from
alloca or alloc, as each lane runs it) is one buffer a lane; all else is one buffer in global memory. An allocation
that runs again begins anew: nobody wrote it. In a module that never asks for a lane's number all lanes are alike,
and one copy of private memory serves for all.
"""

from __future__ import annotations

import math

import numpy as np

from lanewise.mlir.attributes import GLOBAL, PRIVATE, WORKGROUP, find_symbol, space_of
from lanewise.mlir.host import ir
from lanewise.sim.machine.buffers import Buffer, MemRef
from lanewise.sim.machine.checks import addresses
from lanewise.sim.machine.launch import lanes_differ
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Value
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.machine.views import fixed, mixed
from lanewise.sim.semantics.arith_constant import dense
from lanewise.sim.values import types
from lanewise.sim.values.types import Array


@semantics("memref.alloc", "memref.alloca", poison=RAW)
def alloc(op: Op) -> Run:
    [type_] = op.result_types
    element = types.scalar_of(type_)
    space = space_of(type_) or PRIVATE
    static = fixed((*type_.shape, *types.vector_shape(type_)))
    _, symbols = op.segments
    if symbols or not _is_row_major(type_):
        raise op.unsupported("only row-major buffers are allocated")
    each_lane = space == PRIVATE and lanes_differ(op.program.module)

    def run(machine: Machine, *operands: Value) -> MemRef:
        sizes = addresses(machine, op, operands, "the size of a buffer")
        shape = tuple(_one_size(op, size) for size in mixed(static, sizes))
        copies = machine.lanes if each_lane else 1
        size = math.prod(shape)
        buffer = machine.allocations.get(op.op)
        if buffer is None or len(buffer.data) != size * copies:
            name = f"the {space} buffer of '{op.name}'" if space != WORKGROUP else "a workgroup buffer"
            buffer = Buffer.empty(name, space, element, size * copies)
            machine.allocations[op.op] = buffer
            machine.buffers.append(buffer)
        buffer.written[:] = False
        if space not in (WORKGROUP, PRIVATE):
            # Other memory each time, so that nobody is in the way of those that had it before.
            buffer.forget()
        view = MemRef.whole(buffer, shape)
        if not each_lane:
            return view
        return MemRef(buffer, np.arange(copies, dtype=np.int64) * size, view.sizes, view.strides)

    return run


def _one_size(op: Op, size: Array) -> int:
    if (size != size[0]).any():
        raise op.unsupported("lanes allocate buffers of different sizes")
    if size[0] < 0:
        raise op.fault(f"a buffer of size {int(size[0])}", kind="assumption")
    return int(size[0])


def _is_row_major(type_: ir.Type) -> bool:
    strides, offset = type_.get_strides_and_offset()
    return offset == 0 and strides == _row_major(list(type_.shape))


def _row_major(shape: list[int]) -> list[int]:
    dynamic = ir.ShapedType.get_dynamic_stride_or_offset()
    strides: list[int] = []
    step = 1
    for size in reversed(shape):
        strides.insert(0, step)
        step = dynamic if step == dynamic or size < 0 else step * size
    return strides


@semantics("memref.get_global", poison=RAW)
def get_global(op: Op) -> Run:
    """One buffer for each symbol. It may hold values at the start, where it lies in global memory."""
    [type_] = op.result_types
    symbol = op.attributes["name"]
    made = find_symbol(symbol, op.program.module)
    if made is None or not _is_row_major(type_):
        raise op.unsupported(f"there is no row-major {symbol}")
    space = space_of(type_) or GLOBAL
    if space == PRIVATE:
        raise op.unsupported(f"{symbol} is private memory, which no global is")
    element, shape = types.scalar_of(type_), tuple(type_.shape)
    text = str(made.attributes["initial_value"]) if "initial_value" in made.attributes else "unit"
    if text != "unit" and space == WORKGROUP:
        raise op.unsupported(f"{symbol} has an initial value, which workgroup memory does not get")
    values = None if text == "unit" else dense(op, text, element, (1, *shape)).reshape(-1)
    constant = "constant" in made.attributes

    def run(machine: Machine) -> MemRef:
        buffer = machine.allocations.get(made)
        if buffer is None:
            buffer = Buffer.empty(str(symbol), space, element, math.prod(shape))
            machine.allocations[made] = buffer
            machine.buffers.append(buffer)
            if values is not None:
                buffer.data[:], buffer.written[:] = values, True
                buffer.read_only = constant
        return MemRef.whole(buffer, shape)

    return run
