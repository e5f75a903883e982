# RUN: env LANEWISE_HOST=upstream %pytest %s
"""Barriers that some lanes do not reach; twins whose lanes agree. Shuffles and reductions are in test_gpu."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "upstream"

from faults import expect, twins
from lanewise.sim import run
from sim_kernels import kernel

DIVERGENT = """  %low = arith.cmpi ult, LIMIT, %c5 : index
  scf.if %low {
    gpu.barrier // here
  }"""


def test_a_barrier_under_a_condition() -> None:
    message = "divergence: lanes 5, 6 and 57 more of 64 do not reach this barrier"
    twins(kernel(DIVERGENT.replace("LIMIT", "FAULT"), ""), "%t", "%c4", message, kind="divergence")


def test_a_barrier_in_a_loop() -> None:
    text = kernel("  scf.for %i = %c0 to FAULT step %c1 {\n    gpu.barrier // here\n  }", "")
    twins(text, "%t", "%c3", "divergence: lane 0 of 64 does not reach this barrier", kind="divergence")


def test_a_barrier_in_a_while() -> None:
    text = kernel(
        """  scf.while (%i = FAULT) : (index) -> index {
    %more = arith.cmpi ult, %i, %c4 : index
    scf.condition(%more) %i : index
  } do {
  ^bb0(%i: index):
    gpu.barrier // here
    %j = arith.addi %i, %c1 : index
    scf.yield %j : index
  }""",
        "",
    )
    twins(text, "%t", "%c0", "divergence: lanes 4, 5 and 58 more of 64 do not reach this barrier", kind="divergence")


def test_a_barrier_in_one_case_and_in_a_call() -> None:
    case = "  scf.index_switch FAULT\n  case 1 {\n    gpu.barrier // here\n    scf.yield\n  }\n  default {\n  }"
    twins(
        kernel(case, ""),
        "%t",
        "%c1",
        "divergence: lanes 0, 2 and 61 more of 64 do not reach this barrier",
        kind="divergence",
    )
    called = "func.func private @wait() {\n  gpu.barrier // here\n  return\n}"
    body = DIVERGENT.replace("gpu.barrier // here", "func.call @wait() : () -> ()").replace("LIMIT", "%t")
    expect(
        kernel(body, "", header=called),
        "divergence: lanes 5, 6 and 57 more of 64 .*",
        entry="kernel",
        kind="divergence",
    )


def test_a_barrier_under_the_same_condition_in_every_lane() -> None:
    """What differs is the value, not the choice."""
    run(kernel("  %all = arith.cmpi uge, %t, %c0 : index\n  scf.if %all {\n    gpu.barrier\n  }", ""))
