"""Of many workgroups, which run again with shadows, and which others lie further apart than these.

All workgroups run one program. Some of them, evenly chosen, show by their shadows whether two programs agree, and so
how far apart rounding puts the numbers of programs that do; where others lie further apart they run with shadows, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from lanewise.sim.judge.outputs import Output
from lanewise.sim.judge.runner import Result
from lanewise.sim.values.types import Array

MOST = 8
"""Workgroups that run with shadows at a time."""

FURTHER = 1.5
"""How many times as far apart as in any of those other workgroups may lie."""


@dataclass(frozen=True, slots=True)
class Apart:
    """How far two programs lie apart in one buffer, by workgroup: in units of the root mean square of what A left
    there, of all elements that differ together, and of the one that differs most."""

    groups: Array
    together: Array
    most: Array

    @staticmethod
    def of(a: Output, b: Output) -> Apart:
        a, b = a.beside(b), b.beside(a)
        left = (a.stored | b.stored) & a.written & b.written
        groups, which = np.unique(np.where(b.stored, b.group, a.group)[left], return_inverse=True)
        one, other = a.data[left].astype(np.float64), b.data[left].astype(np.float64)
        same = (one == other) | (np.isnan(one) & np.isnan(other))
        with np.errstate(all="ignore"):
            distance = np.where(same, 0.0, np.abs(one - other))
            # What is no number in one of them only is as far apart as can be.
            distance = np.where(np.isnan(distance), np.inf, distance)
            size = np.sqrt(np.bincount(which, np.where(np.isfinite(one), one, 0.0) ** 2) / np.bincount(which))
            total = np.sqrt(np.bincount(which, distance**2) / np.bincount(which))
        farthest = np.zeros(len(groups))
        np.maximum.at(farthest, which, distance)
        unit = np.where(size > 0, size, 1.0)
        differ = farthest > 0
        return Apart(groups[differ], (total / unit)[differ], (farthest / unit)[differ])


class Sample:
    """The workgroups of two results of which some are to run with shadows."""

    def __init__(self, a: Result, b: Result) -> None:
        self._apart = list(_floats(a, b))
        every = np.unique(np.concatenate([one.groups for one in self._apart]))
        # None where what differs is only whether there is a number.
        at = np.unique(np.linspace(0, len(every) - 1, min(MOST, len(every))).round().astype(int))
        self.chosen: list[int] = every[at].tolist()

    def further(self) -> list[int]:
        """Of the others those that lie further apart than any chosen one, the farthest first, at most MOST."""
        worst: dict[int, float] = {}
        for one in self._apart:
            known = np.isin(one.groups, self.chosen)
            for distance in (one.together, one.most):
                limit = FURTHER * float(distance[known].max(initial=0.0))
                for at in np.flatnonzero(~known & (distance > limit)):
                    excess = float(distance[at] / limit) if limit else np.inf
                    group = int(one.groups[at])
                    worst[group] = max(worst.get(group, 0.0), excess)
        return sorted(worst, key=lambda group: -worst[group])[:MOST]


def _floats(a: Result, b: Result) -> Iterator[Apart]:
    for name, one in a.outputs.items():
        other = b.outputs.get(name)
        if other is not None and one.element == other.element and one.element.is_float and one.size == other.size:
            yield Apart.of(one, other)
