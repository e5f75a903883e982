"""What a kernel converts, and what it would convert after an edit: found by editing a clone and analysing that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lanewise.analysis import analyze
from lanewise.mlir import dialect
from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir
from lanewise.mlir.walk import program_order
from lanewise.transforms.convert_layouts import NeededConversion, needed_conversions, standing_conversions
from lanewise.transforms.duplicate_constants import Rematerialization
from lanewise.view.remedy.edits import Drop, Edit, apply
from lanewise.view.report.loops import loops_around
from lanewise.view.report.reporter import bytes_of


@dataclass(frozen=True, slots=True, order=True)
class Cost:
    """Conversions of a kernel, and the bytes that a workgroup moves for them: loops count as often as is known."""

    bytes: int
    conversions: int

    def __str__(self) -> str:
        if not self.conversions:
            return "no conversion"
        return f"{self.conversions} conversion{'s' * (self.conversions > 1)}, {self.bytes} bytes per workgroup"

    def as_json(self) -> dict[str, Any]:
        return {"conversions": self.conversions, "bytes": self.bytes}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an analysis of the kernel says after some edits. Ops go by their number in program order before any."""

    cost: Cost
    converted: set[tuple[int, int]]
    """Op and operand number of each use that is converted."""
    laid_out: dict[int, set[tuple[int, ...]]]
    """By op that the edits left, which of its `values` have a layout."""
    warnings: int


class Trials:
    """A kernel and what is known of it as it is, to compare edits of it with."""

    def __init__(self, root: ir.Operation) -> None:
        self._root = root
        before = self._outcome(())
        assert before is not None  # The kernel was analysed as it is.
        self._before = before

    @property
    def now(self) -> Cost:
        return self._before.cost

    def remains(self, edits: tuple[Edit, ...], uses: list[tuple[int, int]]) -> Cost | None:
        """The cost after `edits`; None unless they free all `uses` of conversion, and make nothing worse.

        A use is an op's number in program order and an operand number. Worse is: the cost is not less, a vector has
        lost its layout, or there is a new reason for a warning.
        """
        before, after = self._before, self._outcome(edits)
        if after is None or after.cost >= before.cost or after.warnings > before.warnings:
            return None
        if any(use in after.converted for use in uses):
            return None
        # An op that an edit dropped has no values there.
        keeps = all(before.laid_out[op] <= found for op, found in after.laid_out.items())
        return after.cost if keeps else None

    def _outcome(self, edits: tuple[Edit, ...]) -> Outcome | None:
        """None if the analysis fails."""
        clone = self._root.clone(ip=False).operation
        ops = program_order(clone)
        dropped = {edit.op for edit in edits if isinstance(edit, Drop)}
        dropped |= {number for number, op in enumerate(ops) if _is_conversion(op)}
        apply(clone, edits)
        try:
            analysis = analyze(clone)
        except Failure:
            return None
        # `apply` has dropped what earlier runs converted: what stands are anchors that go through shared memory.
        needed = [*needed_conversions(Rematerialization(analysis).left), *standing_conversions(analysis)]
        kept = {number: op for number, op in enumerate(ops) if number not in dropped}
        users = {(use.user, use.operand) for one in needed for use in one.uses}
        converted = {
            (number, operand)
            for number, op in (kept if users else {}).items()
            for operand in range(len(op.operands))
            if (op, operand) in users
        }
        laid_out = {
            number: {key for key, value in values(op) if value in analysis.layouts} for number, op in kept.items()
        }
        return Outcome(_cost(needed, clone), converted, laid_out, sum(1 for _ in analysis.warnings()))


def _cost(needed: list[NeededConversion], root: ir.Operation) -> Cost:
    moved = ((bytes_of(one.value.type) or 0) * loops_around(one.result, root).trips for one in needed)
    return Cost(sum(moved), len(needed))


def values(op: ir.Operation) -> Iterator[tuple[tuple[int, ...], ir.Value]]:
    """Results of `op` by number, arguments of its blocks by region, block and number."""
    for number, value in enumerate(op.results):
        yield (number,), value
    for region_number, region in enumerate(op.regions):
        for block_number, block in enumerate(region):
            for number, value in enumerate(block.arguments):
                yield (region_number, block_number, number), value


def _is_conversion(op: ir.Operation) -> bool:
    return op.name == dialect.TO_LAYOUT and dialect.is_conversion(op)
