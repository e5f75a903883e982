"""Time Lanewise against iree-opt: whole processes in turn, same program, same work (layouts and remarks printed).

Prints a table; --write puts it into docs/performance.md, with the machine and the date. With --against=CHECKOUT
the other side is Lanewise as another checkout of this repository has it, and --parts are programs and small.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from against import SMALL, against
from programs import IREE_DIALECTS, PROGRAMS, ROOT, kernel, reductions
from timed import Command, compare, run

SCRIPTS = Path(sys.executable).parent
HOSTS = {"upstream": "mlir.ir", "iree": "iree.compiler.ir"}
PARTS = ["programs", "small", "distribution"]
SIZES = [3_000, 30_000, 90_000]
IREE_OPT = [str(SCRIPTS / "iree-opt"), "--mlir-print-op-on-diagnostic=false"]
ANALYSIS = "--pass-pipeline=builtin.module(func.func(iree-codegen-test-vector-layout-analysis))"
DISTRIBUTION = "--pass-pipeline=builtin.module(func.func(iree-llvmgpu-vector-distribute))"
TIMED = re.compile(r"^\s+([\d.]+) \([^)]*\)\s+(?:\S*VectorDistribute\S*|lanewise-distribute)", re.MULTILINE)


def lanewise_opt(host: str, *flags: str) -> Command:
    return Command([str(SCRIPTS / "lanewise-opt"), f"--host={host}", *flags])


def programs(
    names: Sequence[str], hosts: Sequence[str], sizes: Sequence[int], runs: int, folder: Path
) -> Iterator[str]:
    """Rows of the large programs."""
    yield "| program | host | ops | Lanewise | oracle | ratio | of CPU time | peak, MiB | growth |"
    yield "|---|---|--:|--:|--:|--:|--:|--:|--:|"
    path, output = folder / "program.mlir", f"-o={folder / 'out.mlir'}"
    for name in names:
        for host in hosts:
            if name in IREE_DIALECTS and host != "iree":
                continue
            cost: dict[int, float] = {}
            for size in sizes:
                path.write_text("\n".join(PROGRAMS[name](size)) + "\n")
                ours = lanewise_opt(host, "--lanewise-print-layouts", output, str(path))
                [pairs] = compare(ours, [Command([*IREE_OPT, ANALYSIS, output, str(path)])], runs, folder)
                cost[size] = pairs.wall()[0] / size
                growth = f"{cost[size] / cost[sizes[0]]:.2f}" if size != sizes[0] else ""
                own, oracle = pairs.wall()
                yield (
                    f"| {name} | {host} | {size:,} | {own:.2f} s | {oracle:.2f} s | {pairs.ratio():.2f} "
                    f"| {pairs.cpu_ratio():.2f} | {pairs.peak()[0]:.0f} : {pairs.peak()[1]:.0f} | {growth} |"
                )


def small(hosts: Sequence[str], runs: int, folder: Path) -> Iterator[str]:
    """Rows of a 100-line kernel."""
    yield "| host | Lanewise | importing the bindings | ratio |"
    yield "|---|--:|--:|--:|"
    path = folder / "kernel.mlir"
    path.write_text("\n".join(kernel()) + "\n")
    for host in hosts:
        ours = lanewise_opt(host, "--lanewise-print-layouts", f"-o={folder / 'out.mlir'}", str(path))
        [pairs] = compare(ours, [Command([sys.executable, "-c", f"import {HOSTS[host]}"])], 3 * runs, folder)
        own, bindings = pairs.wall()
        yield f"| {host} | {own:.3f} s | {bindings:.3f} s | {pairs.ratio():.2f} |"


def distribution(hosts: Sequence[str], runs: int, folder: Path) -> Iterator[str]:
    """Rows of the pass that distributes, on a program whose layouts are resolved."""
    yield "| host | ops | Lanewise's pass | oracle's pass | ratio |"
    yield "|---|--:|--:|--:|--:|"
    path, resolved, output = folder / "program.mlir", folder / "resolved.mlir", f"-o={folder / 'out.mlir'}"
    for host in hosts:
        for size in (1_000, 5_000):
            path.write_text("\n".join(reductions(size)) + "\n")
            run(lanewise_opt(host, "--lanewise-resolve-layouts", f"-o={resolved}", str(path)), folder / "ours")
            ours = lanewise_opt(host, "--lanewise-distribute", "--mlir-timing", output, str(resolved))
            theirs = Command([*IREE_OPT, DISTRIBUTION, "--mlir-timing", output, str(resolved)])
            pairs = [(pass_time(ours, folder), pass_time(theirs, folder)) for _ in range(runs)]
            own, oracle = (statistics.median(column) for column in zip(*pairs, strict=True))
            ratio = statistics.median(a / b for a, b in pairs)
            yield f"| {host} | {size:,} | {own:.3f} s | {oracle:.3f} s | {ratio:.2f} |"


def pass_time(command: Command, folder: Path) -> float:
    """Seconds in the pass itself, of what --mlir-timing prints."""
    run(command, folder / "timing")
    found = TIMED.search((folder / "timing").read_text())
    if found is None:
        raise SystemExit(f"{' '.join(command.words)}: no time of the pass among the timings")
    return float(found[1])


def machine() -> str:
    """The CPU's name and how many of its cores there are."""
    models = re.findall(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return f"{models[0] if models else platform.machine()}, {os.cpu_count()} cores"


PAGE = """# Performance

Written by `bench/run.py --write` (`make bench`) on {date}: {machine}, Python {python}; medians of {runs} paired runs.

`bench/run.py --against=CHECKOUT` compares with another checkout of Lanewise instead, and prints beside each ratio that
of this checkout against itself: what the machine's noise comes to.

## Large programs

`lanewise-opt --lanewise-print-layouts` against the oracle (`iree-opt` with IREE's own analysis, same file): whole
processes, which parse, analyse and print the module, with the layout of every result as a remark in a file. "Growth" is
the cost per op over that of the smallest size. Peak memory is Lanewise's and the oracle's. Of programs above 1 MiB a
second process writes the remarks and verifies while the first prints: the ratio is by the clock, that of CPU time
beside it. `bench/programs.py` says what the programs are.

{programs}

## A kernel of 100 lines

Against `python -c "import mlir.ir"`, or `iree.compiler.ir`.

{small}

## Distribution

The time of the pass alone, as `--mlir-timing` prints it, against IREE's `iree-llvmgpu-vector-distribute`.

{distribution}
"""


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--programs", default=",".join(PROGRAMS), help=f"of {', '.join(PROGRAMS)}: parts of names, after commas")
    add("--hosts", default=",".join(HOSTS), help="upstream, iree or both, with a comma")
    add("--sizes", default=",".join(map(str, SIZES)), help="numbers of ops, after commas")
    add("--parts", default=",".join(PARTS), help="which tables")
    add("--runs", type=int, default=5, help="paired runs of each")
    add("--against", type=Path, metavar="CHECKOUT", help="compare with Lanewise as this checkout has it")
    add("--pairs", type=int, default=21, help="with --against: paired runs of each")
    add("--ops", type=int, default=90_000, help="with --against: the size of the large programs")
    add("--write", action="store_true", help="write docs/performance.md")
    arguments = parser.parse_args()
    if arguments.write and arguments.parts != ",".join(PARTS):
        parser.error("--write needs all parts")
    if arguments.write and arguments.against:
        parser.error("--write is for the comparison with the oracle")
    return arguments


def main() -> None:
    arguments = parse_arguments()
    names = [name for name in PROGRAMS if any(part in name for part in arguments.programs.split(","))]
    hosts, sizes = arguments.hosts.split(","), [int(size) for size in arguments.sizes.split(",")]
    parts = arguments.parts.split(",")
    with tempfile.TemporaryDirectory() as temporary:
        folder, runs = Path(temporary), arguments.runs
        if arguments.against:
            names = [SMALL] * ("small" in parts) + names * ("programs" in parts)
            rows = against(arguments.against.resolve(), names, hosts, arguments.ops, arguments.pairs, folder)
            tables, parts = {"against": rows}, ["against"]
        else:
            tables = {
                "programs": programs(names, hosts, sizes, runs, folder),
                "small": small(hosts, runs, folder),
                "distribution": distribution(hosts, runs, folder),
            }
        printed = {part: "\n".join(shown(rows)) for part, rows in tables.items() if part in parts}
    if arguments.write:
        facts = {"date": date.today(), "machine": machine(), "python": platform.python_version(), "runs": runs}
        (ROOT / "docs/performance.md").write_text(PAGE.format(**facts, **printed))


def shown(rows: Iterator[str]) -> Iterator[str]:
    """Rows as they come, which takes minutes."""
    for row in rows:
        print(row, flush=True)
        yield row


if __name__ == "__main__":
    main()
