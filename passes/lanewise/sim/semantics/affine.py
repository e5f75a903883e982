"""affine: maps of indices, indices taken apart and put together, loops, loads and stores."""

from __future__ import annotations

from functools import reduce

import numpy as np

from lanewise.sim.machine import memory
from lanewise.sim.machine.buffers import MemRef
from lanewise.sim.machine.checks import FaultyLanes, addresses, raise_where, require_defined
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Value
from lanewise.sim.machine.program import ELEMENTWISE, RAW, Op, Run, semantics
from lanewise.sim.machine.views import fixed, mixed
from lanewise.sim.semantics.scf import choose, loop
from lanewise.sim.values.affine_values import map_values, set_holds
from lanewise.sim.values.types import Array


@semantics("affine.apply", "affine.min", "affine.max", poison=ELEMENTWISE)
def apply(op: Op) -> Run:
    results = map_values(op.attributes["map"])
    combine = np.maximum if op.name == "affine.max" else np.minimum
    return lambda machine, *operands: reduce(combine, results(operands))


@semantics("affine.linearize_index", poison=ELEMENTWISE)
def linearize(op: Op) -> Run:
    count, _ = op.segments
    # A property that is no attribute: only the text has it.
    disjoint = " disjoint " in op.op.get_asm(use_local_scope=True, assume_verified=True)
    basis = fixed(op.attributes["static_basis"])

    def run(machine: Machine, *operands: Array) -> Array:
        total, *indices = operands[:count]
        # The outermost index has no bound that matters: nothing lies outside it.
        sizes = mixed(basis, operands[count:])[len(basis) - len(indices) :]
        for index, size in zip(indices, sizes, strict=True):
            if disjoint:
                _check_disjoint(machine, op, index, size)
            total = total * size + index
        return total

    return run


def _check_disjoint(machine: Machine, op: Op, index: Array, size: Array) -> None:
    def text(lanes: FaultyLanes) -> str:
        return f"{lanes}: index {lanes.first(index)} is not below {lanes.first(size)}, which the op calls disjoint"

    raise_where(machine, op, (index < 0) | (index >= size), text, kind="assumption")


@semantics("affine.delinearize_index", poison=ELEMENTWISE)
def delinearize(op: Op) -> Run:
    basis = fixed(op.attributes["static_basis"])
    count = len(op.result_types)

    def run(machine: Machine, linear: Array, *operands: Array) -> tuple[Array, ...]:
        indices = []
        # An outermost bound, where there is one, does not change what the outermost index is.
        for size in reversed(mixed(basis, operands)[len(basis) - count + 1 :]):
            indices.append(linear % size)
            linear = linear // size
        return (linear, *reversed(indices))

    return run


@semantics("affine.for", poison=RAW)
def for_(op: Op) -> Run:
    [body] = op.regions
    lower_count, upper_count, _ = op.segments
    lower_of, upper_of = map_values(op.attributes["lowerBoundMap"]), map_values(op.attributes["upperBoundMap"])
    step = np.array([int(op.attributes["step"])], np.int64)
    if step[0] < 1:
        raise op.unsupported(f"a step of {step[0]}: steps must be positive")

    def run(machine: Machine, *operands: Value) -> tuple[Value, ...]:
        bounds = addresses(machine, op, operands[: lower_count + upper_count], "control flow")
        lower: Array = reduce(np.maximum, lower_of(bounds[:lower_count]))
        upper: Array = reduce(np.minimum, upper_of(bounds[lower_count:]))
        return loop(machine, op, body, (lower, upper, step), operands[lower_count + upper_count :])

    return run


@semantics("affine.if", poison=RAW)
def if_(op: Op) -> Run:
    then, other = op.regions
    holds = set_holds(op.attributes["condition"])
    return lambda machine, *operands: choose(
        machine, op, holds(addresses(machine, op, operands, "control flow")), then, other
    )


@semantics("affine.load", poison=RAW)
def load(op: Op) -> Run:
    where = map_values(op.attributes["map"])
    return lambda machine, view, *indices: memory.load(machine, op, view, where(addresses(machine, op, indices)))


@semantics("affine.store", poison=RAW)
def store(op: Op) -> Run:
    where = map_values(op.attributes["map"])

    def run(machine: Machine, value: Value, view: MemRef, *indices: Value) -> None:
        at = where(addresses(machine, op, indices))
        memory.store(machine, op, view, at, require_defined(machine, op, value, "memory"))

    return run
