"""Custom assembly of to_layout, to_simd and to_simt <-> generic form, for hosts that lack iree_vector_ext.

    %1 = iree_vector_ext.to_layout %0 to layout(#a) <shared_memory_conversion = unit> {tag} : !v

is what iree-opt prints. `to_generic` turns it, token by token and on the same lines, into

    %1 = "iree_vector_ext.to_layout"(%0) {layout = #a, shared_memory_conversion = unit, tag} : (!v) -> !v

which MLIR parses without knowing the op; `to_custom` goes back after printing. Older spellings are read too: `to #a`
(2024), and shared_memory_conversion among the attributes in braces or in `<{..}>`.
"""

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

_PREFIX = "iree_vector_ext.to_"
_STRING = r'"(?:[^"\\\n]|\\.)*"?'
_SKIPPED = rf"{_STRING}|//[^\r\n]*"
_OURS = r"iree_vector_ext\.(to_layout|to_simd|to_simt)"
_NAME = r"[\w$.-]+"
# The first lookahead is against `to_layout_x`, the second against the name of an attribute.
_CUSTOM = re.compile(rf"{_SKIPPED}|{_OURS}(?![\w.$])(?!\s*[=,}}])")
# `%iree_vector_ext.to_layout` is a value. A lookbehind in the pattern above would slow the search down.
_LONGER = re.compile(r"[\w.$%@#!^-]i")
_PRINTED = re.compile(rf'"{_OURS}"\((%{_NAME}(?:#\d+)?)\)|{_SKIPPED}')
# A printed op begins a line, or follows its results or a brace. Elsewhere the same words are another op's string.
_BEFORE_PRINTED = re.compile(r"[ \t]*$|.*[={] $")
_GAP = re.compile(r"(?:\s|//[^\r\n]*)*")
_BREAK = re.compile(rf"({_STRING})|(?://[^\r\n]*)?[\r\n]+")
_OPERAND = re.compile(rf"%{_NAME}(?:\s*#\d+)?")
_LAYOUT = re.compile(rf"#{_NAME}")
_TYPE = re.compile(rf"(?:!{_NAME}|[A-Za-z_][\w.$]*)\s*(?=<)|!{_NAME}|(?:[su]?i\d+|index|none|b?f\d\w*|tf32)(?![\w.$])")
_TOKEN = re.compile(rf"->|{_STRING}|[%#!@^]?[\w.$]+|\S")
# `->` and `>=` close nothing; a group like that of a layout or a vector type is passed in one step.
_FLAT = re.compile(r"<[\w\s.,=?*\[\]]*>")
_NESTING = re.compile(rf"{_FLAT.pattern}|{_SKIPPED}|->|[<>]=|[][(){{}}<>,]")
# What nearly all to_layout ops look like is read in one step, which takes a fifth of the time.
_WORD = r"[A-Za-z0-9_$.-]+"
_PLAIN_VALUE, _PLAIN_LAYOUT = rf"%{_WORD}(?:#\d+)?", rf"#{_WORD}(?:<[A-Za-z0-9_ ,=\[\]]*>)?"
_PLAIN_TYPE = r"vector<[A-Za-z0-9]*>(?=\n)"
_PLAIN = re.compile(rf"iree_vector_ext\.to_layout ({_PLAIN_VALUE}) to layout\(({_PLAIN_LAYOUT})\) : ({_PLAIN_TYPE})")
_PLAIN_PRINTED = re.compile(
    rf'"iree_vector_ext\.to_layout"\(({_PLAIN_VALUE})\) {{layout = ({_PLAIN_LAYOUT})}} : '
    r"\((vector<[^<>()]*>)\) -> \3(?=\n)"
)
_LINE = 32
"""The bits that a column has behind its line in one number."""
_CLOSER = {"<": ">", "(": ")", "[": "]", "{": "}"}


@dataclass(eq=False)
class SyntaxProblem(ValueError):
    """Custom assembly that does not parse. Line and column count from 1; columns are bytes of UTF-8, as MLIR's are."""

    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.line}:{self.column}: {self.message}"


