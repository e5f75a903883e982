# RUN: env LANEWISE_HOST=%host %pytest %s
"""Whatever is wrong with the input or the command, it is said in place, without a traceback, and nothing is written."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from cases import CASES, PLUGINS, Case
from lanewise.mlir import host
from lanewise.opt import cli
from support.run import command_line, environment, lanewise, run

# Where a mistake of ours would kill the process or leave a traceback at its exit, only a process of its own will tell.
ALONE = {
    "missing-file",
    "directory",
    "nul",
    "regions-200-deep-and-more",
    "tuples",
    "zero-tile",
    "plugin-exits",
    "two-commas",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in PLUGINS.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def command(case: Case, folder: Path) -> list[str]:
    if case.source is not None:
        source = case.source.encode() if isinstance(case.source, str) else case.source
        (folder / "in.mlir").write_bytes(source)
    output = [] if any(flag.startswith("-o") for flag in case.flags) else ["-o", "out.mlir"]
    return [*([] if "." in case.flags and "-o" not in case.flags else ["in.mlir"]), *output, *case.flags]


def check(case: Case, folder: Path, status: int, out: str, err: str) -> None:
    said = case.iree if case.iree and host.NAME == "iree" else case.said
    assert "Traceback" not in err
    assert any(re.match(said, line) for line in err.splitlines()), f"needed {said}\nfound {err[:2000]}"
    assert (status, out) == (case.status, "")
    assert {path.name for path in folder.iterdir()} <= {"in.mlir", "__pycache__", *PLUGINS}


def test_the_table_is_long_and_its_names_are_unique() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 50
    assert {case.name for case in CASES} >= ALONE


@pytest.mark.parametrize("case", [case for case in CASES if case.name not in ALONE], ids=lambda case: case.name)
def test_refused(case: Case, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status = cli.main(command(case, folder))
    check(case, folder, status, *capfd.readouterr())


@pytest.mark.parametrize("case", [case for case in CASES if case.name in ALONE], ids=lambda case: case.name)
def test_refused_by_a_process_of_its_own(case: Case, folder: Path) -> None:
    done = lanewise("lanewise-opt", *command(case, folder), host=host.NAME)
    check(case, folder, done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(
    ("name", "said"),
    [("cuda", "unknown host 'cuda': expected one of upstream, iree"), ("iree", "host 'iree' needs the package")],
)
def test_a_host_that_is_not_there(name: str, said: str, folder: Path) -> None:
    (folder / "iree").mkdir()
    (folder / "iree" / "__init__.py").touch()  # Hides the installed one.
    done = run(command_line("lanewise-opt", "--cse", "-"), env=environment(name, folder))
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(f"lanewise-opt: error: {said}.*\n", done.stderr)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_output_that_may_not_be_written_stays_as_it_is(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "in.mlir").write_text("module {}")
    (folder / "out.mlir").write_text("old")
    (folder / "out.mlir").chmod(0o444)
    assert cli.main(["in.mlir", "-o", "out.mlir"]) == 1
    assert "out.mlir: error: cannot write: Permission denied" in capfd.readouterr().err
    assert (folder / "out.mlir").read_text() == "old"


def test_a_failure_leaves_an_older_output_alone(folder: Path) -> None:
    (folder / "in.mlir").write_text("nope")
    (folder / "out.mlir").write_text("old")
    assert cli.main(["in.mlir", "-o", "out.mlir"]) == 1
    assert (folder / "out.mlir").read_text() == "old"


def test_the_output_may_be_the_input(folder: Path) -> None:
    (folder / "in.mlir").write_text("module @m {}")
    assert cli.main(["in.mlir", "-o", "in.mlir", "--cse"]) == 0
    assert (folder / "in.mlir").read_text() == "module @m {\n}\n"


def test_an_empty_input_is_an_empty_module(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "in.mlir").write_bytes(b"")
    assert cli.main(["in.mlir", "--lanewise-resolve-layouts"]) == 0
    assert capfd.readouterr().out == "module {\n}\n"


def test_carriage_returns_are_blanks(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "in.mlir").write_bytes(b"module {\r\n}\r\n")
    assert cli.main(["in.mlir"]) == 0
    assert capfd.readouterr().out == "module {\n}\n"


@pytest.mark.parametrize("depth", [1, 190])
def test_regions_may_nest_deep(depth: int, folder: Path) -> None:
    source = "func.func @f(%c: i1) {\n" + "scf.if %c {\n" * depth + "}\n" * depth + "return }"
    (folder / "in.mlir").write_text(source)
    for flag in ("--lanewise-print-layouts", "--canonicalize"):
        done = lanewise("lanewise-opt", "in.mlir", flag, "-o", "/dev/null", host=host.NAME)
        assert (done.returncode, done.stderr) == (0, "")
