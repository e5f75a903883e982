# RUN: %pytest %s
"""Random programs: our layouts are the oracle's, and what we print is valid and final.

`pytest test/random --seeds 2000 --first-seed 1000` tries more and other programs than the test suite does.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence

import oracle
import ours
import pytest
from generate import AGREEING, DIFFERING, IREE_ONLY, Program, program
from shrink import shrink
from support.hosts import HOSTS, installed

SEEDS = 150
# Programs a process; each costs milliseconds, a process a second.
BATCH = 75
# Failing seeds of a batch that are made small for the report.
SHRUNK = 2
# With these the oracle carries on with layouts that do not fit their vectors, and what follows from that is noise.
BROKEN_THERE = ("stretch", "odd-sizes")

needs_oracle = pytest.mark.skipif(oracle.iree_opt() is None, reason="no iree-opt: install iree-base-compiler")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    first = metafunc.config.getoption("--first-seed", 0)
    last = first + (metafunc.config.getoption("--seeds", None) or SEEDS)
    if "seeds" in metafunc.fixturenames:
        batches = [range(start, min(start + BATCH, last)) for start in range(first, last, BATCH)]
        metafunc.parametrize("seeds", batches, ids=[f"{batch.start}-{batch.stop - 1}" for batch in batches])
    if "host" in metafunc.fixturenames:
        missing = "bindings not installed"
        marks = {host: () if installed(host) else pytest.mark.skip(reason=missing) for host in HOSTS}
        metafunc.parametrize("host", [pytest.param(host, marks=mark) for host, mark in marks.items()])


def features(seed: int, host: str, unlike: Collection[str] = ()) -> frozenset[str]:
    """None for every other seed, else one or three of those that are not in `unlike`."""
    known = [*AGREEING, *DIFFERING, *(IREE_ONLY if host == "iree" else ())]
    wanted = [feature for feature in known if feature not in unlike]
    rng = random.Random(f"features of {seed}")
    return frozenset(rng.sample(wanted, min(len(wanted), rng.choice((0, 0, 1, 3)))))


def differences(host: str, texts: Sequence[str], *flags: str) -> list[str]:
    """For each program a report of the layouts that only one side has; empty when there are none."""
    pairs = zip(texts, oracle.analyze(texts), ours.analyze(host, texts, *flags), strict=True)
    return [difference(text, theirs, own) for text, theirs, own in pairs]


def difference(text: str, theirs: oracle.Answer, own: oracle.Answer) -> str:
    if own.errors:
        return "lanewise-opt: " + "; ".join(own.errors)
    lines = text.splitlines()
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
        asked = [text for text, fine in zip(texts, valid, strict=True) if fine]
        found = iter(differences(host, asked, ours.AS_THE_ORACLE) if asked else [])
        return [bool(next(found)) if fine else False for fine in valid]

    text = shrink(failing.text, failing.types, fails)
    return f"{text}{differences(host, [text], ours.AS_THE_ORACLE)[0]}"


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
def test_layouts_are_the_oracles_but_for_what_differences_md_names(host: str, seeds: range) -> None:
    """With the oracle's rules for what it names, nothing is left."""
    programs = [program(seed, features(seed, host, unlike=BROKEN_THERE)) for seed in seeds]
    found = differences(host, [made.text for made in programs], ours.AS_THE_ORACLE)
    failing = [(seed, made) for seed, made, report in zip(seeds, programs, found, strict=True) if report]
    reports = [f"seed {seed}:\n{small(host, made)}" for seed, made in failing[:SHRUNK]]
    assert not failing, "\n".join([f"seeds {[seed for seed, _ in failing]} differ", *reports])


@needs_oracle
def test_what_differences_md_names_is_rare(host: str, seeds: range) -> None:
    """Programs without the constructs that it names agree as they are, but for some copies that ask last, and for
    layouts that go on to values that have none in the oracle."""
    programs = [program(seed, frozenset(AGREEING)) for seed in seeds]
    plain = [made.text for made in programs if "free-contract" not in made.features]
    found = [report for report in differences(host, plain) if "only oracle" in report]
    assert len(found) <= max(1, len(plain) // 50), "\n\n".join(found)


def test_resolving_twice_changes_nothing(host: str, seeds: range) -> None:
    texts = [program(seed, features(seed, host)).text for seed in seeds]
    once = ours.resolve(host, texts)
    twice = ours.resolve(host, [text for text, _ in once])
    for seed, (first, errors), (second, more_errors) in zip(seeds, once, twice, strict=True):
        assert not errors, f"seed {seed}"
        assert not more_errors, f"seed {seed}, second time:\n{first}"
        assert first.strip() == second.strip(), f"seed {seed}"


@needs_oracle
def test_resolved_programs_verify(host: str, seeds: range) -> None:
    texts = [program(seed, features(seed, host)).text for seed in seeds]
    # Generic, because the hosts spell some ops of the vector dialect differently.
    resolved = ours.resolve(host, texts, "--mlir-print-op-generic")
    answers = oracle.verify([text for text, _ in resolved])
    for seed, (text, errors), answer in zip(seeds, resolved, answers, strict=True):
        assert not errors, f"seed {seed}"
        assert not answer.errors, f"seed {seed}:\n{text}"
