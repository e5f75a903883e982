"""The ops below a root, read once: the program order of blocks, and the uses of every value."""

from __future__ import annotations

from collections.abc import Sequence

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
        self._order: list[Node] = []
        self._values: dict[ir.Value, ir.Value] = {}
        """One wrapper a value: the bindings pay for each that lives, and identity is the fast way to be equal."""
        self.body = Node(root, self._blocks(root.regions))
        self.body.adopt()
        self._order.append(self.body)
        self._values.clear()

    def _blocks(self, regions: ir.RegionSequence) -> tuple[list[Node], ...]:
        return tuple(
            [self._node(inner.operation) for inner in block.operations] for region in regions for block in region
        )

    def _node(self, op: ir.Operation) -> Node:
        regions = op.regions
        node = Node(op, self._blocks(regions) if regions else ())
        self._order.append(node)
        uses, converted, same = self.uses, self.converted, self._values.setdefault
        for value in node.results:
            same(value, value)
        node.operands = [same(value, value) for value in node.operands]
        if node.blocks:
            node.adopt()
        if node.name == dialect.TO_LAYOUT and dialect.is_conversion(op) and node.operands and node.results:
            converted[node.results[0]] = self.source(node.operands[0])
            return node
        for number, value in enumerate(node.operands):
            if converted:
                value = self.source(value)
            users = uses.get(value)
            if users is None:
                uses[value] = [(node, number)]
            else:
                users.append((node, number))
        return node

    def source(self, value: ir.Value) -> ir.Value:
        """What `value` is before conversions that passes added."""
        return self.converted.get(value, value)

    def post_order(self) -> Sequence[Node]:
        """Every op, after those in its regions."""
        return self._order

    def backwards(self) -> list[Node]:
        """Ops last to first, each before those in its regions; of several regions the first comes first."""
        found: list[Node] = []
        _add_backwards(self.body.blocks, found)
        return found


def _add_backwards(blocks: tuple[list[Node], ...], found: list[Node]) -> None:
    # No function within the method: one that calls itself would keep the IR until the garbage collector comes.
    for block in blocks:
        for node in reversed(block):
            found.append(node)
            if node.blocks:
                _add_backwards(node.blocks, found)
