"""Buffers of elements, bytes read as elements of another type, and strided views of either."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from lanewise.mlir.attributes import GLOBAL
from lanewise.sim.machine.access_log import NOBODY, AccessLog
from lanewise.sim.values.inputs import Contents
from lanewise.sim.values.pages import BITS, Pages
from lanewise.sim.values.shadow_memory import ShadowMemory
from lanewise.sim.values.types import Array, Scalar

MOST_ELEMENTS = 2**40
"""Of a buffer. Only those pages are kept that were touched."""

MOST_KEPT = {GLOBAL: 2**18}
"""So long a buffer is kept as a whole, by its space, which is faster."""
MOST_KEPT_ELSEWHERE = 2**22

WORD = 4
"""Bytes, the most that have one record."""


class TooLarge(MemoryError):
    """More than is simulated; the message says what was found and what the limit is."""


@dataclass(slots=True, eq=False)
class Buffer:
    """A run of elements of one type. What is known of each has its place in the columns of `pages`."""

    name: str
    space: str
    element: Scalar
    count: int
    # Of the argument or binding.
    number: int | None = None
    # None: elements hold nothing before somebody writes them.
    contents: Contents | None = None
    read_only: bool = False
    # So many workgroups or lanes have a part of it for themselves.
    copies: int = 1
    # Of bytes that are viewed as others: so many move together and have one record, at the place of the first.
    grain: int = 1
    viewed: bool = False
    # As the program first sees it; to name elements by.
    shape: tuple[int, ...] | None = None
    pages: Pages = field(init=False)
    reads: AccessLog = field(init=False)
    writes: AccessLog = field(init=False)
    updates: AccessLog = field(init=False)
    shadow: ShadowMemory | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        """Raises TooLarge."""
        if self.count > MOST_ELEMENTS:
            raise TooLarge(f"a buffer of {self.count} elements, needed {MOST_ELEMENTS} at most")
        self.pages = Pages(self.count, MOST_KEPT.get(self.space, MOST_KEPT_ELSEWHERE))
        self.reads, self.writes, self.updates = (AccessLog(self.pages, kind) for kind in ("reads", "writes", "updates"))

    def fill(self, contents: Contents) -> None:
        """Give a value to each element that nobody wrote; to those of a longer buffer, too."""
        if self.contents is not None:
            return
        if "data" in self.pages or "written" in self.pages:
            kept = self.pages.numbers()
            kept = kept[~self.written[self.pages.slots(kept)]]
            for run in np.split(kept, np.flatnonzero(np.diff(kept) != 1) + 1) if len(kept) else ():
                self.data[self.pages.slots(run)] = contents(int(run[0]), len(run))
            self.pages.start("written", 1)
        self.contents = contents

    def forget(self) -> None:
        """Nobody has accessed anything."""
        for log in (self.reads, self.writes, self.updates):
            log.forget()

    @property
    def data(self) -> Array:
        """The elements that are kept, by their places."""
        if "data" not in self.pages:
            data = self.pages.column("data", self.element.dtype)
            if self.contents is not None and self.pages.whole:
                data[:] = self.contents(0, self.count)
        return self.pages.column("data", self.element.dtype)

    @property
    def written(self) -> Array:
        """Which of them hold anything."""
        return self.pages.column("written", bool, int(self.contents is not None))

    @property
    def dtype(self) -> np.dtype[Any]:
        return self.element.dtype

    def refine(self, grain: int) -> None:
        """Have a record for each so many bytes."""
        if not self.viewed:
            self.viewed, self.grain = True, 1 if self.touched else grain
        elif grain < self.grain:
            self.pages.repeat(self.grain, grain)
            self.grain = grain

    @property
    def touched(self) -> bool:
        return bool(self.reads or self.writes or self.updates)

    def slots(self, address: Array) -> Array:
        """Where elements are in what is kept; pages that are touched for the first time get their contents."""
        missing = self.pages.missing(address)
        if len(missing):
            self.keep(missing)
        return self.pages.slots(address)

    def keep(self, pages: Array) -> None:
        """Keep more pages, given in order."""
        self.pages.keep(pages)
        if self.contents is None:
            return
        for run in np.split(pages, np.flatnonzero(np.diff(pages) != 1) + 1):
            first = int(run[0]) << BITS
            count = min(len(run) << BITS, self.count - first)
            place = int(self.pages.slots(run[:1] << BITS)[0])
            self.data[place : place + count] = self.contents(first, count)

    def grow(self, count: int) -> None:
        """Make room for `count` elements. Raises TooLarge."""
        if count <= self.count:
            return
        old, touched = self.pages, "data" in self.pages
        data, written = (self.data, self.written) if touched else (None, None)
        self.count = count
        self.__post_init__()
        if data is not None and written is not None:
            kept = old.numbers()
            at, now = old.slots(kept), self.slots(kept)
            self.data[now], self.written[now] = data[at], written[at]

    def values(self) -> Array:
        """All elements. Raises TooLarge."""
        if self.pages.whole:
            return self.data
        if self.count > MOST_AT_ONCE:
            raise TooLarge(f"an array of {self.count} elements, needed {MOST_AT_ONCE} at most")
        contents = self.contents
        found = np.zeros(self.count, self.element.dtype) if contents is None else contents(0, self.count).copy()
        kept = self.pages.numbers()
        found[kept] = self.data[self.pages.slots(kept)]
        return found

    def writers(self, places: Array) -> tuple[Array, Array, Array]:
        """Who wrote elements, atomically or not: see AccessLog.accessors."""
        lane, group, op = self.writes.accessors(places)
        if not self.updates:
            return lane, group, op
        updaters = self.updates.accessors(places)
        updated = updaters[0] != NOBODY
        lane, group, op = (np.where(updated, one, two) for one, two in zip(updaters, (lane, group, op), strict=True))
        return lane, group, op


MOST_AT_ONCE = 2**25
"""Elements that one op reads or writes, or that are handed out as an array."""


@dataclass(frozen=True, slots=True, eq=False)
class ByteView:
    """Elements of type `element` in a buffer of bytes, the first of them at byte `start` (by lane)."""

    bytes: Buffer
    element: Scalar
    start: Array

    @property
    def name(self) -> str:
        return self.bytes.name

    @property
    def space(self) -> str:
        return self.bytes.space

    @property
    def dtype(self) -> np.dtype:
        return self.element.dtype

    @property
    def copies(self) -> int:
        return self.bytes.copies

    def addresses(self, address: Array, start: Array, grain: int) -> Array:
        """Of each so many bytes of elements, the first: those of one element follow each other."""
        size = self.dtype.itemsize
        first = start + address * size
        if size == grain:
            return np.asarray(first)
        return np.asarray((first[:, np.newaxis] + np.arange(0, size, grain)).reshape(-1))


@dataclass(frozen=True, slots=True)
class MemRef:
    """A strided view. Offset, sizes and strides are in elements, with a leading lane axis like any value.

    In a memref of vectors the elements are those of the vectors, whose dimensions follow those of the memref.
    """

    buffer: Buffer | ByteView
    # From the beginning of the buffer.
    offset: Array
    sizes: tuple[Array, ...]
    strides: tuple[Array, ...]
    # From where the program counts offsets: the beginning of the buffer, until it moves that.
    base: Array = field(default_factory=lambda: uniform(0))

    def part(self, offset: Array, sizes: Sequence[Array], strides: Sequence[Array]) -> MemRef:
        """Another view of the same memory."""
        return MemRef(self.buffer, offset, tuple(sizes), tuple(strides), self.base)

    def from_here(self) -> MemRef:
        """The same view, whose offset is 0."""
        return MemRef(self.buffer, self.offset, self.sizes, self.strides, self.offset)

    @staticmethod
    def whole(buffer: Buffer, shape: tuple[int, ...]) -> MemRef:
        """The row-major view of a buffer of this shape."""
        return MemRef(buffer, uniform(0), tuple(map(uniform, shape)), tuple(map(uniform, row_major(shape))))


def row_major(shape: Sequence[int]) -> list[int]:
    """Strides without gaps, in elements."""
    return [math.prod(shape[dim + 1 :]) for dim in range(len(shape))]


def uniform(number: int) -> Array:
    return np.array([number], np.int64)


def axes(value: Array, rank: int) -> Array:
    """A value of one number a lane, to broadcast against values with `rank` more axes."""
    return value.reshape(-1, *(1,) * rank)


def coordinates(shape: Sequence[int]) -> list[Array]:
    """Along each axis of a vector, to broadcast against values: the lanes' axis, of length 1, then the vector's."""
    return list(np.indices((1, *shape), np.int64, sparse=True)[1:])
