"""What the simulator finds beyond values: faults of a program, each at an op, with the lanes that take part."""

from __future__ import annotations

from collections.abc import Sequence

from lanewise.mlir.diagnostics import NOTE, Failure, Message, source_loc
from lanewise.mlir.host import ir


class Fault(Failure):
    """A race, a divergent barrier, an access out of bounds, unwritten memory or poison where it must not come."""


class Unsupported(Failure):
    """The simulator does not know what an op or a type means. Never a guess."""


class TooLong(Unsupported):
    """More ops than are run. On its way out each loop around adds how far it was."""

    def __init__(self, op: ir.Operation, text: str) -> None:
        super().__init__(op, f"'{op.name}' op: too long to simulate: {text}")

    def add(self, op: ir.Operation, text: str) -> None:
        self.notes = (*self.notes, Message(NOTE, source_loc(op.location), text))


def lanes_text(lanes: Sequence[int]) -> str:
    """`lane 3`, `lanes 3, 5 and 60 more`."""
    shown = [str(int(lane)) for lane in lanes[:2]]
    more = f" and {len(lanes) - 2} more" if len(lanes) > 2 else ""
    return ("lane " if len(lanes) == 1 else "lanes ") + ", ".join(shown) + more
