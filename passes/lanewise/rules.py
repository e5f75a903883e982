"""What each phase may ask of an op: one record an op name.

A rule states a wish and never edits. `forward` says which values an operand's layout suggests a layout for, `backward`
says what the layouts of an op's results demand of operands. The drivers in `analysis/` own order and policy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from lanewise.host import ir
from lanewise.layout import NestedLayout


class Node:
    """One operation as the analysis sees it: what rules read, asked of the bindings once."""

    __slots__ = ("blocks", "name", "op", "operands", "results")

    def __init__(self, op: ir.Operation, blocks: tuple[list[Node], ...]) -> None:
        self.op = op
        self.name: str = op.name
        self.operands: list[ir.Value] = list(op.operands)
        self.results: list[ir.Value] = list(op.results)
        self.blocks = blocks
        """The nodes of each block of each region, in program order."""


class Offer(NamedTuple):
    """Forward: `value` may have `layout`."""

    value: ir.Value
    layout: NestedLayout


class Demand(NamedTuple):
    """Backward: operand number `operand` of `user` must come in `layout`."""

    user: ir.Operation
    operand: int
    layout: NestedLayout


LayoutOf = Callable[[ir.Value], NestedLayout | None]
"""The layout that a value has so far: the first that reached it."""

Forward = Callable[[Node, int, NestedLayout, LayoutOf], Iterable[Offer]]
"""(op, operand number, a layout of that operand, first layouts) -> offers."""

Backward = Callable[[Node, LayoutOf], Iterable[Demand | Offer]]
"""(op, layouts) -> demands. Called once, when the layouts of the op's results are final. An offer made here is taken by
a value that has no layout yet and is no demand."""

Pure = Callable[[Node], bool]

Doubt = Callable[[Node, LayoutOf], str | None]
"""What a user should know about the layouts around an op, once they are final."""


def always(node: Node) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class OpRules:
    """Everything that the phases may ask of one op.

    `constant` and `link` say what may be recomputed: a constant costs nothing and is copied from any block; a link is
    a pure op that may stand in a chain of bounded length within one block. `boundary` marks an op that takes vectors
    and needs no rule: it stores them or hands them on whole.
    """

    name: str
    forward: Forward | None = None
    backward: Backward | None = None
    constant: bool = False
    link: Pure | None = None
    doubt: Doubt | None = None
    boundary: bool = False


RULES: dict[str, OpRules] = {}


def register(rules: OpRules) -> None:
    """Add the record of one op. Raises ValueError when the op has one already."""
    if rules.name in RULES:
        raise ValueError(f"{rules.name} has rules already")
    RULES[rules.name] = rules
