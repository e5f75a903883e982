"""Running a kernel: from a module to what it left in its buffers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict

import numpy as np

from lanewise.command.session import Session, Settings
from lanewise.mlir.attributes import GLOBAL, symbol_name
from lanewise.mlir.diagnostics import Failure, Message
from lanewise.mlir.host import ir
from lanewise.sim import semantics as semantics  # registers what ops mean
from lanewise.sim.judge.outputs import Output, of_buffer, of_result
from lanewise.sim.judge.parameters import argument
from lanewise.sim.machine.launch import Launch, lanes_differ
from lanewise.sim.machine.machine import Machine, Triple, same_everywhere
from lanewise.sim.machine.poison import Value
from lanewise.sim.machine.program import Program, find_function, functions_of
from lanewise.sim.machine.together import Tied, groups_together
from lanewise.sim.values.inputs import Inputs
from lanewise.sim.values.types import Array

if TYPE_CHECKING:
    from typing_extensions import Unpack


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
    # How many workgroups run together, at most; None: as many as fit.
    together: int | None = None


class OptionValues(TypedDict, total=False):
    """The fields of Options, by keyword."""

    entry: str | None
    seed: int
    workgroup_size: Triple | None
    subgroup_size: int | None
    grid: Triple | None
    workgroups: Sequence[int] | None
    arrays: Mapping[int, Array]
    shapes: Mapping[int, tuple[int, ...]]
    numbers: Mapping[int, float]
    constants: Mapping[int, int]
    bank_conflicts: bool
    progress: Callable[[int, int], None] | None
    together: int | None


@dataclass(frozen=True, slots=True)
class Result:
    outputs: dict[str, Output]
    launch: Launch
    groups: int
    stats: Counter[str]
    executed: Counter[str]
    constants: dict[int, int]
    # Of the workgroups, how many ran together at most.
    together: int = 1


def run(source: ir.Module | str, **options: Unpack[OptionValues]) -> Result:
    """Run a kernel: a module of the host's bindings, or its text. Options are the fields of Options.

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
    launch = Launch.of(function, options.workgroup_size, options.subgroup_size, options.grid)
    program = Program(function, module.operation)
    together = _together(module, launch, options)
    if together > 1:
        try:
            return _run_groups(program, options, launch, together)
        except (Tied, Failure, MemoryError, ValueError, IndexError):
            # One after the other they say what is wrong, if anything is.
            pass
    return _run_groups(program, options, launch, 1)


def _together(module: ir.Module, launch: Launch, options: Options) -> int:
    """How many workgroups run together, at first."""
    if options.bank_conflicts:
        return 1
    lanes = math.prod(launch.workgroup_size) if lanes_differ(module.operation) else 1
    most = options.together or groups_together(module.operation, lanes)
    if not launch.forall:
        most = min(most, math.prod(launch.grid))
    return most if options.workgroups is None else min(most, len(options.workgroups))


def _run_groups(program: Program, options: Options, launch: Launch, together: int) -> Result:
    """Run so many workgroups at once. Raises Tied, or whatever else stops them."""
    inputs = Inputs(options.seed, options.arrays, options.shapes, options.numbers, dict(options.constants))
    machine = Machine(launch.workgroup_size, launch.subgroup_size, launch.grid, inputs)
    machine.wanted = list(options.workgroups) if options.workgroups is not None else None
    machine.measures_banks = options.bank_conflicts
    machine.progress = options.progress
    machine.most_together = together
    machine.all_uniform = not lanes_differ(program.module)
    function = program.function
    arguments = tuple(
        argument(machine, function, number, value.type)
        for number, value in enumerate(function.regions[0].blocks[0].arguments)
    )
    if together > 1 and any(buffer.space != GLOBAL for buffer in machine.buffers):
        raise Tied  # Workgroup memory that is an argument is there once.
    with np.errstate(all="ignore"):
        returned = _run_grid(machine, program, launch, arguments)
    buffers = [buffer for buffer in machine.buffers if buffer.shape is not None and not buffer.read_only]
    outputs = [of_buffer(buffer, machine.ops) for buffer in buffers]
    outputs += [of_result(function, number, value) for number, value in enumerate(returned)]
    return Result(
        {output.name: output for output in outputs},
        launch,
        machine.groups_run,
        machine.stats,
        machine.executed,
        inputs.constants,
        min(together, machine.groups_run),
    )


def _run_grid(machine: Machine, program: Program, launch: Launch, arguments: tuple[Value, ...]) -> tuple[Value, ...]:
    if launch.forall:
        machine.begin_outside()
        return tuple(map(machine.axis.last, machine.call(program, arguments)))
    returned: tuple[Value, ...] = ()
    x, y, z = launch.grid
    for numbers in machine.chosen_groups(program.function, x * y * z):
        along_x, along_y, along_z = map(same_everywhere, (numbers % x, numbers // x % y, numbers // (x * y)))
        machine.enter_groups((along_x, along_y, along_z), numbers)
        returned = tuple(map(machine.axis.last, machine.call(program, arguments)))
    return returned
