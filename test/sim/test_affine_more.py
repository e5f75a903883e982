# RUN: env LANEWISE_HOST=upstream %pytest %s
"""affine's vectors, hints and parallel loops; atomic updates by a region; a vector of rank 0 that lanes hold."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "upstream"

import numpy as np
import pytest
from lanewise.sim import Fault, run
from sim_kernels import kernel

IN = np.arange(64, dtype=np.int32).reshape(8, 8)


def test_vectors_at_affine_places() -> None:
    body = """  %v = affine.vector_load %in[symbol(%t) floordiv 2, (symbol(%t) mod 2) * 4]
    : memref<8x8xi32>, vector<4xi32>
  affine.vector_store %v, %out[symbol(%t) mod 2, (symbol(%t) floordiv 2) * 4] : memref<2x32xi32>, vector<4xi32>
  affine.prefetch %in[symbol(%t) + 1000, 0], read, locality<3>, data : memref<8x8xi32>"""
    text = kernel(body, "%in: memref<8x8xi32>, %out: memref<2x32xi32>", 16)
    found = run(text, arrays={0: IN}).outputs["argument 1"].array()
    assert (found == np.concatenate([IN[:, :4].reshape(1, -1), IN[:, 4:].reshape(1, -1)])).all()


def test_a_vector_out_of_bounds() -> None:
    body = "  %v = affine.vector_load %in[symbol(%t) + 1] : memref<64xi32>, vector<4xi32>"
    with pytest.raises(Fault, match="out of bounds"):
        run(kernel(body, "%in: memref<64xi32>"))


def test_a_parallel_loop_of_two_dimensions() -> None:
    body = """  affine.parallel (%i, %j) = (max(0, %c1), 2) to (min(4, %c3), 8) step (1, 3) {
    %n = arith.index_cast %j : index to i32
    memref.store %n, %out[%i, %j] : memref<8x8xi32>
  }"""
    text = (
        kernel(body, "%out: memref<8x8xi32>", 1).replace("%t = gpu.thread_id x", "").replace("%lane = gpu.lane_id", "")
    )
    expected = np.zeros((8, 8), np.int32)
    for i in (1, 2):
        for j in (2, 5):
            expected[i, j] = j
    output = run(text, arrays={0: np.zeros((8, 8), np.int32)}).outputs["argument 0"]
    assert (output.array() == expected).all()


def test_a_reduction_of_a_parallel_loop() -> None:
    body = """  %f = arith.constant 1.5 : f32
  %r = affine.parallel (%i) = (0) to (4) reduce ("addf") -> f32 {
    affine.yield %f : f32
  }
  memref.store %r, %out[%t] : memref<64xf32>"""
    assert (run(kernel(body, "%out: memref<64xf32>")).outputs["argument 0"].array() == 6.0).all()


def test_a_region_that_updates_in_turn() -> None:
    """Each lane multiplies by what it alone holds, or adds; eight elements, eight lanes each."""
    body = """  %place = arith.remui %t, %c8 : index
  %mine = arith.index_cast %t : index to i32
  %r = memref.generic_atomic_rmw %sums[%place] : memref<8xi32> {
  ^by(%old: i32):
    %two = arith.constant 2 : i32
    %twice = arith.muli %old, %two : i32
    %new = arith.addi %twice, %mine : i32
    memref.atomic_yield %new : i32
  }
  memref.store %r, %out[%t] : memref<64xi32>"""
    text = kernel(body, "%sums: memref<8xi32>, %out: memref<64xi32>")
    outputs = run(text, arrays={0: np.ones(8, np.int32)}).outputs
    sums, seen = np.ones(8, np.int32), []
    for lane in range(64):
        sums[lane % 8] = sums[lane % 8] * 2 + lane
        seen.append(sums[lane % 8])
    assert outputs["argument 0"].data.tolist() == sums.tolist()
    assert outputs["argument 1"].data.tolist() == seen


def test_one_thread_updates_once() -> None:
    body = """  %r = memref.generic_atomic_rmw %sums[%c1] : memref<8xi32> {
  ^by(%old: i32):
    %new = arith.addi %old, %old : i32
    memref.atomic_yield %new : i32
  }"""
    text = kernel(body, "%sums: memref<8xi32>").replace("%t = gpu.thread_id x", "").replace("%lane = gpu.lane_id", "")
    assert run(text, arrays={0: np.full(8, 3, np.int32)}).outputs["argument 0"].data.tolist() == [3, 6, *[3] * 6]


def test_poison_does_not_reach_memory_through_a_region() -> None:
    body = """  %p = ub.poison : i32
  %r = memref.generic_atomic_rmw %sums[%t] : memref<64xi32> {
  ^by(%old: i32):
    memref.atomic_yield %p : i32
  }"""
    with pytest.raises(Fault, match="poison reaches memory"):
        run(kernel(body, "%sums: memref<64xi32>"))
