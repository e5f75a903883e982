"""Values of which some elements are poison, and how that spreads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from lanewise.sim.machine.program import ELEMENTWISE, STRUCTURAL, Step
from lanewise.sim.values.types import Array


@dataclass(slots=True)
class Poisoned:
    """Elements, and which of them are poison; both of one shape after broadcasting."""

    elements: Array
    poison: Array


def strip(value: Any) -> Any:
    return value.elements if isinstance(value, Poisoned) else value


def poison_of(value: Any) -> Array:
    """Which elements are poison, in a shape that broadcasts with them."""
    return value.poison if isinstance(value, Poisoned) else np.zeros(np.shape(value), bool)


def with_poison(elements: Any, poison: Array) -> Any:
    """A value with those elements poison that `poison` names, besides those that were; bare when there are none."""
    poison = poison | poison_of(elements)
    elements = strip(elements)
    if not poison.any():
        return elements
    return Poisoned(elements, np.broadcast_to(poison, np.broadcast_shapes(poison.shape, elements.shape)))


def run_with_poison(machine: Any, step: Step, operands: list[Any]) -> Any:
    """Run a step of which an operand is poisoned, as its kind says."""
    elements = step.run(machine, *map(strip, operands))
    if elements is None:
        return None
    several = isinstance(elements, tuple)
    results = elements if several else (elements,)
    if step.poison == STRUCTURAL:
        spread = step.run(machine, *map(poison_of, operands))
        spreads = spread if several else (spread,)
    elif step.poison == ELEMENTWISE:
        spreads = (np.logical_or.reduce(np.broadcast_arrays(*map(poison_of, operands))),) * len(results)
    else:
        anywhere = [
            poison_of(value).reshape(len(poison_of(value)), -1).any(axis=1)
            for value in operands
            if hasattr(strip(value), "dtype")
        ]
        lanes = np.logical_or.reduce(np.broadcast_arrays(*anywhere))
        spreads = tuple(lanes.reshape(-1, *(1,) * (np.ndim(strip(result)) - 1)) for result in results)
    mixed = tuple(with_poison(result, mask) for result, mask in zip(results, spreads, strict=True))
    return mixed if several else mixed[0]
