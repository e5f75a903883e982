"""The ops below a root, read once: the program order of blocks, and the uses of every value."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from lanewise import dialect
from lanewise.host import ir
from lanewise.node import Node, Readings

NO_BLOCKS: tuple[list[list[Node]], list[list[ir.Value]]] = [], []
T = TypeVar("T")


class Graph:
    """`body` nests as the regions do; `uses` has them in the order of a freshly parsed module's use lists.

    A parser makes an op after the ops in its regions, and puts each use in front of those before it. That makes the
    answer of an analysis depend on the text alone, not on how earlier passes came to it.

    A conversion that an earlier run added hides nothing: who reads it counts as a use of what it converts, so that the
    second run finds what the first found.
    """

    def __init__(self, root: ir.Operation) -> None:
        # Op and operand number of each use, one behind the other: pairs would be a tenth of the memory of all.
        self._uses: dict[ir.Value, list[Any]] = {}
        self.converted: dict[ir.Value, ir.Value] = {}
        """The value that each conversion's result stands for."""
        self._order: list[Node] = []
        self._readings: Readings = {}
        self._values: dict[ir.Value, ir.Value] = {}
        """One wrapper a value: the bindings pay for each that lives, and identity is the fast way to be equal."""
        self.body = Node(root, tuple(root.operands), tuple(root.results), *self._blocks(root.regions), self._readings)
        self.body.adopt()
        self._order.append(self.body)
        self._values.clear()

    def _blocks(self, regions: ir.RegionSequence) -> tuple[list[list[Node]], list[list[ir.Value]]]:
        """The nodes of all blocks, and the arguments of the first of each region."""
        # One loop, as all of this is done for every op and calls would take a tenth of the time.
        uses, converted, order = self._uses, self.converted, self._order
        same, readings = self._values.setdefault, self._readings
        blocks: list[list[Node]] = []
        arguments: list[list[ir.Value]] = []
        for region in _each(regions):
            firsts: list[ir.Value] | None = None
            for block in _each(region.blocks):
                if firsts is None:
                    firsts = [same(value, value) for value in block.arguments]
                nodes = []
                for view in _each(block.operations):
                    op = view.operation
                    inner, results = op.regions, tuple(op.results)
                    for value in results:
                        same(value, value)
                    operands = tuple([same(value, value) for value in op.operands])
                    node = Node(op, operands, results, *(self._blocks(inner) if inner else NO_BLOCKS), readings)
                    for number, value in enumerate(operands):
                        if converted:
                            value = self.source(value)
                        users = uses.get(value)
                        if users is None:
                            uses[value] = [node, number]
                        else:
                            users.append(node)
                            users.append(number)
                    if node.name == dialect.TO_LAYOUT and operands and results and dialect.is_conversion(op):
                        converted[results[0]] = self.source(operands[0])
                        del uses[self.source(operands[0])][-2:]  # Its readers count instead.
                    if inner:
                        node.adopt()
                    order.append(node)
                    nodes.append(node)
                blocks.append(nodes)
            arguments.append(firsts or [])
        return blocks, arguments

    def uses(self, value: ir.Value) -> Iterator[tuple[int, Node]]:
        """Who reads the value, as which operand: the last use comes first."""
        backwards = reversed(self._uses.get(value, ()))
        return zip(backwards, backwards, strict=True)

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


def _each(items: Collection[T]) -> Iterator[T]:
    # To say that they are at their end takes upstream's iterators longer than to give three items.
    return islice(items, len(items))


def _add_backwards(blocks: Sequence[list[Node]], found: list[Node]) -> None:
    # No function within the method: one that calls itself would keep the IR until the garbage collector comes.
    for block in blocks:
        for node in reversed(block):
            found.append(node)
            if node.blocks:
                _add_backwards(node.blocks, found)
