# RUN: env LANEWISE_HOST=upstream %pytest %s
"""Out of bounds, memory that nobody wrote, poison: the fault, and the repaired twin that has none."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "upstream"

import numpy as np
import pytest
from faults import LDS, expect, twins
from lanewise.sim import run
from sim_kernels import kernel

IN = "%in: memref<64xi32>, %out: memref<64xi32>"
LOAD = "  %x = memref.load %in[FAULT] : memref<64xi32> // here"
SUBVIEW = "memref.subview %in[%t] [FAULT] [1] : memref<64xi32> to memref<?xi32, strided<[1], offset: ?>> // here"

# Name: body, the fault, what repairs it, the message.
BOUNDS = {
    "static": (
        "  %n64 = arith.constant 64 : index\n" + LOAD,
        "%n64",
        "%c8",
        r"every lane accesses \[64\] of argument 0, whose size is \[64\]",
    ),
    "negative": (
        "  %minus = arith.constant -1 : index\n" + LOAD,
        "%minus",
        "%c8",
        r"every lane accesses \[-1\] of argument 0, whose size is \[64\]",
    ),
    "in one lane": (
        "  %n64 = arith.constant 64 : index\n  %u = arith.subi %n64, %t : index\n"
        "  %last = arith.constant 63 : index\n  %v = arith.subi %last, %t : index\n" + LOAD,
        "%u",
        "%v",
        r"lane 0 accesses \[64\] of argument 0, whose size is \[64\]",
    ),
    "a store": (
        "  %one = arith.constant 1 : i32\n  %u = arith.addi %t, %c1 : index\n"
        "  memref.store %one, %out[FAULT] : memref<64xi32> // here",
        "%u",
        "%t",
        r"lane 63 accesses \[64\] of argument 1, whose size is \[64\]",
    ),
    "a second dimension, which the first would hide": (
        "  %e = memref.expand_shape %in [[0, 1]] output_shape [16, 4] : memref<64xi32> into memref<16x4xi32>\n"
        "  %x = memref.load %e[%c1, FAULT] : memref<16x4xi32> // here",
        "%c4",
        "%c3",
        r"every lane accesses \[1, 4\] of argument 0, whose size is \[16, 4\]",
    ),
    "through a subview": (
        "  %v = memref.subview %in[%t] [1] [1] : memref<64xi32> to memref<1xi32, strided<[1], offset: ?>>\n"
        "  %x = memref.load %v[FAULT] : memref<1xi32, strided<[1], offset: ?>> // here",
        "%c1",
        "%c0",
        r"lane 0 accesses \[1\] of argument 0, whose size is \[1\]",
    ),
    "through a subview whose size differs": (
        "  %n64 = arith.constant 64 : index\n  %rest = arith.subi %n64, %t : index\n"
        f"  %v = {SUBVIEW.replace('FAULT', '%rest').replace(' // here', '')}\n"
        "  %last = arith.constant 63 : index\n  %end = arith.subi %last, %t : index\n"
        "  %x = memref.load %v[FAULT] : memref<?xi32, strided<[1], offset: ?>> // here",
        "%c1",
        "%end",
        r"lane 63 accesses \[1\] of argument 0, whose size is \[1\]",
    ),
    "a vector": (
        "  %v = vector.load %in[FAULT] : memref<64xi32>, vector<2xi32> // here",
        "%t",
        "%c8",
        r"lane 63 accesses \[64\] of argument 0, whose size is \[64\]",
    ),
}


@pytest.mark.parametrize("name", BOUNDS)
def test_out_of_bounds(name: str) -> None:
    body, fault, repaired, message = BOUNDS[name]
    twins(kernel(body, IN), fault, repaired, f"out of bounds: {message}", kind="bounds")


def test_a_subview_that_does_not_lie_within() -> None:
    body = "  %n64 = arith.constant 64 : index\n  %rest = arith.subi %n64, %t : index\n  %v = " + SUBVIEW
    message = "out of bounds: .*dimension 0 of the view begins at 63 and has 2 elements, but that of argument 0 has 64"
    twins(kernel(body, IN), "%c2", "%rest", message, kind="bounds")


def test_a_dynamic_buffer() -> None:
    text = kernel("  %x = memref.load %in[FAULT] : memref<?xi32> // here", "%in: memref<?xi32>")
    message = r"out of bounds: every lane accesses \[5\] of argument 0, whose size is \[5\]"
    twins(text, "%c5", "%c4", message, shapes={0: (5,)}, kind="bounds")


GUARDED = """  %low = arith.cmpi ult, %t, %c8 : index
  scf.if FAULT {
    %far = arith.muli %t, %c8 : index
    %x = memref.load %in[%far] : memref<64xi32> // here
    %y = vector.load %in[%far] : memref<64xi32>, vector<8xi32>
    %v = memref.subview %in[%far] [8] [1] : memref<64xi32> to memref<8xi32, strided<[1], offset: ?>>
  }"""


def test_lanes_that_are_switched_off_may_be_out_of_bounds() -> None:
    text = kernel("  %all = arith.constant true\n" + GUARDED, IN)
    message = r"out of bounds: lane 8 accesses \[64\] of argument 0, whose size is \[64\]"
    twins(text, "%all", "%low", message, kind="bounds")


def test_the_number_of_a_dimension() -> None:
    """That of lanes that are switched off does not matter."""
    text = kernel(
        """  %all = arith.constant true
  %first = arith.cmpi ult, %t, %c2 : index
  %e = memref.expand_shape %in [[0, 1]] output_shape [16, 4] : memref<64xi32> into memref<16x4xi32>
  scf.if FAULT {
    %d = memref.dim %e, %t : memref<16x4xi32> // here
    %n = arith.index_cast %d : index to i32
    memref.store %n, %out[%t] : memref<64xi32>
  }""",
        IN,
    )
    twins(text, "%all", "%first", "out of bounds: dimension 2 of 2", kind="bounds")
    assert run(text.replace("FAULT", "%first")).outputs["argument 1"].data[:2].tolist() == [16, 4]


SPACES = {"workgroup": "#gpu.address_space<workgroup>", "private": "#gpu.address_space<private>", "global": "1"}
READ = """  %one = arith.constant 1 : i32
  %m = memref.alloc() : MEMORY
  WRITE
  gpu.barrier
  %x = memref.load %m[%t] : MEMORY // here"""


