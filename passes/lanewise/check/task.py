"""One kernel in a process of its own, with limits of time and memory: whatever the text does ends there.

    judge(task) --request--> python -m lanewise.check.child --answer--> CheckedKernel
                                  |  killed, crashed, too long
                                  +--------------------------> CheckedKernel that says so

A task is all that such a process is told. It pickles and so does `judge`: any executor may carry both anywhere, and no
worker needs the caller's files, nor processes of `multiprocessing`.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from lanewise.check.checked import CRASHED, OUT_OF_MEMORY, OUT_OF_TIME, CheckedKernel, timed

PIPELINE = "lanewise-resolve-layouts,lanewise-distribute"
SECONDS = 120.0
MEMORY = 4 << 30

_KEPT = 4096
"""Bytes of what a process said that are looked at."""
_NO_MEMORY = ("out of memory", "bad_alloc", "MemoryError", "annot allocate memory")
"""What the hosts, C++ and Python say before they end for want of memory."""


class Unusable(Exception):
    """What is asked of every kernel cannot be done: a wrong option, a host or a plugin that is not there."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done with one kernel. `pipeline` and `check` are spelled as for lanewise-opt."""

    path: str
    text: str
    host: str | None = None
    pipeline: str = PIPELINE
    check: str = ""
    plugins: tuple[str, ...] = ()
    seconds: float = SECONDS
    memory: int = MEMORY  # bytes of addresses


class Running:
    """The processes that are at work, so that they can be ended before their time."""

    def __init__(self) -> None:
        self._processes: set[subprocess.Popen[bytes]] = set()
        self._over = False

    def add(self, process: subprocess.Popen[bytes]) -> None:
        self._processes.add(process)
        if self._over:
            end(process)

    def discard(self, process: subprocess.Popen[bytes]) -> None:
        self._processes.discard(process)

    def end(self) -> None:
        """All of them, and those that are still to begin."""
        self._over = True
        for process in list(self._processes):
            end(process)


def judge(task: Task, running: Running | None = None) -> CheckedKernel:
    """Never fails for what the kernel is or does. Raises Unusable."""
    running = Running() if running is None else running
    request = json.dumps(asdict(task)).encode(errors="surrogatepass")
    start = time.monotonic()
    # The child ends when `dropped` does: with this process, however that ends.
    kept, dropped = os.pipe()
    try:
        with tempfile.TemporaryFile() as said:
            process = _start(task, kept, said)
            running.add(process)
            try:
                answer, _ = process.communicate(request, task.seconds)
            except subprocess.TimeoutExpired:
                end(process)
                text = f"the check did not end within {task.seconds:g} s"
                return timed(CheckedKernel(task.path, OUT_OF_TIME, text), time.monotonic() - start)
            except BaseException:
                end(process)
                raise
            finally:
                running.discard(process)
            said.seek(max(0, said.seek(0, os.SEEK_END) - _KEPT))
            return timed(_outcome(task, process.returncode, answer, said.read()), time.monotonic() - start)
    finally:
        os.close(kept)
        os.close(dropped)


def _start(task: Task, kept: int, said: IO[bytes]) -> subprocess.Popen[bytes]:
    """A process that leads a group of its own."""
    here = str(Path(__file__).parents[2])
    environment = {
        "OMP_NUM_THREADS": "1",  # As many kernels at once as there are processors: each needs one.
        "OPENBLAS_NUM_THREADS": "1",
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH")])),
        "PYTHONSAFEPATH": "1",
    }
    if task.host is not None:
        environment["LANEWISE_HOST"] = task.host
    return subprocess.Popen(
        [sys.executable, "-m", "lanewise.check.child", str(kept)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=said,
        env=environment,
        pass_fds=(kept,),
        start_new_session=True,
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """With all that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _outcome(task: Task, status: int, answer: bytes, said: bytes) -> CheckedKernel:
    if status == 0:
        found = json.loads(answer)
        if "unusable" in found:
            raise Unusable(found["unusable"])
        return CheckedKernel.from_json(found)
    text = said.decode(errors="replace")
    if any(sign in text for sign in _NO_MEMORY):
        return CheckedKernel(task.path, OUT_OF_MEMORY, f"the check needs more than {shown_size(task.memory)}")
    if status == -signal.SIGKILL:
        why = "the process was killed (SIGKILL), as systems do where memory runs out"
        return CheckedKernel(task.path, OUT_OF_MEMORY, why)
    last = next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")
    how = signal.Signals(-status).name if status < 0 else f"status {status}"
    return CheckedKernel(task.path, CRASHED, f"the process ended with {how}" + (f": {last[:300]}" if last else ""))


def shown_size(size: int) -> str:
    for unit, scale in (("GB", 30), ("MB", 20), ("kB", 10)):
        if size >= 1 << scale:
            return f"{size / (1 << scale):g} {unit}"
    return f"{size} bytes"
