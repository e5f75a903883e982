"""Structured control flow. Lanes that disagree run one after the other, each part with the others switched off."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from lanewise.sim.machine.buffers import uniform
from lanewise.sim.machine.checks import addresses, raise_where, require_defined
from lanewise.sim.machine.machine import Machine, run_body, uniform_truth
from lanewise.sim.machine.merge import select
from lanewise.sim.machine.poison import Value
from lanewise.sim.machine.program import RAW, Body, Op, Run, semantics
from lanewise.sim.machine.views import fixed, mixed_rows
from lanewise.sim.values.types import Array

MAX_ITERATIONS = 1 << 20
"""A loop that runs longer does not end, as far as a test is concerned."""


@semantics("scf.if", poison=RAW)
def if_(op: Op) -> Run:
    then, other = op.regions
    return lambda machine, condition: choose(
        machine, op, require_defined(machine, op, condition, "control flow"), then, other
    )


def choose(machine: Machine, op: Op, flag: Array, then: Body, other: Body) -> tuple[Value, ...]:
    """Run `then` in the lanes where `flag` is true, `other` in the rest."""
    if machine.mask is not None and len(flag) > 1 and machine.mask.any():
        # What lanes that are switched off would choose does not matter.
        first = flag[np.argmax(machine.mask)]
        flag = np.where(machine.mask, flag, first)
    truth = uniform_truth(flag)
    if truth is not None:
        return run_body(machine, then if truth else other)
    with machine.only(flag):
        first_values = run_body(machine, then)
    with machine.only(~flag):
        other_values = run_body(machine, other)
    return _select_each(op, flag, first_values, other_values)


def _select_each(op: Op, lanes: Array, then: Iterable[Value], other: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(select(op, lanes, a, b) for a, b in zip(then, other, strict=True))


@semantics("scf.for", poison=RAW)
def for_(op: Op) -> Run:
    [body] = op.regions
    if "unsignedCmp" in op.attributes:
        raise op.unsupported("a loop that counts unsigned numbers is not simulated")

    def run(machine: Machine, *operands: Value) -> tuple[Value, ...]:
        lower, upper, step = addresses(machine, op, operands[:3], "control flow")
        wrong = (step <= 0) & (lower < upper)
        raise_where(machine, op, wrong, lambda _: "the step of the loop is not positive", kind="assumption")
        return loop(machine, op, body, (lower, upper, step), operands[3:])

    return run


def loop(
    machine: Machine, op: Op, body: Body, bounds: tuple[Array, Array, Array], values: tuple[Value, ...]
) -> tuple[Value, ...]:
    """Count from the lower bound to the upper by the step; what the loop carries out."""
    index, upper, step = bounds
    for _ in range(MAX_ITERATIONS):
        going = index < upper
        if not _some(machine, going):
            return values
        values = _iterate(machine, op, body, going, (index, *values), values)
        index = index + step
    raise op.unsupported(f"more than {MAX_ITERATIONS} iterations")


def _some(machine: Machine, lanes: Array) -> bool:
    return bool((lanes if machine.mask is None else lanes & machine.mask).any())


def _iterate(
    machine: Machine, op: Op, body: Body, going: Array, arguments: tuple[Value, ...], old: tuple[Value, ...]
) -> tuple[Value, ...]:
    """One iteration of the lanes that are still going; what the loop carries on in each lane."""
    everyone = going.all() or (machine.mask is not None and bool(going[machine.mask].all() if len(going) > 1 else True))
    if everyone:
        return run_body(machine, body, arguments)
    with machine.only(going):
        new = run_body(machine, body, arguments)
    return _select_each(op, going, new, old)


@semantics("scf.while", poison=RAW)
def while_(op: Op) -> Run:
    before, after = op.regions

    def run(machine: Machine, *values: Value) -> tuple[Value, ...]:
        results: tuple[Value, ...] | None = None
        going = np.ones(1, bool)
        for _ in range(MAX_ITERATIONS):
            with machine.only(going):
                condition, *forwarded = run_body(machine, before, values)
                flag = require_defined(machine, op, condition, "control flow")
                # What a lane forwards when it stops is its result.
                results = _select_each(op, going, forwarded, forwarded if results is None else results)
                going = going & flag
            if not _some(machine, going):
                return results
            values = _iterate(machine, op, after, going, results, values)
        raise op.unsupported(f"more than {MAX_ITERATIONS} iterations")

    return run


@semantics("scf.index_switch", poison=RAW)
def index_switch(op: Op) -> Run:
    cases = list(op.attributes["cases"])
    default, *regions = op.regions

    def run(machine: Machine, chosen: Value) -> tuple[Value, ...]:
        number = require_defined(machine, op, chosen, "control flow")
        results: tuple[Value, ...] | None = None
        left = np.ones(1, bool)
        arms: list[tuple[Array, Body]] = []
        for case, region in zip(cases, regions, strict=True):
            arms.append((number == case, region))
            left = left & (number != case)
        for lanes, region in [*arms, (left, default)]:
            if not _some(machine, lanes):
                continue
            with machine.only(lanes):
                values = run_body(machine, region)
            results = _select_each(op, lanes, values, values if results is None else results)
        return results or ()

    return run


@semantics("scf.execute_region", poison=RAW)
def execute_region(op: Op) -> Run:
    [body] = op.regions
    return lambda machine: run_body(machine, body)


@semantics("scf.forall", poison=RAW)
def forall(op: Op) -> Run:
    """With a workgroup mapping the grid: the body runs once for each workgroup that is asked for."""
    [body] = op.regions
    mapping = str(op.attributes["mapping"]) if "mapping" in op.attributes else ""
    if "workgroup_mapping" not in mapping and "block" not in mapping:
        raise op.unsupported("only a forall that is mapped to workgroups is simulated")
    if op.result_types:
        raise op.unsupported("a forall with results is not simulated")
    static = [fixed(op.attributes[name]) for name in ("staticLowerBound", "staticUpperBound", "staticStep")]

    def run(machine: Machine, *operands: Value) -> None:
        numbers = addresses(machine, op, operands, "control flow")
        if any((number != number[0]).any() for number in numbers):
            raise op.unsupported("lanes disagree about how many workgroups there are")
        lower, upper, step = ([int(bound[0]) for bound in row] for row in mixed_rows(static, numbers))
        if min(step, default=1) < 1:
            raise op.fault(f"the step of a forall is {min(step)}, needed 1 or more", kind="assumption")
        points = [range(*triple) for triple in zip(lower, upper, step, strict=True)]
        for number in machine.chosen_groups(op.op, math.prod(map(len, points))):
            machine.enter_group((number, 0, 0), number)
            arguments: tuple[Value, ...] = ()
            for axis in reversed(points):
                number, at = divmod(number, len(axis))
                arguments = (uniform(axis[at]), *arguments)
            run_body(machine, body, arguments)

    return run


@semantics("func.call", poison=RAW)
def call(op: Op) -> Run:
    program = op.program.called(op.attributes["callee"], op)
    return lambda machine, *arguments: machine.call(program, arguments)
