"""One record an op name: what analysis, distribution and the passes may take for granted of it.

Closed by default: an op without a record may do anything, and whatever a record does not say is not so. Operands are
given by their numbers, or by a question that is asked of the op, as where segments have no fixed length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from lanewise.mlir.attributes import GLOBAL, PRIVATE, WORKGROUP
from lanewise.mlir.node import Node

Operands = Sequence[int] | Callable[[Node], Iterable[int]]
"""Numbers of operands."""

SPACES = frozenset((GLOBAL, WORKGROUP, PRIVATE))


class Runs(Enum):
    """How often the blocks of a region run, each time their op does."""

    AT_MOST_ONCE = "at most once"
    REPEATED = "repeated"
    """Round after round; what a round leaves in memory the next may find."""
    PARALLEL = "parallel"
    """Rounds that do not depend on each other, and that all lanes run: one after the other."""
    BY_LANES = "by lanes"
    """Lanes, or subgroups, run rounds of their own, or some of them none."""
    DECLARED = "declared"
    """Not by itself: it says how elements are combined or compared, and holds only what is pure."""
    ELSEWHERE = "elsewhere"
    """Not where the op stands: it is the body of a function, or a table of functions."""


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
    """There is no such result; one that there is all the same may be any memory."""
    OPERAND = "operand"
    """That of operand 0, or a part of it, under another name."""
    FORWARDED = "forwarded"
    """That of one of the operands, or of what regions hand on."""
    FRESH = "fresh"
    """A buffer that nobody else has: an allocation."""
    NAMED = "named"
    """That of a binding or a global: the same for all ops with an equal attribute `named_by`, or of this name alone."""


@dataclass(frozen=True, slots=True)
class OpTraits:
    """What one op does. An op that has `pure=True` has no effect, whatever its operands, and may be run by any lane or
    by all, once or again, or not at all.

    `reads` and `writes` are the operands whose memory it reads and writes; both empty for an op that touches none, and
    without a meaning for an operand that is no memory. `once` says that it must be done once a workgroup, not once a
    lane, though it may write no memory of ours: it prints, asserts, calls. `calls` is the attribute that names the
    function which it runs.

    `regions` says how each region runs, the last one for all that follow it. `decides` are the operands that say which
    way control goes, or how often.

    `synchronizes` says that all lanes of the workgroup wait there for each other, `orders` of which memory their
    accesses before and after it are in order then. `refused` is the reason why no kernel may hold the op where lanes
    share the work; what else is said of it is true.
    """

    name: str
    pure: bool = False
    reads: Operands = ()
    writes: Operands = ()
    atomic: bool = False
    once: bool = False
    calls: str = ""
    synchronizes: bool = False
    orders: frozenset[str] | Callable[[Node], frozenset[str]] = SPACES
    lanes: Lanes = Lanes.FOLLOW
    regions: Sequence[Runs] | Callable[[Node], Sequence[Runs]] = ()
    decides: Operands = ()
    aliases: Aliases = Aliases.NONE
    named_by: str = ""
    refused: str = ""


def all_operands(node: Node) -> range:
    return range(len(node.operands))


UNKNOWN = OpTraits(
    "",
    reads=all_operands,
    writes=all_operands,
    once=True,
    lanes=Lanes.DIFFER,
    regions=(Runs.REPEATED,),
    decides=all_operands,
    aliases=Aliases.FORWARDED,
)
"""What is taken for granted of an op without a record: nothing."""

TRAITS: dict[str, OpTraits] = {}


def register(traits: OpTraits) -> None:
    """Add the record of one op. Raises ValueError when the op has one already."""
    if traits.name in TRAITS:
        raise ValueError(f"{traits.name} has traits already")
    TRAITS[traits.name] = traits


def pure(dialect: str, names: str, **more: Any) -> None:
    """Register ops of a dialect that only compute: names without the dialect's, between blanks."""
    each(dialect, names, pure=True, **more)


def each(dialect: str, names: str, **what: Any) -> None:
    """Register ops of a dialect of which the same is true; without more, that nothing happens there but what regions
    do and values that are handed on."""
    for name in names.split():
        register(OpTraits(f"{dialect}.{name}", **what))


def refuse(dialect: str, reason: str, names: str) -> None:
    """Register ops of a dialect that no kernel may hold where lanes share the work."""
    each(dialect, names, refused=reason)


def segment(number: int) -> Callable[[Node], range]:
    """The operands of a segment of an op whose operands come in several of any length."""
    return segments(number, number + 1)


def segments(first: int, end: int | None = None) -> Callable[[Node], range]:
    """The operands of segments from `first` to before `end`."""

    def numbers(node: Node) -> range:
        lengths = list(node.op.attributes["operandSegmentSizes"])
        return range(sum(lengths[:first]), sum(lengths[:end]))

    return numbers


def traits_of(name: str) -> OpTraits:
    """The record of an op, or UNKNOWN."""
    return TRAITS.get(name, UNKNOWN)


def numbers(which: Operands, node: Node) -> Iterable[int]:
    """The operands of a node that a field of its record means."""
    return which(node) if callable(which) else which


def runs(node: Node) -> Sequence[Runs]:
    """How each of the regions of a node runs; of one of which nothing is said, as the worst that may be."""
    count = len(node.arguments)
    if not count:
        return ()
    regions = traits_of(node.name).regions
    found = list(regions(node) if callable(regions) else regions) or [Runs.REPEATED]
    return found[:count] + found[-1:] * (count - len(found))
