# RUN: %pytest %s
"""docs/passes.md says what the passes say."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_passes_md_is_what_the_passes_generate() -> None:
    written = subprocess.run([sys.executable, ROOT / "docs/generate.py"], capture_output=True, text=True, check=True)
    assert (ROOT / "docs/passes.md").read_text() == written.stdout, "run: python docs/generate.py > docs/passes.md"
