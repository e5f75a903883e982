# RUN: %pytest %s
"""Random kernels: distributed, they do what they did before.

`pytest test/random/test_distribute.py --seeds 2000 --first-seed 1000` tries more and other kernels than the test suite
does; `python test/random/judge.py HOST FIRST LAST` says of each seed what became of it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import oracle
import pytest
from distributed import kernel
from support.hosts import HOSTS, installed
from support.run import environment, run

HERE = Path(__file__).parent
SEEDS = 60
# Seeds a process, which takes a second to start; each seed costs a tenth.
BATCH = 60
# A wrong rule, which the judge must notice: masks of which all is set.
PLANTED = """
from dataclasses import replace
import sys, judge
from lanewise import ops
from lanewise.mlir.host import ir
from lanewise.rules import RULES
def all_set(site):
    return [site.splat(site.result_layout().piece, ir.IntegerAttr.get(site.result_element(), 1))]
RULES["vector.create_mask"] = replace(RULES["vector.create_mask"], distribute=all_set)
judge.main(sys.argv[1:])
"""


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


def outcomes(host: str, seeds: range, *command: str) -> list[dict[str, object]]:
    """What the judge says of each seed, in a process of its own."""
    asked = [sys.executable, *(command or [str(HERE / "judge.py")]), host, str(seeds.start), str(seeds.stop)]
    done = run(asked, env=environment(host, HERE))
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, f"{host}: dies of seed {seeds.start + len(found)}\n{done.stderr[-3000:]}"
    return found


def test_distributed_kernels_do_the_same(host: str, seeds: range) -> None:
    """To the last bit; what is refused is refused for a reason, and is rare."""
    found = outcomes(host, seeds)
    failing = [outcome for outcome in found if outcome["verdict"] not in ("equal", "refused")]
    reports = [f"seed {one['seed']} on {host}: {one['verdict']}: {one['detail']}" for one in failing]
    assert not failing, "\n".join(reports)
    refused = [outcome for outcome in found if outcome["verdict"] == "refused"]
    assert all(outcome["detail"] for outcome in refused)
    assert len(refused) <= max(2, len(found) // 10), refused
    if host == "iree" and oracle.iree_opt() is not None:
        equal = [outcome for outcome in found if outcome["verdict"] == "equal"]
        for outcome, answer in zip(equal, oracle.verify([str(one["after"]) for one in equal]), strict=True):
            assert not answer.errors, f"seed {outcome['seed']}: {answer.errors}"


def test_a_wrong_rule_is_noticed(host: str) -> None:
    assert "unequal" in [outcome["verdict"] for outcome in outcomes(host, range(12), "-c", PLANTED)]


def test_a_seed_is_one_kernel(seeds: range) -> None:
    assert all(kernel(seed, "iree") == kernel(seed, "iree") for seed in seeds)
    assert len({kernel(seed, "iree").text for seed in seeds}) == len(seeds)
