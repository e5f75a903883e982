"""How many lanes run a function: from the options of the pass, else from the function's attributes."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lanewise.mlir import launch
from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir

MAX_LANES = 2**31 - 1
"""Numbers of lanes are i32 where lanes compare them."""


@dataclass(frozen=True, slots=True)
class Geometry:
    """A workgroup: its lanes along x, y and z, and how many of them make a subgroup."""

    workgroup_size: tuple[int, int, int]
    subgroup_size: int

    @property
    def lanes(self) -> int:
        return math.prod(self.workgroup_size)

    @property
    def subgroups(self) -> int:
        """Of which the last may be incomplete."""
        return -(-self.lanes // self.subgroup_size)

    @property
    def complete(self) -> int:
        """So many neighbours are there or not, all of them, also in an incomplete subgroup."""
        return math.gcd(self.lanes, self.subgroup_size)


def geometry(function: ir.Operation, workgroup_size: tuple[int, ...] = (), subgroup_size: int = 0) -> Geometry:
    """What the arguments, which are options, and the attributes of the function say. Raises Failure where none does,
    or where they differ."""
    of_workgroup = {"the option workgroup-size": workgroup_size} if workgroup_size else {}
    needed = "the option workgroup-size, translation_info or gpu.known_block_size"
    workgroup_size = launch.workgroup_size(function, needed, of_workgroup)
    of_subgroup = {"the option subgroup-size": (subgroup_size,)} if subgroup_size else {}
    needed = "the option subgroup-size, translation_info or lanewise.subgroup_size"
    subgroup_size = launch.subgroup_size(function, needed, of_subgroup)
    sizes = f"workgroups of {list(workgroup_size)} and subgroups of {subgroup_size} lanes"
    if not 1 <= len(workgroup_size) <= 3 or min(*workgroup_size, subgroup_size) < 1:
        raise Failure(function, f"{sizes}: needed one to three sizes of at least 1")
    if max(math.prod(workgroup_size), subgroup_size) > MAX_LANES:
        raise Failure(function, f"{sizes}: needed at most 2^31 - 1 lanes")
    x, y, z = (*workgroup_size, 1, 1)[:3]
    return Geometry((x, y, z), subgroup_size)
