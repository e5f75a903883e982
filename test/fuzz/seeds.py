"""The programs that mutations start from: every chunk of the tests' .mlir files, the examples, the corpus."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 6_000
"""Bytes; a larger seed spends the time of many runs on parsing."""

_MARKER = re.compile(r"^[ \t]*// -----[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)


@cache
def seeds(host: str) -> tuple[str, ...]:
    """Without the comments that lit and --verify-diagnostics read: they would hide from mutations what is code."""
    folders = ["test", "examples"]
    paths = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.mlir"))
    if host != "iree":  # The corpus has ops that only iree knows.
        paths = [path for path in paths if path.parent.name != "corpus"]
    chunks = (_COMMENT.sub("", chunk).strip("\n") + "\n" for path in paths for chunk in _MARKER.split(path.read_text()))
    return tuple(dict.fromkeys(chunk for chunk in chunks if 1 < len(chunk) <= LARGEST))
