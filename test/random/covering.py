"""Random layouts that a workgroup can hold: every element belongs to a lane, some to several."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from layouts import TILES, RandomLayout, prime_factors

SUBGROUP, BATCH, OUTER, THREAD, ELEMENT = range(len(TILES))
# How often a factor goes to each level. Threads and subgroups take no more than there are.
WEIGHTS = (2, 2, 1, 5, 3)
# Share of layouts whose thread tiles may span the whole workgroup.
SPANNING = 0.12


@dataclass(frozen=True, slots=True)
class Workgroup:
    """Lanes along x, y and z; `lanes` is a multiple of the lanes of a subgroup, or less than those."""

    block: tuple[int, ...]
    subgroup_size: int

    @property
    def lanes(self) -> int:
        return math.prod(self.block)

    @property
    def subgroups(self) -> int:
        return -(-self.lanes // self.subgroup_size)


def random_workgroup(rng: random.Random) -> Workgroup:
    subgroup_size = rng.choice((32, 64))
    lanes = subgroup_size * rng.choice((1, 1, 1, 2, 2, 3, 4, 8))
    if rng.random() < 0.03:
        lanes = rng.choice((1, 8, 24))
    block = [lanes]
    while len(block) < 3 and rng.random() < 0.3:
        factor = rng.choice([factor for factor in (1, 2, 4, 16) if block[-1] % factor == 0])
        block[-1:] = [block[-1] // factor, factor]
    return Workgroup(tuple(block), subgroup_size)


def covering_layout(rng: random.Random, shape: tuple[int, ...], group: Workgroup) -> RandomLayout:
    """Thread tiles may span the whole workgroup, strides leave gaps."""
    whole = group.subgroups > 1 and rng.random() < SPANNING
    room = {THREAD: group.lanes if whole else min(group.lanes, group.subgroup_size), SUBGROUP: group.subgroups}
    if whole:
        room[SUBGROUP] = 1
    tiles = [[1] * len(shape) for _ in TILES]
    for dim, size in enumerate(shape):
        for prime in prime_factors(size):
            level = rng.choices(range(len(TILES)), WEIGHTS)[0]
            if level in room and math.prod(tiles[level]) * prime > room[level]:
                level = rng.choice((BATCH, ELEMENT))
            tiles[level][dim] *= prime
    strides = [strides_within(rng, tiles[level], room[level]) for level in (SUBGROUP, THREAD)]
    if not fits(tiles[THREAD], strides[1], group.subgroup_size) and rng.random() < 0.95:
        return covering_layout(rng, shape, group)
    return RandomLayout(tuple(tuple(entries) for entries in tiles + strides))


def fits(tiles: list[int], strides: list[int], size: int) -> bool:
    """Whether lanes that count through the whole workgroup do as well within subgroups, dimension by dimension."""
    ends = [tile * stride for tile, stride in zip(tiles, strides, strict=True) if tile > 1]
    return max(ends, default=1) <= size or all(end >= size or size % end == 0 for end in ends)


def strides_within(rng: random.Random, tiles: list[int], room: int) -> list[int]:
    """Digits of a number below `room`, in any order; what room is left may come as gaps between them."""
    strides = [0] * len(tiles)
    order = [dim for dim, tile in enumerate(tiles) if tile > 1]
    rng.shuffle(order)
    left = room // math.prod(tiles)
    loc = 1
    for dim in order:
        gap = rng.choice([gap for gap in (1, 1, 1, 1, 2, 3, 4) if gap <= left])
        left //= gap
        strides[dim] = loc * gap
        loc = strides[dim] * tiles[dim]
    if len(order) == 2 and rng.random() < 0.01:
        return coprime_strides(tiles, order, room) or strides
    return strides


def coprime_strides(tiles: list[int], order: list[int], room: int) -> list[int] | None:
    """Both digits from the same place: they tell lanes apart where their sizes share no factor."""
    if math.gcd(*(tiles[dim] for dim in order)) > 1 or math.prod(tiles) > room:
        return None
    return [1 if dim in order else 0 for dim in range(len(tiles))]
