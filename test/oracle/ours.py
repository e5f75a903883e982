"""Asking lanewise-opt, on a host of choice, in a process of its own: no process may import both hosts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oracle import SEPARATOR, Answer, answers, run
from support.run import command_line, environment

# The oracle's own rules, where ours differ on purpose.
AS_THE_ORACLE = f"--load-pass-plugin={Path(__file__).with_name('defects.py')}"


def opt(host: str, flags: Sequence[str], texts: Sequence[str]) -> tuple[str, str]:
    return run(command_line("lanewise-opt", *flags), texts, env=environment(host))


def analyze(host: str, texts: Sequence[str], *flags: str) -> list[Answer]:
    """The layouts and diagnostics of `--lanewise-print-layouts` for each program."""
    _, stderr = opt(host, [*flags, "--lanewise-print-layouts"], texts)
    return answers(stderr, texts)


def resolve(host: str, texts: Sequence[str], *flags: str) -> list[tuple[str, list[str]]]:
    """Each program resolved, as text, and the errors that the tool had with it."""
    stdout, stderr = opt(host, ["--lanewise-resolve-layouts", *flags], texts)
    chunks = stdout.split(SEPARATOR)
    if len(chunks) != len(texts):
        assert len(texts) > 1, f"one program in, {len(chunks)} out:\n{stdout}\n{stderr}"
        return [resolve(host, [text], *flags)[0] for text in texts]
    return [(chunk, answer.errors) for chunk, answer in zip(chunks, answers(stderr, texts), strict=True)]
