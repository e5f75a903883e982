"""One operation as analyses see it."""

from __future__ import annotations

import sys
from collections.abc import Callable

from lanewise.host import ir
from lanewise.layout import NestedLayout


class Node:
    """What rules read of an op, asked of the bindings once: each question costs them about a microsecond."""

    __slots__ = ("_arguments", "blocks", "name", "op", "operands", "parent", "results")

    def __init__(self, op: ir.Operation, blocks: tuple[list[Node], ...]) -> None:
        self.op = op
        self.name: str = sys.intern(op.name)
        self.operands: list[ir.Value] = list(op.operands)
        self.results: list[ir.Value] = list(op.results)
        self.blocks = blocks
        """The nodes of each block of each region, in program order."""
        self.parent: Node | None = None
        """The op around this one, without its blocks: a cycle would outlive the graph. None for a graph's root, and
        outside of any."""
        self._arguments: dict[int, list[ir.Value]] | None = None

    def adopt(self) -> None:
        """Make this the parent of the nodes in its blocks."""
        parent = Node.__new__(Node)
        parent.op, parent.name, parent.operands, parent.results = self.op, self.name, self.operands, self.results
        parent.blocks, parent.parent, parent._arguments = (), None, None
        for block in self.blocks:
            for inner in block:
                inner.parent = parent

    def arguments(self, region: int) -> list[ir.Value]:
        """Of the first block of a region."""
        if self._arguments is None:
            self._arguments = {}
        if region not in self._arguments:
            self._arguments[region] = list(self.op.regions[region].blocks[0].arguments)
        return self._arguments[region]


LayoutOf = Callable[[ir.Value], NestedLayout | None]
"""The layout that a value has, or has so far: the first that reached it."""
