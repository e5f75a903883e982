"""A file read and analysed, ready for questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from lanewise.analysis import Analysis, analyze
from lanewise.command.session import Session, Settings
from lanewise.mlir import files
from lanewise.mlir.diagnostics import Failure, Message, SourceLoc, source_loc
from lanewise.mlir.host import ir
from lanewise.view.input.source import Source
from lanewise.view.report.report import CostReport
from lanewise.view.report.reporter import Reporter

if TYPE_CHECKING:
    from lanewise.view.why.why import Explainer


@dataclass(frozen=True)
class AnalyzedKernel:
    """One module. `session` owns the context in which it lives."""

    file: str
    lines: list[str]
    session: Session
    module: ir.Module
    analysis: Analysis
    source: Source

    def loc(self, location: ir.Location) -> SourceLoc:
        """In the input, which the bindings know by another name."""
        loc = source_loc(location)
        return SourceLoc(self.file, loc.line, loc.column)

    def name(self, value: ir.Value) -> str:
        """As the file spells it; of what has no name there (an op under vector.mask) the place."""
        found = self.source.names.get(value)
        if found is None:
            loc = self.loc(value.location)
            found = f"%({loc.line}:{loc.column})" if loc.line else str(value.get_name(self._numbering))
        return found

    def report(self) -> CostReport:
        return Reporter(self.analysis, self.file, self.loc, self.name).report()

    def vectors(self) -> list[ir.Value]:
        """Every value of a vector type, in the order of the text."""
        nodes = self.analysis.graph.post_order()
        blocks = (block for node in nodes for region in node.op.regions for block in region)
        found = [value for block in blocks for value in block.arguments]
        found += [value for node in self.analysis.graph.post_order() for value in node.results]
        vectors = [value for value in found if isinstance(value.type, ir.VectorType)]
        return sorted(vectors, key=lambda value: source_loc(value.location)[1:])

    @cached_property
    def explainer(self) -> Explainer:
        from lanewise.view.why.why import Explainer

        return Explainer(self.analysis, self.name, self.loc)

    @cached_property
    def _numbering(self) -> ir.AsmState:
        """One for all names: without it each would cost a walk over the function."""
        return ir.AsmState(self.module.operation)


def load(path: str, settings: Settings, emit: Callable[[Message, list[str]], None]) -> AnalyzedKernel | None:
    """None when something is wrong with the input, which is said then, with the lines of the file. Raises FileError."""
    return of_text(files.shown_name(path), files.read(path), settings, emit)


def of_text(
    name: str, text: str, settings: Settings, emit: Callable[[Message, list[str]], None]
) -> AnalyzedKernel | None:
    """As `load`, of a text that diagnostics call `name`."""
    lines = text.split("\n")
    session = Session(settings, name, lambda message: emit(message, lines))
    with session.context:
        module = session.parse(text)
        if module is None:
            return None
        try:
            analysis = analyze(module.operation)
        except Failure as failure:
            session.emit(failure.message())
            return None
    return AnalyzedKernel(name, lines, session, module, analysis, Source(lines, analysis.graph, source_loc))
