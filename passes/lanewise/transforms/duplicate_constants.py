"""lanewise-duplicate-constants: a copy of every cheap value for each layout that it is read in.

    %zero = arith.constant dense<0.0> : vector<64x64xf32>
    %a = iree_vector_ext.to_layout %zero to layout(#rows) : vector<64x64xf32>
    %b = iree_vector_ext.to_layout %zero to layout(#columns) : vector<64x64xf32>

A value has one layout, so one of the two would have to be converted, though a constant costs nothing to write twice:

    %zero = arith.constant dense<0.0> : vector<64x64xf32>
    %zero_0 = arith.constant dense<0.0> : vector<64x64xf32>
    %a = iree_vector_ext.to_layout %zero to layout(#rows) : vector<64x64xf32>
    %b = iree_vector_ext.to_layout %zero_0 to layout(#columns) : vector<64x64xf32>
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial

from lanewise.analysis import Analysis, Clash, analyze
from lanewise.host import ir, rewrite
from lanewise.layout import NestedLayout
from lanewise.pipeline import Pass, Report, option
from lanewise.rules import RULES, Demand, Node
from lanewise.transforms.redirect import Redirect, populate_redirect_patterns, redirect

MAX_CHAIN = 8
"""Ops in a chain that is worth recomputing; constants do not count. As in the oracle."""


@dataclass(eq=False)
class Copy:
    """A copy, still to be made, of `node` with results in `layout`; `operands` says which operands are copies too."""

    node: Node
    layout: NestedLayout
    operands: dict[int, tuple[Copy, int]] = field(default_factory=dict)
    made: ir.Operation | None = None

    def result(self, number: int, placed: dict[ir.Operation, ir.Operation]) -> ir.Value:
        return self.make(placed).results[number]

    def make(self, placed: dict[ir.Operation, ir.Operation]) -> ir.Operation:
        """Right behind the original and its other copies: there its operands dominate it, and it all their uses."""
        if self.made is None:
            # The operands as they were decided upon: those of the original may read copies of their own by now.
            operands = self.node.operands.copy()
            for number, (copy, result) in self.operands.items():
                operands[number] = copy.result(result, placed)
            op = self.node.op
            self.made = op.clone(ip=ir.InsertionPoint.after(placed.get(op, op))).operation
            placed[op] = self.made
            for number, value in enumerate(operands):
                self.made.operands[number] = value
        return self.made


class Copies:
    """Which cheap values are copied for which layouts, and who reads the copies. Decided before anything is edited."""

    def __init__(self, analysis: Analysis, max_chain: int = MAX_CHAIN, constants_only: bool = False) -> None:
        self.copies: dict[tuple[ir.Operation, NestedLayout], Copy] = {}
        self.left: list[Clash] = []
        """Clashes of values that are not cheap."""
        self._uses: list[tuple[Clash, Copy, int]] = []
        self._analysis = analysis
        self._max_chain = 0 if constants_only else max_chain
        self._cheap: dict[ir.Operation, bool] = {}
        for clash in analysis.clashes:
            if self._is_cheap(clash.value.owner):
                copy = self._copy(clash.value.owner.operation, clash.wants)
                self._uses.append((clash, copy, _result_number(clash.value)))
            else:
                self.left.append(clash)

    def redirects(self) -> Iterator[Redirect]:
        placed: dict[ir.Operation, ir.Operation] = {}
        for clash, copy, result in self._uses:
            yield Redirect(clash.user, clash.operand, partial(copy.result, result, placed))

    @cached_property
    def _nodes(self) -> dict[ir.Operation, Node]:
        return {node.op: node for node in self._analysis.graph.post_order() if node.results}

    def _is_cheap(self, owner: ir.Operation | ir.OpView | ir.Block) -> bool:
        if isinstance(owner, ir.Block):
            return False
        op = owner.operation
        if op not in self._cheap:
            self._cheap[op] = self._chain_is_cheap(self._nodes[op])
        return self._cheap[op]

    def _chain_is_cheap(self, root: Node) -> bool:
        if _is_constant(root):
            return True
        block = root.op.block
        chain: set[ir.Operation] = set()
        waiting = [root]
        while waiting:
            node = waiting.pop()
            if _is_constant(node) or node.op in chain:
                continue
            rules = RULES.get(node.name)
            if rules is None or rules.link is None or not rules.link(node) or node.op.block != block:
                return False
            chain.add(node.op)
            if len(chain) > self._max_chain:
                return False
            for operand in node.operands:
                if _has_several_layouts(operand):
                    if isinstance(operand.owner, ir.Block):
                        return False
                    waiting.append(self._nodes[operand.owner.operation])
        return True

    def _copy(self, op: ir.Operation, layout: NestedLayout) -> Copy:
        """The one copy of `op` for `layout`, with the links of its chain."""
        if (op, layout) in self.copies:
            return self.copies[op, layout]
        node, rules = self._nodes[op], RULES[op.name]
        copy = self.copies[op, layout] = Copy(node, layout)
        wishes = rules.backward(node, lambda value: layout if value in node.results else None) if rules.backward else ()
        for wish in wishes:
            if not isinstance(wish, Demand):
                continue
            value = node.operands[wish.operand]
            other = isinstance(value.type, ir.VectorType) and self._analysis.layout(value) != wish.layout
            if other and self._is_cheap(value.owner):
                copy.operands[wish.operand] = self._copy(value.owner.operation, wish.layout), _result_number(value)
        return copy


def _is_constant(node: Node) -> bool:
    rules = RULES.get(node.name)
    return rules is not None and rules.constant


def _has_several_layouts(value: ir.Value) -> bool:
    """A vector of one element is like a scalar: there is only one way to spread it."""
    return isinstance(value.type, ir.VectorType) and math.prod(value.type.shape) != 1


def _result_number(value: ir.Value) -> int:
    return ir.OpResult(value).result_number


def populate_duplicate_constants_patterns(
    patterns: rewrite.RewritePatternSet, analysis: Analysis, max_chain: int = MAX_CHAIN, constants_only: bool = False
) -> Copies:
    """Add patterns that make uses read their copies. They hold for the IR that `analysis` saw."""
    copies = Copies(analysis, max_chain, constants_only)
    populate_redirect_patterns(patterns, copies.redirects())
    return copies


def report_copies(copies: Copies, report: Report) -> None:
    for copy in copies.copies.values():
        report.count("copies")
        report.count("chains", bool(copy.operands))
        report.remark(copy.node.op.location, f"copied for {copy.layout}")


@dataclass(frozen=True)
class DuplicateConstants(Pass):
    """Give every layout its own copy of a cheap value that several layouts read."""

    name = "lanewise-duplicate-constants"
    counters = {"copies": "values copied", "chains": "copies that read other copies"}

    max_chain: int = option(MAX_CHAIN, "longest chain of cheap ops to copy; constants do not count")
    constants_only: bool = option(False, "copy constants and leave computed values shared")

    def run(self, root: ir.Operation, report: Report) -> None:
        patterns = rewrite.RewritePatternSet(root.context)
        copies = populate_duplicate_constants_patterns(patterns, analyze(root), self.max_chain, self.constants_only)
        redirect(root, patterns)
        report_copies(copies, report)