@pytest.mark.parametrize("space", SPACES)
def test_nobody_wrote_what_is_read(space: str) -> None:
    text = kernel(READ.replace("MEMORY", f"memref<65xi32, {SPACES[space]}>"), "")
    store = f"memref.store %one, %m[FAULT] : memref<65xi32, {SPACES[space]}>"
    wrong = text.replace("WRITE", "%u = arith.addi %t, %c1 : index\n  " + store.replace("FAULT", "%u"))
    who = "lanes 0, 1 and 62 more" if space == "private" else "lane 0"
    expect(wrong, f"element 0 of .*, which nobody wrote, is read by {who}", kind="unwritten")
    run(text.replace("WRITE", store.replace("FAULT", "%t")))


def test_nobody_wrote_what_is_masked_off() -> None:
    memory = "memref<64xi32, #gpu.address_space<workgroup>>"
    body = f"""  %m = memref.alloc() : {memory}
  %mask = vector.create_mask FAULT : vector<4xi1>
  %none = arith.constant dense<0> : vector<4xi32>
  %one = arith.constant 1 : i32
  memref.store %one, %m[%c0] : {memory}
  %x = vector.maskedload %m[%c0], %mask, %none : {memory}, vector<4xi1>, vector<4xi32> into vector<4xi32> // here"""
    twins(
        kernel(body, ""),
        "%c2",
        "%c1",
        "element 1 of a workgroup buffer, which nobody wrote, is read by every lane",
        kind="unwritten",
    )


