# RUN: env LANEWISE_HOST=upstream %pytest %s
"""gpu: who lanes are, what they do together, and what becomes of lanes that do not come."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "upstream"

from typing import Any

import numpy as np
import pytest
from faults import fault
from lanewise.sim import Fault, Unsupported, run
from sim_kernels import kernel, results

LANE = np.arange(64)


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        ("gpu.thread_id x", LANE % 4),
        ("gpu.thread_id y", LANE // 4 % 8),
        ("gpu.thread_id z", LANE // 32),
        ("gpu.block_dim y", 8),
        ("gpu.grid_dim y", 3),
        ("gpu.lane_id", LANE % 16),
        ("gpu.subgroup_id : index", LANE // 16),
        ("gpu.subgroup_size : index", 16),
        ("gpu.num_subgroups : index", 4),
    ],
)
def test_numbers_of_lanes(ask: str, expected: Any) -> None:
    text = f"""func.func @kernel(%out: memref<2x8x4xindex>) {{
  %i = gpu.thread_id x
  %j = gpu.thread_id y
  %k = gpu.thread_id z
  %x = {ask}
  memref.store %x, %out[%k, %j, %i] : memref<2x8x4xindex>
  return
}}"""
    size = {"workgroup_size": (4, 8, 2), "subgroup_size": 16, "grid": (2, 3, 1), "workgroups": [0]}
    found = run(text, **size).outputs["argument 0"].data
    assert (found == expected).all()


def test_numbers_of_workgroups() -> None:
    text = """func.func @kernel(%out: memref<5x3x2x3xindex>) {
  %x = gpu.block_id x
  %y = gpu.block_id y
  %z = gpu.block_id z
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  memref.store %x, %out[%z, %y, %x, %c0] : memref<5x3x2x3xindex>
  memref.store %y, %out[%z, %y, %x, %c1] : memref<5x3x2x3xindex>
  memref.store %z, %out[%z, %y, %x, %c2] : memref<5x3x2x3xindex>
  return
}"""
    result = run(text, workgroup_size=(8, 1, 1), subgroup_size=8, grid=(2, 3, 5))
    found = result.outputs["argument 0"].array()
    assert (found == np.moveaxis(np.indices((5, 3, 2))[::-1], 0, -1)).all()
    assert result.groups == 30


def test_global_id() -> None:
    text = """func.func @kernel(%out: memref<40xindex>) {
  %x = gpu.global_id x
  memref.store %x, %out[%x] : memref<40xindex>
  return
}"""
    found = run(text, workgroup_size=(8, 1, 1), subgroup_size=8, grid=(5, 1, 1)).outputs["argument 0"].data
    assert (found == np.arange(40)).all()


VALUE = "  %n = arith.index_cast %t : index to i32\n  %v = arith.muli %n, %n : i32\n"


def shuffled(mode: str, offset: int, width: int = 32) -> np.ndarray[Any, Any]:
    """Each lane's value after a shuffle; -1 where it is not valid."""
    body = f"""{VALUE}  %o = arith.constant {offset} : i32
  %w = arith.constant {width} : i32
  %s, %valid = gpu.shuffle {mode} %v, %o, %w : i32
  %none = arith.constant -1 : i32
  %x = scf.if %valid -> i32 {{ scf.yield %s : i32 }} else {{ scf.yield %none : i32 }}"""
    return results(body, "i32")


def expected_shuffle(source: np.ndarray[Any, Any], width: int = 32) -> np.ndarray[Any, Any]:
    lane, first = LANE % 32, LANE // 32 * 32
    valid = (source >= 0) & (source < width) & (lane < width)
    return np.where(valid, (first + source) ** 2, -1)


@pytest.mark.parametrize("offset", [0, 1, 5, 16, 31])
@pytest.mark.parametrize("width", [32, 8])
def test_shuffle(offset: int, width: int) -> None:
    lane = LANE % 32
    assert (shuffled("xor", offset, width) == expected_shuffle(lane ^ offset, width)).all()
    assert (shuffled("up", offset, width) == expected_shuffle(lane - offset, width)).all()
    assert (shuffled("down", offset, width) == expected_shuffle(lane + offset, width)).all()
    assert (shuffled("idx", offset, width) == expected_shuffle(0 * lane + offset, width)).all()


def test_an_invalid_shuffle_gives_poison() -> None:
    body = f"""{VALUE}  %o = arith.constant 1 : i32
  %w = arith.constant 32 : i32
  %x, %valid = gpu.shuffle down %v, %o, %w : i32"""
    with fault("poison", "poison reaches memory"):
        results(body, "i32")


