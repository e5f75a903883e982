"""What the simulator finds beyond values: faults of a program, each at an op, with the lanes that take part.

Each has a kind, which docs/judge.md explains. What is wrong with the question (text that does not parse, sizes that
nobody gave) is a Failure without a kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from lanewise.mlir.diagnostics import NOTE, Failure, Located, Message, source_loc
from lanewise.mlir.host import ir

DifferenceKind = Literal["different", "less precise"]
FaultKind = Literal["race", "divergence", "bounds", "unwritten", "poison", "assumption", "endless"]
Kind = DifferenceKind | FaultKind | Literal["unsupported"]


class Fault(Failure):
    """A fault of the program, of a kind."""

    def __init__(
        self, op: Located | None, text: str, notes: Sequence[tuple[Located, str]] = (), *, kind: FaultKind
    ) -> None:
        super().__init__(op, text, notes)
        self.kind: FaultKind = kind


class Unsupported(Failure):
    """The simulator does not know what an op or a type means, or the run is too much for it. Never a guess."""

    kind: Literal["unsupported"] = "unsupported"


def kind_of(failure: Failure) -> Kind | None:
    """None where there is no verdict to give: something is wrong with the question."""
    return failure.kind if isinstance(failure, Fault | Unsupported) else None


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
