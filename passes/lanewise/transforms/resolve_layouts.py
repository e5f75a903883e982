"""lanewise-resolve-layouts: copy what is cheap, convert the rest, on one analysis.

    %zero = arith.constant dense<0.0> : vector<64x64xf16>
    %rows = iree_vector_ext.to_layout %a to layout(#rows) : vector<64x64xf16>
    %columns = iree_vector_ext.to_layout %zero to layout(#columns) : vector<64x64xf16>
    %shifted = arith.addf %rows, %zero : vector<64x64xf16>
    %sum = arith.addf %shifted, %columns : vector<64x64xf16>

After it every value is read in the one layout that it has:

    %zero = arith.constant dense<0.0> : vector<64x64xf16>
    %zero_0 = arith.constant dense<0.0> : vector<64x64xf16>
    %rows = iree_vector_ext.to_layout %a to layout(#rows) : vector<64x64xf16>
    %columns = iree_vector_ext.to_layout %zero_0 to layout(#columns) : vector<64x64xf16>
    %0 = iree_vector_ext.to_layout %columns to layout(#rows) : vector<64x64xf16>
    %shifted = arith.addf %rows, %zero : vector<64x64xf16>
    %sum = arith.addf %shifted, %0 : vector<64x64xf16>
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from lanewise.analysis import Analysis, analyze
from lanewise.mlir.host import ir, rewrite
from lanewise.pipeline.report import PassReport
from lanewise.transforms.convert_layouts import Conversions, ConvertLayouts, report_conversions, report_gaps
from lanewise.transforms.duplicate_constants import (
    MAX_CHAIN,
    DuplicateConstants,
    Rematerialization,
    RematerializationOptions,
    report_copies,
)
from lanewise.transforms.redirect import Redirects, populate_redirect_patterns, redirect


class Resolution:
    """Copies for the clashes of an analysis where values are cheap, conversions for the others. Raises Failure."""

    def __init__(self, analysis: Analysis, max_chain: int = MAX_CHAIN, constants_only: bool = False) -> None:
        self.analysis = analysis
        self.copies = Rematerialization(analysis, max_chain, constants_only)
        self.conversions = Conversions(analysis, self.copies.left)

    def redirects(self) -> Redirects:
        """Those of both in one: a driver that visits an op once applies one pattern."""
        return Redirects([*self.copies.redirects, *self.conversions.redirects()])

    def report(self, report: PassReport) -> Iterator[tuple[ir.Location, str]]:
        """Count what was done; what to say of it."""
        return chain(
            report_copies(self.copies, report), report_conversions(self.conversions, report, self.copies.longer_chain)
        )


def populate_resolve_layouts_patterns(
    patterns: rewrite.RewritePatternSet, analysis: Analysis, max_chain: int = MAX_CHAIN, constants_only: bool = False
) -> Resolution:
    """Add the patterns of both passes.

    They hold for the IR that `analysis` saw, and for a driver that walks it (`walk_and_apply_patterns`): one that folds
    merges equal constants again. Raises Failure.
    """
    resolution = Resolution(analysis, max_chain, constants_only)
    populate_redirect_patterns(patterns, resolution.redirects())
    return resolution


@dataclass(frozen=True)
class ResolveLayouts(RematerializationOptions):
    """Copy cheap values and convert the others, so that every use reads the layout that it needs."""

    name = "lanewise-resolve-layouts"
    counters = DuplicateConstants.counters | ConvertLayouts.counters

    def run(self, root: ir.Operation, report: PassReport) -> None:
        report.remarks(self.resolve(root, report).report(report))

    def resolve(self, root: ir.Operation, report: PassReport) -> Resolution:
        """What was found and done. Raises Failure."""
        analysis = analyze(root)
        report_gaps(analysis, report)
        resolution = Resolution(analysis, self.max_chain, self.constants_only)
        report.edits(redirect(root, resolution.redirects()))
        return resolution
