"""Values that differ between lanes because control flow did."""

from __future__ import annotations

from typing import Any

import numpy as np

from lanewise.mlir.host import ir
from lanewise.sim.machine.faults import Unsupported, fault, lanes_text
from lanewise.sim.machine.memory import MemRef
from lanewise.sim.machine.poison import Poisoned, poison_of, strip, with_poison
from lanewise.sim.values.types import Array


def select(op: ir.Operation, lanes: Array, then: Any, other: Any) -> Any:
    """`then` in the lanes that are true in `lanes` (one bool a lane), `other` elsewhere."""
    if then is other:
        return then
    if isinstance(then, MemRef):
        return _select_memref(op, lanes, then, other)
    if isinstance(then, Poisoned) or isinstance(other, Poisoned):
        elements = _where(lanes, strip(then), strip(other))
        return with_poison(elements, _where(lanes, poison_of(then), poison_of(other)))
    return _where(lanes, then, other)


def _where(lanes: Array, then: Array, other: Array) -> Array:
    return np.where(lanes.reshape(-1, *(1,) * (then.ndim - 1)), then, other)


def _select_memref(op: ir.Operation, lanes: Array, then: MemRef, other: Any) -> MemRef:
    if not isinstance(other, MemRef) or other.buffer is not then.buffer:
        raise Unsupported(op, f"'{op.name}' op: lanes that hold views of different buffers are not simulated")
    return MemRef(
        then.buffer,
        np.where(lanes, then.offset, other.offset),
        tuple(np.where(lanes, a, b) for a, b in zip(then.sizes, other.sizes, strict=True)),
        tuple(np.where(lanes, a, b) for a, b in zip(then.strides, other.strides, strict=True)),
    )


def require_defined(machine: Any, op: ir.Operation, value: Any, what: str) -> Array:
    """The elements of a value that must not be poison in any active lane. Raises Fault."""
    if not isinstance(value, Poisoned):
        return value
    refuse_poison(machine, op, value.poison, what)
    return value.elements


def refuse_poison(machine: Any, op: ir.Operation, poison: Array, what: str) -> None:
    """Raises Fault when anything is poison in an active lane. `poison` has the lanes' axis in front."""
    lanes = poison.reshape(len(poison), -1).any(axis=1)
    if machine.mask is not None:
        lanes = lanes & machine.mask
    if lanes.any():
        who = "every lane" if lanes.all() else lanes_text(list(np.flatnonzero(lanes)))
        raise fault(op, f"poison reaches {what} in {who}")
