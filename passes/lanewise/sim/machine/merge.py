"""Values that differ between lanes because control flow did."""

from __future__ import annotations

import numpy as np

from lanewise.sim.machine.buffers import MemRef
from lanewise.sim.machine.poison import Poisoned, Shadowed, Value, poison_of, strip, with_poison
from lanewise.sim.machine.program import Op
from lanewise.sim.values.types import Array


def select(op: Op, lanes: Array, then: Value, other: Value) -> Value:
    """`then` in the lanes that are true in `lanes` (one bool a lane), `other` elsewhere."""
    if then is other:
        return then
    if isinstance(then, MemRef):
        return _select_memref(op, lanes, then, other)
    if isinstance(then, Shadowed) or isinstance(other, Shadowed):
        return _select_shadowed(op, lanes, then, other)
    if isinstance(then, Poisoned) or isinstance(other, Poisoned):
        elements = _where(lanes, strip(then), strip(other))
        return with_poison(elements, _where(lanes, poison_of(then), poison_of(other)))
    return _where(lanes, then, strip(other))


def _select_shadowed(op: Op, lanes: Array, then: Value, other: Value) -> Value:
    numbers = select(op, lanes, *(one.numbers if isinstance(one, Shadowed) else one for one in (then, other)))
    assert not isinstance(numbers, MemRef | Shadowed)
    first, second = (
        one if isinstance(one, Shadowed) else Shadowed(strip(one), (strip(one).astype(np.float64),) * 2)
        for one in (then, other)
    )
    if first.of != second.of or len(first.planes) != len(second.planes):
        # Integers that are bits of floats on one side only.
        typed = strip(numbers).astype(np.float64)
        return Shadowed(numbers, (typed, np.full(typed.shape, np.nan)))
    return Shadowed(
        numbers, tuple(_where(lanes, a, b) for a, b in zip(first.planes, second.planes, strict=True)), first.of
    )


def _where(lanes: Array, then: Array, other: Array) -> Array:
    return np.where(lanes.reshape(-1, *(1,) * (then.ndim - 1)), then, other)


def _select_memref(op: Op, lanes: Array, then: MemRef, other: Value) -> MemRef:
    if not isinstance(other, MemRef) or other.buffer is not then.buffer:
        raise op.unsupported("lanes that hold views of different buffers are not simulated")
    return MemRef(
        then.buffer,
        np.where(lanes, then.offset, other.offset),
        tuple(np.where(lanes, a, b) for a, b in zip(then.sizes, other.sizes, strict=True)),
        tuple(np.where(lanes, a, b) for a, b in zip(then.strides, other.strides, strict=True)),
        np.where(lanes, then.base, other.base),
    )
