"""What the dialect's own parser and verifier would do, on upstream's host, for ops of iree_vector_ext.

The host takes all unregistered ops for the sake of these: the others are refused here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import NamedTuple

from lanewise.assembly import unregistered
from lanewise.assembly.generic import Representative
from lanewise.assembly.generic_forms import OTHERS
from lanewise.mlir import dialect
from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir, rewrite
from lanewise.mlir.hosts import where_known

# What may be the name of an op in generic form. Strings end on their line.
_QUOTED_NAME = re.compile(r'"([^"\n]*)"(?=\s*[(/])')


class Representatives(NamedTuple):
    """What the text alone says."""

    names: frozenset[str]
    """Of ops in generic form, and perhaps others; those that are not registered are among them, to_layout apart."""
    to_layouts: tuple[Representative, ...]
    """Of the to_layouts, which are the only ops of iree_vector_ext."""

    @staticmethod
    def of(source: str, to_layouts: Collection[Representative] | None) -> Representatives | None:
        """None where more may hide: behind escapes, in blocks that cannot be reached, in ops that are not plain."""
        if to_layouts is None or "\\" in source or "^" in source:
            return None
        return Representatives(frozenset(_QUOTED_NAME.findall(source)), tuple(to_layouts))


def check(
    module: ir.Module, found: Representatives | None, allow_unregistered: bool, emit: Callable[[Failure], None]
) -> None:
    """Verify and modernize what carries layouts. Of other unregistered ops, the first of each name is an error, unless
    they are allowed."""
    if found is None or not _is_fine(module, found):
        _check_all(module, allow_unregistered, emit)


def _is_fine(module: ir.Module, representatives: Representatives) -> bool:
    """Whether nothing is to be said or done, known from one op of a kind: in a third of the time."""
    known = module.context.is_registered_operation
    if not all(map(known, representatives.names)):
        return False
    found: list[ir.OpView] = []
    if representatives.to_layouts:

        def collect(op: ir.OpView, rewriter: rewrite.PatternRewriter) -> bool:
            found.append(op)
            return True  # It did not match.

        patterns = rewrite.RewritePatternSet(module.context)
        patterns.add(dialect.TO_LAYOUT, collect)
        rewrite.walk_and_apply_patterns(module.operation, patterns.freeze())
    reader = dialect.LayoutReader()
    return all(_is_fine_op(reader, found, one) for one in representatives.to_layouts)


def _is_fine_op(reader: dialect.LayoutReader, found: list[ir.OpView], one: Representative) -> bool:
    if one.number >= len(found):
        return False
    op = found[one.number].operation
    if getattr(op.location, "start_line", -1) != one.line:
        return False
    try:
        return reader.is_modern(op)
    except Failure:
        return False


def _check_all(module: ir.Module, allow_unregistered: bool, emit: Callable[[Failure], None]) -> None:
    visitor = _Visitor(None if allow_unregistered else module.context.is_registered_operation, emit)
    module.operation.walk(visitor.visit, ir.WalkOrder.PRE_ORDER)
    visitor.check_end(None)
    if not visitor.names.isdisjoint(unregistered.NAMES):
        for failure in unregistered.check(module.operation):
            emit(failure)
    reader = dialect.LayoutReader()
    for op in visitor.carriers:
        try:
            reader.modernize(op)
        except Failure as failure:
            emit(failure)


class _Visitor:
    """Looks at all ops in the order of the text: at the carriers of layouts, and at the first op of each other name."""

    def __init__(self, is_known: Callable[[str], bool] | None, emit: Callable[[Failure], None]) -> None:
        """None where ops need not be known."""
        self.names: set[str] = set()
        """Of ops that are no carriers."""
        self.carriers: list[ir.Operation] = []
        self._is_known = is_known
        self._emit = emit
        self._before: ir.Operation | None = None
        """The op before this one, where it is a carrier."""

    def visit(self, op: ir.Operation) -> ir.WalkResult:
        if self._before is not None:
            self.check_end(op)
        name = op.name
        if name in dialect.OPS:
            self.carriers.append(op)
            self._before = op
        elif name not in self.names:
            self.names.add(name)
            self._check_name(op, name)
        return ir.WalkResult.ADVANCE

    def check_end(self, after: ir.Operation | None) -> None:
        """That a block may end with the op before, of which the host does not know that it is no terminator."""
        last, self._before = self._before, None
        if last is None or (after is not None and last.block == after.block):
            return
        if last.parent.name != "builtin.module":
            problem = f"'{last.name}' op ends its block, but is no terminator: there must be one behind it"
            self._emit(Failure(last, problem))

    def _check_name(self, op: ir.Operation, name: str) -> None:
        if self._is_known is not None and name not in OTHERS and not self._is_known(name):
            known = where_known(name.partition(".")[0])
            remedy = f"{known or 'fix the name, choose another --host'} or pass --allow-unregistered-dialect"
            self._emit(Failure(op, f"no dialect of this host has an op '{name}': {remedy}"))
