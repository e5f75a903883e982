# RUN: %pytest %s
"""docs/view.md shows what the commands print."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from lanewise.view.arguments import build_parser
from support.root import ROOT
from support.run import command_line, run

PAGE = (ROOT / "docs/view.md").read_text()


def commands() -> list[tuple[str, list[str]]]:
    """Each command of the page with the lines that follow it."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


def pattern(lines: list[str]) -> str:
    """A line `...` stands for any lines, `...` at the end of one for the rest of it."""
    parts = []
    for line in lines:
        if line == "...":
            parts.append(r"(?:.*\n)*?")
        elif line.endswith("..."):
            parts.append(re.escape(line[:-3]) + r".*\n")
        else:
            parts.append(re.escape(line) + r"\n")
    return "".join(parts)


def test_commands_print_what_is_shown(tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    assert len(commands()) > 8
    for command, lines in commands():
        name, *flags = shlex.split(command)
        done = run(command_line(name, *flags), cwd=tmp_path)
        assert done.returncode == ("--fail-if-worse" in flags), done.stderr
        assert re.fullmatch(pattern(lines), done.stdout), f"{command} prints\n{done.stdout}"
    assert (tmp_path / "weights.svg").exists()
    assert (tmp_path / "attention.html").exists()


def test_a_wrong_line_is_seen() -> None:
    assert not re.fullmatch(pattern(["a", "...", "c"]), "a\nb\nd\n")
    assert re.fullmatch(pattern(["a", "...", "c..."]), "a\nb\nb\ncd\n")


@pytest.mark.parametrize("flag", [flag for action in build_parser()._actions for flag in action.option_strings])
def test_every_flag_is_there(flag: str) -> None:
    assert flag == "-h" or flag in PAGE
