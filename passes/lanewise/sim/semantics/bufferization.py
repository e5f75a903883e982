"""bufferization: tensors that are buffers already, as an argument or a result of a kernel.

A tensor is a view here. Other ops on tensors are not simulated.
"""

from __future__ import annotations

from lanewise.sim.machine.program import RAW, Op, Run, semantics

READERS = ("bufferization.to_buffer", "func.return", "tensor.dim")


@semantics("bufferization.to_buffer", "bufferization.to_tensor", poison=RAW)
def same_elements(op: Op) -> Run:
    for use in op.op.results[0].uses:
        if op.name == "bufferization.to_tensor" and use.owner.name not in READERS:
            raise op.unsupported(f"a tensor that '{use.owner.name}' reads is not simulated")
    return lambda machine, view: view
