"""func: calls, each in a frame of its own."""

from __future__ import annotations

from lanewise.mlir.host import ir
from lanewise.sim.machine.buffers import uniform
from lanewise.sim.machine.program import RAW, Op, Run, semantics


@semantics("func.call", poison=RAW)
def call(op: Op) -> Run:
    program = op.program.called(op.attributes["callee"], op)
    return lambda machine, *arguments: machine.call(program, arguments)


@semantics("func.constant")
def constant(op: Op) -> Run:
    # A call through it looks up by itself which function that is.
    return lambda machine: uniform(0)


@semantics("func.call_indirect", poison=RAW)
def call_indirect(op: Op) -> Run:
    callee = op.op.operands[0].owner
    if isinstance(callee, ir.Block) or callee.name != "func.constant":
        raise op.unsupported("only a call of a func.constant is simulated")
    program = op.program.called(callee.attributes["value"], op)
    return lambda machine, function, *arguments: machine.call(program, arguments)
