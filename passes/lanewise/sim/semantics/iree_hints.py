"""Ops of iree_gpu and iree_codegen that hand their operands on."""

from __future__ import annotations

from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Results, Value
from lanewise.sim.machine.program import RAW, Op, Run, semantics


@semantics("iree_codegen.index_hint", poison=RAW)
def index_hint(op: Op) -> Run:
    return lambda machine, value: value


@semantics("iree_gpu.value_barrier", poison=RAW)
def value_barrier(op: Op) -> Run:
    """A barrier of the workgroup that the values pass."""

    def run(machine: Machine, *values: Value) -> Results:
        machine.barrier(op)
        return values

    return run
