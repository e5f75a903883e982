"""Who accessed the elements of a buffer since the last barrier."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lanewise.sim.values.types import Array

# Who accessed an element, where it is not one lane: nobody, several lanes, or all of them in one uniform access.
NOBODY, SEVERAL, ALL = -1, -2, -3


@dataclass(slots=True, eq=False)
class AccessLog:
    """For each element of a buffer the accesses of one kind since the last barrier: which lane came first, by which op.

    `op` and `other_op` are numbers of the machine's, `group` is that of a workgroup.
    Barriers count epochs. Another lane that came later is kept too, so that whoever accesses the element next, there is
    one to name that is not itself.
    """

    epoch: Array
    lane: Array
    group: Array
    op: Array
    other: Array
    other_op: Array

    @staticmethod
    def none(count: int) -> AccessLog:
        return AccessLog(*(np.full(count, start, np.int64) for start in (-1, NOBODY, NOBODY, -1, NOBODY, -1)))

    def lanes(self) -> Array:
        """Who accessed each element: a lane, or one of NOBODY, SEVERAL and ALL."""
        return np.where(self.other == NOBODY, self.lane, SEVERAL)


def lane_text(lane: int) -> str:
    """`lane 3`, `several lanes` or `every lane`."""
    return {ALL: "every lane", SEVERAL: "several lanes"}.get(lane, f"lane {lane}")
