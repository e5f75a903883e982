"""What only reads and speaks, done by a process of its own while the work goes on.

    work --fork--> print ----------------------------> join --> what is said or written next
            \\----> remarks to stderr, verify --status--/

Of a program of 90,000 ops that saves a tenth of the time. A thread would not do: the bindings print and verify with
the interpreter's lock held.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable

from lanewise.mlir.files import FileError

NO = 255
"""The status of a process whose answer is no; others are those of errno."""

_running: set[int] = set()


def possible() -> bool:
    """Whether there is a processor for it."""
    return hasattr(os, "sched_getaffinity") and len(os.sched_getaffinity(0)) > 1


class Background:
    """One such process at a time. Only for a process of one thread."""

    def __init__(self) -> None:
        self._child = 0

    @property
    def at_work(self) -> bool:
        return self._child != 0

    def start(self, what: Callable[[], bool]) -> None:
        """Call `what`, which writes to stderr and changes nothing, in a process of its own."""
        assert not self._child
        sys.stderr.flush()
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])  # Until both processes know what to do about it.
        self._child = os.fork()
        if self._child:
            _running.add(self._child)
        elif signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # It is for the process that waits to say so.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
        if self._child:
            return
        status = NO
        try:
            status = 0 if what() else NO
            sys.stderr.flush()
        except OSError as problem:
            status = problem.errno or 1
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            os._exit(status)  # Whatever happens: what stands behind this is for the process that waits.

    def join(self) -> bool:
        """Wait for the answer; with nothing started it is yes.

        Raises OSError for what could not be written, FileError where the process was killed.
        """
        if not self._child:
            return True
        child, self._child = self._child, 0
        _, status = os.waitpid(child, 0)
        _running.discard(child)
        if os.WIFSIGNALED(status):
            name = signal.Signals(os.WTERMSIG(status)).name
            raise FileError(f"<stderr>: error: the process that writes remarks was killed ({name})")
        number = os.WEXITSTATUS(status)
        if number not in (0, NO):
            raise OSError(number, os.strerror(number))
        return number == 0


def abandon() -> None:
    """Stop what is still being said."""
    while _running:
        os.kill(_running.pop(), signal.SIGKILL)
