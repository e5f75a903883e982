"""rocdl, nvvm and amdgpu: who a lane is, and barriers, as the targets' own ops say it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lanewise.mlir.attributes import WORKGROUP
from lanewise.sim.machine.buffers import uniform
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.program import Op, Run, semantics
from lanewise.sim.semantics.gpu import ALONG
from lanewise.sim.values import types
from lanewise.sim.values.types import Array

_THREAD = {"rocdl.workitem.id": "gpu.thread_id", "nvvm.read.ptx.sreg.tid": "gpu.thread_id"}
_GRID = {
    "rocdl.workgroup.id": "gpu.block_id",
    "nvvm.read.ptx.sreg.ctaid": "gpu.block_id",
    "rocdl.grid.dim": "gpu.grid_dim",
    "nvvm.read.ptx.sreg.nctaid": "gpu.grid_dim",
}
_SIZES = {"rocdl.workgroup.dim": "gpu.block_dim", "nvvm.read.ptx.sreg.ntid": "gpu.block_dim"}


def _along(names: dict[str, str]) -> list[str]:
    return [f"{name}.{axis}" for name in names for axis in "xyz"]


@semantics(*_along(_THREAD), lanes=True)
@semantics(*_along(_GRID), workgroups=True)
@semantics(*_along(_SIZES))
def along(op: Op) -> Run:
    name, _, axis = op.name.rpartition(".")
    ask = ALONG[(_THREAD | _GRID | _SIZES)[name]]
    return _number(op, lambda machine: ask(machine, "xyz".index(axis)))


@semantics("nvvm.read.ptx.sreg.laneid", lanes=True)
def lane(op: Op) -> Run:
    return _number(op, lambda machine: machine.flat_id % machine.subgroup_size)


@semantics("nvvm.read.ptx.sreg.warpsize", "rocdl.wavefrontsize")
def subgroup_size(op: Op) -> Run:
    return _number(op, lambda machine: uniform(machine.subgroup_size))


def _number(op: Op, ask: Callable[[Machine], Array]) -> Run:
    element = types.scalar_of(op.result_types[0])
    return lambda machine: types.wrap(ask(machine).astype(np.int64), element)


@semantics("rocdl.mbcnt.lo", "rocdl.mbcnt.hi", lanes=True)
def masked_bit_count(op: Op) -> Run:
    """How many lanes before this one a mask names, of the first 32 lanes or of those after them, and a number more."""
    first = 0 if op.name.endswith("lo") else 32
    element = types.scalar_of(op.result_types[0])

    def run(machine: Machine, mask: Array, more: Array) -> Array:
        before = np.clip(machine.flat_id % machine.subgroup_size - first, 0, 32)
        mask, more = machine.axis.by_lane(mask), machine.axis.by_lane(more)
        named = mask[:, np.newaxis].astype(np.int64) >> np.arange(32) & 1
        count = (named * (np.arange(32) < before[:, np.newaxis])).sum(axis=1)
        return types.wrap(count + more.astype(np.int64), element)

    return run


@semantics("nvvm.barrier", "nvvm.barrier0", "rocdl.barrier")
def barrier(op: Op) -> Run:
    """Of all lanes; it orders accesses to all memory."""
    if op.operand_types or op.result_types:
        raise op.unsupported("only a barrier of all lanes is simulated")
    return lambda machine: machine.barrier(op)


@semantics("amdgpu.lds_barrier")
def lds_barrier(op: Op) -> Run:
    """Accesses to other memory it does not order."""
    return lambda machine: machine.barrier(op, {WORKGROUP})
