"""What a report lists: one thing that costs, or that nobody could resolve, with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lanewise.layout import NestedLayout
from lanewise.mlir.diagnostics import SourceLoc
from lanewise.transforms.convert_layouts import ANCHOR
from lanewise.view.report.loops import Loops

COPY, CONVERSION, UNRESOLVED, UNKNOWN = "copy", "conversion", "unresolved", "unknown"

KINDS = (UNKNOWN, UNRESOLVED, CONVERSION, COPY)
"""The worst first."""


@dataclass(frozen=True, slots=True)
class ItemUse:
    """A use, operand number `operand` of `op`, for which a value is copied or converted."""

    loc: SourceLoc
    op: str
    operand: int

    def __str__(self) -> str:
        return f"{self.loc.line}:{self.loc.column} {self.op} operand #{self.operand}"

    def as_json(self) -> dict[str, Any]:
        return {**loc_json(self.loc), "op": self.op, "operand": self.operand}


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a report. What is about layouts is None where a layout is missing."""

    kind: str
    loc: SourceLoc
    op: str
    name: str  # of the value, as the file spells it
    type: str
    element: str
    shape: tuple[int, ...]
    # Of the whole vector, which a workgroup moves or makes once a trip; None where the type does not say (scalable).
    bytes: int | None
    loops: Loops
    origin: str | None = None  # of a conversion, as in convert_layouts.py: ANCHOR, ADDED or WRITTEN
    movement: str | None = None
    has: NestedLayout | None = None
    wants: NestedLayout | None = None
    readers: tuple[ItemUse, ...] = ()
    note: str = ""

    @property
    def moved(self) -> int:
        """Bytes, times the trips that are known."""
        return (self.bytes or 0) * self.loops.trips

    @property
    def what(self) -> str:
        """The item less its place, which differs between two versions of a kernel."""
        size = "unknown size" if self.bytes is None else f"{self.bytes} bytes"
        words = {UNRESOLVED: UNRESOLVED, UNKNOWN: "unknown op"}
        word = words.get(self.kind) or f"{self.kind} {'by' if self.origin == ANCHOR else 'of'}"
        parts = [f"{word} {self.op} : {self.type}, {size}"]
        parts += [*([self.movement] if self.movement else []), str(self.loops)]
        return ", ".join(parts) + (f": {self.note}" if self.note else "")

    def as_json(self) -> dict[str, Any]:
        depth, trips, unknown = self.loops
        return {
            "kind": self.kind,
            **loc_json(self.loc),
            "op": self.op,
            "name": self.name,
            "type": self.type,
            "element": self.element,
            "shape": list(self.shape),
            "bytes": self.bytes,
            "loops": {"depth": depth, "trips": trips, "unknown": unknown},
            "origin": self.origin,
            "movement": self.movement,
            "from": None if self.has is None else str(self.has),
            "to": None if self.wants is None else str(self.wants),
            "readers": [reader.as_json() for reader in self.readers],
            "note": self.note,
        }


def loc_json(loc: SourceLoc) -> dict[str, Any]:
    return {"file": loc.file, "line": loc.line, "column": loc.column}
