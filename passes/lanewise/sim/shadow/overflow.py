"""How large numbers are before they are rounded to their types: of one too large it is luck what becomes of it."""

from __future__ import annotations

import numpy as np

from lanewise.sim.values.rounding import float_info
from lanewise.sim.values.types import Array

ROOM = 8.0
"""How many times smaller one program's largest number may be than another's that does the same in another order."""


class Sizes:
    """Of the results of ops that round, by the largest number of their type."""

    def __init__(self) -> None:
        self._largest: dict[float, float] = {}
        # These, and how large the parts may be of which they are the sums.
        self._reach: dict[float, float] = {}

    def note(self, dtype: np.dtype, shadow: Array, parts: Array) -> None:
        limit = float(float_info(dtype).max)
        size = _largest(shadow)
        self._largest[limit] = max(size, self._largest.get(limit, 0.0))
        self._reach[limit] = max(size, _largest(parts), self._reach.get(limit, 0.0))

    @property
    def overflowed(self) -> bool:
        """Whether a number was too large for its type."""
        return any(size > limit for limit, size in self._largest.items())

    def excuse(self, other: Sizes) -> bool:
        """Whether numbers of the other program may be too large for a type, as this one's nearly are for as small a
        one."""
        full = [limit for limit, size in other._largest.items() if size > limit / 2]
        return bool(full) and all(self._nearly_fill(limit) for limit in full)

    def _nearly_fill(self, limit: float) -> bool:
        """bf16's largest number is somewhat smaller than f32's."""
        return any(own < 1.01 * limit and size > own / ROOM for own, size in self._reach.items())


def _largest(values: Array) -> float:
    sizes = np.abs(values)
    return float(np.max(sizes, initial=0.0, where=sizes < np.inf))
