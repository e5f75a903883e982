# RUN: %pytest %s
"""Random programs: our layouts are the oracle's, and what we print is valid and final.

`pytest test/random --seeds 2000 --first-seed 1000` tries more and other programs than the test suite does.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

import oracle
import ours
from generate import AGREEING, DIFFERING, IREE_ONLY, Program, program
from shrink import shrink

# Programs a process; each costs milliseconds, a process a second.
BATCH = 75
# The run of lanewise-resolve-layouts that must change nothing any more.
RUNS = 2
# Failing seeds of a batch that are made small for the report.
SHRUNK = 2

needs_oracle = pytest.mark.skipif(oracle.iree_opt() is None, reason="no iree-opt: install iree-base-compiler")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    first = metafunc.config.getoption("--first-seed", 0)
    last = first + metafunc.config.getoption("--seeds", 150)
    if "seeds" in metafunc.fixturenames:
        batches = [range(start, min(start + BATCH, last)) for start in range(first, last, BATCH)]
        metafunc.parametrize("seeds", batches, ids=[f"{batch.start}-{batch.stop - 1}" for batch in batches])
    if "host" in metafunc.fixturenames:
        missing = "bindings not installed"
        marks = {host: () if ours.installed(host) else pytest.mark.skip(reason=missing) for host in ours.HOSTS}
        metafunc.parametrize("host", [pytest.param(host, marks=mark) for host, mark in marks.items()])


def features(seed: int, host: str, differing: bool) -> frozenset[str]:
    """None for every other seed, else up to three; those that differ from the oracle only when asked for."""
    known = [*AGREEING, *(IREE_ONLY if host == "iree" else ()), *(DIFFERING if differing else ())]
    rng = random.Random(f"features of {seed}")
    return frozenset(rng.sample(known, min(len(known), rng.choice((0, 0, 1, 3)))))


def differences(host: str, texts: Sequence[str]) -> list[str]:
    """For each program a report of the layouts that only one side has; empty when there are none."""
    pairs = zip(texts, oracle.analyze(texts), ours.analyze(host, texts))
    return [difference(text, theirs, own) for text, theirs, own in pairs]


def difference(text: str, theirs: oracle.Answer, own: oracle.Answer) -> str:
    if own.errors:
        return "lanewise-opt: " + "; ".join(own.errors)
    lines = text.splitlines()
    if any("vector.contract" in lines[line - 1] for line in own.warned_lines):
        # A refused layout of a contraction: what follows from it is ours alone.
        return ""
    report = []
    for missing, side in ((theirs.layouts - own.layouts, "only oracle"), (own.layouts - theirs.layouts, "only ours")):
        for line, column, result, layout in sorted(missing):
            report.append(f"{side} {line}:{column} #{result} {layout}\n    {lines[line - 1].strip()}")
    return "\n".join(report)


def small(host: str, failing: Program) -> str:
    """The shortest program found that is valid and on which the two tools differ."""

    def fails(texts: Sequence[str]) -> list[bool]:
        # The tools need not survive what is not valid, so ask for that first.
        valid = [not answer.errors for answer in oracle.verify(texts)]
        asked = [text for text, fine in zip(texts, valid) if fine]
        found = iter(differences(host, asked) if asked else [])
        return [bool(next(found)) if fine else False for fine in valid]

    text = shrink(failing.text, failing.types, fails)
    return f"{text}{differences(host, [text])[0]}"


@needs_oracle
def test_generated_programs_are_valid(seeds: range) -> None:
    everything = frozenset((*AGREEING, *DIFFERING, *IREE_ONLY))
    programs = [program(seed) for seed in seeds] + [program(seed, everything) for seed in seeds]
    invalid = [answer.errors for answer in oracle.verify([made.text for made in programs])]
    assert not any(invalid), [errors for errors in invalid if errors]


def test_a_seed_is_one_program(seeds: range) -> None:
    assert all(program(seed) == program(seed) for seed in seeds)
    assert len({program(seed).text for seed in seeds}) == len(seeds)


@needs_oracle
def test_layouts_are_the_oracles(host: str, seeds: range) -> None:
    programs = [program(seed, features(seed, host, differing=False)) for seed in seeds]
    found = differences(host, [made.text for made in programs])
    failing = [(seed, made) for seed, made, report in zip(seeds, programs, found) if report]
    reports = [f"seed {seed}:\n{small(host, made)}" for seed, made in failing[:SHRUNK]]
    assert not failing, "\n".join([f"seeds {[seed for seed, _ in failing]} differ", *reports])


def test_resolving_settles(host: str, seeds: range) -> None:
    texts = [program(seed, features(seed, host, differing=True)).text for seed in seeds]
    for _ in range(RUNS):
        before = texts
        resolved = ours.resolve(host, texts)
        errors = {seed: messages for seed, (_, messages) in zip(seeds, resolved) if messages}
        assert not errors
        texts = [text for text, _ in resolved]
    changed = [seed for seed, old, new in zip(seeds, before, texts) if old.strip() != new.strip()]
    assert not changed, f"run {RUNS} still changes seeds {changed}"


@needs_oracle
def test_resolved_programs_verify(host: str, seeds: range) -> None:
    texts = [program(seed, features(seed, host, differing=True)).text for seed in seeds]
    # Generic, because the hosts spell some ops of the vector dialect differently.
    resolved = ours.resolve(host, texts, "--mlir-print-op-generic")
    for seed, (text, errors), answer in zip(seeds, resolved, oracle.verify([text for text, _ in resolved])):
        assert not errors, f"seed {seed}"
        assert not answer.errors, f"seed {seed}:\n{text}"
