# RUN: %pytest %s
"""The suite itself: lit finds every file, on each host that it is for, and pytest can read all of them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from support.each_host import EACH, RUN, hosts_of
from support.hosts import HOSTS
from support.root import ROOT, TEST

PAIRS = 275
"""Pairs of a file and a host on which it runs; there are never fewer. With a RUN line for each host there were 267."""

PASSES = ("convert-layouts", "distribute", "duplicate-constants", "print-layouts", "resolve-layouts")
ONE_HOST = {"print-layouts/syntax_2024.mlir", "distribute/refused-regions.mlir"}
"""Of the folders of passes, what runs on one host though it does not require iree."""

Pair = tuple[str, str]


def pairs(names: Iterable[str]) -> set[Pair]:
    """File and host of each test of lit; what names no host runs on upstream."""
    found = set()
    for name in names:
        file, _, host = name.rpartition("/")
        if host in HOSTS:
            found.add((file, host))
        else:
            found |= {(name, host) for host in hosts_of((ROOT / name).read_text()) or ("upstream",)}
    return found


def listed(*flags: str) -> set[Pair]:
    """What lit would run, asked from the top folder, as the README does."""
    command = [Path(sys.executable).with_name("lit"), "--show-tests", *flags, "test"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return pairs(line.partition(" :: ")[2] for line in done.stdout.splitlines() if " :: " in line)


@pytest.fixture(scope="module")
def tests() -> set[Pair]:
    return listed()


def files() -> Iterable[Path]:
    """Every file with a RUN line."""
    kinds = [*TEST.rglob("*.mlir"), *TEST.rglob("test_*.py")]
    return [path for path in kinds if "corpus" not in path.parts and "inputs" not in path.parts]


def test_no_pair_is_lost(tests: set[Pair]) -> None:
    assert len(tests) >= PAIRS


def test_every_file_is_found(tests: set[Pair]) -> None:
    assert {file for file, _ in tests} == {path.relative_to(ROOT).as_posix() for path in files()}


def test_the_files_of_passes_run_on_each_host(tests: set[Pair]) -> None:
    for folder in PASSES:
        for path in (TEST / folder).glob("*.mlir"):
            alone = re.search(r"REQUIRES\W iree", path.read_text()) or f"{folder}/{path.name}" in ONE_HOST
            hosts = {host for file, host in tests if file == path.relative_to(ROOT).as_posix()}
            assert len(hosts) == (1 if alone else 2), path


@pytest.mark.parametrize("host", HOSTS)
def test_one_host_alone(host: str, tests: set[Pair]) -> None:
    mixed = {
        path.relative_to(ROOT).as_posix() for path in files() if EACH not in "".join(RUN.findall(path.read_text()))
    }
    asked = listed("--param", f"host={host}")
    assert {pair for pair in tests if pair[1] == host and pair[0] not in mixed} <= asked
    assert {one for file, one in asked if file not in mixed} == {host}


@pytest.mark.parametrize(
    ("lines", "hosts"),
    [
        (["lanewise-opt --host=%host %s"], ("upstream", "iree")),
        (["env LANEWISE_HOST=%host %pytest %s"], ("upstream", "iree")),
        (["lanewise-opt --host=iree %s", "lanewise-opt --host=upstream %s"], ("upstream", "iree")),
        (["env LANEWISE_HOST=iree %pytest %s"], ("iree",)),
        (["%pytest %s"], ()),
    ],
)
def test_hosts_of_run_lines(lines: list[str], hosts: tuple[str, ...]) -> None:
    keyword = "RUN"  # With its colon lit would take it for one of this file.
    text = "\n".join(f"// {keyword}: {line}" for line in lines)
    assert hosts_of(f"{text}\nfunc.func @f() // --host=upstream --host=%host") == hosts


def test_pytest_reads_every_file() -> None:
    command = [sys.executable, "-m", "pytest", "test", "--collect-only", "-q"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
