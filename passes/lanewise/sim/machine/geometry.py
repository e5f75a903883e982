"""How many lanes, subgroups and workgroups a kernel runs with: from its attributes, or as the user says."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import cast

from lanewise.mlir.attributes import integer
from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir
from lanewise.sim.machine.program import contains

Triple = tuple[int, int, int]

_WORKGROUP = re.compile(r"\bworkgroup_size = \[([0-9]{1,18}(?:, *[0-9]{1,18})*)\]")
_SUBGROUP = re.compile(r"\bsubgroup_size = ([0-9]{1,18})\b")

MAX_LANES = 2**20
"""Of a workgroup. Hardware has 1024; a value has an element for each."""


TELLS_LANES_APART = {
    "gpu.thread_id",
    "gpu.global_id",
    "gpu.lane_id",
    "gpu.subgroup_id",
    "iree_vector_ext.to_simt",
}


@dataclass(frozen=True, slots=True)
class Geometry:
    workgroup_size: Triple
    subgroup_size: int
    grid: Triple
    # Whether the grid is the function's own scf.forall, so that the function runs once.
    forall: bool


def geometry(
    function: ir.Operation,
    workgroup_size: Triple | None = None,
    subgroup_size: int | None = None,
    grid: Triple | None = None,
) -> Geometry:
    """What the arguments say, else the function's attributes. Raises Failure where neither says it."""
    attributes = function.attributes
    info = str(attributes["translation_info"]) if "translation_info" in attributes else ""
    if workgroup_size is None:
        stated = _WORKGROUP.search(info)
        if stated:
            workgroup_size = triple([int(size) for size in stated[1].split(",")])
        elif "gpu.known_block_size" in attributes:
            workgroup_size = triple(list(attributes["gpu.known_block_size"]))
        else:
            where = "translation_info, gpu.known_block_size or --workgroup-size"
            raise Failure(function, f"how many lanes a workgroup has is not said: needed {where}")
    if subgroup_size is None:
        stated = _SUBGROUP.search(info)
        if stated:
            subgroup_size = int(stated[1])
        elif "lanewise.subgroup_size" in attributes:
            found = integer(attributes["lanewise.subgroup_size"])
            if found is None:
                text = f"lanewise.subgroup_size is {attributes['lanewise.subgroup_size']}"
                raise Failure(function, f"{text}: needed an integer of at most 64 bits")
            subgroup_size = found
        else:
            where = "translation_info, lanewise.subgroup_size or --subgroup-size"
            raise Failure(function, f"how many lanes a subgroup has is not said: needed {where}")
    sizes = f"workgroups of {list(workgroup_size)} and subgroups of {subgroup_size} lanes"
    if min(*workgroup_size, subgroup_size) < 1:
        raise Failure(function, f"{sizes}: needed sizes of at least 1")
    if math.prod(workgroup_size) > MAX_LANES:
        raise Failure(function, f"{sizes}: at most {MAX_LANES} lanes are simulated")
    forall = has_forall(function)
    if grid is None and "gpu.known_grid_size" in attributes:
        grid = triple(list(attributes["gpu.known_grid_size"]))
    if grid is None and not forall and asks_for_workgroup(function):
        raise Failure(function, "how many workgroups there are is not said: needed gpu.known_grid_size or --grid")
    return Geometry(workgroup_size, subgroup_size, grid or (1, 1, 1), forall)


def triple(sizes: list[int]) -> Triple:
    return cast(Triple, tuple([*sizes, 1, 1, 1][:3]))


def has_forall(function: ir.Operation) -> bool:
    return contains(function, {"scf.forall"})


def asks_for_workgroup(function: ir.Operation) -> bool:
    return contains(function, {"gpu.block_id", "gpu.global_id", "gpu.grid_dim", "hal.interface.workgroup.id"})


def lanes_differ(module: ir.Operation) -> bool:
    return contains(module, TELLS_LANES_APART)
