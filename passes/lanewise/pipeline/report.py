"""What a run of a pass says, and who hears it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lanewise.mlir.diagnostics import REMARK, WARNING, Message, SourceLoc, source_loc
from lanewise.mlir.host import ir

Emit = Callable[[Message], None]
EmitRemarks = Callable[[Iterable[tuple[SourceLoc, str]]], None]


@dataclass(frozen=True)
class DiagnosticHandler:
    """Who hears what passes say, and knows where in the input a location is."""

    emit: Emit
    source_loc: Callable[[ir.Location], SourceLoc] = source_loc
    emit_remarks: EmitRemarks | None = None
    """Many at once, where that is quicker."""


class PassReport:
    """What one run of one pass says: diagnostics as they come, counts at the end."""

    def __init__(self, handler: DiagnosticHandler) -> None:
        self.counts: Counter[str] = Counter()
        self.edited: bool | None = None
        """Whether the IR has changed; None when the pass does not say."""
        self._handler = handler

    def count(self, counter: str, by: int = 1) -> None:
        self.counts[counter] += by

    def edits(self, some: bool) -> None:
        """Say whether the pass edits the op that it runs on: what it leaves alone need not be verified again."""
        self.edited = bool(self.edited) or some

    def remark(self, location: ir.Location, text: str) -> None:
        self._say(REMARK, location, text)

    def warning(self, location: ir.Location, text: str) -> None:
        self._say(WARNING, location, text)

    def _say(self, severity: str, location: ir.Location, text: str) -> None:
        self._handler.emit(Message(severity, self._handler.source_loc(location), text))

    def remarks(self, found: Iterable[tuple[ir.Location, str]]) -> None:
        """One after the other; programs of 90,000 ops have as many."""
        if self._handler.emit_remarks is not None:
            source_loc = self._handler.source_loc
            self._handler.emit_remarks((source_loc(location), text) for location, text in found)
        else:
            for location, text in found:
                self.remark(location, text)
