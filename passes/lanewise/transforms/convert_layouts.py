"""lanewise-convert-layouts: a to_layout wherever two layouts still meet.

    %rows = iree_vector_ext.to_layout %a to layout(#rows) : vector<64x64xf16>
    %columns = iree_vector_ext.to_layout %b to layout(#columns) : vector<64x64xf16>
    %sum = arith.addf %rows, %columns : vector<64x64xf16>

The sum has the layout that reached it first, and an elementwise op works on one layout:

    %rows = iree_vector_ext.to_layout %a to layout(#rows) : vector<64x64xf16>
    %columns = iree_vector_ext.to_layout %b to layout(#columns) : vector<64x64xf16>
    %0 = iree_vector_ext.to_layout %columns to layout(#rows) : vector<64x64xf16>
    %sum = arith.addf %rows, %0 : vector<64x64xf16>
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from lanewise.analysis import Analysis, Clash, analyze
from lanewise.layout import NestedLayout
from lanewise.mlir import dialect
from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir, rewrite
from lanewise.pipeline.passes import Pass
from lanewise.pipeline.report import PassReport
from lanewise.transforms.redirect import Redirect, Redirects, populate_redirect_patterns, redirect


class Conversions:
    """One conversion for each value and layout, right behind the value.

    There it dominates every use and stands outside every loop that the value does not depend on. Raises Failure for a
    value that nothing can stand behind, or that is not below the root of the analysis.
    """

    def __init__(self, analysis: Analysis, clashes: Iterable[Clash]) -> None:
        self.uses: dict[tuple[ir.Value, NestedLayout], list[Clash]] = {}
        for clash in clashes:
            if not clash.at_anchor:
                _check_place(clash, analysis.graph.body.op)
                self.uses.setdefault((clash.value, clash.wants), []).append(clash)

    def redirects(self) -> Iterator[Redirect]:
        # By value as it is then, which others may have replaced since the analysis: the converted one, and the last.
        made: dict[tuple[ir.Value, NestedLayout], ir.Value] = {}
        last: dict[ir.Value, ir.Operation] = {}
        attributes: dict[NestedLayout, ir.Attribute] = {}

        def make(layout: NestedLayout, value: ir.Value) -> ir.Value:
            if (value, layout) not in made:
                ip = ir.InsertionPoint.after(last[value]) if value in last else _behind(value)
                if layout not in attributes:
                    attributes[layout] = dialect.layout_attribute(layout, value.context)
                converted = dialect.to_layout(value, attributes[layout], ip)
                made[value, layout], last[value] = converted, converted.owner.operation
            return made[value, layout]

        for (_, layout), clashes in self.uses.items():
            for clash in clashes:
                yield Redirect(clash.user, clash.operand, partial(make, layout))


def _check_place(clash: Clash, root: ir.Operation) -> None:
    owner = clash.value.owner
    if isinstance(owner, ir.Block):
        op = owner.owner.operation
    else:
        op = owner.operation
        if len(op.successors):
            text = f"the result of '{op.name}' is needed in {clash.wants}, and nothing can stand behind a terminator"
            raise Failure(op, text, [(clash.user, "needed here: let it read a to_layout in a block of its own")])
    while op != root:
        if op.parent is None:
            text = (
                f"operand #{clash.operand} is needed in {clash.wants} and comes from outside of '{root.name}', on which"
            )
            raise Failure(clash.user, f"{text} the pass runs: run it on the function")
        op = op.parent.operation


def _behind(value: ir.Value) -> ir.InsertionPoint:
    owner = value.owner
    return ir.InsertionPoint.at_block_begin(owner) if isinstance(owner, ir.Block) else ir.InsertionPoint.after(owner)


def populate_convert_layouts_patterns(patterns: rewrite.RewritePatternSet, analysis: Analysis) -> Conversions:
    """Add patterns that make uses read converted values. They hold for the IR that `analysis` saw. Raises Failure."""
    conversions = Conversions(analysis, analysis.clashes)
    populate_redirect_patterns(patterns, Redirects(conversions.redirects()))
    return conversions


def report_gaps(analysis: Analysis, report: PassReport) -> None:
    """Say where layouts end or leave elements out, which no conversion mends."""
    for node, operand in analysis.without_rules():
        report.count("gaps")
        report.remark(node.op.location, f"no layout rule for '{node.name}': the layout of operand #{operand} ends here")
    for node, text in analysis.warnings():
        report.warning(node.op.location, text)


def report_conversions(conversions: Conversions, report: PassReport) -> Iterator[tuple[ir.Location, str]]:
    """Count them; what to say of them."""
    uses = conversions.uses
    report.count("conversions", len(uses))
    return (
        (value.location, f"converted from {clashes[0].has} to {layout}") for (value, layout), clashes in uses.items()
    )


@dataclass(frozen=True)
class ConvertLayouts(Pass):
    """Put a conversion wherever a value is read in a layout that it does not have."""

    name = "lanewise-convert-layouts"
    counters = {"conversions": "to_layout ops added", "gaps": "ops without a rule, where layouts end"}

    def run(self, root: ir.Operation, report: PassReport) -> None:
        analysis = analyze(root)
        report_gaps(analysis, report)
        conversions = Conversions(analysis, analysis.clashes)
        report.edits(redirect(root, Redirects(conversions.redirects())))
        report.remarks(report_conversions(conversions, report))
