"""Structured control flow. Lanes that disagree run one after the other, each part with the others switched off."""

from __future__ import annotations

import numpy as np

from lanewise.sim.machine.blocks import Watch, body_ops, reads_memory
from lanewise.sim.machine.checks import addresses, raise_where, require_defined
from lanewise.sim.machine.machine import Machine, run_body, uniform_truth
from lanewise.sim.machine.poison import Value
from lanewise.sim.machine.program import RAW, Body, Op, Run, semantics
from lanewise.sim.semantics.loops import counted, in_rounds, iterate, rounds_of, select_each, some
from lanewise.sim.values import types
from lanewise.sim.values.integers import unsigned
from lanewise.sim.values.types import Array


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
        flag = machine.axis.settled(flag, machine.mask)
    flag = machine.axis.shortened(flag)
    truth = uniform_truth(flag)
    if truth is not None:
        return run_body(machine, then if truth else other)
    with machine.only(flag):
        first_values = run_body(machine, then)
    with machine.only(~flag):
        other_values = run_body(machine, other)
    return select_each(machine, op, flag, first_values, other_values)


@semantics("scf.for", poison=RAW)
def for_(op: Op) -> Run:
    """The number of rounds goes by the bounds: an index that would wrap before it comes to the upper one ends."""
    [body] = op.regions
    element = types.scalar_of(op.operand_types[0])
    if element.width == 1:
        raise op.unsupported("a loop that counts in i1 is not simulated")
    is_unsigned = "unsignedCmp" in op.attributes

    def run(machine: Machine, *operands: Value) -> tuple[Value, ...]:
        lower, _, step = bounds = addresses(machine, op, operands[:3], "control flow")
        wide = [unsigned(one, element).astype(np.uint64) if is_unsigned else one.astype(np.int64) for one in bounds]
        stuck = (wide[2] <= 0) & (wide[0] < wide[1])
        raise_where(machine, op, stuck, lambda _: "the step of the loop is not positive", kind="assumption")
        return counted(machine, op, body, lower, step, rounds_of(*wide), operands[3:], element)

    return run


@semantics("scf.while", poison=RAW)
def while_(op: Op) -> Run:
    """A loop that goes by its values alone does not end when it comes back to values that it had before."""
    before, after = op.regions
    repeats = not any(reads_memory(inner) for region in op.regions for inner in body_ops(region))

    def run(machine: Machine, *values: Value) -> tuple[Value, ...]:
        results: tuple[Value, ...] | None = None
        going = np.ones(1, bool)
        watch = Watch()
        with in_rounds(op, None) as count:
            while count():
                machine.spend(op)
                if repeats:
                    watch.look(machine, op, going, values)
                with machine.only(going):
                    condition, *forwarded = run_body(machine, before, values)
                    flag = require_defined(machine, op, condition, "control flow")
                    # What a lane forwards when it stops is its result.
                    results = select_each(machine, op, going, forwarded, forwarded if results is None else results)
                    going = np.logical_and(*machine.axis.arrays(going, flag))
                if not some(machine, going):
                    break
                values = iterate(machine, op, after, going, results, values)
        assert results is not None
        return results

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
            if not some(machine, lanes):
                continue
            with machine.only(lanes):
                values = run_body(machine, region)
            results = select_each(machine, op, lanes, values, values if results is None else results)
        return results or ()

    return run


@semantics("scf.execute_region", poison=RAW)
def execute_region(op: Op) -> Run:
    [body] = op.regions
    return lambda machine: run_body(machine, body)
