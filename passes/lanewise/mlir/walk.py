"""The ops of a program in the order of its text."""

from __future__ import annotations

from lanewise.mlir.host import ir


def program_order(root: ir.Operation) -> list[ir.Operation]:
    """`root` and the ops below it, each before those in its regions."""
    found: list[ir.Operation] = []

    def visit(op: ir.Operation) -> ir.WalkResult:
        found.append(op.operation)
        return ir.WalkResult.ADVANCE

    root.walk(visit, ir.WalkOrder.PRE_ORDER)
    return found
