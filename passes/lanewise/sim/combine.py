"""How gpu's reductions combine two values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from lanewise.sim import types
from lanewise.sim.types import Array

Combine = Callable[[Array, Array], Array]

# numpy's minimum and maximum hand on a NaN, as minimumf and maximumf do; fmin and fmax drop it, as minnumf and maxnumf.
_FLOATS: dict[str, Any] = {
    "add": np.add,
    "mul": np.multiply,
    "minimumf": np.minimum,
    "maximumf": np.maximum,
    "minnumf": np.fmin,
    "maxnumf": np.fmax,
}

_INTEGERS: dict[str, Any] = {
    "add": np.add,
    "mul": np.multiply,
    "minsi": np.minimum,
    "maxsi": np.maximum,
    "and": np.bitwise_and,
    "or": np.bitwise_or,
    "xor": np.bitwise_xor,
}


def combiner(kind: str, element: str) -> Combine | None:
    """Two arrays of an element type to one, rounded or wrapped as the type is. None for an unknown kind."""
    if types.is_float(element):
        return _float(kind, element)
    if kind in ("minui", "maxui"):
        return _unsigned(kind, element)
    if kind not in _INTEGERS:
        return None
    function = _INTEGERS[kind]

    def combine(a: Array, b: Array) -> Array:
        if a.dtype == bool and kind in ("add", "mul"):
            return np.logical_xor(a, b) if kind == "add" else a & b
        if a.dtype == bool and kind in ("minsi", "maxsi"):
            # As a signed number of one bit, true is -1.
            return a | b if kind == "minsi" else a & b
        with np.errstate(over="ignore"):
            return types.wrap(function(a, b), element)

    return combine


def _float(kind: str, element: str) -> Combine | None:
    if kind not in _FLOATS:
        return None
    function, dtype = _FLOATS[kind], types.element(element)

    def combine(a: Array, b: Array) -> Array:
        with np.errstate(all="ignore"):
            result = function(a, b).astype(dtype, copy=False)
            if kind in ("add", "mul"):
                return result
            # Among zeros -0 is the smaller.
            sum_of_zeros = a + b if kind.startswith("max") else -(-a - b)
            return np.where((a == 0) & (b == 0), sum_of_zeros, result).astype(dtype, copy=False)

    return combine


def _unsigned(kind: str, element: str) -> Combine:
    def combine(a: Array, b: Array) -> Array:
        a_first = types.unsigned(a, element) < types.unsigned(b, element)
        return np.where(a_first == (kind == "minui"), a, b)

    return combine


def tree(combine: Combine, values: Array, axis: int) -> Array:
    """Reduce an axis whose length is a power of two, neighbours first, as lanes that shuffle by 1, 2, 4, ... do."""
    values = np.moveaxis(values, axis, 0)
    while len(values) > 1:
        values = combine(values[0::2], values[1::2])
    return values[0]
