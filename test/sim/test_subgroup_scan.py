# REQUIRES: iree
# RUN: env LANEWISE_HOST=iree %pytest %s
"""iree_gpu.subgroup_scan: prefixes and totals over clusters of lanes; who does not come, and what is poison."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "iree"

from typing import Any

import numpy as np
import pytest
from lanewise.sim import Fault, Unsupported
from sim_kernels import results

LANE = np.arange(64)


def scan(how: str, cluster: str, combine: str, kind: str, result: str, before: str = "") -> Any:
    body = f"""  %i = arith.index_cast %t : index to i32
  %three = arith.constant 3 : i32
  %zero = arith.constant 0 : i32
  %seven = arith.constant 7 : i32
  %v = arith.muli %i, %three : i32
{before}
  %s, %total = iree_gpu.subgroup_scan {how} {cluster} {{
  ^bb0(%l: {kind}, %r: {kind}):
    %y = {combine} %l, %r : {kind}
    iree_gpu.yield %y : {kind}
  }} : {kind}
  %x = arith.addi %{result}, %zero : {kind}"""
    return results(body, kind)


def expected(size: int, stride: int, inclusive: bool, result: str, values: Any) -> Any:
    found = []
    for lane in LANE:
        first = lane - lane % 32 % (size * stride) + lane % stride
        cluster = values[first : first + size * stride : stride]
        at = (lane - first) // stride
        found.append(cluster.sum() if result == "total" else cluster[: at + inclusive].sum())
    return np.array(found)


@pytest.mark.parametrize("result", ["s", "total"])
@pytest.mark.parametrize("how", ["inclusive(%v)", "(%v, identity = %zero : i32)"])
@pytest.mark.parametrize(("size", "stride"), [(32, 1), (8, 1), (4, 2), (2, 16), (1, 1)])
def test_prefixes(size: int, stride: int, how: str, result: str) -> None:
    cluster = f"cluster(size = {size}, stride = {stride})"
    found = scan(how, cluster, "arith.addi", "i32", result)
    assert (found == expected(size, stride, how.startswith("incl"), result, LANE * 3)).all()


def test_without_a_cluster_the_subgroup_is_one() -> None:
    assert (scan("inclusive(%v)", "", "arith.addi", "i32", "total") == expected(32, 1, True, "total", LANE * 3)).all()


def test_what_all_lanes_hold_is_scanned_too() -> None:
    found = scan("inclusive(%three)", "cluster(size = 8)", "arith.addi", "i32", "s")
    assert (found == (LANE % 8 + 1) * 3).all()


def test_the_order_is_kept() -> None:
    """The combiner need not be commutative: the later of two values that are not zero."""
    body = """  %i = arith.index_cast %t : index to i32
  %two = arith.constant 2 : i32
  %odd = arith.remui %i, %two : i32
  %v = arith.muli %i, %odd : i32
  %zero = arith.constant 0 : i32
  %x, %total = iree_gpu.subgroup_scan (%v, identity = %zero : i32) cluster(size = 8) {
  ^bb0(%l: i32, %r: i32):
    %later = arith.cmpi ne, %r, %zero : i32
    %y = arith.select %later, %r, %l : i32
    iree_gpu.yield %y : i32
  } : i32"""
    before = np.where(LANE % 8 < 2, 0, (LANE - 2) // 2 * 2 + 1)
    assert (results(body, "i32") == before).all()


def test_an_identity_that_changes_something() -> None:
    """Lowered, it is what the first lane of a cluster gets, and combined with nothing."""
    with pytest.raises(Fault, match="the identity changes what it is combined with in lanes 0, 1 and 62 more"):
        scan("(%v, identity = %seven : i32)", "cluster(size = 8)", "arith.addi", "i32", "s")


POISON = """  %bad = ub.poison : i32
  %there = arith.cmpi eq, %t, %c5 : index
  %p = arith.select %there, %bad, %v : i32"""


@pytest.mark.parametrize(
    ("how", "result", "lanes"),
    [
        ("inclusive(%p)", "s", "lanes 5, 6 and 1 more"),
        ("(%p, identity = %zero : i32)", "s", "lanes 6, 7"),
        ("inclusive(%p)", "total", "lanes 0, 1 and 6 more"),
    ],
)
def test_poison_goes_where_its_value_goes(how: str, result: str, lanes: str) -> None:
    with pytest.raises(Fault, match=f"poison reaches memory in {lanes}"):
        scan(how, "cluster(size = 8)", "arith.addi", "i32", result, POISON)


def test_all_lanes_of_a_subgroup_must_come() -> None:
    body = """  %i = arith.index_cast %t : index to i32
  %some = arith.cmpi ne, %t, %c3 : index
  %x = scf.if %some -> i32 {
    %s, %total = iree_gpu.subgroup_scan inclusive(%i) cluster(size = 8) {
    ^bb0(%l: i32, %r: i32):
      %y = arith.addi %l, %r : i32
      iree_gpu.yield %y : i32
    } : i32
    scf.yield %s : i32
  } else {
    scf.yield %i : i32
  }"""
    with pytest.raises(Fault, match="divergence: lane 3 of the 32 lanes of their subgroup does not reach this"):
        results(body, "i32")


def test_clusters_that_a_subgroup_does_not_hold() -> None:
    with pytest.raises(Unsupported, match="clusters of 32 lanes, 2 apart, in a subgroup of 32"):
        scan("inclusive(%v)", "cluster(size = 32, stride = 2)", "arith.addi", "i32", "s")
