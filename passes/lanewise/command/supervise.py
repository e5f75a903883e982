"""A command in a process of its own: where text makes the MLIR host crash, a message says so.

Parsers and verifiers of the hosts have assertions and recursion that some malformed text gets to, and what a shared
library does to its process Python cannot catch. The fork comes before anything large is loaded and takes 1 ms.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Sequence

from lanewise.command.process import PROCESS
from lanewise.command.tool import FAILED, INTERRUPTED, Tool

CRASHES = {signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL, signal.SIGKILL, signal.SIGSEGV, signal.SIGTRAP}


def main(tool: Tool, argv: Sequence[str] | None) -> int:
    """The exit status of the tool with the words of the command line; with those of another caller, in its process."""
    if argv is not None:
        return tool.run(argv)
    words = sys.argv[1:]
    return run(tool.name, lambda: tool.run(words), lambda: tool.about(words))


def run(name: str, work: Callable[[], int], about: Callable[[], tuple[str, Sequence[str]]]) -> int:
    """The exit status of `work` of command `name`; if its process crashes, `about` names the input and the plugins."""
    if not hasattr(os, "fork"):
        PROCESS.is_own = True
        return work()
    heeded = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])  # Until both processes know what to do about it.
    kept, dropped = os.pipe()
    child = os.fork()
    if heeded:
        signal.signal(signal.SIGINT, _forward(child) if child else _interrupt(name))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    if child == 0:
        PROCESS.is_own = True
        os.close(dropped)
        die_with(kept)
        status = work()
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        os._exit(status)  # To take everything apart first, op by op, would take a tenth of the time.
    os.close(kept)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        return os.WEXITSTATUS(status)
    number = os.WTERMSIG(status)
    if number not in CRASHES:
        return 128 + number
    print(_crashed(signal.Signals(number), *about()), file=sys.stderr)
    return FAILED


def _crashed(number: signal.Signals, where: str, plugins: Sequence[str]) -> str:
    if number == signal.SIGKILL:
        why = f"the process was killed ({number.name}), as systems do where memory runs out"
    else:
        why = f"the MLIR host crashed ({number.name}): the text has something malformed that the host does not check"
    if plugins:
        why += f", or a plugin misuses the host: {', '.join(plugins)}"
    return f"{where}:1:1: error: {why}"


def _forward(child: int) -> Callable[[int, object], None]:
    def forward(number: int, frame: object) -> None:
        with contextlib.suppress(ProcessLookupError):  # Of a terminal, the signal came to the child as well.
            os.kill(child, number)

    return forward


def _interrupt(name: str) -> Callable[[int, object], None]:
    """Ends the process there and then: an exception would be lost in an import or in a callback of the host."""

    heard = False

    def interrupt(number: int, frame: object) -> None:
        nonlocal heard
        if heard:  # From the terminal and then from the process that waits.
            return
        heard = True
        PROCESS.abandon()
        with contextlib.suppress(OSError):
            os.write(2, f"{name}: interrupted\n".encode())
        os._exit(INTERRUPTED)

    return interrupt


def die_with(pipe: int) -> None:
    """Have the system end this process when the other end of the pipe goes: with the process that waits for it."""
    import fcntl

    fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
