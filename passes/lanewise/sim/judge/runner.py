"""Running a kernel: from a module to what it left in its buffers."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from lanewise.command.session import Session, Settings
from lanewise.mlir.attributes import GLOBAL
from lanewise.mlir.diagnostics import Failure, Message
from lanewise.mlir.functions import find_function, function_path, functions_of
from lanewise.mlir.host import ir
from lanewise.sim import semantics as semantics  # registers what ops mean
from lanewise.sim.judge.chosen_numbers import choose
from lanewise.sim.judge.numbers import Numbers, tie_text
from lanewise.sim.judge.options import GivenNumbers, Options, check_types
from lanewise.sim.judge.outputs import Output, of_buffer, of_result
from lanewise.sim.judge.parameters import arguments
from lanewise.sim.judge.seeded_numbers import seeded_numbers
from lanewise.sim.machine.faults import Fault, Unsupported
from lanewise.sim.machine.launch import Launch, lanes_differ
from lanewise.sim.machine.machine import MOST_STEPS, Machine, same_everywhere
from lanewise.sim.machine.poison import Value
from lanewise.sim.machine.program import Program
from lanewise.sim.machine.together import Tied, groups_together
from lanewise.sim.shadow.shadows import Shadows
from lanewise.sim.shadow.steps import shadow_step
from lanewise.sim.values.inputs import Inputs

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from lanewise.sim.judge.options import OptionValues


@dataclass(frozen=True, slots=True)
class Result:
    outputs: dict[str, Output]
    launch: Launch
    # How many workgroups ran, and how many there are.
    groups: int
    of_groups: int
    stats: Counter[str]
    executed: Counter[str]
    # Push constants and scalar arguments that were given or, where a program says something of them, chosen.
    constants: dict[int, int]
    numbers: dict[int, float] = field(default_factory=dict)
    # Of the workgroups, how many ran together at most.
    together: int = 1
    # Of a run with shadows.
    shadows: Shadows | None = None
    # Which of the numbers are one because the program is out of bounds where they are not.
    ties: tuple[str, ...] = ()

    def given(self) -> GivenNumbers:
        """The options with which another program gets the numbers that this one had."""
        return {"constants": self.constants, "numbers": self.numbers}


def run(source: ir.Module | str, **options: Unpack[OptionValues]) -> Result:
    """Run a kernel: a module of the host's bindings, or its text. Options are the fields of Options.

    Raises Fault for a fault of the kernel, Unsupported for what is not simulated, Failure for what cannot be run,
    ValueError for text that does not parse, and TypeError for an option of another type than it needs.
    """
    check_types(options)
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
            raise Failure(module.operation, f"there is no function @{options.entry} with a body, or more than one")
        names = [function_path(one) for one in functions_of(module.operation)]
        found = f"found {len(names)}: {', '.join(names)}; choose one with --entry" if names else "found none"
        raise Failure(module.operation, f"needed one function with a body, {found}")
    try:
        return _run_function(module, function, options)
    except MemoryError as problem:
        raise Unsupported(function, f"too large to be simulated: {problem or 'memory runs out'}") from None
    except OverflowError:
        raise Unsupported(function, "too large to be simulated: a number of more than 64 bits") from None
    except RecursionError:
        raise Unsupported(function, "too deep to be simulated: loops, calls or maps nest hundreds of times") from None


def _run_function(module: ir.Module, function: ir.Operation, options: Options) -> Result:
    """With sizes, of which the program may want some to be the same: the first that keep it within bounds."""
    program = Program(function, module.operation, shadow_of=shadow_step if options.shadows else None)
    numbers = Numbers.of(program.functions)
    faults: list[Fault] = []
    tried: list[tuple[object, object]] = []
    for ties in numbers.ties():
        inputs = _inputs(options)
        if not choose(numbers, inputs, ties) or (inputs.constants, inputs.numbers) in tried:
            continue
        tried.append((inputs.constants, inputs.numbers))
        try:
            return replace(_run_once(program, options, inputs), ties=tuple(sorted(map(tie_text, ties))))
        except Fault as fault:
            if not _wants_sizes(fault):
                raise
            faults.append(fault)
    hints = {fault: seeded_numbers(fault, program, _inputs(options)) for fault in faults}
    worst = next(filter(hints.__getitem__, faults), faults[0])
    worst.text += hints[worst]
    worst.args = (worst.text,)
    raise worst


def _inputs(options: Options) -> Inputs:
    return Inputs(
        options.seed,
        options.arrays,
        options.shapes,
        dict(options.numbers),
        dict(options.constants),
        options.ranges,
        options.constant_ranges,
    )


def _wants_sizes(fault: Fault) -> bool:
    """Whether other sizes might keep the program from this fault."""
    return fault.kind == "bounds"


def _run_once(program: Program, options: Options, inputs: Inputs) -> Result:
    launch = Launch.of(program, options.workgroup_size, options.subgroup_size, options.grid)
    together = _together(program, launch, options)
    joins = launch.rounds > together and not options.bank_conflicts
    for groups, joined in [(1, True)] * joins + [(together, False)] * (together > 1):
        try:
            given = replace(inputs, constants=dict(inputs.constants), numbers=dict(inputs.numbers))
            return _run_groups(program, options, given, launch, groups, joined)
        except (Tied, Failure, MemoryError, ValueError, IndexError):
            # One after the other they say what is wrong, if anything is.
            pass
    return _run_groups(program, options, inputs, launch, 1)


def _together(program: Program, launch: Launch, options: Options) -> int:
    """How many workgroups run together, at first."""
    if options.bank_conflicts:
        return 1
    lanes = math.prod(launch.workgroup_size) if lanes_differ(program) else 1
    most = options.together or groups_together(program.module, lanes)
    if not launch.forall:
        most = min(most, math.prod(launch.grid))
    return most if options.workgroups is None else min(most, len(options.workgroups))


def _run_groups(
    program: Program, options: Options, inputs: Inputs, launch: Launch, together: int, joins: bool = False
) -> Result:
    """Run so many workgroups at once. Raises Tied, or whatever else stops them."""
    function = program.function
    machine = Machine(launch.workgroup_size, launch.subgroup_size, launch.grid, inputs)
    machine.wanted = list(options.workgroups) if options.workgroups is not None else None
    machine.measures_banks = options.bank_conflicts
    machine.progress = options.progress
    machine.max_steps = options.max_steps or MOST_STEPS
    machine.most_together, machine.joins = together, joins
    machine.all_uniform = not lanes_differ(program)
    # Two programs are shaken differently.
    shadows = Shadows(crc32(str(function).encode())) if options.shadows else None
    machine.shadows = shadows
    given = arguments(machine, function)
    if together > 1 and any(buffer.space != GLOBAL for buffer in machine.buffers):
        raise Tied  # Workgroup memory that is an argument is there once.
    with np.errstate(all="ignore"):
        returned = _run_grid(machine, program, launch, given)
    buffers = [buffer for buffer in machine.buffers if buffer.shape is not None and not buffer.read_only]
    outputs = [output for output in (of_buffer(buffer, machine.ops) for buffer in buffers) if _left(output)]
    outputs += [of_result(function, number, value, machine.ops) for number, value in enumerate(returned)]
    return Result(
        {output.name: output for output in outputs},
        launch,
        machine.groups_run,
        machine.groups_there,
        machine.stats,
        machine.executed,
        inputs.constants,
        inputs.numbers,
        min(together, machine.groups_run),
        shadows,
    )


def _left(output: Output) -> bool:
    """Whether the caller may find it changed. A global that is only read is none of its affairs."""
    return not output.name.startswith("@") or bool(output.stored.any())


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
