# RUN: env LANEWISE_HOST=%host %pytest -s %s
"""Every op that a phase may meet has its rules, its test, and one record."""

import subprocess
import sys
from dataclasses import replace

import pytest
from called import KINDS, PRESENT, Called, called
from lanewise import ops  # noqa: F401 - registers the rules
from lanewise.mlir import host
from lanewise.ops import elementwise
from lanewise.rules import RULES, OpRules, register
from support.hosts import HOSTS

# Its mask distributes it.
UNNEEDED = {"vector.yield"}

# Dialects that only the host of IREE knows.
OF_IREE = {"iree_codegen", "iree_linalg_ext", "iree_vector_ext"}

# Ops of arith and math that do not map over elements.
NOT_ELEMENTWISE = {"arith.constant"}

LIST_OPS = """
import importlib, sys
for dialect in ("arith", "math"):
    module = importlib.import_module(f"{sys.argv[1]}.dialects.{dialect}")
    for thing in vars(module).values():
        name = getattr(thing, "OPERATION_NAME", None)
        if isinstance(name, str) and name.startswith(dialect + "."):
            print(name)
"""


def ops_of(package: str) -> set[str]:
    """The ops of arith and math that these bindings list, asked in a process of its own."""
    listed = subprocess.run([sys.executable, "-c", LIST_OPS, package], capture_output=True, text=True, check=True)
    return set(listed.stdout.split())


def test_every_arith_and_math_op_is_in_the_elementwise_table() -> None:
    listed = ops_of(HOSTS[host.NAME])
    assert len(listed) > 80
    table = {f"arith.{name}" for name in elementwise.ARITH} | {f"math.{name}" for name in elementwise.MATH}
    assert listed - table == NOT_ELEMENTWISE, "say in ops/elementwise.py what the new op is"
    if host.NAME == "iree":  # The newer of the two: what is in the table and not here is nowhere.
        assert table <= listed


@pytest.fixture(scope="module")
def ran() -> Called:
    return called()


def untested(ran: Called) -> set[str]:
    """Ops of this host with a rule that no test calls, or without rules and in no test."""
    needed = rules_of() | {(name, PRESENT) for name in RULES}
    return {one for one, _ in needed - ran if one.partition(".")[0] not in OF_IREE or host.NAME == "iree"}


def rules_of() -> Called:
    return {(name, kind) for name, rules in RULES.items() for kind in KINDS if getattr(rules, kind) is not None}


def test_an_op_without_a_test_is_noticed(ran: Called, monkeypatch: pytest.MonkeyPatch) -> None:
    before = untested(ran)
    monkeypatch.setitem(RULES, "vector.planted", replace(RULES["vector.transpose"], name="vector.planted"))
    assert untested(ran) == {*before, "vector.planted"}


def test_grid_of_ops_against_rules_and_tests(ran: Called, capsys: pytest.CaptureFixture[str]) -> None:
    without = untested(ran)
    family = {*(f"arith.{name}" for name in elementwise.ARITH), *(f"math.{name}" for name in elementwise.MATH)}
    holes = []
    with capsys.disabled():
        print(f"\n{'op':36} forward backward distribute copied test")
        for name, rules in sorted(RULES.items()):
            if name in family:
                continue
            copied = "constant" if rules.constant else "pure" if rules.pure else "-"
            cells = [
                "yes" if rules.forward else "-",
                "yes" if rules.backward else "-",
                "yes" if rules.distribute else "whole" if rules.opaque else "NO",
                copied,
                "NO" if name in without else "yes",
            ]
            print(f"{name:36} {cells[0]:7} {cells[1]:8} {cells[2]:10} {cells[3]:8} {cells[4]}")
            if "NO" in cells and name not in UNNEEDED:
                holes.append(name)
    assert not holes


def test_a_second_record_of_an_op_is_refused() -> None:
    with pytest.raises(ValueError, match="has rules already"):
        register(OpRules("vector.transpose"))
