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

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lanewise.analysis import Analysis, Clash
from lanewise.layout import NestedLayout
from lanewise.mlir.diagnostics import SourceLoc, source_loc
from lanewise.mlir.host import ir
from lanewise.transforms.duplicate_constants import Rematerialization
from lanewise.view.draw.legend import Legend
from lanewise.view.why.gaps import Gaps
from lanewise.view.why.names import Names
from lanewise.view.why.steps import Step, Steps
from lanewise.view.why.trace import Asked, Known, Trace

COPIED, CONVERTED, ANCHORED = "copied", "converted", "converted by the anchor"
"""What resolves a clash."""


@dataclass(frozen=True, slots=True, eq=False)
class Required:
    """Operand number `operand` of the op `op` at `line` is required in `layout`, because of what `because` has."""

    layout: NestedLayout
    op: str
    line: int
    operand: int
    because: Step
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
class Meeting:
    """A clash: `value` of `value_line` has one layout where operand `operand` of `op` at `line` needs another."""

    value: str
    value_line: int
    op: str
    line: int
    operand: int
    has: Step
    wants: NestedLayout
    because: Step
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
    step: Step | None
    lost: tuple[Step, ...]
    """Candidates that came later than the first, which the value has, in order of arrival."""
    requirements: tuple[Required, ...]
    clashes: tuple[Meeting, ...]
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


class Explainer:
    """Explains the values of one analysis from one trace. Holds IR, as the analysis does."""

    def __init__(
        self,
        analysis: Analysis,
        name_of: Callable[[ir.Value], str] | None = None,
        source_loc: Callable[[ir.Location], SourceLoc] = source_loc,
    ) -> None:
        self.analysis = analysis
        self.names = Names(analysis.graph, name_of, source_loc)
        self.trace = Trace(analysis)
        self.steps = Steps(self.trace, self.names)
        self.copies = Rematerialization(analysis)
        self._gaps: Gaps | None = None
        self._meetings: dict[ir.Value, list[Meeting]] = {}
        for clash in analysis.clashes:
            asked = self.asked(clash)
            meeting = self.meeting(clash, asked)
            for value in dict.fromkeys((clash.value, asked.source.value)):
                self._meetings.setdefault(value, []).append(meeting)

    def why(self, value: ir.Value) -> Explanation:
        layout = self.analysis.layout(value)
        owner = value.owner
        argument = isinstance(owner, ir.Block)
        candidates = self.analysis.candidates.get(value, ())[1:]
        return Explanation(
            self.names.name(value),
            self.names.line(value),
            f"block argument of {owner.owner.operation.name}" if argument else owner.operation.name,
            str(value.type),
            None if layout is None else self.steps.of(Known(value, layout)),
            tuple(self.steps.of(Known(value, other)) for other in candidates),
            tuple(self._demanded(asked) for asked in self.trace.asked.get(value, ())),
            tuple(self._meetings.get(value, ())),
            () if layout is not None else self.gaps.reasons(value),
        )

    @property
    def gaps(self) -> Gaps:
        if self._gaps is None:
            self._gaps = Gaps(self.analysis, self.names)
        return self._gaps

    def asked(self, clash: Clash) -> Asked:
        """The requirement that a clash is about."""
        return self.trace.requirements[clash.user, clash.operand, clash.wants]

    def meeting(self, clash: Clash, asked: Asked) -> Meeting:
        cheap = self.copies.is_cheap(clash.value)
        return Meeting(
            self.names.name(clash.value),
            self.names.line(clash.value),
            clash.user.name,
            self.names.line(clash.user),
            clash.operand,
            self.steps.of(Known(clash.value, clash.has)),
            clash.wants,
            self.steps.of(asked.source),
            COPIED if cheap else ANCHORED if clash.at_anchor else CONVERTED,
        )

    def _demanded(self, asked: Asked) -> Required:
        return Required(
            asked.layout,
            asked.user.name,
            self.names.line(asked.user),
            asked.operand,
            self.steps.of(asked.source),
            self.analysis.layout(asked.value) == asked.layout,
        )


def explainer(analysis: Analysis) -> Explainer:
    """The explainer of an analysis, made once and kept with it: the trace of a program serves all of its values."""
    kept: Explainer | None = vars(analysis).get("_explainer")
    if kept is None:
        kept = vars(analysis)["_explainer"] = Explainer(analysis)  # as functools.cached_property would
    return kept


def why(analysis: Analysis, value: ir.Value) -> Explanation:
    """Why `value`, a result or block argument below the root of `analysis`, has its layout or none."""
    return explainer(analysis).why(value)


def find_value(analysis: Analysis, reference: str) -> list[ir.Value]:
    """The values that `LINE`, `LINE:RESULT` or `%name` means. Raises ValueError when it is none of the three."""
    return explainer(analysis).names.find(reference)


def _from(step: Step) -> str:
    return f"from the anchor {step.anchor.value} of line {step.anchor.line}, {step.rule}"


def _section(title: str, lines: list[str]) -> list[str]:
    return [f"  {title}", *(f"    {line}" for line in lines)] if lines else []


def _candidate_json(step: Step) -> dict[str, Any]:
    return {**step.as_json(), "anchor": {"value": step.anchor.value, "line": step.anchor.line}}
