# RUN: env LANEWISE_HOST=%host %pytest %s
"""Lane numbers and barriers as rocdl, nvvm and amdgpu spell them; functions that are called through a constant."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from lanewise.mlir.host import ir
from lanewise.sim import Fault, Unsupported, run
from sim_kernels import kernel, results

LANE = np.arange(64)

NUMBERS = {
    "rocdl.wavefrontsize": 32 + 0 * LANE,
    "nvvm.read.ptx.sreg.laneid": LANE % 32,
    "nvvm.read.ptx.sreg.warpsize": 32 + 0 * LANE,
}
for axis in "xyz":
    NUMBERS |= {f"{one}.{axis}": LANE * (axis == "x") for one in ("rocdl.workitem.id", "nvvm.read.ptx.sreg.tid")}
    for one in ("rocdl.workgroup.dim", "nvvm.read.ptx.sreg.ntid"):
        NUMBERS[f"{one}.{axis}"] = 0 * LANE + (64 if axis == "x" else 1)
    NUMBERS |= {f"{one}.{axis}": 0 * LANE for one in ("rocdl.workgroup.id", "nvvm.read.ptx.sreg.ctaid")}
    NUMBERS |= {f"{one}.{axis}": 0 * LANE + 1 for one in ("rocdl.grid.dim", "nvvm.read.ptx.sreg.nctaid")}

CONTEXT = ir.Context()
BARRIERS = ["nvvm.barrier", "nvvm.barrier0", "rocdl.barrier", "amdgpu.lds_barrier"]


def here(names: Iterable[str]) -> list[str]:
    """Those that this host has."""
    return [name for name in names if CONTEXT.is_registered_operation(name)]


@pytest.mark.parametrize("name", here(NUMBERS))
def test_a_lane_s_number(name: str) -> None:
    assert (results(f"  %x = {name} : i32", "i32", grid=(1, 1, 1)) == NUMBERS[name]).all()


@pytest.mark.parametrize("name", ["rocdl.workgroup.id.x", "nvvm.read.ptx.sreg.ctaid.x"])
def test_a_workgroup_s_number(name: str) -> None:
    body = f"""  %g = {name} : i32
  %at = arith.index_cast %g : i32 to index
  memref.store %g, %out[%at] : memref<4xi32>"""
    text = kernel(body, "%out: memref<4xi32>")
    assert run(text, grid=(4, 1, 1)).outputs["argument 0"].array().tolist() == [0, 1, 2, 3]


# A subgroup of 64, so that both halves count.
@pytest.mark.parametrize("subgroup", [32, 64])
def test_lanes_before_this_one_in_a_mask(subgroup: int) -> None:
    body = """  %all = arith.constant -1 : i32
  %some = arith.constant 5 : i32
  %zero = arith.constant 0 : i32
  %half = rocdl.mbcnt.lo %all, %zero : (i32, i32) -> i32
  %own = rocdl.mbcnt.hi %all, %half : (i32, i32) -> i32
  %two = rocdl.mbcnt.lo %some, %own : (i32, i32) -> i32
  %x = arith.addi %two, %zero : i32"""
    lane = LANE % subgroup
    assert (results(body, "i32", subgroup=subgroup) == lane + np.minimum(lane, 1) + (lane > 2)).all()


SWAP = """  memref.store %t, %shared[%t] : memref<64xindex, #gpu.address_space<workgroup>>
  BARRIER
  %c63 = arith.constant 63 : index
  %other = arith.subi %c63, %t : index
  %x = memref.load %shared[%other] : memref<64xindex, #gpu.address_space<workgroup>>"""


def swap(barrier: str, space: str = "#gpu.address_space<workgroup>") -> str:
    shared = f"  %shared = memref.alloc() : memref<64xindex, {space}>\n" if "workgroup" in space else ""
    return (shared + SWAP.replace("BARRIER", barrier)).replace("#gpu.address_space<workgroup>", space)


@pytest.mark.parametrize("barrier", here(BARRIERS))
def test_barriers_order_workgroup_memory(barrier: str) -> None:
    assert (results(swap(barrier), "index") == 63 - LANE).all()
    with pytest.raises(Fault, match="race"):
        results(swap(""), "index")


@pytest.mark.parametrize("barrier", here(BARRIERS))
def test_which_of_them_order_other_memory(barrier: str) -> None:
    text = swap(barrier, "1 : i32").replace("memref<64xindex, 1 : i32>", "memref<64xindex>")
    text = kernel(
        text + "\n  memref.store %x, %out[%t] : memref<64xindex>", "%shared: memref<64xindex>, %out: memref<64xindex>"
    )
    if barrier == "amdgpu.lds_barrier":
        with pytest.raises(Fault, match="race"):
            run(text)
    else:
        assert (run(text).outputs["argument 1"].array() == 63 - LANE).all()


SOME = """  %i = arith.constant 1 : i32
  %n = arith.constant 32 : i32
  nvvm.barrier id = %i number_of_threads = %n"""


def test_a_barrier_of_some_lanes() -> None:
    with pytest.raises(Unsupported, match="only a barrier of all lanes is simulated"):
        run(kernel(SOME, ""))


def test_a_barrier_that_some_do_not_reach() -> None:
    with pytest.raises(Fault, match="divergence: lanes 0, 1 and 1 more of 64 do not reach this barrier"):
        run(kernel("  %k = arith.cmpi ugt, %t, %c2 : index\n  scf.if %k {\n    rocdl.barrier\n  }", ""))


CALLED = """func.func @add(%a: index, %b: index) -> index {
  %s = arith.addi %a, %b : index
  return %s : index
}"""


def test_a_call_of_a_function_that_a_constant_names() -> None:
    body = """  %f = func.constant @add : (index, index) -> index
  %x = func.call_indirect %f(%t, %c5) : (index, index) -> index
  memref.store %x, %out[%t] : memref<64xindex>"""
    text = kernel(body, "%out: memref<64xindex>", header=CALLED)
    assert (run(text, entry="kernel").outputs["argument 0"].array() == LANE + 5).all()


def test_a_call_of_a_function_that_is_chosen() -> None:
    body = """  %f = func.constant @add : (index, index) -> index
  %k = arith.cmpi ugt, %c2, %c1 : index
  %g = arith.select %k, %f, %f : (index, index) -> index
  %x = func.call_indirect %g(%t, %c5) : (index, index) -> index"""
    with pytest.raises(Unsupported, match="only a call of a func"):
        run(kernel(body, "", header=CALLED), entry="kernel")


def test_most_of_these_ops_are_on_this_host() -> None:
    assert len(here(NUMBERS)) >= 21
    assert len(here(BARRIERS)) >= 3