class Columns:
    """How far text that was rewritten, line by line, stands to the right of its source (1-based, in bytes, as MLIR
    counts)."""

    def __init__(self) -> None:
        # In arrays, as lists of tuples would take 8 MiB of a program of 90,000 ops.
        self._places, self._shifts = array("Q"), array("q")

    def shift(self, line: int, column: int, by: int) -> None:
        """From this place of the text on, to the end of the line. Places come in their order."""
        self._places.append(line << _LINE | column)
        self._shifts.append(by)

    def source(self, line: int, column: int) -> int:
        """The source's column of a place in the text."""
        at = bisect_right(self._places, line << _LINE | column) - 1
        return column - self._shifts[at] if at >= 0 and self._places[at] >> _LINE == line else column


class Generic(NamedTuple):
    """IR in generic form, each line on the line where the source has it."""

    text: str
    columns: Columns


def to_generic(source: str) -> Generic:
    """The source with the three ops in generic form. Raises SyntaxProblem at the first that does not parse."""
    if _PREFIX not in source:
        return Generic(source, Columns())
    rewriter = _Rewriter(source, 0)
    for match in _CUSTOM.finditer(source):
        if match[1] and not _LONGER.match(source, match.start() - 1):
            rewriter.op(match)
    rewriter.advance(len(source))
    return Generic("".join(rewriter.out), rewriter.columns)


def to_custom(printed: str) -> str:
    """Printed IR with the three ops as iree-opt prints them. An op without such a form (no layout) stays generic."""
    if _PREFIX not in printed:
        return printed
    out, done = [], 0
    for match in _PRINTED.finditer(printed):
        if match[1] and _BEFORE_PRINTED.match(printed, printed.rfind("\n", 0, match.start()) + 1, match.start()):
            plain = _PLAIN_PRINTED.match(printed, match.start())
            if plain:
                operand, layout, type_ = plain.groups()
                custom = f"iree_vector_ext.to_layout {operand} to layout({layout}) : {type_}"
                out += [printed[done : match.start()], custom]
                done = plain.end()
                continue
            cursor = _Cursor(printed, match.end())
            try:
                custom = _custom(match[1], match[2], cursor)
            except SyntaxProblem:
                continue
            out += [printed[done : match.start()], custom]
            done = cursor.at
    out.append(printed[done:])
    return "".join(out)


class _Cursor:
    def __init__(self, text: str, at: int) -> None:
        self.text, self.at = text, at

    def advance(self, end: int) -> None:
        self.at = end

    def leave(self, begin: int, end: int) -> None:
        """Pass a gap, up to begin, and the token after it."""
        self.at = end

    def next(self) -> int:
        """Where the next token stands, past blanks and comments."""
        if self.text[self.at : self.at + 1] not in " \t\r\n/":
            return self.at
        gap = _GAP.match(self.text, self.at)
        assert gap  # The pattern matches nothing, too.
        return gap.end()

    def sees(self, token: str) -> bool:
        return self.text.startswith(token, self.next())

    def drop(self, *tokens: str) -> None:
        for token in tokens:
            begin = self.next()
            if not self.text.startswith(token, begin):
                raise _problem(self.text, begin, f"'{token}'")
            self.leave(begin, begin + len(token))

    def take(self, pattern: re.Pattern[str], needed: str) -> str:
        """Pass a name and the `<..>` that touches it; both, on one line."""
        begin = self.next()
        match = pattern.match(self.text, begin)
        if not match:
            raise _problem(self.text, begin, needed)
        end = match.end()
        if self.text.startswith("<", end):
            end, _ = _group(self.text, end)
        self.advance(end)
        taken = self.text[begin:end]
        return _BREAK.sub(lambda part: part[1] or " ", taken) if "\n" in taken else taken


