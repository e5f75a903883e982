"""Where things are in a checkout."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PASSES = ROOT / "passes"
TEST = ROOT / "test"
CORPUS = TEST / "corpus"
EXAMPLES = ROOT / "examples"
