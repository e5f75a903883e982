"""Whether the command that is given still fails, and in the same way."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field

from lanewise.command import output
from lanewise.command.process import PROCESS

_SLOT = "{}"


class TimeIsUp(Exception):
    """The whole search has taken as long as it may."""


@dataclass(slots=True)
class Tester:
    """Runs the command on texts."""

    command: tuple[str, ...]
    path: str
    """Of the file that holds the text while the command runs."""
    match: str | None
    seconds: float
    """For one run; it is ended then, and that is a way to fail as well."""
    end: float | None
    """When the search has to end, on the clock that is called monotonic."""
    expected: int | None = None
    """The exit status, below 0 that of a signal; None for a run that did not end."""
    runs: int = 0
    _known: dict[str, bool] = field(default_factory=dict)

    def begin(self, text: str) -> str | None:
        """Take the way in which this text fails for that which is looked for; why it is none."""
        self.expected, matches = self._run(text)
        self._known = {text: True}
        if self.expected == 0:
            return "the command does not fail on it: its exit status is 0"
        return None if matches else f"what the command says on it does not contain '{self.match}'"

    def fails(self, text: str) -> bool:
        """Raises TimeIsUp."""
        if text not in self._known:
            if self.end is not None and time.monotonic() > self.end:
                raise TimeIsUp
            status, matches = self._run(text)
            self._known[text] = matches and status == self.expected
        return self._known[text]

    def _run(self, text: str) -> tuple[int | None, bool]:
        """The exit status, and whether what was said contains what is to be in it."""
        output.write(self.path, text)
        words = [word.replace(_SLOT, self.path) for word in self.command]
        if words == list(self.command):
            words.append(self.path)
        self.runs += 1
        # A file, not a pipe: what the command leaves running may hold it open for good.
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
            )
            PROCESS.children.add(-process.pid)  # With all that it starts.
            status: int | None = None
            try:
                status = process.wait(self.seconds)
            except subprocess.TimeoutExpired:
                pass
            finally:
                if status is None:
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
                PROCESS.children.discard(-process.pid)
            if self.match is None:
                return status, True
            said.seek(0)
            return status, self.match in said.read().decode(errors="replace")
