"""The machine: the lanes of one workgroup in lockstep, one workgroup after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

import numpy as np

from lanewise.mlir.attributes import GLOBAL, PRIVATE, WORKGROUP
from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir
from lanewise.sim.machine.banks import bank_conflicts
from lanewise.sim.machine.buffers import Buffer, MemRef
from lanewise.sim.machine.faults import lanes_text
from lanewise.sim.machine.poison import Poisoned, Results, Value, poison_of, strip, with_poison
from lanewise.sim.machine.program import ELEMENTWISE, RAW, STRUCTURAL, Body, CompiledOp, Op, Program, Run
from lanewise.sim.values.inputs import Inputs
from lanewise.sim.values.types import Array

Triple = tuple[int, int, int]

MOST_STEPS = 2**21
"""Ops that one workgroup runs: ten seconds' work, and a hundred times that of a real kernel's."""


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
        self.workgroup_size = workgroup_size
        self.subgroup_size = subgroup_size
        self.grid = grid
        self.lanes = workgroup_size[0] * workgroup_size[1] * workgroup_size[2]
        flat = np.arange(self.lanes, dtype=np.int64)
        x, y, _ = workgroup_size
        self.thread_id: tuple[Array, Array, Array] = (flat % x, flat // x % y, flat // (x * y))
        self.flat_id = flat
        self.block_id: Triple = (0, 0, 0)
        self.group = 0
        # Barriers so far that order accesses to a space. A barrier may fence workgroup memory only.
        self.epochs = dict.fromkeys((GLOBAL, WORKGROUP, PRIVATE), 0)
        # Numbers of workgroups; -1 is the last.
        self.wanted: list[int] | None = None
        self.progress: Callable[[int, int], None] | None = None
        self.groups_run = 0
        self.measures_banks = False
        self.mask: Array | None = None
        # Whether no op of the program tells lanes apart, so that it means one thread.
        self.all_uniform = True
        self.values: dict[int, Value] = {}
        self.inputs = inputs or Inputs()
        self.buffers: list[Buffer] = []
        self.bindings: dict[int, Buffer] = {}
        self.allocations: dict[ir.Operation, Buffer] = {}
        self.ops: list[ir.Operation] = []
        self._numbers: dict[ir.Operation, int] = {}
        self.stats: Counter[str] = Counter()
        self.executed: Counter[str] = Counter()
        self._steps = 0
        # Where values carry shadows, what is known of them; which plane of them is being computed, None for the values.
        self.shadows: Beside | None = None
        self.plane: int | None = None

    def step(self, step: CompiledOp) -> None:
        """Run one op and keep its results."""
        self.executed[step.op.name] += 1
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise step.op.fault(f"a workgroup does not end: it has run {MOST_STEPS} ops")
        values = self.values
        operands = [values[slot] for slot in step.inputs]
        run = run_step if self.shadows is None else self.shadows.run
        result = run(self, step, operands)
        if isinstance(result, tuple):
            values.update(zip(step.outputs, result, strict=True))
        elif result is not None:
            values[step.outputs[0]] = result

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
        """Within, only those active lanes that `mask` (one bool a lane) names are active."""
        before = self.mask
        wide = np.broadcast_to(mask, (self.lanes,))
        self.mask = wide if before is None else before & wide
        if self.mask.all():
            # Else what is uniform would look as if each lane did it by itself.
            self.mask = None
        try:
            yield
        finally:
            self.mask = before

    def chosen_groups(self, op: ir.Operation, count: int) -> Iterator[int]:
        """The numbers of those workgroups of a grid of `count` that are to run. Raises Failure at `op`."""
        chosen: Sequence[int] = range(count)
        if self.wanted is not None:
            # Each once: -1 may be a number that was named, too.
            chosen = list(dict.fromkeys(number % count for number in self.wanted if -count <= number < count))
            if count and not chosen:
                wanted = ", ".join(map(str, self.wanted))
                raise Failure(op, f"there is no workgroup {wanted} to run: the grid has {count}, from number 0 on")
        for done, number in enumerate(chosen):
            if self.progress:
                self.progress(done, len(chosen))
            yield number
            self.groups_run += 1

    def enter_group(self, block_id: Triple, number: int) -> None:
        """Begin with another workgroup: its workgroup memory is as nobody wrote it."""
        self.block_id, self.group, self._steps = block_id, number, 0
        self.pass_barrier()
        for buffer in self.buffers:
            if buffer.space == WORKGROUP:
                buffer.written[:] = False

    def barrier(self, op: Op, spaces: Collection[str] = (GLOBAL, WORKGROUP, PRIVATE)) -> None:
        """What every lane did in these spaces before, every lane sees after.

        Raises Fault when some lanes do not come.
        """
        self.need_all_lanes(op, "barrier")
        self.stats["barriers"] += 1
        self.pass_barrier(spaces)

    def pass_barrier(self, spaces: Collection[str] = (GLOBAL, WORKGROUP, PRIVATE)) -> None:
        for space in spaces:
            self.epochs[space] += 1

    def need_all_lanes(self, op: Op, what: str) -> None:
        if self.mask is not None and not self.mask.all():
            missing = np.flatnonzero(~self.mask)
            text = f"divergence: {lanes_text(list(missing))} of {self.lanes} {_do(missing)} not reach this {what}"
            raise op.fault(text)

    def need_whole_subgroups(self, op: Op, what: str) -> None:
        """Raises Fault when a subgroup comes in part."""
        if self.mask is None:
            return
        subgroup = self.flat_id // self.subgroup_size
        here = np.zeros(int(subgroup[-1]) + 1, bool)
        here[subgroup[self.mask]] = True
        missing = np.flatnonzero(here[subgroup] & ~self.mask)
        if len(missing):
            size = f"the {self.subgroup_size} lanes of their subgroup"
            raise op.fault(f"divergence: {lanes_text(list(missing))} of {size} {_do(missing)} not reach this {what}")

    def number_of(self, op: ir.Operation) -> int:
        if op not in self._numbers:
            self._numbers[op] = len(self.ops)
            self.ops.append(op)
        return self._numbers[op]

    def count_access(self, buffer: Buffer, address: Array, lane: Array, kind: str) -> None:
        """Bytes moved. A uniform access counts once."""
        self.stats[f"{buffer.space} bytes {kind}"] += len(address) * buffer.data.itemsize
        if self.measures_banks and buffer.space == WORKGROUP:
            conflicts = bank_conflicts(address, lane, buffer.data.itemsize, self.subgroup_size)
            self.stats["bank conflicts"] += conflicts


def _do(lanes: Array) -> str:
    return "does" if len(lanes) == 1 else "do"


def uniform_truth(value: Array) -> bool | None:
    """The truth of a condition if all its lanes agree, else None."""
    if value.all():
        return True
    return None if value.any() else False


def run_body(machine: Machine, body: Body, arguments: tuple[Value, ...] = ()) -> tuple[Value, ...]:
    """Run a block on the machine's current frame; what the terminator hands on."""
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
