"""Layouts read as digits of an element's row-major number, for vectors that are read in another shape."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

LIMIT = 2**63
"""Sizes and strides are 64-bit signed integers in the attribute."""

Row = tuple[int, ...]

LEVELS = ((4, None), (3, 6), (2, None), (1, None), (0, 5))
"""The digits of a dimension from the innermost outward: rows of FIELDS that hold its tile and its stride."""


class Digit(NamedTuple):
    """A digit of more than one value of an element's row-major number."""

    level: int  # index into LEVELS
    size: int
    stride: int  # 0 for a digit that one lane holds all values of


def all_digits(rows: Sequence[Row]) -> list[Digit]:
    """Every such digit, outermost first."""
    return [
        Digit(level, rows[tile][dim], 0 if strides is None else rows[strides][dim])
        for dim in range(len(rows[0]))
        for level, (tile, strides) in reversed(tuple(enumerate(LEVELS)))
        if rows[tile][dim] > 1
    ]


def take(digits: list[Digit], size: int) -> list[int] | None:
    """Pop the innermost digits that make up a dimension of `size`; its entries in the order of FIELDS, or None."""
    column = [1, 1, 1, 1, 1, 0, 0]
    while size > 1:
        level, available, stride = digits.pop()
        taken = math.gcd(available, size)
        if taken != min(available, size):
            return None
        tile, strides = LEVELS[level]
        if strides is not None:
            # A stride of 0 merges with any that follows: so the oracle has it.
            if column[strides] and column[strides] * column[tile] != stride:
                return None
            column[strides] = column[strides] or stride
        column[tile] *= taken
        size //= taken
        if taken < available:
            if stride * taken >= LIMIT:
                return None
            digits.append(Digit(level, available // taken, stride * taken))
    return column
