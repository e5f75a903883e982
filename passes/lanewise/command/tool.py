"""How a command of Lanewise ends: what went wrong in one line, and the exit status."""

from __future__ import annotations

import sys
from collections.abc import Callable

from lanewise.command import output
from lanewise.command.usage import UsageError
from lanewise.mlir.files import FileError

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


def run(name: str, work: Callable[[], int]) -> int:
    """Do the work of command `name`; the exit status: its own, or 1 a diagnosed failure, 2 wrong usage."""
    try:
        status = _run(name, work)
        if sys.stderr is not None:
            sys.stderr.flush()
        return status
    except BrokenPipeError:
        output.abandon_streams()
        return FAILED


def _run(name: str, work: Callable[[], int]) -> int:
    try:
        return work()
    except UsageError as problem:
        return _complain(name, f"{problem}; see {name} --help")
    except ImportError as problem:  # No host, or one that cannot be loaded.
        return _complain(name, str(problem))
    except FileError as problem:
        print(problem, file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print(f"{name}: interrupted", file=sys.stderr)
        return INTERRUPTED


def _complain(name: str, problem: str) -> int:
    print(f"{name}: error: {problem}", file=sys.stderr)
    return USAGE
