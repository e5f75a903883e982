"""One operation as analyses see it."""

from __future__ import annotations

from collections.abc import Callable

from lanewise.host import ir
from lanewise.layout import NestedLayout


class Node:
    """What rules read of an op, asked of the bindings once."""

    __slots__ = ("blocks", "name", "op", "operands", "results")

    def __init__(self, op: ir.Operation, blocks: tuple[list[Node], ...]) -> None:
        self.op = op
        self.name: str = op.name
        self.operands: list[ir.Value] = list(op.operands)
        self.results: list[ir.Value] = list(op.results)
        self.blocks = blocks
        """The nodes of each block of each region, in program order."""


LayoutOf = Callable[[ir.Value], NestedLayout | None]
"""The layout that a value has, or has so far: the first that reached it."""
