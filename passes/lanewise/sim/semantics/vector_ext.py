"""iree_vector_ext: whole vectors and what lanes hold of them; gathers; the position of an extreme value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from lanewise.layout import LayoutError, NestedLayout
from lanewise.mlir.host import ir
from lanewise.sim.machine import memory
from lanewise.sim.machine.buffers import MemRef, axes, coordinates
from lanewise.sim.machine.checks import addresses, refuse_poison, require_defined
from lanewise.sim.machine.isolated import IsolatedRegion, isolated_region
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Numbers, Poisoned, Value, poison_of, strip, with_poison
from lanewise.sim.machine.program import RAW, WHOLE, Op, Run, semantics
from lanewise.sim.values import types
from lanewise.sim.values.affine_values import map_values
from lanewise.sim.values.types import Array


@semantics("iree_vector_ext.to_layout", poison=RAW)
def to_layout(op: Op) -> Run:
    return lambda machine, value: value


def _layout(op: Op, whole: ir.Type, piece: ir.Type) -> NestedLayout:
    if "layout" not in op.attributes:
        raise op.unsupported("there is no layout that says which lane holds what: it needs the attribute `layout`")
    try:
        layout = NestedLayout.parse(str(op.attributes["layout"]))
    except LayoutError as problem:
        raise op.unsupported(str(problem)) from None
    if layout.shape != tuple(whole.shape) or layout.piece != tuple(piece.shape):
        shapes = f"{list(layout.shape)} in pieces of {list(layout.piece)}"
        raise op.unsupported(f"the layout spreads {shapes}, but the types are {whole} and {piece}")
    return layout


def held_indices(machine: Machine, layout: NestedLayout) -> list[Array]:
    """For each dimension of the vector the index of what each lane holds: lane, batch..., outer..., element...."""
    rank = layout.rank
    # Threads beyond a subgroup count through the whole workgroup, which then has no subgroups' tiles.
    spans_workgroup = layout.lanes > machine.subgroup_size and layout.subgroups == 1
    lane = machine.flat_id if spans_workgroup else machine.flat_id % machine.subgroup_size
    subgroup = machine.flat_id // machine.subgroup_size
    held = coordinates(layout.piece)
    found = []
    for dim in range(rank):
        index = _along(subgroup, layout.subgroup_tile[dim], layout.subgroup_strides[dim], 3 * rank)
        index = index * layout.batch_tile[dim] + held[dim]
        index = index * layout.outer_tile[dim] + held[rank + dim]
        thread = _along(lane, layout.thread_tile[dim], layout.thread_strides[dim], 3 * rank)
        index = index * layout.thread_tile[dim] + thread
        found.append(index * layout.element_tile[dim] + held[2 * rank + dim])
    return found


def _along(number: Array, tile: int, stride: int, rank: int) -> Array:
    """Where along a tile's dimension a lane or a subgroup of this number is."""
    return axes(number // stride % tile if stride else 0 * number, rank)


def elements_at(vector: Array, where: Sequence[Array], rank: int) -> Array:
    """Those at indices that have `rank` axes behind the lanes', in each lane of its own vector where it has one."""
    at = (axes(np.arange(len(vector)), rank), *where)
    return vector[at]


def _in_each_lane(machine: Machine, vector: Array, where: Sequence[Array], rank: int) -> Array:
    """The same, at indices of each lane."""
    at = (axes(machine.axis.row(vector), rank), *where)
    return vector[at]


@semantics("iree_vector_ext.to_simt", poison=RAW, lanes=True)
def to_simt(op: Op) -> Run:
    """Of a whole vector what each lane holds."""
    layout = _layout(op, op.operand_types[0], op.result_types[0])

    def run(machine: Machine, value: Numbers) -> Numbers:
        where, rank = held_indices(machine, layout), 3 * layout.rank
        piece = _in_each_lane(machine, strip(value), where, rank)
        if not isinstance(value, Poisoned):
            return piece
        poison = np.broadcast_to(value.poison, np.broadcast_shapes(value.poison.shape, value.elements.shape))
        return with_poison(piece, _in_each_lane(machine, poison, where, rank))

    return run


@semantics("iree_vector_ext.to_simd", poison=RAW)
def to_simd(op: Op) -> Run:
    """The whole vector of what lanes hold. Poison where no lane holds anything; lanes that disagree are a fault."""
    layout = _layout(op, op.result_types[0], op.operand_types[0])

    def run(machine: Machine, value: Numbers) -> Numbers:
        machine.need_all_lanes(op, f"'{op.name}'")
        axis = machine.axis
        group = np.arange(machine.lanes) // machine.group_lanes
        where = (axes(group, 3 * layout.rank), *held_indices(machine, layout))
        shape = (machine.lanes, *layout.piece)
        piece = axis.by_lane(strip(value))
        marks = np.broadcast_to(axis.by_lane(poison_of(value)), shape)
        whole = np.zeros((axis.groups, *layout.shape), piece.dtype)
        poison = np.ones(whole.shape, bool)
        whole[where] = piece
        poison[where] = marks
        different = ~((whole[where] == piece) | ((whole[where] != whole[where]) & (piece != piece)))
        different &= ~marks
        if different.any() and machine.plane is None:
            at = tuple(np.argwhere(different)[0])
            element = [int(np.broadcast_to(index, shape)[at]) for index in where[1:]]
            text = f"lane {at[0]} and another lane hold different values for element {element}"
            raise op.fault(text, kind="assumption")
        return with_poison(whole, poison)

    return run


@semantics("iree_vector_ext.transfer_gather", poison=RAW)
def transfer_gather(op: Op) -> Run:
    """Element d of the result is at base + map(d, index vectors at d); where the mask is off it is the padding."""
    if not isinstance(op.operand_types[0], ir.MemRefType):
        raise op.unsupported(f"only memrefs are read, not {op.operand_types[0]}")
    _, base_count, index_count, _, mask_count = op.segments
    shape = tuple(op.result_types[0].shape)
    source_map, *maps = list(op.attributes["indexing_maps"])
    if not len(source_map.value.results) == base_count == len(op.operand_types[0].shape):
        each = f"each dimension of {op.operand_types[0]}"
        raise op.unsupported(f"needed an offset and a result of the source's map for {each}")
    rank, dims, source_values = len(shape), coordinates(shape), map_values(source_map)
    # Of each index vector, then of the mask: which of its elements goes with which of the result's.
    wanted = [map_values(map_)([*dims, *[np.zeros(1, np.int64)] * index_count]) for map_ in maps]

    def run(machine: Machine, view: MemRef, *operands: Value) -> Numbers:
        base, padding = addresses(machine, op, operands[:base_count]), operands[base_count + index_count]
        vectors = operands[base_count : base_count + index_count]
        gathered = [elements_at(strip(one), at, rank) for one, at in zip(vectors, wanted, strict=False)]
        mask: Array | None = None
        if mask_count:
            mask = elements_at(require_defined(machine, op, operands[-1], "a mask"), wanted[-1], rank)
        for one, at in zip(vectors, wanted, strict=False):
            # Where nothing is gathered, no address is formed.
            poison = elements_at(poison_of(one), at, rank)
            refuse_poison(machine, op, poison if mask is None else poison & mask, "an address")
        parts = source_values([*dims, *gathered])
        indices = [axes(start, rank) + part for start, part in zip(base, parts, strict=True)]
        full = np.zeros((1, *shape), np.int64)
        loaded = memory.load(machine, op, view, [index + full for index in indices], mask)
        if mask is None:
            return loaded
        result = np.where(mask, loaded, axes(strip(padding), rank)).astype(loaded.dtype, copy=False)
        return with_poison(result, ~mask & axes(poison_of(padding), rank))

    return run


@semantics("iree_vector_ext.arg_compare", poison=WHOLE)
def arg_compare(op: Op) -> Run:
    """Along one dimension, in order, from the inits on: the region says if a new value goes before the best so far."""
    _, index_count, _, _, base_count = op.segments
    dimension = int(op.attributes["dimension"])
    index_type = types.scalar_of(op.result_types[1])
    before = isolated_region(op, op.regions[0])

    def run(machine: Machine, values: Array, *operands: Array) -> tuple[Array, Array]:
        best, where = operands[index_count : index_count + 2]
        values = np.moveaxis(values, dimension + 1, -1)
        length = values.shape[-1]
        if index_count:
            numbers = np.moveaxis(operands[0], dimension + 1, -1)
        else:
            base = axes(operands[-1], best.ndim) if base_count else np.zeros(1, np.int64)
            numbers = types.wrap(base + np.arange(length), index_type)
        shape = np.broadcast_shapes(values.shape, numbers.shape, (*best.shape, 1), (*where.shape, 1))
        values, numbers = np.broadcast_to(values, shape), np.broadcast_to(numbers, shape)
        best, where = (np.broadcast_to(one, shape[:-1]).copy() for one in (best, where))
        executed, machine.executed = machine.executed, Counter()
        for start in range(0, length, BLOCK):
            block = slice(start, start + BLOCK)
            _compare_block(machine, op, before, values[..., block], numbers[..., block], best, where)
        machine.executed = executed
        for step in op.regions[0].steps:
            # How often it ran here says nothing.
            machine.executed[step.op.name] += machine.weight
        return best, where

    return run


BLOCK = 256
"""Values that are compared to the best so far at once."""


def _compare_block(
    machine: Machine, op: Op, before: IsolatedRegion, values: Array, numbers: Array, best: Array, where: Array
) -> None:
    """Go through the last axis in order, and put what is better into `best` and its number into `where`.

    All values that are left are compared to the best at once; the first that is better is the next best.
    """
    position = np.arange(values.shape[-1])
    passed = np.full((*best.shape, 1), -1)
    while True:
        pair = (values.reshape(-1), np.broadcast_to(best[..., np.newaxis], values.shape).reshape(-1))
        [better] = before(machine, pair)
        if isinstance(better, Poisoned):
            raise op.fault("poison reaches a comparison", kind="poison")
        better = np.broadcast_to(strip(better), pair[0].shape).reshape(values.shape)
        better = better & (position > passed)
        some = better.any(axis=-1)
        if not some.any():
            return
        first = better.argmax(axis=-1)[..., np.newaxis]
        best[...] = np.where(some, np.take_along_axis(values, first, -1)[..., 0], best)
        where[...] = np.where(some, np.take_along_axis(numbers, first, -1)[..., 0], where)
        passed = np.where(some[..., np.newaxis], first, position[-1])
