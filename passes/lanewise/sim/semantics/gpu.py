"""gpu: who a lane is. What lanes do together is in gpu_lanes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lanewise.mlir.attributes import GLOBAL, PRIVATE, WORKGROUP
from lanewise.mlir.host import ir
from lanewise.sim.machine.buffers import uniform
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.values.types import Array

_AXES = "xyz"


def word(attribute: ir.Attribute) -> str:
    """The last word of an enum's spelling: `#gpu.dim<x>` and, of an earlier LLVM, `#gpu<dim x>`. Of others, all."""
    match = re.search(r"(\w+)>*$", str(attribute))
    return match[1] if match else str(attribute)


def _along(ask: Callable[[Machine, int], Array | int]) -> Callable[[Op], Run]:
    """A meaning that answers with a number along the dimension that the op names."""

    def compile_(op: Op) -> Run:
        axis = _AXES.index(word(op.attributes["dimension"]))

        def run(machine: Machine) -> Array:
            answer = ask(machine, axis)
            return uniform(answer) if isinstance(answer, int) else answer

        return run

    return compile_


semantics("gpu.thread_id")(_along(lambda machine, axis: machine.thread_id[axis]))
semantics("gpu.block_id")(_along(lambda machine, axis: machine.block_id[axis]))
semantics("gpu.block_dim")(_along(lambda machine, axis: machine.workgroup_size[axis]))
semantics("gpu.grid_dim")(_along(lambda machine, axis: machine.grid[axis]))
semantics("gpu.global_id")(
    _along(lambda machine, axis: machine.block_id[axis] * machine.workgroup_size[axis] + machine.thread_id[axis])
)


@semantics("gpu.lane_id")
def lane_id(op: Op) -> Run:
    return lambda machine: machine.flat_id % machine.subgroup_size


@semantics("gpu.subgroup_id")
def subgroup_id(op: Op) -> Run:
    return lambda machine: machine.flat_id // machine.subgroup_size


@semantics("gpu.subgroup_size")
def subgroup_size(op: Op) -> Run:
    return lambda machine: uniform(machine.subgroup_size)


@semantics("gpu.num_subgroups")
def num_subgroups(op: Op) -> Run:
    return lambda machine: uniform(-(-machine.lanes // machine.subgroup_size))


_FENCED = {"workgroup": WORKGROUP, "global": GLOBAL, "private": PRIVATE}


@semantics("gpu.barrier")
def barrier(op: Op) -> Run:
    """With `memfence` only accesses to the spaces that it lists are ordered."""
    if "scope" in op.attributes and word(op.attributes["scope"]) != "workgroup":
        raise op.unsupported(f"a barrier of scope {word(op.attributes['scope'])} is not simulated")
    spaces: set[str] = set(_FENCED.values())
    if "address_spaces" in op.attributes:
        listed = op.attributes["address_spaces"]
        words = [word(space) for space in listed] if isinstance(listed, ir.ArrayAttr) else [str(listed)]
        if not _FENCED.keys() >= set(words):
            raise op.unsupported(f"a barrier for {listed} is not simulated")
        spaces = {_FENCED[one] for one in words}

    def run(machine: Machine, *_: Any) -> None:
        machine.barrier(op, spaces)

    return run


@semantics("gpu.printf", poison=RAW)
def printf(op: Op) -> Run:
    # What is printed is not part of what a kernel computes.
    return lambda machine, *operands: None
