# RUN: env LANEWISE_HOST=upstream %pytest %s
"""memref.atomic_rmw: each lane in turn; who races with it and who does not."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "upstream"

from collections.abc import Callable
from functools import reduce
from typing import Any

import numpy as np
import pytest
from faults import LDS, fault
from lanewise.sim import run
from sim_kernels import kernel

U = 2**32
INTEGERS: dict[str, Callable[[int, int], int]] = {
    "addi": lambda a, b: a + b,
    "muli": lambda a, b: a * b,
    "andi": lambda a, b: a & b,
    "ori": lambda a, b: a | b,
    "xori": lambda a, b: a ^ b,
    "maxs": max,
    "mins": min,
    "maxu": lambda a, b: max(a, b, key=lambda n: n % U),
    "minu": lambda a, b: min(a, b, key=lambda n: n % U),
    "assign": lambda a, b: b,
}
FLOATS: dict[str, Callable[[Any, Any], Any]] = {
    "addf": np.add,
    "mulf": np.multiply,
    "maximumf": np.maximum,
    "minimumf": np.minimum,
    "maxnumf": np.fmax,
    "minnumf": np.fmin,
    "assign": lambda a, b: b,
}
ARGUMENTS = "%in: memref<8x{0}>, %at: memref<4x{0}>, %found: memref<8x{0}>"


def update(kind: str, type_: str) -> str:
    """Eight lanes, those with an even number at place 1, the others at place 2."""
    return f"""  %n = memref.load %in[%t] : memref<8x{type_}>
  %odd = arith.remui %t, %c2 : index
  %place = arith.addi %odd, %c1 : index
  %x = memref.atomic_rmw {kind} %n, %at[%place] : ({type_}, memref<4x{type_}>) -> {type_}
  memref.store %x, %found[%t] : memref<8x{type_}>"""


def check(kind: str, type_: str, combine: Callable[[Any, Any], Any], values: Any, start: Any) -> None:
    outputs = run(kernel(update(kind, type_), ARGUMENTS.format(type_), 8, 8), arrays={0: values, 1: start}).outputs
    at, found = outputs["argument 1"].data, outputs["argument 2"].data
    for parity in (0, 1):
        mine = list(values[parity::2])
        seen = [reduce(combine, mine[:count], start[1 + parity]) for count in range(len(mine) + 1)]
        kept = np.array(seen).astype(values.dtype)
        np.testing.assert_array_equal(found[parity::2], kept[:-1])
        np.testing.assert_array_equal(at[1 + parity], kept[-1])
    np.testing.assert_array_equal(at[[0, 3]], start[[0, 3]])


@pytest.mark.parametrize("kind", INTEGERS)
def test_integer_kinds(kind: str) -> None:
    values = np.array([5, -7, 12, 9, -3, 6, 1 << 20, -1], np.int32)
    start = np.array([70, 21, -14, 71], np.int32)
    check(kind, "i32", lambda a, b: (INTEGERS[kind](int(a), int(b)) + U // 2) % U - U // 2, values, start)


@pytest.mark.parametrize("kind", FLOATS)
def test_float_kinds(kind: str) -> None:
    values = np.array([0.1, np.nan, 1e8, -0.3, -1e8, 7, 2, -2], np.float32)
    check(kind, "f32", FLOATS[kind], values, np.array([1, 0.5, -4, 2], np.float32))


def test_what_is_uniform_is_done_by_each_lane_that_is_active() -> None:
    body = """  %old = memref.atomic_rmw addi %one, %at[%c0] : (i32, memref<3xi32>) -> i32
  %some = arith.cmpi ult, %t, %c3 : index
  scf.if %some {
    %more = memref.atomic_rmw addi %one, %at[%c1] : (i32, memref<3xi32>) -> i32
  }"""
    text = kernel(f"  %one = arith.constant 1 : i32\n{body}", "%at: memref<3xi32>")
    output = run(text, arrays={0: np.array([100, 200, 0], np.int32)}).outputs["argument 0"]
    assert list(output.data) == [164, 203, 0]
    assert list(output.stored) == [True, True, False]


def test_one_thread_updates_once() -> None:
    body = "%n: i32) {\n  %c0 = arith.constant 0 : index\n"
    body += "  %x = memref.atomic_rmw addi %n, %at[%c0] : (i32, memref<1xi32>) -> i32\n  return\n}"
    text = f"func.func @one(%at: memref<1xi32>, {body}"
    given = {
        "arrays": {0: np.array([5], np.int32)},
        "numbers": {1: 3},
        "workgroup_size": (64, 1, 1),
        "subgroup_size": 64,
    }
    assert run(text, **given).outputs["argument 0"].data[0] == 8


ATOMIC = f"%x = memref.atomic_rmw addi %n, %m[%c0] : (i32, {LDS}) -> i32"
FIRST, LAST = ("scf.if %" + which + " {{\n  {}\n  }}" for which in ("first", "last"))
STORE, LOAD = f"memref.store %n, %m[%c0] : {LDS}", f"%y = memref.load %m[%c0] : {LDS}"
BARRIER = "gpu.barrier"


def shared(*steps: str) -> str:
    setup = f"""  %n = arith.index_cast %t : index to i32
  %m = memref.alloc() : {LDS}
  %end = arith.constant 63 : index
  %first = arith.cmpi eq, %t, %c0 : index
  %last = arith.cmpi eq, %t, %end : index"""
    return kernel("\n  ".join([setup, *steps]), "")


RACES = {
    "store, update": (FIRST.format(STORE), ATOMIC, "lanes 1, 2 and 61 more updated it, lane 0 wrote it"),
    "load, update": (FIRST.format(LOAD), ATOMIC, "lanes 1, 2 and 61 more updated it, lane 0 read it"),
    "update, store": (ATOMIC, FIRST.format(STORE), "lane 0 wrote it, lane 63 updated it"),
    "update, load": (ATOMIC, LAST.format(LOAD), "lane 63 read it, lane 62 updated it"),
}


@pytest.mark.parametrize("case", RACES)
def test_plain_accesses_race_with_updates(case: str) -> None:
    before, after, message = RACES[case]
    start = (FIRST.format(STORE), BARRIER)
    with fault("race", f"race on element 0 of a workgroup buffer: {message}, and there is no barrier"):
        run(shared(*start, before, after))
    run(shared(*start, before, BARRIER, after))


def test_updates_do_not_race_and_a_lane_sees_its_own() -> None:
    alone = FIRST.format(ATOMIC.replace("%x", "%z"))
    run(shared(FIRST.format(STORE), BARRIER, ATOMIC, ATOMIC.replace("%x", "%y")))
    run(shared(FIRST.format(STORE), alone, FIRST.format(LOAD)))


def test_an_update_of_what_nobody_wrote() -> None:
    with fault("unwritten", "which nobody wrote, is read by lanes 0, 1 and 62 more"):
        run(shared(ATOMIC))


def test_an_update_out_of_bounds_and_of_a_constant() -> None:
    text = kernel(
        "  %x = memref.atomic_rmw addi %n, %at[%t] : (i32, memref<8xi32>) -> i32", "%at: memref<8xi32>, %n: i32"
    )
    with fault("bounds", r"lane 8 accesses \[8\] of argument 0"):
        run(text)
    body = """  %m = memref.get_global @k : memref<1xi32>
  %x = memref.atomic_rmw addi %n, %m[%c0] : (i32, memref<1xi32>) -> i32"""
    with fault("assumption", "@k, which is read-only, is written by"):
        run(kernel(body, "%n: i32", header="memref.global constant @k : memref<1xi32> = dense<1>"))


def test_workgroups_update_one_place() -> None:
    body = """  %x = memref.atomic_rmw addi %n, %at[%c0] : (i32, memref<1xi32>) -> i32
  AFTER"""
    text = kernel(body, "%at: memref<1xi32>, %n: i32")
    given = {"arrays": {0: np.array([0], np.int32)}, "numbers": {1: 1}, "grid": (3, 1, 1)}
    assert run(text.replace("AFTER", ""), **given).outputs["argument 0"].data[0] == 192
    after = "gpu.barrier\n  %y = memref.load %at[%c0] : memref<1xi32>"
    with fault("race", r"race on element 0 of argument 0: .* of workgroup 0 "):
        run(text.replace("AFTER", after), **given)
