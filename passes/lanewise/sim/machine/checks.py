"""What must hold in every active lane, or is a fault of the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from lanewise.mlir.host import ir
from lanewise.sim.machine.faults import FaultKind, lanes_text
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Poisoned, Shadowed, Value, strip
from lanewise.sim.machine.program import Op
from lanewise.sim.values import types
from lanewise.sim.values.types import Array


class FaultyLanes(NamedTuple):
    """Active lanes in which something is wrong, at least one. As text: `lanes 3, 5 and 60 more`."""

    wrong: Array

    def first(self, values: Array) -> int:
        """Of one number a lane, or one for all, that of the first of these lanes."""
        return int(np.broadcast_to(values, self.wrong.shape)[np.argmax(self.wrong)])

    def __str__(self) -> str:
        return "every lane" if len(self.wrong) == 1 else lanes_text(list(np.flatnonzero(self.wrong)))


def raise_where(machine: Machine, op: Op, wrong: Array, text: Callable[[FaultyLanes], str], *, kind: FaultKind) -> None:
    """Raises Fault when an active lane is `wrong` (one bool a lane, or one for all)."""
    if machine.mask is not None:
        wrong = np.logical_and(*machine.axis.arrays(wrong, machine.mask))
    if wrong.any():
        raise op.fault(text(FaultyLanes(wrong)), kind=kind)


def require_defined(machine: Machine, op: Op, value: Value, what: str) -> Array:
    """The elements of a value that must not be poison in any active lane. Raises Fault."""
    if isinstance(value, Shadowed):
        if machine.shadows is not None:
            machine.shadows.unsure(value)
        value = value.numbers
    if isinstance(value, Poisoned):
        refuse_poison(machine, op, value.poison, what)
    return strip(value)


def refuse_poison(machine: Machine, op: Op, poison: Array, what: str) -> None:
    """Raises Fault when anything is poison in an active lane. `poison` has the lanes' axis in front."""
    lanes = np.asarray(poison.reshape(len(poison), -1).any(axis=1))
    lanes = lanes[:1] if lanes.all() else lanes
    raise_where(machine, op, lanes, lambda found: f"poison reaches {what} in {found}", kind="poison")


def addresses(machine: Machine, op: Op, operands: Sequence[Value], what: str = "an address") -> list[Array]:
    """The elements of each. Raises Fault for poison."""
    return [require_defined(machine, op, one, what) for one in operands]


def stored(machine: Machine, op: Op, value: Value, chosen: Array | None) -> Array:
    """The elements of a value that is stored where `chosen` is true (None: everywhere). Raises Fault for poison."""
    if isinstance(value, Poisoned):
        refuse_poison(machine, op, value.poison if chosen is None else value.poison & chosen, "memory")
    return strip(value)


def check_memref(op: Op, source: ir.Type, vector: ir.Type) -> None:
    """Raises Unsupported unless `source` is a memref of the vector's elements."""
    if not isinstance(source, ir.MemRefType):
        raise op.unsupported(f"only memory is simulated, not a {source}")
    if types.scalar_name(source) != types.scalar_name(vector):
        raise op.unsupported(f"elements of {source} are not those of {vector}")
