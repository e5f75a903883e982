"""Running a kernel: from a module to what it left in its buffers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict
from zlib import crc32

import numpy as np

from lanewise.command.session import Session, Settings
from lanewise.mlir.attributes import symbol_name
from lanewise.mlir.diagnostics import Failure, Message
from lanewise.mlir.host import ir
from lanewise.sim import semantics as semantics  # registers what ops mean
from lanewise.sim.judge.outputs import Output, of_buffer, of_result
from lanewise.sim.judge.parameters import argument
from lanewise.sim.machine.launch import Launch, lanes_differ
from lanewise.sim.machine.machine import Machine, Triple
from lanewise.sim.machine.poison import Value
from lanewise.sim.machine.program import Program, find_function, functions_of
from lanewise.sim.shadow.shadows import Shadows
from lanewise.sim.shadow.steps import shadow_step
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
    # Whether floats carry what they would be without rounding.
    shadows: bool = False


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
    shadows: bool


@dataclass(frozen=True, slots=True)
class Result:
    outputs: dict[str, Output]
    launch: Launch
    groups: int
    stats: Counter[str]
    executed: Counter[str]
    constants: dict[int, int]
    # Of a run with shadows.
    shadows: Shadows | None = None


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
    inputs = Inputs(options.seed, options.arrays, options.shapes, options.numbers, dict(options.constants))
    machine = Machine(launch.workgroup_size, launch.subgroup_size, launch.grid, inputs)
    machine.wanted = list(options.workgroups) if options.workgroups is not None else None
    machine.measures_banks = options.bank_conflicts
    machine.progress = options.progress
    machine.all_uniform = not lanes_differ(module.operation)
    shadows = None
    if options.shadows:
        # Two programs are shaken differently.
        machine.shadows = shadows = Shadows(crc32(str(function).encode()))
    program = Program(function, module.operation, shadow_of=shadow_step if options.shadows else None)
    arguments = tuple(
        argument(machine, function, number, value.type)
        for number, value in enumerate(function.regions[0].blocks[0].arguments)
    )
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
        shadows,
    )


def _run_grid(machine: Machine, program: Program, launch: Launch, arguments: tuple[Value, ...]) -> tuple[Value, ...]:
    if launch.forall:
        return machine.call(program, arguments)
    returned: tuple[Value, ...] = ()
    x, y, z = launch.grid
    for number in machine.chosen_groups(program.function, x * y * z):
        machine.enter_group((number % x, number // x % y, number // (x * y)), number)
        returned = machine.call(program, arguments)
    return returned
