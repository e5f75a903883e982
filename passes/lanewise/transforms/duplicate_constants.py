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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import repeat
from typing import NamedTuple

from lanewise.analysis import Analysis, Clash, analyze
from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir, rewrite
from lanewise.pipeline.passes import Pass, option
from lanewise.pipeline.report import PassReport
from lanewise.pipeline.text import PipelineError
from lanewise.rules import RULES, Node, Requirement, is_pure
from lanewise.transforms.redirect import Redirect, Redirects, populate_redirect_patterns, redirect

MAX_CHAIN = 8
"""Ops in a chain that is worth recomputing; constants do not count. As in the oracle."""

LONGEST_CHAIN = 64
"""The most that may be asked for: copies are decided and made by recursion along a chain."""

Last = dict[ir.Value, ir.Operation]
"""By the first result of an original, the last copy that stands behind it."""


class CopiedOperand(NamedTuple):
    """Operand number `operand` of a copy is result number `result` of another copy."""

    operand: int
    copy: Copy
    result: int


@dataclass(eq=False, slots=True)
class Copy:
    """A copy, still to be made, of `node`, whose results it gives in `layout`."""

    node: Node
    layout: NestedLayout
    operands: tuple[CopiedOperand, ...] = ()
    """Those that are copies too."""
    made: ir.Operation | None = None

    def result(self, number: int, last: Last) -> ir.Value:
        return self.make(last).results[number]

    def make(self, last: Last) -> ir.Operation:
        """Right behind the original and its other copies: there its operands dominate it, and it all their uses."""
        if self.made is None:
            # The operands as they were decided upon: those of the original may read copies of their own by now.
            operands = list(self.node.operands)
            for number, copy, result in self.operands:
                operands[number] = copy.result(result, last)
            original, key = self.node.op, self.node.results[0]
            self.made = original.clone(ip=ir.InsertionPoint.after(last.get(key, original))).operation
            last[key] = self.made
            for number, value in enumerate(operands):
                self.made.operands[number] = value
        return self.made


@dataclass(eq=False, slots=True)
class CopyUse:
    """How an operand that read `original` comes to read result `number` of a copy."""

    copy: Copy
    original: ir.Value
    number: int
    last: Last

    def __call__(self, now: ir.Value) -> ir.Value | None:
        """If others replaced the original, their value is theirs to spread."""
        return self.copy.result(self.number, self.last) if now == self.original else None


class Rematerialization:
    """Which cheap values are made once more for which layouts, and who reads the copies. Decided before any edit."""

    def __init__(self, analysis: Analysis, max_chain: int = MAX_CHAIN, constants_only: bool = False) -> None:
        self.copies: dict[ir.Value, dict[NestedLayout, Copy]] = {}
        """By the original's first result, then by the copy's layout."""
        self.left: list[Clash] = []
        """Clashes of values that are not cheap."""
        self.redirects: list[Redirect] = []
        self._analysis = analysis
        self._constants_only = constants_only
        self._max_chain = 0 if constants_only else min(max_chain, LONGEST_CHAIN)
        self._cheap: dict[ir.Value, bool] = {}
        self._has_several_layouts = lru_cache(maxsize=None)(_has_several_layouts)
        last: Last = {}
        for clash in analysis.clashes:
            if self.is_cheap(clash.value):
                copy = self._copy(self.nodes[clash.value], clash.wants)
                use = CopyUse(copy, clash.value, _result_number(clash.value), last)
                self.redirects.append(Redirect(clash.user, clash.operand, use))
            else:
                self.left.append(clash)
        vars(self).pop("nodes", None)  # Of all ops, where memory is dearest; whoever asks later gets it made again.

    def __iter__(self) -> Iterator[Copy]:
        for copies in self.copies.values():
            yield from copies.values()

    @cached_property
    def nodes(self) -> dict[ir.Value, Node]:
        """The op of each result below the root."""
        return {result: node for node in self._analysis.graph.post_order() for result in node.results}

    def is_cheap(self, value: ir.Value) -> bool:
        """Whether the op of `value` may be copied, with the chain that it ends."""
        if value not in self._cheap:
            self._cheap[value] = self._chain(value, self._max_chain) is not None
        return self._cheap[value]

    def longer_chain(self, value: ir.Value) -> int | None:
        """The length of a chain that is not copied for its length alone, if `value` ends one."""
        if self._constants_only or self.is_cheap(value):
            return None
        chain = self._chain(value, LONGEST_CHAIN)
        return None if chain is None else len(chain)

    def _chain(self, value: ir.Value, longest: int) -> list[Node] | None:
        """The pure ops, constants apart, that make a value of what is no vector; None where others do, or too many."""
        if value not in self.nodes:
            return None
        chain: dict[ir.Value, Node] = {}
        root = self.nodes[value]
        waiting = [root]
        while waiting:
            node = waiting.pop()
            if _is_constant(node) or node.results[0] in chain:
                continue
            if not is_pure(node):
                return None
            chain[node.results[0]] = node
            if len(chain) > longest:
                return None
            for operand in node.operands:
                if self._has_several_layouts(operand.type):
                    if operand not in self.nodes:
                        return None
                    waiting.append(self.nodes[operand])
        return list(chain.values())

    def _copy(self, node: Node, layout: NestedLayout) -> Copy:
        """The one copy of an op for `layout`, with those that it reads in turn."""
        copies = self.copies.setdefault(node.results[0], {})
        if layout in copies:
            return copies[layout]
        copy = copies[layout] = Copy(node, layout)
        for operand, wants in _wanted(node, layout):
            value = node.operands[operand]
            other = isinstance(value.type, ir.VectorType) and self._analysis.layout(value) != wants
            if other and self.is_cheap(value):
                made = self._copy(self.nodes[value], wants)
                copy.operands += (CopiedOperand(operand, made, _result_number(value)),)
        return copy


