"""lanewise-print-layouts: resolve, then say the layout of every result.

    %rows = iree_vector_ext.to_layout %a to layout(#rows) : vector<64x64xf16>
    %sum = arith.addf %rows, %rows : vector<64x64xf16>

leaves the module as lanewise-resolve-layouts does and says at the sum

    remark: layout of result #0 is #iree_vector_ext.nested_layout<...>

A to_layout says its own layout and gets no remark, whether the author wrote it or the pass added it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from lanewise.analysis import Analysis
from lanewise.mlir import dialect
from lanewise.mlir.host import ir
from lanewise.pipeline.report import PassReport
from lanewise.transforms.duplicate_constants import Rematerialization
from lanewise.transforms.resolve_layouts import ResolveLayouts


@dataclass(frozen=True)
class PrintLayouts(ResolveLayouts):
    """Resolve the layouts, then print the layout of every op result as a remark."""

    name = "lanewise-print-layouts"

    def run(self, root: ir.Operation, report: PassReport) -> None:
        resolution = self.resolve(root, report)
        report.remarks(chain(resolution.report(report), remarks(resolution.analysis, resolution.copies)))


def remarks(analysis: Analysis, copies: Rematerialization) -> Iterator[tuple[ir.Location, str]]:
    """Where each result is made, and what is said of it."""
    layout_of, copied = analysis.layouts.get, copies.copies
    for node in analysis.graph.post_order():
        if node.name == dialect.TO_LAYOUT:
            continue
        for number, result in enumerate(node.results):
            layout = layout_of(result)
            if layout is not None:
                yield node.op.location, f"layout of result #{number} is {layout}"
            if copied:
                for layout in copied.get(node.results[0], ()):
                    yield node.op.location, f"layout of result #{number} is {layout}"
