# RUN: env LANEWISE_HOST=upstream %pytest %s
"""No meaning without a test: each op that the simulator knows is in a test here or a kernel of the corpus."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "upstream"

import re
from pathlib import Path

from lanewise.sim import semantics  # noqa: F401 - registers them
from lanewise.sim.machine.program import FORWARDING, SEMANTICS
from support.root import TEST

# Ops without a test of their own, and why.
REASONS = {
    "iree_codegen.extract_strided_metadata": "is memref.extract_strided_metadata under another name",
}
# Where tests make names of a dialect and a word, or part of one: the file that holds the words.
MADE_OF_WORDS = {"index": "test_memref_affine.py", "affine": "test_memref_affine.py"}


def words(*files: Path) -> set[str]:
    return {word for file in files for word in re.findall(r"[a-z_]\w*(?:\.\w+)*", file.read_text().replace("\\n", " "))}


def names_in_tests() -> set[str]:
    here = [path for folder in ("sim", "corpus") for path in (TEST / folder).rglob("*") if path.is_file()]
    return words(*(path for path in here if path.suffix in {".py", ".mlir", ".txt"} and path != Path(__file__)))


def test_every_op_is_in_a_test() -> None:
    found = names_in_tests()
    for name in SEMANTICS.keys() - found - REASONS.keys():
        dialect, word = name.rsplit(".", 1)
        assert dialect in MADE_OF_WORDS, f"no test has {name}"
        assert word in words(TEST / "sim" / MADE_OF_WORDS[dialect]), f"no test has {name}"


def test_exceptions_are_needed() -> None:
    assert REASONS.keys() <= SEMANTICS.keys() - names_in_tests()


def test_no_terminator_has_a_meaning() -> None:
    assert not SEMANTICS.keys() & FORWARDING
