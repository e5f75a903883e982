"""The machine: the lanes of a workgroup in lockstep, and those of several workgroups where nothing ties them.

Long: one class holds the state of a run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

import numpy as np

from lanewise.mlir.attributes import GLOBAL, PRIVATE, WORKGROUP
from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir
from lanewise.sim.machine.blocks import run_blocks
from lanewise.sim.machine.buffers import Buffer, MemRef
from lanewise.sim.machine.faults import TooLong, lanes_text
from lanewise.sim.machine.merge import select
from lanewise.sim.machine.poison import Poisoned, Results, Value, poison_of, strip, with_poison
from lanewise.sim.machine.program import ELEMENTWISE, RAW, STRUCTURAL, Body, CompiledOp, Op, Program, Run
from lanewise.sim.machine.together import Joined, LaneAxis, Tied
from lanewise.sim.values import types
from lanewise.sim.values.inputs import Inputs
from lanewise.sim.values.types import Array

Triple = tuple[int, int, int]

MOST_STEPS = 2**21
"""Ops that one workgroup runs, unless more are allowed: ten seconds' work, and ten times that of a real kernel's."""
MOST_STEPS_TOGETHER = 2**16
"""Those of workgroups together: whether one ends, it shows by itself."""

ONE_BY_ONE = ("func.call", "linalg.", "memref.copy")
"""How the names of ops begin that have nothing to do with several operands at once."""

MORE = "--max-steps allows more"

BEAT = 2**14
"""Ops after which whoever watches is told."""


class Beside(Protocol):
    """What a run computes beside the values that the program has (see sim/shadow)."""

    def run(self, machine: Machine, step: CompiledOp, operands: list[Value]) -> Results:
        """The results of an op, with what is computed beside them."""

    def inner(self, machine: Machine, step: CompiledOp, operands: Sequence[Value]) -> tuple[Run, list[Value]]:
        """What runs an op of a region that is part of another, and what it gets."""

    def unsure(self, *values: Value) -> None:
        """These decide about control flow or addresses."""


class Machine:
    """State of a run. `mask` is None where all lanes are active, else which are."""

    def __init__(
        self, workgroup_size: Triple, subgroup_size: int, grid: Triple = (1, 1, 1), inputs: Inputs | None = None
    ) -> None:
        """Long: all that is known of a run, a line each."""
        self.workgroup_size = workgroup_size
        self.subgroup_size = subgroup_size
        self.grid = grid
        # How many workgroups run together, at most; the numbers of those that do.
        self.most_together = 1
        # Whether iterations of a loop may run together as workgroups do; what is known of those that do.
        self.joins = False
        self.joined: Joined | None = None
        self.groups = np.zeros(1, np.int64)
        self.block_id: tuple[Array, Array, Array] = (self.groups, self.groups, self.groups)
        # Barriers so far that order accesses to a space. A barrier may fence workgroup memory only.
        self.epochs = dict.fromkeys((GLOBAL, WORKGROUP, PRIVATE), 0)
        # One entry a lane, or a workgroup where no lanes of any differ.
        self.mask: Array | None = None
        # Numbers of workgroups; -1 is the last.
        self.wanted: list[int] | None = None
        # Told how many workgroups are done, of how many, and how many ops the current one has run.
        self.progress: Callable[[int, int, int], None] | None = None
        self.groups_run = 0
        # Whether this is what a function does once, around its grid.
        self.outside = False
        self.measures_banks = False
        # Whether no op of the program tells lanes apart, so that it means one thread.
        self.all_uniform = True
        self.values: dict[int, Value] = {}
        self.inputs = inputs or Inputs()
        self.buffers: list[Buffer] = []
        # By number and type of elements; and which bits of a binding which type is read or written as.
        self.bindings: dict[int, dict[types.Scalar, Buffer]] = {}
        self.binding_parts: dict[int, set[tuple[int, int, types.Scalar]]] = {}
        self.allocations: dict[ir.Operation, Buffer] = {}
        self.points: dict[ir.Operation, tuple[Array, ...]] = {}  # Where the loops of linalg ops are.
        self.ops: list[ir.Operation] = []
        self._numbers: dict[ir.Operation, int] = {}
        self.stats: Counter[str] = Counter()
        self.executed: Counter[str] = Counter()
        self.max_steps = MOST_STEPS
        self._steps = 0
        # When to look whether these are too many.
        self._due = 0
        self._groups_chosen = self.groups_there = 1
        # Of the loops over grids around a grid: the number of the iteration, and how many there are.
        self._around = (0, 1)
        # Where values carry shadows, what is known of them; which plane of them is being computed, None for the values.
        self.shadows: Beside | None = None
        self.plane: int | None = None
        # Whether elements that are written keep the shadows they had, for an op that reads them again beside itself.
        self.keeps_shadows = False
        # Whether integers are asked where in memory they are unsure.
        self.asks_marks = False
        self.arrange(1)

    def arrange(self, groups: int) -> None:
        """Make room for so many workgroups along the lanes' axis."""
        x, y, z = self.workgroup_size
        self.axis = LaneAxis(groups, x * y * z)
        self.lanes = self.axis.lanes
        flat = np.arange(self.axis.each, dtype=np.int64)
        # Of a lane in its workgroup.
        self.flat_id: Array = np.tile(flat, groups)
        self.thread_id: tuple[Array, Array, Array] = (self.flat_id % x, self.flat_id // x % y, self.flat_id // (x * y))
        # Of a workgroup that is active, how many there are.
        self.weight = groups

    @property
    def group_lanes(self) -> int:
        """Lanes of one workgroup."""
        return self.axis.each

    def operands(self, step: CompiledOp) -> list[Value]:
        """What a step works on."""
        values = self.values
        found = [values[slot] for slot in step.inputs]
        if self.axis.groups == 1 or step.op.name.startswith(ONE_BY_ONE):
            return found
        return self.axis.alike(found)

    def step(self, step: CompiledOp) -> None:
        """Run one op and keep its results."""
        self.executed[step.op.name] += self.weight
        self._steps += 1
        if self._steps > self._due:
            self._look_up(step.op)
        values = self.values
        run = run_step if self.shadows is None else self.shadows.run
        result = run(self, step, self.operands(step))
        if isinstance(result, tuple):
            values.update(zip(step.outputs, result, strict=True))
        elif result is not None:
            values[step.outputs[0]] = result

    def select(self, op: Op, lanes: Array, then: Value, other: Value) -> Value:
        """`then` in the lanes that are true in `lanes` (one bool a lane or a workgroup), `other` elsewhere."""
        if then is other or self.axis.groups == 1:
            return select(op, lanes, then, other)
        self.axis.check_merge(lanes, (then, other))
        flags, one, two = self.axis.alike([lanes, then, other])
        return select(op, strip(flags), one, two)

    def spend(self, op: Op) -> None:
        """Count a round of a loop, which may have no ops in it, as an op. Raises TooLong."""
        self._steps += 1
        if self._steps > self._due:
            self._look_up(op)

    def _look_up(self, op: Op) -> None:
        if self._steps > MOST_STEPS_TOGETHER and self.axis.groups > 1:
            raise Tied
        if self._steps > self.max_steps:
            raise TooLong(op.op, f"a workgroup has run {self.max_steps} ops, {MORE}")
        if self.progress and self._steps > BEAT:
            self.progress(self.groups_run, self._groups_chosen, self._steps)
        self._due = min(self._steps + BEAT, self.max_steps)

    def expect_rounds(self, op: Op, rounds: int, each: int) -> None:
        """Before a loop of so many rounds, of `each` ops or more. Raises TooLong."""
        if rounds * (each + 1) > self.max_steps:
            raise TooLong(op.op, f"{rounds} rounds, where a workgroup runs {self.max_steps} ops at most; {MORE}")

    def call(self, program: Program, arguments: tuple[Value, ...]) -> tuple[Value, ...]:
        """Run a function in a frame of its own; what it returns."""
        values, self.values = self.values, {}
        try:
            return run_body(self, program.body, arguments)
        finally:
            self.values = values

    def active(self, rank: int) -> Array | None:
        """The mask, to broadcast against values with `rank` axes behind the lanes'; None when all lanes are active."""
        return None if self.mask is None else self.mask.reshape(-1, *(1,) * rank)

    @contextmanager
    def only(self, mask: Array) -> Iterator[None]:
        """Within, only those active lanes that `mask` (one bool a lane, a workgroup, or for all) names are active."""
        before, weight = self.mask, self.weight
        axis = self.axis
        both = mask if before is None else np.logical_and(*axis.arrays(mask, before))
        if len(both) == 1:
            both = np.broadcast_to(both, (axis.groups if axis.mixes else axis.lanes,))
        both = axis.shortened(both)
        # Where all are active, what is uniform would else look as if each lane did it by itself.
        self.mask = None if both.all() else both
        if axis.groups > 1 and not self.outside:
            self.weight = int(both.reshape(axis.groups, -1).any(axis=1).sum())
        try:
            yield
        finally:
            self.mask, self.weight = before, weight

    def chosen_groups(self, op: ir.Operation, count: int) -> Iterator[Array]:
        """The numbers of those workgroups of a grid of `count` that are to run, of those together that run together.

        Where that grid is inside of another, the numbers within the grid that both make. Raises Failure at `op`.
        """
        first = self._around[0] * count
        around, count = range(first, first + count), self._around[1] * count
        chosen: Sequence[int] = range(count)
        if self.wanted is not None:
            # Each once: -1 may be a number that was named, too.
            chosen = list(dict.fromkeys(number % count for number in self.wanted if -count <= number < count))
            if count and not chosen:
                wanted = ", ".join(map(str, self.wanted))
                raise Failure(op, f"there is no workgroup {wanted} to run: the grid has {count}, from number 0 on")
        self._groups_chosen, self.groups_there = len(chosen), count
        here = [number for number in chosen if number in around] if len(around) < count else chosen
        axis, values, outside = self.axis, self.values, self.outside
        for done in range(0, len(here), self.most_together):
            if self.progress:
                self.progress(self.groups_run, len(chosen), 0)
            numbers = np.array(here[done : done + self.most_together], np.int64)
            self.arrange(len(numbers))
            self.outside = False
            self.values = {slot: axis.of_first(len(numbers), value) for slot, value in values.items()}
            yield numbers
            self.groups_run += len(numbers)
        self.arrange(axis.groups)
        self.values, self.outside = values, outside
        self.weight = 1 if outside else axis.groups

    def joined_iterations(self, count: int, most: int, read: Collection[int]) -> Iterator[Array]:
        """The numbers of `count` iterations, of at most `most` together, each of which runs as if it were a workgroup.
        `read` are the values that they have in common. Raises Tied where they depend on each other."""
        values = self.values
        try:
            for first in range(0, count, most):
                numbers = np.arange(first, min(first + most, count))
                self.arrange(len(numbers))
                self.joined = Joined(len(numbers))
                self.values = {slot: self.axis.repeated(values[slot]) for slot in read if slot in values}
                yield numbers
                self.joined.check()
        finally:
            self.joined, self.values = None, values
            self.arrange(1)

    def grid_around(self, count: int) -> Iterator[int]:
        """The numbers of `count` workgroups of which each is a grid of its own inside."""
        before = self._around
        try:
            for number in range(count):
                self._around = before[0] * count + number, before[1] * count
                yield number
        finally:
            self._around = before

    def begin_outside(self) -> None:
        """Begin outside of the grid, with room for as many workgroups as will run together within."""
        self.arrange(self.most_together)
        self.groups = np.zeros(self.most_together, np.int64)
        self.outside, self.weight = True, 1

    def enter_groups(self, block_id: tuple[Array, Array, Array], numbers: Array) -> None:
        """Begin with other workgroups: their workgroup memory is as nobody wrote it."""
        self.block_id, self.groups, self._steps, self._due = block_id, numbers, 0, 0
        self.pass_barrier()
        for buffer in self.buffers:
            if buffer.space == WORKGROUP:
                buffer.written[:] = False

    def copies(self, each_lane: bool) -> int:
        """Of memory that each workgroup, or each lane, has for itself."""
        return self.lanes if each_lane else self.axis.groups

    def tally(self, what: str) -> None:
        """Count what each active workgroup does once."""
        self.stats[what] += self.weight

    def barrier(self, op: Op, spaces: Collection[str] = (GLOBAL, WORKGROUP, PRIVATE)) -> None:
        """What every lane did in these spaces before, every lane sees after.

        Raises Fault when some lanes do not come.
        """
        self.need_all_lanes(op, "barrier")
        self.tally("barriers")
        self.pass_barrier(spaces)

    def pass_barrier(self, spaces: Collection[str] = (GLOBAL, WORKGROUP, PRIVATE)) -> None:
        for space in spaces:
            self.epochs[space] += 1

    def need_all_lanes(self, op: Op, what: str) -> None:
        if self.mask is not None and not self.mask.all():
            if self.axis.groups > 1:
                raise Tied
            missing = np.flatnonzero(~self.mask)
            text = f"divergence: {lanes_text(list(missing))} of {self.lanes} {_do(missing)} not reach this {what}"
            raise op.fault(text, kind="divergence")

    def need_whole_subgroups(self, op: Op, what: str) -> None:
        """Raises Fault when a subgroup comes in part."""
        if self.mask is None:
            return
        if self.axis.groups > 1:
            self._need_plain_subgroups(self.mask)
            return
        subgroup = self.flat_id // self.subgroup_size
        here = np.zeros(int(subgroup[-1]) + 1, bool)
        here[subgroup[self.mask]] = True
        missing = np.flatnonzero(here[subgroup] & ~self.mask)
        if len(missing):
            size = f"the {self.subgroup_size} lanes of their subgroup"
            text = f"divergence: {lanes_text(list(missing))} of {size} {_do(missing)} not reach this {what}"
            raise op.fault(text, kind="divergence")

    def _need_plain_subgroups(self, mask: Array) -> None:
        if self.group_lanes % self.subgroup_size:
            raise Tied
        rows = self.axis.by_lane(mask).reshape(-1, self.subgroup_size)
        if (rows != rows[:, :1]).any():
            raise Tied

    def number_of(self, op: ir.Operation) -> int:
        if op not in self._numbers:
            self._numbers[op] = len(self.ops)
            self.ops.append(op)
        return self._numbers[op]


def same_everywhere(values: Array) -> Array:
    """One entry where all are equal."""
    return values[:1] if (values == values[0]).all() else values


def _do(lanes: Array) -> str:
    return "does" if len(lanes) == 1 else "do"


def uniform_truth(value: Array) -> bool | None:
    """The truth of a condition if all its lanes agree, else None."""
    if value.all():
        return True
    return None if value.any() else False


def run_body(machine: Machine, body: Body, arguments: tuple[Value, ...] = ()) -> tuple[Value, ...]:
    """Run a region on the machine's current frame; what the terminator hands on."""
    if body.blocks:
        return run_blocks(machine, body, arguments)
    values = machine.values
    for slot, value in zip(body.arguments, arguments, strict=True):
        values[slot] = value
    for step in body.steps:
        machine.step(step)
    return tuple(values[slot] for slot in body.yielded)


def run_step(machine: Machine, step: CompiledOp, operands: list[Value]) -> Results:
    """The results of one op."""
    if step.poison != RAW and any(operand.__class__ is Poisoned for operand in operands):
        return _run_with_poison(machine, step, operands)
    return step.run(machine, *operands)


def _run_with_poison(machine: Machine, step: CompiledOp, operands: list[Value]) -> Results:
    """Run a step of which an operand is poisoned, as its kind says."""
    results = step.run(machine, *(one.elements if isinstance(one, Poisoned) else one for one in operands))
    if results is None:
        return None
    several = results if isinstance(results, tuple) else (results,)
    poisons: Sequence[Array]
    if step.poison == STRUCTURAL:
        moved = step.run(machine, *map(poison_of, operands))
        poisons = [strip(one) for one in (moved if isinstance(moved, tuple) else (moved,)) if one is not None]
    elif step.poison == ELEMENTWISE:
        poisons = [np.logical_or.reduce(np.broadcast_arrays(*map(poison_of, operands)))] * len(several)
    else:
        marks = [poison_of(one) for one in operands if not isinstance(one, MemRef)]
        lanes = np.logical_or.reduce(np.broadcast_arrays(*(mark.reshape(len(mark), -1).any(axis=1) for mark in marks)))
        poisons = [lanes.reshape(-1, *(1,) * (strip(one).ndim - 1)) for one in several]
    mixed = tuple(with_poison(one, poison) for one, poison in zip(several, poisons, strict=True))
    return mixed if isinstance(results, tuple) else mixed[0]
