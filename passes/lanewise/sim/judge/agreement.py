"""Whether floats that are not equal bit for bit are what the same sums, rounded otherwise, may be.

The shadows of two programs (see shadow/shadows.py) agree to the accuracy of f64, whatever the order of a sum; and over
a buffer each program's numbers lie about as far from their own shadows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lanewise.sim.judge.outputs import Output
from lanewise.sim.shadow.shadows import SHAKE, Shadows
from lanewise.sim.values.rounding import float_info
from lanewise.sim.values.types import Array

APART = 64.0
"""How far shadows may lie apart, in units of what shaking did to the one that it moved further.

The errors of f64 are 2^-13 of SHAKE and less, and those of 65,536 summands in a row 256 times that: 1/32 of a unit.
That an element is moved so little that this does not hold has a chance of 10^-3 or less for one program.
"""

MORE = 4.0
"""How many times the first program's error the second's may be, over a buffer."""

UNITS, UNITS_OF_FEW = 1.0, 8.0
"""What it may be besides, in units of the last place: of a buffer of n elements UNITS + UNITS_OF_FEW / sqrt(n).

The error of one element of the first program is luck: a sum of few roundings is off by some units.
"""

FIRST_ORDER = 16.0
"""Where a shadow has ended: units of the first program's error, and of the last place, that elements may differ by."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Which elements differ, and how: each array has an entry for each element."""

    different: Array
    less_precise: Array
    # Elements whose shadows have ended, so that they are compared as they are.
    ended: Array


@dataclass(slots=True)
class _Side:
    """An output's numbers, their shadows, and how far rounding moves these."""

    typed: Array
    shadow: Array
    moved: Array
    touched: Array
    ended: Array

    @staticmethod
    def of(output: Output, shadows: Shadows | None) -> _Side:
        typed = output.data.astype(np.float64)
        shadow, shaken = output.planes or (typed, typed)
        touched = ~((shaken == shadow) | (np.isnan(shaken) & np.isnan(shadow)))
        ended = np.isnan(shaken) & ~np.isnan(shadow)
        if shadows is not None and shadows.parted:
            ended = ended | touched
        return _Side(typed, shadow, np.where(ended, 0.0, np.abs(shaken - shadow)), touched, ended)

    @property
    def error(self) -> Array:
        return np.abs(self.typed - self.shadow)


def agreement(a: Output, b: Output, equal: Array, of_a: Shadows | None, of_b: Shadows | None) -> Agreement:
    """Of two outputs of one float type, which are `equal` where the flags say so."""
    with np.errstate(all="ignore"):
        return _agreement(a, b, equal, of_a, of_b)


def whole_agreement(a: Output, b: Output, equal: Array) -> Agreement:
    """Of two outputs of integers: they are equal, but within one where a float fell to another side."""
    unsure = np.zeros(equal.shape, bool)
    for planes in (one.planes for one in (a, b) if one.planes is not None):
        unsure |= np.isnan(planes[1])
    ended = unsure & a.written & b.written & ~a.poison & ~b.poison
    near = ended & (np.abs(a.data.astype(np.float64) - b.data.astype(np.float64)) <= 1)
    different = a.written & b.written & ~equal & ~near & ~b.poison
    return Agreement(different, np.zeros(equal.shape, bool), ended)


def _agreement(a: Output, b: Output, equal: Array, of_a: Shadows | None, of_b: Shadows | None) -> Agreement:
    first, second = _Side.of(a, of_a), _Side.of(b, of_b)
    info = float_info(a.element.dtype)
    roundoff = 0.0 if of_a is None else of_a.roundoff
    compared = a.written & b.written & ~a.poison & ~b.poison
    ended = (first.ended | second.ended) & compared
    touched = (first.touched | second.touched) & compared & ~ended
    moved = np.fmax(first.moved, second.moved)
    scale = moved / SHAKE + np.abs(first.shadow)

    different = compared & ~touched & ~ended & ~equal
    different |= touched & ~_near(first.shadow, second.shadow, APART * moved)
    finite = np.isfinite(first.typed) & np.isfinite(second.typed)
    # Where the first program's numbers are too large for their type, or nearly, it is luck whether one notices.
    excused = of_a is not None and of_b is not None and of_a.sizes.excuse(of_b.sizes)
    fits = np.abs(second.shadow) + UNITS_OF_FEW * roundoff * scale < float(info.max)
    if not excused:
        different |= touched & np.isfinite(first.typed) & ~np.isfinite(second.typed) & fits

    known = touched & finite & ~different & np.isfinite(first.shadow)
    mine = _mean(first.error[known])
    units = UNITS + UNITS_OF_FEW / np.sqrt(max(1, int(known.sum())))
    allowed = MORE * mine + units * (roundoff * _mean(scale[known]) + float(info.smallest_subnormal))
    worse = _mean(second.error[known]) > allowed and not (of_a is not None and of_a.sizes.overflowed)
    less_precise = known & (second.error > allowed) if worse else np.zeros(known.shape, bool)

    size = np.abs(first.typed)
    usual = _mean(size[compared & finite])
    bound = FIRST_ORDER * (mine + roundoff * (size + usual) + float(info.smallest_subnormal))
    far = np.full(finite.shape, not excused) & ~finite
    far |= finite & (np.abs(first.typed - second.typed) > bound)
    different |= ended & ~equal & far
    return Agreement(different, less_precise, ended)


def _near(one: Array, other: Array, distance: Array) -> Array:
    size = np.maximum(np.abs(one), np.abs(other))
    near = np.abs(one - other) <= distance + 2.0**-44 * size
    return (one == other) | (np.isnan(one) & np.isnan(other)) | (near & np.isfinite(size))


def _mean(values: Array) -> float:
    """The root of the mean square."""
    unit = float(np.abs(values).max(initial=0.0))
    return unit * float(np.sqrt(np.mean((values / unit) ** 2))) if unit and np.isfinite(unit) else unit
