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
from lanewise.transforms.duplicate_constants import MAX_CHAIN, Copies, Copying, DuplicateConstants, report_copies
from lanewise.transforms.redirect import Redirects, populate_redirect_patterns, redirect


def decide(analysis: Analysis, max_chain: int, constants_only: bool) -> tuple[Copies, Conversions, Redirects]:
    """Copies and conversions with all their redirects, in one: a driver that visits an op once applies one pattern."""
    copies = Copies(analysis, max_chain, constants_only)
    conversions = Conversions(analysis, copies.left)
    return copies, conversions, Redirects([*copies.redirects, *conversions.redirects()])


def populate_resolve_layouts_patterns(
    patterns: rewrite.RewritePatternSet, analysis: Analysis, max_chain: int = MAX_CHAIN, constants_only: bool = False
) -> tuple[Copies, Conversions]:
    """Add the patterns of both passes.

    They hold for the IR that `analysis` saw, and for a driver that walks it (`walk_and_apply_patterns`): one that folds
    merges equal constants again. Raises Failure.
    """
    copies, conversions, redirects = decide(analysis, max_chain, constants_only)
    populate_redirect_patterns(patterns, redirects)
    return copies, conversions


def resolve(
    root: ir.Operation, report: PassReport, max_chain: int, constants_only: bool
) -> tuple[Analysis, Copies, Iterator[tuple[ir.Location, str]]]:
    """What was found and copied; what to say of it."""
    analysis = analyze(root)
    report_gaps(analysis, report)
    copies, conversions, redirects = decide(analysis, max_chain, constants_only)
    report.edits(redirect(root, redirects))
    said = chain(report_copies(copies, report), report_conversions(conversions, report))
    return analysis, copies, said


@dataclass(frozen=True)
class ResolveLayouts(Copying):
    """Copy cheap values and convert the others, so that every use reads the layout that it needs."""

    name = "lanewise-resolve-layouts"
    counters = DuplicateConstants.counters | ConvertLayouts.counters

    def run(self, root: ir.Operation, report: PassReport) -> None:
        *_, said = resolve(root, report, self.max_chain, self.constants_only)
        report.remarks(said)
