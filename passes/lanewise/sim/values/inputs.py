"""What a kernel is given: buffers and push constants, the same for every program that runs with one seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np

from lanewise.sim.values import types
from lanewise.sim.values.types import Array

ARGUMENT, BINDING, CONSTANT = "argument", "binding", "constant"


@dataclass(slots=True)
class Inputs:
    """Seeded values, and those that the user gave. What is seeded goes by seed, kind and number, not by the program."""

    seed: int = 0
    arrays: Mapping[int, Array] = field(default_factory=dict)
    shapes: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    # Numbers given for scalar arguments.
    numbers: Mapping[int, float] = field(default_factory=dict)
    # Push constants by ordinal: those given, and each one that was seeded, so that a second program gets the same.
    constants: dict[int, int] = field(default_factory=dict)

    def values(self, kind: str, number: int, element: types.Scalar, count: int, first: int = 0) -> Array:
        """`count` values of an element type, from number `first` on; a longer run begins as a shorter one.

        Floats lie in [-2, 2): sums stay far from the largest f16, and exponentials of sums apart from each other.
        Integers lie in [-8, 8), indices in [0, 8).
        """
        bits = np.random.PCG64([self.seed, crc32(kind.encode()), number])
        # Each draw takes one step of the generator.
        draws = np.random.Generator(bits.advance(first) if first else bits).random(count)
        dtype = element.dtype
        if element.is_float:
            return (draws * 4 - 2).astype(dtype)
        if element.name == "i1":
            return draws < 0.5
        if element.name == "index":
            return (draws * 8).astype(dtype)
        return types.wrap(np.floor(draws * 16 - 8).astype(np.int64), element)

    def contents(
        self, kind: str, number: int, element: types.Scalar, given: Array | None
    ) -> Callable[[int, int], Array]:
        """(first, count) -> so many values of a buffer: those that the user gave, else seeded ones."""
        if given is not None:
            return lambda first, count: given[first : first + count]
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
