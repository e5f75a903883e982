"""The ops below a root, read once: the program order of blocks, and the uses of every value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from sys import intern
from typing import Any

from lanewise.mlir import dialect
from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir
from lanewise.mlir.node import Node, Readings
from lanewise.rules import RULES, OpRules


class Graph:
    """`body` nests as the regions do; `uses` has them in the order of a freshly parsed module's use lists.

    A parser makes an op after the ops in its regions, and puts each use in front of those before it. That makes the
    answer of an analysis depend on the text alone, not on how earlier passes came to it.

    A conversion that an earlier run added hides nothing: who reads it counts as a use of what it converts, so that the
    second run finds what the first found.
    """

    def __init__(self, root: ir.Operation, table: Mapping[str, OpRules] = RULES) -> None:
        """Raises Failure for an op with regions whose rules say that its vectors have one layout."""
        # The value, then op and operand number of each use, one behind the other: pairs would be a tenth of the memory
        # of all. One wrapper a value: the bindings pay for each that lives, and identity is the fast way to be equal.
        self._uses: dict[ir.Value, list[Any]] = {}
        self.converted: dict[ir.Value, ir.Value] = {}
        """The value that each conversion's result stands for."""
        self._order: list[Node] = []
        self._open: list[Node] = []
        """Whose parent is still to come."""
        self._read_all(root, {name for name, rules in table.items() if rules.same_layout})
        self.body = self._order[-1]

    def _read_all(self, root: ir.Operation, no_regions: set[str]) -> None:
        # One function for all that is done for every op: calls would take a tenth of the time.
        uses, converted, order, open_ = self._uses, self.converted, self._order, self._open
        advance, readings = ir.WalkResult.ADVANCE, Readings()
        to_layout = dialect.TO_LAYOUT

        def read(op: ir.Operation) -> ir.WalkResult:
            name = intern(op.name)
            results = tuple(op.results)
            for value in results:
                uses.setdefault(value, [value])
            node = Node(op, name, (), results, (), (), readings)
            operands = []  # No comprehension, whose call would take as long as all else here.
            for number, value in enumerate(op.operands):
                users = uses.get(value)
                if users is None:
                    users = uses[value] = [value]
                operands.append(users[0])
                if converted:
                    users = uses[self.source(value)]
                users.append(node)
                users.append(number)
            node.operands = tuple(operands)
            if name == to_layout and operands and results and dialect.is_conversion(op):
                converted[results[0]] = self.source(operands[0])
                del uses[self.source(operands[0])][-2:]  # Its readers count instead.
            if name not in no_regions and (regions := op.regions):
                self._close(node, regions)
            order.append(node)
            open_.append(node)
            return advance

        root.walk(read, ir.WalkOrder.POST_ORDER)
        if len(open_) > 1:
            node = next(node for node in order if node.name in no_regions and len(node.op.regions))
            raise Failure(node.op, f"the rules for '{node.name}' say same_layout, which is of ops without regions")

    def _close(self, node: Node, regions: ir.RegionSequence) -> None:
        """Give an op the nodes of its blocks, which have been read right before it."""
        # By length: to say that they are at their end takes upstream's iterators longer than to give three items.
        lengths: list[int] = []
        arguments: list[list[ir.Value]] = []
        same = self._uses.setdefault
        for region in islice(regions, len(regions)):
            firsts: list[ir.Value] = []
            blocks = region.blocks
            for number, block in enumerate(islice(blocks, len(blocks))):
                if number == 0:
                    for value in block.arguments:
                        firsts.append(same(value, [value])[0])
                lengths.append(len(block.operations))
            arguments.append(firsts)
        begin = len(self._open) - sum(lengths)
        inner = self._open[begin:]
        del self._open[begin:]
        if len(lengths) == 1:
            node.blocks = [inner]
        else:
            rest = iter(inner)
            node.blocks = [list(islice(rest, length)) for length in lengths]
        node.arguments = arguments
        node.adopt()

    def uses(self, value: ir.Value) -> Iterator[tuple[int, Node]]:
        """Who reads the value, as which operand: the last use comes first."""
        backwards = reversed(self._uses.get(value, ()))
        return zip(backwards, backwards, strict=False)  # The last is the value.

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


def _add_backwards(blocks: Sequence[list[Node]], found: list[Node]) -> None:
    # No function within the method: one that calls itself would keep the IR until the garbage collector comes.
    for block in blocks:
        for node in reversed(block):
            found.append(node)
            if node.blocks:
                _add_backwards(node.blocks, found)
