"""Rewriting uses: patterns that make an operand read another value, made when the first use needs it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

from lanewise.mlir.diagnostics import source_loc
from lanewise.mlir.host import ir, rewrite


class Redirect(NamedTuple):
    """Operand number `operand` of `user` shall read what `make` returns, given what it reads then; None: as it is."""

    user: ir.Operation
    operand: int
    make: Callable[[ir.Value], ir.Value | None]


class Redirects:
    """What is still to be redirected, found by op.

    The hash of an op changes with its operands, and others may edit ops before their turn comes; that of a value stays,
    and so does an op's place.
    """

    def __init__(self, redirects: Iterable[Redirect]) -> None:
        self._pending: dict[Hashable, tuple[Redirect, ...]] = {}
        for one in redirects:
            key = _key(one.user)
            self._pending[key] = (*self._pending.get(key, ()), one)
        self.names = list(dict.fromkeys(one.user.name for found in self._pending.values() for one in found))

    def apply(self, op: ir.Operation) -> bool:
        """Redirect the operands of one op, once; whether there was anything to do."""
        key = _key(op)
        found = self._pending.get(key, ())
        mine = [one for one in found if one.user == op]
        for one in mine:
            value = one.make(op.operands[one.operand])
            if value is not None:
                op.operands[one.operand] = value
        if mine:
            self._pending[key] = tuple(one for one in found if one.user != op)
        return bool(mine)

    def apply_rest(self) -> None:
        """Redirect what no driver came to: drivers skip blocks that cannot be reached."""
        for found in list(self._pending.values()):
            for one in found:
                self.apply(one.user)


def _key(op: ir.Operation) -> Hashable:
    results = op.results
    return results[0] if len(results) else source_loc(op.location)


def populate_redirect_patterns(patterns: rewrite.RewritePatternSet, redirects: Redirects) -> None:
    """One pattern an op name; each op is rewritten once, and matches no more after that."""

    def rewrite_uses(op: ir.Operation | ir.OpView, rewriter: rewrite.PatternRewriter) -> bool:
        return not redirects.apply(op.operation)  # True says that the pattern did not match

    for name in redirects.names:
        patterns.add(name, rewrite_uses)


def redirect(root: ir.Operation, redirects: Redirects) -> bool:
    """Apply all of `redirects` in one walk over what is below `root`; whether there were any."""
    if not redirects.names:
        return False
    patterns = rewrite.RewritePatternSet(root.context)
    populate_redirect_patterns(patterns, redirects)
    rewrite.walk_and_apply_patterns(root, patterns.freeze())
    redirects.apply_rest()
    return True