class _Rewriter(_Cursor):
    """A cursor that copies what it advances over, and of what it drops keeps the line breaks."""

    def __init__(self, text: str, at: int) -> None:
        super().__init__(text, at)
        self.out: list[str] = []
        self.line, self.column, self.shift = 1, 1, 0
        self.columns = Columns()

    def advance(self, end: int) -> None:
        if self.shift:
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
        plain = _PLAIN.match(self.text, self.at)
        if plain:
            self.plain(plain)
            return
        self.drop(name[0])
        self.insert(f'"{name[0]}"(')
        self.take(_OPERAND, "an operand")
        if name[1] == "to_layout":
            self.drop("to")
            self.layout()
        else:
            self.insert(")")
            if self.sees("{"):
                self.advance(_group(self.text, self.next())[0])
        self.drop(":")
        self.insert(" : (")
        operand = self.take(_TYPE, "a type")
        if name[1] == "to_layout":
            self.insert(f") -> {operand}")
        else:
            self.drop("->")
            self.insert(") ->")
            self.take(_TYPE, "a type")

    def plain(self, op: re.Match[str]) -> None:
        """What `op` does, for an op that is the rest of an ASCII line but for what stands before it."""
        at = op.start()
        for group, before in ((1, '"iree_vector_ext.to_layout"( '), (2, ") {layout = "), (3, "} : ( ")):
            self.out += [before, op[group]]
            self.column += len(before)
            self.shift += len(before) - (op.start(group) - at)
            self.columns.shift(self.line, self.column, self.shift)
            self.column += len(op[group])
            at = op.end(group)
        self.at = at
        self.insert(f") -> {op[3]}")

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
        end, _ = _group(self.text, self.next())
        self.drop(opening)
        if self.sees("{"):
            self.entries("{")
        elif self.next() < end - 1:
            self.insert(", ")
            self.advance(end - 1)
        self.drop(_CLOSER[opening])


def _custom(name: str, operand: str, cursor: _Cursor) -> str:
    """The custom form of the printed op whose operand the cursor has just passed; SyntaxProblem if it has none."""
    layout = properties = ""
    attributes = []
    while cursor.sees("<{") or cursor.sees("{"):
        closer = "}>" if cursor.sees("<") else "}"
        opening = cursor.next() + len(closer) - 1
        end, commas = _group(cursor.text, opening)
        for begin, stop in zip([opening, *commas], [*commas, end - 1], strict=True):
            entry = cursor.text[begin + 1 : stop].strip()
            key, _, value = entry.partition(" = ")
            if name == "to_layout" and key == "layout":
                layout = value
            elif name == "to_layout" and key == "shared_memory_conversion":
                properties = f" <{key} = {value or 'unit'}>"
            elif entry:
                attributes.append(entry)
        cursor.advance(end + len(closer) - 1)
    cursor.drop(":", "(")
    source = cursor.take(_TYPE, "a type")
    cursor.drop(")", "->")
    result = cursor.take(_TYPE, "a type")
    braces = f" {{{', '.join(attributes)}}}" if attributes else ""
    if name != "to_layout":
        return f"iree_vector_ext.{name} {operand}{braces} : {source} -> {result}"
    if not layout.startswith("#") or source != result:
        raise _problem(cursor.text, cursor.at, "a layout and one type")
    return f"iree_vector_ext.{name} {operand} to layout({layout}){properties}{braces} : {result}"


def _group(text: str, start: int) -> tuple[int, list[int]]:
    """Where the group that opens at start ends, and where its own commas stand."""
    flat = _FLAT.match(text, start)
    if flat:
        return flat.end(), []
    closers: list[str] = [_CLOSER[text[start]]]
    commas: list[int] = []
    for match in _NESTING.finditer(text, start + 1):
        token = match[0]
        if token == closers[-1]:
            closers.pop()
            if not closers:
                return match.end(), commas
        elif token in _CLOSER:
            closers.append(_CLOSER[token])
        elif token == "," and len(closers) == 1:
            commas.append(match.start())
        elif token in (")", "]", "}", ">"):
            raise _problem(text, match.start(), f"'{closers[-1]}'")
    raise _problem(text, len(text), f"'{closers[-1]}'")


def _problem(text: str, offset: int, needed: str) -> SyntaxProblem:
    found = _TOKEN.match(text, offset)
    begin = text.rfind("\n", 0, offset) + 1
    column = len(text[begin:offset].encode()) + 1
    message = f"expected {needed}, found '{found[0]}'" if found else f"expected {needed}, found the end of the input"
    return SyntaxProblem(text.count("\n", 0, offset) + 1, column, message)
