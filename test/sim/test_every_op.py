# RUN: env LANEWISE_HOST=%host %pytest %s
"""No semantics without a test: each op that the simulator knows is executed by a test here, on the host that has it."""

from __future__ import annotations

import json
import sys

import pytest
from executed import HERE
from lanewise.mlir import host
from lanewise.sim import semantics  # noqa: F401 - registers them
from lanewise.sim.machine.program import FORWARDING, SEMANTICS
from support.root import TEST
from support.run import environment, run

# Ops that no test executes, and why.
REASONS = {
    "iree_codegen.extract_strided_metadata": "is memref.extract_strided_metadata under another name",
    "vector.scalable.extract": "the type of its operand is refused first",
    "vector.scalable.insert": "the type of its operand is refused first",
    "vector.vscale": "is refused",
}

# Ops that tests execute on IREE's host, and not on upstream's.
OF_IREE = {"amdgpu", "hal", "iree_codegen", "iree_gpu", "iree_linalg_ext", "iree_tensor_ext", "iree_vector_ext", "util"}
ON_IREE = {"gpu.ballot", "memref.dealloc"}


def wanted() -> set[str]:
    """The ops that this host's tests execute."""
    of_iree = {name for name in SEMANTICS if name.partition(".")[0] in OF_IREE or name in ON_IREE}
    return (of_iree if host.NAME == "iree" else SEMANTICS.keys() - of_iree) - REASONS.keys()


@pytest.fixture(scope="module")
def ran() -> dict[str, set[str]]:
    done = run([sys.executable, HERE / "executed.py", *sorted(wanted())], env=environment(host.NAME, TEST))
    assert done.returncode == 0, done.stderr
    return {how: set(names) for how, names in json.loads(done.stdout).items()}


def untested(executed: set[str]) -> set[str]:
    return wanted() - executed


def test_every_op_is_executed_by_a_test(ran: dict[str, set[str]]) -> None:
    assert not untested(ran["executed"])


def test_an_op_without_a_test_is_noticed(ran: dict[str, set[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    name = "hal.planted" if host.NAME == "iree" else "arith.planted"
    monkeypatch.setitem(SEMANTICS, name, SEMANTICS["arith.addf"])
    assert untested(ran["executed"]) == {name}


def test_exceptions_are_needed(ran: dict[str, set[str]]) -> None:
    assert SEMANTICS.keys() >= {*REASONS, *ON_IREE}
    assert not ran["executed"] & REASONS.keys()
    assert ("vector.vscale" in ran["refused"]) == (host.NAME == "upstream")


def test_no_terminator_has_semantics() -> None:
    assert not SEMANTICS.keys() & FORWARDING
