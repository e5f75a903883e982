"""Rewriting uses: patterns that make an operand read another value, made when the first use needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from lanewise.host import ir, rewrite


class Redirect(NamedTuple):
    """Operand number `operand` of `user` shall read what `make` returns."""

    user: ir.Operation
    operand: int
    make: Callable[[], ir.Value]


def populate_redirect_patterns(patterns: rewrite.RewritePatternSet, redirects: Iterable[Redirect]) -> None:
    """One pattern an op name; each op is rewritten once, and matches no more after that."""
    pending: dict[ir.Operation, list[Redirect]] = {}
    for one in redirects:
        pending.setdefault(one.user, []).append(one)

    def rewrite_uses(op: ir.Operation | ir.OpView, rewriter: rewrite.PatternRewriter) -> bool:
        mine = pending.pop(op.operation, ())
        for one in mine:
            op.operation.operands[one.operand] = one.make()
        return not mine  # True says that the pattern did not match

    for name in dict.fromkeys(op.name for op in pending):
        patterns.add(name, rewrite_uses)


def redirect(root: ir.Operation, patterns: rewrite.RewritePatternSet) -> None:
    """Visit every op below `root` once."""
    rewrite.walk_and_apply_patterns(root, patterns.freeze())
