"""vector.mask: an op of which some elements take no part. The op's own semantics are handed the mask."""

from __future__ import annotations

from lanewise.sim.machine.checks import require_defined
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Results, Value, strip
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.values.masking import MASKABLE, TAKES_PASS_THROUGH, Masked


@semantics("vector.mask", poison=RAW)
def mask(op: Op) -> Run:
    [body] = op.regions
    if len(body.steps) != 1 or body.yielded != body.steps[0].outputs:
        raise op.unsupported("only a mask around one op, whose results it yields, is simulated")
    [step] = body.steps
    if step.op.name not in MASKABLE:
        raise op.unsupported(f"'{step.op.name}' under a mask is not simulated")
    if len(op.operand_types) > 1 and step.op.name not in TAKES_PASS_THROUGH:
        raise op.unsupported(f"'{step.op.name}' takes no pass-through value")

    def run(machine: Machine, flags: Value, pass_through: Value | None = None) -> Results:
        machine.executed[step.op.name] += machine.weight
        given: list[Value] = [require_defined(machine, op, flags, "a mask")]
        if pass_through is not None:
            given.append(pass_through)
        alike = machine.axis.alike([*given, *(machine.values[slot] for slot in step.inputs)])
        masked, rest = Masked(strip(alike[0]), *alike[1 : len(given)]), alike[len(given) :]
        run = step.run
        if machine.shadows is not None:
            run, rest = machine.shadows.inner(machine, step, rest)
        return run(machine, *rest, masked=masked)

    return run
