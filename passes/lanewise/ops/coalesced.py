"""A layout for what moves between a vector and memory, where nobody says one: neighbours go to neighbouring lanes.

A lane moves at most 16 bytes at a time, 8 elements of f16. With so many to each, a read of 16x16 elements would leave
half of 64 lanes idle, so each takes 4:

    thread_tile = [16, 4], element_tile = [1, 4], thread_strides = [4, 1]
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from lanewise.layout import NestedLayout
from lanewise.mlir import launch
from lanewise.mlir.attributes import width_of
from lanewise.mlir.host import ir
from lanewise.ops.maps import dims
from lanewise.rules import RULES, Node

MAX_ACCESS = 128
"""Bits that one lane moves at a time: what GPUs of both vendors can."""


def coalesced(node: Node, value: ir.Value) -> NestedLayout | None:
    """Of a vector that `node` reads, by the lanes that the function around says. None where it says none."""
    lanes = _lanes(node)
    type_ = value.type
    width = width_of(type_.element_type)
    if lanes is None or width is None or not type_.shape:
        return None
    return distributed(type_.shape, _fastest_first(value), max(1, MAX_ACCESS // width), *lanes)


def distributed(
    shape: Sequence[int], fastest_first: Sequence[int], most: int, lanes: int, subgroup_size: int
) -> NestedLayout:
    """Elements of the fastest dimension, at most `most`, to each lane; then lanes, fastest dimension first; the rest in
    turns. What lies across the lanes of a subgroup divides it, so that digits of a lane's number can tell it."""
    rank, fastest = len(shape), fastest_first[0]
    share = max(1, math.prod(shape) // lanes)
    element, thread, strides = [1] * rank, [1] * rank, [0] * rank
    while element[fastest] * 2 <= min(most, share) and shape[fastest] % (element[fastest] * 2) == 0:
        element[fastest] *= 2
    within, beyond, stride = math.gcd(subgroup_size, lanes), lanes // math.gcd(subgroup_size, lanes), 1
    for dim in fastest_first:
        left = shape[dim] // element[dim]
        taken = math.gcd(left, within)
        within //= taken
        if within == 1:
            further = math.gcd(left // taken, beyond)
            beyond //= further
            taken *= further
        thread[dim], strides[dim] = taken, stride
        stride *= taken
    batch = [size // own // across for size, own, across in zip(shape, element, thread, strict=True)]
    one, zero = [1] * rank, [0] * rank
    return NestedLayout(*map(tuple, (one, batch, one, thread, element, zero, strides)))


def _fastest_first(value: ir.Value) -> list[int]:
    """The dimensions of a vector, first the one along which memory runs, as far as its op says."""
    rank = len(value.type.shape)
    owner = value.owner
    while not isinstance(owner, ir.Block) and owner.operation.name in RULES:
        operands = owner.operation.operands
        if not RULES[owner.operation.name].same_layout or not isinstance(operands[0].type, ir.VectorType):
            break
        owner = operands[0].owner
    if not isinstance(owner, ir.Block) and owner.operation.name == "vector.transfer_read":
        named = dims(owner.operation.attributes["permutation_map"])
        runs = [-1 if dim is None else dim for dim in named]
        return sorted(range(rank), key=runs.__getitem__, reverse=True)
    return list(range(rank))[::-1]


def _lanes(node: Node) -> tuple[int, int] | None:
    """The lanes of a workgroup and of a subgroup, as attributes of an op around say."""
    above = node.parent
    while above is not None:
        workgroup, subgroup = launch.workgroup_sizes(above.op), launch.subgroup_sizes(above.op)
        if workgroup and subgroup:
            lanes, size = math.prod(next(iter(workgroup.values()))), next(iter(subgroup.values()))[0]
            return (lanes, size) if lanes > 0 and size > 0 else None
        above = above.parent
    return None
