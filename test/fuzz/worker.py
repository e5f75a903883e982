"""Runs inputs through every pass within one process, which dies of what it finds or writes it down.

    worker.py SEED FIRST LAST FOLDER

Input number `n` is FOLDER/in.mlir while it runs. FOLDER/log gets a line `n PIPELINE` before each run, so that a parent
knows what a process died of, and a line of JSON for each run that ended as it may not.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import resource
import shlex
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from lanewise.command.session import Session, Settings
from lanewise.mlir.diagnostics import Message
from lanewise.opt import cli

ALWAYS = ("lanewise-resolve-layouts,lanewise-distribute{workgroup-size=64,4 subgroup-size=64}",)
SOMETIMES = (
    "lanewise-print-layouts",
    "lanewise-duplicate-constants",
    "lanewise-convert-layouts",
    "lanewise-distribute",
    "lanewise-resolve-layouts,lanewise-distribute",
    "lanewise-resolve-layouts,lanewise-distribute{workgroup-size=64 subgroup-size=64},canonicalize,cse",
    "lanewise-resolve-layouts,lanewise-distribute{workgroup-size=128 subgroup-size=32},lanewise-distribute",
    "lanewise-duplicate-constants{max-chain=64},lanewise-convert-layouts,lanewise-print-layouts",
    "lanewise-resolve-layouts,cse,lanewise-resolve-layouts",
    "canonicalize,lanewise-resolve-layouts,lanewise-print-layouts",
    "func.func(lanewise-resolve-layouts),func.func(lanewise-print-layouts)",
)
"""Two of them for each input."""
SECONDS = 10
MEMORY = 6 << 30
LOCATED = re.compile(r"^.*in\.mlir:[1-9]\d*:[1-9]\d*: error: \S", re.MULTILINE)
UNPLACED = re.compile(r"^.*: error: \S", re.MULTILINE)
"""Enough where the text gives ops locations of its own choice."""
FRAME = re.compile(r'File "([^"]*)", line \d+, in (\w+)')


def run(path: Path, pipeline: str, flags: list[str], captured: Path) -> tuple[str | None, int]:
    """What was wrong with one run, if anything, and its exit status."""
    arguments = [str(path), "-o", os.devnull, f"--pass-pipeline=builtin.module({pipeline})", *flags]
    with capture(captured):
        started = time.process_time()
        with watched():
            try:
                status = cli.main(arguments)
            except BaseException:  # noqa: BLE001 - whatever gets out is a finding
                traceback.print_exc()
                status = -1
        took = time.process_time() - started
    said = captured.read_text(errors="replace")
    # canonicalize drops the locations of constants, and a remark at one of them may be an error.
    unplaced = b"loc(" in path.read_bytes() or ("canonicalize" in pipeline and "--verify-diagnostics" in flags)
    return problem(status, said, took, UNPLACED if unplaced else LOCATED), status


def problem(status: int, said: str, seconds: float, located: re.Pattern[str] = LOCATED) -> str | None:
    """How a run's end is not as it must be."""
    if "Traceback (most recent call last)" in said:
        frames = FRAME.findall(said)
        last = said.rstrip().rsplit("\n", 1)[-1][:200]
        return f"traceback: {Path(frames[-1][0]).name} {frames[-1][1]}: {last}" if frames else f"traceback: {last}"
    if status not in (0, 1):
        return f"status {status}: {said[:300]}"
    if status == 1 and not located.search(said):
        return f"no located error: {said[:300]}"
    if status == 0 and re.search(r": error: ", said):
        return f"an error with status 0: {said[:300]}"
    if seconds > SECONDS:
        return f"took {seconds:.0f} s"
    return None


@contextlib.contextmanager
def capture(path: Path) -> Iterator[None]:
    """What goes to stderr, of C++ too, goes to a file."""
    sys.stderr.flush()
    kept = os.dup(2)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(file, 2)
    os.close(file)
    try:
        yield
    finally:
        sys.stderr.flush()
        os.dup2(kept, 2)
        os.close(kept)


@contextlib.contextmanager
def watched() -> Iterator[None]:
    """A signal ends the process when it takes too long: of the processor's time, since others may use it too."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    signal.setitimer(signal.ITIMER_REAL, 12 * SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def ignore(message: Message) -> None:
    """Say nothing."""


def flags_of(rng: random.Random) -> list[str]:
    flags = []
    if rng.random() < 0.3:
        flags.append("--allow-unregistered-dialect")
    if rng.random() < 0.1:
        flags.append("--mlir-print-op-generic")
    if rng.random() < 0.1:
        flags.append("--mlir-print-debuginfo")
    if rng.random() < 0.1:
        flags.append("--mlir-print-local-scope")
    if rng.random() < 0.1:
        flags.append("--verify-diagnostics")
    if rng.random() < 0.1:
        flags.append("--split-input-file")
    return flags


def command_of(path: Path) -> tuple[str, list[str]]:
    """Pipeline and flags of an input that was kept."""
    words = shlex.split(path.read_text(errors="replace").split("\n")[1].removeprefix("// lanewise-opt "))
    return words[0].removeprefix("--pass-pipeline=builtin.module(").removesuffix(")"), words[1:]


def invalid(path: Path, pipeline: str, flags: list[str], captured: Path) -> str | None:
    """An error that only the verifier sees: what a pass made is not valid."""
    said = captured.read_text(errors="replace")
    wrong, status = run(path, pipeline, [*flags, "--verify-each=false", "--mlir-print-op-generic"], captured)
    if status != 0:
        return wrong
    if "inner_tiled' op" in said:
        return None  # Only the host knows what fits the intrinsic.
    first = LOCATED.search(said)
    return f"makes invalid IR: {said[first.start() :][:300] if first else said[:300]}"


def main(seed: int, first: int, last: int, folder: Path) -> None:
    from mutate import mutant

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    host = os.environ["LANEWISE_HOST"]
    log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for number in range(first, last):
        path = folder / "in.mlir"
        rng = random.Random(f"{seed} {number} flags")
        flags = flags_of(rng)

        def reprint(text: str, number: int = number, path: Path = path, flags: list[str] = flags) -> str | None:
            path.write_bytes(text.encode(errors="surrogatepass"))
            os.write(log, f"{number} {json.dumps(['', [*flags, '--mlir-print-op-generic']])}\n".encode())
            with capture(folder / "stderr"), watched():
                session = Session(Settings("--allow-unregistered-dialect" in flags, print_op_generic=True), "", ignore)
                return session.process(text, ())

        path.write_bytes(mutant(seed, number, host, reprint).encode(errors="surrogatepass"))
        for pipeline in ("", *ALWAYS, *rng.sample(SOMETIMES, 2)):
            os.write(log, f"{number} {json.dumps([pipeline, flags])}\n".encode())
            wrong, status = run(path, pipeline, flags, folder / "stderr")
            if wrong is None and status == 1 and pipeline and "canonicalize" not in pipeline:
                wrong = invalid(path, pipeline, flags, folder / "stderr")
            if wrong:
                found = {"number": number, "pipeline": pipeline, "flags": flags, "problem": wrong}
                os.write(log, (json.dumps(found) + "\n").encode())
                shutil.copy(path, folder / f"{number}.mlir")
            if not pipeline and status == 1:
                break  # It does not parse, or is not valid: no pass gets to see it.
    os.write(log, b"done\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
