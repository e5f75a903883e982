"""Custom assembly of iree_vector_ext's ops -> generic form, for hosts that lack the dialect.

    %1 = iree_vector_ext.to_layout %0 to layout(#a) <shared_memory_conversion = unit> {tag} : !v

is what iree-opt prints. `to_generic` turns it, token by token and on the same lines, into

    %1 = "iree_vector_ext.to_layout"(%0) {layout = #a, shared_memory_conversion = unit, tag} : (!v) -> !v

which MLIR parses without knowing the op; custom.py goes back after printing. How an op is rewritten: generic_forms.py.
"""

import re
from bisect import bisect_right
from collections.abc import Collection
from functools import cached_property
from typing import NamedTuple

from lanewise.assembly.cursor import SKIPPED
from lanewise.assembly.generic_forms import OTHERS, PREFIX, GenericForms
from lanewise.mlir.files import Lines

# What nearly all to_layout ops look like. Whole lines, so that nothing of them is within a string or a comment; all of
# them in one call take a fifth of the time.
_WORD = r"[A-Za-z0-9_$.-]+"
RESULT = rf"\n[ \t]*%{_WORD} = "
PLAIN_VALUE, PLAIN_LAYOUT = rf"%{_WORD}(?:#\d+)?", rf"#{_WORD}(?:<[A-Za-z0-9_ ,=\[\]]*>)?"
_PLAIN = re.compile(
    rf"({RESULT})iree_vector_ext\.to_layout ({PLAIN_VALUE}) to layout\(({PLAIN_LAYOUT})\) : "
    r"(vector<[A-Za-z0-9]*>)(?=\n\s*([}^/])?)"
)
_TOKENS = re.compile(SKIPPED)
_BEFORE = ('"iree_vector_ext.to_layout"(', ") {layout = ", "} : (")
"""What stands in generic form before each group of the above, from the second on."""


class Columns:
    """How far text that was rewritten, line by line, stands to the right of its source (1-based, in bytes, as MLIR
    counts)."""

    def __init__(self, source: str) -> None:
        self._source, self._lines = source, Lines(source)
        self._starts: list[tuple[int, int]] = []
        self._shifts: list[int] = []

    @cached_property
    def _plain(self) -> set[int]:
        """Lines that match `_PLAIN`."""
        found = set()
        line, counted = 1, 0
        for op in _PLAIN.finditer(self._source):
            line += self._source.count("\n", counted, op.end(1))
            counted = op.end(1)
            found.add(line)
        return found

    def shift(self, line: int, column: int, by: int) -> None:
        """From here in the text on, to the end of the line. Called in the order of the text."""
        self._starts.append((line, column))
        self._shifts.append(by)

    def source(self, line: int, column: int) -> int:
        """The source's column of a place in the text."""
        if line in self._plain:
            return _plain_column(self._lines[line - 1], column)
        if not self._starts:
            return column
        at = bisect_right(self._starts, (line, column)) - 1
        return column - self._shifts[at] if at >= 0 and self._starts[at][0] == line else column


class Representative(NamedTuple):
    """A plain to_layout: its line, and its number among all of them, from 0."""

    line: int
    number: int


class Generic(NamedTuple):
    """IR in generic form, each line on the line where the source has it."""

    text: str
    columns: Columns
    representatives: Collection[Representative] | None
    """For each layout and type that to_layouts have, as they are spelled, one of these. None where they are not all
    plain, where there are ops of other names, or where one may end a block."""


def to_generic(source: str) -> Generic:
    """The source with the dialect's ops in generic form. Raises SyntaxProblem at the first that does not parse."""
    if "//" in source and "#iree_vector_ext." in source:
        source = _without_comments(source)
    found: dict[tuple[str, str], Representative] = {}
    line, counted, plain, may_end = 1, 0, 0, False

    def rewrite(op: re.Match[str]) -> str:
        nonlocal line, counted, plain, may_end
        begin, operand, layout, type_, end = op.groups()
        if (layout, type_) not in found:
            line += source.count("\n", counted, op.end(1))
            counted = op.end(1)
            found[layout, type_] = Representative(line, plain)
        plain += 1
        may_end |= end is not None
        return f"{begin}{_BEFORE[0]}{operand}{_BEFORE[1]}{layout}{_BEFORE[2]}{type_}) -> {type_}"

    text = _PLAIN.sub(rewrite, source)
    columns = Columns(source)
    count = text.count(PREFIX)
    if count == text.count(f'"{PREFIX}') and all(text.count(other) == text.count(f'"{other}') for other in OTHERS):
        return Generic(text, columns, found.values() if count == plain and not may_end else None)
    rewriter = GenericForms(text, columns.shift)
    rewriter.ops(len(text))
    return Generic("".join(rewriter.out), columns, None)


def _without_comments(source: str) -> str:
    """A host that does not know an attribute takes what is between its brackets as it stands, comments and all."""
    return _TOKENS.sub(lambda token: token[0] if token[0].startswith('"') else "", source)


def _plain_column(line: str, column: int) -> int:
    """Of what stands there in generic form."""
    op = _PLAIN.match(f"\n{line}\n")
    assert op
    at, shift = op.end(1), 0
    for part, before in enumerate(_BEFORE, 2):
        at += len(before)
        if column >= at:
            shift = at - op.start(part)
        at += len(op[part])
    return column - shift
