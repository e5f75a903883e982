"""How many lanes, subgroups and workgroups a kernel runs with: from its attributes, or as the user says."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.functions import contains
from lanewise.mlir.host import ir
from lanewise.mlir.launch import subgroup_size as stated_subgroup_size
from lanewise.mlir.launch import workgroup_size as stated_workgroup_size
from lanewise.sim.machine.machine import Triple
from lanewise.sim.machine.program import ASKS_FOR_WORKGROUP, TELLS_LANES_APART, Program

MAX_LANES = 2**20
"""Of a workgroup. Hardware has 1024; a value has an element for each."""

_OF_THE_GRID = (
    "#gpu.block",
    "#gpu<block",
    "#iree_codegen.workgroup_mapping",
    "#iree_linalg_ext.split_reduction_mapping",
)
_OF_LANES = ("#gpu.", "#gpu<", "#iree_gpu.")


@dataclass(frozen=True, slots=True)
class Launch:
    workgroup_size: Triple
    subgroup_size: int
    grid: Triple
    # Whether the grid is the function's own scf.forall, so that the function runs once.
    forall: bool
    # How many iterations an scf.forall has, at most, that are run by one workgroup; as far as that is known.
    rounds: int = 0

    @staticmethod
    def of(program: Program, workgroup_size: Triple | None, subgroup_size: int | None, grid: Triple | None) -> Launch:
        """What the arguments say, else the function's attributes. Raises Failure where neither says it."""
        function = program.function
        if workgroup_size is None:
            needed = "translation_info, gpu.known_block_size or --workgroup-size"
            workgroup_size = triple(stated_workgroup_size(function, needed))
        if subgroup_size is None:
            needed = "translation_info, lanewise.subgroup_size or --subgroup-size"
            subgroup_size = stated_subgroup_size(function, needed)
        sizes = f"workgroups of {list(workgroup_size)} and subgroups of {subgroup_size} lanes"
        if min(*workgroup_size, subgroup_size) < 1:
            raise Failure(function, f"{sizes}: needed sizes of at least 1")
        if math.prod(workgroup_size) > MAX_LANES:
            raise Failure(function, f"{sizes}: at most {MAX_LANES} lanes are simulated")
        forall = any(is_grid(op) for op in _foralls(function))
        # What gpu.func has for an attribute of its own, others have with a prefix.
        for name in ("gpu.known_grid_size", "known_grid_size"):
            if grid is None and name in function.attributes:
                grid = triple(list(function.attributes[name]))
        if grid is None and not forall and any(contains(one, ASKS_FOR_WORKGROUP) for one in program.functions):
            raise Failure(function, "how many workgroups there are is not said: needed gpu.known_grid_size or --grid")
        grid = grid or (1, 1, 1)
        if min(grid) < 1:
            raise Failure(function, f"a grid of {list(grid)} workgroups: needed sizes of at least 1")
        return Launch(workgroup_size, subgroup_size, grid, forall, max(map(_rounds, _foralls(function)), default=0))


def triple(sizes: Sequence[int]) -> Triple:
    return cast(Triple, tuple([*sizes, 1, 1, 1][:3]))


def lanes_differ(program: Program) -> bool:
    """Whether anything in the function, or in what it calls, tells lanes apart."""
    return any(
        contains(one, TELLS_LANES_APART) or any(_is_mapped(op, _OF_LANES) and not is_grid(op) for op in _foralls(one))
        for one in program.functions
    )


def is_grid(forall: ir.Operation) -> bool:
    """Whether the iterations of an scf.forall are workgroups."""
    return _is_mapped(forall, _OF_THE_GRID)


def is_rounds(forall: ir.Operation) -> bool:
    """Whether the iterations of an scf.forall are for all lanes of a workgroup, one after the other."""
    return all(one.startswith("#iree_codegen.local_mapping") for one in mapping_of(forall))


def _rounds(forall: ir.Operation) -> int:
    bounds = [list(forall.attributes[name]) for name in ("staticLowerBound", "staticUpperBound", "staticStep")]
    sizes = [len(range(*triple)) for triple in zip(*bounds, strict=True) if min(triple) >= 0 and triple[2] > 0]
    return math.prod(sizes) if is_rounds(forall) else 0


def _is_mapped(forall: ir.Operation, to: tuple[str, ...]) -> bool:
    return any(one.startswith(to) for one in mapping_of(forall))


def mapping_of(loop: ir.Operation) -> list[str]:
    """What the iterations of a loop are mapped to, as text."""
    return [str(one) for one in loop.attributes["mapping"]] if "mapping" in loop.attributes else []


def _foralls(root: ir.Operation) -> list[ir.Operation]:
    found: list[ir.Operation] = []

    def visit(op: ir.Operation) -> ir.WalkResult:
        if op.name == "scf.forall":
            found.append(op.operation)
        return ir.WalkResult.ADVANCE

    root.walk(visit)
    return found
