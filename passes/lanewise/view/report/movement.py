"""How far a conversion moves elements: between registers of a lane, lanes of a subgroup, or subgroups."""

from __future__ import annotations

import math

from lanewise.layout import NestedLayout
from lanewise.layout.lanes import position

REGISTERS, SUBGROUP, WORKGROUP = "in registers", "within a subgroup", "across subgroups"

MOVEMENTS = (REGISTERS, SUBGROUP, WORKGROUP)
"""The cheapest first."""

MAX_SUBGROUPS = 1 << 12
"""More than a workgroup can have; layouts whose subgroups repeat later are strange enough to be in doubt."""


def movement(has: NestedLayout, wants: NestedLayout) -> str:
    """What a conversion from `has` to `wants` takes; where it is in doubt, the dearer."""
    if has.same_elements_per_lane(wants):
        return REGISTERS
    subgroups = math.lcm(has.subgroups, wants.subgroups)
    if has.shape != wants.shape or subgroups > MAX_SUBGROUPS or not has.is_surjective():
        return WORKGROUP
    return SUBGROUP if all(_has_all(has, wants, number) for number in range(subgroups)) else WORKGROUP


def _has_all(has: NestedLayout, wants: NestedLayout, subgroup: int) -> bool:
    """Whether the lanes of a subgroup together hold already what they are to hold.

    The subgroup is the outermost digit of every dimension, so a subgroup holds one box of the vector.
    """
    before, after = _box(has, subgroup), _box(wants, subgroup)
    return all(old[0] <= new[0] and new[1] <= old[1] for old, new in zip(before, after, strict=True))


def _box(layout: NestedLayout, subgroup: int) -> list[tuple[int, int]]:
    digits = position(subgroup, layout.subgroup_tile, layout.subgroup_strides)
    extents = [size // tile for size, tile in zip(layout.shape, layout.subgroup_tile, strict=True)]
    return [(digit * extent, (digit + 1) * extent) for digit, extent in zip(digits, extents, strict=True)]
