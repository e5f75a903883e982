# RUN: %pytest %s
"""Files and streams that fail, and interruptions: it is said in a line, and an older output stays whole."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest
from commands import COMMANDS, KERNEL, Command, environment, run
from support.run import heed_interruptions

HOST = "upstream"
each_command = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
STEPS = "--max-steps=999999999"
FOREVER = """func.func @f(%out: memref<1xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %end = arith.constant 100000000 : index
  scf.for %i = %c0 to %end step %c1 {
    %v = memref.load %out[%c0] : memref<1xf32>
    memref.store %v, %out[%c0] : memref<1xf32>
  }
  return
}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in.mlir").write_text(KERNEL)
    return tmp_path


def check(done: subprocess.CompletedProcess[str], status: int, said: str) -> None:
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert done.returncode == status, done.stderr
    assert said in done.stderr


@each_command
def test_the_kernel_is_taken(command: Command, folder: Path) -> None:
    done = run(command.line("in.mlir", *command.to("out.txt")), folder, HOST)
    check(done, 0, "")
    assert (folder / "out.txt").stat().st_size > 0


@each_command
def test_a_full_disk_behind_stdout(command: Command, folder: Path) -> None:
    with open("/dev/full", "w") as full:
        done = run(command.line("in.mlir"), folder, HOST, stdout=full)
    check(done, 1, "<stdout>: error: cannot write: No space left on device\n")


@each_command
def test_a_full_disk_behind_a_file(command: Command, folder: Path) -> None:
    done = run(command.line("in.mlir", *command.to("/dev/full")), folder, HOST)
    check(done, 1, "/dev/full: error: cannot write: No space left on device\n")


@each_command
def test_a_disk_that_fills_up_leaves_the_old_file_whole(command: Command, folder: Path) -> None:
    (folder / "out.txt").write_text("old")

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (16, 16))

    done = run(command.line("in.mlir", *command.to("out.txt")), folder, HOST, preexec_fn=small_files)
    check(done, 1, "out.txt: error: cannot write: File too large\n")
    assert (folder / "out.txt").read_text() == "old"
    assert {path.name for path in folder.iterdir()} == {"in.mlir", "out.txt"}


@each_command
def test_a_pipe_that_nobody_reads(command: Command, folder: Path) -> None:
    """Silent, as `yes | head` is."""
    reading, writing = os.pipe()
    os.close(reading)
    done = run(command.line("in.mlir"), folder, HOST, stdout=writing)
    os.close(writing)
    check(done, 1, "")
    assert done.stderr == ""


@each_command
def test_messages_that_nobody_reads(command: Command, folder: Path) -> None:
    (folder / "in.mlir").write_text("nope")
    reading, writing = os.pipe()
    os.close(reading)
    done = run(command.line("in.mlir"), folder, HOST, stderr=writing)
    os.close(writing)
    assert (done.returncode, done.stdout) == (1, "")


@each_command
def test_an_input_that_vanished(command: Command, folder: Path) -> None:
    (folder / "link.mlir").symlink_to("gone.mlir")
    check(run(command.line("link.mlir"), folder, HOST), 1, "link.mlir: error: cannot read: No such file or directory\n")


@each_command
def test_an_input_that_cannot_be_read(command: Command, folder: Path) -> None:
    check(run(command.line("."), folder, HOST), 1, ".: error: cannot read: Is a directory\n")
    if os.geteuid() != 0:
        (folder / "in.mlir").chmod(0)
        check(run(command.line("in.mlir"), folder, HOST), 1, "in.mlir: error: cannot read: Permission denied\n")


def test_the_second_input_vanished(folder: Path) -> None:
    for command, flag in ((COMMANDS[1], "--compare"), (COMMANDS[2], "--against")):
        done = run(command.line("in.mlir", flag, "gone.mlir"), folder, HOST)
        check(done, 1, "gone.mlir: error: cannot read: No such file or directory\n")
        assert done.stdout == ""


@each_command
def test_a_folder_where_the_output_should_go(command: Command, folder: Path) -> None:
    (folder / "out.txt").mkdir()
    check(
        run(command.line("in.mlir", *command.to("out.txt")), folder, HOST), 1, "out.txt: error: cannot write: Is a dir"
    )
    assert list((folder / "out.txt").iterdir()) == []


@each_command
@pytest.mark.skipif(shutil.which("chattr") is None, reason="no chattr")
def test_an_output_that_may_not_be_written_even_by_root(command: Command, folder: Path) -> None:
    output = folder / "out.txt"
    output.write_text("old")
    if subprocess.run(["chattr", "+i", output], capture_output=True, check=False).returncode != 0:
        pytest.skip("files cannot be made immutable here")
    try:
        done = run(command.line("in.mlir", *command.to("out.txt")), folder, HOST)
    finally:
        subprocess.run(["chattr", "-i", output], check=True)
    check(done, 1, "out.txt: error: cannot write: ")
    assert output.read_text() == "old"
    assert {path.name for path in folder.iterdir()} == {"in.mlir", "out.txt"}


@each_command
@pytest.mark.parametrize("to", ["the process", "its group"])
def test_an_interruption_while_it_reads(command: Command, to: str, folder: Path) -> None:
    """A terminal's Ctrl-C goes to the group, in which the command is two processes."""
    (folder / "out.txt").write_text("old")
    os.mkfifo(folder / "fifo.mlir")
    line = command.line("fifo.mlir", *command.to("out.txt"))
    process = subprocess.Popen(
        line,
        cwd=folder,
        env=environment(HOST),
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heed_interruptions,
    )
    with open(folder / "fifo.mlir", "w"):  # Waits for the reader.
        (os.kill if to == "the process" else os.killpg)(process.pid, signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
    assert (process.returncode, stderr) == (130, f"{command.name}: interrupted\n")
    assert (folder / "out.txt").read_text() == "old"


def test_an_interruption_of_a_long_run(folder: Path) -> None:
    os.mkfifo(folder / "fifo.mlir")
    line = COMMANDS[1].line("fifo.mlir", "--workgroup-size=1", "--subgroup-size=1", "--args=out0=out.txt", STEPS)
    process = subprocess.Popen(
        line, cwd=folder, env=environment(HOST), stderr=subprocess.PIPE, text=True, preexec_fn=heed_interruptions
    )
    (folder / "fifo.mlir").write_text(FOREVER)
    time.sleep(1.5)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert (process.returncode, stderr) == (130, "lanewise-sim: interrupted\n")
    assert not (folder / "out.txt").exists()


def test_who_ends_the_command_ends_all_of_it(folder: Path) -> None:
    os.mkfifo(folder / "fifo.mlir")
    reading, writing = os.pipe()
    line = COMMANDS[0].line("fifo.mlir")
    process = subprocess.Popen(line, cwd=folder, env=environment(HOST), stdout=writing, stderr=writing)
    os.close(writing)
    with open(folder / "fifo.mlir", "w"):
        process.kill()
        process.wait()
        closed = threading.Event()
        threading.Thread(target=lambda: (os.read(reading, 1), closed.set()), daemon=True).start()
        assert closed.wait(20), "a process was left that still could write"
