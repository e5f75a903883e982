"""The search: which candidates are tried, in which order, until none is left that is smaller and still fails."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Sequence

from lanewise.reduce.tester import Tester, TimeIsUp
from lanewise.reduce.windows import count_lines, smallest, without_lines

Tell = Callable[[str, int], None]
"""Hears the smallest text so far, each time it changes, and how often the command has run."""


class Search:
    """From one text that fails to a smaller one."""

    def __init__(self, tester: Tester, tell: Tell) -> None:
        self._tester = tester
        self._tell = tell
        self.best = ""

    def run(self, text: str, readable: bool) -> str:
        """The smallest text that was found until the end or until time was up. `text` itself fails."""
        self.best = text
        with contextlib.suppress(TimeIsUp):
            if not readable or not self._by_ops(text):
                smallest(text, count_lines, without_lines, self._fails)
        return self.best

    def _by_ops(self, text: str) -> bool:
        """Whether the host's own print of it fails as well, without which no op can be left out."""
        from lanewise.reduce import program  # With the host, which may crash over what it cannot read.

        if not self._fails([printed := program.printed(text)])[0]:
            return False
        before = ""
        while printed != before:
            before = printed
            while found := next((one for one in program.plainer(printed) if self._fails([one])[0]), None):
                printed = found
            printed = smallest(printed, program.count_ops, program.without_ops, self._fails)
        return True

    def _fails(self, texts: Sequence[str]) -> list[bool]:
        failed = []
        for text in texts:
            failed.append(self._tester.fails(text))
            if failed[-1]:
                self.best = text
            self._tell(self.best, self._tester.runs)
        return failed


def is_readable(path: str) -> bool:
    """Whether the host reads a file: found out in a process of its own, which it may crash."""
    line = [sys.executable, "-m", "lanewise.opt", path, "-o", os.devnull, "--allow-unregistered-dialect"]
    return subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0
