"""A place in MLIR text that moves on token by token, past blanks and comments."""

import re

from lanewise.assembly.nesting import CLOSER, STRING
from lanewise.mlir.files import position

SKIPPED = rf"{STRING}|//[^\r\n]*"
_GAP = re.compile(r"(?:\s|//[^\r\n]*)*")
_BREAK = re.compile(rf"({STRING})|(?://[^\r\n]*)?[\r\n]+")
_TOKEN = re.compile(rf"->|{STRING}|[%#!@^]?[\w.$]+|\S")
# `->` and `>=` close nothing; a group like that of a layout or a vector type is passed in one step.
_FLAT = re.compile(r"<[\w\s.,=?*\[\]]*>")
_NESTING = re.compile(rf"{_FLAT.pattern}|{SKIPPED}|->|[<>]=|[][(){{}}<>,]")


class SyntaxProblem(ValueError):
    """Custom assembly that does not parse. Line and column count from 1; columns are bytes of UTF-8, as MLIR's are."""

    def __init__(self, line: int, column: int, message: str) -> None:
        super().__init__(f"{line}:{column}: {message}")
        self.line, self.column, self.message = line, column, message


class Cursor:
    """Offset `at` in `text`. What does not stand there as it must is a SyntaxProblem."""

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
                raise problem(self.text, begin, f"'{token}'")
            self.leave(begin, begin + len(token))

    def take(self, pattern: re.Pattern[str], needed: str) -> str:
        """Pass a name and the `<..>` that touches it; both, on one line."""
        begin = self.next()
        match = pattern.match(self.text, begin)
        if not match:
            raise problem(self.text, begin, needed)
        end = match.end()
        if self.text.startswith("<", end):
            end, _ = group(self.text, end)
        self.advance(end)
        return on_one_line(self.text[begin:end])


def on_one_line(text: str) -> str:
    return _BREAK.sub(lambda part: part[1] or " ", text) if "\n" in text else text


def group(text: str, start: int) -> tuple[int, list[int]]:
    """Where the group that opens at start ends, and where its own commas stand."""
    flat = _FLAT.match(text, start)
    if flat:
        return flat.end(), []
    closers: list[str] = [CLOSER[text[start]]]
    commas: list[int] = []
    for match in _NESTING.finditer(text, start + 1):
        token = match[0]
        if token == closers[-1]:
            closers.pop()
            if not closers:
                return match.end(), commas
        elif token in CLOSER:
            closers.append(CLOSER[token])
        elif token == "," and len(closers) == 1:
            commas.append(match.start())
        elif token in (")", "]", "}", ">"):
            raise problem(text, match.start(), f"'{closers[-1]}'")
    raise problem(text, len(text), f"'{closers[-1]}'")


def problem(text: str, offset: int, needed: str) -> SyntaxProblem:
    found = _TOKEN.match(text, offset)
    message = f"expected {needed}, found '{found[0]}'" if found else f"expected {needed}, found the end of the input"
    return SyntaxProblem(*position(text, offset), message)
