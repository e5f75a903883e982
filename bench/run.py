"""Time lanewise-opt against iree-opt: whole processes, in turn, same program, same work (layouts and remarks printed).

python bench/run.py [--ops N] [--runs N]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from programs import chains

SCRIPTS = Path(sys.executable).parent
ORACLE = [
    str(SCRIPTS / "iree-opt"),
    "--pass-pipeline=builtin.module(func.func(iree-codegen-test-vector-layout-analysis))",
    "--mlir-print-op-on-diagnostic=false",
]


def seconds(command: list[str], directory: str) -> float:
    """Wall time of one run, with its remarks in a file."""
    with (Path(directory) / "remarks").open("w") as remarks:
        start = time.perf_counter()
        subprocess.run([*command, "-o", f"{directory}/out.mlir"], stderr=remarks, check=True)
        return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ops", type=int, default=30_000)
    parser.add_argument("--runs", type=int, default=7)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        program = f"{directory}/program.mlir"
        Path(program).write_text("\n".join(chains(arguments.ops)) + "\n")
        print(f"chains over shared constants, {arguments.ops} ops, median of {arguments.runs} paired runs")
        for host in ("iree", "upstream"):
            ours = [str(SCRIPTS / "lanewise-opt"), f"--host={host}", "--lanewise-print-layouts", program]
            pairs = [(seconds(ours, directory), seconds([*ORACLE, program], directory)) for _ in range(arguments.runs)]
            own, oracle = (statistics.median(column) for column in zip(*pairs, strict=True))
            ratio = statistics.median(a / b for a, b in pairs)
            print(f"{host:9} {own:6.3f} s   oracle {oracle:6.3f} s   ratio {ratio:5.2f}")


if __name__ == "__main__":
    main()
