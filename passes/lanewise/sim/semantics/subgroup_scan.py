"""iree_gpu.subgroup_scan: prefixes over the lanes of a cluster, and the cluster's total, by a region that combines two.

A cluster is `cluster_size` lanes that are `cluster_stride` apart, without a size the subgroup. The lane at position p
gets values 0 to p combined, or with an identity values 0 to p - 1 and the first lane the identity. The combiner is
associative; the order is that of lanes which shuffle by 1, 2, 4, ..., as a lowering does it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lanewise.mlir.host import ir
from lanewise.sim.machine.checks import FaultyLanes, raise_where
from lanewise.sim.machine.isolated import isolated_region
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Numbers, poison_of, strip, with_poison
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.semantics.gpu_lanes import begin, clusters
from lanewise.sim.values.types import Array

Combine = Callable[[Numbers, Numbers], Numbers]


@semantics("iree_gpu.subgroup_scan", poison=RAW, lanes=True)
def subgroup_scan(op: Op) -> Run:
    inclusive = "inclusive" in op.attributes
    if isinstance(op.operand_types[0], ir.ShapedType):
        raise op.unsupported(f"only scalars are scanned, not {op.operand_types[0]}")
    if not inclusive and len(op.operand_types) != 2:
        raise op.unsupported("an exclusive scan needs an identity")
    region, cluster = isolated_region(op, op.regions[0]), clusters(op)

    def run(machine: Machine, value: Numbers, *identity: Numbers) -> tuple[Numbers, Numbers]:
        begin(machine, op)
        machine.tally("subgroup scans")
        count, stride = cluster(machine)

        def combine(a: Numbers, b: Numbers) -> Numbers:
            [result] = region(machine, (a, b))
            return with_poison(result, np.zeros(1, bool))

        lane, position = np.arange(machine.lanes), machine.flat_id // stride % count
        scanned = _prefixes(machine, value, position, count, stride, combine)
        total = _taken(machine, scanned, lane + (count - 1 - position) * stride)
        if inclusive:
            return scanned, total
        if machine.plane is None:
            _check_identity(machine, op, identity[0], scanned, combine)
        before = _taken(machine, scanned, np.maximum(lane - stride, 0))
        return _chosen(position == 0, identity[0], before), total

    return run


def _prefixes(machine: Machine, value: Numbers, position: Array, count: int, stride: int, combine: Combine) -> Numbers:
    """In each lane the values of its cluster up to its own, combined."""
    by = 1
    while by < count:
        first = _taken(machine, value, np.maximum(np.arange(machine.lanes) - by * stride, 0))
        value = _chosen(position < by, value, combine(first, value))
        by *= 2
    return value


def _taken(machine: Machine, value: Numbers, lane: Array) -> Numbers:
    """In each lane what another one has."""
    elements, poison = (machine.axis.by_lane(one)[lane] for one in (strip(value), poison_of(value)))
    return with_poison(elements, poison)


def _chosen(first: Array, a: Numbers, b: Numbers) -> Numbers:
    """`a` in the lanes that `first` names, `b` in the others."""
    return with_poison(np.where(first, strip(a), strip(b)), np.where(first, poison_of(a), poison_of(b)))


def _check_identity(machine: Machine, op: Op, identity: Numbers, scanned: Numbers, combine: Combine) -> None:
    """Raises Fault if it changes what it is combined with: lowered, it is not combined with anything."""
    found = combine(identity, scanned)
    got, own = strip(found), strip(scanned)
    same = (got == own) | ((got != got) & (own != own)) | poison_of(found)

    def text(lanes: FaultyLanes) -> str:
        return f"the identity changes what it is combined with in {lanes}"

    raise_where(machine, op, ~same, text, kind="assumption")
