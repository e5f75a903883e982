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

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from lanewise.analysis import Analysis, Clash, analyze
from lanewise.layout import NestedLayout
from lanewise.mlir import dialect
from lanewise.mlir.building import point_behind
from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir, rewrite
from lanewise.pipeline.passes import Pass
from lanewise.pipeline.report import PassReport
from lanewise.transforms.redirect import Redirect, Redirects, populate_redirect_patterns, redirect

COPIED, ANCHOR, ADDED, WRITTEN = "copied", "anchor", "added", "written"
"""Where a value in another layout comes from: a copy of a cheap value; an anchor, which converts what it reads; a
conversion that a pass would add; one that an earlier run of a pass has added."""


@dataclass(frozen=True, slots=True, eq=False)
class NeededConversion:
    """`value` has one layout where `uses` of it need another: one conversion, or one copy, for all of them."""

    value: ir.Value
    has: NestedLayout
    wants: NestedLayout
    uses: Sequence[Clash]
    origin: str
    op: ir.Operation | None = None
    """The to_layout that converts, unless it is still to be added."""

    @property
    def result(self) -> ir.Value:
        """What the conversion makes; `value`, behind which it would stand, while there is none."""
        return self.value if self.op is None else self.op.results[0]


def origin_of(clash: Clash, is_copied: Callable[[ir.Value], bool]) -> str:
    """What resolves a clash: COPIED, ANCHOR or ADDED."""
    return COPIED if is_copied(clash.value) else ANCHOR if clash.at_anchor else ADDED


def needed_conversions(
    clashes: Iterable[Clash], is_copied: Callable[[ir.Value], bool] = lambda _: False
) -> list[NeededConversion]:
    """In the order of their first clashes: each anchor's by itself, of the others one for each value and layout.

    `is_copied` says which values are copied instead; without it, none.
    """
    found: list[NeededConversion] = []
    shared: dict[tuple[ir.Value, NestedLayout], list[Clash]] = {}
    for clash in clashes:
        user, _, value, has, wants = clash
        origin = origin_of(clash, is_copied)
        if origin == ANCHOR:
            found.append(NeededConversion(value, has, wants, (clash,), origin, user))
        elif (value, wants) in shared:
            shared[value, wants].append(clash)
        else:
            shared[value, wants] = uses = [clash]
            found.append(NeededConversion(value, has, wants, uses, origin))
    return found


def standing_conversions(analysis: Analysis) -> Iterator[NeededConversion]:
    """The to_layouts that convert without a clash: those of earlier runs, and anchors that go through shared memory."""
    for node in analysis.graph.post_order():
        if node.name != dialect.TO_LAYOUT:
            continue
        value, result = node.operands[0], node.results[0]
        shared = dialect.SHARED_MEMORY_CONVERSION in node.op.attributes
        has, wants = analysis.layout(value), analysis.layouts[result]
        if has is not None and has != wants and (shared or result in analysis.graph.converted):
            users = [(node.op, 0)] if shared else [(use.owner.operation, use.operand_number) for use in result.uses]
            uses = tuple(Clash(user, operand, value, has, wants) for user, operand in users)
            yield NeededConversion(value, has, wants, uses, ANCHOR if shared else WRITTEN, node.op)


class Conversions:
    """One conversion for each value and layout, right behind the value.

    There it dominates every use and stands outside every loop that the value does not depend on. Raises Failure for a
    value that nothing can stand behind, or that is not below the root of the analysis.
    """

    def __init__(self, analysis: Analysis, clashes: Iterable[Clash]) -> None:
        self.added = needed_conversions(clash for clash in clashes if not clash.at_anchor)
        for one in self.added:
            failure = without_room(one.uses[0], analysis.graph.body.op)
            if failure is not None:
                raise failure

    def redirects(self) -> Iterator[Redirect]:
        # By value as it is then, which others may have replaced since the analysis: the converted one, and the last.
        made: dict[tuple[ir.Value, NestedLayout], ir.Value] = {}
        last: dict[ir.Value, ir.Operation] = {}
        attributes: dict[NestedLayout, ir.Attribute] = {}

        def make(layout: NestedLayout, value: ir.Value) -> ir.Value:
            if (value, layout) not in made:
                ip = ir.InsertionPoint.after(last[value]) if value in last else point_behind(value)
                if layout not in attributes:
                    attributes[layout] = dialect.layout_attribute(layout, value.context)
                converted = dialect.to_layout(value, attributes[layout], ip, dialect.CONVERSION)
                made[value, layout], last[value] = converted, converted.owner.operation
            return made[value, layout]

        for one in self.added:
            for clash in one.uses:
                yield Redirect(clash.user, clash.operand, partial(make, one.wants))


def without_room(clash: Clash, root: ir.Operation) -> Failure | None:
    """Why no conversion can stand behind the value of a clash, if none can: the same for all clashes of one value."""
    owner = clash.value.owner
    if isinstance(owner, ir.Block):
        op = owner.owner.operation
    else:
        op = owner.operation
        if len(op.successors):
            text = f"the result of '{op.name}' is needed in {clash.wants}, and nothing can stand behind a terminator"
            return Failure(op, text, [(clash.user, "needed here: let it read a to_layout in a block of its own")])
    while op != root:
        if op.parent is None:
            text = (
                f"operand #{clash.operand} is needed in {clash.wants} and comes from outside of '{root.name}', on which"
            )
            return Failure(clash.user, f"{text} the pass runs: run it on the function")
        op = op.parent.operation
    return None


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


def report_conversions(
    conversions: Conversions, report: PassReport, longer_chain: Callable[[ir.Value], int | None] = lambda _: None
) -> Iterator[tuple[ir.Location, str]]:
    """Count them; what to say of them. `longer_chain` says how long a chain is that is not copied for its length."""
    report.count("conversions", len(conversions.added))
    for one in conversions.added:
        length = longer_chain(one.value)
        remedy = "" if length is None else f"; with max-chain={length} the cheap ops that make it would be copied"
        yield one.value.location, f"converted from {one.has} to {one.wants}{remedy}"


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
