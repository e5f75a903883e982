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

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanewise import pieces
from lanewise.analysis import Analysis, Clash, analyze
from lanewise.mlir.attributes import WORKGROUP, functions, space_of
from lanewise.mlir.diagnostics import Failure, Failures, Located
from lanewise.mlir.host import ir, rewrite
from lanewise.pipeline.passes import Pass, option
from lanewise.pipeline.report import PassReport
from lanewise.pipeline.text import PipelineError
from lanewise.rules import Node

if TYPE_CHECKING:
    from lanewise.pieces.in_lane.kernel import Kernel

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
            else:
                done.append((function, kernel))
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
        sizes = tuple(int(size) for size in self.workgroup_size.split(",")) if self.workgroup_size else ()
        lanes = pieces.geometry.geometry(function, sizes, self.subgroup_size)
        unresolved = [_unresolved(clash) for clash in analysis.clashes if not clash.at_anchor]
        if unresolved:
            raise Failures(unresolved)
        own = _own_buffers(analysis)
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


def _unresolved(clash: Clash) -> Failure:
    text = (
        f"cannot distribute '{clash.user.name}': operand #{clash.operand} has {clash.has}, but {clash.wants} is needed"
    )
    return Failure(clash.user, f"{text}: run lanewise-resolve-layouts before")


def _taken(kernel: Kernel) -> int:
    return sum(pieces.exchange.sizes(kernel).values())


def _check_memory(kernel: Kernel, own: Sequence[tuple[Node, int]], limit: int) -> None:
    """Raise Failure if the workgroup's memory is not enough; the notes say who takes how much."""
    total = sum(size for _, size in own) + _taken(kernel)
    if total <= limit:
        return
    notes: list[tuple[Located, str]] = [(node.op, f"{size} bytes, of the program itself") for node, size in own]
    for exchange in sorted(kernel.exchanges, key=lambda exchange: -exchange.size):
        notes.append((exchange, f"{exchange.size} bytes, in the buffer that all round trips share"))
    remedy = "spread the vectors below alike, or raise the option max-workgroup-memory"
    raise Failure(
        kernel.function, f"{total} bytes of workgroup memory are needed, {limit} may be taken: {remedy}", notes
    )


def _own_buffers(analysis: Analysis) -> list[tuple[Node, int]]:
    """The program's allocations in workgroup memory, in bytes; those of unknown size are not counted."""
    found = []
    for node in analysis.graph.post_order():
        if node.name == "memref.alloc":
            type_ = node.results[0].type
            if space_of(type_) == WORKGROUP and type_.has_static_shape:
                found.append((node, math.prod(type_.shape) * pieces.exchange.bytes_of(type_.element_type)))
    return found
