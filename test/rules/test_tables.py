# RUN: %pytest -s %s
"""Every op that a phase may meet has its rules, its test, and one record."""

import re
import subprocess
import sys

import pytest
from lanewise import ops  # noqa: F401 - registers the rules
from lanewise.ops import elementwise
from lanewise.rules import RULES, OpRules, register
from support.hosts import HOSTS, installed
from support.root import TEST

# Its mask distributes it.
UNNEEDED = {"vector.yield"}

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


@pytest.mark.parametrize("host", HOSTS)
def test_every_arith_and_math_op_is_in_the_elementwise_table(host: str) -> None:
    if not installed(host):
        pytest.skip(f"{HOSTS[host]} is not installed")
    listed = ops_of(HOSTS[host])
    assert len(listed) > 80
    table = {f"arith.{name}" for name in elementwise.ARITH} | {f"math.{name}" for name in elementwise.MATH}
    assert listed - table == NOT_ELEMENTWISE, "say in ops/elementwise.py what the new op is"
    if host == "iree":  # The newer of the two: what is in the table and not here is nowhere.
        assert table <= listed


def test_grid_of_ops_against_rules_and_tests(capsys: pytest.CaptureFixture[str]) -> None:
    rooms = ("print-layouts", "distribute")
    tests = "\n".join(path.read_text() for room in rooms for path in (TEST / room).glob("*.mlir"))
    family = {*(f"arith.{name}" for name in elementwise.ARITH), *(f"math.{name}" for name in elementwise.MATH)}
    holes = []
    with capsys.disabled():
        print(f"\n{'op':36} forward backward distribute copied test")
        for name, rules in sorted(RULES.items()):
            if name in family:
                continue
            copied = "constant" if rules.constant else "pure" if rules.pure else "-"
            tested = bool(re.search(rf"\b{re.escape(name)}\b|\b{re.escape(name.removeprefix('func.'))} %", tests))
            cells = [
                "yes" if rules.forward else "-",
                "yes" if rules.backward else "-",
                "yes" if rules.distribute else "whole" if rules.boundary else "NO",
                copied,
                "yes" if tested else "NO",
            ]
            print(f"{name:36} {cells[0]:7} {cells[1]:8} {cells[2]:10} {cells[3]:8} {cells[4]}")
            if "NO" in cells and name not in UNNEEDED:
                holes.append(name)
    assert not holes


def test_a_second_record_of_an_op_is_refused() -> None:
    with pytest.raises(ValueError, match="has rules already"):
        register(OpRules("vector.transpose"))
