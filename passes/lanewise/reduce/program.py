"""A kernel as text, and the smaller ones that it may become when some of its ops go. Each of them the host verifies.

    %a = arith.addf %x, %y : vector<16xf32>        users of %a read %x, or zero, or a new argument of the function
    %r = scf.for %i = ... iter_args(%s = %b) {     or only the loop goes, and what was in it runs once

An op whose results nobody reads is cheaper than one that is read, and a constant the cheapest: so what is kept becomes
ever simpler.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from lanewise.command.session import Session, Settings
from lanewise.mlir.diagnostics import Message
from lanewise.mlir.host import ir
from lanewise.pipeline.text import Element
from lanewise.reduce import edits

TIDYING = ("canonicalize", "cse", "symbol-dce")
"""Passes of the host that make a kernel smaller at one stroke, if it still fails then."""


@cache
def session() -> Session:
    """One for all: a context takes 20 ms."""
    return Session(Settings(allow_unregistered_dialect=True), "<candidate>", _unheard)


class Program:
    """One text, parsed."""

    def __init__(self, text: str) -> None:
        """Raises ValueError for what is no valid module."""
        self.text = text
        self.session = session()
        self.session.failed = False
        with self.session.context:
            module = self.session.parse(text)
        if module is None:
            raise ValueError("no MLIR module")
        self.module = module.operation
        self.ops = edits.ops_below(self.module)

    @property
    def weight(self) -> tuple[int, int]:
        return sum(map(edits.weight, self.ops)), len(self.text)

    def edited(self, edit: edits.Edit) -> str | None:
        """The text of a copy after an edit, which gets its ops in the order of `ops`; None where it is not possible."""
        with self.session.context, ir.Location.unknown():
            copy = self.module.clone(ip=False)
            return self.session.print(copy) if edit(edits.ops_below(copy)) else None


@lru_cache(maxsize=4)
def program(text: str) -> Program:
    return Program(text)


def printed(text: str) -> str:
    """As the host prints it, which drops comments and names."""
    return program(text).edited(lambda ops: True) or text


def count_ops(text: str) -> int:
    return len(program(text).ops)


def without_ops(text: str, start: int, stop: int) -> Iterator[str]:
    """Smaller programs without these ops, or with simpler ones in their place."""
    alone = stop - start == 1
    for edit in (edits.leave_out(start, stop), edits.to_arguments(start, stop), *edits.inlined(start) * alone):
        yield from _smaller(text, program(text).edited(edit))


def plainer(text: str) -> Iterator[str]:
    """Without what functions return and do not read, and what the host's own passes make of it."""
    for edit in (edits.drop_results, edits.drop_arguments):
        yield from _smaller(text, program(text).edited(edit))
    for name in TIDYING:
        yield from _smaller(text, session().process(text, (Element(name),)))


def _smaller(text: str, candidate: str | None) -> Iterator[str]:
    """The candidate, if the host takes it and it is smaller."""
    if candidate is None or candidate == text:
        return
    try:
        found = Program(candidate)
    except ValueError:
        return
    if found.weight < program(text).weight:
        yield candidate


def _unheard(message: Message) -> None:
    """What does not work is no candidate."""
