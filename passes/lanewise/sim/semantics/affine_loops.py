"""affine: loops and conditions. Poison in a bound or a condition is poison that reaches control flow."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import reduce

import numpy as np

from lanewise.sim.machine.checks import addresses, refuse_poison
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Value
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.semantics.loops import Box, counted, over_box, rounds_of
from lanewise.sim.semantics.memref_atomic import KINDS
from lanewise.sim.semantics.scf import choose
from lanewise.sim.values import types
from lanewise.sim.values.affine_values import map_values, set_holds, set_map, undefined
from lanewise.sim.values.reduction_kinds import Combine, combiner, identity
from lanewise.sim.values.types import Array

INDEX = types.scalar_named("index")

Bounds = Callable[[Machine, Sequence[Value]], list[Array]]


def _bounds(op: Op, name: str) -> Bounds:
    """The results of a map in each lane. Raises Fault where they are poison."""
    results, nothing = map_values(op.attributes[name]), undefined(op.attributes[name])

    def find(machine: Machine, operands: Sequence[Value]) -> list[Array]:
        numbers = addresses(machine, op, operands, "control flow")
        if nothing is not None:
            refuse_poison(machine, op, nothing(numbers), "control flow")
        return results(numbers)

    return find


@semantics("affine.for", poison=RAW)
def for_(op: Op) -> Run:
    [body] = op.regions
    lower_count, upper_count, _ = op.segments
    lower_of, upper_of = _bounds(op, "lowerBoundMap"), _bounds(op, "upperBoundMap")
    step = np.array([int(op.attributes["step"])], np.int64)
    if step[0] < 1:
        raise op.unsupported(f"a step of {step[0]}: steps must be positive")

    def run(machine: Machine, *operands: Value) -> tuple[Value, ...]:
        count = lower_count + upper_count
        lower: Array = reduce(np.maximum, lower_of(machine, operands[:lower_count]))
        upper: Array = reduce(np.minimum, upper_of(machine, operands[lower_count:count]))
        return counted(machine, op, body, lower, step, rounds_of(lower, upper, step), operands[count:], INDEX)

    return run


@semantics("affine.parallel", poison=RAW)
def parallel(op: Op) -> Run:
    """Iterations in any order; here one after the other, the last index running fastest, in each lane by itself."""
    [body] = op.regions
    groups = [[int(one) for one in op.attributes[f"{name}BoundsGroups"]] for name in ("lower", "upper")]
    lower_of, upper_of = _bounds(op, "lowerBoundsMap"), _bounds(op, "upperBoundsMap")
    lower_count = op.attributes["lowerBoundsMap"].value.n_inputs
    steps = [np.array([int(step)], np.int64) for step in op.attributes["steps"]]
    kinds = _reductions(op)

    def run(machine: Machine, *operands: Value) -> tuple[Value, ...]:
        lower = _grouped(np.maximum, groups[0], lower_of(machine, operands[:lower_count]))
        upper = _grouped(np.minimum, groups[1], upper_of(machine, operands[lower_count:]))

        def merge(old: tuple[Value, ...], new: tuple[Value, ...]) -> list[Value]:
            defined = (addresses(machine, op, values, "a reduction") for values in (old, new))
            return [combine(a, b) for (_, combine), a, b in zip(kinds, *defined, strict=True)]

        return over_box(machine, op, body, Box(lower, upper, steps), tuple(start for start, _ in kinds), merge)

    return run


def _grouped(combine: np.ufunc, groups: list[int], results: list[Array]) -> list[Array]:
    """The bound of each dimension, of those results of a map that are for it."""
    left = iter(results)
    return [reduce(combine, [next(left) for _ in range(count)]) for count in groups]


def _reductions(op: Op) -> list[tuple[Array, Combine]]:
    """Of each result what it begins with, and how values of two iterations combine."""
    # The attribute holds numbers, which LLVM releases count differently; all spell them alike.
    match = re.search(r"reduce \((.*?)\)", op.op.get_asm(use_local_scope=True, assume_verified=True).split("\n")[0])
    names = re.findall(r'"(\w+)"', match[1]) if match and op.result_types else []
    found = []
    for name, type_ in zip(names, op.result_types, strict=True):
        element = types.scalar_of(type_)
        kind = KINDS.get(name, "")
        combine = combiner(kind, element)
        if combine is None or types.shape(type_):
            raise op.unsupported(f"reducing {type_} by {name} is not simulated")
        found.append((identity(kind, element).reshape(1), combine))
    return found


@semantics("affine.if", poison=RAW)
def if_(op: Op) -> Run:
    then, other = op.regions
    holds, nothing = set_holds(op.attributes["condition"]), undefined(set_map(op.attributes["condition"]))

    def run(machine: Machine, *operands: Value) -> tuple[Value, ...]:
        numbers = addresses(machine, op, operands, "control flow")
        if nothing is not None:
            refuse_poison(machine, op, nothing(numbers), "control flow")
        return choose(machine, op, holds(numbers), then, other)

    return run
