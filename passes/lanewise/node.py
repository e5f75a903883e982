"""One operation as analyses see it."""

from __future__ import annotations

from collections.abc import Callable

from lanewise.host import ir
from lanewise.layout import NestedLayout


class Node:
    """What rules read of an op, asked of the bindings once: each question costs them about a microsecond."""

    __slots__ = ("_arguments", "blocks", "name", "op", "operands", "parent", "results")

    def __init__(self, op: ir.Operation, blocks: tuple[list[Node], ...]) -> None:
        self.op = op
        self.name: str = op.name
        self.operands: list[ir.Value] = list(op.operands)
        self.results: list[ir.Value] = list(op.results)
        self.blocks = blocks
        """The nodes of each block of each region, in program order."""
        self.parent: Node | None = None
        """The op around this one; None for the root of a graph, and outside of any."""
        self._arguments: dict[int, list[ir.Value]] | None = None
        for block in blocks:
            for inner in block:
                inner.parent = self

    def arguments(self, region: int) -> list[ir.Value]:
        """Of the first block of a region."""
        if self._arguments is None:
            self._arguments = {}
        if region not in self._arguments:
            self._arguments[region] = list(self.op.regions[region].blocks[0].arguments)
        return self._arguments[region]


LayoutOf = Callable[[ir.Value], NestedLayout | None]
"""The layout that a value has, or has so far: the first that reached it."""
