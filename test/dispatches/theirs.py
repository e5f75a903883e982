"""The compiler's own distribution of kernels, judged: `python test/dispatches/theirs.py [FOLDER] [-j N]`.

Each kernel of a folder (this one) is distributed by `iree-opt` and compared in lanewise-sim with what it was, for its
first and last workgroups. What cannot be judged, and what differs, is a line; how many were equal comes last.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from oracle import oracle
from support.run import lanewise

PASS = "builtin.module(func.func(iree-llvmgpu-vector-distribute))"
WORKGROUPS = "0,1"


def main() -> int:
    parser = argparse.ArgumentParser(description="Judge the compiler's own distribution of the kernels in a folder.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent / "inputs")
    parser.add_argument("-j", "--jobs", type=int, default=2)
    arguments = parser.parse_args()
    kernels = sorted(arguments.folder.glob("**/*.mlir"))
    counts: Counter[str] = Counter()
    with ThreadPoolExecutor(arguments.jobs) as executor:
        for kernel, (verdict, text) in zip(kernels, executor.map(judged, kernels), strict=True):
            counts[verdict] += 1
            if verdict != "equal":
                print(f"{kernel.name}: {verdict}: {text}", flush=True)
    print(", ".join(f"{count} {verdict}" for verdict, count in counts.most_common()))
    return 0


def judged(kernel: Path) -> tuple[str, str]:
    """A verdict, and what more there is to say."""
    done = subprocess.run(
        [oracle.iree_opt() or "iree-opt", f"--pass-pipeline={PASS}", str(kernel)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return "not distributed", next((line for line in done.stderr.split("\n") if "error" in line), "")
    with tempfile.NamedTemporaryFile("w", suffix=".mlir") as after:
        after.write(done.stdout)
        after.flush()
        options = [f"--workgroups={WORKGROUPS}", "--json", "--compare", after.name]
        if kernel.name.startswith("gathered"):
            options.append("--args=1=0..63")
        try:
            answer = json.loads(lanewise("lanewise-sim", kernel, *options, host="iree").stdout)
        except json.JSONDecodeError as problem:
            return "crashed", str(problem)
    if answer["status"] == "fault":
        fault = answer["faults"][0]
        side = "after" if fault["file"] == after.name else "before"
        return f"{fault.get('kind', 'fault')} {side}", fault["text"]
    if answer["status"] == "different":
        first = answer["differences"][0]
        return first.get("kind", "different"), f"{first['buffer']} at {first['index']}: {first['a']}, {first['b']}"
    return str(answer["status"]), ""


if __name__ == "__main__":
    sys.exit(main())
