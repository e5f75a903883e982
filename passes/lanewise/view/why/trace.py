"""How every layout came about: the analysis run once more with rules that are watched.

Nothing is recorded while the analysis runs for its own sake. The rules that run here are the same ones, each wrapped
so that what it is told and what it answers is noted, in time linear in the program.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from lanewise.analysis import Analysis, analyze
from lanewise.layout import NestedLayout
from lanewise.mlir import dialect
from lanewise.mlir.host import ir
from lanewise.rules import RULES, Backward, Candidate, Forward, LayoutOf, Node, OpRules, Requirement

ANCHOR, CONVERSION, FORWARD, REQUIREMENT, CANDIDATE = "anchor", "conversion", "forward", "requirement", "candidate"
"""Written by the author; written by a pass; suggested forward; required backward; suggested by a backward rule."""


class Known(NamedTuple):
    """A layout of a value: the one that it has, or a candidate."""

    value: ir.Value
    layout: NestedLayout


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """How a value came by a layout: the rule of which op gave it, and on what ground."""

    kind: str
    node: Node
    sources: tuple[Known, ...] = ()
    """What the rule built on, and so had before. Empty for to_layouts, and where a backward rule built on nothing."""
    operand: int | None = None
    """FORWARD: the operand number that was passed on; REQUIREMENT: the one of `user` that was required."""
    user: ir.Operation | None = None
    """REQUIREMENT: whose operand; some rules speak for the op around theirs."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A requirement of `value`, operand number `operand` of `user`; by the rule of `node`, `source` is why: the value
    itself, in what is required, where the rule built on nothing."""

    user: ir.Operation
    operand: int
    value: ir.Value
    layout: NestedLayout
    node: Node
    source: Known
    beside: tuple[Known, ...] = ()
    """What it is because of, besides."""


class Trace:
    """The origins of all candidates and layouts of an analysis, and every requirement that was made."""

    def __init__(self, analysis: Analysis) -> None:
        self.source = analysis.graph.source
        self.asked: dict[ir.Value, list[Asked]] = {}
        """What is required of each value."""
        self.requirements: dict[tuple[ir.Operation, int, NestedLayout], Asked] = {}
        """By user, operand number and layout."""
        self._origins: dict[Known, Origin] = {}
        for node in analysis.graph.post_order():
            if node.name == dialect.TO_LAYOUT:
                kind = CONVERSION if dialect.is_conversion(node.op) else ANCHOR
                result = node.results[0]
                self._origins[Known(result, analysis.layouts[result])] = Origin(kind, node)
        table = {name: self._watched(rules) for name, rules in RULES.items()}
        self.again = analyze(analysis.graph.body.op, table)
        """What the watched rules came to: what `analysis` has."""

    def origin(self, value: ir.Value, layout: NestedLayout) -> Origin:
        """Raises KeyError for a layout that the value neither has nor had as a candidate."""
        return self._origins[Known(value, layout)]

    def _watched(self, rules: OpRules) -> OpRules:
        return replace(
            rules,
            forward=rules.forward and self._watch_forward(rules.forward),
            backward=rules.backward and self._watch_backward(rules.backward),
            same_layout=False,  # Of which the analysis would call no rule.
        )

    def _watch_forward(self, rule: Forward) -> Forward:
        def watched(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterator[Candidate]:
            read: list[Known] = []

            def spy(value: ir.Value) -> NestedLayout | None:
                found = layout_of(value)
                if found is not None:
                    read.append(Known(self.source(value), found))
                return found

            for answer in rule(node, operand, layout, spy):
                known = Known(self.source(answer.value), answer.layout)
                # The first who suggests a layout is who it came from: it is taken at once, or never for lack of room.
                if known not in self._origins and isinstance(known.value.type, ir.VectorType):
                    passed = Known(self.source(node.operands[operand]), layout)
                    needed = read if read and answer not in rule(node, operand, layout, _nothing) else []
                    self._origins[known] = Origin(FORWARD, node, _grounds(passed, needed), operand)
                yield answer

        return watched

    def _watch_backward(self, rule: Backward) -> Backward:
        def watched(node: Node, layout_of: LayoutOf) -> Iterator[Requirement | Candidate]:
            for answer in rule(node, layout_of):
                self._note(node, answer, layout_of)
                yield answer

        return watched

    def _note(self, node: Node, answer: Requirement | Candidate, layout_of: LayoutOf) -> None:
        value = answer.user.operands[answer.operand] if isinstance(answer, Requirement) else answer.value
        if not isinstance(value.type, ir.VectorType):
            return
        known, sources = Known(value, answer.layout), _of_answer(node, answer, layout_of)
        if isinstance(answer, Requirement):
            origin = Origin(REQUIREMENT, node, sources, answer.operand, answer.user)
            asked = Asked(answer.user, answer.operand, value, answer.layout, node, (*sources, known)[0], sources[1:])
            if self.requirements.setdefault((answer.user, answer.operand, answer.layout), asked) is asked:
                self.asked.setdefault(value, []).append(asked)
        else:
            origin = Origin(CANDIDATE, node, sources)
        if layout_of(value) is None:
            self._origins[known] = origin
        elif not sources:
            self._origins.setdefault(known, origin)  # Where a chain starts that ends right there.


def _of_answer(node: Node, answer: Requirement | Candidate, layout_of: LayoutOf) -> tuple[Known, ...]:
    """What a backward rule says that its answer follows from; empty if that has no layout: it follows from nothing."""
    because = answer.because
    if because is None:
        because = tuple(node.results[:1])
    layouts = [(value, layout_of(value)) for value in (because if isinstance(because, tuple) else (because,))]
    return tuple(Known(value, layout) for value, layout in layouts if layout is not None)


def _nothing(value: ir.Value) -> None:
    return None


def _grounds(passed: Known, read: list[Known]) -> tuple[Known, ...]:
    """What a candidate builds on; the operand that was passed on comes first, as the rule read it, if it did."""
    own = next((known for known in read if known.value == passed.value), passed)
    return (own, *(known for known in dict.fromkeys(read) if known != own))
