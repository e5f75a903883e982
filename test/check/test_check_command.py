# RUN: %pytest %s
"""lanewise-check: each kernel has its verdict, whatever the others do to their processes."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import many_kernels as kernels
import pytest
from lanewise.check.checked import CheckedKernel
from support.run import Done, command_line, environment, heed_interruptions, run
from support.run import lanewise as command


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The harmful ones stand between the others."""
    texts = {
        "a_converted": kernels.CONVERTED,
        "b_crashing": kernels.CRASHING,
        "c_equal": kernels.EQUAL,
        "d_endless": kernels.ENDLESS,
        "e_huge": kernels.HUGE,
        "f_refused": kernels.REFUSED,
        "g_invalid": kernels.INVALID,
    }
    made = kernels.write(tmp_path_factory.mktemp("many") / "model", **texts)
    kernels.plugin(made.parent)
    (made / "h_unreadable.mlir").write_bytes(b"\xff")
    (made / "notes.txt").write_text("no kernel")
    return made


EXPECTED = {
    "a_converted": "equal",
    "b_crashing": "crashed",
    "c_equal": "equal",
    "d_endless": "out of time",
    "e_huge": "out of memory",
    "f_refused": "refused",
    "g_invalid": "invalid",
    "h_unreadable": "unreadable",
}


@pytest.fixture(scope="module")
def checked(folder: Path) -> Done:
    plugin = folder.parent / "plugin.py"
    limits = ("--timeout=10", "--memory=2GB", "-j2")
    junit = f"--junit={folder.parent / 'junit.xml'}"
    return command("lanewise-check", folder, "--json", junit, *limits, f"--load-pass-plugin={plugin}")


@pytest.fixture(scope="module")
def found(checked: Done) -> dict[str, CheckedKernel]:
    document = json.loads(checked.stdout)
    assert (document["schema"], document["version"], document["total"]) == ("lanewise-check", 1, len(EXPECTED))
    return {Path(data["path"]).stem: CheckedKernel.from_json(data) for data in document["kernels"]}


def test_each_has_its_verdict(checked: Done, found: dict[str, CheckedKernel]) -> None:
    assert {name: kernel.verdict for name, kernel in found.items()} == EXPECTED
    assert list(found) == list(EXPECTED), "they come in the order of the paths"
    assert (checked.returncode, checked.stderr) == (1, ""), "no bar where there is no terminal"


def test_it_says_why(found: dict[str, CheckedKernel]) -> None:
    assert found["b_crashing"].text == "the process ended with SIGABRT: the last words"
    assert found["d_endless"].text == "the check did not end within 10 s"
    assert found["f_refused"].text.startswith("cannot distribute 'vector.shuffle'")
    assert found["f_refused"].where.endswith("f_refused.mlir:7:8")
    assert found["h_unreadable"].text == "not UTF-8: found byte 0xff; MLIR text is UTF-8"


def test_it_says_what_layouts_cost(found: dict[str, CheckedKernel]) -> None:
    kernel = found["a_converted"]
    [conversion] = kernel.conversions
    assert str(conversion) == "8:8: 64 bytes, within a subgroup: %1 : vector<16xf32>"
    assert (kernel.moved("within a subgroup"), kernel.moved("across subgroups")) == (64, 0)
    assert (kernel.barriers, found["c_equal"].barriers) == (1, 0)
    assert found["c_equal"].conversions == ()


def test_junit(checked: Done, folder: Path) -> None:
    [suite] = ElementTree.parse(folder.parent / "junit.xml").getroot()
    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "8",
        "failures": "1",
        "errors": "5",
        "skipped": "0",
    }
    cases = {case.get("name"): [inner.tag for inner in case] for case in suite}
    assert cases["a_converted.mlir"] == []
    assert cases["f_refused.mlir"] == ["failure"]
    assert cases["d_endless.mlir"] == ["error"]
    [error] = suite.findall("testcase/error[@type='crashed']")
    assert error.get("message") == "crashed: the process ended with SIGABRT: the last words"