def _wanted(node: Node, layout: NestedLayout) -> Iterable[tuple[int, NestedLayout]]:
    """What an op whose results have `layout` requires, by operand number."""
    rules = RULES[node.name]
    if rules.same_layout:
        return zip(range(len(node.operands)), repeat(layout), strict=False)  # For most ops of all.
    answers = rules.backward(node, lambda value: layout if value in node.results else None) if rules.backward else ()
    return ((one.operand, one.layout) for one in answers if isinstance(one, Requirement))


def _is_constant(node: Node) -> bool:
    rules = RULES.get(node.name)
    return rules is not None and rules.constant


def _has_several_layouts(type_: ir.Type) -> bool:
    """A vector of one element is like a scalar: there is only one way to spread it."""
    return isinstance(type_, ir.VectorType) and math.prod(type_.shape) != 1


def _result_number(value: ir.Value) -> int:
    return ir.OpResult(value).result_number


def populate_duplicate_constants_patterns(
    patterns: rewrite.RewritePatternSet, analysis: Analysis, max_chain: int = MAX_CHAIN, constants_only: bool = False
) -> Rematerialization:
    """Add patterns that make uses read their copies.

    They hold for the IR that `analysis` saw, and for a driver that walks it (`walk_and_apply_patterns`): one that folds
    merges equal constants again.
    """
    copies = Rematerialization(analysis, max_chain, constants_only)
    populate_redirect_patterns(patterns, Redirects(copies.redirects))
    return copies


def report_copies(copies: Rematerialization, report: PassReport) -> Iterator[tuple[ir.Location, str]]:
    """Count them; what to say of them."""
    for copy in copies:
        report.count("copies")
        report.count("chains", bool(copy.operands))
    return ((copy.node.op.location, f"copied for {copy.layout}") for copy in copies)


@dataclass(frozen=True)
class RematerializationOptions(Pass):
    """The options of passes that copy."""

    def __post_init__(self) -> None:
        if not 0 <= self.max_chain <= LONGEST_CHAIN:
            raise PipelineError(f"{self.name}: option 'max-chain' needs a number from 0 to {LONGEST_CHAIN}")

    max_chain: int = option(MAX_CHAIN, f"longest chain of cheap ops to copy, {LONGEST_CHAIN} at most, constants apart")
    constants_only: bool = option(False, "copy constants and no computed values")


@dataclass(frozen=True)
class DuplicateConstants(RematerializationOptions):
    """Give every layout its own copy of a cheap value that several layouts read."""

    name = "lanewise-duplicate-constants"
    counters = {"copies": "values copied", "chains": "copies that read other copies"}

    def run(self, root: ir.Operation, report: PassReport) -> None:
        copies = Rematerialization(analyze(root), self.max_chain, self.constants_only)
        report.edits(redirect(root, Redirects(copies.redirects)))
        report.remarks(report_copies(copies, report))
