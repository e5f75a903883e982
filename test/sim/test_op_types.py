# RUN: env LANEWISE_HOST=%host %pytest %s
"""Every op that a kernel may hold, over every element type: it runs, or is refused by name for a reason that is listed.

`make op-types` runs all of the programs; here is each op with a quarter of the types, and of its variants a part.
"""

from __future__ import annotations

from collections import Counter

import pytest
from lanewise.mlir.host import ir
from lanewise.sim.machine.program import SEMANTICS
from op_programs import (
    FAULT,
    NO_PROGRAM,
    RIGHT,
    TRACEBACK,
    UNSUPPORTED,
    Program,
    outcome,
    programs,
    registered,
    sampled,
)
from op_reasons import NO_PROGRAM as REASONS
from op_reasons import why_no_program, why_unsupported

Found = list[tuple[Program, str, str]]


@pytest.fixture(scope="module")
def found() -> Found:
    with ir.Context():
        return [(program, *outcome(program)) for program in sampled(programs())]


def test_every_op_of_the_host_has_a_program_or_a_reason(found: Found) -> None:
    """An op that is new in a wheel fails here."""
    covered = {op for program, how, _ in found for op in program.ops if how != NO_PROGRAM}
    left = registered() - covered
    assert {op for op in left if why_no_program(op) is None} == set()
    assert len(registered()) > 280


def test_nothing_ends_in_a_traceback_or_a_fault(found: Found) -> None:
    assert [(program.text, text) for program, how, text in found if how in (TRACEBACK, FAULT)] == []


def test_what_is_unsupported_is_listed(found: Found) -> None:
    refused = [(program.ops, text) for program, how, text in found if how == UNSUPPORTED]
    assert [one for one in refused if why_unsupported(*one) is None] == []


def test_what_has_semantics_is_right_for_some_type(found: Found) -> None:
    right = {op for program, how, _ in found for op in program.ops if how == RIGHT}
    refused = {op for program, how, _ in found for op in program.ops if how == UNSUPPORTED}
    only_refused = {op for op in refused - right if op in SEMANTICS}
    assert only_refused <= {
        "ub.unreachable",
        "vector.vscale",
        "vector.scalable.extract",
        "vector.scalable.insert",
        "scf.forall",
    }


def test_reasons_are_needed() -> None:
    used = Counter(why_no_program(op) for op in registered())
    unused = {pattern for pattern in REASONS if not used[pattern]}
    assert all(pattern.startswith(("hal", "util", "iree")) for pattern in unused)
