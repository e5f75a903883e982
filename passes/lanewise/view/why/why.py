"""Explains the values of an analysis."""

from __future__ import annotations

from collections.abc import Callable

from lanewise.analysis import Analysis, Clash
from lanewise.mlir.diagnostics import SourceLoc, source_loc
from lanewise.mlir.host import ir
from lanewise.transforms.convert_layouts import origin_of
from lanewise.transforms.duplicate_constants import Rematerialization
from lanewise.view.why.explanation import RESOLVED, ExplainedClash, Explanation, Required
from lanewise.view.why.gaps import Gaps
from lanewise.view.why.names import Names
from lanewise.view.why.steps import Steps
from lanewise.view.why.trace import Asked, Known, Trace


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
        self._meetings: dict[ir.Value, list[ExplainedClash]] = {}
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
            tuple(self._required(asked) for asked in self.trace.asked.get(value, ())),
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

    def meeting(self, clash: Clash, asked: Asked) -> ExplainedClash:
        return ExplainedClash(
            self.names.name(clash.value),
            self.names.line(clash.value),
            clash.user.name,
            self.names.line(clash.user),
            clash.operand,
            self.steps.of(Known(clash.value, clash.has)),
            clash.wants,
            self.steps.of(asked.source),
            RESOLVED[origin_of(clash, self.copies.is_cheap)],
        )

    def _required(self, asked: Asked) -> Required:
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
