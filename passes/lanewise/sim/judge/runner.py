"""Running a kernel: from a module to what it left in its buffers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from lanewise.command.session import Session, Settings
from lanewise.mlir.attributes import GLOBAL, space_of, symbol_name
from lanewise.mlir.diagnostics import Failure, Message
from lanewise.mlir.host import ir
from lanewise.sim import semantics as semantics  # registers what ops mean
from lanewise.sim.machine.access_log import ALL, NOBODY
from lanewise.sim.machine.buffers import Buffer, MemRef, axes
from lanewise.sim.machine.faults import Unsupported
from lanewise.sim.machine.geometry import Geometry, Triple, geometry, lanes_differ
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import poison_of, strip
from lanewise.sim.machine.program import Program, find_function, functions_of
from lanewise.sim.values import types
from lanewise.sim.values.inputs import ARGUMENT, Inputs
from lanewise.sim.values.types import Array


@dataclass(frozen=True, slots=True)
class Options:
    """How to run. What is None the function's attributes say."""

    entry: str | None = None
    seed: int = 0
    workgroup_size: Triple | None = None
    subgroup_size: int | None = None
    grid: Triple | None = None
    # Below 0 they count from the end.
    workgroups: Sequence[int] | None = None
    # By the number of an argument or binding: arrays, shapes where sizes are dynamic, numbers of scalar arguments.
    arrays: Mapping[int, Array] = field(default_factory=dict)
    shapes: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    numbers: Mapping[int, float] = field(default_factory=dict)
    # Push constants by ordinal.
    constants: Mapping[int, int] = field(default_factory=dict)
    bank_conflicts: bool = False
    progress: Callable[[int, int], None] | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """What a kernel left in one place. `lane` and `group` say who wrote an element last (see touches.py)."""

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
    element: str
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


@dataclass(frozen=True, slots=True)
class Result:
    outputs: dict[str, Output]
    geometry: Geometry
    groups: int
    stats: Counter[str]
    executed: Counter[str]
    constants: dict[int, int]


def run(source: ir.Module | str, **options: Any) -> Result:
    """Run a kernel: a module of the host's bindings, or its text. Options are the fields of `Options`.

    Raises Fault for a fault of the kernel, Unsupported for what is not simulated, Failure for what cannot be run, and
    ValueError for text that does not parse.
    """
    chosen = Options(**options)
    if not isinstance(source, str):
        return run_module(source, chosen)
    messages: list[Message] = []
    session = Session(Settings(), "<text>", messages.append)
    with session.context:
        module = session.parse(source)
        if module is None:
            raise ValueError("; ".join(f"{message.loc}: {message.text}" for message in messages))
        return run_module(module, chosen)


def run_module(module: ir.Module, options: Options) -> Result:
    """As `run`."""
    function = find_function(module.operation, options.entry)
    if function is None:
        if options.entry:
            raise Failure(module.operation, f"there is no function @{options.entry} with a body")
        names = [str(symbol_name(one)) for one in functions_of(module.operation)]
        found = f"found {len(names)}: {', '.join(names)}; choose one with --entry" if names else "found none"
        raise Failure(module.operation, f"needed one function with a body, {found}")
    try:
        return _run_function(module, function, options)
    except MemoryError as problem:
        raise Failure(function, f"too large to be simulated: {problem or 'memory runs out'}") from None
    except RecursionError:
        raise Failure(function, "too deep to be simulated: loops, calls or maps nest hundreds of times") from None


def _run_function(module: ir.Module, function: ir.Operation, options: Options) -> Result:
    shape = geometry(function, options.workgroup_size, options.subgroup_size, options.grid)
    if min(shape.grid) < 1:
        raise Failure(function, f"a grid of {list(shape.grid)} workgroups: needed sizes of at least 1")
    inputs = Inputs(options.seed, options.arrays, options.shapes, options.numbers, dict(options.constants))
    machine = Machine(shape.workgroup_size, shape.subgroup_size, shape.grid, inputs)
    machine.wanted = list(options.workgroups) if options.workgroups is not None else None
    machine.measures_banks = options.bank_conflicts
    machine.progress = options.progress
    machine.alike = not lanes_differ(module.operation)
    program = Program(function, module.operation)
    arguments = tuple(
        _argument(machine, function, number, value.type)
        for number, value in enumerate(function.regions[0].blocks[0].arguments)
    )
    with np.errstate(all="ignore"):
        returned = _run_grid(machine, program, shape, arguments)
    buffers = [buffer for buffer in machine.buffers if buffer.shape is not None and not buffer.read_only]
    outputs = [_output(buffer, machine.ops) for buffer in buffers]
    outputs += [_returned(function, number, value) for number, value in enumerate(returned)]
    return Result(
        {output.name: output for output in outputs},
        shape,
        machine.groups_run,
        machine.stats,
        machine.executed,
        inputs.constants,
    )


