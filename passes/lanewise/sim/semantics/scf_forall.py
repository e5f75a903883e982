"""scf.forall: the grid, or iterations given to the lanes, the subgroups or the lanes of a subgroup, or to nobody.

What the iterations are mapped to decides:

- workgroups (`#gpu.block`, `#iree_codegen.workgroup_mapping`, `#iree_linalg_ext.split_reduction_mapping`): the loop is
  the grid, and the body runs once for each workgroup that is asked for. Such a loop inside of another makes one grid of
  both.
- nothing, or `#iree_codegen.local_mapping`: the workgroup runs the iterations one after the other, all its lanes in
  each. No barrier is implied, as none of scf.for.
- threads, warps, groups of four warps (`#gpu.thread`, `#gpu.warp`, `#gpu.warpgroup`): unit number i runs iteration i,
  then i plus the number of units, and so on; units without an iteration are off meanwhile. With x, y and z that holds
  along each dimension, and of a dimension that is not mapped only the first units run; with linear_dim_N all units are
  counted through, and linear_dim_0 is the one that runs fastest. The specification calls the loop one op, which is done
  when all its iterations are: it ends with a barrier, where upstream's and IREE's lowerings put one, and all lanes of
  the workgroup must come.
- lanes of a subgroup (`#gpu.lane`, `#iree_gpu.lane_id`): likewise, within each subgroup, and without a barrier.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import product

import numpy as np

from lanewise.sim.machine.blocks import body_ops, read_in
from lanewise.sim.machine.buffers import uniform
from lanewise.sim.machine.checks import addresses
from lanewise.sim.machine.launch import is_grid, is_rounds, mapping_of
from lanewise.sim.machine.machine import Machine, run_body, same_everywhere
from lanewise.sim.machine.poison import Value
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.machine.together import groups_together
from lanewise.sim.machine.views import fixed, mixed_rows
from lanewise.sim.semantics.loops import in_rounds, some
from lanewise.sim.values.types import Array

_UNIT = re.compile(r"#gpu(?:\.|<)(thread|warp|warpgroup|lane)[< ]\s*(x|y|z|linear_dim_(\d+))>+")
_ALONE = ("func.call", "memref.alloc", "memref.get_global")
"""How the names of ops begin because of which the iterations of a loop do not run together: they have memory of their
own, of which there are so many copies as there are workgroups."""

_LANE_ID = re.compile(r"#iree_gpu\.lane_id<(\d+)>")


@semantics("scf.forall", poison=RAW)
def forall(op: Op) -> Run:
    if op.result_types:
        raise op.unsupported("a forall with results is not simulated")
    if is_grid(op.op):
        return _grid(op)
    if is_rounds(op.op):
        return _rounds(op)
    return _mapped(op, mapping_of(op.op))


def _axes(op: Op, machine: Machine, operands: tuple[Value, ...]) -> list[range]:
    """The indices along each dimension. Raises Fault, Unsupported."""
    static = [fixed(op.attributes[name]) for name in ("staticLowerBound", "staticUpperBound", "staticStep")]
    numbers = addresses(machine, op, operands, "control flow")
    if machine.mask is not None:
        pairs = [machine.axis.arrays(number, machine.mask) for number in numbers]
        numbers = [number if len(number) == 1 else number[mask] for number, mask in pairs]
    if any((number != number[:1]).any() for number in numbers):
        raise op.unsupported("lanes disagree about how many iterations there are")
    lower, upper, step = ([int(bound[0]) for bound in row] for row in mixed_rows(static, numbers))
    if min(step, default=1) < 1:
        raise op.fault(f"the step of a forall is {min(step)}, needed 1 or more", kind="assumption")
    return [range(*triple) for triple in zip(lower, upper, step, strict=True)]


def _grid(op: Op) -> Run:
    [body] = op.regions
    outer = any(inner.name == "scf.forall" and is_grid(inner.op) for inner in body_ops(body))

    def run(machine: Machine, *operands: Value) -> None:
        points = _axes(op, machine, operands)
        count = math.prod(map(len, points))
        if outer:
            for number in machine.grid_around(count):
                run_body(machine, body, _indices(points, uniform(number)))
            return
        for groups in machine.chosen_groups(op.op, count):
            machine.enter_groups((groups, uniform(0), uniform(0)), groups)
            run_body(machine, body, _indices(points, groups % count))

    return run


def _indices(points: list[range], number: Array) -> tuple[Array, ...]:
    """Those of an iteration by its number, or of one for each workgroup: the last dimension runs fastest."""
    indices: tuple[Array, ...] = ()
    for axis in reversed(points):
        number, at = np.divmod(number, len(axis))
        indices = (same_everywhere(axis.start + at * axis.step), *indices)
    return indices


def _rounds(op: Op) -> Run:
    [body] = op.regions
    read = set(read_in(body))
    alone = any(inner.name.startswith(_ALONE) or is_grid(inner.op) for inner in body_ops(body))

    def run(machine: Machine, *operands: Value) -> None:
        points = _axes(op, machine, operands)
        most = math.prod(map(len, points))
        machine.expect_rounds(op, most, len(body.steps))
        if machine.joins and machine.axis.groups == 1 and machine.mask is None and not alone:
            together = groups_together(op.op, machine.group_lanes)
            for numbers in machine.joined_iterations(most, together, read):
                run_body(machine, body, _indices(points, numbers))
                machine.spend(op)
            return
        with in_rounds(op, most) as count:
            while count():
                run_body(machine, body, _indices(points, uniform(count.done)))
                machine.spend(op)

    return run


def _mapped(op: Op, names: list[str]) -> Run:
    [body] = op.regions
    kind, dimensions = _units(op, names)

    def run(machine: Machine, *operands: Value) -> None:
        points = _axes(op, machine, operands)
        machine.expect_rounds(op, math.prod(map(len, points)) // machine.group_lanes, len(body.steps))
        for lanes, places in _turns(op, machine, kind, dimensions, [len(axis) for axis in points]):
            machine.spend(op)
            if some(machine, lanes):
                with machine.only(lanes):
                    run_body(machine, body, tuple(map(_at, points, places)))
        if kind != "lane":
            machine.barrier(op)

    return run


def _at(points: range, place: Array) -> Array:
    return points.start + place * points.step


def _units(op: Op, names: list[str]) -> tuple[str, list[str]]:
    """What iterations are mapped to, and which dimension of it each dimension of the loop. Raises Unsupported."""
    kinds, dimensions = set(), []
    for name in names:
        unit, lane = _UNIT.fullmatch(name), _LANE_ID.fullmatch(name)
        if unit is None and lane is None:
            raise op.unsupported(f"mapped to {name} it is not simulated")
        kinds.add(unit[1] if unit else "lane")
        dimensions.append((unit[3] or unit[2]) if unit else lane[1] if lane else "")
    if len(kinds) > 1 or len({one.isdigit() for one in dimensions}) > 1:
        raise op.unsupported(f"mapped to units of several kinds it is not simulated: {', '.join(names)}")
    if len(set(dimensions)) < len(dimensions):
        raise op.unsupported(f"two of its dimensions are mapped to one: {', '.join(names)}")
    return kinds.pop(), dimensions


def _turns(
    op: Op, machine: Machine, kind: str, dimensions: list[str], counts: list[int]
) -> Iterator[tuple[Array, list[Array]]]:
    """Which lanes run in each turn, and which iteration each of them: its place along each dimension of the loop."""
    if dimensions[0].isdigit():
        unit, units = _numbered(op, machine, kind)
        total = math.prod(counts)
        for first in range(0, total, units):
            number = unit + first
            places: dict[int, Array] = {}
            left = number
            # linear_dim_0 runs fastest.
            for dim in sorted(range(len(counts)), key=lambda dim: int(dimensions[dim])):
                places[dim], left = left % counts[dim], left // counts[dim]
            yield number < total, [places[dim] for dim in range(len(counts))]
        return
    along = {axis: _along(op, machine, kind, "xyz".index(axis)) for axis in "xyz"}
    first_only = np.ones(1, bool)
    for axis in "xyz":
        if axis not in dimensions:
            first_only = first_only & (along[axis][0] == 0)
    starts = [range(0, count, along[axis][1]) for axis, count in zip(dimensions, counts, strict=True)]
    for begin in product(*starts):
        here = [along[axis][0] + first for axis, first in zip(dimensions, begin, strict=True)]
        inside = [place < count for place, count in zip(here, counts, strict=True)]
        yield np.logical_and.reduce(np.broadcast_arrays(first_only, *inside)), here


def _numbered(op: Op, machine: Machine, kind: str) -> tuple[Array, int]:
    """The number of the unit that each lane is part of, and how many units there are."""
    if kind == "thread":
        return machine.flat_id, machine.group_lanes
    if kind == "lane":
        return machine.flat_id % machine.subgroup_size, min(machine.subgroup_size, machine.group_lanes)
    size = machine.subgroup_size * (4 if kind == "warpgroup" else 1)
    if machine.group_lanes % size:
        raise op.unsupported(f"{machine.group_lanes} lanes make no whole {kind}s of {size}")
    return machine.flat_id // size, machine.group_lanes // size


def _along(op: Op, machine: Machine, kind: str, axis: int) -> tuple[Array, int]:
    """As `_numbered`, along a dimension of the workgroup; the lanes of a warp lie along x."""
    number, extent = machine.thread_id[axis], machine.workgroup_size[axis]
    if kind == "thread":
        return number, extent
    if kind == "lane":
        if axis:
            return uniform(0), 1
        return _numbered(op, machine, kind)
    if axis:
        return number, extent
    size = machine.subgroup_size * (4 if kind == "warpgroup" else 1)
    if extent % size:
        raise op.unsupported(f"{extent} lanes along x make no whole {kind}s of {size}")
    return number // size, extent // size
