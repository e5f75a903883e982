# RUN: %pytest %s
"""Bank conflicts of access patterns whose cost is known."""

from __future__ import annotations

import numpy as np
import pytest
from lanewise.sim.values.banks import bank_conflicts

LANES = np.arange(32)


@pytest.mark.parametrize(
    ("words", "lost"),
    [
        (LANES, 0),
        (LANES[::-1], 0),
        (0 * LANES, 0),
        (LANES // 2, 0),
        (LANES * 2, 1),
        (LANES * 4, 3),
        (LANES * 32, 31),
        (LANES * 33, 0),
        (LANES % 2 * 32, 1),
    ],
)
def test_one_word_a_lane(words: np.ndarray, lost: int) -> None:
    assert bank_conflicts(words, LANES, 4, 32) == lost


@pytest.mark.parametrize(
    ("width", "stride", "lost"), [(4, 4, 0), (2, 2, 0), (4, 128, 4 * 7), (2, 64, 2 * 15), (3, 3, 0)]
)
def test_neighbouring_words(width: int, stride: int, lost: int) -> None:
    """Four words a lane are served to eight lanes at a time: four rounds, in each of which lanes hit one another."""
    address = (LANES[:, None] * stride + np.arange(width)).reshape(-1)
    assert bank_conflicts(address, np.repeat(LANES, width), 4, 32) == lost


def test_narrow_elements_share_words() -> None:
    lanes = np.arange(64)
    assert bank_conflicts(lanes, lanes, 2, 64) == 0
    assert bank_conflicts(lanes * 2, lanes, 2, 32) == 0
    # Two subgroups of 32, each down a column of 64 f16: stride 32 words.
    assert bank_conflicts(lanes * 64, lanes, 2, 32) == 2 * 31


def test_a_uniform_access_has_none() -> None:
    assert bank_conflicts(np.arange(64) * 32, np.full(64, -3), 4, 32) == 0
    assert bank_conflicts(np.arange(0), np.arange(0), 4, 32) == 0
