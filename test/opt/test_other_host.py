# RUN: %pytest %s
"""What this host does not know and another does: the message says which, and what to install where it is missing."""

from __future__ import annotations

import re

import pytest
from lanewise.mlir import hosts
from support.hosts import HOSTS, installed
from support.run import lanewise

BOTH = pytest.mark.skipif(not all(map(installed, HOSTS)), reason="needs both hosts")


def said(host: str, op: str) -> str:
    return lanewise(
        "lanewise-opt", f"--host={host}", "-", host=host, stdin=f"func.func @f() {{\n  {op}\n  return\n}}\n"
    ).stderr


def dialects(host: str) -> set[str]:
    """Those that a host lists where it misses one."""
    [listed] = re.findall(r"Available dialects: (.*?) ?(?:;|\(\* corr)", said(host, "nobody.knows"))
    return set(re.findall(r"\w+", listed.replace("(*)", "")))


@BOTH
def test_it_is_said_of_each_dialect_that_only_one_host_has() -> None:
    have = {host: dialects(host) for host in HOSTS}
    assert len(have["upstream"]) > 40
    for host, names in hosts.DIALECTS.items():
        [other] = set(HOSTS) - {host}
        assert names == have[host] - have[other]


@BOTH
@pytest.mark.parametrize(
    ("host", "op", "text"),
    [
        (
            "upstream",
            "%0 = hal.interface.workgroup.id[0] : index",
            "2:8: error: Dialect `hal' not found for custom op ",
        ),
        ("upstream", '"hal.barrier"() : () -> ()', "2:3: error: no dialect of this host has an op 'hal.barrier'"),
        ("iree", "omp.barrier", "2:3: error: Dialect `omp' not found for custom op 'omp.barrier'"),
    ],
)
def test_the_message_names_the_other_host(host: str, op: str, text: str) -> None:
    [other] = set(HOSTS) - {host}
    found = said(host, op)
    assert text in found
    assert f": --host={other} knows it" in found
    assert found.count("error") == 1
    assert "Available dialects" not in found


def test_what_nobody_knows_is_said_as_before() -> None:
    assert "--host" not in said("upstream", "nobody.knows")


def test_a_host_that_is_not_installed_is_to_be_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(hosts.PACKAGES, "iree", "of.nobody")
    assert hosts.where_known("hal") == f"--host=iree knows it, after {hosts.INSTALL['iree']}"
    assert hosts.where_known("arith") is None
