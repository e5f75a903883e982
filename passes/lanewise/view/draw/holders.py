"""Who has given digits: the lanes t with (t / stride) % size == digit in each dimension, found without trying all.

With thread_tile = [4, 2] and thread_strides = [1, 8], of 16 lanes:

    digits   congruences                   lanes
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


class Congruence(NamedTuple):
    """(t / stride) % size == digit."""

    stride: int
    size: int
    digit: int

    def next(self, lane: int) -> int:
        """The first lane from `lane` on that fulfils it."""
        turn = lane // self.stride
        ahead = (self.digit - turn) % self.size
        return (turn + ahead) * self.stride if ahead else lane

    def follows_from(self, others: Sequence[Congruence]) -> bool:
        """At once; other congruences together may still imply it."""
        return any(
            other.stride == self.stride and other.size % self.size == 0 and other.digit % self.size == self.digit
            for other in others
        )


@dataclass(frozen=True, slots=True)
class Holders:
    """Of the lanes from 0 up to a limit."""

    first: int | None  # None beside a count of 0: nobody; beside None: not found out
    count: int | None  # None: not found out


Congruences = tuple[Congruence, ...]
"""At most one for each stride, the greatest first, so that a jump for one seldom undoes that for another."""


def congruences(digits: Sequence[int], tile: Sequence[int], strides: Sequence[int]) -> Congruences | None:
    """None if no number can fulfil them all."""
    found: dict[int, Congruence] = {}
    for digit, size, stride in zip(digits, tile, strides, strict=True):
        if size == 1:
            continue
        if stride == 0:
            if digit != 0:
                return None
            continue
        one = Congruence(stride, size, digit)
        both = _both(found[stride], one) if stride in found else one
        if both is None:
            return None
        found[stride] = both
    return tuple(found[stride] for stride in sorted(found, reverse=True))


@lru_cache(maxsize=1 << 13)
def holders(wanted: Congruences | None, limit: int) -> Holders:
    if wanted is None:
        return Holders(None, 0)
    try:
        first = next(_runs(wanted, limit), None)
    except Undecided:
        return Holders(None, None)
    return Holders(None, 0) if first is None else Holders(first[0], _count(wanted, limit))


@lru_cache(maxsize=1 << 13)
def implies(wanted: Congruences | None, implied: Congruences | None, limit: int) -> bool:
    """Whoever below `limit` fulfils all of `wanted` fulfils all of `implied`. False when in doubt."""
    if wanted is None or implied is None:
        return holders(wanted, limit).count == 0
    open_ones = [one for one in implied if not one.follows_from(wanted)]
    try:
        return not open_ones or all(
            one.next(start) == start and one.next(start + size - 1) == start + size - 1 and size <= one.stride
            for start, size in _runs(wanted, limit)
            for one in open_ones
        )
    except Undecided:
        return False


def _both(one: Congruence, other: Congruence) -> Congruence | None:
    """Two congruences of equal stride as one (Chinese remainder theorem)."""
    shared = math.gcd(one.size, other.size)
    if (other.digit - one.digit) % shared:
        return None
    rest = other.size // shared
    turns = (other.digit - one.digit) // shared * pow(one.size // shared, -1, rest) % rest
    return Congruence(one.stride, one.size * rest, one.digit + one.size * turns)


def _runs(wanted: Congruences, limit: int) -> Iterator[tuple[int, int]]:
    """(first, number) of neighbouring lanes below `limit` that fulfil all congruences. Raises Undecided."""
    lane = 0
    for _ in range(MAX_STEPS):
        if lane >= limit:
            return
        ahead = next((to for one in wanted if (to := one.next(lane)) != lane), lane)
        if ahead == lane:
            ahead = min([limit, *((lane // one.stride + 1) * one.stride for one in wanted)])
            yield lane, ahead - lane
        lane = ahead
    if lane < limit:
        raise Undecided


def _count(wanted: Congruences, limit: int) -> int | None:
    if all(slow.stride % (fast.stride * fast.size) == 0 for slow, fast in pairwise(wanted)):
        return _count_nested(wanted, limit)
    try:
        return sum(size for _, size in _runs(wanted, limit))
    except Undecided:
        return None


def _count_nested(wanted: Congruences, limit: int) -> int:
    """Of congruences each of which stands still while the faster ones come round.

    Within one stride of a congruence, every combination of faster digits turns up equally often.
    """
    number = 0
    combinations = math.prod(one.size for one in wanted)
    for one in wanted:
        combinations //= one.size
        rounds, rest = divmod(limit, one.stride * one.size)
        number += rounds * (one.stride // combinations)
        limit = min(max(rest - one.stride * one.digit, 0), one.stride)
    return number + limit
