"""Chains from anchors to values, in plain data: linked steps, of which values downstream share the tail."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lanewise.layout import NestedLayout
from lanewise.view.draw.legend import Legend
from lanewise.view.why.names import Names
from lanewise.view.why.trace import ANCHOR, CONVERSION, FORWARD, REQUIREMENT, Known, Origin, Trace

SHOWN = 12
"""Steps of a chain that a terminal shows: the anchor, and the last ones before the value."""


@dataclass(frozen=True, slots=True, eq=False)
class ChainStep:
    """`value`, defined at `line`, came by `layout` through the rule of the op `op` at line `at`."""

    value: str
    line: int
    layout: NestedLayout
    kind: str  # as in trace.py
    op: str
    at: int
    operand: int | None
    by: tuple[str, int] | None
    """Op name and line of the terminator or the like whose rule spoke for `op`, if one did."""
    source: ChainStep | None = field(repr=False)
    also: tuple[ChainStep, ...] = field(repr=False)
    """What else the rule built on: vector.contract takes the layouts of two operands."""
    depth: int = 0
    first: ChainStep | None = field(default=None, repr=False)

    @property
    def anchor(self) -> ChainStep:
        """Where the chain starts: an author's to_layout, or one that an earlier run of a pass left."""
        return self.first or self

    @property
    def is_unfounded(self) -> bool:
        """Whether a rule requires this of itself: no layout made it."""
        return self.source is None and self.kind == REQUIREMENT

    @property
    def chain(self) -> list[ChainStep]:
        """From the anchor to this step."""
        return self._last(self.depth + 1)

    @property
    def rule(self) -> str:
        at = f"'{self.op}' at line {self.at}"
        by = f", says '{self.by[0]}' at line {self.by[1]}" if self.by else ""
        if self.kind == FORWARD:
            others = "".join(f", with {step.value} of line {step.line}" for step in self.also)
            return f"forward through {at} from operand #{self.operand}{others}"
        if self.kind == REQUIREMENT:
            return f"backward, required of operand #{self.operand} of {at}{by}"
        return {ANCHOR: "the anchor", CONVERSION: "a to_layout that a pass added"}.get(self.kind, f"backward from {at}")

    def lines(self, legend: Legend) -> list[str]:
        """The chain for a terminal."""
        steps = self._last(SHOWN) if self.depth < SHOWN else [self.anchor, *self._last(SHOWN - 1)]
        lines = [f"line {step.line}: {step.value} in {legend(step.layout)}: {step.rule}" for step in steps]
        if self.depth >= SHOWN:
            lines.insert(1, f"... {self.depth - SHOWN + 1} steps ...")
        return lines

    def as_json(self) -> dict[str, Any]:
        """This step alone."""
        return {
            "value": self.value,
            "line": self.line,
            "layout": str(self.layout),
            "kind": self.kind,
            "op": self.op,
            "op_line": self.at,
            "operand": self.operand,
            "by": None if self.by is None else {"op": self.by[0], "line": self.by[1]},
            "with": [{"value": step.value, "line": step.line, "layout": str(step.layout)} for step in self.also],
            "rule": self.rule,
        }

    def _last(self, count: int) -> list[ChainStep]:
        steps: list[ChainStep] = []
        step: ChainStep | None = self
        while step is not None and len(steps) < count:
            steps.append(step)
            step = step.source
        return steps[::-1]


class Steps:
    """The steps of a trace, each made once."""

    def __init__(self, trace: Trace, names: Names) -> None:
        self._trace = trace
        self._names = names
        self._made: dict[Known, ChainStep] = {}

    def of(self, known: Known) -> ChainStep:
        waiting = [known]
        # No recursion: chains are as long as programs.
        while waiting:
            top = waiting[-1]
            origin = self._trace.origin(*top)
            missing = [source for source in origin.sources if source not in self._made]
            if missing:
                waiting += missing
            else:
                waiting.pop()
                if top not in self._made:
                    self._made[top] = self._make(top, origin)
        return self._made[known]

    def _make(self, known: Known, origin: Origin) -> ChainStep:
        sources = [self._made[source] for source in origin.sources]
        first = sources[0] if sources else None
        user = origin.user or origin.node.op
        return ChainStep(
            self._names.name(known.value),
            self._names.line(known.value),
            known.layout,
            origin.kind,
            user.name,
            self._names.line(user),
            origin.operand,
            (origin.node.name, self._names.line(origin.node.op)) if user != origin.node.op else None,
            first,
            tuple(sources[1:]),
            first.depth + 1 if first else 0,
            first.anchor if first else None,
        )
