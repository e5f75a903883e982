"""lanewise-distribute: whole vectors into each lane's piece.

    %rows = vector.transfer_read %in[%c0, %c0], %zero : memref<16x64xf32>, vector<16x64xf32>
    %0 = iree_vector_ext.to_layout %rows to layout(#rows) : vector<16x64xf32>
    %sum = arith.addf %0, %0 : vector<16x64xf32>
    vector.transfer_write %sum, %out[%c0, %c0] : vector<16x64xf32>, memref<16x64xf32>

With #rows giving each of 64 lanes one column of 16 elements, every lane runs this:

    %lane = gpu.thread_id x
    %rows = vector.transfer_read %in[%c0, %lane], %zero : memref<16x64xf32>, vector<16x1xf32>
    %piece = vector.shape_cast %rows : vector<16x1xf32> to vector<16x1x1x1x1x1xf32>
    %sum = arith.addf %piece, %piece : vector<16x1x1x1x1x1xf32>
    %column = vector.shape_cast %sum : vector<16x1x1x1x1x1xf32> to vector<16x1xf32>
    vector.transfer_write %column, %out[%c0, %lane] : vector<16x1xf32>, memref<16x64xf32>
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanewise import pieces
from lanewise.analysis import Analysis, Clash, analyze
from lanewise.mlir import dialect
from lanewise.mlir.attributes import functions, is_function, refers_to, symbol_name
from lanewise.mlir.diagnostics import Failure, Failures, Located
from lanewise.mlir.host import ir, rewrite
from lanewise.pipeline.passes import Pass, option
from lanewise.pipeline.report import PassReport
from lanewise.pipeline.text import PipelineError

if TYPE_CHECKING:
    from lanewise.pieces.in_lane.kernel import Kernel
    from lanewise.pieces.in_memory.own_buffers import OwnBuffer

MAX_WORKGROUP_MEMORY = 64 * 1024
"""Bytes; what AMD's CDNA3 has, and what NVIDIA's kernels get without asking for more is less."""


@dataclass(frozen=True)
class Distribute(Pass):
    """Rewrite functions on whole vectors into what one lane does."""

    name = "lanewise-distribute"
    counters = {
        "functions": "functions distributed",
        "exchanges": "round trips of vectors through workgroup memory",
        "bytes": "bytes of workgroup memory taken",
    }

    workgroup_size: str = option("", "lanes of a workgroup along x, y and z, as X,Y,Z; else as the function says")
    subgroup_size: int = option(0, "lanes of a subgroup; 0: as the function says")
    max_workgroup_memory: int = option(MAX_WORKGROUP_MEMORY, "bytes that a workgroup may take")

    def __post_init__(self) -> None:
        if self.workgroup_size and not re.fullmatch(r"[0-9]{1,9}(,[0-9]{1,9}){0,2}", self.workgroup_size):
            text = f"option 'workgroup-size' needs one to three numbers below 10^9, found '{self.workgroup_size}'"
            raise PipelineError(f"{self.name}: {text}")

    def run(self, root: ir.Operation, report: PassReport) -> None:
        done: list[tuple[ir.Operation, Kernel]] = []
        failures: list[Failure] = []
        rest: list[ir.Operation] = []
        for function in functions(root, nested=False):
            copy = function.clone(ip=ir.InsertionPoint(function)).operation
            kernel: Kernel | None = None
            try:
                kernel = self._distribute(copy)
            except Failure as failure:
                failures.append(failure)
            except Failures as several:
                failures += several.failures
            if kernel is None:
                copy.erase()
                rest.append(function)
            else:
                done.append((function, kernel))
        failures += _uses(rest, [function for function, _ in done])
        for function, kernel in done:
            for op in [kernel.function, *kernel.globals] if failures else [function]:
                op.erase()
            report.count("functions")
            report.count("exchanges", len(kernel.exchanges))
            report.count("bytes", _taken(kernel))
        if failures:
            raise Failures(failures)

    def _distribute(self, function: ir.Operation) -> Kernel | None:
        """None for a function without layouts, of which there is nothing to say. Raises Failure or Failures."""
        from lanewise.distribution import populate_distribution_patterns  # slow to import

        analysis = analyze(function)
        if not analysis.layouts:
            return None
        _check_functions_within(analysis)
        sizes = tuple(int(size) for size in self.workgroup_size.split(",")) if self.workgroup_size else ()
        lanes = pieces.geometry.geometry(function, sizes, self.subgroup_size)
        unresolved = [_unresolved(clash) for clash in analysis.clashes if not clash.at_anchor]
        if unresolved:
            raise Failures(unresolved)
        own = pieces.own_buffers.own_buffers(analysis.graph.body, analysis.graph.post_order())
        patterns = rewrite.RewritePatternSet(function.context)
        distribution = populate_distribution_patterns(patterns, analysis, lanes)
        try:
            rewrite.walk_and_apply_patterns(function, patterns.freeze())
            distribution.finish()
            _check_memory(distribution.kernel, own, self.max_workgroup_memory)
        except (Failure, Failures):
            for op in distribution.kernel.globals:
                op.erase()
            raise
        return distribution.kernel


def _check_functions_within(analysis: Analysis) -> None:
    """Raise Failure for a function in the function: it is no part of what lanes of this one do."""
    body = analysis.graph.body
    for node in analysis.graph.post_order():
        if node.blocks and node is not body and is_function(node.op):
            around = symbol_name(body.op)
            text = f"it stands in @{around}, of which it is no part: move it beside that"
            raise Failure(node.op, f"cannot distribute '{node.name}': {text}")


def _uses(rest: Sequence[ir.Operation], distributed: Sequence[ir.Operation]) -> list[Failure]:
    """What is wrong in functions that stay as they are: they call others whose vectors lanes share from now on."""
    found: list[Failure] = []

    def visit(op: ir.Operation) -> ir.WalkResult:
        for _, value in op.attributes.items():
            if isinstance(value, ir.FlatSymbolRefAttr) and any(refers_to(value, one) for one in distributed):
                text = f"cannot distribute {value}, which '{op.name}' names in a function without layouts"
                remedy = "all lanes would do there what the program does once: inline it, or anchor a vector there"
                found.append(Failure(op.operation, f"{text}: {remedy}"))
        return ir.WalkResult.ADVANCE

    for function in rest if distributed else ():
        function.walk(visit)
    return found


def _unresolved(clash: Clash) -> Failure:
    text = (
        f"cannot distribute '{clash.user.name}': operand #{clash.operand} has {clash.has}, but {clash.wants} is needed"
    )
    now = clash.user.operands[clash.operand].owner
    if not isinstance(now, ir.Block) and now.name == dialect.TO_LAYOUT and dialect.is_conversion(now.operation):
        # Resolving met one of its wishes, and would meet the other next time.
        remedy = "let the vectors that it works on have layouts that ask the same of it"
        return Failure(clash.user, f"{text}, too: {remedy}")
    return Failure(clash.user, f"{text}: run lanewise-resolve-layouts before")


def _taken(kernel: Kernel) -> int:
    return sum(pieces.exchange.sizes(kernel).values())


def _check_memory(kernel: Kernel, own: Sequence[OwnBuffer], limit: int) -> None:
    """Raise Failure if the workgroup's memory is not enough; the notes say who takes how much."""
    total = sum(size or 0 for _, size in own) + _taken(kernel)
    unknown = next((op for op, size in own if size is None), None)
    if unknown is not None and kernel.exchanges:
        text = f"how many bytes it takes is not said, beside {total} that round trips and other buffers take"
        remedy = "let it be a memref.alloc, or views of it at known places"
        raise Failure(unknown, f"{text}, of {limit}: {remedy}")
    if total <= limit:
        return
    notes: list[tuple[Located, str]] = [(op, f"{size} bytes, of the program itself") for op, size in own]
    for exchange in sorted(kernel.exchanges, key=lambda exchange: -exchange.size):
        notes.append((exchange, f"{exchange.size} bytes, in the buffer that all round trips share"))
    remedy = "spread the vectors below alike, or raise the option max-workgroup-memory"
    raise Failure(
        kernel.function, f"{total} bytes of workgroup memory are needed, {limit} may be taken: {remedy}", notes
    )
