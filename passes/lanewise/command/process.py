"""This process, and what a command does to all of it: only to one of its own, never to the program that calls it."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import signal
import sys
from typing import TextIO


class Process:
    """What was done to this process, and what is to be undone if it ends early."""

    def __init__(self) -> None:
        self.is_own = False
        """Whether a command runs in it and nothing else does; so it has one thread."""
        self.children: set[int] = set()
        """Processes that end with it."""
        self.unfinished: set[str] = set()
        """Files written halfway."""
        self._kept: list[object] = []

    def import_host(self, bare: bool) -> None:
        """The bindings; if `bare` without what only building ops through their classes needs."""
        missing = bare and self.is_own and "numpy" not in sys.modules
        if missing:
            sys.modules["numpy"] = None  # type: ignore[assignment] # The bindings do without; it takes 0.1 s to import.
        try:
            from lanewise.mlir import host
        finally:
            if missing:
                del sys.modules["numpy"]
        if bare and self.is_own:
            host.skip_op_classes()

    def leave_garbage(self) -> None:
        """What a run makes lives until its end: looking for garbage takes a tenth of the time and finds none."""
        if self.is_own:
            gc.disable()

    def buffer_stderr(self) -> None:
        """Each remark would be a system call; passes flush at their end."""
        if self.is_own and isinstance(sys.stderr, io.TextIOWrapper):
            sys.stderr.reconfigure(line_buffering=False)

    def keep(self, large: object) -> None:
        """Until the process ends: to take an MLIR module apart takes 1 us an op."""
        if self.is_own:
            self._kept.append(large)

    def drop(self, stream: TextIO | None) -> None:
        """Keep the interpreter from trying at its exit to write what nobody takes."""
        if self.is_own and stream is not None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())

    def abandon(self) -> None:
        """Stop what is still being said, remove what was written halfway."""
        while self.children:
            os.kill(self.children.pop(), signal.SIGKILL)
        while self.unfinished:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self.unfinished.pop())


PROCESS = Process()
