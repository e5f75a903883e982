"""cf: branches between the blocks of a region, and assertions. How lanes part and meet is in machine/blocks.py."""

from __future__ import annotations

from itertools import accumulate, pairwise

import numpy as np

from lanewise.sim.machine.checks import raise_where, require_defined
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Value
from lanewise.sim.machine.program import RAW, Branch, Op, Run, branch, semantics
from lanewise.sim.values.types import Array

CONDITION = "control flow"


def _slices(first: int, counts: list[int]) -> tuple[slice, ...]:
    """Operands in groups that follow each other, of so many each."""
    return tuple(slice(*ends) for ends in pairwise(accumulate([first, *counts])))


@branch("cf.br")
def br(op: Op) -> Branch:
    always = np.zeros(1, np.int64)
    return Branch((slice(None),), lambda machine, *operands: always)


@branch("cf.cond_br")
def cond_br(op: Op) -> Branch:
    def choose(machine: Machine, condition: Value, *rest: Value) -> Array:
        return np.where(require_defined(machine, op, condition, CONDITION), 0, 1)

    return Branch(_slices(1, op.segments[1:]), choose)


@branch("cf.switch")
def switch(op: Op) -> Branch:
    cases = [int(one) for one in op.attributes["case_values"]] if "case_values" in op.attributes else []
    counts = [op.segments[1], *(op.attributes["case_operand_segments"] if cases else ())]

    def choose(machine: Machine, flag: Value, *rest: Value) -> Array:
        number = require_defined(machine, op, flag, CONDITION)
        chosen = np.zeros(number.shape, np.int64)
        for way, case in enumerate(cases, 1):
            chosen[number == case] = way
        return chosen

    return Branch(_slices(1, counts), choose)


@semantics("cf.assert", poison=RAW)
def assert_(op: Op) -> Run:
    """An assertion that fails in an active lane is a fault."""
    message = str(op.attributes["msg"]).strip('"')

    def run(machine: Machine, condition: Value) -> None:
        holds = require_defined(machine, op, condition, "an assertion")
        raise_where(machine, op, ~holds, lambda lanes: f"the assertion fails in {lanes}: {message}", kind="assumption")

    return run