def test_shuffle_by_an_offset_of_each_lane() -> None:
    body = f"""{VALUE}  %l = arith.index_cast %lane : index to i32
  %last = arith.constant 31 : i32
  %w = arith.constant 32 : i32
  %o = arith.subi %last, %l : i32
  %x, %valid = gpu.shuffle idx %v, %o, %w : i32"""
    assert (results(body, "i32") == (LANE // 32 * 32 + 31 - LANE % 32) ** 2).all()


def test_rotate_and_broadcast() -> None:
    lane, first = LANE % 32, LANE // 32 * 32
    body = f"{VALUE}  %x, %valid = gpu.rotate %v, 3, 32 : i32"
    assert (results(body, "i32") == (first + (lane + 3) % 32) ** 2).all()
    body = f"{VALUE}  %k = arith.constant 7 : i32\n  %x = gpu.subgroup_broadcast %v, specific_lane %k : i32"
    assert (results(body, "i32") == (first + 7) ** 2).all()
    body = f"{VALUE}  %x = gpu.subgroup_broadcast %v, first_active_lane : i32"
    assert (results(body, "i32") == first**2).all()


@pytest.mark.parametrize(("size", "stride"), [(32, 1), (4, 1), (4, 8), (2, 16), (8, 2), (1, 1)])
def test_subgroup_reduce_in_clusters(size: int, stride: int) -> None:
    cluster = f"cluster(size = {size}, stride = {stride})" if stride > 1 else f"cluster(size = {size})"
    found = results(f"{VALUE}  %x = gpu.subgroup_reduce add %v {cluster} : (i32) -> i32", "i32")
    block = LANE // (size * stride) * (size * stride)
    expected = sum((block + LANE % stride + k * stride) ** 2 for k in range(size))
    assert (found == expected).all()


REDUCTIONS = {
    "add": lambda v: v.sum(),
    "mul": lambda v: np.multiply.reduce(v),
    "minsi": min,
    "maxsi": max,
    "minui": lambda v: v[v.astype(np.uint8).argmin()],
    "maxui": lambda v: v[v.astype(np.uint8).argmax()],
    "and": np.bitwise_and.reduce,
    "or": np.bitwise_or.reduce,
    "xor": np.bitwise_xor.reduce,
}


@pytest.mark.parametrize("kind", REDUCTIONS)
@pytest.mark.parametrize("op", ["gpu.subgroup_reduce {} %v :", "gpu.all_reduce {} %v {{}} :"])
def test_integers_are_reduced(kind: str, op: str) -> None:
    found = results(
        f"  %w = arith.index_cast %t : index to i8\n  %k = arith.constant 37 : i8\n"
        f"  %v = arith.muli %w, %k : i8\n  %x = {op.format(kind)} (i8) -> i8",
        "i8",
        lanes=32,
    )
    values = (np.arange(32) * 37).astype(np.int8)
    with np.errstate(over="ignore"):
        assert (found == np.int64(REDUCTIONS[kind](values)).astype(np.int8)).all()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("add", np.nan), ("minimumf", np.nan), ("maximumf", np.nan), ("minnumf", -2.0), ("maxnumf", 1.0), ("mul", np.nan)],
)
def test_floats_are_reduced_with_a_nan(kind: str, expected: float) -> None:
    text = kernel(
        f"""  %v = memref.load %in[%t] : memref<4xf16>
  %x = gpu.subgroup_reduce {kind} %v : (f16) -> f16
  memref.store %x, %out[%t] : memref<4xf16>""",
        "%in: memref<4xf16>, %out: memref<4xf16>",
        4,
        4,
    )
    values = np.array([1, np.nan, -2, 0.5], np.float16)
    found = run(text, arrays={0: values}).outputs["argument 1"].data
    assert np.array_equal(found, np.full(4, expected, np.float16), equal_nan=True)


@pytest.mark.parametrize(
    ("reduce", "expected"), [("gpu.subgroup_reduce add %c :", 96), ("gpu.all_reduce add %c {} :", 192)]
)
def test_a_uniform_value_counts_once_for_each_lane(reduce: str, expected: int) -> None:
    assert (results(f"  %c = arith.constant 3 : i32\n  %x = {reduce} (i32) -> i32", "i32") == expected).all()


def test_all_reduce_by_a_region() -> None:
    body = f"""{VALUE}  %x = gpu.all_reduce %v {{
  ^bb0(%a: i32, %b: i32):
    %m = arith.maxsi %a, %b : i32
    gpu.yield %m : i32
  }} : (i32) -> i32"""
    assert (results(body, "i32") == 63**2).all()


@pytest.mark.parametrize(
    "inside",
    [
        "%o = arith.cmpi eq, %a, %b : i32\n  %m = scf.if %o -> i32 { scf.yield %a : i32 } else { scf.yield %b : i32 }",
        "%i = gpu.lane_id\n  %m = arith.index_cast %i : index to i32",
    ],
)
def test_a_region_that_asks_which_lane_it_is(inside: str) -> None:
    """What it combines are not lanes: values that others combined already have none."""
    region = f"^bb0(%a: i32, %b: i32):\n  {inside}\n  gpu.yield %m : i32"
    with pytest.raises(Unsupported, match=r"in the region of 'gpu\.all_reduce' it is not simulated"):
        results(f"{VALUE}  %x = gpu.all_reduce %v {{\n{region}\n}} : (i32) -> i32", "i32")


