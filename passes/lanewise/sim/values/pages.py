"""Columns of numbers for the elements of a buffer, of which only those pages are kept that were touched."""

from __future__ import annotations

import numpy as np
from numpy.typing import DTypeLike

from lanewise.sim.values.types import Array

BITS = 12
"""A page has 2^12 elements."""

PAGE = 1 << BITS


class Pages:
    """Each column has an entry for each element that is kept, at its place; columns are made when they are used.

    With up to `whole` elements all are kept, and the place of an element is its number.
    """

    def __init__(self, count: int, whole: int) -> None:
        self.count = count
        # For each page one more than where it lies, counted in pages; 0 where it is not kept. None where all are.
        self._table = None if count <= whole else np.zeros((count >> BITS) + 1, np.int32)
        # The numbers of pages by where they lie.
        self._kept = np.zeros(0, np.int64)
        self._room = count if self._table is None else 0
        self._columns: dict[str, Array] = {}
        self._starts: dict[str, tuple[DTypeLike, int]] = {}

    @property
    def whole(self) -> bool:
        """Whether all elements are kept."""
        return self._table is None

    def __contains__(self, name: str) -> bool:
        return name in self._columns

    def column(self, name: str, dtype: DTypeLike, start: int = 0) -> Array:
        """A column by its name; where it is made its entries, now and later, are `start`."""
        if name not in self._columns:
            self._starts[name] = dtype, start
            self._columns[name] = _filled(self._room, dtype, start)
        return self._columns[name]

    def start(self, name: str, value: int) -> None:
        """Have all entries of a column, now and later, be a number, as if it were made now."""
        if name in self._columns:
            dtype, _ = self._starts[name]
            self._starts[name] = dtype, value
            self._columns[name][:] = value

    def drop(self, name: str) -> None:
        """Forget a column, if there is one."""
        self._columns.pop(name, None)

    def slots(self, address: Array) -> Array:
        """Where elements, which must be kept, lie."""
        if self._table is None:
            return address
        return np.asarray(((self._table[address >> BITS].astype(np.int64) - 1) << BITS) | (address & (PAGE - 1)))

    def missing(self, address: Array) -> Array:
        """The numbers of pages that elements lie on and that are not kept, in order."""
        if self._table is None:
            return np.zeros(0, np.int64)
        page = address >> BITS
        return np.unique(page[self._table[page] == 0])

    def keep(self, pages: Array) -> None:
        """Make room for pages that are not kept."""
        assert self._table is not None
        used = len(self._kept)
        self._table[pages] = np.arange(used + 1, used + 1 + len(pages))
        self._kept = np.concatenate([self._kept, pages])
        needed = len(self._kept) << BITS
        if needed > self._room:
            self._room = max(needed, 2 * self._room)
            for name, old in self._columns.items():
                dtype, start = self._starts[name]
                self._columns[name] = _filled(self._room, dtype, start)
                self._columns[name][: len(old)] = old

    def repeat(self, old: int, new: int) -> None:
        """Have what columns but `data` say of every `old`-th element for every `new`-th."""
        for name, column in self._columns.items():
            if name != "data":
                for shift in range(new, old, new):
                    part = column[shift::old]
                    part[:] = column[::old][: len(part)]

    def kept(self) -> Array:
        """The numbers of the pages that are kept, in order."""
        if self._table is None:
            return np.arange(-(-self.count >> BITS))
        return np.sort(self._kept)

    def numbers(self) -> Array:
        """The numbers of all elements that are kept, in order."""
        if self._table is None:
            return np.arange(self.count)
        found = ((self.kept() << BITS)[:, np.newaxis] + np.arange(PAGE)).reshape(-1)
        return found[found < self.count]


def _filled(count: int, dtype: DTypeLike, start: int) -> Array:
    # Zeros cost nothing until they are touched.
    return np.full(count, start, dtype) if start else np.zeros(count, dtype)
