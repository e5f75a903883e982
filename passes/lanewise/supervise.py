"""A command in a process of its own: where text makes the MLIR host crash, a message says so.

Parsers and verifiers of the hosts have assertions and recursion that some malformed text gets to, and what a shared
library does to its process Python cannot catch. The fork comes before anything large is loaded and takes 1 ms.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence

FAILED = 1
CRASHES = {signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL, signal.SIGSEGV, signal.SIGTRAP}


def run(work: Callable[[], int], about: Callable[[], tuple[str, Sequence[str]]]) -> int:
    """The exit status of `work`; should its process crash, `about` names the input and the plugins."""
    if not hasattr(os, "fork"):
        return work()
    kept, dropped = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(dropped)
        _die_with(kept)
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, _interrupt)
        status = work()
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        os._exit(status)  # To take everything apart first, op by op, would take a tenth of the time.
    os.close(kept)
    signal.signal(signal.SIGINT, lambda number, frame: os.kill(child, number))
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        return os.WEXITSTATUS(status)
    number = os.WTERMSIG(status)
    if number not in CRASHES:
        return 128 + number
    name = signal.Signals(number).name
    where, plugins = about()
    why = f"the MLIR host crashed ({name}): the text has something malformed that the host does not check"
    if plugins:
        why += f", or a plugin misuses the host: {', '.join(plugins)}"
    print(f"{where}:1:1: error: {why}", file=sys.stderr)
    return FAILED


def _interrupt(number: int, frame: object) -> None:
    """Once: of a terminal the signal comes to both processes, and from the first again."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


def _die_with(pipe: int) -> None:
    """Have the system end this process when the other end of the pipe goes: with the process that waits for it."""
    import fcntl

    fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
