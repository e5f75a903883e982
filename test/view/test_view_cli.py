# RUN: %pytest %s
"""lanewise-view from outside: what it prints, where, and its exit status."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support.layouts import row
from support.root import ROOT
from support.run import Done, lanewise

ROW, COLUMN = row(8, 2), row(4, 4)
KERNEL = f"""func.func @f(%x: vector<16xf16>, %y: vector<16xf16>, %z: vector<16xf16>) -> vector<16xf16> {{
  %rows = iree_vector_ext.to_layout %x to layout({ROW}) : vector<16xf16>
  %columns = iree_vector_ext.to_layout %y to layout({COLUMN}) : vector<16xf16>
  %sum = arith.addf %rows, %columns : vector<16xf16>
  return %sum : vector<16xf16>
}}
"""


def view(*arguments: Any, stdin: str = "") -> Done:
    return lanewise("lanewise-view", *arguments, stdin=stdin)


def said(done: subprocess.CompletedProcess[str]) -> tuple[int, str]:
    """The exit status of a run that printed nothing but an error, and the first line of that."""
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr.partition("\n")[0]


@pytest.fixture
def kernel(tmp_path: Path) -> Path:
    path = tmp_path / "a.mlir"
    path.write_text(KERNEL)
    return path


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    """Without the conversion."""
    path = tmp_path / "clean.mlir"
    path.write_text(KERNEL.replace(COLUMN, ROW))
    return path


def test_without_a_question_it_reports(kernel: Path) -> None:
    done = view(kernel)
    assert (done.returncode, done.stderr) == (0, "")
    first = f"{kernel}:3:14: conversion of iree_vector_ext.to_layout : vector<16xf16>, 32 bytes, within a subgroup"
    assert done.stdout.startswith(first)
    assert view("-", stdin=KERNEL).stdout == view(stdin=KERNEL).stdout == done.stdout.replace(str(kernel), "<stdin>")
    assert view(kernel, "--report").stdout == done.stdout


def test_why_by_line_and_by_name(kernel: Path) -> None:
    by_name = view(kernel, "--why=%sum")
    assert by_name.returncode == 0
    assert by_name.stdout.startswith("%sum at line 4: arith.addf, vector<16xf16> in #a\n")
    assert "the anchor" in by_name.stdout
    assert view(kernel, "--why", "4").stdout == view(kernel, "--why=4:0").stdout == by_name.stdout


def test_why_conversion(kernel: Path) -> None:
    done = view(kernel, "--why-conversion=4")
    assert done.returncode == 0
    assert "%columns at line 3" in done.stdout
    assert "would remove it" in done.stdout


def test_several_questions_at_once(kernel: Path) -> None:
    parts = [view(kernel, flag).stdout for flag in ("--why=%sum", "--report", "--value=%sum")]
    assert view(kernel, "--report", "--value=%sum", "--why=%sum").stdout == "\n".join(parts)


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        (["--why=9"], "{}: error: no value is 9"),
        (["--why=5"], "{}:5:1: error: no value is 5"),
        (["--why=%nosuch"], "{}: error: no value is %nosuch"),
        (["--why-conversion=2"], "{}:2:1: error: no two layouts meet at line 2; see --report"),
        (["--value=%z"], "{}:1:54: error: %z has no layout; --why=%z says why"),
        (["--value=1"], "{}: error: 1 means several values: %x at line 1, %y at line 1, %z at line 1; be more precise"),
    ],
)
def test_what_is_not_there(kernel: Path, flags: list[str], expected: str) -> None:
    assert said(view(kernel, *flags)) == (1, expected.format(kernel))


def test_why_there_is_no_layout(kernel: Path) -> None:
    assert "no layout\n  because:\n    no anchor reaches it" in view(kernel, "--why=%z").stdout


def test_errors_of_the_input_have_a_place_and_a_caret(kernel: Path) -> None:
    kernel.write_text(KERNEL.replace("arith.addf %rows", "arith.addf %rosw"))
    done = view(kernel)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{kernel}:4:21: error: use of undeclared SSA value name\n" in done.stderr
    assert done.stderr.endswith("                    ^\n")
    kernel.write_text(KERNEL.replace("thread_tile = [8]", "thread_tile = [16]"))
    assert said(view(kernel))[1].startswith(f"{kernel}:2:11: error: 'iree_vector_ext.to_layout' op: dimension 0")
    assert said(view(kernel.with_name("nosuch.mlir")))[0] == 1


@pytest.mark.parametrize(
    ("flags", "problem"),
    [
        (["--nosuch"], "--nosuch"),
        (["--fail-if-worse"], "--against"),
        (["--why=a"], "'a' names no value"),
        (["--why-conversion=%sum"], "needed a line"),
        (["--layout=nested"], "needed nested_layout"),
        ([f"--layout={ROW}", "--layout", ROW.replace("[8]", "[4]")], "shape [16] and [8]"),
        ([f"--layout={ROW}", "--value=2", "--value=3"], "two layouts"),
        (["-o", "x.svg"], "--layout or --value"),
        (["--against=-", "-"], "standard input"),
        (["--host=nosuch"], "--host"),
    ],
)
def test_wrong_usage(kernel: Path, flags: list[str], problem: str) -> None:
    arguments = flags if flags[-1] == "-" or flags[0] == "--layout=nested" else [kernel, *flags]
    status, line = said(view(*arguments))
    assert status == 2
    assert line.startswith("lanewise-view: error: ")
    assert problem in line
    assert line.endswith("; see lanewise-view --help")


def test_help_and_version() -> None:
    done = view("--help")
    assert done.returncode == 0
    assert "--why-conversion LINE" in done.stdout
    assert view("--version").stdout.startswith("lanewise ")


def test_against(kernel: Path, clean: Path) -> None:
    done = view(kernel, "--against", clean)
    assert done.returncode == 0
    lines = done.stdout.split("\n")
    assert lines[0] == f"worse: {kernel} against {clean}"
    assert lines[1] == "  worse: converted within a subgroup: 0 bytes before, 32 bytes now"
    assert view(kernel, "--against", clean, "--fail-if-worse").returncode == 1
    assert view(clean, "--against", kernel, "--fail-if-worse").returncode == 0
    assert view(clean, "--against", clean, "--fail-if-worse").returncode == 0


def test_layouts_are_drawn_without_a_kernel() -> None:
    one = view("--layout", ROW)
    assert (one.returncode, one.stderr) == (0, "")
    assert "0:0 0:1 1:0 1:1" in one.stdout
    two = view("--layout", ROW, "--layout", COLUMN)
    assert "before: " in two.stdout
    assert "moved to another lane" in two.stdout


def test_a_picture(kernel: Path, tmp_path: Path) -> None:
    picture = tmp_path / "x.svg"
    done = view(kernel, "--value=%rows", "--value=%columns", "-o", picture)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    text = picture.read_text()
    assert text.startswith("<svg")
    assert "%rows at line 2" in text


def test_a_page_beside_an_answer(kernel: Path, tmp_path: Path) -> None:
    page = tmp_path / "x.html"
    done = view(kernel, "--why=%sum", "-o", page)
    assert done.stdout == view(kernel, "--why=%sum").stdout
    assert page.read_text().startswith("<!doctype html>")


def test_text_into_a_file(kernel: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.txt"
    assert view(kernel, "-o", out).stdout == ""
    assert out.read_text() == view(kernel).stdout


def test_output_is_whole_or_as_it_was(kernel: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.html"
    out.write_text("old")
    kernel.write_text("no kernel")
    assert said(view(kernel, "-o", out))[0] == 1
    assert out.read_text() == "old"
    kernel.write_text(KERNEL)
    status, line = said(view(kernel, "-o", tmp_path / "nosuch" / "x.html"))
    assert status == 1
    assert "error: cannot write" in line


def test_plugins_bring_rules() -> None:
    test = ROOT / "test/docs/interleave.mlir"
    plugin = ROOT / "test/docs/inputs/interleave.py"
    assert "unknown op vector.interleave" in view(test).stdout
    assert "unknown op" not in view(test, f"--load-pass-plugin={plugin}").stdout


def test_a_reader_that_leaves_is_no_error(kernel: Path) -> None:
    environment = {**os.environ, "LANEWISE_HOST": "upstream", "PYTHON": sys.executable}
    command = f'"$PYTHON" -m lanewise.view.cli {kernel} --json | head -c 1 >/dev/null'
    done = subprocess.run(command, shell=True, capture_output=True, text=True, env=environment, check=False)
    assert done.stderr == ""
