"""What the dialect's own parser and verifier would do, on upstream's host, for ops of iree_vector_ext.

The host takes all unregistered ops for the sake of these: the others are refused here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import NamedTuple

from lanewise.assembly import unregistered
from lanewise.assembly.text import Sample
from lanewise.mlir import dialect
from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir, rewrite

# What may be the name of an op in generic form. Strings end on their line.
_QUOTED_NAME = re.compile(r'"([^"\n]*)"(?=\s*[(/])')


class Outline(NamedTuple):
    """What the text alone says."""

    names: frozenset[str]
    """Of ops in generic form, and perhaps others; those that are not registered are among them, to_layout apart."""
    samples: tuple[Sample, ...]
    """Of the to_layouts, which are the only ops of iree_vector_ext."""

    @staticmethod
    def of(source: str, samples: Collection[Sample] | None) -> Outline | None:
        """None where more may hide: behind escapes, in blocks that cannot be reached, in ops that are not plain."""
        if samples is None or "\\" in source or "^" in source:
            return None
        return Outline(frozenset(_QUOTED_NAME.findall(source)), tuple(samples))


def check(
    module: ir.Module, outline: Outline | None, allow_unregistered: bool, emit: Callable[[Failure], None]
) -> None:
    """Verify and modernize what carries layouts. Of other unregistered ops, the first of each name is an error, unless
    they are allowed."""
    if outline is None or not _is_fine(module, outline):
        _check_all(module, allow_unregistered, emit)


def _is_fine(module: ir.Module, outline: Outline) -> bool:
    """Whether nothing is to be said or done, known from one op of a kind: in a third of the time."""
    known = module.context.is_registered_operation
    if not all(map(known, outline.names)):
        return False
    found: list[ir.OpView] = []
    if outline.samples:

        def collect(op: ir.OpView, rewriter: rewrite.PatternRewriter) -> bool:
            found.append(op)
            return True  # It did not match.

        patterns = rewrite.RewritePatternSet(module.context)
        patterns.add(dialect.TO_LAYOUT, collect)
        rewrite.walk_and_apply_patterns(module.operation, patterns.freeze())
    reader = dialect.LayoutReader()
    return all(_is_fine_sample(reader, found, sample) for sample in outline.samples)


def _is_fine_sample(reader: dialect.LayoutReader, found: list[ir.OpView], sample: Sample) -> bool:
    if sample.number >= len(found):
        return False
    op = found[sample.number].operation
    if getattr(op.location, "start_line", -1) != sample.line:
        return False
    try:
        return reader.is_modern(op)
    except Failure:
        return False


def _check_all(module: ir.Module, allow_unregistered: bool, emit: Callable[[Failure], None]) -> None:
    seen: set[str] = set()
    carriers: list[ir.Operation] = []
    before: ir.Operation | None = None
    advance = ir.WalkResult.ADVANCE
    known = module.context.is_registered_operation

    def check_end(last: ir.Operation) -> None:
        """That a block may end with this op, of which the host does not know that it is no terminator."""
        if last.parent.name != "builtin.module":
            problem = f"'{last.name}' op ends its block, but is no terminator: there must be one behind it"
            emit(Failure(last, problem))

    def visit(op: ir.Operation) -> ir.WalkResult:
        nonlocal before
        if before is not None:
            if before.block != op.block:
                check_end(before)
            before = None
        name = op.name
        if name in seen:
            return advance
        if name in dialect.OPS:
            carriers.append(op)
            before = op
            return advance
        seen.add(name)
        if not (allow_unregistered or known(name)):
            remedy = "fix the name, choose another --host or pass --allow-unregistered-dialect"
            emit(Failure(op, f"no dialect of this host has an op '{name}': {remedy}"))
        return advance

    module.operation.walk(visit, ir.WalkOrder.PRE_ORDER)
    if before is not None:
        check_end(before)
    if not seen.isdisjoint(unregistered.NAMES):
        for failure in unregistered.check(module.operation):
            emit(failure)
    reader = dialect.LayoutReader()
    for op in carriers:
        try:
            reader.modernize(op)
        except Failure as failure:
            emit(failure)
