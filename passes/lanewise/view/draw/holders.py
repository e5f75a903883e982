"""Who has given digits: the lanes t with (t / stride) % size == digit in each dimension, found without trying all.

With thread_tile = [4, 2] and thread_strides = [1, 8], of 16 lanes:

    digits   wishes                        lanes
    (3, 0)   t % 4 = 3, (t / 8) % 2 = 0    3, 7
    (3, 1)   t % 4 = 3, (t / 8) % 2 = 1    11, 15
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

MAX_STEPS = 512
"""How far a search goes where strides overlap without order (a third of a millisecond); beyond, it is in doubt."""


class Undecided(Exception):
    """A search took more than MAX_STEPS."""


class Wish(NamedTuple):
    """(t / stride) % size == digit."""

    stride: int
    size: int
    digit: int

    def next(self, lane: int) -> int:
        """The first lane from `lane` on that fulfils it."""
        turn = lane // self.stride
        ahead = (self.digit - turn) % self.size
        return (turn + ahead) * self.stride if ahead else lane

    def follows_from(self, others: Sequence[Wish]) -> bool:
        """At once; other wishes together may still imply it."""
        return any(
            other.stride == self.stride and other.size % self.size == 0 and other.digit % self.size == self.digit
            for other in others
        )


@dataclass(frozen=True, slots=True)
class Holders:
    """Of the lanes from 0 up to a limit."""

    first: int | None  # None beside a count of 0: nobody; beside None: not found out
    count: int | None  # None: not found out


Wishes = tuple[Wish, ...]
"""At most one for each stride, the greatest first, so that a jump for one seldom undoes that for another."""


def wishes(digits: Sequence[int], tile: Sequence[int], strides: Sequence[int]) -> Wishes | None:
    """None if no number can fulfil them all."""
    found: dict[int, Wish] = {}
    for digit, size, stride in zip(digits, tile, strides, strict=True):
        if size == 1:
            continue
        if stride == 0:
            if digit != 0:
                return None
            continue
        wish = Wish(stride, size, digit)
        both = _both(found[stride], wish) if stride in found else wish
        if both is None:
            return None
        found[stride] = both
    return tuple(found[stride] for stride in sorted(found, reverse=True))


@lru_cache(maxsize=1 << 13)
def holders(wanted: Wishes | None, limit: int) -> Holders:
    if wanted is None:
        return Holders(None, 0)
    try:
        first = next(_runs(wanted, limit), None)
    except Undecided:
        return Holders(None, None)
    return Holders(None, 0) if first is None else Holders(first[0], _count(wanted, limit))


@lru_cache(maxsize=1 << 13)
def implies(wanted: Wishes | None, implied: Wishes | None, limit: int) -> bool:
    """Whoever below `limit` fulfils all of `wanted` fulfils all of `implied`. False when in doubt."""
    if wanted is None or implied is None:
        return holders(wanted, limit).count == 0
    open_wishes = [wish for wish in implied if not wish.follows_from(wanted)]
    try:
        return not open_wishes or all(
            wish.next(start) == start and wish.next(start + size - 1) == start + size - 1 and size <= wish.stride
            for start, size in _runs(wanted, limit)
            for wish in open_wishes
        )
    except Undecided:
        return False


def _both(one: Wish, other: Wish) -> Wish | None:
    """Two wishes of equal stride as one (Chinese remainder theorem)."""
    shared = math.gcd(one.size, other.size)
    if (other.digit - one.digit) % shared:
        return None
    rest = other.size // shared
    turns = (other.digit - one.digit) // shared * pow(one.size // shared, -1, rest) % rest
    return Wish(one.stride, one.size * rest, one.digit + one.size * turns)


def _runs(wanted: Wishes, limit: int) -> Iterator[tuple[int, int]]:
    """(first, number) of neighbouring lanes below `limit` that fulfil all wishes. Raises Undecided."""
    lane = 0
    for _ in range(MAX_STEPS):
        if lane >= limit:
            return
        ahead = next((to for wish in wanted if (to := wish.next(lane)) != lane), lane)
        if ahead == lane:
            ahead = min([limit, *((lane // wish.stride + 1) * wish.stride for wish in wanted)])
            yield lane, ahead - lane
        lane = ahead
    if lane < limit:
        raise Undecided


def _count(wanted: Wishes, limit: int) -> int | None:
    if all(slow.stride % (fast.stride * fast.size) == 0 for slow, fast in pairwise(wanted)):
        return _count_nested(wanted, limit)
    try:
        return sum(size for _, size in _runs(wanted, limit))
    except Undecided:
        return None


def _count_nested(wanted: Wishes, limit: int) -> int:
    """Of wishes each of which stands still while the faster ones come round.

    Within one stride of a wish, every combination of faster digits turns up equally often.
    """
    number = 0
    combinations = math.prod(wish.size for wish in wanted)
    for wish in wanted:
        combinations //= wish.size
        rounds, rest = divmod(limit, wish.stride * wish.size)
        number += rounds * (wish.stride // combinations)
        limit = min(max(rest - wish.stride * wish.digit, 0), wish.stride)
    return number + limit