@pytest.mark.parametrize(
    ("attribute", "said"),
    [
        ('scope = "a"', 'a barrier of scope "a" is not simulated'),
        ("scope = []", r"a barrier of scope \[\] is not simulated"),
        ("address_spaces = 5", "a barrier for 5 : i64 is not simulated"),
        ("address_spaces = [5]", r"a barrier for \[5\] is not simulated"),
    ],
)
def test_a_barrier_with_attributes_of_another_kind(attribute: str, said: str) -> None:
    """This host's barrier has neither, so that nobody verified them."""
    with pytest.raises(Unsupported, match=said):
        run(kernel(f'  "gpu.barrier"() {{{attribute}}} : () -> ()', ""))


DIVERGENT = [
    "gpu.barrier",
    "%r, %valid = gpu.shuffle xor %v, %one, %w : i32",
    "%r = gpu.subgroup_reduce add %v : (i32) -> i32",
    "%r = gpu.all_reduce add %v {} : (i32) -> i32",
]


def diverge(op: str, limit: int) -> str:
    return kernel(
        f"""{VALUE}  %one = arith.constant 1 : i32
  %w = arith.constant 32 : i32
  %limit = arith.constant {limit} : index
  %some = arith.cmpi ult, %t, %limit : index
  scf.if %some {{
    {op}
  }}""",
        "",
    )


@pytest.mark.parametrize("op", DIVERGENT)
def test_lanes_that_do_not_come(op: str) -> None:
    with fault("divergence", "divergence: lanes 40, 41 and 22 more of"):
        run(diverge(op, 40))


@pytest.mark.parametrize("op", DIVERGENT[1:3])
def test_subgroups_may_come_alone_where_only_they_take_part(op: str) -> None:
    run(diverge(op, 32))


@pytest.mark.parametrize("op", [DIVERGENT[0], DIVERGENT[3]])
def test_subgroups_may_not_come_alone_to_what_all_take_part_in(op: str) -> None:
    with fault("divergence"):
        run(diverge(op, 32))


def exchange(between: str) -> str:
    return kernel(
        f"""  %m = memref.alloc() : memref<64xi32, #gpu.address_space<workgroup>>
{VALUE}  %last = arith.constant 63 : index
  memref.store %v, %m[%t] : memref<64xi32, #gpu.address_space<workgroup>>
  {between}
  %other = arith.subi %last, %t : index
  %x = memref.load %m[%other] : memref<64xi32, #gpu.address_space<workgroup>>
  memref.store %x, %out[%t] : memref<64xi32>""",
        "%out: memref<64xi32>",
    )


def test_a_barrier_orders_workgroup_memory() -> None:
    found = run(exchange("gpu.barrier")).outputs["argument 0"].data
    assert (found == (63 - LANE) ** 2).all()
    with pytest.raises(Fault) as raised:
        run(exchange(""))
    assert raised.value.kind == "race"
    assert len(raised.value.notes) == 1


def test_an_incomplete_subgroup_does_what_its_lanes_can() -> None:
    lanes = np.arange(48)
    word = "  %i = arith.index_cast %t : index to i32\n  %w = arith.constant 32 : i32\n"
    body = f"{word}  %x = gpu.subgroup_reduce add %i cluster(size = 8) : (i32) -> i32"
    sums = (lanes // 8 * 8) * 8 + 28
    assert (results(body, "i32", lanes=48) == sums).all()
    shuffle = "  %n = arith.constant {} : i32\n  %y, %there = gpu.shuffle {} %i, %n, %w : i32\n"
    kept = "  %k = arith.constant -1 : i32\n  %x = arith.select %there, %y, %k : i32"
    for mode, by, source in (("xor", 4, lanes ^ 4), ("down", 20, lanes + 20), ("idx", 17, lanes // 32 * 32 + 17)):
        found = results(word + shuffle.format(by, mode) + kept, "i32", lanes=48)
        there = (source < 48) & (source // 32 == lanes // 32)
        assert (found == np.where(there, source, -1)).all()


def test_subgroups_in_part_are_not_simulated() -> None:
    with pytest.raises(Unsupported, match="whole subgroups"):
        results("  %c = arith.constant 3 : i32\n  %x = gpu.subgroup_reduce add %c : (i32) -> i32", "i32", lanes=48)


CLUSTERS = {
    "cluster_id": [0, 1, 2],
    "cluster_dim": [3, 3, 3],
    "cluster_block_id": [0, 0, 0],
    "cluster_dim_blocks": [1, 1, 1],
}


@pytest.mark.parametrize("name", CLUSTERS)
def test_a_workgroup_is_a_cluster_by_itself(name: str) -> None:
    body = f"  %b = gpu.block_id x\n  %x = gpu.{name} x\n  memref.store %x, %out[%b] : memref<3xindex>"
    text = kernel(body, "%out: memref<3xindex>")
    assert run(text, grid=(3, 1, 1)).outputs["argument 0"].array().tolist() == CLUSTERS[name]


def test_clusters_of_several_workgroups() -> None:
    text = kernel("  %x = gpu.cluster_id x", "")
    text = text.replace("attributes {", "attributes {gpu.known_cluster_size = array<i32: 2, 1, 1>, ")
    with pytest.raises(Unsupported, match="clusters of several workgroups are not simulated"):
        run(text, grid=(2, 1, 1))
