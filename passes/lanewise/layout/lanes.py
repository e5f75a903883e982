"""What lanes make of thread tiles and strides (and subgroups of theirs): who has which digit, and are all had."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

MAX_ENUMERATED = 1 << 14
"""How many lanes are looked at one by one when arithmetic does not settle what they hold (a few milliseconds)."""

CACHED = 1 << 12
"""Answers that each memoised function keeps: a program has tens of layouts, a process sees any number of programs."""

Row = tuple[int, ...]


class LaneDigit(NamedTuple):
    """A digit of a lane's number (or a subgroup's): (lane / stride) % size; of a stride of 0 it is always 0."""

    stride: int
    size: int


Digits = tuple[LaneDigit, ...]
"""Of all dimensions that lanes spread, those of more than one value; smallest stride first."""


class Coverage(NamedTuple):
    """What the lanes 0, 1, ... make of their digits, up to where they repeat."""

    surjective: bool  # every combination of digits belongs to some lane
    injective: bool  # to at most one lane


def digits_of(tile: Row, strides: Row) -> Digits:
    return tuple(sorted(LaneDigit(*digit) for digit in zip(strides, tile, strict=True) if digit[1] > 1))


def period(digits: Digits) -> int:
    """The number of lanes after which all digits have come round; a stride of 0 stands still."""
    return math.lcm(*(stride * size for stride, size in digits if stride))


def position(number: int, tile: Row, strides: Row) -> Row:
    """The digit of lane (or subgroup) `number` in each dimension."""
    return tuple(number // stride % size if stride else 0 for stride, size in zip(strides, tile, strict=True))


@lru_cache(CACHED)
def coverage(digits: Digits) -> Coverage:
    """Split slow digits from fast ones where it can be done without looking at lanes, and judge each part.

    Let the fast digits repeat after p lanes and let g divide every slow stride. The slow ones stand still for g lanes
    at a time, so if g >= p all fast combinations turn up beside each slow one: both parts must be surjective. With
    g > p some turn up twice.
    """
    moving = tuple(digit for digit in digits if digit.stride)
    surjective, injective = moving == digits, True
    start, fast_period = 0, 1
    for end in range(1, len(moving) + 1):
        step = math.gcd(*(stride for stride, _ in moving[end:]))
        if end < len(moving) and step < period(moving[start:end]):
            continue
        unit = math.gcd(*(stride for stride, _ in moving[start:]))
        part = _judge(tuple(LaneDigit(stride // unit, size) for stride, size in moving[start:end]))
        surjective = surjective and part.surjective
        injective = injective and part.injective and unit == fast_period
        start, fast_period = end, period(moving[start:end])
    return Coverage(surjective, injective)


def _judge(digits: Digits) -> Coverage:
    repeats, combinations = period(digits), math.prod(size for _, size in digits)
    if all(stride == 1 for stride, _ in digits):
        # Remainders of one number: by the Chinese remainder theorem each lane of a period has its own.
        return Coverage(repeats == combinations, True)
    if repeats > MAX_ENUMERATED:
        return Coverage(False, False)
    found = len({tuple(lane // stride % size for stride, size in digits) for lane in range(repeats)})
    return Coverage(found == combinations, found == repeats)
