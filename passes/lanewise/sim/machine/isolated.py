"""Regions that compare or combine: the first axis of their arguments counts values, not lanes."""

from __future__ import annotations

from collections.abc import Callable

from lanewise.sim.machine.machine import Machine, run_body
from lanewise.sim.machine.poison import Numbers, Value, strip
from lanewise.sim.machine.program import Body, Op

IsolatedRegion = Callable[[Machine, tuple[Numbers, ...]], tuple[Value, ...]]


def isolated_region(op: Op, body: Body) -> IsolatedRegion:
    """`run_body` for such a region. Raises Unsupported, here or when it runs, for one that asks which lane it is."""
    for step in body.steps:
        if step.op.regions or not step.op.name.startswith(("arith.", "index.", "math.", "ub.")):
            raise step.op.unsupported(f"in the region of '{op.name}' it is not simulated")
    own = {*body.arguments, *(slot for step in body.steps for slot in step.outputs)}
    read = {*body.yielded, *(slot for step in body.steps for slot in step.inputs)}

    def run(machine: Machine, arguments: tuple[Numbers, ...]) -> tuple[Value, ...]:
        if any(len(strip(machine.values[slot])) > 1 for slot in read - own):
            raise op.unsupported("a region that reads what differs between lanes is not simulated")
        return run_body(machine, body, arguments)

    return run
