"""scf.parallel: iterations in any order; here one after the other, the last index running fastest, in each lane by
itself. What it says of processors to map it to would give each lane its own iterations, and is not simulated."""

from __future__ import annotations

from lanewise.sim.machine.checks import FaultyLanes, addresses, raise_where
from lanewise.sim.machine.launch import mapping_of
from lanewise.sim.machine.machine import Machine, run_body
from lanewise.sim.machine.poison import Value
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.semantics.loops import Box, over_box
from lanewise.sim.values.types import Array


@semantics("scf.parallel", poison=RAW)
def parallel(op: Op) -> Run:
    [body] = op.regions
    rank = op.segments[0]
    mapping = mapping_of(op.op)
    if any("sequential" not in one for one in mapping):
        raise op.unsupported(f"mapped to processors it is not simulated: {', '.join(mapping)}")

    def run(machine: Machine, *operands: Value) -> tuple[Value, ...]:
        bounds = addresses(machine, op, operands[: 3 * rank], "control flow")
        lower, upper, steps = bounds[:rank], bounds[rank : 2 * rank], bounds[2 * rank :]
        for step in steps:
            _check_step(machine, op, step)

        def merge(old: tuple[Value, ...], new: tuple[Value, ...]) -> list[Value]:
            pairs = zip(body.combined_by, old, new, strict=True)
            return [run_body(machine, combine, (a, b))[0] for combine, a, b in pairs]

        return over_box(machine, op, body, Box(lower, upper, steps), operands[3 * rank :], merge)

    return run


def _check_step(machine: Machine, op: Op, step: Array) -> None:
    def text(lanes: FaultyLanes) -> str:
        return f"a step of {lanes.first(step)}: steps must be positive"

    raise_where(machine, op, step < 1, text, kind="assumption")
