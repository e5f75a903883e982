"""What a lane holds: building, moving and combining pieces of whole vectors. Distribute rules are made of it.

Its modules come when a rule asks for them: `pieces.memory.load`. Passes that only analyse never do, which saves them a
tenth of a short run.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lanewise.pieces import (
        barriers,
        best,
        combining,
        comparator,
        constants,
        convert,
        exchange,
        gather,
        geometry,
        kernel,
        lanes,
        memory,
        parts,
        positions,
        reduce,
        registers,
        rows,
        scan,
        shuffle,
        site,
        touches,
    )

__all__ = [
    "barriers",
    "best",
    "combining",
    "comparator",
    "constants",
    "convert",
    "exchange",
    "gather",
    "geometry",
    "kernel",
    "lanes",
    "memory",
    "parts",
    "positions",
    "reduce",
    "registers",
    "rows",
    "scan",
    "shuffle",
    "site",
    "touches",
]


def __getattr__(name: str) -> ModuleType:
    if name not in __all__:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    return import_module(f"{__name__}.{name}")
