# RUN: %pytest %s
"""bench/run.py --against compares two checkouts; what it says of speed is nothing to hold a test to."""

import subprocess
import sys

from support.root import ROOT


def bench(*flags: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ROOT / "bench/run.py", "--hosts=upstream", "--pairs=1", "--ops=100", *flags]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_checkout_against_itself() -> None:
    done = bench(f"--against={ROOT}", "--programs=fan")
    assert done.returncode == 0, done.stderr
    _, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in done.stdout.splitlines()]
    assert [row[:3] for row in rows] == [
        ["kernel of 100 lines", "upstream", "100 lines"],
        ["fan of 2,000 users", "upstream", "100 ops"],
    ]
    assert all(0 < float(ratio) < 100 for row in rows for ratio in row[5:])


def test_what_is_no_checkout_is_refused() -> None:
    done = bench(f"--against={ROOT / 'docs'}")
    assert done.returncode
    assert "is no checkout of Lanewise" in done.stderr
