"""One operation as analyses see it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar
from weakref import ref

from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir

T = TypeVar("T")
Readings = dict[Hashable, Any]
"""What has been found out of the ops of one graph."""


class Node:
    """What rules read of an op, asked of the bindings once: each question costs them about a microsecond."""

    __slots__ = ("__weakref__", "_parent", "_readings", "arguments", "blocks", "name", "op", "operands", "results")

    def __init__(
        self,
        op: ir.Operation,
        name: str,
        operands: Sequence[ir.Value],
        results: Sequence[ir.Value],
        blocks: Sequence[list[Node]],
        arguments: Sequence[list[ir.Value]],
        readings: Readings,
    ) -> None:
        self.op = op
        self.name = name
        self.operands = operands
        self.results = results
        self.blocks = blocks
        """The nodes of each block of each region, in program order."""
        self._parent: Callable[[], Node | None] = _none
        """Holds no node: a cycle would keep the graph until the garbage collector comes."""
        self.arguments = arguments
        """Those of the first block of each region."""
        self._readings = readings

    @staticmethod
    def of(op: ir.Operation) -> Node:
        """One op by itself: no blocks, and a parent likewise."""
        arguments = [list(region.blocks[0].arguments) if len(region.blocks) else [] for region in op.regions]
        node = Node(op, op.name, list(op.operands), list(op.results), (), arguments, {})
        parent = op.parent
        if parent is not None:
            node._parent = lambda: Node.of(parent.operation)
        return node

    @property
    def parent(self) -> Node | None:
        """The op around this one; None for a graph's root, and when the graph is gone."""
        return self._parent()

    def adopt(self) -> None:
        """Make this the parent of the nodes in its blocks."""
        parent = ref(self)
        for block in self.blocks:
            for inner in block:
                inner._parent = parent

    def read(self, name: str, how: Callable[[ir.Attribute], T]) -> T:
        """What `how` makes of the attribute `name`: found out once for all ops of a graph that have an equal one."""
        key = how, self.op.attributes[name]
        if key not in self._readings:
            self._readings[key] = how(key[1])
        found: T = self._readings[key]
        return found

    def once(self, key: Hashable, how: Callable[[], T]) -> T:
        """What `how` gives: found out once for all ops of a graph."""
        if key not in self._readings:
            self._readings[key] = how()
        found: T = self._readings[key]
        return found


def _none() -> None:
    return None


LayoutOf = Callable[[ir.Value], NestedLayout | None]
"""The layout that a value has, or has so far: the first that reached it."""
