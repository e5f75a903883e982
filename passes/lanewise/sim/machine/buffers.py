"""Buffers of elements, bytes read as elements of another type, and strided views of either."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from lanewise.sim.machine.access_log import NOBODY, AccessLog
from lanewise.sim.values.shadow_memory import ShadowMemory
from lanewise.sim.values.types import Array, Scalar

MOST_ELEMENTS = 2**26
"""Of a buffer: each takes 100 bytes, of which most say who accessed it."""

RAW_TYPES = {1: np.uint8, 2: np.uint16, 4: np.uint32, 8: np.uint64}


class TooLarge(MemoryError):
    """More than is simulated; the message says what was found and what the limit is."""


@dataclass(slots=True, eq=False)
class Buffer:
    """A run of elements of one type."""

    name: str
    space: str
    element: Scalar
    data: Array
    written: Array
    # Of the argument or binding.
    number: int | None = None
    read_only: bool = False
    # As the program first sees it; to name elements by.
    shape: tuple[int, ...] | None = None
    reads: AccessLog = field(init=False)
    writes: AccessLog = field(init=False)
    # None until there is one.
    updates: AccessLog | None = field(init=False)
    shadow: ShadowMemory | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.reads, self.writes = AccessLog.none(len(self.data)), AccessLog.none(len(self.data))
        self.updates = None

    def writers(self) -> tuple[Array, Array, Array]:
        """Who wrote each element, be it atomically: a lane, or one of NOBODY, SEVERAL and ALL; which workgroup; and
        the number of the op."""
        lane, group, op = self.writes.lanes(), self.writes.group, self.writes.op
        if self.updates is None:
            return lane, group, op
        updated = self.updates.lane != NOBODY
        return (
            np.where(updated, self.updates.lanes(), lane),
            np.where(updated, self.updates.group, group),
            np.where(updated, self.updates.op, op),
        )

    @property
    def raw(self) -> Array:
        """The bits, which compare where values do not (NaN)."""
        return self.data.view(RAW_TYPES[self.data.itemsize])

    @staticmethod
    def empty(name: str, space: str, element: Scalar, count: int, number: int | None = None) -> Buffer:
        """Raises TooLarge."""
        if count > MOST_ELEMENTS:
            raise TooLarge(f"a buffer of {count} elements, needed {MOST_ELEMENTS} at most")
        return Buffer(name, space, element, np.zeros(count, element.dtype), np.zeros(count, bool), number)


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

    def addresses(self, address: Array, start: Array) -> Array:
        """Of all bytes of elements: those of one follow each other."""
        size = self.dtype.itemsize
        first = start + address * size
        return np.asarray((first[:, np.newaxis] + np.arange(size)).reshape(-1))

    def split(self, values: Array) -> Array:
        """Elements as bytes."""
        return np.ascontiguousarray(values.astype(self.dtype, copy=False)).view(np.int8)

    def join(self, values: Array) -> Array:
        """Bytes as elements."""
        return np.ascontiguousarray(values).view(self.dtype)


@dataclass(frozen=True, slots=True)
class MemRef:
    """A strided view. Offset, sizes and strides are in elements, with a leading lane axis like any value.

    In a memref of vectors the elements are those of the vectors, whose dimensions follow those of the memref.
    """

    buffer: Buffer | ByteView
    offset: Array
    sizes: tuple[Array, ...]
    strides: tuple[Array, ...]

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


def addresses(view: MemRef, indices: list[Array]) -> tuple[Array, Array]:
    """Addresses of elements, and which of them are in bounds. Indices have equal ranks: lane axis, then vector axes."""
    rank = indices[0].ndim - 1 if indices else 0
    address = axes(view.offset, rank)
    inside = np.ones((1,) * (rank + 1), bool)
    for index, size, stride in zip(indices, view.sizes, view.strides, strict=True):
        address = address + index * axes(stride, rank)
        inside = inside & (index >= 0) & (index < axes(size, rank))
    shape = np.broadcast_shapes(address.shape, inside.shape)
    return np.broadcast_to(address, shape), np.broadcast_to(inside, shape)
