"""Asking iree-opt, and reading layouts out of remarks: the oracle's or ours, which have one form."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SEPARATOR = "// -----\n"
ANALYSIS = "--pass-pipeline=builtin.module(func.func(iree-codegen-test-vector-layout-analysis))"
DIAGNOSTIC = re.compile(r"^(?:[^\s:][^:\n]*):(\d+):(\d+): (error|warning|remark): (.*)$")
LAYOUT = re.compile(r"layout of result #(\d+) is (.*)")

Remark = tuple[int, int, int, str]
"""Line and column in the program, number of the result, and the layout's text."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a tool said of one program: its layouts, and its errors and warnings as (line, kind, text)."""

    layouts: frozenset[Remark]
    others: tuple[tuple[int, str, str], ...]

    @property
    def errors(self) -> list[str]:
        return [f"line {line}: {text}" for line, kind, text in self.others if kind == "error"]

    @property
    def warned_lines(self) -> frozenset[int]:
        return frozenset(line for line, kind, _ in self.others if kind == "warning")


@dataclass(frozen=True, slots=True)
class Crash(Exception):
    """A tool ended by a signal or with a traceback instead of a diagnosis."""

    command: str
    stderr: str

    def __str__(self) -> str:
        return f"{self.command} crashed:\n{self.stderr[-3000:]}"


def iree_opt() -> str | None:
    """The iree-opt beside this Python, or else on the path."""
    beside = Path(sys.executable).with_name("iree-opt")
    return str(beside) if beside.exists() else shutil.which("iree-opt")


def run(command: Sequence[str], texts: Sequence[str], env: dict[str, str] | None = None) -> tuple[str, str]:
    """Run `command FILE-ON-STDIN` on the programs, one chunk each; returns stdout and stderr."""
    done = subprocess.run(
        [*command, "--split-input-file", "-"], input=SEPARATOR.join(texts), capture_output=True, text=True, env=env
    )
    if done.returncode not in (0, 1) or "Traceback (most recent call last)" in done.stderr:
        raise Crash(" ".join(command), done.stderr)
    return done.stdout, done.stderr


def answers(stderr: str, texts: Sequence[str]) -> list[Answer]:
    """Diagnostics sorted by program; both tools count lines through the whole input, and here each counts its own."""
    starts = []
    line = 1
    for text in texts:
        starts.append(line)
        line += text.count("\n") + 1
    layouts: list[set[Remark]] = [set() for _ in texts]
    others: list[list[tuple[int, str, str]]] = [[] for _ in texts]
    for at, column, kind, message in (match.groups() for match in map(DIAGNOSTIC.match, stderr.splitlines()) if match):
        index = max(i for i, start in enumerate(starts) if start <= int(at))
        own_line = int(at) - starts[index] + 1
        if layout := LAYOUT.match(message):
            layouts[index].add((own_line, int(column), int(layout[1]), layout[2]))
        elif kind != "remark":
            others[index].append((own_line, kind, message))
    return [Answer(frozenset(ours), tuple(rest)) for ours, rest in zip(layouts, others, strict=True)]


def analyze(texts: Sequence[str]) -> list[Answer]:
    """The oracle's answer to each program; its errors are about the IR that it prints, its layouts complete."""
    command = [str(iree_opt()), ANALYSIS, "--mlir-print-op-on-diagnostic=false"]
    _, stderr = run(command, texts)
    return answers(stderr, texts)


def verify(texts: Sequence[str]) -> list[Answer]:
    """What iree-opt says of each program when it runs no pass."""
    _, stderr = run([str(iree_opt()), "--mlir-print-op-on-diagnostic=false"], texts)
    return answers(stderr, texts)
