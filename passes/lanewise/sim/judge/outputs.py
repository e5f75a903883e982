"""What a kernel leaves: buffers, and what it returns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from lanewise.mlir.host import ir
from lanewise.sim.machine.access_log import ALL, NOBODY
from lanewise.sim.machine.buffers import Buffer, MemRef, axes, row_major
from lanewise.sim.machine.faults import Unsupported
from lanewise.sim.machine.poison import Value, poison_of, strip
from lanewise.sim.values import types
from lanewise.sim.values.types import Array


@dataclass(frozen=True, slots=True)
class Output:
    """What a kernel left in one place: arrays with an entry for each element, flat.

    `lane` and `group` say who wrote it last (see AccessLog).
    """

    name: str
    shape: tuple[int, ...]
    data: Array
    written: Array
    lane: Array
    group: Array
    # Which op wrote it last, as its number in `ops`; below 0 none.
    op: Array
    ops: Sequence[ir.Operation]
    # Elements nobody may rely on: poison in a returned value.
    poison: Array
    element: types.Scalar
    number: int | None = None

    def array(self) -> Array:
        return self.data.reshape(self.shape)

    @property
    def stored(self) -> Array:
        """Which elements the kernel wrote itself; the others are as it got them."""
        return np.asarray(self.lane != NOBODY)

    def writer(self, at: int) -> ir.Operation | None:
        """The op that stored an element, if the kernel did."""
        return self.ops[int(self.op[at])] if self.op[at] >= 0 else None


def of_buffer(buffer: Buffer, ops: Sequence[ir.Operation]) -> Output:
    assert buffer.shape is not None
    count = len(buffer.data)
    shape = buffer.shape if math.prod(buffer.shape) == count else (count,)
    none = np.zeros(count, bool)
    lane, group, op = buffer.writers()
    return Output(
        buffer.name, shape, buffer.data, buffer.written, lane, group, op, ops, none, buffer.element, buffer.number
    )


def of_result(function: ir.Operation, number: int, value: Value, ops: Sequence[ir.Operation] = ()) -> Output:
    """A returned value: the same in all lanes, or with an axis of lanes in front. Its writer is the return."""
    if isinstance(value, MemRef):
        return _of_tensor(function, number, value, ops)
    elements = strip(value)
    poison = np.broadcast_to(poison_of(value), elements.shape)
    if len({(row.tobytes(), marks.tobytes()) for row, marks in zip(elements, poison, strict=True)}) == 1:
        elements, poison = elements[:1], poison[:1]
    element = types.scalar_of(function.attributes["function_type"].value.results[number])
    shape = elements.shape[1:] if len(elements) == 1 else elements.shape
    lanes = np.arange(len(elements)) if len(elements) > 1 else np.array([ALL])
    lane = np.broadcast_to(axes(lanes, elements.ndim - 1), elements.shape).reshape(-1)
    flat = elements.reshape(-1)
    zero = np.zeros(elements.size, np.int64)
    ends = [function.regions[0].blocks[0].operations[-1].operation]
    return Output(
        f"result {number}", shape, flat, np.ones(flat.size, bool), lane, zero, zero, ends, poison.reshape(-1), element
    )


def _of_tensor(function: ir.Operation, number: int, view: MemRef, ops: Sequence[ir.Operation]) -> Output:
    """A tensor is what its buffer holds at the end; one returned as a buffer, the caller has already or cannot know."""
    type_ = function.attributes["function_type"].value.results[number]
    shape = tuple(int(size[0]) for size in view.sizes)
    whole = isinstance(view.buffer, Buffer) and len(view.offset) == 1 and not view.offset[0]
    if (
        not isinstance(type_, ir.RankedTensorType)
        or not whole
        or [int(step[0]) for step in view.strides] != row_major(shape)
    ):
        raise Unsupported(function, f"result {number}: returning a buffer is not simulated")
    assert isinstance(view.buffer, Buffer)
    view.buffer.shape = shape
    return replace(of_buffer(view.buffer, ops), name=f"result {number}", number=None)
