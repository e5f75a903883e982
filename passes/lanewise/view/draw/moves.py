"""Which elements of a vector change hands between two layouts."""

from __future__ import annotations

import math
from dataclasses import replace
from enum import Enum

from lanewise.layout import LayoutError, NestedLayout
from lanewise.view.draw.cells import Coordinate, Limits, Table, register, table, wanted
from lanewise.view.draw.holders import holders, implies


class Move(Enum):
    """What happens to an element; the value is its mark in text."""

    STAYS = ""
    REGISTER = "'"  # within each lane, to another register
    LANE = "*"  # some lane that holds it afterwards did not hold it before, or nobody did, or nobody does


def moves(before: Table, after: Table) -> dict[Coordinate, Move]:
    """Of each element that both show; both must have looked at the same lanes. In doubt an element moves."""
    return {
        cell.at: _move(before.layout, after.layout, cell.at, before.subgroups, before.lanes) for cell in before.cells
    }


def tables(before: NestedLayout, after: NestedLayout, limits: Limits) -> tuple[Table, Table]:
    """Both layouts on the same lanes: those given, else as many as it takes until both repeat. Raises LayoutError."""
    if before.shape != after.shape:
        raise LayoutError(f"the layouts are of different vectors: {list(before.shape)} and {list(after.shape)}")
    lanes = math.lcm(before.lanes, after.lanes) if limits.lanes is None else limits.lanes
    subgroups = math.lcm(before.subgroups, after.subgroups) if limits.subgroups is None else limits.subgroups
    limits = replace(limits, lanes=lanes, subgroups=subgroups)
    return table(before, limits), table(after, limits)


def _move(before: NestedLayout, after: NestedLayout, at: Coordinate, subgroups: int, lanes: int) -> Move:
    old, new = wanted(before, at), wanted(after, at)
    limits = (subgroups, lanes)
    had, has = (all(holders(one, limit).count != 0 for one, limit in zip(w, limits, strict=True)) for w in (old, new))
    if not had and not has:
        return Move.STAYS
    if had != has or not all(map(implies, new, old, limits)):
        return Move.LANE
    return Move.STAYS if register(before, at) == register(after, at) else Move.REGISTER
