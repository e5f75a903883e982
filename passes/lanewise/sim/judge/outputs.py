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
from lanewise.sim.machine.poison import Shadowed, Value, poison_of, strip
from lanewise.sim.values import types
from lanewise.sim.values.shadow_memory import PLANES
from lanewise.sim.values.types import Array


@dataclass(frozen=True, slots=True)
class Output:
    """What a kernel left in one place: arrays with an entry for each element, flat; of a long buffer for those that it
    touched, and some beside them.

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
    # Of a long buffer, the numbers of the elements that the arrays have; None where they have all of them.
    numbers: Array | None = None
    buffer: Buffer | None = None
    # Of a run with shadows, those of each element (see Shadowed); None where every number is its own.
    planes: tuple[Array, Array] | None = None

    @property
    def size(self) -> int:
        return math.prod(self.shape)

    def index(self, at: int) -> tuple[int, ...]:
        """Of an entry of the arrays, the index in the buffer."""
        number = at if self.numbers is None else int(self.numbers[at])
        return tuple(int(i) for i in np.unravel_index(number, self.shape)) if self.shape else ()

    def array(self) -> Array:
        """Every element. Raises TooLarge."""
        return (self.data if self.buffer is None else self.buffer.values()).reshape(self.shape)

    def beside(self, other: Output) -> Output:
        """With entries for every element of which another one of the same size has any."""
        if self.buffer is None or other.buffer is None or self.numbers is None:
            return self
        missing = np.setdiff1d(other.buffer.pages.kept(), self.buffer.pages.kept())
        if not len(missing):
            return self
        self.buffer.keep(missing)
        return replace(of_buffer(self.buffer, self.ops), name=self.name, number=self.number)

    @property
    def stored(self) -> Array:
        """Which elements the kernel wrote itself; the others are as it got them."""
        return np.asarray(self.lane != NOBODY)

    @property
    def all_nan(self) -> bool:
        """Whether what the kernel wrote is not a number, all of it."""
        stored = self.stored
        return self.element.is_float and bool(stored.any()) and bool(np.isnan(self.data[stored].astype(float)).all())

    def writer(self, at: int) -> ir.Operation | None:
        """The op that stored an element, if the kernel did."""
        return self.ops[int(self.op[at])] if self.op[at] >= 0 else None


def of_buffer(buffer: Buffer, ops: Sequence[ir.Operation]) -> Output:
    assert buffer.shape is not None
    if buffer.grain > 1:
        buffer.refine(1)
    shape = buffer.shape if math.prod(buffer.shape) == buffer.count else (buffer.count,)
    numbers = buffer.pages.numbers()
    places = buffer.pages.slots(numbers)
    lane, group, op = buffer.writers(places)
    data, written, none = buffer.data, buffer.written, np.zeros(len(numbers), bool)
    if not buffer.pages.whole:
        data, written = data[places], written[places]
    planes = None
    if buffer.shadow is not None:
        first, second = (buffer.shadow.read(plane, numbers, data) for plane in PLANES)
        planes = first, second
    return Output(
        buffer.name,
        shape,
        data,
        written,
        lane,
        group,
        op,
        ops,
        none,
        buffer.element,
        buffer.number,
        None if buffer.pages.whole else numbers,
        buffer,
        planes,
    )


def of_result(function: ir.Operation, number: int, value: Value, ops: Sequence[ir.Operation] = ()) -> Output:
    """A returned value: the same in all lanes, or with an axis of lanes in front. Its writer is the return."""
    if isinstance(value, MemRef):
        return _of_tensor(function, number, value, ops)
    elements = strip(value)
    poison = np.broadcast_to(poison_of(value), elements.shape)
    shadows = value.planes if isinstance(value, Shadowed) and value.numbers_are_float else ()
    if len({(row.tobytes(), marks.tobytes()) for row, marks in zip(elements, poison, strict=True)}) == 1:
        elements, poison = elements[:1], poison[:1]
        shadows = tuple(plane[:1] for plane in shadows)
    element = types.scalar_of(function.attributes["function_type"].value.results[number])
    shape = elements.shape[1:] if len(elements) == 1 else elements.shape
    lanes = np.arange(len(elements)) if len(elements) > 1 else np.array([ALL])
    lane = np.broadcast_to(axes(lanes, elements.ndim - 1), elements.shape).reshape(-1)
    flat = elements.reshape(-1)
    zero = np.zeros(elements.size, np.int64)
    ends = [function.regions[0].blocks[0].operations[-1].operation]
    planes = (shadows[0].reshape(-1), shadows[1].reshape(-1)) if shadows else None
    return Output(
        f"result {number}",
        shape,
        flat,
        np.ones(flat.size, bool),
        lane,
        zero,
        zero,
        ends,
        poison.reshape(-1),
        element,
        planes=planes,
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
