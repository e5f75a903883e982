"""Loops that lanes leave at different times: counted ones, and what all loops share."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product

import numpy as np

from lanewise.sim.machine.faults import TooLong
from lanewise.sim.machine.machine import Machine, run_body
from lanewise.sim.machine.poison import Value
from lanewise.sim.machine.program import Body, Op
from lanewise.sim.values.types import Array, Scalar, wrap


def some(machine: Machine, lanes: Array) -> bool:
    """Whether an active lane is among these."""
    return bool((lanes if machine.mask is None else np.logical_and(*machine.axis.arrays(lanes, machine.mask))).any())


def select_each(
    machine: Machine, op: Op, lanes: Array, then: Iterable[Value], other: Iterable[Value]
) -> tuple[Value, ...]:
    return tuple(machine.select(op, lanes, a, b) for a, b in zip(then, other, strict=True))


def iterate(
    machine: Machine, op: Op, body: Body, going: Array, arguments: tuple[Value, ...], old: tuple[Value, ...]
) -> tuple[Value, ...]:
    """One iteration of the lanes that are still going; what the loop carries on in each lane."""
    if not some(machine, ~going):
        return run_body(machine, body, arguments)
    with machine.only(going):
        new = run_body(machine, body, arguments)
    return select_each(machine, op, going, new, old)


def rounds_of(lower: Array, upper: Array, step: Array) -> Array:
    """How many steps lie between two bounds, as uint64: int64 does not hold the distance of the farthest.

    All are int64, or uint64 where the loop counts unsigned numbers. The step is positive where there is a round.
    """
    distance = upper.astype(np.uint64) - lower.astype(np.uint64)
    positive = np.where(lower < upper, distance, np.uint64(1))
    by = np.where(step > 0, step, step.dtype.type(1)).astype(np.uint64)
    return np.where(lower < upper, (positive - np.uint64(1)) // by + np.uint64(1), np.uint64(0))


def counted(
    machine: Machine,
    op: Op,
    body: Body,
    index: Array,
    step: Array,
    rounds: Array,
    values: tuple[Value, ...],
    element: Scalar,
) -> tuple[Value, ...]:
    """Run the body for so many rounds from an index on, by a step; what the loop carries out.

    An index that goes beyond its type in the end wraps, and nobody sees it.
    """
    most = _most(machine, rounds)
    machine.expect_rounds(op, most, len(body.steps))
    with in_rounds(op, most) as count:
        while count():
            going = rounds > np.uint64(count.done)
            values = iterate(machine, op, body, going, (index, *values), values)
            index = wrap(index + step, element)
            machine.spend(op)
    return values


def _most(machine: Machine, rounds: Array) -> int:
    """Of an active lane."""
    if machine.mask is not None and len(rounds) > 1:
        rounds, mask = machine.axis.arrays(rounds, machine.mask)
        rounds = rounds[mask]
    return int(rounds.max(initial=0))


class Count:
    """Rounds that are done. Called, whether there is another one, which then has begun."""

    def __init__(self, most: int | None) -> None:
        self.most = most
        self.begun = 0

    @property
    def done(self) -> int:
        """Before the one that runs."""
        return self.begun - 1

    def __call__(self) -> bool:
        more = self.most is None or self.begun < self.most
        self.begun += more
        return more

    def __str__(self) -> str:
        return f"round {self.begun}" + ("" if self.most is None else f" of {self.most}")


@contextmanager
def in_rounds(op: Op, most: int | None) -> Iterator[Count]:
    """Counts the rounds of a loop, `most` if that is known; where a run is too long, it says how far this loop was."""
    count = Count(most)
    try:
        yield count
    except TooLong as problem:
        if count.begun:
            problem.add(op.op, f"in {count} of this loop")
        raise


Merge = Callable[[tuple[Value, ...], tuple[Value, ...]], Iterable[Value]]
"""What the iterations so far carry and what another one yields -> what they carry then."""


@dataclass(frozen=True, slots=True)
class Box:
    """The bounds and the step of each dimension, in each lane."""

    lower: Sequence[Array]
    upper: Sequence[Array]
    steps: Sequence[Array]


def over_box(
    machine: Machine, op: Op, body: Body, box: Box, values: tuple[Value, ...], merge: Merge
) -> tuple[Value, ...]:
    """Run the body for all indices in a box, the last dimension running fastest."""
    rounds = [rounds_of(*bounds) for bounds in zip(box.lower, box.upper, box.steps, strict=True)]
    counts = [_most(machine, one) for one in rounds]
    most = math.prod(counts)
    machine.expect_rounds(op, most, len(body.steps))
    with in_rounds(op, most) as count:
        for numbers in product(*map(range, counts)):
            count()
            machine.spend(op)
            inside = [np.uint64(number) < one for number, one in zip(numbers, rounds, strict=True)]
            going = np.logical_and.reduce(np.broadcast_arrays(np.ones(1, bool), *machine.axis.arrays(*inside)))
            if some(machine, going):
                starts = zip(box.lower, numbers, box.steps, strict=True)
                with machine.only(going):
                    new = run_body(machine, body, tuple(start + number * step for start, number, step in starts))
                    merged = merge(values, new)
                values = select_each(machine, op, going, merged, values)
    return values
