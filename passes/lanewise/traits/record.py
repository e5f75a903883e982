"""One record an op name: what analysis, distribution and the passes may take for granted of it.

Closed by default: an op without a record may do anything, and whatever a record does not say is not so. Operands are
given by their numbers, or by a question that is asked of the op, as where segments have no fixed length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from lanewise.mlir.node import Node

Operands = Sequence[int] | Callable[[Node], Iterable[int]]
"""Numbers of operands."""


class Runs(Enum):
    """How often the blocks of a region run, each time their op does."""

    AT_MOST_ONCE = "at most once"
    REPEATED = "repeated"
    """Round after round; what a round leaves in memory the next may find."""
    PARALLEL = "parallel"
    """Rounds that do not depend on each other, and that all lanes run."""
    BY_LANES = "by lanes"
    """Lanes, or subgroups, run rounds of their own, or some of them none."""
    DECLARED = "declared"
    """Not by itself: it says how elements are combined or compared, and touches nothing else."""


class Lanes(Enum):
    """Whether results are the same in all lanes of a workgroup."""

    FOLLOW = "follow"
    """They are where the operands are, and what is handed on to them from regions, and where all lanes come there."""
    SAME = "same"
    """Always, where all lanes come there: a constant, the number of the workgroup, what all lanes reduce."""
    DIFFER = "differ"
    """They may not be: the number of a lane, what a shuffle or an atomic update returns."""


class Aliases(Enum):
    """Which memory a result of memref type names."""

    NONE = "none"
    OPERAND = "operand"
    """That of operand 0, or a part of it, under another name."""
    HANDED_ON = "handed on"
    """That of one of the operands, or of what regions hand on."""
    FRESH = "fresh"
    """A buffer that nobody else has: an allocation."""
    NAMED = "named"
    """That of a binding or a global: the same for all ops with an equal attribute `named_by`."""


@dataclass(frozen=True, slots=True)
class OpTraits:
    """What one op does. An op that has `pure=True` has no effect, whatever its operands, and may be run by any lane or
    by all, once or again, or not at all.

    `reads` and `writes` are the operands whose memory it reads and writes; both empty for an op that touches none.
    `once` says that it must be done once a workgroup, not once a lane, though it may write no memory of ours: it prints,
    asserts, calls. `regions` says how each region runs, the last one for all that follow it. `decides` are the operands
    that say which way control goes, or how often. `forwards` says which values become which others, see
    ops/control_flow. `synchronizes` says that it orders what lanes do, as a barrier.
    """

    name: str
    pure: bool = False
    reads: Operands = ()
    writes: Operands = ()
    atomic: bool = False
    once: bool = False
    synchronizes: bool = False
    lanes: Lanes = Lanes.FOLLOW
    regions: tuple[Runs, ...] = ()
    decides: Operands = ()
    aliases: Aliases = Aliases.NONE
    named_by: str = ""


TRAITS: dict[str, OpTraits] = {}


def register(traits: OpTraits) -> None:
    """Add the record of one op. Raises ValueError when the op has one already."""
    if traits.name in TRAITS:
        raise ValueError(f"{traits.name} has traits already")
    TRAITS[traits.name] = traits


def pure(dialect: str, names: str, **more: object) -> None:
    """Register ops of a dialect that only compute: names without the dialect's, between blanks."""
    for name in names.split():
        register(OpTraits(f"{dialect}.{name}", pure=True, **more))  # type: ignore[arg-type]
