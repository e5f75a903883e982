# REQUIRES: iree
# RUN: env LANEWISE_HOST=iree %pytest %s
"""A share of the mutants of `make mutants`: each is caught, or no op of it shows a difference that counts."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "iree"

import pytest
from mutants import Corpus, Dispatches, drawn, explanation, judged
from mutations import DELINEARIZE, KINDS, Edit, Exchange, Kernel, edits, other_lanes

COUNT = 12


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus()


def test_mutants_are_caught(corpus: Corpus) -> None:
    outcomes = list(judged(corpus, COUNT, seed=3))
    survivors = [outcome for outcome in outcomes if outcome.how == "survived"]
    caught = sum(outcome.caught for outcome in outcomes)
    assert caught + len(survivors) == COUNT
    assert caught >= 0.8 * COUNT
    for outcome in survivors:
        assert explanation(corpus, outcome).startswith("equivalent"), outcome


@pytest.mark.parametrize("name", ["softmax.sm_80", "attention_f16.gfx942", "rowsum_dynamic.gfx942"])
def test_the_original_survives(corpus: Corpus, name: str) -> None:
    """An edit that changes nothing: neither the judge nor the explanation sees a difference."""
    line = corpus.after[name].split("\n")[0]
    outcome = corpus.judge(name, Edit("none", 0, line))
    assert outcome.how == "survived"
    assert explanation(corpus, outcome) == "equivalent: no op has another value in any lane"


@pytest.fixture(scope="module")
def dispatches() -> Dispatches:
    return Dispatches("argmin_i32.sm_80", "matmul_i8.gfx942", "scaled_matmul.gfx950", "softmax_dynamic.gfx942")


def test_mutants_of_our_own_output_are_caught(dispatches: Dispatches) -> None:
    outcomes = list(judged(dispatches, 12, seed=1))
    survivors = [outcome for outcome in outcomes if outcome.how == "survived"]
    assert len(dispatches.names) == 4
    assert sum(outcome.caught for outcome in outcomes) + len(survivors) == 12
    assert len(survivors) <= 2
    for outcome in survivors:
        assert explanation(dispatches, outcome).startswith("equivalent"), outcome


def test_lanes_that_change_places_in_all_they_do_are_no_change(dispatches: Dispatches) -> None:
    """What Exchange leaves out survives, and leaves the same, bit for bit."""
    name = "matmul_i8.gfx942"
    kernel = Kernel(dispatches.after[name])
    left_out = 0
    for line, step, text in other_lanes(kernel, "xori"):
        match = DELINEARIZE.match(kernel.lines[line])
        assert match
        if not Exchange(kernel, match[1], step).shows():
            left_out += 1
            assert dispatches.judge(name, Edit("lanes_swapped", line, text)).how == "survived"
    assert left_out >= 4


def test_what_does_not_parse_is_no_mutant(corpus: Corpus) -> None:
    assert corpus.judge("softmax.sm_80", Edit("none", 3, "  nonsense")).how == "invalid"


def test_every_kind_of_edit_is_drawn(corpus: Corpus) -> None:
    assert {edit.kind for name in corpus.names for edit in edits(corpus.after[name])} == set(KINDS)


def test_a_seed_draws_the_same(corpus: Corpus) -> None:
    first, second, other = (drawn(corpus, seed) for seed in (5, 5, 6))
    draws = [next(first) for _ in range(30)]
    assert draws == [next(second) for _ in range(30)]
    assert draws != [next(other) for _ in range(30)]
