# RUN: env LANEWISE_HOST=upstream %pytest %s
"""What docs/judge.md and the commands' help say of kinds and limits is what the code has."""

from __future__ import annotations

import os
import re
from typing import get_args

os.environ["LANEWISE_HOST"] = "upstream"

from lanewise.check import checked
from lanewise.sim.arguments import build_parser
from lanewise.sim.cli import TOLERANCES
from lanewise.sim.judge.agreement import MORE
from lanewise.sim.machine.faults import DifferenceKind, FaultKind, Unsupported
from lanewise.sim.machine.machine import MOST_STEPS
from support.root import ROOT

FAULTS = (*get_args(DifferenceKind), *get_args(FaultKind))


def test_every_kind_has_a_row() -> None:
    kinds = (ROOT / "docs/judge.md").read_text().partition("## Kinds")[2]
    rows = re.findall(r"^\| `([^`|]+)` \|", kinds.partition("| where | what |")[0], re.MULTILINE)
    assert rows == [*FAULTS, Unsupported.kind]


def test_lanewise_check_knows_every_kind() -> None:
    assert (*checked.FAULTS, checked.UNSUPPORTED) == (*FAULTS, Unsupported.kind)


def test_help_says_the_limits() -> None:
    assert f"ops that a workgroup may run; else {MOST_STEPS}" in " ".join(build_parser().format_help().split())
    assert f"may be {MORE:g} times that of A" in TOLERANCES
