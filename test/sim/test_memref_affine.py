# RUN: env LANEWISE_HOST=upstream %pytest %s
"""memref and affine: views of views, where allocations lie, and index arithmetic; bounds and other promises broken."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "upstream"

import itertools
from typing import Any

import numpy as np
import pytest
from faults import fault
from lanewise.mlir.diagnostics import Failure
from lanewise.sim import Unsupported, run
from sim_kernels import kernel, results

IN = np.arange(64, dtype=np.int32) * 3 + 1

VIEWS = {
    "subview": (
        """%v = memref.subview %in[%c1, 2] [4, %c3] [1, 2]
    : memref<8x8xi32> to memref<4x?xi32, strided<[8, 2], offset: ?>>""",
        "memref<4x?xi32, strided<[8, 2], offset: ?>>",
        IN.reshape(8, 8)[1:5, 2:8:2],
    ),
    "rank-reducing subview": (
        "%v = memref.subview %in[5, 1] [1, 6] [1, 1] : memref<8x8xi32> to memref<6xi32, strided<[1], offset: 41>>",
        "memref<6xi32, strided<[1], offset: 41>>",
        IN.reshape(8, 8)[5, 1:7],
    ),
    "subview of a subview": (
        """%w = memref.subview %in[1, 1] [6, 6] [1, 1] : memref<8x8xi32> to memref<6x6xi32, strided<[8, 1], offset: 9>>
  %v = memref.subview %w[%c1, 1] [2, 2] [2, 3]
    : memref<6x6xi32, strided<[8, 1], offset: 9>> to memref<2x2xi32, strided<[16, 3], offset: ?>>""",
        "memref<2x2xi32, strided<[16, 3], offset: ?>>",
        IN.reshape(8, 8)[1:7, 1:7][1:5:2, 1:5:3],
    ),
    "collapse_shape": (
        "%v = memref.collapse_shape %in [[0, 1]] : memref<8x8xi32> into memref<64xi32>",
        "memref<64xi32>",
        IN,
    ),
    "expand_shape": (
        "%v = memref.expand_shape %in [[0, 1], [2]] output_shape [2, 4, 8] : memref<8x8xi32> into memref<2x4x8xi32>",
        "memref<2x4x8xi32>",
        IN.reshape(2, 4, 8),
    ),
    "expand_shape of a subview": (
        """%w = memref.subview %in[0, 4] [8, 4] [1, 1] : memref<8x8xi32> to memref<8x4xi32, strided<[8, 1], offset: 4>>
  %v = memref.expand_shape %w [[0, 1], [2]] output_shape [4, 2, 4]
    : memref<8x4xi32, strided<[8, 1], offset: 4>> into memref<4x2x4xi32, strided<[16, 8, 1], offset: 4>>""",
        "memref<4x2x4xi32, strided<[16, 8, 1], offset: 4>>",
        IN.reshape(8, 8)[:, 4:].reshape(4, 2, 4),
    ),
    "reinterpret_cast": (
        """%v = memref.reinterpret_cast %in to offset: [%c3], sizes: [4, %c5], strides: [%c7, 2]
    : memref<8x8xi32> to memref<4x?xi32, strided<[?, 2], offset: ?>>""",
        "memref<4x?xi32, strided<[?, 2], offset: ?>>",
        IN[3 + 7 * np.arange(4)[:, None] + 2 * np.arange(5)],
    ),
    "extract_strided_metadata": (
        """%w = memref.subview %in[2, 3] [4, 5] [1, 1] : memref<8x8xi32> to memref<4x5xi32, strided<[8, 1], offset: 19>>
  %base, %offset, %size:2, %strides:2 = memref.extract_strided_metadata %w
    : memref<4x5xi32, strided<[8, 1], offset: 19>> -> memref<i32>, index, index, index, index, index
  %v = memref.reinterpret_cast %base
      to offset: [%offset], sizes: [%size#0, %size#1], strides: [%strides#0, %strides#1]
    : memref<i32> to memref<?x?xi32, strided<[?, ?], offset: ?>>""",
        "memref<?x?xi32, strided<[?, ?], offset: ?>>",
        IN.reshape(8, 8)[2:6, 3:8],
    ),
    "casts": (
        """%w = memref.cast %in : memref<8x8xi32> to memref<?x8xi32>
  %v = memref.assume_alignment %w, 16 : memref<?x8xi32>""",
        "memref<?x8xi32>",
        IN.reshape(8, 8),
    ),
}


@pytest.mark.parametrize("view", VIEWS)
def test_views(view: str) -> None:
    """Each element of the view, its sizes, and what is written through it."""
    body, type_, expected = VIEWS[view]
    rank = expected.ndim
    indices = ", ".join(f"%i{dim}" for dim in range(rank))
    lines = [body]
    for dim in range(rank):
        lines += [f"%d{dim} = memref.dim %v, %c{dim} : {type_}", f"%s{dim} = arith.index_cast %d{dim} : index to i32"]
        lines += [f"memref.store %s{dim}, %sizes[%c{dim}] : memref<3xi32>"]
    lines += [f"scf.for %i{dim} = %c0 to %d{dim} step %c1 {{" for dim in range(rank)]
    lines += [f"%x = memref.load %v[{indices}] : {type_}", "%n = memref.load %at[] : memref<index>"]
    lines += ["memref.store %x, %out[%n] : memref<64xi32>", "%m = arith.addi %n, %c1 : index"]
    lines += ["memref.store %m, %at[] : memref<index>", f"memref.store %zero, %v[{indices}] : {type_}", "}" * rank]
    setup = """  %zero = arith.constant 0 : i32
  %at = memref.alloca() : memref<index>
  memref.store %c0, %at[] : memref<index>"""
    text = kernel("\n".join([setup, *lines]), "%in: memref<8x8xi32>, %out: memref<64xi32>, %sizes: memref<3xi32>", 1, 1)
    outputs = run(text, arrays={0: IN}).outputs
    assert (outputs["argument 1"].data[: expected.size] == expected.reshape(-1)).all()
    assert tuple(outputs["argument 2"].data[:rank]) == expected.shape
    left = outputs["argument 0"].data
    assert set(IN[left == 0]) == set(expected.reshape(-1))
    assert (left[left != 0] == IN[left != 0]).all()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            "%x = memref.load %in[%t, %t] : memref<8x8xi32>",
            r"lane 8 accesses \[8, 8\] of argument 0, whose size is \[8, 8\]",
        ),
        (
            "%v = memref.subview %in[0, %t] [8, 8] [1, 1]\n"
            "    : memref<8x8xi32> to memref<8x8xi32, strided<[8, 1], offset: ?>>",
            "dimension 1 of the view begins at 1 and has 8 elements, but that of argument 0 has 8",
        ),
        (
            "%v = memref.subview %in[0, 0] [4, 4] [2, 2] : memref<8x8xi32> to memref<4x4xi32, strided<[16, 2]>>\n"
            "  %x = memref.load %v[%c3, %c4] : memref<4x4xi32, strided<[16, 2]>>",
            r"every lane accesses \[3, 4\] of argument 0, whose size is \[4, 4\]",
        ),
    ],
)
def test_out_of_bounds(body: str, message: str) -> None:
    with fault("bounds", message):
        run(kernel("  " + body, "%in: memref<8x8xi32>"))


def test_a_lane_that_is_switched_off_may_be_out_of_bounds() -> None:
    body = """  %some = arith.cmpi ult, %t, %c8 : index
  %x = scf.if %some -> i32 {
    %y = memref.load %in[%t, %t] : memref<8x8xi32>
    scf.yield %y : i32
  } else {
    %y = arith.constant -1 : i32
    scf.yield %y : i32
  }
  memref.store %x, %out[%t] : memref<64xi32>"""
    found = run(kernel(body, "%in: memref<8x8xi32>, %out: memref<64xi32>"), arrays={0: IN}).outputs["argument 1"].data
    assert (found[:8] == IN[::9]).all()
    assert (found[8:] == -1).all()


def stored_and_read(space: str, op: str = "memref.alloca") -> np.ndarray[Any, Any]:
    body = f"""  %m = {op}() : memref<2xindex{space}>
  memref.store %t, %m[%c1] : memref<2xindex{space}>
  %x = memref.load %m[%c1] : memref<2xindex{space}>"""
    return results(body, "index")


@pytest.mark.parametrize("space", ["", ", #gpu.address_space<private>", ", 5", ", 5 : i32"])
@pytest.mark.parametrize("op", ["memref.alloca", "memref.alloc"])
def test_private_memory_is_each_lanes_own(space: str, op: str) -> None:
    assert (stored_and_read(space, op) == np.arange(64)).all()


@pytest.mark.parametrize("space", [", #gpu.address_space<workgroup>", ", 3", ", #gpu.address_space<global>", ", 1"])
def test_other_memory_is_one_for_all_lanes(space: str) -> None:
    with fault("race", r"race on element 1 of .* write different values"):
        stored_and_read(space)


@pytest.mark.parametrize("space", ["", ", 3"])
def test_nobody_wrote_what_is_allocated_anew(space: str) -> None:
    body = f"""  %some = arith.constant 3 : index
  scf.for %i = %c0 to %c3 step %c1 {{
    %m = memref.alloc() : memref<2xindex{space}>
    %first = arith.cmpi eq, %i, %c0 : index
    scf.if %first {{ memref.store %c5, %m[%c1] : memref<2xindex{space}> }}
    %x = memref.load %m[%c1] : memref<2xindex{space}>
  }}"""
    with fault("unwritten", r"element 1 of .*, which nobody wrote, is read by"):
        run(kernel(body, "", 1, 1))


@pytest.mark.parametrize("space", ["#gpu.address_space<workgroup>", "3", "3 : i32"])
def test_a_global_in_workgroup_memory_is_one_for_all_lanes_of_a_workgroup(space: str) -> None:
    body = """  %m = memref.get_global @shared : memref<64xindex, 3>
  memref.store %t, %m[%t] : memref<64xindex, 3>
  gpu.barrier
  %n = memref.get_global @shared : memref<64xindex, 3>
  %last = arith.constant 63 : index
  %other = arith.subi %last, %t : index
  %x = memref.load %n[%other] : memref<64xindex, 3>
  memref.store %x, %out[%t] : memref<64xindex>"""
    text = kernel(body, "%out: memref<64xindex>", header="memref.global @shared : memref<64xindex, 3> = uninitialized")
    text = text.replace("xindex, 3>", f"xindex, {space}>")
    done = run(text)
    assert (done.outputs["argument 0"].data == 63 - np.arange(64)).all()
    assert done.stats["workgroup bytes read"] == 64 * 8
    with fault("race"):
        run(text.replace("gpu.barrier", ""))
    text = text.replace("= uninitialized", "= dense<1>")
    with pytest.raises(Unsupported, match="@shared has an initial value"):
        run(text)


def test_copy_and_its_bounds() -> None:
    body = """  %v = memref.subview %in[0, 2] [8, 4] [1, 1]
    : memref<8x8xi32> to memref<8x4xi32, strided<[8, 1], offset: 2>>
  memref.copy %v, %out : memref<8x4xi32, strided<[8, 1], offset: 2>> to memref<8x4xi32>"""
    text = kernel(body, "%in: memref<8x8xi32>, %out: memref<8x4xi32>", 1, 1)
    assert (run(text, arrays={0: IN}).outputs["argument 1"].array() == IN.reshape(8, 8)[:, 2:6]).all()
    text = kernel("  memref.copy %in, %out : memref<?xi32> to memref<?xi32>", "%in: memref<?xi32>, %out: memref<?xi32>")
    with fault("bounds", "copies 5 elements of a dimension to 4"):
        run(text, shapes={0: (5,), 1: (4,)})


def test_a_dynamic_buffer_needs_its_shape() -> None:
    text = kernel("", "%in: memref<?x8xi32>")
    with pytest.raises(Failure, match=r"argument 0: needed sizes for memref<\?x8xi32>"):
        run(text)
    with pytest.raises(Failure, match="which says 4x4"):
        run(text, shapes={0: (4, 4)})
    assert run(text, shapes={0: (4, 8)}).outputs["argument 0"].shape == (4, 8)


NUMBERS = [0, 1, 5, 17, 63, -1, -7]
MAPS = {
    "d0 + s0": lambda d, s: d + s,
    "d0 * 3 - s0": lambda d, s: d * 3 - s,
    "d0 floordiv 4": lambda d, s: d // 4,
    "d0 ceildiv 4": lambda d, s: -(-d // 4),
    "(d0 mod 5) * 2 + s0": lambda d, s: d % 5 * 2 + s,
}


@pytest.mark.parametrize("text", MAPS)
def test_apply_min_max(text: str) -> None:
    for d, s in itertools.product(NUMBERS, [0, 5, -3]):
        given = {"numbers": {1: d, 2: s}}
        for op, combine in (("apply", None), ("min", min), ("max", max)):
            extra = "" if combine is None else ", s0 - 2, 7"
            body = f"""  %x = affine.{op} affine_map<(d0)[s0] -> ({text}{extra})>(%d)[%s]
  memref.store %x, %out[%c0] : memref<1xindex>"""
            run_one = run(kernel(body, "%out: memref<1xindex>, %d: index, %s: index", 1, 1), **given)
            value = MAPS[text](d, s)
            expected = value if combine is None else combine(value, s - 2, 7)
            assert run_one.outputs["argument 0"].data[0] == expected


@pytest.mark.parametrize("basis", ["4, 4, 5", "4, 5"])
def test_delinearize_and_linearize(basis: str) -> None:
    body = f"""  %p:3 = affine.delinearize_index %t into ({basis}) : index, index, index
  %b = affine.linearize_index [%p#2, %p#0, %p#1] by (%c5, %c3, 4) : index
  %y = affine.linearize_index disjoint [%p#0, %p#1, %p#2] by ({basis}) : index
  %z = arith.muli %y, %y : index
  %x = arith.addi %z, %b : index"""
    t = np.arange(64)
    a, b, c = t // 20, t // 5 % 4, t % 5
    assert (results(body, "index") == t * t + (c * 3 + a) * 4 + b).all()


def test_affine_loops_and_conditions() -> None:
    body = """  %x = affine.for %i = max affine_map<(d0) -> (d0, 3)>(%t)
      to min affine_map<(d0) -> (d0 * 2, 50)>(%t) step 2 iter_args(%sum = %c0) -> (index) {
    %n = affine.if affine_set<(d0)[s0] : (d0 - s0 - 8 >= 0, d0 mod 3 == 0)>(%i)[%t] -> index {
      %y = arith.addi %sum, %i : index
      affine.yield %y : index
    } else {
      affine.yield %sum : index
    }
    affine.yield %n : index
  }"""
    expected = [sum(i for i in range(max(t, 3), min(2 * t, 50), 2) if i - t - 8 >= 0 and i % 3 == 0) for t in range(64)]
    assert sum(expected) > 0
    assert (results(body, "index") == expected).all()


INDEX_OPS = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "divs": lambda a, b: int(a / b),
    "floordivs": lambda a, b: a // b,
    "ceildivs": lambda a, b: -(-a // b),
    "rems": lambda a, b: a - b * int(a / b),
    "maxs": max,
    "mins": min,
    "maxu": lambda a, b: max(a, b, key=lambda n: n % 2**64),
    "and": lambda a, b: a & b,
    "or": lambda a, b: a | b,
    "xor": lambda a, b: a ^ b,
}


@pytest.mark.parametrize("op", INDEX_OPS)
def test_index(op: str) -> None:
    body = f"""  %x = index.{op} %a, %b
  memref.store %x, %out[%c0] : memref<1xindex>"""
    text = kernel(body, "%out: memref<1xindex>, %a: index, %b: index", 1, 1)
    for a, b in itertools.product(NUMBERS, [1, 3, -2]):
        found = run(text, numbers={1: a, 2: b}).outputs["argument 0"].data[0]
        assert found == INDEX_OPS[op](a, b)


@pytest.mark.parametrize(("predicate", "expected"), [("slt", True), ("ult", False), ("eq", False), ("uge", True)])
def test_index_cmp(predicate: str, expected: bool) -> None:
    body = f"""  %a = index.constant -1
  %x = index.cmp {predicate}(%a, %t)"""
    assert (results(body, "i1") == expected).all()


def test_a_loop_that_does_not_move() -> None:
    bounds = "lowerBoundMap = affine_map<() -> (0)>, upperBoundMap = affine_map<() -> (8)>"
    attributes = f"{{{bounds}, step = 0 : index, operandSegmentSizes = array<i32: 0, 0, 0>}}"
    loop = f'"affine.for"() ({{^bb0(%i: index): "affine.yield"() : () -> ()}}) {attributes} : () -> ()'
    with pytest.raises(Unsupported, match="a step of 0: steps must be positive"):
        run(kernel(loop, ""))


def test_what_is_not_simulated() -> None:
    body = """  %y = memref.extract_aligned_pointer_as_index %out : memref<1xi32> -> index"""
    with pytest.raises(Unsupported, match=r"does not know the op 'memref\.extract_aligned_pointer_as_index'"):
        run(kernel(body, "%out: memref<1xi32>, %n: i32"))
