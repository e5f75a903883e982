"""Whole processes, timed: two sides in turn, so that what else the machine does falls on both."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

# What is installed has its bytecode beside it, whatever the shell says.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Command(NamedTuple):
    words: Sequence[str]
    environment: Mapping[str, str] = ENVIRONMENT


class Run(NamedTuple):
    """One process: seconds by the clock, seconds of user and system on all CPUs, MiB at its peak."""

    wall: float
    cpu: float
    peak: float


class Pairs:
    """Runs of ours and of the other side, in turn."""

    def __init__(self, ours: Sequence[Run], theirs: Sequence[Run]) -> None:
        self.ours, self.theirs = ours, theirs

    def wall(self) -> tuple[float, float]:
        return statistics.median(one.wall for one in self.ours), statistics.median(one.wall for one in self.theirs)

    def peak(self) -> tuple[float, float]:
        return max(one.peak for one in self.ours), max(one.peak for one in self.theirs)

    def ratio(self) -> float:
        return statistics.median(a.wall / b.wall for a, b in zip(self.ours, self.theirs, strict=True))

    def cpu_ratio(self) -> float:
        return statistics.median(a.cpu / b.cpu for a, b in zip(self.ours, self.theirs, strict=True))


def run(command: Command, remarks: Path) -> Run:
    """Run a command with its remarks in a file."""
    with remarks.open("w") as stderr:
        start = time.perf_counter()
        process = subprocess.Popen(command.words, stdout=subprocess.DEVNULL, stderr=stderr, env=command.environment)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command.words)}: exit {process.returncode}\n{remarks.read_text()[-2000:]}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def compare(ours: Command, theirs: Sequence[Command], runs: int, folder: Path) -> list[Pairs]:
    """Ours against each of the others: paired runs, after one of each that does not count.

    Every pair begins with the other side than the one before it, since the second of two may find warmer caches.
    """
    rounds = [[_pair(ours, other, turn % 2 == 0, folder) for other in theirs] for turn in range(runs + 1)][1:]
    return [Pairs(*zip(*pairs, strict=True)) for pairs in zip(*rounds, strict=True)]


def _pair(ours: Command, theirs: Command, ours_first: bool, folder: Path) -> tuple[Run, Run]:
    if ours_first:
        return run(ours, folder / "ours"), run(theirs, folder / "theirs")
    second = run(theirs, folder / "theirs")
    return run(ours, folder / "ours"), second
