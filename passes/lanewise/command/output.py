"""Writing output: whole or not at all, with errors that say what to do."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys

from lanewise.command.process import PROCESS
from lanewise.mlir.files import FileError, opened


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
        opened(sys.stdout, "<stdout>").buffer.write(data)
        sys.stdout.flush()
    except OSError:
        PROCESS.drop(sys.stdout)
        raise


def _replace(path: str, data: bytes) -> None:
    """Through a file beside it, so that readers see the old content or the new."""
    if path.endswith(os.sep):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    path = os.path.realpath(path)
    exists = os.path.exists(path)
    if exists and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    temporary = f"{path}.{os.getpid()}.tmp"
    PROCESS.unfinished.add(temporary)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
        if exists:
            os.chmod(temporary, stat.S_IMODE(os.stat(path).st_mode))
        os.replace(temporary, path)
    finally:
        PROCESS.unfinished.discard(temporary)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
