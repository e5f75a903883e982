"""gpu: who a lane is. What lanes do together is in gpu_lanes."""

from __future__ import annotations

import re
from collections.abc import Callable

from lanewise.mlir.attributes import GLOBAL, PRIVATE, WORKGROUP
from lanewise.mlir.host import ir
from lanewise.sim.machine.buffers import uniform
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.values.types import Array


def keyword(attribute: ir.Attribute) -> str:
    """The last word of an enum's spelling: `#gpu.dim<x>` and, of an earlier LLVM, `#gpu<dim x>`. Of others, all."""
    match = re.search(r"(\w+)>*$", str(attribute))
    return match[1] if match else str(attribute)


ALONG: dict[str, Callable[[Machine, int], Array]] = {
    "gpu.thread_id": lambda machine, axis: machine.thread_id[axis],
    "gpu.block_id": lambda machine, axis: machine.block_id[axis],
    "gpu.block_dim": lambda machine, axis: uniform(machine.workgroup_size[axis]),
    "gpu.grid_dim": lambda machine, axis: uniform(machine.grid[axis]),
    "gpu.global_id": lambda machine, axis: (
        machine.axis.by_lane(machine.block_id[axis]) * machine.workgroup_size[axis] + machine.thread_id[axis]
    ),
}
"""What an op gives for the dimension that it names, x, y or z."""


@semantics("gpu.thread_id", lanes=True)
@semantics("gpu.global_id", lanes=True, workgroups=True)
@semantics("gpu.block_id", "gpu.grid_dim", workgroups=True)
@semantics("gpu.block_dim")
def along(op: Op) -> Run:
    ask, axis = ALONG[op.name], "xyz".index(keyword(op.attributes["dimension"]))
    return lambda machine: ask(machine, axis)


CLUSTERS: dict[str, str | int] = {
    "gpu.cluster_id": "gpu.block_id",
    "gpu.cluster_dim": "gpu.grid_dim",
    "gpu.cluster_block_id": 0,
    "gpu.cluster_dim_blocks": 1,
}
"""What a workgroup that is a cluster by itself has for it."""


@semantics("gpu.cluster_id", "gpu.cluster_dim", workgroups=True)
@semantics("gpu.cluster_block_id", "gpu.cluster_dim_blocks")
def in_clusters(op: Op) -> Run:
    """Of one workgroup each: that several make one, nothing says but the launch."""
    said = op.program.function.attributes
    if "known_cluster_size" in said or "gpu.known_cluster_size" in said:
        raise op.unsupported("clusters of several workgroups are not simulated")
    found, axis = CLUSTERS[op.name], "xyz".index(keyword(op.attributes["dimension"]))
    if isinstance(found, int):
        return lambda machine: uniform(found)
    ask = ALONG[found]
    return lambda machine: ask(machine, axis)


@semantics("gpu.lane_id", lanes=True)
def lane_id(op: Op) -> Run:
    return lambda machine: machine.flat_id % machine.subgroup_size


@semantics("gpu.subgroup_id", lanes=True)
def subgroup_id(op: Op) -> Run:
    return lambda machine: machine.flat_id // machine.subgroup_size


@semantics("gpu.subgroup_size")
def subgroup_size(op: Op) -> Run:
    return lambda machine: uniform(machine.subgroup_size)


@semantics("gpu.num_subgroups")
def num_subgroups(op: Op) -> Run:
    return lambda machine: uniform(-(-machine.group_lanes // machine.subgroup_size))


_SPACES = {GLOBAL, WORKGROUP, PRIVATE}


@semantics("gpu.barrier")
def barrier(op: Op) -> Run:
    """With `memfence` only accesses to the spaces that it lists are ordered."""
    if "scope" in op.attributes and keyword(op.attributes["scope"]) != "workgroup":
        raise op.unsupported(f"a barrier of scope {keyword(op.attributes['scope'])} is not simulated")
    spaces = _SPACES
    if "address_spaces" in op.attributes:
        listed = op.attributes["address_spaces"]
        spaces = set(map(keyword, listed)) if isinstance(listed, ir.ArrayAttr) else {str(listed)}
        if not spaces <= _SPACES:
            raise op.unsupported(f"a barrier for {listed} is not simulated")
    return lambda machine, *_: machine.barrier(op, spaces)


@semantics("gpu.printf", poison=RAW)
def printf(op: Op) -> Run:
    # What is printed is not part of what a kernel computes.
    return lambda machine, *operands: None
