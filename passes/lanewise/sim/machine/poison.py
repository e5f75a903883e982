"""What an op takes and gives: numbers, of which some may be poison, and views of memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lanewise.sim.machine.buffers import MemRef
from lanewise.sim.values.types import Array, Scalar


@dataclass(slots=True)
class Poisoned:
    """Elements, and which of them are poison; both of one shape after broadcasting."""

    elements: Array
    poison: Array


Numbers = Array | Poisoned
"""A scalar or a vector: an axis of lanes (of length 1 where all hold the same), then the vector's."""


@dataclass(slots=True)
class Shadowed:
    """Numbers of a run with shadows, and beside them arrays of f64 of the same shape (see shadows.py).

    Of a float they are two: its shadow, and its shaken shadow. Of an integer that holds the bits of floats of type `of`
    they are two for each, the lowest bits first. Of another integer or truth they say where it is unsure: the second
    is NaN there.
    """

    numbers: Numbers
    planes: tuple[Array, ...]
    of: Scalar | None = None

    @property
    def numbers_are_float(self) -> bool:
        return strip(self).dtype.kind not in "biu"

    @property
    def is_unsure(self) -> bool:
        """Whether these are integers of which some are not sure."""
        return self.of is None and not self.numbers_are_float


Value = Array | Poisoned | Shadowed | MemRef
Results = Value | tuple[Value, ...] | None
"""What the run of an op gives: several results in a tuple, one also bare."""


def strip(value: Value) -> Array:
    """The elements, poison or not."""
    assert not isinstance(value, MemRef)
    if isinstance(value, Shadowed):
        value = value.numbers
    return value.elements if isinstance(value, Poisoned) else value


def poison_of(value: Value) -> Array:
    """Which elements are poison, in a shape that broadcasts with them."""
    if isinstance(value, Shadowed):
        value = value.numbers
    return value.poison if isinstance(value, Poisoned) else np.zeros(np.shape(strip(value)), bool)


def with_poison(value: Value, poison: Array) -> Numbers:
    """A value with those elements poison that `poison` names, besides those that were; bare when there are none."""
    poison = poison | poison_of(value)
    elements = strip(value)
    if not poison.any():
        return elements
    return Poisoned(elements, np.broadcast_to(poison, np.broadcast_shapes(poison.shape, elements.shape)))
