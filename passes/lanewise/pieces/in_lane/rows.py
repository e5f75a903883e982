"""A piece read row by row along one dimension: runs of neighbours, between which lie those of other threads."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lanewise.layout import NestedLayout


@dataclass(frozen=True)
class Rows:
    """A piece read as rows..., of runs: the order of its dimensions, and the axis along which runs lie."""

    rows: int
    length: int
    order: tuple[int, ...]
    shape: tuple[int, ...]
    axis: int

    @property
    def row(self) -> tuple[int, ...]:
        return (self.rows,) if self.rows > 1 else ()

    @staticmethod
    def of(layout: NestedLayout, dim: int) -> Rows:
        """Without threads between them, batch, outer and element count on as one run.

        A run stays where its first digit of more than one value is, so that as few registers as possible are renamed.
        """
        piece, rank = layout.piece, layout.rank
        mine = [dim, rank + dim, 2 * rank + dim]
        start = 0 if layout.thread_tile[dim] == 1 else 2
        rows, along = mine[:start], mine[start:]
        home = next((axis for axis in along if piece[axis] > 1), along[-1])
        front = [axis for axis in range(home) if axis not in mine]
        back = [axis for axis in range(home, 3 * rank) if axis not in mine]
        count, length = (math.prod(piece[axis] for axis in axes) for axes in (rows, along))
        row = (count,) if count > 1 else ()
        shape = (*row, *(piece[axis] for axis in front), length, *(piece[axis] for axis in back))
        return Rows(count, length, (*rows, *front, *along, *back), shape, len(row) + len(front))


def batch(count: int) -> NestedLayout:
    """Each lane holds a batch of that many."""
    one, zero = (1,), (0,)
    return NestedLayout(one, (count,), one, one, one, zero, zero)
