"""gpu: what the lanes of a subgroup or a workgroup do together. All of them must come."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lanewise.sim.machine.checks import require_defined
from lanewise.sim.machine.isolated import isolated_region
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Numbers, Value, poison_of, strip, with_poison
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.semantics.gpu import keyword
from lanewise.sim.values import types
from lanewise.sim.values.reduction_kinds import Combine, combiner, tree
from lanewise.sim.values.types import Array


def begin(machine: Machine, op: Op, together: int = 0) -> None:
    """Raises Fault where a subgroup comes in part, Unsupported where the lanes make no whole ones.

    If `together` lanes are enough, whose numbers begin at a multiple of that: where they make none of those.
    """
    machine.need_whole_subgroups(op, f"'{op.name}'")
    if machine.group_lanes % (together or machine.subgroup_size):
        raise op.unsupported(f"{machine.group_lanes} lanes make no whole subgroups of {machine.subgroup_size}")


def _moved(machine: Machine, value: Value, source: Array, valid: Array) -> tuple[Numbers, Array]:
    """The value of lane `source` (counted within the subgroup) in each lane, poison where that is not valid."""
    own = np.arange(machine.lanes)
    first = own - machine.flat_id % machine.subgroup_size
    # A lane of an incomplete subgroup that is not there.
    valid = valid & (machine.flat_id - own + first + source < machine.group_lanes)
    lane = first + np.where(valid, source, own - first)
    elements = machine.axis.by_lane(strip(value))
    rank = elements.ndim - 1
    poison = machine.axis.by_lane(np.broadcast_to(poison_of(value), strip(value).shape))[lane]
    poison = poison | ~machine.axis.by_lane(valid).reshape(-1, *(1,) * rank)
    return with_poison(elements[lane], poison), valid


@semantics("gpu.shuffle", poison=RAW, lanes=True)
def shuffle(op: Op) -> Run:
    """`width` counts the lanes that take part. What the others get, targets do not agree on: poison, and false."""
    mode = keyword(op.attributes["mode"])

    def run(machine: Machine, value: Value, offset: Value, width: Value) -> tuple[Numbers, Array]:
        begin(machine, op, together=1)
        machine.tally("shuffles")
        by = (
            machine.axis.by_lane(require_defined(machine, op, offset, "a shuffle's offset")).astype(np.int64)
            & 0xFFFFFFFF
        )
        limit = machine.axis.by_lane(require_defined(machine, op, width, "a shuffle's width")).astype(np.int64)
        lane = machine.flat_id % machine.subgroup_size
        source = {"xor": lane ^ by, "up": lane - by, "down": lane + by, "idx": by + 0 * lane}[mode]
        limit = np.minimum(limit, machine.subgroup_size)
        valid = (source >= 0) & (source < limit) & (lane < limit)
        return _moved(machine, value, source, valid)

    return run


@semantics("gpu.rotate", poison=RAW, lanes=True)
def rotate(op: Op) -> Run:
    offset, width = int(op.attributes["offset"]), int(op.attributes["width"])

    def run(machine: Machine, value: Value) -> tuple[Numbers, Array]:
        begin(machine, op)
        machine.tally("shuffles")
        lane = machine.flat_id % machine.subgroup_size
        return _moved(machine, value, (lane + offset) % width, lane < width)

    return run


@semantics("gpu.subgroup_broadcast", poison=RAW)
def subgroup_broadcast(op: Op) -> Run:
    mode = keyword(op.attributes["broadcast_type"])
    if mode not in ("specific_lane", "first_active_lane"):
        raise op.unsupported(f"broadcasting from {mode} is not simulated")

    def run(machine: Machine, value: Value, *chosen: Value) -> Numbers:
        begin(machine, op)
        machine.tally("shuffles")
        zero = np.zeros(1, np.int64)
        source = require_defined(machine, op, chosen[0], "the number of a lane").astype(np.int64) if chosen else zero
        source = machine.axis.by_lane(source)
        return _moved(machine, value, source, (source >= 0) & (source < machine.subgroup_size))[0]

    return run


@semantics("gpu.ballot", poison=RAW)
def ballot(op: Op) -> Run:
    """Bit i of the result is what lane i of the subgroup says."""
    element = types.scalar_of(op.result_types[0])

    def run(machine: Machine, predicate: Value) -> Array:
        begin(machine, op)
        size = machine.subgroup_size
        if element.width < size:
            raise op.unsupported(f"{element} has no bit for each of {size} lanes")
        votes = machine.axis.by_lane(require_defined(machine, op, predicate, "a ballot")).reshape(-1, size)
        bits = (votes.astype(np.uint64) << np.arange(size, dtype=np.uint64)).sum(axis=1, dtype=np.uint64)
        return types.wrap(np.repeat(bits.view(np.int64), size), element)

    return run


def clusters(op: Op) -> Callable[[Machine], tuple[int, int]]:
    """How many lanes a cluster of the op has, without `cluster_size` the subgroup, and how far apart they are."""
    size = int(op.attributes["cluster_size"]) if "cluster_size" in op.attributes else None
    stride = int(op.attributes["cluster_stride"]) if "cluster_stride" in op.attributes else 1

    def find(machine: Machine) -> tuple[int, int]:
        count = size or machine.subgroup_size
        if machine.subgroup_size % (count * stride) or count & (count - 1):
            raise op.unsupported(f"clusters of {count} lanes, {stride} apart, in a subgroup of {machine.subgroup_size}")
        return count, stride

    return find


@semantics("gpu.subgroup_reduce", poison=RAW)
def subgroup_reduce(op: Op) -> Run:
    """Within clusters of `cluster_size` lanes that are `cluster_stride` apart; neighbours combine first."""
    combine, cluster = _combiner(op), clusters(op)

    def run(machine: Machine, value: Value) -> Numbers:
        count, stride = cluster(machine)
        begin(machine, op, together=count * stride)
        machine.tally("subgroup reductions")
        elements = strip(value)
        poison = np.broadcast_to(poison_of(value), elements.shape)
        result = _clusters(machine, elements, count, stride, combine)
        return with_poison(result, _clusters(machine, poison, count, stride, np.logical_or))

    return run


def _clusters(machine: Machine, values: Array, count: int, stride: int, combine: Combine) -> Array:
    rest = values.shape[1:]
    if machine.axis.is_short(values):
        return tree(combine, np.broadcast_to(values[:, np.newaxis], (len(values), count, *rest)), 1)
    reduced = tree(combine, values.reshape(-1, count, stride, *rest), 1)
    repeated = np.broadcast_to(reduced[:, np.newaxis], (len(reduced), count, stride, *rest))
    return repeated.reshape(machine.lanes, *rest)


def _combiner(op: Op) -> Combine:
    kind, element = keyword(op.attributes["op"]), types.scalar_of(op.operand_types[0])
    combine = combiner(kind, element)
    if combine is None:
        raise op.unsupported(f"reducing {element} by {kind} is not simulated")
    return combine


@semantics("gpu.all_reduce", poison=RAW)
def all_reduce(op: Op) -> Run:
    """Over all lanes of the workgroup, by a named op or by a region; neighbours combine first."""
    named = _combiner(op) if "op" in op.attributes else None
    region = isolated_region(op, op.regions[0])

    def run(machine: Machine, value: Value) -> Array:
        machine.need_all_lanes(op, f"'{op.name}'")
        machine.tally("workgroup reductions")
        each = machine.axis.by_lane(require_defined(machine, op, value, "a reduction over all lanes"))
        # The lanes in front, then the workgroups.
        values = np.moveaxis(machine.axis.grouped(each), 1, 0)

        def combine(a: Array, b: Array) -> Array:
            return named(a, b) if named else strip(region(machine, (a, b))[0])

        while len(values) > 1:
            last = values[len(values) // 2 * 2 :]
            values = np.concatenate([combine(values[0:-1:2], values[1::2]), last])
        return np.asarray(values[0])

    return run
