"""Why a value has its layout, and what became of the others that were asked of it.

%12 at line 12: arith.addf, vector<64x64xf16> in #a
  from its anchor:
    line 10: %10 in #a: the anchor
    line 12: %12 in #a: forward through 'arith.addf' at line 12 from operand #0
  lost:
    #b, later than #a, from the anchor %11 of line 11
  required:
    #a as operand #0 of 'iree_vector_ext.to_layout' at line 13
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lanewise.layout import NestedLayout
from lanewise.transforms.convert_layouts import ADDED, ANCHOR, COPIED, WRITTEN
from lanewise.view.draw.legend import Legend
from lanewise.view.why.steps import ChainStep

RESOLVED = {
    COPIED: "copied",
    ADDED: "converted",
    ANCHOR: "converted by the anchor",
    WRITTEN: "converted by an earlier run",
}
"""What resolves a clash, in words."""


@dataclass(frozen=True, slots=True, eq=False)
class Required:
    """Operand number `operand` of the op `op` at `line` is required in `layout`, because of what `because` has."""

    layout: NestedLayout
    op: str
    line: int
    operand: int
    because: ChainStep
    met: bool

    def text(self, legend: Legend) -> str:
        at = f"{legend(self.layout)} as operand #{self.operand} of '{self.op}' at line {self.line}"
        cause = self.because
        if cause.line != self.line and not cause.is_unfounded:
            at += f", because of {cause.value} of line {cause.line}"
        return at + ("" if self.met else " (a clash)")

    def as_json(self) -> dict[str, Any]:
        return {
            "layout": str(self.layout),
            "op": self.op,
            "op_line": self.line,
            "operand": self.operand,
            "because": {"value": self.because.value, "line": self.because.line, "layout": str(self.because.layout)},
            "anchor": {"value": self.because.anchor.value, "line": self.because.anchor.line},
            "met": self.met,
        }


@dataclass(frozen=True, slots=True, eq=False)
class ExplainedClash:
    """A clash: `value` of `value_line` has one layout where operand `operand` of `op` at `line` needs another."""

    value: str
    value_line: int
    op: str
    line: int
    operand: int
    has: ChainStep
    wants: NestedLayout
    because: ChainStep
    resolved: str

    def text(self, legend: Legend) -> str:
        return (
            f"{self.value} in {legend(self.has.layout)}, needed in {legend(self.wants)} "
            f"as operand #{self.operand} of '{self.op}' at line {self.line}: {self.resolved}"
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "line": self.value_line,
            "op": self.op,
            "op_line": self.line,
            "operand": self.operand,
            "has": str(self.has.layout),
            "wants": str(self.wants),
            "anchors": [{"value": step.anchor.value, "line": step.anchor.line} for step in (self.has, self.because)],
            "resolved": self.resolved,
        }


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """Why `value` has its layout; `step` is None when it has none, and then `missing` says why."""

    value: str
    line: int
    op: str
    type: str
    step: ChainStep | None
    lost: tuple[ChainStep, ...]
    """Candidates that came later than the first, which the value has, in order of arrival."""
    requirements: tuple[Required, ...]
    clashes: tuple[ExplainedClash, ...]
    """Where this value is read in another layout, or its own layout asks another of an operand."""
    missing: tuple[str, ...]

    @property
    def layout(self) -> NestedLayout | None:
        return self.step.layout if self.step else None

    def __str__(self) -> str:
        legend = Legend()
        found = f" in {legend(self.layout)}" if self.layout else ", no layout"
        lines = [f"{self.value} at line {self.line}: {self.op}, {self.type}{found}"]
        if self.step:
            lines += _section("from its anchor:", self.step.lines(legend))
        lines += _section("because:", list(self.missing))
        lost = [f"{legend(one.layout)}, which came later, {_from(one)}" for one in self.lost]
        lines += _section("lost:", lost)
        lines += _section("required:", [one.text(legend) for one in self.requirements])
        lines += _section("clashes:", [one.text(legend) for one in self.clashes])
        return "\n".join([*lines, *legend.lines()])

    def _repr_html_(self) -> str:
        from lanewise.view.draw.figure import Figure
        from lanewise.view.draw.notebook import explanation_html

        figure = None if self.layout is None else Figure(self.layout, self.value)
        return explanation_html(figure, str(self))

    def as_json(self) -> dict[str, Any]:
        """The chain in full: it is as long as it is."""
        return {
            "value": self.value,
            "line": self.line,
            "op": self.op,
            "type": self.type,
            "layout": None if self.step is None else str(self.step.layout),
            "chain": [step.as_json() for step in self.step.chain] if self.step else [],
            "lost": [_candidate_json(one) for one in self.lost],
            "requirements": [one.as_json() for one in self.requirements],
            "clashes": [one.as_json() for one in self.clashes],
            "missing": list(self.missing),
        }


def _from(step: ChainStep) -> str:
    return f"from the anchor {step.anchor.value} of line {step.anchor.line}, {step.rule}"


def _section(title: str, lines: list[str]) -> list[str]:
    return [f"  {title}", *(f"    {line}" for line in lines)] if lines else []


def _candidate_json(step: ChainStep) -> dict[str, Any]:
    return {**step.as_json(), "anchor": {"value": step.anchor.value, "line": step.anchor.line}}
