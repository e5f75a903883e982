"""Input files: their text and its lines, with errors that say what to do."""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TextIO, overload

SPLIT_MARKER = "// -----"
_MARKER = re.compile(rf"^[^\S\n]*{SPLIT_MARKER}[^\S\n]*$", re.MULTILINE)
_NEWLINE = re.compile("\n")


class FileError(Exception):
    """A file that cannot be read or written; the message is a whole diagnostic."""


def shown_name(path: str) -> str:
    """How diagnostics call the input."""
    return "<stdin>" if path == "-" else path


def read(path: str) -> str:
    """The text. Raises FileError."""
    name = shown_name(path)
    try:
        data = opened(sys.stdin, name).buffer.read() if path == "-" else _bytes(path)
    except OSError as problem:
        raise FileError(f"{name}: error: cannot read: {problem.strerror}") from None
    try:
        text = data.decode()
    except UnicodeDecodeError as problem:
        found = f"0x{data[problem.start]:02x}"
        raise FileError(_at(name, data, problem.start, f"not UTF-8: found byte {found}; MLIR text is UTF-8")) from None
    zero = data.find(b"\0")
    if zero >= 0:
        raise FileError(_at(name, data, zero, "found a NUL byte; MLIR text has none"))
    return text


def opened(stream: TextIO | None, name: str) -> TextIO:
    """A standard stream, which is None when the process was started without it."""
    if stream is None:
        raise FileError(f"{name}: error: it is closed")
    return stream


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _at(name: str, data: bytes, offset: int, problem: str) -> str:
    line = data.count(b"\n", 0, offset) + 1
    column = offset - data.rfind(b"\n", 0, offset)
    return f"{name}:{line}:{column}: error: {problem}"


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset: both from 1, the column in bytes of UTF-8, as MLIR counts."""
    begin = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, begin) + 1, len(text[begin:offset].encode()) + 1


def split(text: str) -> Iterator[tuple[int, str]]:
    """The chunks between marker lines, each with the number of its first line."""
    start, line = 0, 1
    for marker in _MARKER.finditer(text):
        yield line, text[start : max(start, marker.start() - 1)]
        line += text.count("\n", start, marker.end()) + 1
        start = marker.end() + 1
    yield line, text[start:]


class Lines(Sequence[str]):
    """The lines of a text. They are cut out of it when they are asked for: a list takes more memory than the text."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _starts(self) -> array[int]:
        """Where each line starts, and where one behind the last would."""
        starts = array("Q", [0])
        starts.extend(newline.end() for newline in _NEWLINE.finditer(self._text))
        starts.append(len(self._text) + 1)
        return starts

    @cached_property
    def plain(self) -> bool:
        """Whether each character takes one column."""
        return self._text.isascii() and "\t" not in self._text and "\r" not in self._text

    def line(self, number: int) -> str:
        """Counted from 1."""
        starts = self._starts
        return self._text[starts[number - 1] : starts[number] - 1]

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, number: int) -> str: ...

    @overload
    def __getitem__(self, number: slice) -> list[str]: ...

    def __getitem__(self, number: int | slice) -> str | list[str]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        if number < 0:
            number = range(len(self))[number]
        return self.line(number + 1)
