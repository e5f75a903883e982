"""What a kernel is given: buffers and push constants, the same for every program that runs with one seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np

from lanewise.sim.values import types
from lanewise.sim.values.types import Array

ARGUMENT, BINDING, CONSTANT, SIZE, SYMBOL = "argument", "binding", "constant", "size", "symbol"

Contents = Callable[[int, int], Array]
"""(the number of the first element, how many) -> what a buffer holds there at the start."""

Range = tuple[float, float]
"""The least and the greatest number."""


@dataclass(slots=True)
class Inputs:
    """Seeded values, and those that the user gave. What is seeded goes by seed, kind and number, not by the program."""

    seed: int = 0
    arrays: Mapping[int, Array] = field(default_factory=dict)
    shapes: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    # Of scalar arguments: those given, and sizes, which are chosen.
    numbers: dict[int, float] = field(default_factory=dict)
    # Push constants by ordinal: those given, and each one that was seeded, so that a second program gets the same.
    constants: dict[int, int] = field(default_factory=dict)
    # Between which numbers the seeded ones of an argument or binding lie, and a push constant.
    ranges: Mapping[int, Range] = field(default_factory=dict)
    constant_ranges: Mapping[int, tuple[int, int]] = field(default_factory=dict)

    def values(self, kind: str, number: int, element: types.Scalar, count: int, first: int = 0) -> Array:
        """`count` values of an element type, from number `first` on: each goes by its own number.

        Floats lie in [-2, 2): sums stay far from the largest f16, and exponentials of sums apart from each other.
        Scales, which have no sign, are 1/4 to 2. Integers lie in [-8, 8), indices in [0, 8).
        """
        bits = np.random.PCG64([self.seed, crc32(kind.encode()), number])
        draws = np.random.Generator(bits.advance(first)).random(count)
        if kind in (ARGUMENT, BINDING) and number in self.ranges:
            return _in_range(draws, element, *self.ranges[number])
        dtype = element.dtype
        if element.name == "f8E8M0FNU":
            # What is negative is not a number there, and sums of it show nothing.
            return np.exp2(np.floor(draws * 4) - 2).astype(dtype)
        if element.is_float:
            return (draws * 4 - 2).astype(dtype)
        if element.name == "i1":
            return draws < 0.5
        if element.name == "index":
            return (draws * 8).astype(dtype)
        return types.wrap(np.floor(draws * 16 - 8).astype(np.int64), element)

    def contents(self, kind: str, number: int, element: types.Scalar) -> Contents:
        """The seeded values of a buffer."""
        return lambda first, count: self.values(kind, number, element, count, first)

    def given(self, number: int, element: types.Scalar) -> Array | None:
        """The array that the user gave for a buffer, flat. Raises ValueError when its type does not fit."""
        if number not in self.arrays:
            return None
        array, dtype = self.arrays[number], element.dtype
        if array.dtype != dtype:
            # numpy's files know no ml_dtypes: those come as raw bytes of the same size.
            if array.dtype.kind != "V" or array.dtype.itemsize != dtype.itemsize:
                raise ValueError(f"the array for number {number} holds {array.dtype}, but the kernel's has {element}")
            array = array.view(dtype)
        return np.ascontiguousarray(array).reshape(-1)


def _in_range(draws: Array, element: types.Scalar, low: float, high: float) -> Array:
    """Raises ValueError for a range that is empty, or beyond the type."""
    if high < low:
        raise ValueError(f"the range {low:g}..{high:g} is empty")
    if element.is_float:
        return (low + draws * (high - low)).astype(element.dtype)
    for end in (low, high):
        types.as_element(end, element)
    return types.wrap(int(low) + np.floor(draws * (int(high) - int(low) + 1)).astype(np.int64), element)
