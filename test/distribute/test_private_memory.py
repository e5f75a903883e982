# RUN: env LANEWISE_HOST=%host %pytest %s
"""Random programs around a private buffer: each lane reads what the program wrote, and all else is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest
from equal import Case, Run, outcomes
from lanewise import pieces
from lanewise.pipeline.text import Element
from private_programs import program

PASSES = (Element("lanewise-resolve-layouts", ""), Element("lanewise-distribute", ""))
SEEDS = range(16)


def wrong(seed: int) -> list[str]:
    found, text = outcomes(Case(Path(f"private{seed}"), 1, program(seed), Run(PASSES, None, None)))
    assert "memref.alloca" in text
    assert "to_layout" not in text
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_a_lane_reads_what_the_program_wrote(seed: int) -> None:
    assert not wrong(seed), program(seed)


def test_the_same_seed_is_the_same_program_and_others_are_others() -> None:
    texts = [program(seed) for seed in SEEDS]
    assert texts == [program(seed) for seed in SEEDS]
    assert len(set(texts)) == len(texts)


def test_a_bound_that_is_not_kept_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces.private, "_masks", lambda access: [])
    assert any(wrong(seed) for seed in SEEDS)
