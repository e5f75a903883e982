"""Values and the shadows that belong to them, put together and taken apart."""

from __future__ import annotations

import numpy as np

from lanewise.sim.machine.buffers import ByteView, MemRef
from lanewise.sim.machine.poison import Numbers, Shadowed, Value, strip
from lanewise.sim.shadow import payload
from lanewise.sim.values.types import Array


def numbers(value: Value) -> Value:
    return value.numbers if isinstance(value, Shadowed) else value


def is_touched(value: Value) -> bool:
    if not isinstance(value, MemRef):
        return isinstance(value, Shadowed)
    buffer = value.buffer.bytes if isinstance(value.buffer, ByteView) else value.buffer
    return buffer.shadow is not None


def in_shape(mark: Array, shape: tuple[int, ...]) -> Array:
    """Marks of an operand as those of a result: element by element, or lane by lane, or all."""
    for wanted in (mark.shape, (*mark.shape, *(1,) * (len(shape) - mark.ndim))):
        try:
            return np.broadcast_to(mark.reshape(wanted), shape)
        except ValueError:
            continue
    return np.broadcast_to(mark.any(), shape)


def marked(value: Numbers, unsure: Array) -> Value:
    if not unsure.any():
        return value
    typed = strip(value).astype(np.float64)
    return Shadowed(value, (typed, np.where(unsure, np.nan, typed)))


def with_shadows(value: Numbers, planes: list[Array] | None, other: Array, ended: Array) -> Value:
    """A float with its shadows; where a decision makes it another, or they are not known, it begins again as it is."""
    typed = strip(value)
    if planes is None or any(plane.shape != typed.shape for plane in planes):
        return payload.ended(value)
    shadow, shaken = (plane.astype(np.float64, copy=False) for plane in planes)
    if ended.any():
        shadow, shaken = np.where(other, typed.astype(np.float64), shadow), np.where(ended, np.nan, shaken)
    return Shadowed(value, (shadow, shaken))
