"""Mutated inputs through every pass, for as many inputs or as long as it is told to.

    python test/fuzz/campaign.py --host upstream --inputs 10000 --seed 1
    python test/fuzz/campaign.py --minutes 30 --keep test/fuzz/found

What it finds is told once a kind, with the smallest input that shows it, which `--keep` writes down.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lanewise.reduce.windows import count_lines, smallest, without_lines
from seeds import ROOT

BATCH = 250
"""Inputs a process."""

SHRINKING = 60
"""Seconds that are spent on making one input small."""


@dataclass(frozen=True, slots=True)
class Finding:
    number: int
    pipeline: str
    flags: tuple[str, ...]
    problem: str
    text: str

    @property
    def kind(self) -> str:
        """What findings of one cause have in common, as far as that can be guessed."""
        head, _, rest = self.problem.partition(": ")
        return f"{head}: {rest.split('error: ')[-1][:60]}" if head != "traceback" else f"{head}: {rest[:100]}"


def environment(host: str) -> dict[str, str]:
    paths = [str(ROOT / "passes"), str(Path(__file__).parent)]
    return {**os.environ, "LANEWISE_HOST": host, "PYTHONPATH": os.pathsep.join(paths)}


def run_inputs(host: str, seed: int, first: int, last: int, folder: Path) -> Iterator[Finding]:
    """What inputs first to last - 1 show, by as many processes as it takes."""
    while first < last:
        log = folder / "log"
        log.unlink(missing_ok=True)
        command = [sys.executable, str(Path(__file__).with_name("worker.py")), *map(str, (seed, first, last, folder))]
        done = subprocess.run(command, env=environment(host), capture_output=True, check=False)
        lines = log.read_text().splitlines() if log.exists() else []
        for line in lines:
            if line.startswith("{"):
                found = json.loads(line)
                yield Finding(
                    found["number"],
                    found["pipeline"],
                    tuple(found["flags"]),
                    found["problem"],
                    text_of(folder, found["number"]),
                )
        if lines and lines[-1] == "done":
            return
        runs = [line for line in lines if line[:1].isdigit()]
        if not runs:
            raise RuntimeError(f"the worker did not start: {done.stderr.decode(errors='replace')}")
        number, _, rest = runs[-1].partition(" ")
        pipeline, flags = json.loads(rest)
        text = (folder / "in.mlir").read_bytes().decode(errors="surrogatepass")
        died = Finding(int(number), pipeline, tuple(flags), death(done.returncode, folder / "stderr"), text)
        # A crash of the host's parser is no finding if the command says so.
        if died.problem == "hang" or pipeline or not is_told(host, flags, folder):
            yield died
        first = int(number) + 1


def is_told(host: str, flags: list[str], folder: Path) -> bool:
    command = [sys.executable, "-m", "lanewise.opt", str(folder / "in.mlir"), "-o", os.devnull, *flags]
    done = subprocess.run(command, env=environment(host), capture_output=True, text=True, check=False)
    return done.returncode == 1 and "in.mlir:1:1: error: the MLIR host crashed" in done.stderr


def text_of(folder: Path, number: int) -> str:
    return (folder / f"{number}.mlir").read_bytes().decode(errors="surrogatepass")


def death(code: int, stderr: Path) -> str:
    if -code in (signal.SIGPROF, signal.SIGALRM):
        return "hang"
    said = stderr.read_text(errors="replace").strip().splitlines() if stderr.exists() else []
    why = next((line for line in said if "ssert" in line or "LLVM ERROR" in line or "terminate" in line), "")
    name = signal.Signals(-code).name if code < 0 else f"exit {code}"
    return f"{name}: {why[:200]}"


def shows(host: str, text: str, finding: Finding, folder: Path) -> bool:
    """Whether a text has the problem of a finding."""
    (folder / "in.mlir").write_bytes(text.encode(errors="surrogatepass"))
    script = "import sys, pathlib, worker; f = pathlib.Path(sys.argv[1]); "
    script += "p, s = worker.run(f / 'in.mlir', sys.argv[2], sys.argv[3:], f / 'stderr'); "
    script += "p = p or (s == 1 and sys.argv[2] and worker.invalid(f / 'in.mlir', sys.argv[2], sys.argv[3:], "
    script += "f / 'stderr')); print(p or '')"
    command = [sys.executable, "-c", script, str(folder), finding.pipeline, *finding.flags]
    done = subprocess.run(command, env=environment(host), capture_output=True, text=True, check=False)
    problem = done.stdout.strip() if done.returncode == 0 else death(done.returncode, folder / "stderr")
    return Finding(0, "", (), problem, "").kind == finding.kind


def smaller(text: str, still: Callable[[str], bool], seconds: float) -> str:
    """With lines left out as long as `still` holds, for about as long as is given."""
    end = time.monotonic() + seconds

    def fails(texts: Sequence[str]) -> list[bool]:
        return [time.monotonic() < end and still(text) for text in texts]

    return smallest(text, count_lines, without_lines, fails)


def campaign(
    host: str,
    seed: int,
    inputs: int,
    first: int = 0,
    minutes: float | None = None,
    tell: Callable[[Finding], None] = print,
) -> tuple[int, list[Finding]]:
    """How many inputs ran, and a finding of each kind."""
    end = time.monotonic() + 60 * minutes if minutes is not None else None
    kinds: Counter[str] = Counter()
    findings = []
    done = 0
    with tempfile.TemporaryDirectory() as folder:
        while done < inputs and (end is None or time.monotonic() < end):
            last = min(done + BATCH, inputs)
            for finding in run_inputs(host, seed, first + done, first + last, Path(folder)):
                kinds[finding.kind] += 1
                if kinds[finding.kind] == 1:
                    findings.append(finding)
                    tell(finding)
            done = last
    return done, findings


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--host", choices=["upstream", "iree"], action="append", help="else both")
    parser.add_argument("--inputs", type=int, help="inputs a host; else 10,000, or what the time allows")
    parser.add_argument("--minutes", type=float, help="stop after about so many a host")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first input")
    parser.add_argument("--keep", type=Path, help="where small inputs that show what was found are written")
    arguments = parser.parse_args()
    inputs = arguments.inputs or (10_000 if arguments.minutes is None else sys.maxsize)
    bad = 0
    for host in arguments.host or ["upstream", "iree"]:

        def tell(finding: Finding, host: str = host) -> None:
            print(
                f"{host} {finding.number} [{finding.pipeline}] {' '.join(finding.flags)}: {finding.problem}", flush=True
            )
            if arguments.keep:
                write(host, arguments.seed, finding, finding.text, arguments.keep)

        done, findings = campaign(host, arguments.seed, inputs, arguments.first, arguments.minutes, tell)
        print(f"{host}: {done} inputs, {len(findings)} kinds of findings", flush=True)
        bad += len(findings)
        if arguments.keep:
            keep(host, arguments.seed, findings, arguments.keep)
    return 1 if bad else 0


def write(host: str, seed: int, finding: Finding, text: str, where: Path) -> Path:
    where.mkdir(parents=True, exist_ok=True)
    head = f"// {host}: {finding.problem.splitlines()[0]}\n"
    head += f"// lanewise-opt --pass-pipeline='builtin.module({finding.pipeline})' {' '.join(finding.flags)}\n"
    path = where / f"{host}-{seed}-{finding.number}.mlir"
    path.write_bytes((head + text).encode(errors="surrogatepass"))
    return path


def keep(host: str, seed: int, findings: list[Finding], where: Path) -> None:
    """Small inputs instead of those that were found."""
    with tempfile.TemporaryDirectory() as folder:
        for finding in findings:

            def still(shorter: str, finding: Finding = finding) -> bool:
                return shows(host, shorter, finding, Path(folder))

            if still(finding.text):
                print(write(host, seed, finding, smaller(finding.text, still, SHRINKING), where), flush=True)


if __name__ == "__main__":
    sys.exit(main())
