# RUN: %pytest %s
"""Real kernels: the layouts are the oracle's but for what docs/differences.md lists; the output is valid and final."""

import re
from functools import cache
from pathlib import Path

import oracle
import ours
import pytest
from support.hosts import installed
from support.root import CORPUS, ROOT

KERNELS = sorted(CORPUS.glob("*.before.mlir"))
SEEDS = sorted(CORPUS.glob("seed_*.mlir"))

pytestmark = pytest.mark.skipif(
    oracle.iree_opt() is None or not installed("iree"), reason="no iree-opt: install iree-base-compiler"
)
kernels = pytest.mark.parametrize("kernel", KERNELS, ids=lambda path: path.name.removesuffix(".before.mlir"))


def name_of(kernel: Path) -> str:
    return kernel.name.removesuffix(".before.mlir")


def by_kernel(answers: list[oracle.Answer]) -> dict[Path, oracle.Answer]:
    return dict(zip(KERNELS, answers, strict=True))


# Each is asked once for all kernels, since a process takes a second to start.
@cache
def of_oracle() -> dict[Path, oracle.Answer]:
    return by_kernel(oracle.analyze([kernel.read_text() for kernel in KERNELS]))


@cache
def as_we_do() -> dict[Path, oracle.Answer]:
    return by_kernel(ours.analyze("iree", [kernel.read_text() for kernel in KERNELS]))


@cache
def as_the_oracle() -> dict[Path, oracle.Answer]:
    return by_kernel(ours.analyze("iree", [kernel.read_text() for kernel in KERNELS], ours.AS_THE_ORACLE))


def listed() -> set[tuple[str, int, int]]:
    """(kernel, line, column) of each difference that docs/differences.md lists."""
    found = set()
    for row in re.findall(r"^\| (\w+\.\w+) \|(.*)$", (ROOT / "docs/differences.md").read_text(), re.MULTILINE):
        found |= {(row[0], int(line), int(column)) for line, column in re.findall(r"(\d+):(\d+)", row[1])}
    return found


def test_fourteen_kernels() -> None:
    assert len(KERNELS) == 14
    assert {name for name, *_ in listed()} <= {name_of(kernel) for kernel in KERNELS}


@kernels
def test_layouts_are_the_oracles_but_for_those_listed(kernel: Path) -> None:
    theirs, own = of_oracle()[kernel], as_we_do()[kernel]
    assert theirs.layouts
    assert not own.errors
    assert not own.layouts - theirs.layouts
    missing = {(name_of(kernel), line, column) for line, column, *_ in theirs.layouts - own.layouts}
    assert missing == {entry for entry in listed() if entry[0] == name_of(kernel)}


@kernels
def test_layouts_are_the_oracles_with_its_own_rules(kernel: Path) -> None:
    assert as_the_oracle()[kernel].layouts == of_oracle()[kernel].layouts


@kernels
def test_resolved_kernels_verify_and_stay(kernel: Path) -> None:
    [(resolved, errors)] = ours.resolve("iree", [kernel.read_text()])
    assert not errors
    assert not oracle.verify([resolved])[0].errors
    [(again, errors)] = ours.resolve("iree", [resolved])
    assert not errors
    assert again == resolved


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_kernels_of_2024_come_out_in_todays_syntax(seed: Path) -> None:
    _, stderr = ours.opt("upstream", ["--lanewise-resolve-layouts"], [seed.read_text()])
    [(resolved, errors)] = ours.resolve("upstream", [seed.read_text()])
    assert not errors
    zeros = re.findall(r"(%\w+) = arith.constant dense<0.000000e\+00> : vector<32x64xf16>", resolved)
    assert len(zeros) == {"seed_attention": 1, "seed_attention_two_layouts": 2}[seed.stem]
    assert stderr.count("copied for") == len(zeros) - 1
    added = re.findall(r"to_layout (%\w+)(?:#\d+)? to layout\([^)]*\) \{lanewise.conversion\}", resolved)
    constants = re.findall(r"(%\w+) = arith.constant", resolved)
    assert not set(added) & set(constants)
    assert "subgroups_per_workgroup" not in resolved
    assert not oracle.verify([resolved])[0].errors
