"""A cursor that copies, drops and inserts, line for line."""

import re
from collections.abc import Callable

from lanewise.assembly.cursor import Cursor, group, on_one_line, problem

NAME = r"[\w$.-]+"
TYPE = re.compile(rf"(?:!{NAME}|[A-Za-z_][\w.$]*)\s*(?=<)|!{NAME}|(?:[su]?i\d+|index|none|b?f\d\w*|tf32)(?![\w.$])")
OPERAND = re.compile(rf"%{NAME}(?:\s*#\d+)?")


class Rewriter(Cursor):
    """Copies what it advances over, and of what it drops keeps the line breaks."""

    def __init__(self, text: str, shift: Callable[[int, int, int], None]) -> None:
        """`shift` hears from which line and column on the new text is how far to the right."""
        super().__init__(text, 0)
        self.out: list[str] = []
        self.line, self.column, self.shift = 1, 1, 0
        self._tell = shift

    def advance(self, end: int) -> None:
        self._tell(self.line, self.column, self.shift)
        self._write(self.text[self.at : end])
        self.at = end

    def _write(self, piece: str) -> None:
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
        dropped, self.at = self.text[begin:end], end
        if "\n" in dropped:
            self._write("\n" * dropped.count("\n"))
            self.shift = self.column - 1 - (end - self.text.rfind("\n", 0, end) - 1)

    def drop_taken(self, pattern: re.Pattern[str], needed: str) -> str:
        """As `take`, of what is to stand elsewhere."""
        begin, cursor = self.next(), Cursor(self.text, self.at)
        taken = cursor.take(pattern, needed)
        self.leave(begin, cursor.at)
        return taken

    def keep(self, token: str) -> None:
        begin = self.next()
        if not self.text.startswith(token, begin):
            raise problem(self.text, begin, f"'{token}'")
        self.advance(begin + len(token))

    def operand(self) -> None:
        begin = self.next()
        match = OPERAND.match(self.text, begin)
        if not match:
            raise problem(self.text, begin, "an operand")
        self.advance(match.end())

    def operands(self, before: str) -> int:
        """Copy a list of operands; how many they are."""
        self.insert(before)
        count = 1
        self.operand()
        while self.sees(","):
            self.keep(",")
            self.operand()
            count += 1
        return count

    def types(self) -> list[str]:
        """Drop `: !a, !b`."""
        self.drop(":")
        found = [self.drop_taken(TYPE, "a type")]
        while self.sees(","):
            self.drop(",")
            found.append(self.drop_taken(TYPE, "a type"))
        return found

    def dictionary(self) -> str:
        """Drop `{..}`; what it holds."""
        begin = self.next()
        end, _ = group(self.text, begin)
        self.leave(begin, end)
        return on_one_line(self.text[begin + 1 : end - 1]).strip()
