# RUN: %pytest %s
"""A text is cut into lines and chunks where a list of its lines would be."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from lanewise.mlir import files

PARTS = ["a", "b//", "\n", "\n", files.SPLIT_MARKER, f"\n{files.SPLIT_MARKER}\n", " ", "\t", "\r\n"]
TEXTS = ["".join(chooser.choices(PARTS, k=chooser.randrange(12))) for chooser in map(random.Random, range(500))]


def chunks(lines: list[str]) -> Iterator[tuple[int, str]]:
    start = 0
    for index, line in enumerate(lines):
        if line.strip() == files.SPLIT_MARKER:
            yield start + 1, "\n".join(lines[start:index])
            start = index + 1
    yield start + 1, "\n".join(lines[start:])


def test_chunks() -> None:
    assert sum(files.SPLIT_MARKER in text for text in TEXTS) > 100
    for text in TEXTS:
        assert list(files.split(text)) == list(chunks(text.split("\n")))


def test_lines() -> None:
    for text in TEXTS:
        lines, expected = files.Lines(text), text.split("\n")
        assert len(lines) == len(expected)
        assert list(lines) == expected
        assert (lines[-1], lines[-len(expected)], lines[1:]) == (expected[-1], expected[0], expected[1:])
        with pytest.raises(IndexError):
            lines[len(expected)]
