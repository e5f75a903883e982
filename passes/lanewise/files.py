"""Reading input and writing output, with errors that say what to do."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import sys
from array import array
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TextIO, overload

SPLIT_MARKER = "// -----"
_MARKER = re.compile(rf"^[^\S\n]*{SPLIT_MARKER}[^\S\n]*$", re.MULTILINE)
_NEWLINE = re.compile("\n")
_unfinished: set[str] = set()


class FileError(Exception):
    """A file that cannot be read or written; the message is a whole diagnostic."""


def shown_name(path: str) -> str:
    """How diagnostics call the input."""
    return "<stdin>" if path == "-" else path


def read(path: str) -> str:
    """The text. Raises FileError."""
    name = shown_name(path)
    try:
        data = _open(sys.stdin, name).buffer.read() if path == "-" else _bytes(path)
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


def _open(stream: TextIO | None, name: str) -> TextIO:
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


def write(path: str, text: str) -> None:
    """Write whole or not at all. Raises FileError."""
    # A file's name that is not UTF-8 comes back in locations.
    write_bytes(path, text.encode(errors="surrogateescape"))


def write_bytes(path: str, data: bytes) -> None:
    """Write whole or not at all. Raises FileError."""
    try:
        if path == "-":
            _to_stdout(data)
        elif os.path.exists(path) and not stat.S_ISREG(os.stat(path).st_mode):
            with open(path, "wb") as file:
                file.write(data)
        else:
            _replace(path, data)
    except BrokenPipeError:
        raise
    except OSError as problem:
        name = "<stdout>" if path == "-" else path
        raise FileError(f"{name}: error: cannot write: {problem.strerror}") from None


def _to_stdout(data: bytes) -> None:
    try:
        _open(sys.stdout, "<stdout>").buffer.write(data)
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # As for `abandon_streams`.
        raise


def abandon_streams() -> None:
    """Keep the interpreter from trying at its exit to write what nobody takes."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _replace(path: str, data: bytes) -> None:
    """Through a file beside it, so that readers see the old content or the new."""
    if path.endswith(os.sep):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    path = os.path.realpath(path)
    exists = os.path.exists(path)
    if exists and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    temporary = f"{path}.{os.getpid()}.tmp"
    _unfinished.add(temporary)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
        if exists:
            os.chmod(temporary, stat.S_IMODE(os.stat(path).st_mode))
        os.replace(temporary, path)
    finally:
        drop_unfinished()


def drop_unfinished() -> None:
    """Remove what was written halfway."""
    while _unfinished:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(_unfinished.pop())
