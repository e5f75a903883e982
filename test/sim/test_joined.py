# RUN: env LANEWISE_HOST=upstream %pytest %s
"""Iterations of an scf.forall that a workgroup runs go together where none touches what another writes: what they leave
and count is the same as one after the other."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "upstream"

from collections.abc import Collection, Iterator

import numpy as np
import pytest
from faults import LDS, fault
from lanewise.sim import run
from lanewise.sim.machine.machine import Machine
from lanewise.sim.values.types import Array

LANES, ROUNDS = 4, 300

KERNEL = f"""func.func @kernel(%in: memref<{ROUNDS * LANES}xi32>, %out: memref<{ROUNDS * LANES}xi32>) {{
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %t = gpu.thread_id x
  %l = arith.index_cast %t : index to i32
  %m = memref.alloc() : {LDS}
  %own = memref.alloca() : memref<2xi32>
  %mine = memref.subview %in[%t] [{(ROUNDS - 1) * LANES}] [1]
    : memref<{ROUNDS * LANES}xi32> to memref<{(ROUNDS - 1) * LANES}xi32, strided<[1], offset: ?>>
  memref.store %l, %own[%c0] : memref<2xi32>
  memref.store %l, %m[%t] : {LDS}
  gpu.barrier
  scf.forall (%i) in ({ROUNDS}) {{
    %k = arith.index_cast %i : index to i32
    %g = affine.linearize_index [%i, %t] by ({ROUNDS}, {LANES}) : index
BODY
  }}
  return
}}"""

TOGETHER = {
    "a captured value that lanes tell apart": """    %x = arith.addi %k, %l : i32
    memref.store %x, %out[%g] : memref<1200xi32>""",
    "a view that lanes tell apart": """    %d = arith.remui %i, %c3 : index
    %x = memref.load %mine[%d] : memref<1196xi32, strided<[1], offset: ?>>
    memref.store %x, %out[%g] : memref<1200xi32>""",
    "memory of the lane, the workgroup and all, read": f"""    %x = memref.load %own[%c0] : memref<2xi32>
    %y = memref.load %m[%c3] : {LDS}
    %z = memref.load %in[%i] : memref<1200xi32>
    %a = arith.addi %x, %y : i32
    %b = arith.addi %a, %z : i32
    memref.store %b, %out[%g] : memref<1200xi32>""",
    "branches, loops and barriers": """    %odd = arith.remui %i, %c3 : index
    %x = scf.for %j = %c0 to %odd step %c1 iter_args(%s = %l) -> (i32) {
      %s1 = arith.addi %s, %k : i32
      scf.yield %s1 : i32
    }
    gpu.barrier
    %some = arith.cmpi ult, %t, %odd : index
    scf.if %some {
      memref.store %x, %out[%g] : memref<1200xi32>
    } else {
      memref.store %l, %out[%g] : memref<1200xi32>
    }""",
    "what it reads itself": """    %x = memref.load %in[%g] : memref<1200xi32>
    %y = arith.addi %x, %k : i32
    memref.store %y, %in[%g] : memref<1200xi32>
    %z = memref.load %in[%g] : memref<1200xi32>
    memref.store %z, %out[%g] : memref<1200xi32>""",
    "shuffles": """    %w = arith.constant 4 : i32
    %one = arith.constant 1 : i32
    %s = arith.addi %l, %k : i32
    %x, %ok = gpu.shuffle xor %s, %one, %w : i32
    memref.store %x, %out[%g] : memref<1200xi32>""",
}

APART = {
    "a sum in memory of the lane": """    %x = memref.load %own[%c0] : memref<2xi32>
    %y = arith.addi %x, %k : i32
    memref.store %y, %own[%c0] : memref<2xi32>
    memref.store %y, %out[%g] : memref<1200xi32>""",
    "a sum in memory of the workgroup": f"""    %x = memref.load %m[%t] : {LDS}
    %y = arith.addi %x, %k : i32
    memref.store %y, %m[%t] : {LDS}
    memref.store %y, %out[%g] : memref<1200xi32>""",
    "a place that all write": """    memref.store %k, %in[%t] : memref<1200xi32>
    memref.store %k, %out[%g] : memref<1200xi32>""",
    "what the round before wrote": f"""    %behind = arith.maxui %i, %c1 : index
    %j = arith.subi %behind, %c1 : index
    %at = affine.linearize_index [%j, %t] by ({ROUNDS}, {LANES}) : index
    %x = memref.load %out[%at] : memref<1200xi32>
    %y = arith.addi %x, %k : i32
    memref.store %y, %out[%g] : memref<1200xi32>""",
    "an update": """    %x = memref.atomic_rmw addi %k, %in[%t] : (i32, memref<1200xi32>) -> i32
    memref.store %x, %out[%g] : memref<1200xi32>""",
    "memory of its own": """    %n = memref.alloca() : memref<2xi32>
    memref.store %k, %n[%c1] : memref<2xi32>
    %x = memref.load %n[%c1] : memref<2xi32>
    memref.store %x, %out[%g] : memref<1200xi32>""",
}


@pytest.fixture
def joined(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many iterations went together to the end, of each loop."""
    done: list[int] = []
    iterate = Machine.joined_iterations

    def watched(machine: Machine, count: int, most: int, read: Collection[int]) -> Iterator[Array]:
        yield from iterate(machine, count, most, read)
        done.append(count)

    monkeypatch.setattr(Machine, "joined_iterations", watched)
    return done


def both(body: str) -> tuple[dict[str, Array], ...]:
    """What is left and what is counted, together and one after the other."""
    text = KERNEL.replace("BODY", body)
    given = {number: np.arange(ROUNDS * LANES, dtype=np.int32) * 7 % 1000 for number in range(2)}
    found = []
    for alone in (False, True):
        result = run(text, arrays=given, workgroup_size=(LANES, 1, 1), subgroup_size=LANES, bank_conflicts=alone)
        stats = {name: np.array(count) for name, count in result.stats.items() if name != "bank conflicts"}
        executed = {name: np.array(count) for name, count in result.executed.items()}
        found.append({name: one.data for name, one in result.outputs.items()} | stats | executed)
    return tuple(found)


@pytest.mark.parametrize("body", [*TOGETHER.values(), *APART.values()], ids=[*TOGETHER, *APART])
def test_they_leave_and_count_the_same(body: str, joined: list[int]) -> None:
    together, apart = both(body)
    assert together.keys() == apart.keys()
    for name, value in together.items():
        assert np.array_equal(value, apart[name]), name
    assert joined == ([ROUNDS] if body in TOGETHER.values() else [])


def test_a_race_between_iterations_is_found(joined: list[int]) -> None:
    body = f"""    %x = memref.load %m[%t] : {LDS}
    %other = arith.subi %c3, %t : index
    memref.store %x, %m[%other] : {LDS}"""
    with fault("race"):
        both(body)
    assert not joined
