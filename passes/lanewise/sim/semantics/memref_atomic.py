"""memref.atomic_rmw. Its result is what the lane found, before it combined it with its own value."""

from __future__ import annotations

import re

from lanewise.sim.machine import atomics
from lanewise.sim.machine.buffers import MemRef
from lanewise.sim.machine.checks import addresses, require_defined
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Value
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.values import types
from lanewise.sim.values.reduction_kinds import Combine, combiner
from lanewise.sim.values.types import Array

_KIND = re.compile(r'"?memref\.atomic_rmw"? (\w+) ')

KINDS = {name: name for name in ("maximumf", "maxnumf", "minimumf", "minnumf")}
KINDS |= {name: f"{name}i" for name in ("maxs", "maxu", "mins", "minu")}
KINDS |= {"addf": "add", "addi": "add", "andi": "and", "mulf": "mul", "muli": "mul", "ori": "or", "xori": "xor"}


@semantics("memref.atomic_rmw", poison=RAW)
def atomic_rmw(op: Op) -> Run:
    combine = _combiner(op)

    def run(machine: Machine, value: Value, view: MemRef, *indices: Value) -> Array:
        where = addresses(machine, op, indices)
        return atomics.update(machine, op, view, where, require_defined(machine, op, value, "memory"), combine)

    return run


def _combiner(op: Op) -> Combine:
    """Raises Unsupported."""
    # The attribute is a number, and LLVM releases number the kinds differently; all spell them alike.
    match = _KIND.search(op.op.get_asm(use_local_scope=True, assume_verified=True))
    kind = match[1] if match else ""
    if kind == "assign":
        return lambda old, new: new
    element = types.scalar_of(op.operand_types[0])
    combine = combiner(KINDS[kind], element) if kind in KINDS else None
    if combine is None:
        raise op.unsupported(f"kind '{kind}' of {element} is not simulated")
    return combine
