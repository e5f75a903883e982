"""What a kernel converts, and what it would convert after an edit: found by editing a clone and analysing that."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lanewise.analysis import Analysis, analyze
from lanewise.layout import NestedLayout
from lanewise.mlir import dialect
from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir
from lanewise.transforms.duplicate_constants import Rematerialization
from lanewise.view.remedy.edits import Drop, Edit, apply, program_order
from lanewise.view.report.loops import loops_of
from lanewise.view.report.reporter import bytes_of

Use = tuple[ir.Operation, int]


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


@dataclass(slots=True)
class Left:
    """One conversion that is needed: of `value` from one layout to another for `uses`."""

    value: ir.Value
    has: NestedLayout
    wants: NestedLayout
    uses: list[Use]
    bytes: int


def left(analysis: Analysis) -> list[Left]:
    """The conversions that the values of `analysis` need, those that anchors do by themselves included.

    What an earlier run converted is in the IR, and not among them.
    """
    found: dict[object, Left] = {}
    root = analysis.graph.body.op
    for clash in Rematerialization(analysis).left:
        at = clash.user.block if clash.at_anchor else _block(clash.value)
        key = clash.user.results[0] if clash.at_anchor else (clash.value, clash.wants)
        if key not in found:
            found[key] = Left(clash.value, clash.has, clash.wants, [], _bytes(clash.value, at, root))
        found[key].uses.append((clash.user, clash.operand))
    return [*found.values(), *_through_shared_memory(analysis)]


def cost(conversions: list[Left]) -> Cost:
    return Cost(sum(one.bytes for one in conversions), len(conversions))


class Trials:
    """A kernel and what is known of it as it is, to compare edits of it with."""

    def __init__(self, root: ir.Operation) -> None:
        self._root = root
        outcome = self._outcome(())
        assert outcome is not None  # The kernel was analysed as it is.
        self.now, _, self._spread, self._warnings = outcome

    def remains(self, edits: tuple[Edit, ...], uses: list[tuple[int, int]]) -> Cost | None:
        """The cost after `edits`; None unless they free all `uses` of conversion, and make nothing worse.

        A use is an op's number in program order and an operand number. Worse is: the cost is not less, a vector has
        lost its layout, or there is a new reason for a warning.
        """
        outcome = self._outcome(edits)
        if outcome is None:
            return None
        remaining, converted, spread, warnings = outcome
        if remaining >= self.now or warnings > self._warnings or any(use in converted for use in uses):
            return None
        # An op that an edit dropped has no values there.
        return remaining if all(self._spread[op] <= values for op, values in spread.items()) else None

    def _outcome(
        self, edits: tuple[Edit, ...]
    ) -> tuple[Cost, set[tuple[int, int]], dict[int, set[tuple[int, ...]]], int] | None:
        """Cost, uses that are converted, by op which of its values have a layout, and warnings; None if it fails."""
        clone = self._root.clone(ip=False).operation
        ops = program_order(clone)
        dropped = {edit.op for edit in edits if isinstance(edit, Drop)}
        dropped |= {number for number, op in enumerate(ops) if _is_conversion(op)}
        apply(clone, edits)
        try:
            analysis = analyze(clone)
        except Failure:
            return None
        remaining = left(analysis)
        kept = {number: op for number, op in enumerate(ops) if number not in dropped}
        users = {use for one in remaining for use in one.uses}
        converted = (
            {
                (number, operand)
                for number, op in kept.items()
                for operand in range(len(op.operands))
                if (op, operand) in users
            }
            if users
            else set()
        )
        spread = {
            number: {key for key, value in values(op) if value in analysis.layouts} for number, op in kept.items()
        }
        return cost(remaining), converted, spread, sum(1 for _ in analysis.warnings())


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


def _through_shared_memory(analysis: Analysis) -> Iterator[Left]:
    """Anchors that go through shared memory ask nothing of their input, and convert what comes."""
    for node in analysis.graph.post_order():
        if node.name != dialect.TO_LAYOUT or dialect.SHARED_MEMORY_CONVERSION not in node.op.attributes:
            continue
        source = node.operands[0]
        has, wants = analysis.layout(source), analysis.layouts[node.results[0]]
        if has is not None and has != wants:
            size = _bytes(source, node.op.block, analysis.graph.body.op)
            yield Left(source, has, wants, [(node.op, 0)], size)


def _block(value: ir.Value) -> ir.Block:
    owner = value.owner
    return owner if isinstance(owner, ir.Block) else owner.operation.block


def _bytes(value: ir.Value, block: ir.Block, root: ir.Operation) -> int:
    size = bytes_of(str(value.type.element_type), math.prod(value.type.shape))
    return (size or 0) * loops_of(block, root).trips
