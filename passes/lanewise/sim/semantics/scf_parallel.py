"""scf.parallel: iterations in any order; here one after the other, the last index running fastest."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from lanewise.sim.machine.checks import require_defined
from lanewise.sim.machine.machine import Machine, run_body
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.semantics.scf import results_of


@semantics("scf.parallel", poison=RAW)
def parallel(op: Op) -> Run:
    [body] = op.regions
    rank = op.segments[0]

    def bound(machine: Machine, value: Any) -> int:
        numbers = require_defined(machine, op, value, "control flow")
        if (numbers != numbers[0]).any():
            raise op.unsupported("bounds that differ between lanes are not simulated")
        return int(numbers[0])

    def run(machine: Machine, *operands: Any) -> Any:
        bounds = [bound(machine, value) for value in operands[: 3 * rank]]
        lower, upper, step = bounds[:rank], bounds[rank : 2 * rank], bounds[2 * rank :]
        if min(step) < 1:
            raise op.fault(f"a step of {min(step)}: steps must be positive")
        values = operands[3 * rank :]
        for index in itertools.product(*map(range, lower, upper, step)):
            handed = run_body(machine, body, tuple(np.array([number], np.int64) for number in index))
            pairs = zip(body.combined_by, values, handed, strict=True)
            values = tuple(run_body(machine, combine, (a, b))[0] for combine, a, b in pairs)
        return results_of(op, values)

    return run
