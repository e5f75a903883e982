# REQUIRES: iree
# RUN: env LANEWISE_HOST=iree %pytest %s
"""Real kernels, distributed, through the rest of a production compiler's pipeline: LLVM IR, no worse than its own."""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import oracle
import pytest
from rest import Lowered, Refused
from support.hosts import installed
from through import KERNELS, PAIRS, distributed, outcome

pytestmark = pytest.mark.skipif(
    oracle.iree_opt() is None or not installed("iree"), reason="no iree-opt: install iree-base-compiler"
)

# Ends in the translation to LLVM IR whoever distributes: nobody lowers casts of this f8 there, which the target lacks.
NOWHERE = {"attention_f8.sm_80"}

COUNTED = {
    "barriers": r"@llvm\.(nvvm\.barrier|amdgcn\.s\.barrier)",
    "shuffles": r"@llvm\.(nvvm\.shfl|amdgcn\.(ds\.bpermute|ds\.swizzle|update\.dpp|readlane|permlane))",
}


@cache
def outcomes() -> dict[tuple[str, str], Lowered | Refused]:
    """By kernel and side. Several at a time, as the compiler runs in processes of its own."""
    tasks = [(name, "before") for name in KERNELS] + [(name, "after") for name in PAIRS]
    distributed()
    with ThreadPoolExecutor(4) as executor:
        return dict(zip(tasks, executor.map(lambda task: outcome(*task), tasks), strict=True))


def counts(kernel: Lowered | Refused) -> Counter[str]:
    """Static counts: calls of each kind, instructions, and bytes of workgroup memory."""
    assert isinstance(kernel, Lowered), kernel
    found = Counter({name: len(re.findall(f"call .*{pattern}", kernel.ir)) for name, pattern in COUNTED.items()})
    found["instructions"] = sum(line.startswith("  ") for line in kernel.ir.splitlines())
    found["workgroup bytes"] = kernel.workgroup_bytes
    return found


@pytest.mark.parametrize("name", KERNELS)
def test_llvm_ir_comes_out(name: str) -> None:
    ours = outcomes()[name, "before"]
    assert isinstance(ours, Refused if name in NOWHERE else Lowered), ours
    if isinstance(ours, Lowered):
        assert re.search(r"^define .*@\w+\(", ours.ir, re.MULTILINE)


@pytest.mark.parametrize("name", sorted(NOWHERE))
def test_the_compiler_gets_there_no_more_than_we_do(name: str) -> None:
    ours, theirs = outcomes()[name, "before"], outcomes()[name, "after"]
    assert isinstance(theirs, Refused), "it gets there now: take it off the list"
    assert str(ours) == str(theirs)


@pytest.mark.parametrize("name", [name for name in PAIRS if name not in NOWHERE])
def test_no_count_is_above_the_compilers(name: str) -> None:
    ours, theirs = counts(outcomes()[name, "before"]), counts(outcomes()[name, "after"])
    assert theirs["barriers"] > 0
    assert theirs["shuffles"] > 0
    assert theirs["workgroup bytes"] > 0
    assert {what: (ours[what], theirs[what]) for what in theirs if ours[what] > theirs[what]} == {}


@pytest.mark.parametrize("name", [name for name in KERNELS if name not in PAIRS])
def test_where_the_compiler_has_no_answer(name: str) -> None:
    """Argmax: on sm_80 five shuffles find the greatest value of 32 lanes, one its index; then so of 32 subgroups."""
    found = counts(outcomes()[name, "before"])
    assert found["shuffles"] <= 13
    assert found["barriers"] <= 2
