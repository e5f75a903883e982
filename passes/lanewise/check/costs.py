"""What a kernel pays for its layouts: conversions as the report of lanewise-view has them, and barriers."""

from __future__ import annotations

from lanewise.check.checked import Conversion
from lanewise.command.session import Settings
from lanewise.mlir.diagnostics import Message
from lanewise.mlir.host import ir
from lanewise.view.input.kernel import of_text
from lanewise.view.report.items import CONVERSION, Item
from lanewise.view.report.loops import loops_of
from lanewise.view.report.movement import WORKGROUP

BARRIER = "gpu.barrier"


def conversions(path: str, text: str) -> tuple[Conversion, ...]:
    """The dearest first; none of text that cannot be analysed."""
    kernel = of_text(path, text, Settings(), _unheard)
    if kernel is None:
        return ()
    found = [_conversion(item) for item in kernel.report().items if item.kind == CONVERSION]
    return tuple(sorted(found, key=lambda one: ([-part for part in one.cost], one.line, one.column)))


def barriers(root: ir.Operation) -> int:
    """Below an op, each times the trips around it that are known."""
    count = 0

    def visit(op: ir.Operation) -> ir.WalkResult:
        nonlocal count
        if op.name == BARRIER:
            count += loops_of(op.block, root).trips
        return ir.WalkResult.ADVANCE

    root.walk(visit)
    return count


def _unheard(message: Message, lines: list[str]) -> None:
    """The passes say it as well."""


def _conversion(item: Item) -> Conversion:
    moving = item.movement or WORKGROUP
    place = item.loc.line, item.loc.column
    return Conversion(*place, item.name, item.type, moving, item.bytes or 0, item.loops.trips, item.loops.unknown)
