"""How every layout came about: the analysis run once more with rules that are watched.

Nothing is recorded while the analysis runs for its own sake. The rules that run here are the same ones, each wrapped
so that what it is told, what it asks for and what it wishes is noted, in time linear in the program.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from lanewise.analysis import Analysis, analyze
from lanewise.layout import NestedLayout
from lanewise.mlir import dialect
from lanewise.mlir.host import ir
from lanewise.rules import RULES, Backward, Demand, Forward, LayoutOf, Node, Offer, OpRules

ANCHOR, CONVERSION, FORWARD, DEMAND, OFFER = "anchor", "conversion", "forward", "demand", "offer"
"""Written by the author; written by a pass; offered forward; demanded backward; offered by a backward rule."""


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
    """What the rule built on, and so had before; empty only for to_layouts."""
    operand: int | None = None
    """FORWARD: the operand number that was passed on; DEMAND: the one of `user` that was demanded."""
    user: ir.Operation | None = None
    """DEMAND: whose operand; some rules speak for the op around theirs."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A demand of `value`, which `user` reads as operand number `operand`; by the rule of `node`, `source` is why."""

    user: ir.Operation
    operand: int
    value: ir.Value
    layout: NestedLayout
    node: Node
    source: Known


class Trace:
    """The origins of all candidates and layouts of an analysis, and every demand that was made."""

    def __init__(self, analysis: Analysis) -> None:
        self.source = analysis.graph.source
        self.asked: dict[ir.Value, list[Asked]] = {}
        """What is demanded of each value."""
        self.demands: dict[tuple[ir.Operation, int, NestedLayout], Asked] = {}
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
        )

    def _watch_forward(self, rule: Forward) -> Forward:
        def watched(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterator[Offer]:
            read: list[Known] = []

            def spy(value: ir.Value) -> NestedLayout | None:
                found = layout_of(value)
                if found is not None:
                    read.append(Known(self.source(value), found))
                return found

            for wish in rule(node, operand, layout, spy):
                known = Known(self.source(wish.value), wish.layout)
                # The first who offers a layout is who it came from: it is taken at once, or never for lack of room.
                if known not in self._origins and isinstance(known.value.type, ir.VectorType):
                    passed = Known(self.source(node.operands[operand]), layout)
                    needed = read if read and wish not in rule(node, operand, layout, _nothing) else []
                    self._origins[known] = Origin(FORWARD, node, _grounds(passed, needed), operand)
                yield wish

        return watched

    def _watch_backward(self, rule: Backward) -> Backward:
        def watched(node: Node, layout_of: LayoutOf) -> Iterator[Demand | Offer]:
            last: list[Known] = []

            def spy(value: ir.Value) -> NestedLayout | None:
                found = layout_of(value)
                if found is not None:
                    last[:] = [Known(value, found)]
                return found

            # A rule asks for a layout right before it wishes what follows from it.
            for wish in rule(node, spy):
                self._note(node, wish, last[0], layout_of)
                yield wish

        return watched

    def _note(self, node: Node, wish: Demand | Offer, source: Known, layout_of: LayoutOf) -> None:
        value = wish.user.operands[wish.operand] if isinstance(wish, Demand) else wish.value
        if not isinstance(value.type, ir.VectorType):
            return
        if isinstance(wish, Demand):
            asked = Asked(wish.user, wish.operand, value, wish.layout, node, source)
            if self.demands.setdefault((wish.user, wish.operand, wish.layout), asked) is asked:
                self.asked.setdefault(value, []).append(asked)
        if layout_of(value) is None:
            origin = Origin(OFFER, node, (source,))
            if isinstance(wish, Demand):
                origin = Origin(DEMAND, node, (source,), wish.operand, wish.user)
            self._origins[Known(value, wish.layout)] = origin


def _nothing(value: ir.Value) -> None:
    return None


def _grounds(passed: Known, read: list[Known]) -> tuple[Known, ...]:
    """What an offer builds on; the operand that was passed on comes first, as the rule read it, if it did."""
    own = next((known for known in read if known.value == passed.value), passed)
    return (own, *(known for known in dict.fromkeys(read) if known != own))
