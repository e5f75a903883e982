# RUN: env LANEWISE_HOST=upstream %pytest %s
"""scf.parallel in each lane, against plain Python."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "upstream"

import pytest
from faults import expect
from lanewise.sim import Unsupported, run
from sim_kernels import kernel, results

N = "  %n = arith.index_cast %t : index to i32\n  %one = arith.constant 1 : i32\n"

TWO_REDUCTIONS = """  %s, %p = scf.parallel (%i, %j) = (%c0, %c1) to (%c3, %c5) step (%c1, %c2)
      init (%n, %one) -> (i32, i32) {
    %a = arith.index_cast %i : index to i32
    %b = arith.index_cast %j : index to i32
    %ab = arith.addi %a, %b : i32
    scf.reduce(%ab, %b : i32, i32) {
    ^bb0(%l: i32, %r: i32):
      %m = arith.addi %l, %r : i32
      scf.reduce.return %m : i32
    }, {
    ^bb0(%l: i32, %r: i32):
      %m = arith.muli %l, %r : i32
      scf.reduce.return %m : i32
    }
  }
  %x = arith.addi %s, %p : i32"""


def test_two_reductions_over_two_dimensions() -> None:
    pairs = [(i, j) for i in range(3) for j in range(1, 5, 2)]
    product = 1
    for _, j in pairs:
        product *= j
    expected = [lane + sum(i + j for i, j in pairs) + product for lane in range(64)]
    assert [int(value) for value in results(N + TWO_REDUCTIONS, "i32")] == expected


def test_no_iterations_leave_the_inits() -> None:
    body = TWO_REDUCTIONS.replace("to (%c3, %c5)", "to (%c0, %c5)")
    assert [int(value) for value in results(N + body, "i32")] == [lane + 1 for lane in range(64)]


def test_a_step_must_be_positive() -> None:
    step = "  %step = arith.subi %c1, %c1 : index\n"
    text = kernel(step + "  scf.parallel (%i) = (%c0) to (%c3) step (%step) { } // here", "")
    expect(text, "a step of 0: steps must be positive", kind="assumption")


def test_bounds_that_differ_between_lanes() -> None:
    body = """  %low = arith.remui %t, %c3 : index
  %s = scf.parallel (%i, %j) = (%low, %c1) to (%c5, %t) step (%c1, %c7) init (%n) -> i32 {
    %a = arith.index_cast %i : index to i32
    %b = arith.index_cast %j : index to i32
    %ab = arith.muli %a, %b : i32
    scf.reduce(%ab : i32) {
    ^bb0(%l: i32, %r: i32):
      %m = arith.addi %l, %r : i32
      scf.reduce.return %m : i32
    }
  }
  %x = arith.addi %s, %one : i32"""
    expected = [t + 1 + sum(i * j for i in range(t % 3, 5) for j in range(1, t, 7)) for t in range(64)]
    assert [int(value) for value in results(N + body, "i32")] == expected


def test_iterations_for_processors_are_not_everybodys() -> None:
    mapping = "{mapping = [#gpu.loop_dim_map<processor = thread_x, map = (d0) -> (d0), bound = (d0) -> (d0)>]}"
    text = kernel("  scf.parallel (%i) = (%c0) to (%c3) step (%c1) { } " + mapping, "")
    with pytest.raises(Unsupported, match="mapped to processors it is not simulated"):
        run(text)
    run(text.replace("thread_x", "sequential"))