def test_the_table_has_the_dearest_first(folder: Path) -> None:
    done = command("lanewise-check", folder / "c_equal.mlir", folder / "a_converted.mlir", f"{folder}/./c_equal.mlir")
    assert (done.returncode, done.stderr) == (0, "")
    head, first, second, *rest = done.stdout.splitlines()
    assert head.split("  ")[0] == "verdict"
    assert first.split() == ["equal", "1", "0", "64", "0", "1", str(folder / "a_converted.mlir")]
    assert second.split() == ["equal", "0", "0", "0", "0", "0", str(folder / "c_equal.mlir")]
    assert f"  {folder}/a_converted.mlir:8:8: 64 bytes, within a subgroup: %1 : vector<16xf32>" in rest
    assert rest[-1] == "2 kernels: 2 equal", "a file that is named twice is one kernel"


@pytest.mark.parametrize(
    ("flags", "status", "said"),
    [
        ([], 2, "needed kernels to check: files or folders"),
        (["x", "--lanewise-check=seed"], 2, "--lanewise-check: found 'seed', needed strict, report=..."),
        (["x", "--pass-pipeline=lanewise-solve-layouts"], 2, "unknown pass 'lanewise-solve-layouts'"),
        (["x", "--load-pass-plugin=none.py"], 2, "none.py: error: cannot load the plugin: no such file"),
        (["x", "--memory=much"], 2, "argument --memory: needed a size such as 4GB or 500MB, 256 MB at least"),
        (["x", "--memory=1kB"], 2, "256 MB at least, found '1kB'"),
        (["x", "--lanewise-check=report="], 2, "--lanewise-check: found 'report=', needed strict, report=..."),
        (["x", "--timeout=0"], 2, "argument --timeout: needed seconds above 0, found '0'"),
        ([str(Path(__file__).parent)], 1, "error: there is no .mlir file in this folder"),
    ],
)
def test_what_cannot_be_asked(flags: list[str], status: int, said: str) -> None:
    done = command("lanewise-check", *flags)
    assert (done.returncode, done.stdout) == (status, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_standard_input_and_options_of_the_check() -> None:
    """What the simulator does not know fails when it is asked to be strict."""
    text = kernels.kernel("%p = memref.extract_aligned_pointer_as_index %in : memref<16xf32> -> index")
    done = command("lanewise-check", "-", "--lanewise-check=seed=3 workgroups=0", stdin=text)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "1 kernel: 1 unsupported")
    assert command("lanewise-check", "-", "--strict", stdin=text).returncode == 1


def children(mark: Path) -> list[int]:
    """Processes that judge a kernel and have the mark in their environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            ours = str(mark).encode() in (folder / "environ").read_bytes()
            if ours and b"lanewise.check.child" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


@pytest.fixture
def staying(folder: Path, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A run that has come to the kernel that does not end, and the mark of its children."""
    mark = tmp_path / "mark"
    paths = (folder / "c_equal.mlir", folder / "d_endless.mlir", folder / "a_converted.mlir")
    line = command_line("lanewise-check", *paths, "-j1", f"--load-pass-plugin={folder.parent / 'plugin.py'}")
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    pipes["preexec_fn"] = heed_interruptions
    with subprocess.Popen(line, env={**environment("upstream"), kernels.MARK: str(mark)}, **pipes) as process:
        until = time.monotonic() + 60
        while not mark.exists() and time.monotonic() < until:
            time.sleep(0.05)
        assert len(children(mark)) == 1
        yield process, mark
        process.kill()


def gone(mark: Path) -> bool:
    until = time.monotonic() + 10
    while children(mark) and time.monotonic() < until:
        time.sleep(0.05)
    return not children(mark)


def test_an_interrupt_leaves_what_is_known(staying: tuple[subprocess.Popen[str], Path]) -> None:
    process, mark = staying
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=30)
    assert (process.returncode, stderr) == (130, "lanewise-check: interrupted\n")
    assert stdout.splitlines()[-1] == "3 kernels: 1 equal, 2 not begun or not ended"
    assert gone(mark)


def test_what_kills_it_ends_its_processes(staying: tuple[subprocess.Popen[str], Path]) -> None:
    process, mark = staying
    process.kill()
    assert gone(mark)


def test_a_bar_on_a_terminal(folder: Path) -> None:
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    line = command_line("lanewise-check", folder / "c_equal.mlir", folder / "g_invalid.mlir")
    done = run(line, stderr=theirs)
    os.close(theirs)
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert "| 0/2 [" in shown
    assert "g_invalid.mlir:1:14: invalid" in shown
    assert done.stdout.splitlines()[-1] == "2 kernels: 1 equal, 1 invalid"
