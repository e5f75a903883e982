# RUN: env LANEWISE_HOST=%host %pytest %s
"""scf.forall run by the workgroup, by its threads, warps and lanes, and as the grid; a race and divergence in each."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from faults import LDS, expect, twins
from lanewise.mlir import host
from lanewise.sim import Fault, Unsupported, run
from sim_kernels import kernel

iree_only = pytest.mark.skipif(host.NAME != "iree", reason="the mapping is of one of its dialects")

WHO = """  %none = arith.constant -1 : i32
  scf.forall (%i, %j) = (1, 0) to (7, %c5) step (2, 1) {
    %n = arith.index_cast %t : index to i32
    memref.store %n, %out[%i, %j] : memref<8x5xi32>
  } {mapping = [MAPPING]}"""


def writers(mapping: str, size: tuple[int, int, int] = (64, 1, 1), by: str = "%t = gpu.thread_id x") -> np.ndarray:
    """Which lane stored each of the 3 x 5 places, as the simulator keeps it."""
    text = kernel(WHO.replace("MAPPING", mapping), "%out: memref<8x5xi32>").replace("%t = gpu.thread_id x", by)
    result = run(text, workgroup_size=size, subgroup_size=4).outputs["argument 0"]
    return result.lane.reshape(8, 5)[1:7:2]


ROW, COLUMN = np.indices((3, 5))


def test_threads_counted_through() -> None:
    found = writers("#gpu.thread<linear_dim_1>, #gpu.thread<linear_dim_0>")
    assert (found == ROW * 5 + COLUMN).all()
    found = writers("#gpu.thread<linear_dim_0>, #gpu.thread<linear_dim_1>")
    assert (found == COLUMN * 3 + ROW).all()


def test_more_iterations_than_threads() -> None:
    """The threads go round again."""
    found = writers("#gpu.thread<linear_dim_1>, #gpu.thread<linear_dim_0>", (4, 1, 1))
    assert (found == (ROW * 5 + COLUMN) % 4).all()
    found = writers("#gpu.thread<y>, #gpu.thread<x>", (3, 2, 1))
    assert (found == ROW % 2 * 3 + COLUMN % 3).all()


def test_threads_along_dimensions() -> None:
    """Of those along z only the first ones run."""
    found = writers("#gpu.thread<y>, #gpu.thread<x>", (8, 4, 2))
    assert (found == ROW * 8 + COLUMN).all()


ONE = """  scf.forall (%i) in (3) {
    %u = arith.addi %i, %c1 : index
    %n = arith.index_cast %u : index to i32
    memref.store %n, %out[%t] : memref<64xi32>
  } {mapping = [MAPPING]}"""


def iterations(mapping: str, size: tuple[int, int, int] = (64, 1, 1), subgroup: int = 8) -> list[int]:
    """By lane the number of the last iteration that it ran, from 1 on; 0 where it ran none."""
    thread = "%x = gpu.thread_id x\n  %y = gpu.thread_id y\n  %w = gpu.block_dim x\n  %r = arith.muli %y, %w : index\n"
    text = kernel(ONE.replace("MAPPING", mapping), "%out: memref<64xi32>")
    text = text.replace("%t = gpu.thread_id x", f"{thread}  %t = arith.addi %r, %x : index")
    zero = {0: np.zeros(64, np.int32)}
    done = run(text, workgroup_size=size, subgroup_size=subgroup, arrays=zero)
    return [int(number) for number in done.outputs["argument 0"].data]


MAPPINGS: dict[str, tuple[tuple[int, int, int], Callable[[int], int]]] = {
    "#gpu.warp<linear_dim_0>": ((64, 1, 1), lambda lane: {0: 1, 1: 2, 2: 3}.get(lane // 8, 0)),
    "#gpu.warp<x>": ((32, 2, 1), lambda lane: {0: 1, 1: 2, 2: 3}.get(lane // 8, 0)),
    "#gpu.warp<y>": ((8, 8, 1), lambda lane: {0: 1, 1: 2, 2: 3}.get(lane // 8, 0)),
    "#gpu.warpgroup<linear_dim_0>": ((64, 1, 1), lambda lane: 3 if lane < 32 else 2),
    "#gpu.lane<linear_dim_0>": ((64, 1, 1), lambda lane: {0: 1, 1: 2, 2: 3}.get(lane % 8, 0)),
    "#gpu.lane<x>": ((64, 1, 1), lambda lane: {0: 1, 1: 2, 2: 3}.get(lane % 8, 0)),
}


@pytest.mark.parametrize("mapping", MAPPINGS)
def test_subgroups_and_their_lanes(mapping: str) -> None:
    size, expected = MAPPINGS[mapping]
    assert iterations(mapping, size) == [expected(lane) for lane in range(64)]


@iree_only
def test_lanes_by_their_number() -> None:
    assert iterations("#iree_gpu.lane_id<0>") == iterations("#gpu.lane<linear_dim_0>")


def test_lanes_in_a_warp() -> None:
    text = kernel(
        """  scf.forall (%w) in (2) {
    scf.forall (%l) in (20) {
      %n = arith.index_cast %t : index to i32
      memref.store %n, %out[%w, %l] : memref<2x20xi32>
    } {mapping = [#gpu.lane<linear_dim_0>]}
  } {mapping = [#gpu.warp<linear_dim_0>]}""",
        "%out: memref<2x20xi32>",
        subgroup=16,
    )
    found = run(text).outputs["argument 0"].array()
    assert (found == np.arange(2)[:, np.newaxis] * 16 + np.arange(20) % 16).all()


EXCHANGE = f"""  %m = memref.alloc() : {LDS}
  %last = arith.constant 63 : index
  scf.forall (%i) in (64) {{
    %n = arith.index_cast %i : index to i32
    memref.store %n, %m[%i] : {LDS} // there
  }} {{mapping = [#gpu.thread<linear_dim_0>]}}
  scf.forall (%i) in (64) {{
    %at = arith.subi %last, %i : index
    %x = memref.load %m[%at] : {LDS}
    memref.store %x, %out[%i] : memref<64xi32>
  }} {{mapping = [#gpu.thread<linear_dim_0>]}}"""


def test_the_end_orders() -> None:
    assert (run(kernel(EXCHANGE, "%out: memref<64xi32>")).outputs["argument 0"].data == np.arange(64)[::-1]).all()


def test_lanes_of_a_subgroup_do_not_wait() -> None:
    text = kernel(EXCHANGE.replace("#gpu.thread", "#gpu.lane"), "%out: memref<64xi32>", subgroup=64)
    with pytest.raises(Fault, match="race on element 63 of a workgroup buffer: lane 0 read it, lane 63 wrote it"):
        run(text)


def test_a_race_between_iterations() -> None:
    body = f"""  %m = memref.alloc() : {LDS}
  scf.forall (%i) in (64) {{
    %n = arith.index_cast %i : index to i32
    memref.store %n, %m[%i] : {LDS} // there
    %x = memref.load %m[FAULT] : {LDS} // here
  }} {{mapping = [#gpu.thread<linear_dim_0>]}}"""
    message = "race on element 4 of a workgroup buffer: lanes 0, 1 and 61 more read it, lane 4 wrote it, .*"
    twins(kernel(body, ""), "%c4", "%i", message.replace("lanes 0, 1 and 61 more", ".*"))


def test_a_barrier_that_some_iterations_do_not_reach() -> None:
    body = """  %n64 = arith.constant 64 : index
  scf.forall (%i) in (FAULT) {
    gpu.barrier // here
  } {mapping = [#gpu.thread<linear_dim_0>]}"""
    twins(kernel(body, ""), "%c8", "%n64", "divergence: lanes 8, 9 and 54 more of 64 do not reach this barrier")


def test_an_end_that_some_lanes_do_not_reach() -> None:
    body = """  %low = arith.cmpi ult, %t, %c5 : index
  %all = arith.cmpi ult, %c0, %c5 : index
  scf.if FAULT {
    scf.forall (%i) in (64) { // here
    } {mapping = [#gpu.thread<linear_dim_0>]}
  }"""
    twins(kernel(body, ""), "%low", "%all", "divergence: lanes 5, 6 and 57 more of 64 do not reach this barrier")


REFUSED = {
    "#gpu.thread<x>, #gpu.warp<y>": "mapped to units of several kinds",
    "#gpu.thread<x>, #gpu.thread<linear_dim_0>": "(mapped to units of several kinds|mix)",
    "#gpu.thread<x>, #gpu.thread<x>": "(two of its dimensions are mapped to one|duplicate)",
}


@pytest.mark.parametrize("mapping", REFUSED)
def test_mappings_that_are_refused(mapping: str) -> None:
    with pytest.raises((Unsupported, ValueError), match=REFUSED[mapping]):
        writers(mapping)


def test_units_that_are_not_whole() -> None:
    with pytest.raises(Unsupported, match="60 lanes make no whole warps of 8"):
        iterations("#gpu.warp<linear_dim_0>", (60, 1, 1))
    with pytest.raises(Unsupported, match="60 lanes along x make no whole warps of 8"):
        iterations("#gpu.warp<x>", (60, 1, 1))


def test_an_extent_that_lanes_disagree_about() -> None:
    text = kernel("  scf.forall (%i) in (%t) {\n  } {mapping = [#gpu.thread<linear_dim_0>]}", "")
    with pytest.raises(Unsupported, match="lanes disagree about how many iterations there are"):
        run(text)


ROUNDS = """func.func @f(%in: memref<64xi32>, %out: memref<64xi32>) {
  scf.forall (%i) = (0) to (64) step (16) {
    %v = vector.load %in[%i] : memref<64xi32>, vector<16xi32>
    %w = arith.addi %v, %v : vector<16xi32>
    vector.store %w, %out[%i] : memref<64xi32>, vector<16xi32>
    %e = vector.extract %w[0] : i32 from vector<16xi32>
    memref.store %e, %in[%i] : memref<64xi32>
  }
  return
}"""


def test_without_a_mapping_the_workgroup_runs_it() -> None:
    given = np.arange(64, dtype=np.int32)
    result = run(ROUNDS, arrays={0: given}, workgroup_size=(32, 1, 1), subgroup_size=32)
    assert result.groups == 1
    assert (result.outputs["argument 1"].data == 2 * given).all()
    assert (result.outputs["argument 0"].data == np.where(given % 16, given, 2 * given)).all()


def test_without_a_mapping_it_is_no_grid() -> None:
    """The grid is the launch's; each workgroup runs all iterations."""
    text = (
        ROUNDS.replace("%out[%i]", "%out[%k]")
        .replace(
            "    vector.store",
            "    %b = gpu.block_id x\n    %c16 = arith.constant 16 : index\n"
            "    %k = arith.muli %b, %c16 : index\n    vector.store",
        )
        .replace("    memref.store %e, %in[%i] : memref<64xi32>\n", "")
    )
    result = run(text, workgroup_size=(32, 1, 1), subgroup_size=32, grid=(4, 1, 1))
    assert result.groups == 4


def test_an_unmapped_forall_whose_lanes_run_into_each_other() -> None:
    body = f"""  %m = memref.alloc() : {LDS}
  scf.forall (%i) in (2) {{
    %n = arith.index_cast %t : index to i32
    memref.store %n, %m[%t] : {LDS} // there
    %last = arith.constant 63 : index
    %at = arith.subi %last, %t : index
    %x = memref.load %m[FAULT] : {LDS} // here
  }}"""
    twins(
        kernel(body, ""), "%at", "%t", "race on element 63 of a workgroup buffer: lane 0 read it, lane 63 wrote it, .*"
    )


GRID = """  scf.forall (%a) in (2) {
    %s = arith.muli %a, %c3 : index
    scf.forall (%b) in (3) {
      %at = arith.addi %s, %b : index
      memref.store %at, %out[%at] : memref<6xindex>
    } {mapping = [#gpu.block<x>]}
  } {mapping = [#gpu.block<y>]}"""


def test_a_grid_in_a_grid() -> None:
    text = kernel(GRID, "%out: memref<6xindex>")
    result = run(text)
    assert result.groups == 6
    assert result.outputs["argument 0"].data.tolist() == list(range(6))
    assert result.outputs["argument 0"].group.tolist() == list(range(6))
    some = run(text, workgroups=[0, 4, -1]).outputs["argument 0"].group
    assert some.tolist() == [0, -1, -1, -1, 4, 5]
    with pytest.raises(Exception, match="there is no workgroup 6 to run: the grid has 6"):
        run(text, workgroups=[6])


@iree_only
def test_split_reductions_are_part_of_the_grid() -> None:
    split = GRID.replace("#gpu.block<y>", "#iree_linalg_ext.split_reduction_mapping<0>")
    split = split.replace("#gpu.block<x>", "#iree_codegen.workgroup_mapping<x>")
    assert run(kernel(split, "%out: memref<6xindex>")).groups == 6


@iree_only
def test_a_local_mapping_is_none() -> None:
    text = ROUNDS.replace("  }\n  return", "  } {mapping = [#iree_codegen.local_mapping<0>]}\n  return")
    given = np.arange(64, dtype=np.int32)
    result = run(text, arrays={0: given}, workgroup_size=(32, 1, 1), subgroup_size=32)
    assert (result.outputs["argument 1"].data == 2 * given).all()


def test_a_step_of_nothing() -> None:
    text = kernel("  scf.forall (%i) = (0) to (4) step (0) { // here\n  }", "")
    expect(text, "the step of a forall is 0, needed 1 or more")
