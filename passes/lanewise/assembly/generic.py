"""Custom assembly of to_layout, to_simd and to_simt -> generic form, for hosts that lack iree_vector_ext.

    %1 = iree_vector_ext.to_layout %0 to layout(#a) <shared_memory_conversion = unit> {tag} : !v

is what iree-opt prints. `to_generic` turns it, token by token and on the same lines, into

    %1 = "iree_vector_ext.to_layout"(%0) {layout = #a, shared_memory_conversion = unit, tag} : (!v) -> !v

which MLIR parses without knowing the op; custom.py goes back after printing. Older spellings are read too: `to #a`
(2024), and shared_memory_conversion among the attributes in braces or in `<{..}>`.
"""

import re
from bisect import bisect_right
from collections.abc import Collection
from functools import cached_property
from typing import NamedTuple

from lanewise.assembly.cursor import SKIPPED, Cursor, group
from lanewise.assembly.nesting import CLOSER
from lanewise.mlir.files import Lines

PREFIX = "iree_vector_ext.to_"
OURS = r"iree_vector_ext\.(to_layout|to_simd|to_simt)"
NAME = r"[\w$.-]+"
# The first lookahead is against `to_layout_x`, the second against the name of an attribute.
_CUSTOM = re.compile(rf"{SKIPPED}|{OURS}(?![\w.$])(?!\s*[=,}}])")
# `%iree_vector_ext.to_layout` is a value. A lookbehind in the pattern above would slow the search down.
_LONGER = re.compile(r"[\w.$%@#!^-]i")
_OPERAND = re.compile(rf"%{NAME}(?:\s*#\d+)?")
_LAYOUT = re.compile(rf"#{NAME}")
TYPE = re.compile(rf"(?:!{NAME}|[A-Za-z_][\w.$]*)\s*(?=<)|!{NAME}|(?:[su]?i\d+|index|none|b?f\d\w*|tf32)(?![\w.$])")
# What nearly all to_layout ops look like. Whole lines, so that nothing of them is within a string or a comment; all of
# them in one call take a fifth of the time.
_WORD = r"[A-Za-z0-9_$.-]+"
RESULT = rf"\n[ \t]*%{_WORD} = "
PLAIN_VALUE, PLAIN_LAYOUT = rf"%{_WORD}(?:#\d+)?", rf"#{_WORD}(?:<[A-Za-z0-9_ ,=\[\]]*>)?"
_PLAIN = re.compile(
    rf"({RESULT})iree_vector_ext\.to_layout ({PLAIN_VALUE}) to layout\(({PLAIN_LAYOUT})\) : "
    r"(vector<[A-Za-z0-9]*>)(?=\n\s*([}^/])?)"
)
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
    """The source with the three ops in generic form. Raises SyntaxProblem at the first that does not parse."""
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
    if count == text.count(f'"{PREFIX}'):
        return Generic(text, columns, found.values() if count == plain and not may_end else None)
    rewriter = _Rewriter(text, columns)
    for match in _CUSTOM.finditer(text):
        if match[1] and not _LONGER.match(text, match.start() - 1):
            rewriter.op(match)
    rewriter.advance(len(text))
    return Generic("".join(rewriter.out), columns, None)


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


class _Rewriter(Cursor):
    """A cursor that copies what it advances over, and of what it drops keeps the line breaks."""

    def __init__(self, text: str, columns: Columns) -> None:
        super().__init__(text, 0)
        self.out: list[str] = []
        self.line, self.column, self.shift = 1, 1, 0
        self.columns = columns

    def advance(self, end: int) -> None:
        self.columns.shift(self.line, self.column, self.shift)
        piece, self.at = self.text[self.at : end], end
        self.out.append(piece)
        newline = piece.rfind("\n")
        if newline >= 0:
            self.line += piece.count("\n")
            self.column, self.shift = 1, 0
        self.column += len(piece[newline + 1 :].encode())

    def insert(self, text: str) -> None:
        self.out.append(text)
        self.column += len(text.encode())
        self.shift += len(text.encode())

    def leave(self, begin: int, end: int) -> None:
        if "\n" in self.text[self.at : begin]:
            self.advance(begin)
        self.shift -= end - self.at
        self.at = end

    def op(self, name: re.Match[str]) -> None:
        self.advance(name.start())
        self.drop(name[0])
        self.insert(f'"{name[0]}"(')
        self.take(_OPERAND, "an operand")
        if name[1] == "to_layout":
            self.drop("to")
            self.layout()
        else:
            self.insert(")")
            if self.sees("{"):
                self.advance(group(self.text, self.next())[0])
        self.drop(":")
        self.insert(" : (")
        operand = self.take(TYPE, "a type")
        if name[1] == "to_layout":
            self.insert(f") -> {operand}")
        else:
            self.drop("->")
            self.insert(") ->")
            self.take(TYPE, "a type")

    def layout(self) -> None:
        parenthesised = not self.sees("#")
        if parenthesised:
            self.drop("layout", "(")
        self.insert(") {layout = ")
        self.take(_LAYOUT, "a layout attribute")
        if parenthesised:
            self.drop(")")
        for opening in "<{":
            if self.sees(opening):
                self.entries(opening)
        self.insert("}")

    def entries(self, opening: str) -> None:
        """Add what `{..}`, `<..>` or `<{..}>` holds to the dictionary that is open."""
        end, _ = group(self.text, self.next())
        self.drop(opening)
        if self.sees("{"):
            self.entries("{")
        elif self.next() < end - 1:
            self.insert(", ")
            self.advance(end - 1)
        self.drop(CLOSER[opening])
