"""The math dialect.

Functions that are exact (rounding to integers, sqrt, fma, bits) give the one right result. The others are computed in
f64 and rounded, so of types below f64 they are within 1 ulp of the real value; of f64 they are those of numpy.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from lanewise.sim.machine.poison import Numbers, with_poison
from lanewise.sim.machine.program import Op
from lanewise.sim.semantics.arith_float import rounding_mode, smallest_normal
from lanewise.sim.semantics.pointwise import Compute, operand_element, pointwise
from lanewise.sim.values.integers import number, unsigned
from lanewise.sim.values.rounding import fused, narrow, wide
from lanewise.sim.values.types import Array, wrap

Function = Callable[..., Array]


def _each(function: Callable[[float], float]) -> Function:
    """A function of one number, element by element: for what numpy lacks."""
    return np.vectorize(function, otypes=[np.float64])


def _round(values: Array) -> Array:
    """To the nearest integer, ties away from zero; what is left over of a float is exact."""
    whole = np.trunc(values)
    return np.copysign(whole + (np.abs(values - whole) >= 0.5) * np.sign(values), values)


_SAME_NAME = "cbrt cos cosh exp exp2 expm1 log log10 log1p log2 sin sinh tan tanh".split()
_INVERSE = "cos cosh sin sinh tan tan2 tanh".split()
EXACT: dict[str, Function] = {
    f"math.{name}": getattr(np, name) for name in ("ceil", "copysign", "floor", "sqrt", "trunc")
}
EXACT |= {"math.absf": np.abs, "math.round": _round, "math.roundeven": np.rint}

APPROXIMATE: dict[str, Function] = {f"math.{name}": getattr(np, name) for name in _SAME_NAME}
APPROXIMATE |= {f"math.a{name}": getattr(np, f"arc{name}") for name in _INVERSE}
APPROXIMATE |= {
    "math.erf": _each(math.erf),
    "math.erfc": _each(math.erfc),
    "math.powf": np.power,
    "math.rsqrt": lambda values: 1 / np.sqrt(values),
}


def _double(values: Array) -> Array:
    return values.astype(np.float64)


@pointwise(*EXACT, *APPROXIMATE)
def function(op: Op) -> Compute:
    scalar = operand_element(op)
    compute, widen = (EXACT[op.name], wide) if op.name in EXACT else (APPROXIMATE[op.name], _double)
    return lambda *values: narrow(compute(*map(widen, values)), scalar)


@pointwise("math.sincos")
def sincos(op: Op) -> Compute:
    scalar = operand_element(op)

    def run(a: Array) -> tuple[Array, Array]:
        angle = _double(a)
        return narrow(np.sin(angle), scalar), narrow(np.cos(angle), scalar)

    return run


@pointwise("math.fma")
def fma(op: Op) -> Compute:
    scalar, mode = operand_element(op), rounding_mode(op)
    if mode != "to_nearest_even":
        raise op.unsupported(f"rounding mode {mode} is not simulated")
    return lambda a, b, c: fused(a, b, c, scalar)


@pointwise("math.clampf")
def clampf(op: Op) -> Compute:
    """max(min(value, high), low), NaN handed on; poison where low > high."""
    scalar = operand_element(op)

    def run(value: Array, low: Array, high: Array) -> Numbers:
        value, low, high = wide(value), wide(low), wide(high)
        least = _signed_zero(np.minimum(value, high), value, high, -1)
        result = _signed_zero(np.maximum(least, low), least, low, 1)
        return with_poison(narrow(result, scalar), low > high)

    return run


def _signed_zero(result: Array, a: Array, b: Array, sign: int) -> Array:
    """-0 is less than +0: the larger (sign 1) or the smaller (-1) of two zeros."""
    return np.where((a == 0) & (b == 0), sign * (sign * a + sign * b), result)


CLASSES: dict[str, Function] = {
    "math.isfinite": lambda a: np.isfinite(wide(a)),
    "math.isinf": lambda a: np.isinf(wide(a)),
    "math.isnan": lambda a: np.isnan(wide(a)),
    "math.isnormal": lambda a: np.isfinite(wide(a)) & (np.abs(wide(a)) >= smallest_normal(a)),
}


@pointwise(*CLASSES)
def classify(op: Op) -> Compute:
    return CLASSES[op.name]


@pointwise("math.fpowi")
def fpowi(op: Op) -> Compute:
    """A float to the power of an integer, whose parity decides the sign even where f64 cannot hold it."""
    scalar = operand_element(op)

    def run(base: Array, power: Array) -> Array:
        power = number(power)
        size = np.power(np.abs(_double(base)), _double(power))
        return narrow(np.where((power & 1 == 1) & np.signbit(wide(base)), -size, size), scalar)

    return run


@pointwise("math.ipowi")
def ipowi(op: Op) -> Compute:
    """Wraps around. To a negative power 1 and -1 stay of size 1, 0 divides by zero (poison), the rest is 0."""
    scalar = operand_element(op)

    def run(base: Array, power: Array) -> Numbers:
        base, power = np.broadcast_arrays(number(base), number(power))
        left, square = np.where(power < 0, 0, power), base
        result = np.ones_like(base)
        while left.any():
            result = np.where(left & 1 == 1, result * square, result)
            square, left = square * square, left >> 1
        odd = np.where(power & 1 == 1, base, 1)
        result = np.where(power < 0, np.where(np.abs(base) == 1, odd, 0), result)
        return with_poison(wrap(result.astype(base.dtype), scalar), (power < 0) & (base == 0))

    return run


@pointwise("math.absi")
def absi(op: Op) -> Compute:
    """The least number stays as it is."""
    scalar = operand_element(op)
    return lambda a: wrap(np.abs(number(a)), scalar)


def _ones(bits: Array) -> Array:
    """How many bits of uint64 values are set: sums of neighbours in fields of 2, 4 and 8 bits, then of all bytes."""
    bits = bits - ((bits >> np.uint64(1)) & np.uint64(0x5555555555555555))
    bits = (bits & np.uint64(0x3333333333333333)) + ((bits >> np.uint64(2)) & np.uint64(0x3333333333333333))
    bits = (bits + (bits >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return (bits * np.uint64(0x0101010101010101)) >> np.uint64(56)


def _leading_zeros(bits: Array, width: int) -> Array:
    for by in (1, 2, 4, 8, 16, 32):
        bits = bits | (bits >> np.uint64(by))
    return np.uint64(width) - _ones(bits)


def _trailing_zeros(bits: Array, width: int) -> Array:
    return np.minimum(_ones(~bits & (bits - np.uint64(1))), np.uint64(width))


COUNTS: dict[str, Callable[[Array, int], Array]] = {
    "math.ctlz": _leading_zeros,
    "math.cttz": _trailing_zeros,
    "math.ctpop": lambda bits, width: _ones(bits),
}


@pointwise(*COUNTS)
def count(op: Op) -> Compute:
    """The zeros of zero are as many as it has bits."""
    scalar = operand_element(op)
    width = scalar.width
    compute = COUNTS[op.name]
    return lambda a: wrap(compute(unsigned(a, scalar).astype(np.uint64), width).astype(np.int64), scalar)
