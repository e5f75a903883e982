"""Who accessed the elements of a buffer since the last barrier."""

from __future__ import annotations

import numpy as np

from lanewise.sim.values.pages import Pages
from lanewise.sim.values.types import Array

# Who accessed an element, where it is not one lane: nobody, several lanes, or all of them in one uniform access.
NOBODY, SEVERAL, ALL = -1, -2, -3

# Which workgroup accessed an element, where that is several that run together.
MANY = -2

OP_BITS = 20
"""A stamp is the epoch of an access, counted by barriers, then in so many bits the number of its op."""


class AccessLog:
    """For each element of a buffer the accesses of one kind since the last barrier: which lane came first, by which op.

    Another lane that came later is kept too, so that whoever accesses the element next, there is one to name that is
    not itself. Workgroups are told apart where no barrier orders them.
    """

    def __init__(self, pages: Pages, kind: str) -> None:
        self._pages = pages
        self._kind = kind
        # The last epoch of which there is a record; below 0 none.
        self.latest = -1

    def __bool__(self) -> bool:
        """Whether there is any record."""
        return self.latest >= 0

    @property
    def stamp(self) -> Array:
        return self._pages.column(f"{self._kind} stamp", np.int64, -1)

    @property
    def lane(self) -> Array:
        return self._pages.column(f"{self._kind} lane", np.int32, NOBODY)

    @property
    def group(self) -> Array:
        return self._pages.column(f"{self._kind} group", np.int32, NOBODY)

    @property
    def other(self) -> Array:
        return self._pages.column(f"{self._kind} other", np.int32, NOBODY)

    @property
    def other_op(self) -> Array:
        return self._pages.column(f"{self._kind} other_op", np.int32, -1)

    @property
    def has_others(self) -> bool:
        """Whether of any element there is another lane that came later."""
        return f"{self._kind} other" in self._pages

    def alone(self, places: Array) -> Array:
        """Of which elements there is none."""
        return self.other[places] == NOBODY if self.has_others else np.ones(len(places), bool)

    def op(self, place: int) -> int:
        """The number of the op that came first."""
        return int(self.stamp[place]) & ((1 << OP_BITS) - 1)

    def forget(self) -> None:
        for name in ("stamp", "lane", "group", "other", "other_op"):
            self._pages.drop(f"{self._kind} {name}")
        self.latest = -1

    def accessors(self, places: Array) -> tuple[Array, Array, Array]:
        """Who accessed elements last: a lane, or one of NOBODY, SEVERAL and ALL; which workgroup; the op's number."""
        if not self:
            nobody = np.full(len(places), NOBODY)
            return nobody, nobody, nobody
        stamp, lane = self.stamp[places], self.lane[places]
        ops = np.where(stamp < 0, -1, stamp & ((1 << OP_BITS) - 1))
        return np.where(self.alone(places), lane, SEVERAL), self.group[places], ops


def stamp(epoch: int, op: int) -> int:
    return (epoch << OP_BITS) | op


def lane_text(lane: int) -> str:
    """`lane 3`, `several lanes` or `every lane`."""
    return {ALL: "every lane", SEVERAL: "several lanes"}.get(lane, f"lane {lane}")
