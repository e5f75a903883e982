"""The ops below a root, read once: the program order of blocks, and the uses of every value."""

from __future__ import annotations

from collections.abc import Iterator

from lanewise import dialect
from lanewise.host import ir
from lanewise.rules import Node

Uses = dict[ir.Value, list[tuple[Node, int]]]


class Graph:
    """`body` nests as the regions do; `uses` lists (op, operand number) in the order in which a parser makes them.

    A parser makes an op after the ops in its regions. So the reverse of that order is the use list of a freshly parsed
    module, and the answer of an analysis depends on the text alone, not on how earlier passes came to it.

    A conversion that an earlier run added hides nothing: who reads it counts as a use of what it converts, so that the
    second run finds what the first found.
    """

    def __init__(self, root: ir.Operation) -> None:
        self.uses: Uses = {}
        self.converted: dict[ir.Value, ir.Value] = {}
        """The value that each conversion's result stands for."""
        self.body = Node(root, self._blocks(root))

    def _blocks(self, op: ir.Operation) -> tuple[list[Node], ...]:
        return tuple(
            [self._node(inner.operation) for inner in block.operations] for region in op.regions for block in region
        )

    def _node(self, op: ir.Operation) -> Node:
        node = Node(op, self._blocks(op) if op.regions else ())
        uses, converted = self.uses, self.converted
        if node.name == dialect.TO_LAYOUT and dialect.is_conversion(op) and node.operands and node.results:
            converted[node.results[0]] = self.source(node.operands[0])
            return node
        for number, value in enumerate(node.operands):
            if converted:
                value = self.source(value)
            if value in uses:
                uses[value].append((node, number))
            else:
                uses[value] = [(node, number)]
        return node

    def source(self, value: ir.Value) -> ir.Value:
        """What `value` is before conversions that passes added."""
        return self.converted.get(value, value)

    def post_order(self) -> Iterator[Node]:
        """Every op, after those in its regions."""
        return _post_order(self.body)


def _post_order(node: Node) -> Iterator[Node]:
    for block in node.blocks:
        for inner in block:
            if inner.blocks:
                yield from _post_order(inner)
            else:
                yield inner
    yield node
