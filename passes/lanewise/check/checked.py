"""What the check of one kernel comes to: a verdict, and what the kernel pays for its layouts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from lanewise.view.report.movement import MOVEMENTS

EQUAL, DIFFERENT = "equal", "different"
FAULTS = (
    DIFFERENT,
    "less precise",
    "race",
    "divergence",
    "bounds",
    "unwritten",
    "poison",
    "assumption",
    "endless",
)
"""Kinds of faults of a kernel, as the simulator names them."""
REFUSED = "refused"
"""A pass cannot do its work on it, which lanewise-opt reports as an error."""
UNREADABLE, INVALID = "unreadable", "invalid"
"""No text; text that is no valid MLIR."""
CRASHED, OUT_OF_TIME, OUT_OF_MEMORY = "crashed", "out of time", "out of memory"
"""How the process ended that was to judge it."""
UNSUPPORTED, NOT_CHECKED = "unsupported", "not checked"
"""It was distributed, and what became of it the simulator cannot say."""

OPEN = (UNSUPPORTED, NOT_CHECKED)
VERDICTS = (EQUAL, *FAULTS, REFUSED, UNREADABLE, INVALID, CRASHED, OUT_OF_TIME, OUT_OF_MEMORY, *OPEN)


@dataclass(frozen=True, slots=True)
class Conversion:
    """A conversion between two layouts, by the place where it is; `bytes` are those of the whole vector."""

    line: int
    column: int
    name: str  # of the value, as the file spells it
    type: str
    movement: str  # one of MOVEMENTS
    bytes: int
    trips: int  # of the loops around it whose trips are known
    unknown: int  # how many loops around it have others

    @property
    def moved(self) -> int:
        """Bytes, times the trips that are known."""
        return self.bytes * self.trips

    @property
    def cost(self) -> tuple[int, int]:
        """How dear it is: by how far elements move, then by how many bytes."""
        return MOVEMENTS.index(self.movement), self.moved

    def __str__(self) -> str:
        trips = f" x {self.trips} trips" * (self.trips != 1) + " x unknown trips" * self.unknown
        return f"{self.line}:{self.column}: {self.bytes} bytes{trips}, {self.movement}: {self.name} : {self.type}"


@dataclass(frozen=True, slots=True)
class CheckedKernel:
    """The verdict on one file, one of VERDICTS, and why. Pickles, and holds nothing of the bindings."""

    path: str
    verdict: str
    text: str = ""
    """Why, unless it is equal."""
    line: int = 0
    column: int = 0
    conversions: tuple[Conversion, ...] = ()
    """Of the kernel before it is resolved, the dearest first."""
    barriers: int = 0
    """That the passes added, each times the trips around it that are known."""
    seconds: float = 0.0

    def fails(self, strict: bool = False) -> bool:
        """Whether lanewise-opt would fail on it; with `strict` also if it could not be checked."""
        return self.verdict != EQUAL and (strict or self.verdict not in OPEN)

    def moved(self, movement: str) -> int:
        """Bytes that conversions move so far, times trips."""
        return sum(one.moved for one in self.conversions if one.movement == movement)

    @property
    def cost(self) -> tuple[int, ...]:
        """How dear its layouts are: bytes by movement, the dearest first, then barriers."""
        return (*(self.moved(movement) for movement in reversed(MOVEMENTS)), self.barriers)

    @property
    def where(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path

    def as_json(self) -> dict[str, Any]:
        found = asdict(self)
        found["conversions"] = [asdict(one) for one in self.conversions]
        found["moved"] = {movement: self.moved(movement) for movement in MOVEMENTS}
        return found

    @staticmethod
    def from_json(data: dict[str, Any]) -> CheckedKernel:
        """What `as_json` made."""
        fields = {name: value for name, value in data.items() if name != "moved"}
        return CheckedKernel(**{**fields, "conversions": tuple(Conversion(**one) for one in data["conversions"])})


def dearest_first(kernels: Iterable[CheckedKernel]) -> list[CheckedKernel]:
    """Those that cost the same by name."""
    return sorted(kernels, key=lambda kernel: ([-part for part in kernel.cost], kernel.path))


def timed(kernel: CheckedKernel, seconds: float) -> CheckedKernel:
    return replace(kernel, seconds=round(seconds, 3))
