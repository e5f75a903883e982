# RUN: %pytest %s
"""lanewise-reduce: what is left is small, valid, and fails in the same way."""

from __future__ import annotations

import signal
import stat
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from lanewise.reduce.windows import count_lines, smallest, without_lines
from support.root import EXAMPLES
from support.run import Done, command_line, environment, heed_interruptions
from support.run import lanewise as command

ATTENTION = EXAMPLES / "attention.mlir"


def script(folder: Path, body: str) -> Path:
    """A command of a shell; $1 is the kernel."""
    path = folder / "command.sh"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def reduce(kernel: Path, *arguments: object, host: str = "upstream") -> Done:
    return command("lanewise-reduce", kernel, *arguments, host=host)


def ops(text: str) -> list[str]:
    return [line.split(" = ")[-1].split()[0] for line in text.splitlines() if line.startswith("    ")]


def test_one_op_of_a_kernel_is_left(tmp_path: Path) -> None:
    """In the loop of flash attention; it reads a constant then, and the loop is gone."""
    fails = script(tmp_path, 'grep -q "math.exp2" "$1" && exit 3; exit 0')
    done = reduce(ATTENTION, "--", fails)
    assert (done.returncode, done.stderr) == (0, "")
    assert ops(done.stdout) == ["arith.constant", "math.exp2", "return"]
    assert command("lanewise-opt", stdin=done.stdout).returncode == 0
    assert reduce(ATTENTION, "--", fails).stdout == done.stdout


def test_what_it_says_and_how_it_ends_stay(tmp_path: Path) -> None:
    """A smaller kernel fails as well, but otherwise: another status, or without these words."""
    body = 'grep -q "arith.subf" "$1" || exit 4; grep -q "scf.for" "$1" && echo "a loop" >&2; exit 3'
    done = reduce(ATTENTION, "--match=a loop", "--", script(tmp_path, body))
    assert "arith.subf" in done.stdout
    assert "scf.for" in done.stdout
    assert len(ops(done.stdout)) <= 12


def test_lines_of_what_the_host_cannot_read(tmp_path: Path) -> None:
    kernel = tmp_path / "broken.mlir"
    kernel.write_text("func.func @f() {\n  one\n  two\n  three\n  four\n}\n")
    done = reduce(kernel, "-o", tmp_path / "small.mlir", "--", script(tmp_path, '! grep -q three "$1"'))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "small.mlir").read_text().strip() == "three"


def test_a_command_that_does_not_end(tmp_path: Path) -> None:
    kernel = tmp_path / "k.mlir"
    kernel.write_text("func.func private @a()\nfunc.func private @b()\n")
    fails = script(tmp_path, 'grep -q "@b" "$1" && sleep 100')
    done = reduce(kernel, "--run-timeout=0.3", "--", fails)
    assert "@b" in done.stdout
    assert "@a" not in done.stdout


def test_the_path_stands_where_it_is_asked_for(tmp_path: Path) -> None:
    kernel = tmp_path / "k.mlir"
    kernel.write_text("func.func private @a()\n")
    done = reduce(kernel, "--", "sh", "-c", 'grep -q "@a" "{}" && exit 1; exit 0', "last")
    assert "@a" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ([], 2, "needed the command that fails, behind '--'"),
        (["--"], 2, "needed the command that fails, behind '--'"),
        (["--", "true"], 1, "error: the command does not fail on it: its exit status is 0"),
        (["--match=words", "--", "false"], 1, "error: what the command says on it does not contain 'words'"),
        (["--", "./none"], 2, "cannot run './none': No such file or directory"),
    ],
)
def test_what_cannot_be_asked(arguments: list[str], status: int, said: str) -> None:
    done = reduce(ATTENTION, *arguments)
    assert (done.returncode, done.stdout) == (status, "")
    assert said in done.stderr


def test_an_interrupt_keeps_the_smallest_so_far(tmp_path: Path) -> None:
    small, ran = tmp_path / "small.mlir", tmp_path / "ran"
    fails = script(tmp_path, f'[ -e "{small}" ] && touch "{ran}" && sleep 100; exit 1')
    line = command_line("lanewise-reduce", ATTENTION, "-o", small, "--", fails)
    pipes: dict[str, Any] = {"stderr": subprocess.PIPE, "text": True, "preexec_fn": heed_interruptions}
    with subprocess.Popen(line, env=environment("upstream"), **pipes) as process:
        until = time.monotonic() + 60
        while not ran.exists() and time.monotonic() < until:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=30) == (None, "lanewise-reduce: interrupted\n")
    assert process.returncode == 130
    assert 0 < len(small.read_text()) < len(ATTENTION.read_text())


def test_the_search_leaves_nothing_out_that_matters() -> None:
    asked: list[int] = []

    def fails(texts: Sequence[str]) -> list[bool]:
        asked.append(len(texts))
        return [{"3", "8"} <= set(text.split("\n")) for text in texts]

    text = "\n".join(map(str, range(1, 20)))
    assert smallest(text, count_lines, without_lines, fails) == "3\n8"
    assert set(asked) == {1}
    assert smallest(text, count_lines, without_lines, fails, batch=4) == "3\n8"
    assert max(asked) == 4
