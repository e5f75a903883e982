"""What `lanewise.analyze` returns: an analysis that explains itself, importing what that takes when it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanewise import analysis
from lanewise.mlir.host import ir

if TYPE_CHECKING:
    from lanewise.view.draw.figure import Figure
    from lanewise.view.remedy.why_conversion import Conversion
    from lanewise.view.report.report import CostReport
    from lanewise.view.why.explanation import Explanation


class Explained(analysis.Analysis):
    """Layouts of all vectors below an op, and why. Valid until the IR below it changes.

    What the methods return prints as text, shows itself in notebooks, and has `as_json()`; see docs/view.md.
    """

    def why(self, value: ir.Value) -> Explanation:
        """Why `value` has its layout, or none."""
        from lanewise.view.why.why import explainer

        return explainer(self).why(value)

    def why_conversion(self, line: int) -> tuple[Conversion, ...]:
        """The conversions that are needed at a line of the text that was parsed, each with what would remove it."""
        from lanewise.view.remedy.why_conversion import why_conversion

        return why_conversion(self, line)

    def report(self) -> CostReport:
        """What the kernel pays for its layouts."""
        from lanewise.view.report.reporter import Reporter
        from lanewise.view.why.why import explainer

        return Reporter(self, name_of=explainer(self).names.name).report()

    def figure(self, value: ir.Value) -> Figure:
        """A picture of the layout of `value`. Raises ValueError when it has none."""
        from lanewise.view.draw.figure import Figure

        layout = self.layout(value)
        if layout is None:
            raise ValueError(f"{value.get_name()} has no layout")
        return Figure(layout, value.get_name())

    def _repr_html_(self) -> str:
        return self.report()._repr_html_()


def analyze(root: ir.Operation | ir.OpView) -> Explained:
    """The layouts of everything below `root`: pure, the IR is only read.

    Raises Failure, which has a place, when an anchor's layout cannot be read or does not fit its vector.
    """
    found = analysis.analyze(root)
    return Explained(found.graph, found.candidates, found.layouts, found.clashes)
