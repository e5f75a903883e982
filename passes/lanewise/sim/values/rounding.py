"""Floats rounded once, whatever the type: how an exact or wider value becomes a value of a float type.

An operation on a narrow type is computed in a wider one and rounded. Two roundings to nearest can differ from one, so
the first is harmless only when

- the wide type has at least 2p + 2 bits of precision for the p bits of the narrow one and its exponents reach far
  enough (f16 and the f8 types in f32, bf16 in f64), for + - * / and sqrt (Figueroa, "When is double rounding
  innocuous?", 1995), or
- it rounds to odd: an inexact value gets an odd last bit, so it never looks like a tie nor like a value of the narrow
  type. `sum_to_odd` and `_single_to_odd` do that.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

import ml_dtypes
import numpy as np

from lanewise.sim.values import types
from lanewise.sim.values.types import Array

NEAREST = "to_nearest_even"

_ROUND: dict[str, Callable[[Array], Array]] = {
    NEAREST: np.rint,
    "downward": np.floor,
    "upward": np.ceil,
    "toward_zero": np.trunc,
    "to_nearest_away": lambda values: np.trunc(values) + np.copysign(np.abs(values - np.trunc(values)) >= 0.5, values),
}

_BYTES = {np.dtype(kind) for kind in types.FLOATS.values() if np.dtype(kind).itemsize == 1}

MODES = tuple(_ROUND)
"""In the order of the numbers that arith gives them."""

# A float of one of these types is exact in f32, and so is the rounding of an f32 operation to it.
_IN_SINGLE = {np.dtype(kind) for name, kind in types.FLOATS.items() if name not in ("f64", "bf16", "f8E8M0FNU")}


def float_info(kind: np.dtype[Any]) -> np.finfo[Any]:
    """Limits of a float type, of those that numpy knows as well."""
    return ml_dtypes.finfo(kind)  # type: ignore[no-untyped-call]


def wide(values: Array) -> Array:
    """The same numbers in a type in which an operation on them may be computed before it is rounded."""
    return converted(values, np.dtype(np.float32 if values.dtype in _IN_SINGLE else np.float64))


def converted(values: Array, dtype: np.dtype[Any]) -> Array:
    """The same numbers in a wider type; those of one byte by a table, which is faster."""
    if values.dtype.itemsize > 1 or values.dtype not in _BYTES or values.size < 256:
        return values.astype(dtype, copy=False)
    return _table(values.dtype, dtype)[values.view(np.uint8)]


@cache
def _table(of: np.dtype[Any], to: np.dtype[Any]) -> Array:
    with np.errstate(all="ignore"):
        return np.arange(256, dtype=np.uint8).view(of).astype(to)


def narrow(values: Array, scalar: types.Scalar, mode: str = NEAREST) -> Array:
    """f32 or f64 values rounded once to a float type.

    What a type cannot hold becomes its infinity or, where it has none, its NaN. The types of 4 and 6 bits have neither:
    what is too large becomes the largest number, and so does NaN, with a positive sign, as PTX's conversions have it.
    The scale type f8E8M0FNU is the exponent field of the f32, as upstream lowers it: it rounds down, and drops the
    sign.
    """
    target = scalar.dtype
    if scalar.name in types.WIDTHS:
        largest = values.dtype.type(float_info(target).max)
        values = np.where(np.isnan(values), largest, np.clip(values, -largest, largest))
    if scalar.name == "f8E8M0FNU":
        bits = values.astype(np.float32).view(np.uint32)
        return (bits >> 23).astype(np.uint8).view(target)
    if mode != NEAREST:
        return _narrow_by(values.astype(np.float64, copy=False), scalar, mode)
    if values.dtype == np.float64 and target not in (np.float64, np.float32, np.float16):
        # ml_dtypes would round to f32 on the way.
        values = _single_to_odd(values)
    return values.astype(target, copy=False)


def _narrow_by(values: Array, scalar: types.Scalar, mode: str) -> Array:
    """f64 values rounded by `mode`, which may be any. Slow, from the definition."""
    target = scalar.dtype
    info = float_info(target)
    finite = np.isfinite(values)
    known = np.where(finite, values, 0.0)
    _, exponent = np.frexp(known)
    # The exponent of the last place: that of the number, or that of the type's denormals.
    last = np.maximum(exponent - 1, info.minexp) - info.nmant
    rounded = np.copysign(np.ldexp(_ROUND[mode](np.ldexp(known, -last)), last), known)
    largest = float(info.max)
    # A mode that rounds towards zero on that side stops at the largest number.
    stops = (rounded > 0) & (mode in ("downward", "toward_zero")) | (rounded < 0) & (mode in ("upward", "toward_zero"))
    limit = np.where(stops, largest, np.inf)
    rounded = np.where(np.abs(rounded) > largest, np.copysign(limit, rounded), rounded)
    return np.where(finite, rounded, values).astype(target)


def _single_to_odd(values: Array) -> Array:
    """f64 values as f32, rounded to odd."""
    near = values.astype(np.float32)
    bits = near.view(np.int32)
    exact = (near == values) | np.isnan(values)
    above = np.abs(near.astype(np.float64)) > np.abs(values)
    return np.where(exact, bits, (bits - above) | 1).astype(np.int32).view(np.float32)


def sum_to_odd(a: Array, b: Array) -> Array:
    """a + b of f64 values, rounded to odd."""
    total = a + b
    # What the rounding of the sum lost, exactly (Knuth's two-sum).
    part = total - a
    error = (a - (total - part)) + (b - part)
    bits = total.view(np.int64)
    inexact = np.isfinite(total) & (error != 0) & (bits & 1 == 0)
    # One step towards what was lost: up in magnitude when it has the sum's sign.
    step = np.where((error > 0) == (total > 0), 1, -1)
    return np.where(inexact, bits + step, bits).view(np.float64)


def fused(a: Array, b: Array, c: Array, scalar: types.Scalar, mode: str = NEAREST) -> Array:
    """a * b + c of values of one type, rounded once."""
    if scalar.name == "f64":
        return a * b + c if scalar.is_shadow else _fused_f64(*np.broadcast_arrays(a, b, c))
    # A product of two numbers of at most 24 bits is exact in f64.
    a, b, c = (value.astype(np.float64) for value in (a, b, c))
    return narrow(sum_to_odd(a * b, c), scalar, mode)


def _fused_f64(a: Array, b: Array, c: Array) -> Array:
    """In exact arithmetic, element by element."""
    result = a * b + c
    exact = np.isfinite(a) & np.isfinite(b) & np.isfinite(c)
    for at in zip(*np.nonzero(exact), strict=True):
        total = Fraction(float(a[at])) * Fraction(float(b[at])) + Fraction(float(c[at]))
        if total:
            result[at] = _nearest(total)
        elif a[at] and b[at]:
            # The product cancels c exactly; only a product of zeros keeps a sign, and numpy's sum has it.
            result[at] = 0.0
    return result


def _nearest(number: Fraction) -> float:
    try:
        return number.numerator / number.denominator
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")


def from_integers(values: Array, scalar: types.Scalar) -> Array:
    """int64 or uint64 values rounded once to a float type."""
    if scalar.name in ("f64", "f32"):
        return values.astype(scalar.dtype)
    # f64 holds 53 bits: jam what is below into the last of them, which rounds to odd.
    jammed = values if values.dtype == np.uint64 else np.abs(values).view(np.uint64)
    low = jammed & np.uint64(0x7FF)
    large = jammed >> np.uint64(53) != 0
    jammed = np.where(large, (jammed - low) | (np.uint64(0x800) * (low != 0)), jammed)
    exact = jammed.astype(np.float64)
    return narrow(exact if values.dtype == np.uint64 else np.copysign(exact, values), scalar)