def _run_grid(machine: Machine, program: Program, shape: Geometry, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    if shape.forall:
        return machine.call(program, arguments)
    returned: tuple[Any, ...] = ()
    x, y, z = shape.grid
    for number in machine.chosen_groups(program.function, x * y * z):
        machine.enter_group((number % x, number // x % y, number // (x * y)), number)
        returned = machine.call(program, arguments)
    return returned


def _argument(machine: Machine, function: ir.Operation, number: int, type_: ir.Type) -> Any:
    """A seeded value. Every buffer holds values: which ones are outputs, a function's type does not say."""
    try:
        if isinstance(type_, ir.MemRefType):
            return _buffer_argument(machine, function, number, type_)
        element, shape = types.scalar_name(type_), types.shape(type_)
        inputs = machine.inputs
        if number in inputs.numbers:
            return np.full((1, *shape), types.number(inputs.numbers[number], element))
        given = inputs.given(number, element)
        count = math.prod(shape)
        if given is None:
            given = inputs.values(ARGUMENT, number, element, count)
        return given.reshape(1, *shape)
    except types.UnknownType as problem:
        raise Unsupported(function, f"argument {number}: {problem}") from None
    except ValueError as problem:
        raise Failure(function, f"argument {number}: {problem}") from None


def _buffer_argument(machine: Machine, function: ir.Operation, number: int, type_: ir.MemRefType) -> MemRef:
    element, inputs = types.scalar_name(type_), machine.inputs
    vector = types.vector_shape(type_)
    static = [*type_.shape, *vector]
    shape = inputs.shapes.get(number)
    if shape is None and number in inputs.arrays and any(size < 0 for size in static):
        shape = inputs.arrays[number].shape
    if shape is None:
        shape = tuple(static)
    fits = len(shape) == len(static) and all(
        size < 0 or size == given for size, given in zip(static, shape, strict=True)
    )
    if not fits or any(size < 0 for size in shape):
        found = (
            f"--args={number}=..., which says {'x'.join(map(str, shape))}" if number in inputs.shapes else str(type_)
        )
        raise Failure(function, f"argument {number}: needed sizes for {type_}, found {found}")
    whole = MemRef.whole(Buffer.empty("", GLOBAL, element, 0), shape)
    strides, offset = type_.get_strides_and_offset()
    dynamic = ir.ShapedType.get_dynamic_stride_or_offset()
    # The type counts in vectors. Where it leaves a stride open, and inside of vectors, there are no gaps.
    each = math.prod(vector)
    steps = [int(step[0]) for step in whole.strides]
    for dim, stride in enumerate(strides):
        if stride != dynamic:
            steps[dim] = stride * each
    start = 0 if offset == dynamic else offset * each
    count = start + sum((size - 1) * step for size, step in zip(shape, steps, strict=True)) + 1 if all(shape) else 0
    buffer = Buffer.empty(f"argument {number}", space_of(type_) or GLOBAL, element, count)
    if buffer.space == GLOBAL:
        given = inputs.given(number, element)
        if given is not None and start == 0 and count == len(given):
            buffer.data[:] = given
        elif given is not None:
            raise Failure(function, f"argument {number}: the array has {len(given)} elements, the buffer {count}")
        else:
            buffer.data[:] = inputs.values(ARGUMENT, number, element, count)
        buffer.written[:] = True
        buffer.shape = shape if [int(step[0]) for step in whole.strides] == steps and not start else (count,)
    machine.buffers.append(buffer)
    return MemRef(buffer, whole.offset + start, whole.sizes, tuple(np.array([step], np.int64) for step in steps))


def _output(buffer: Buffer, ops: Sequence[ir.Operation]) -> Output:
    assert buffer.shape is not None
    count = len(buffer.data)
    shape = buffer.shape if math.prod(buffer.shape) == count else (count,)
    none = np.zeros(count, bool)
    lane, group, op = buffer.writers()
    number = int(buffer.name.split()[1])
    return Output(buffer.name, shape, buffer.data, buffer.written, lane, group, op, ops, none, buffer.element, number)


def _returned(function: ir.Operation, number: int, value: Any) -> Output:
    """A returned value: the same in all lanes, or with an axis of lanes in front. Its writer is the return."""
    if isinstance(value, MemRef):
        raise Unsupported(function, f"result {number}: returning a buffer is not simulated")
    elements = strip(value)
    poison = np.broadcast_to(poison_of(value), elements.shape)
    if len({(row.tobytes(), marks.tobytes()) for row, marks in zip(elements, poison, strict=True)}) == 1:
        elements, poison = elements[:1], poison[:1]
    element = types.scalar_name(function.attributes["function_type"].value.results[number])
    shape = elements.shape[1:] if len(elements) == 1 else elements.shape
    lanes = np.arange(len(elements)) if len(elements) > 1 else np.array([ALL])
    lane = np.broadcast_to(axes(lanes, elements.ndim - 1), elements.shape).reshape(-1)
    flat = elements.reshape(-1)
    zero = np.zeros(elements.size, np.int64)
    ends = [function.regions[0].blocks[0].operations[-1].operation]
    written, unsupported = np.ones(flat.size, bool), poison.reshape(-1)
    return Output(f"result {number}", shape, flat, written, lane, zero, zero, ends, unsupported, element)
