"""affine: maps of indices, indices taken apart and put together, loops, loads and stores."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

import numpy as np

from lanewise.sim.machine import memory
from lanewise.sim.machine.buffers import MemRef
from lanewise.sim.machine.checks import require_defined
from lanewise.sim.machine.faults import lanes_text
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.program import ELEMENTWISE, RAW, Op, Run, semantics
from lanewise.sim.machine.views import mixed
from lanewise.sim.semantics.scf import choose, loop
from lanewise.sim.values.affine_values import map_values, set_holds
from lanewise.sim.values.types import Array


@semantics("affine.apply", "affine.min", "affine.max", poison=ELEMENTWISE)
def apply(op: Op) -> Run:
    results = map_values(op.attributes["map"])
    combine: Callable[[Any, Any], Any] = np.maximum if op.name == "affine.max" else np.minimum
    return lambda machine, *operands: reduce(combine, results(operands))


@semantics("affine.linearize_index", poison=ELEMENTWISE)
def linearize(op: Op) -> Run:
    count, _ = op.segments
    # A property that is no attribute: only the text has it.
    disjoint = " disjoint " in op.op.get_asm(use_local_scope=True, assume_verified=True)
    basis = list(op.attributes["static_basis"])

    def run(machine: Machine, *operands: Array) -> Array:
        indices, sizes = operands[:count], mixed(basis, operands[count:])
        if disjoint:
            # The outermost index has no bound that matters: nothing lies outside it.
            for index, size in zip(indices[1:], sizes[len(sizes) - count + 1 :], strict=True):
                _check_disjoint(machine, op, index, size)
        total = indices[0]
        for index, size in zip(indices[1:], sizes[len(sizes) - count + 1 :], strict=True):
            total = total * size + index
        return total

    return run


def _check_disjoint(machine: Machine, op: Op, index: Array, size: Any) -> None:
    wrong = (index < 0) | (index >= size)
    if not wrong.any():
        return
    if machine.mask is not None:
        wrong = wrong & machine.mask
    lanes = np.flatnonzero(wrong)
    if len(lanes):
        who = "every lane" if len(wrong) == 1 else lanes_text(list(lanes))
        found = int(np.broadcast_to(index, wrong.shape)[lanes[0]])
        bound = int(np.broadcast_to(size, wrong.shape)[lanes[0]])
        raise op.fault(f"{who}: index {found} is not below {bound}, which the op calls disjoint")


@semantics("affine.delinearize_index", poison=ELEMENTWISE)
def delinearize(op: Op) -> Run:
    basis = list(op.attributes["static_basis"])
    count = len(op.result_types)

    def run(machine: Machine, linear: Array, *operands: Array) -> Any:
        sizes = mixed(basis, operands)
        digits = []
        # An outermost bound, where there is one, does not change what the outermost digit is.
        for size in reversed(sizes[len(sizes) - count + 1 :]):
            digits.append(linear % size)
            linear = linear // size
        digits.append(linear)
        return digits[0] if count == 1 else tuple(reversed(digits))

    return run


@semantics("affine.for", poison=RAW)
def for_(op: Op) -> Run:
    [body] = op.regions
    lower_count, upper_count, _ = op.segments
    lower_of, upper_of = map_values(op.attributes["lowerBoundMap"]), map_values(op.attributes["upperBoundMap"])
    step = np.array([int(op.attributes["step"])], np.int64)
    if step[0] < 1:
        raise op.unsupported(f"a step of {step[0]}: steps must be positive")

    def run(machine: Machine, *operands: Any) -> Any:
        bounds = [require_defined(machine, op, one, "control flow") for one in operands[: lower_count + upper_count]]
        lower: Array = reduce(np.maximum, lower_of(bounds[:lower_count]))
        upper: Array = reduce(np.minimum, upper_of(bounds[lower_count:]))
        return loop(machine, op, body, (lower, upper, step), operands[lower_count + upper_count :])

    return run


@semantics("affine.if", poison=RAW)
def if_(op: Op) -> Run:
    then, other = op.regions
    holds = set_holds(op.attributes["condition"])

    def run(machine: Machine, *operands: Any) -> Any:
        values = [require_defined(machine, op, one, "control flow") for one in operands]
        return choose(machine, op, holds(values), then, other)

    return run


@semantics("affine.load", poison=RAW)
def load(op: Op) -> Run:
    where = map_values(op.attributes["map"])

    def run(machine: Machine, view: MemRef, *operands: Any) -> Array:
        return memory.load(
            machine, op, view, where([require_defined(machine, op, one, "an address") for one in operands])
        )

    return run


@semantics("affine.store", poison=RAW)
def store(op: Op) -> Run:
    where = map_values(op.attributes["map"])

    def run(machine: Machine, value: Any, view: MemRef, *operands: Any) -> None:
        indices = where([require_defined(machine, op, one, "an address") for one in operands])
        memory.store(machine, op, view, indices, require_defined(machine, op, value, "memory"))

    return run
