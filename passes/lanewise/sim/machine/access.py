"""What every op that reads or writes vectors in memory asks of its operands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lanewise.mlir.host import ir
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.merge import refuse_poison, require_defined
from lanewise.sim.machine.poison import Poisoned
from lanewise.sim.machine.program import Op
from lanewise.sim.values import types
from lanewise.sim.values.types import Array


def check_memref(op: Op, source: ir.Type, vector: ir.Type) -> None:
    """Raises Unsupported unless `source` is a memref of the vector's elements."""
    if not isinstance(source, ir.MemRefType):
        raise op.unsupported(f"only memory is simulated, not a {source}")
    if types.scalar_name(source) != types.scalar_name(vector):
        raise op.unsupported(f"elements of {source} are not those of {vector}")


def defined_indices(machine: Machine, op: Op, indices: Sequence[Any]) -> list[Array]:
    return [require_defined(machine, op.op, index, "an address") for index in indices]


def sound_stores(machine: Machine, op: Op, value: Any, chosen: Array | None) -> Array:
    """The elements of a value that is stored where `chosen` is true (None: everywhere). Raises Fault for poison."""
    if not isinstance(value, Poisoned):
        elements: Array = value
        return elements
    stored = value.poison if chosen is None else value.poison & chosen
    refuse_poison(machine, op.op, stored, "memory")
    return value.elements
