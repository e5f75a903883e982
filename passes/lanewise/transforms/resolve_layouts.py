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

from dataclasses import dataclass

from lanewise.analysis import Analysis, analyze
from lanewise.host import ir, rewrite
from lanewise.pipeline import Pass, Report, option
from lanewise.transforms.convert_layouts import (
    Conversions,
    ConvertLayouts,
    report_conversions,
    report_gaps,
)
from lanewise.transforms.duplicate_constants import (
    MAX_CHAIN,
    Copies,
    DuplicateConstants,
    report_copies,
)
from lanewise.transforms.redirect import populate_redirect_patterns, redirect


def populate_resolve_layouts_patterns(
    patterns: rewrite.RewritePatternSet, analysis: Analysis, max_chain: int = MAX_CHAIN, constants_only: bool = False
) -> tuple[Copies, Conversions]:
    """Add the patterns of both passes. They hold for the IR that `analysis` saw."""
    copies = Copies(analysis, max_chain, constants_only)
    conversions = Conversions(copies.left)
    # In one go: a driver that visits an op once applies one pattern to it.
    populate_redirect_patterns(patterns, [*copies.redirects(), *conversions.redirects()])
    return copies, conversions


def resolve(
    root: ir.Operation, report: Report, max_chain: int = MAX_CHAIN, constants_only: bool = False
) -> tuple[Analysis, Copies]:
    analysis = analyze(root)
    report_gaps(analysis, report)
    patterns = rewrite.RewritePatternSet(root.context)
    copies, conversions = populate_resolve_layouts_patterns(patterns, analysis, max_chain, constants_only)
    redirect(root, patterns)
    report_copies(copies, report)
    report_conversions(conversions, report)
    return analysis, copies


@dataclass(frozen=True)
class ResolveLayouts(Pass):
    """Copy cheap values and convert the others, so that every use reads the layout that it needs."""

    name = "lanewise-resolve-layouts"
    counters = DuplicateConstants.counters | ConvertLayouts.counters

    max_chain: int = option(MAX_CHAIN, "longest chain of cheap ops to copy; constants do not count")
    constants_only: bool = option(False, "copy constants and convert computed values")

    def run(self, root: ir.Operation, report: Report) -> None:
        resolve(root, report, self.max_chain, self.constants_only)
