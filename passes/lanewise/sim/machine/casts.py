"""Bytes read as elements of another type: what memref.view makes of a buffer of i8."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lanewise.sim.values import types
from lanewise.sim.values.types import Array

if TYPE_CHECKING:
    from lanewise.sim.machine.memory import Buffer


@dataclass(frozen=True, slots=True, eq=False)
class Cast:
    """Elements of type `element` in a buffer of bytes, the first of them at byte `start` (by lane)."""

    bytes: Buffer
    element: str
    start: Array

    @property
    def name(self) -> str:
        return self.bytes.name

    @property
    def space(self) -> str:
        return self.bytes.space

    @property
    def dtype(self) -> np.dtype:
        return types.element(self.element)

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
