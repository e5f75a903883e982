"""The kinds of reductions, scans and contractions: `add`, `maximumf` and so on.

The order is one after the other, from the first element on, each result rounded to the element type.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import numpy as np

from lanewise.mlir.host import ir
from lanewise.sim.values import types
from lanewise.sim.values.integers import unsigned
from lanewise.sim.values.rounding import float_info, narrow, wide
from lanewise.sim.values.types import Array

_FLOATS: dict[str, np.ufunc] = {
    "add": np.add,
    "mul": np.multiply,
    "minimumf": np.minimum,
    "maximumf": np.maximum,
    "minnumf": np.fmin,
    "maxnumf": np.fmax,
}
_INTEGERS: dict[str, np.ufunc] = {
    "add": np.add,
    "mul": np.multiply,
    "and": np.bitwise_and,
    "or": np.bitwise_or,
    "xor": np.bitwise_xor,
    "minsi": np.minimum,
    "maxsi": np.maximum,
    "minui": np.minimum,
    "maxui": np.maximum,
}
# One bit: a sum is exclusive or, and the signed number with the bit set is -1, the least.
_BITS: dict[str, np.ufunc] = {
    "add": np.logical_xor,
    "mul": np.logical_and,
    "and": np.logical_and,
    "or": np.logical_or,
    "xor": np.logical_xor,
    "minsi": np.logical_or,
    "maxsi": np.logical_and,
    "minui": np.logical_and,
    "maxui": np.logical_or,
}


def reduction_kind(attribute: ir.Attribute) -> str:
    """`add` of `#vector.kind<add>`. Raises ValueError for another attribute."""
    match = re.fullmatch(r"#vector\.kind<(\w+)>", str(attribute))
    if match is None:
        raise ValueError(f"{attribute} is no combining kind")
    return match[1]


def running(kind: str, scalar: types.Scalar, values: Array) -> Array:
    """All prefixes along axis 0 combined, of one type. Raises ValueError for a kind that it lacks."""
    table = _FLOATS if scalar.is_float else _BITS if scalar.name == "i1" else _INTEGERS
    if kind not in table:
        raise ValueError(f"kind {kind} does not combine elements of type {scalar}")
    if scalar.is_shadow and kind in ("minnumf", "maxnumf"):
        # A NaN says here that a shadow has ended, and stays.
        kind = f"{kind[:3]}imumf"
    source = unsigned(values, scalar) if kind in ("minui", "maxui") and scalar.name != "i1" else values
    with np.errstate(all="ignore"):
        result: Array
        if scalar.name in _ROUNDED_HERE:
            result = _accumulated(table[kind], scalar, source)
        else:
            result = table[kind].accumulate(source, axis=0, dtype=source.dtype)
    if not scalar.is_float:
        return types.wrap(result, scalar)
    return result if kind in ("add", "mul") else _signed_zeros(kind, values, result)


# numpy rounds what it accumulates in these another way than `narrow`.
_ROUNDED_HERE = {"f8E8M0FNU", *types.WIDTHS}


def _accumulated(combine: np.ufunc, scalar: types.Scalar, values: Array) -> Array:
    result = values.copy()
    for i in range(1, len(values)):
        result[i] = narrow(combine(wide(result[i - 1]), wide(values[i])), scalar)
    return result


def product(a: Array, b: Array, scalar: types.Scalar) -> Array:
    """a * b of values of one type, as it multiplies: rounded, or wrapped around."""
    if scalar.is_float:
        return narrow(wide(a) * wide(b), scalar) if scalar.name in _ROUNDED_HERE else a * b
    return types.wrap(a & b if scalar.name == "i1" else a * b, scalar)


def fold(kind: str, scalar: types.Scalar, values: Array) -> Array:
    """All along axis 0 combined; there must be some."""
    if len(values) > 1 and values[0].size < LARGE:
        return running(kind, scalar, values)[-1]
    total: Array = values[0]
    with np.errstate(all="ignore"):
        for one in values[1:]:
            total = _combine(kind, scalar, total, one)
    return total


def combine(kind: str, scalar: types.Scalar, first: Array, second: Array) -> Array:
    """Two combined, element by element."""
    with np.errstate(all="ignore"):
        return _combine(kind, scalar, first, second)


def _combine(kind: str, scalar: types.Scalar, first: Array, second: Array) -> Array:
    if scalar.is_float and first.shape == second.shape:
        result: Array = _FLOATS[kind](first, second)
        if kind in ("add", "mul") or (result != 0).all():
            return result
    return running(kind, scalar, np.stack(np.broadcast_arrays(first, second)))[-1]


LARGE = 1 << 10
"""Elements of one summand from which on it is faster to take one after the other."""

Combine = Callable[[Array, Array], Array]


def combiner(kind: str, scalar: types.Scalar) -> Combine | None:
    """Two arrays of one type to one; None for a kind that does not combine such elements."""
    if kind not in (_FLOATS if scalar.is_float else _BITS if scalar.name == "i1" else _INTEGERS):
        return None
    return partial(combine, kind, scalar)


def tree(combine: Combine, values: Array, axis: int) -> Array:
    """Reduce an axis whose length is a power of two, neighbours first, as lanes that shuffle by 1, 2, 4, ... do."""
    values = np.moveaxis(values, axis, 0)
    while len(values) > 1:
        values = combine(values[0::2], values[1::2])
    return values[0]


def _signed_zeros(kind: str, values: Array, result: Array) -> Array:
    """+0 is more than -0, which numpy does not promise."""
    zero = result == 0
    if not zero.any():
        return result
    wins = np.signbit(values) if kind.startswith("min") else ~np.signbit(values)
    seen = np.logical_or.accumulate(wins & (values == 0), axis=0)
    negative = seen if kind.startswith("min") else ~seen
    nothing = np.zeros((), result.dtype)
    return np.where(zero, np.where(negative, -nothing, nothing), result)


def identity(kind: str, scalar: types.Scalar) -> Array:
    """The element that combines with any other to that other, bit for bit (NaN's payload apart).

    Raises ValueError where a type has none.
    """
    dtype = scalar.dtype
    if not scalar.is_float:
        return types.wrap(np.array(_integer_identity(kind, scalar.width), object).astype(np.int64), scalar)
    if kind in ("minnumf", "maxnumf") and scalar.name not in types.WIDTHS:
        return np.array(np.nan).astype(dtype)
    if kind == "add" and scalar.name == "f8E8M0FNU":
        raise ValueError(f"type {scalar} has no zero to begin {kind} with")
    if kind in ("add", "mul"):
        return np.array(-0.0 if kind == "add" else 1.0).astype(dtype)
    # A type without infinities begins with its largest or its least number, which are as good.
    infinite = np.array(np.inf if kind.startswith("min") else -np.inf).astype(dtype)
    info = float_info(dtype)
    return infinite if np.isinf(infinite) else np.array(info.max if kind.startswith("min") else info.min)


def _integer_identity(kind: str, width: int) -> int:
    least = -(1 << (width - 1))
    return {"mul": 1, "and": -1, "minui": -1, "minsi": -1 - least, "maxsi": least}.get(kind, 0)
