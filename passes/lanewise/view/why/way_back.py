"""Chains followed backwards: what an anchor would have to say for the end of its chain to have another layout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lanewise.analysis import Analysis
from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.rules import RULES, Candidate, LayoutOf, Requirement
from lanewise.view.why.trace import FORWARD, REQUIREMENT, Asked, Known, Origin, Trace

WIDTH = 4
"""Layouts that are tried for one place."""

Hop = tuple[Known, Origin]
"""A value with its layout, and where it came from."""


class WayBack:
    """Of one analysis. What it finds are guesses: rules are not always inverse to each other."""

    def __init__(self, analysis: Analysis, trace: Trace) -> None:
        self._analysis = analysis
        self._trace = trace
        self._pool = _pool(analysis)

    def chain(self, known: Known) -> list[Hop]:
        """From the anchor on; each hop holds how its own value came by its layout."""
        chain: list[Hop] = []
        while True:
            origin = self._trace.origin(*known)
            chain.append((known, origin))
            if not origin.sources:
                return chain[::-1]
            known = origin.sources[0]

    def pull(self, chain: list[Hop], wanted: list[NestedLayout]) -> list[list[NestedLayout]]:
        """For each hop the layouts that would make the last one have one of `wanted`."""
        pulled = [wanted[:WIDTH]]
        for (this, origin), (previous, _) in zip(reversed(chain), reversed(chain[:-1]), strict=False):
            found = (layout for after in pulled[-1] for layout in self.before((this, origin), previous, after))
            pulled.append(list(dict.fromkeys(found))[:WIDTH])
        return pulled[::-1]

    def before(self, hop: Hop, previous: Known, layout: NestedLayout) -> list[NestedLayout]:
        """The layouts of `previous` from which the rule of a hop would make `layout`."""
        this, origin = hop
        if this.layout == previous.layout:
            return [layout]
        # The rule of the other direction inverts; where it says nothing, layouts in use are tried.
        found = [] if unfit(layout, this.value) else list(self._inverted(hop, previous, layout))
        found += [
            other
            for other in self.others(previous)
            if other not in found and Known(this.value, layout) in self._applied(origin, previous, other)
        ]
        return [one for one in found if not unfit(one, previous.value)][:WIDTH]

    def _inverted(self, hop: Hop, previous: Known, layout: NestedLayout) -> Iterator[NestedLayout]:
        this, origin = hop
        rules = RULES[origin.node.name]
        if origin.kind == FORWARD and rules.backward is not None:
            for answer in rules.backward(origin.node, self.supposing(this.value, layout)):
                if (
                    isinstance(answer, Requirement)
                    and answer.user == origin.node.op
                    and answer.operand == origin.operand
                ):
                    yield answer.layout
        elif origin.kind != FORWARD and rules.forward is not None and origin.operand is not None:
            for candidate in rules.forward(origin.node, origin.operand, layout, self.supposing(this.value, layout)):
                if candidate.value == previous.value:
                    yield candidate.layout

    def _applied(self, origin: Origin, previous: Known, layout: NestedLayout) -> list[Known]:
        rules = RULES[origin.node.name]
        answers: list[Requirement | Candidate] = []
        if origin.kind == FORWARD and rules.forward is not None and origin.operand is not None:
            answers += rules.forward(origin.node, origin.operand, layout, self.supposing(previous.value, layout))
        elif rules.backward is not None:
            answers += rules.backward(origin.node, self.supposing(previous.value, layout))
        return [Known(_value(answer), answer.layout) for answer in answers]

    def supposing(self, value: ir.Value, layout: NestedLayout) -> LayoutOf:
        """The layouts as they are, but for that of `value`."""
        return lambda other: layout if other == value else self._analysis.layout(other)

    def others(self, known: Known) -> list[NestedLayout]:
        """Other layouts of vectors of this shape, those most in use first."""
        found = self._pool.get(tuple(known.value.type.shape), [])
        return [layout for layout in found if layout != known.layout][:WIDTH]


def hop(asked: Asked) -> Hop:
    """The requirement as a hop from what it is because of to the value that it is made of."""
    this = Known(asked.value, asked.layout)
    return this, Origin(REQUIREMENT, asked.node, (asked.source,), asked.operand, asked.user)


def unfit(layout: NestedLayout, value: ir.Value) -> bool:
    return layout.mismatch(value.type.shape) is not None


def _pool(analysis: Analysis) -> dict[tuple[int, ...], list[NestedLayout]]:
    """By shape, the layouts that vectors have or might have had, those of most vectors first."""
    counted: Counter[NestedLayout] = Counter(analysis.layouts.values())
    for candidates in analysis.candidates.values():
        counted.update(candidates[1:])
    counted.update(clash.wants for clash in analysis.clashes)
    pool: dict[tuple[int, ...], list[NestedLayout]] = {}
    for layout, _ in counted.most_common():
        pool.setdefault(layout.shape, []).append(layout)
    return pool


def _value(answer: Requirement | Candidate) -> ir.Value:
    return answer.user.operands[answer.operand] if isinstance(answer, Requirement) else answer.value
