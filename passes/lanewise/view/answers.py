"""What a command line asks of a kernel, answered: each answer as text and as data."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from lanewise.command.usage import UsageError
from lanewise.layout import NestedLayout
from lanewise.mlir.diagnostics import SourceLoc
from lanewise.mlir.files import FileError
from lanewise.mlir.host import ir
from lanewise.view.input.kernel import AnalyzedKernel
from lanewise.view.report.comparison import WORSE, Comparison, compare

if TYPE_CHECKING:
    from lanewise.view.remedy.why_conversion import Conversion


class Answer(NamedTuple):
    """`data` goes under `key` of the document, into a list if `listed`."""

    key: str
    text: str
    data: Any
    listed: bool = False


def answers(arguments: Namespace, kernel: AnalyzedKernel, comparison: Comparison | None) -> Iterator[Answer]:
    """In the order of the flags in --help. Raises FileError, UsageError."""
    for reference in arguments.why:
        for value in find(kernel, reference):
            explanation = kernel.explainer.why(value)
            yield Answer("why", f"{explanation}\n", explanation.as_json(), listed=True)
    for reference in arguments.why_conversion:
        for meeting in conversions(kernel, reference):
            yield Answer("why_conversion", f"{meeting}\n", meeting.as_json(), listed=True)
    if comparison is not None:
        yield Answer("comparison", f"{comparison}\n", comparison.as_json())
    elif arguments.report:
        report = kernel.report()
        yield Answer("report", f"{report}\n", report.as_json())


def against(kernel: AnalyzedKernel, old: AnalyzedKernel) -> Comparison:
    return compare(old.report(), kernel.report())


def got_worse(comparison: Comparison | None) -> bool:
    return comparison is not None and comparison.verdict == WORSE


def layout_of(kernel: AnalyzedKernel, reference: str) -> tuple[str, NestedLayout]:
    """The layout of the one value that is meant, and what the file calls the value. Raises FileError, UsageError."""
    value, *others = find(kernel, reference)
    loc = kernel.loc(value.location)
    if others:
        found = ", ".join(f"{kernel.name(one)} at line {kernel.loc(one.location).line}" for one in (value, *others))
        raise FileError(f"{kernel.file}: error: {reference} means several values: {found}; be more precise")
    layout = kernel.analysis.layout(value)
    if layout is None:
        raise FileError(f"{loc}: error: {kernel.name(value)} has no layout; --why={reference} says why")
    return f"{kernel.name(value)} at line {loc.line}", layout


def find(kernel: AnalyzedKernel, reference: str) -> list[ir.Value]:
    """At least one value. Raises FileError, UsageError."""
    try:
        found: list[ir.Value] = kernel.explainer.names.find(reference)
    except ValueError as problem:
        raise UsageError(str(problem)) from None
    if not found:
        raise FileError(f"{_at(kernel, reference)}: error: no value is {reference}")
    return found


def conversions(kernel: AnalyzedKernel, reference: str) -> tuple[Conversion, ...]:
    """Raises FileError, UsageError."""
    from lanewise.view.remedy.why_conversion import why_conversion

    if not re.fullmatch(r"[0-9]{1,9}", reference):
        raise UsageError(f"argument --why-conversion: needed a line, found '{reference}'")
    found = why_conversion(kernel.explainer, int(reference))
    if not found:
        raise FileError(f"{_at(kernel, reference)}: error: no two layouts meet at line {reference}; see --report")
    return found


def _at(kernel: AnalyzedKernel, reference: str) -> str:
    """The line that a reference names, if there is such a line."""
    line = reference.partition(":")[0]
    known = line.isdigit() and 0 < int(line) <= len(kernel.lines)
    return str(SourceLoc(kernel.file, int(line), 1)) if known else kernel.file