def test_workgroup_memory_is_unwritten_when_the_next_workgroup_starts() -> None:
    text = f"""func.func @kernel() {{
  %b = gpu.block_id x
  %c0 = arith.constant 0 : index
  %one = arith.constant 1 : i32
  %first = arith.cmpi eq, %b, %c0 : index
  %all = arith.constant true
  %m = memref.alloc() : {LDS}
  scf.if FAULT {{
    memref.store %one, %m[%c0] : {LDS}
  }}
  %x = memref.load %m[%c0] : {LDS} // here
  return
}}"""
    options = {"workgroup_size": (4, 1, 1), "subgroup_size": 4, "grid": (2, 1, 1)}
    twins(
        text,
        "%first",
        "%all",
        "element 0 of a workgroup buffer, which nobody wrote, is read by every lane",
        kind="unwritten",
        **options,
    )


def test_workgroup_memory_that_is_an_argument_is_unwritten_too() -> None:
    text = f"""func.func @kernel(%m: {LDS}) {{
  %b = gpu.block_id x
  %c0 = arith.constant 0 : index
  %one = arith.constant 1 : i32
  %first = arith.cmpi eq, %b, %c0 : index
  %all = arith.constant true
  scf.if FAULT {{
    memref.store %one, %m[%c0] : {LDS}
  }}
  %x = memref.load %m[%c0] : {LDS} // here
  return
}}"""
    options = {"workgroup_size": (4, 1, 1), "subgroup_size": 4, "grid": (2, 1, 1)}
    twins(
        text,
        "%first",
        "%all",
        "element 0 of argument 0, which nobody wrote, is read by every lane",
        kind="unwritten",
        **options,
    )


# %p is poison in the upper lanes, %v<4> in its last element; %q and %flag are sound.
POISON = """  %one = arith.constant 1 : i32
  %low = arith.cmpi ult, %t, %c5 : index
  %bad = ub.poison : i32
  %sound = arith.constant 2 : i32
  %p = arith.select %low, %one, FAULT : i32
  %some = arith.constant dense<7> : vector<4xi32>
  %v = vector.insert FAULT, %some[3] : i32 into vector<4xi32>
"""
REACHES = {
    "a store": ("  memref.store %p, %out[%t] : memref<64xi32> // here", "memory"),
    "a store of what is computed from it": (
        "  %q = arith.muli %p, %one : i32\n  memref.store %q, %out[%t] : memref<64xi32> // here",
        "memory",
    ),
    "a store of a vector": ("  vector.store %v, %out[%c0] : memref<64xi32>, vector<4xi32> // here", "memory"),
    "an if": ("  %f = arith.cmpi eq, %p, %one : i32\n  scf.if %f { // here\n  }", "control flow"),
    "a loop": (
        "  %n = arith.index_cast %p : i32 to index\n  scf.for %i = %c0 to %n step %c1 { // here\n  }",
        "control flow",
    ),
    "a switch": (
        "  %n = arith.index_cast %p : i32 to index\n  scf.index_switch %n // here\n  default {\n  }",
        "control flow",
    ),
    "a while": (
        "  %f = arith.cmpi eq, %p, %bad : i32\n  scf.while : () -> () { // here\n"
        "    %g = arith.cmpi slt, %p, %one : i32\n"
        "    scf.condition(%g)\n  } do {\n    scf.yield\n  }",
        "control flow",
    ),
    "an address": (
        "  %n = arith.index_cast %p : i32 to index\n  %x = memref.load %in[%n] : memref<64xi32> // here",
        "an address",
    ),
    "a view": (
        "  %n = arith.index_cast %p : i32 to index\n"
        "  %w = memref.subview %in[%n] [1] [1] : memref<64xi32> to memref<1xi32, strided<[1], offset: ?>> // here",
        "a view",
    ),
    "an element of a vector": (
        "  %q = vector.extract %v[3] : i32 from vector<4xi32>\n  memref.store %q, %out[%c0] : memref<64xi32> // here",
        "memory",
    ),
}


