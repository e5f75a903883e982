"""Remarks of a whole program, said as they come, or by a process in the background that verifies it as well.

    work --fork--> print ----------------------------> join --> what is said or written next
            \\----> remarks to stderr, verify --status--/

Of a program of 90,000 ops the second saves a tenth of the time. A thread would not do: the bindings print and verify
with the interpreter's lock held.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import ClassVar, NoReturn

from lanewise.command.process import PROCESS
from lanewise.mlir.files import FileError

NO = 255
"""The status of a process whose answer is no; others are those of errno."""


class InTurn:
    """Remarks are said where they come up, and verifying is left to the pass manager."""

    verifies: ClassVar[bool] = False
    """Whether it sees to it that the module is verified."""

    def say(self, what: Callable[[], None], verify: Callable[[], bool]) -> None:
        """Call `what`, which writes remarks to stderr and changes nothing."""
        what()

    def settle(self, verify: Callable[[], bool]) -> bool:
        """Once all passes have run: verify, if no remarks have begun that. Whether nothing is wrong so far."""
        return True

    def join(self) -> bool:
        """Wait for what has begun: whether nothing was wrong.

        Raises OSError for what could not be written, FileError where the process was killed.
        """
        return True


class Background(InTurn):
    """A process of its own for both, one at a time. Only for a process of one thread, and a pass that speaks once."""

    verifies = True

    def __init__(self) -> None:
        self._child = 0

    @property
    def at_work(self) -> bool:
        return self._child != 0

    @staticmethod
    def possible() -> bool:
        """Whether there is a processor for it."""
        return hasattr(os, "sched_getaffinity") and len(os.sched_getaffinity(0)) > 1

    def say(self, what: Callable[[], None], verify: Callable[[], bool]) -> None:
        def say_and_verify() -> bool:
            what()
            return verify()

        self.start(say_and_verify)

    def settle(self, verify: Callable[[], bool]) -> bool:
        return self.at_work or verify()

    def start(self, what: Callable[[], bool]) -> None:
        """Call `what` in a process of its own."""
        assert not self._child
        sys.stderr.flush()
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])  # Until both processes know what to do about it.
        self._child = os.fork()
        if self._child:
            PROCESS.children.add(self._child)
        elif signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # It is for the process that waits to say so.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
        if not self._child:
            _answer(what)

    def join(self) -> bool:
        if not self._child:
            return True
        child, self._child = self._child, 0
        _, status = os.waitpid(child, 0)
        PROCESS.children.discard(child)
        if os.WIFSIGNALED(status):
            name = signal.Signals(os.WTERMSIG(status)).name
            raise FileError(f"<stderr>: error: the process that writes remarks was killed ({name})")
        number = os.WEXITSTATUS(status)
        if number not in (0, NO):
            raise OSError(number, os.strerror(number))
        return number == 0


def _answer(what: Callable[[], bool]) -> NoReturn:
    """End this process with a status that says what `what` returned, or why it did not."""
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
