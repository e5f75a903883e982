"""Integers that hold the bits of floats: the floats' shadows go with them, and back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lanewise.sim.machine.poison import Numbers, Shadowed, Value, strip
from lanewise.sim.machine.program import Op
from lanewise.sim.values import types
from lanewise.sim.values.types import Array, Scalar

CASTS = {"arith.bitcast", "vector.bitcast"}
_WIDTHS = {"arith.extsi", "arith.extui", "arith.trunci"}


def cast(op: Op, operands: Sequence[Value], results: Sequence[Numbers]) -> Value | None:
    """What an op gives that recuts bits; None for another."""
    if op.name not in CASTS | _WIDTHS or not isinstance(operands[0], Shadowed):
        return None
    source, result = operands[0], results[0]
    after = types.scalar_of(op.result_types[0])
    if op.name in _WIDTHS:
        if source.of is None:
            return None
        kept = source.planes[: 2 * (after.width // source.of.width)]
        return Shadowed(result, kept, source.of) if kept else ended(result)
    before = types.scalar_of(op.operand_types[0])
    of = before if source.numbers_are_float else source.of
    if of is None or before.width * 2 != of.width * len(source.planes):
        return ended(result)
    shape = strip(result).shape
    floats = [_interleaved(source.planes[plane::2], before.width != of.width) for plane in (0, 1)]
    if after == of:
        return Shadowed(result, (floats[0].reshape(shape), floats[1].reshape(shape)))
    if after.is_float or after.width % of.width:
        return ended(result)
    parts = [one.reshape(*shape, after.width // of.width) for one in floats]
    planes = tuple(part[..., number] for number in range(after.width // of.width) for part in parts)
    return Shadowed(result, planes, of)


def _interleaved(parts: Sequence[Array], several: bool) -> Array:
    return np.stack(parts, axis=-1) if several else parts[0]


def ended(result: Numbers) -> Shadowed:
    typed = strip(result).astype(np.float64)
    return Shadowed(result, (typed, np.full(typed.shape, np.nan)))


def layers(values: Sequence[Value]) -> tuple[Scalar | None, list[list[Array]]] | None:
    """What integers hold, and its planes, of each of these values; None where they do not hold the like."""
    shadowed = [one for one in values if isinstance(one, Shadowed)]
    if not shadowed:
        return None
    of, count = shadowed[0].of, len(shadowed[0].planes)
    if any(one.of != of or len(one.planes) != count for one in shadowed):
        return None
    rows: list[Sequence[Array]] = []
    for one in values:
        if isinstance(one, Shadowed):
            rows.append(one.planes)
        elif of is None:
            rows.append([strip(one).astype(np.float64)] * 2)
        elif of.width != of.dtype.itemsize * 8:
            return None
        else:
            rows.append([part for number in range(count // 2) for part in [_part(strip(one), of, number)] * 2])
    return of, [[row[plane] for row in rows] for plane in range(count)]


def _part(bits: Array, of: Scalar, number: int) -> Array:
    """The float of a type that lies in integers, the lowest having number 0."""
    raw = (bits.astype(np.int64).view(np.uint64) >> np.uint64(of.width * number)).astype(f"u{of.dtype.itemsize}")
    return raw.view(of.dtype).astype(np.float64)