@pytest.mark.parametrize("name", REACHES)
def test_poison_reaches(name: str) -> None:
    body, what = REACHES[name]
    twins(
        kernel(POISON + body, IN),
        "%bad",
        "%sound",
        f"poison reaches {what} in (every lane|lanes 5, 6 and 57 more)",
        kind="poison",
    )


STOPS = {
    "a store in the lanes that have none": (
        "  scf.if %low {\n    memref.store %p, %out[%t] : memref<64xi32>\n  }",
        lambda t: 1 if t < 5 else -1,
    ),
    "a select of the other": (
        "  %q = arith.select %low, %p, %sound : i32\n  memref.store %q, %out[%t] : memref<64xi32>",
        lambda t: 1 if t < 5 else 2,
    ),
    "an if that yields the other": (
        "  %q = scf.if %low -> i32 {\n    scf.yield %p : i32\n  } else {\n    scf.yield %sound : i32\n  }\n"
        "  memref.store %q, %out[%t] : memref<64xi32>",
        lambda t: 1 if t < 5 else 2,
    ),
    "a condition of lanes that are switched off": (
        "  %f = arith.cmpi eq, %p, %one : i32\n  scf.if %low {\n    scf.if %f {\n"
        "      memref.store %p, %out[%t] : memref<64xi32>\n    }\n  }",
        lambda t: 1 if t < 5 else -1,
    ),
    "an insert in its place": (
        "  %w = vector.insert %one, %v[3] : i32 into vector<4xi32>\n"
        "  vector.store %w, %out[%c0] : memref<64xi32>, vector<4xi32>",
        lambda t: (7, 7, 7, 1)[t] if t < 4 else -1,
    ),
    "another element": (
        "  %q = vector.extract %v[0] : i32 from vector<4xi32>\n  memref.store %q, %out[%c0] : memref<64xi32>",
        lambda t: 7 if t == 0 else -1,
    ),
    "a store that masks it off": (
        "  %mask = vector.create_mask %c3 : vector<4xi1>\n"
        "  vector.maskedstore %out[%c0], %mask, %v : memref<64xi32>, vector<4xi1>, vector<4xi32>",
        lambda t: 7 if t < 3 else -1,
    ),
    "a loop that overwrites it": (
        "  %q = scf.for %i = %c0 to %c2 step %c1 iter_args(%k = %p) -> i32 {\n    scf.yield %one : i32\n  }\n"
        "  memref.store %q, %out[%t] : memref<64xi32>",
        lambda t: 1,
    ),
    "nobody uses it": ("  %q = arith.addi %p, %p : i32", lambda t: -1),
}


@pytest.mark.parametrize("name", STOPS)
def test_poison_stops_at(name: str) -> None:
    body, expected = STOPS[name]
    text = kernel((POISON + body).replace("FAULT", "%bad"), IN)
    out = run(text, arrays={1: np.full(64, -1, np.int32)}).outputs["argument 1"]
    assert out.data.tolist() == [expected(t) for t in range(64)]


def test_poison_that_only_some_iterations_make() -> None:
    """The lanes that leave the loop early keep what they had."""
    body = """  %n = scf.for %i = %c0 to %t step %c1 iter_args(%k = %one) -> i32 {
    scf.yield FAULT : i32
  }
  memref.store %n, %out[%t] : memref<64xi32> // here"""
    twins(
        kernel(POISON.replace("FAULT", "%sound") + body, IN),
        "%bad",
        "%sound",
        "poison reaches memory in lanes 1, 2 and 61 more",
        kind="poison",
    )
    first = body.replace("FAULT", "%bad").replace(
        "  memref.store", "  %none = arith.cmpi eq, %t, %c0 : index\n  scf.if %none {\n  memref.store"
    )
    run(kernel(POISON.replace("FAULT", "%sound") + first.replace(" // here", "\n  }"), IN))
