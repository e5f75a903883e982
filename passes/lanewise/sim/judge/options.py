"""The options of a run, and whether they are of the types that they need, before the run trips over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Integral, Real
from typing import Any, TypedDict

import numpy as np

from lanewise.sim.machine.machine import Triple
from lanewise.sim.values.inputs import Range
from lanewise.sim.values.types import Array


@dataclass(frozen=True, slots=True)
class Options:
    """How to run. What is None the function's attributes say."""

    entry: str | None = None
    seed: int = 0
    workgroup_size: Triple | None = None
    subgroup_size: int | None = None
    grid: Triple | None = None
    # Below 0 they count from the end.
    workgroups: Sequence[int] | None = None
    # By the number of an argument or binding: arrays, shapes where sizes are dynamic, numbers of scalar arguments.
    arrays: Mapping[int, Array] = field(default_factory=dict)
    shapes: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    numbers: Mapping[int, float] = field(default_factory=dict)
    # Push constants by ordinal.
    constants: Mapping[int, int] = field(default_factory=dict)
    # Between which numbers the seeded ones lie: of arguments and bindings, of push constants.
    ranges: Mapping[int, Range] = field(default_factory=dict)
    constant_ranges: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    bank_conflicts: bool = False
    # Ops that one workgroup may run; None for MOST_STEPS of machine.py.
    max_steps: int | None = None
    # Told how many workgroups are done, of how many, and how many ops the current ones have run.
    progress: Callable[[int, int, int], None] | None = None
    # How many workgroups run together, at most; None: as many as fit.
    together: int | None = None
    # Whether floats carry what they would be without rounding.
    shadows: bool = False


class OptionValues(TypedDict, total=False):
    """The fields of Options, by keyword."""

    entry: str | None
    seed: int
    workgroup_size: Triple | None
    subgroup_size: int | None
    grid: Triple | None
    workgroups: Sequence[int] | None
    arrays: Mapping[int, Array]
    shapes: Mapping[int, tuple[int, ...]]
    numbers: Mapping[int, float]
    constants: Mapping[int, int]
    ranges: Mapping[int, Range]
    constant_ranges: Mapping[int, tuple[int, int]]
    bank_conflicts: bool
    max_steps: int | None
    progress: Callable[[int, int, int], None] | None
    together: int | None
    shadows: bool


class GivenNumbers(TypedDict):
    """Options that name numbers."""

    constants: Mapping[int, int]
    numbers: Mapping[int, float]


Test = Callable[[Any], bool]


def _integer(value: Any) -> bool:
    return isinstance(value, Integral) and not isinstance(value, (bool, np.bool_))


def _several(value: Any, test: Test) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes)) and all(map(test, value))


def _triple(value: Any) -> bool:
    return _several(value, _integer) and len(value) == 3


def _range(value: Any, test: Test) -> bool:
    return _several(value, test) and len(value) == 2 and bool(value[0] <= value[1])


def _by_number(test: Test) -> Test:
    return lambda value: isinstance(value, Mapping) and all(_integer(key) and test(one) for key, one in value.items())


_TRUTH: tuple[str, Test] = ("True or False", lambda value: isinstance(value, (bool, np.bool_)))
_COUNT: tuple[str, Test] = ("an integer above 0", lambda value: value is None or (_integer(value) and value > 0))

# For each option what it needs, in words, and a test; None is tested where it is no default.
_NEEDED: dict[str, tuple[str, Test]] = {
    "entry": ("the name of a function", lambda value: value is None or isinstance(value, str)),
    "seed": ("an integer that is not negative", lambda value: _integer(value) and value >= 0),
    "workgroup_size": ("three integers", lambda value: value is None or _triple(value)),
    "subgroup_size": ("an integer", lambda value: value is None or _integer(value)),
    "grid": ("three integers", lambda value: value is None or _triple(value)),
    "workgroups": ("a sequence of integers", lambda value: value is None or _several(value, _integer)),
    "arrays": ("a dictionary of numpy arrays by number", _by_number(lambda one: isinstance(one, np.ndarray))),
    "shapes": (
        "a dictionary of shapes, tuples of integers that are not negative, by number",
        _by_number(lambda one: _several(one, lambda size: _integer(size) and size >= 0)),
    ),
    "numbers": ("a dictionary of numbers by number", _by_number(lambda one: isinstance(one, (Real, np.bool_)))),
    "constants": ("a dictionary of integers by ordinal", _by_number(_integer)),
    "ranges": (
        "a dictionary of ranges, the least number and the greatest, by number",
        _by_number(lambda one: _range(one, lambda end: isinstance(end, Real))),
    ),
    "constant_ranges": (
        "a dictionary of ranges, the least integer and the greatest, by ordinal",
        _by_number(lambda one: _range(one, _integer)),
    ),
    "bank_conflicts": _TRUTH,
    "max_steps": _COUNT,
    "progress": ("a function of three integers", lambda value: value is None or callable(value)),
    "together": _COUNT,
    "shadows": _TRUTH,
}


def check_types(options: Mapping[str, object]) -> None:
    """Raises TypeError for the first that is of another type; the message names it."""
    for name, value in options.items():
        needed, fits = _NEEDED.get(name, ("", lambda _: True))  # Options refuses what is none.
        if not fits(value):
            raise TypeError(f"option {name}: needed {needed}, found {value!r:.80}")
