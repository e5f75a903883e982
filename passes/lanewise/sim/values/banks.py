"""Bank conflicts in workgroup memory: 32 banks of 4 bytes, each of which serves one word at a time."""

from __future__ import annotations

import numpy as np

from lanewise.sim.values.types import Array

BANKS, WORD = 32, 4
WIDEST = 4
"""Words that a lane moves at once, at most (16 bytes)."""


def bank_conflicts(address: Array, lane: Array, itemsize: int, subgroup_size: int) -> int:
    """Cycles lost to conflicts by one access: for each round of 32 words, what the busiest bank serves beyond one.

    `address` counts elements, `lane` says whose each is. A lane's neighbouring words move together, up to four, and
    so few lanes are served in a round that it has 32 words; scattered words move one by one. Lanes that read one word
    share it. A uniform access has no conflicts.
    """
    if not len(address) or lane[0] < 0:
        return 0
    lost = 0
    words = np.unique(np.stack([lane, address * itemsize // WORD], axis=1), axis=0)
    for subgroup in np.unique(words[:, 0] // subgroup_size):
        mine = words[words[:, 0] // subgroup_size == subgroup]
        starts = np.flatnonzero(np.diff(mine[:, 0], prepend=-1))
        nth = np.arange(len(mine)) - np.repeat(starts, np.diff(np.append(starts, len(mine))))
        width = _width(mine, nth)
        lane_of_round = (mine[:, 0] % subgroup_size) // (BANKS // width)
        for round_ in np.unique(np.stack([nth // width, lane_of_round], axis=1), axis=0):
            together = np.unique(mine[(nth // width == round_[0]) & (lane_of_round == round_[1]), 1])
            lost += int(np.bincount(together % BANKS).max()) - 1
    return lost


def _width(words: Array, nth: Array) -> int:
    """How many neighbouring words every lane moves at once: 4, 2 or 1."""
    first = words[nth == 0]
    for width in (WIDEST, 2):
        counts = np.bincount(words[:, 0])
        even = (counts[counts > 0] % width == 0).all()
        aligned = (first[:, 1] % width == 0).all()
        inner = nth % width != 0
        neighbours = (words[1:, 1][inner[1:]] == words[:-1, 1][inner[1:]] + 1).all()
        if even and aligned and neighbours:
            return width
    return 1
