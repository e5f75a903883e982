# RUN: env LANEWISE_HOST=upstream %pytest %s
"""Large programs: remarks and verification in a process beside the one that prints."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from lanewise import transforms  # noqa: F401 - registers the passes
from lanewise.command.background import Background
from lanewise.command.session import LARGE, Session, Settings
from lanewise.mlir.files import FileError
from lanewise.mlir.host import ir
from lanewise.pipeline.passes import Pass
from lanewise.pipeline.report import PassReport
from lanewise.pipeline.text import Element
from support.root import ROOT

OPT = Path(sys.executable).parent / "lanewise-opt"
TEXT = (ROOT / "examples/attention.mlir").read_text() + "\n" * LARGE

pytestmark = pytest.mark.skipif(not Background.possible(), reason="needs two processors")


@dataclass(frozen=True)
class Breaks(Pass):
    """Put an op before the one whose result it reads, then speak."""

    name = "test-breaks-and-speaks"

    def run(self, root: ir.Operation, report: PassReport) -> None:
        function = root.regions[0].blocks[0].operations[0]
        block = function.regions[0].blocks[0]
        first, second = list(block.operations)[:2]
        second.operation.move_before(first)
        report.remarks([(root.location, f"said by {os.getpid()}")])


def run(path: Path, output: Path, **how: object) -> subprocess.CompletedProcess[bytes]:
    command = [OPT, "--lanewise-print-layouts", "-o", output, path]
    return subprocess.run(command, capture_output="stderr" not in how, check=False, **how)


def on_one_processor() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def test_it_says_and_writes_what_one_process_does(tmp_path: Path) -> None:
    path = tmp_path / "in.mlir"
    path.write_text(TEXT)
    both = run(path, tmp_path / "both")
    alone = run(path, tmp_path / "alone", preexec_fn=on_one_processor)
    assert both.returncode == alone.returncode == 0
    assert both.stderr == alone.stderr != b""
    assert (tmp_path / "both").read_bytes() == (tmp_path / "alone").read_bytes()


def test_nothing_is_written_where_nobody_hears_the_remarks(tmp_path: Path) -> None:
    path = tmp_path / "in.mlir"
    path.write_text(TEXT)
    reading, writing = os.pipe()
    os.close(reading)
    done = run(path, tmp_path / "out", stderr=writing)
    os.close(writing)
    assert done.returncode == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("background", [True, False])
def test_what_a_pass_breaks_is_found(background: bool, capfd: pytest.CaptureFixture[str]) -> None:
    spoke: list[str] = []

    def emit_remarks(found: object) -> None:
        sys.stderr.writelines(f"{text}\n" for _, text in found)  # type: ignore[attr-defined]

    session = Session(
        Settings(),
        "x",
        lambda message: spoke.append(message.text),
        None,
        emit_remarks,
        Background() if background else None,
    )
    text = (
        'func.func @f() { %a = "arith.constant"() {value = 1 : i32} : () -> i32 %b = arith.addi %a, %a : i32 return }'
    )
    assert session.process(text + "\n" * LARGE, (Element(Breaks.name),)) is None
    assert session.failed
    assert "said by" in capfd.readouterr().err
    assert bool(spoke) is not background  # Else the other process heard it.


def answer(what: Callable[[], bool]) -> bool:
    background = Background()
    background.start(what)
    assert background.at_work
    return background.join()


def test_it_answers() -> None:
    assert answer(lambda: True)
    assert not answer(lambda: False)
    assert Background().join()


def full() -> bool:
    raise OSError(errno.ENOSPC, "full")


def broken() -> bool:
    raise ValueError("a mistake of ours")


def killed() -> bool:
    os.kill(os.getpid(), signal.SIGKILL)
    return True


def test_it_tells_why_it_could_not() -> None:
    with pytest.raises(OSError, match="No space left") as raised:
        answer(full)
    assert raised.value.errno == errno.ENOSPC
    with pytest.raises(FileError, match="SIGKILL"):
        answer(killed)


def test_a_mistake_ends_there_and_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    assert not answer(broken)
    assert "ValueError: a mistake of ours" in capfd.readouterr().err
