"""Reading input and writing output, with errors that say what to do."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import tempfile
from collections.abc import Iterator, Sequence

SPLIT_MARKER = "// -----"


class InputError(Exception):
    """A file that cannot be read or written; the message is a whole diagnostic."""


def read(path: str) -> tuple[str, str]:
    """The name to show and the text. Raises InputError."""
    name = "<stdin>" if path == "-" else path
    try:
        data = sys.stdin.buffer.read() if path == "-" else _bytes(path)
    except OSError as problem:
        raise InputError(f"{name}: error: cannot read: {problem.strerror}") from None
    try:
        text = data.decode()
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        column = problem.start - data.rfind(b"\n", 0, problem.start)
        raise InputError(
            f"{name}:{line}:{column}: error: not UTF-8: found byte 0x{data[problem.start]:02x}; MLIR text is UTF-8"
        ) from None
    zero = text.find("\0")
    if zero >= 0:
        line, column = text.count("\n", 0, zero) + 1, zero - text.rfind("\n", 0, zero)
        raise InputError(f"{name}:{line}:{column}: error: found a NUL byte; MLIR text has none")
    return name, text


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def split(lines: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """The chunks between marker lines, each with the number of its first line."""
    start = 0
    for index, line in enumerate(lines):
        if line.startswith(SPLIT_MARKER):
            yield start + 1, lines[start:index]
            start = index + 1
    yield start + 1, lines[start:]


def write(path: str, text: str) -> None:
    """Write whole or not at all. Raises InputError."""
    name = "<stdout>" if path == "-" else path
    try:
        if path == "-":
            sys.stdout.write(text)
            sys.stdout.flush()
        elif os.path.exists(path) and not stat.S_ISREG(os.stat(path).st_mode):
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        else:
            _replace(path, text)
    except BrokenPipeError:
        raise
    except OSError as problem:
        raise InputError(f"{name}: error: cannot write: {problem.strerror}") from None


def _replace(path: str, text: str) -> None:
    """Through a file beside it, so that readers see the old content or the new."""
    path = os.path.realpath(path)
    if os.path.exists(path) and not os.access(path, os.W_OK):
        raise PermissionError(13, "Permission denied")
    descriptor, temporary = tempfile.mkstemp(dir=os.path.dirname(path), prefix=os.path.basename(path) + ".")
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(temporary, stat.S_IMODE(os.stat(path).st_mode) if os.path.exists(path) else 0o666 & ~_umask())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
