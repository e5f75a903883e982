"""scf.parallel: iterations in any order; here one after the other, the last index running fastest."""

from __future__ import annotations

import itertools

from lanewise.sim.machine.buffers import uniform
from lanewise.sim.machine.checks import require_defined
from lanewise.sim.machine.machine import Machine, run_body
from lanewise.sim.machine.poison import Value
from lanewise.sim.machine.program import RAW, Op, Run, semantics


@semantics("scf.parallel", poison=RAW)
def parallel(op: Op) -> Run:
    [body] = op.regions
    rank = op.segments[0]

    def bound(machine: Machine, value: Value) -> int:
        numbers = require_defined(machine, op, value, "control flow")
        if (numbers != numbers[0]).any():
            raise op.unsupported("bounds that differ between lanes are not simulated")
        return int(numbers[0])

    def run(machine: Machine, *operands: Value) -> tuple[Value, ...]:
        bounds = [bound(machine, value) for value in operands[: 3 * rank]]
        lower, upper, step = bounds[:rank], bounds[rank : 2 * rank], bounds[2 * rank :]
        if min(step) < 1:
            raise op.fault(f"a step of {min(step)}: steps must be positive", kind="assumption")
        values = operands[3 * rank :]
        for index in itertools.product(*map(range, lower, upper, step)):
            new = run_body(machine, body, tuple(map(uniform, index)))
            pairs = zip(body.combined_by, values, new, strict=True)
            values = tuple(run_body(machine, combine, (a, b))[0] for combine, a, b in pairs)
        return values

    return run
