# RUN: env LANEWISE_HOST=%host %pytest %s
"""A loop that cannot end is a fault; one that is merely long is too long to simulate, and how long is said; what
overflows ends. And what of a module counts for a function: itself, and what it calls."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from faults import expect
from lanewise.mlir.diagnostics import Failure
from lanewise.sim import Fault, Unsupported, run
from sim_kernels import kernel, results

ONE: dict[str, Any] = {"workgroup_size": (4, 1, 1), "subgroup_size": 4}

LONG = """func.func @f(%o: memref<1xi32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = arith.constant COUNT : index
  %one = arith.constant 1 : i32
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%a = %one) -> i32 {
    %m = arith.muli %a, %one : i32
    %k = arith.addi %m, %one : i32
    scf.yield %k : i32
  }
  memref.store %r, %o[%c0] : memref<1xi32>
  return
}"""


def too_long(text: str, said: str, *notes: str, **options: Any) -> None:
    with pytest.raises(Unsupported) as raised:
        run(text, **{**ONE, **options})
    message = raised.value.message()
    assert re.search(f"too long to simulate: {said}", message.text), message.text
    assert [note.text for note in message.notes] == list(notes)


def test_a_long_loop_is_not_begun() -> None:
    too_long(LONG.replace("COUNT", "700000"), "700000 rounds, where a workgroup runs 2097152 ops at most; --max-steps")
    too_long(LONG.replace("COUNT", "4000000000000000000"), "4000000000000000000 rounds")


def test_the_limit_can_be_raised_and_lowered() -> None:
    text = LONG.replace("COUNT", "1000")
    assert run(text, **ONE).outputs["argument 0"].data == [1001]
    too_long(text, "1000 rounds, where a workgroup runs 2000 ops", max_steps=2000)
    assert run(text, **ONE, max_steps=4000).outputs["argument 0"].data == [1001]


NESTED = """func.func @f() {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = arith.constant 100 : index
  scf.for %i = %c0 to %n step %c1 {
    affine.for %j = 0 to 100 {
      %k = arith.addi %i, %j : index
    }
  }
  return
}"""


def test_loops_in_loops_say_how_far_they_are() -> None:
    too_long(
        NESTED,
        "a workgroup has run 1000 ops",
        "in round 94 of 100 of this loop",
        "in round 5 of 100 of this loop",
        max_steps=1000,
    )
    run(NESTED, **ONE)


LOOPS = {
    "parallel": "scf.parallel (%i, %j) = (%c0, %c0) to (%n, %n) step (%c1, %c1) { }",
    "affine.parallel": "affine.parallel (%i, %j) = (0, 0) to (1000000, 1000000) { }",
    "forall": "scf.forall (%i, %j) in (%n, %n) { }",
    "mapped": "scf.forall (%i) in (10000000) { } {mapping = [#gpu.thread<linear_dim_0>]}",
    "linalg": "linalg.reduce { arith.addi } ins(%a : memref<?xi32>) outs(%b : memref<i32>) dimensions = [0]",
}


@pytest.mark.parametrize("name", LOOPS)
def test_each_kind_of_loop_has_the_limit(name: str) -> None:
    text = f"""func.func @f(%a: memref<?xi32>, %b: memref<i32>) {{
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = arith.constant 1000000 : index
  {LOOPS[name]}
  return
}}"""
    too_long(text, r"\d+ rounds", shapes={0: (3_000_000,)})


def test_progress_within_a_workgroup() -> None:
    seen: list[tuple[int, int, int]] = []
    run(LONG.replace("COUNT", "12000"), **ONE, progress=lambda *said: seen.append(said))
    assert seen[0] == (0, 1, 0)
    assert [ops > 0 for _, _, ops in seen[1:]] == [True] * len(seen[1:])
    assert 2 < len(seen) < 5


WHILE = """  %one = arith.constant 1 : i32
  %n = arith.index_cast %t : index to i32
  %r:2 = scf.while (%a = %n, %b = %one) : (i32, i32) -> (i32, i32) { // here
    %go = arith.cmpi ne, %a, FAULT : i32
    scf.condition(%go) %a, %b : i32, i32
  } do {
  ^bb0(%a: i32, %b: i32):
    %c = arith.xori %a, %one : i32
    scf.yield %c, %b : i32, i32
  }"""


def test_a_loop_that_comes_back_to_its_values() -> None:
    """Lane 0 waits for 7, of which it never sees more than 0 and 1."""
    text = kernel(f"  %seven = arith.constant 7 : i32\n{WHILE}", "").replace("FAULT", "%seven")
    expect(text, "does not end: round 6 begins with the same values as round 4, and nothing else decides .*")
    run(kernel(WHILE.replace("FAULT", "%n"), ""))


def test_a_loop_that_waits_for_memory_is_not_judged() -> None:
    """It might end, if others ran meanwhile."""
    text = kernel(
        """  %zero = arith.constant 0 : i32
  memref.store %zero, %out[%t] : memref<64xi32>
  scf.while : () -> () {
    %v = memref.load %out[%t] : memref<64xi32>
    %go = arith.cmpi eq, %v, %zero : i32
    scf.condition(%go)
  } do {
    scf.yield
  }""",
        "%out: memref<64xi32>",
    )
    with pytest.raises(Unsupported, match=r"too long to simulate: a workgroup has run 5000 ops"):
        run(text, max_steps=5000)


def test_a_while_that_counts_is_only_long() -> None:
    body = """  %n = arith.constant 1000000 : index
  %r = scf.while (%a = %c0) : (index) -> index {
    %go = arith.cmpi ult, %a, %n : index
    scf.condition(%go) %a : index
  } do {
  ^bb0(%a: index):
    %b = arith.addi %a, %c1 : index
    scf.yield %b : index
  }"""
    with pytest.raises(Unsupported, match="a workgroup has run 1000 ops") as raised:
        run(kernel(body, ""), max_steps=1000)
    assert re.fullmatch(r"in round \d+ of this loop", raised.value.message().notes[0].text)


BLOCKS = {
    "nothing": "  cf.br ^a\n^a:\n  cf.br ^a // here",
    "a value": """  cf.br ^a(%c0 : index)
^a(%i: index):
  %k = arith.remui %i, %c3 : index
  %j = arith.addi %k, %c1 : index
  %go = arith.cmpi ult, %i, %c8 : index
  cf.cond_br %go, ^a(%j : index), ^b // here
^b:
  return""",
}


@pytest.mark.parametrize("name", BLOCKS)
def test_blocks_that_come_back_to_their_values(name: str) -> None:
    text = kernel(BLOCKS[name], "").replace("return\n  return", "return")
    text = text if name == "a value" else text.replace("  return\n", "")
    expect(text, "does not end: round .*")


def test_blocks_that_count_are_only_long() -> None:
    text = kernel(
        """  %n = arith.constant 1000000 : index
  cf.br ^a(%c0 : index)
^a(%i: index):
  %j = arith.addi %i, %c1 : index
  %go = arith.cmpi ult, %j, %n : index
  cf.cond_br %go, ^a(%j : index), ^b
^b:""",
        "",
    )
    with pytest.raises(Unsupported, match="too long to simulate: a workgroup has run 1000 ops"):
        run(text, max_steps=1000)


def count(lower: int, upper: int, step: int, kind: str, unsigned: str = "") -> list[int]:
    """How many rounds there are, and the last index."""
    body = f"""  %lower = arith.constant {lower} : {kind}
  %upper = arith.constant {upper} : {kind}
  %step = arith.constant {step} : {kind}
  %zero = arith.constant 0 : i32
  %none = arith.constant 0 : {kind}
  %n, %last = scf.for {unsigned}%i = %lower to %upper step %step
      iter_args(%k = %zero, %l = %none) -> (i32, {kind}){"" if kind == "index" else f" : {kind}"} {{
    %one = arith.constant 1 : i32
    %m = arith.addi %k, %one : i32
    scf.yield %m, %i : i32, {kind}
  }}
  memref.store %n, %out[%c0] : memref<1xi32>
  memref.store %last, %end[%c0] : memref<1x{kind}>"""
    text = kernel(body, f"%out: memref<1xi32>, %end: memref<1x{kind}>", 1, 1)
    outputs = run(text).outputs
    return [int(outputs["argument 0"].data[0]), int(outputs["argument 1"].data[0])]


MOST = 2**63 - 1


@pytest.mark.parametrize(
    ("bounds", "kind", "unsigned", "expected"),
    [
        ((MOST - 5, MOST, 2), "index", "", [3, MOST - 1]),
        ((MOST - 5, MOST, MOST), "index", "", [1, MOST - 5]),
        ((-MOST - 1, MOST, MOST), "index", "", [3, MOST - 1]),
        ((100, 127, 10), "i8", "", [3, 120]),
        ((-128, 127, 100), "i8", "", [3, 72]),
        ((100, -56, 50), "i8", "unsigned ", [2, -106]),
        ((100, -1, 100), "i8", "unsigned ", [2, -56]),
        ((100, -1, -56), "i8", "unsigned ", [1, 100]),
        ((-1, 100, 1), "i8", "unsigned ", [0, 0]),
        ((-3, 3, 1), "i17", "", [6, 2]),
        ((65000, -60000, 3000), "i17", "unsigned ", [3, -60072]),
    ],
)
def test_an_index_that_overflows(bounds: tuple[int, int, int], kind: str, unsigned: str, expected: list[int]) -> None:
    assert count(*bounds, kind, unsigned) == expected


def test_a_loop_of_lanes_that_overflow() -> None:
    body = f"""  %most = arith.constant {MOST} : index
  %lower = arith.subi %most, %t : index
  %x = scf.for %i = %lower to %most step %c3 iter_args(%n = %c0) -> index {{
    %m = arith.addi %n, %c1 : index
    scf.yield %m : index
  }}"""
    assert results(body, "index").tolist() == [-(-t // 3) for t in range(64)]


OTHER = """func.func @f(%o: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %s = memref.load %o[%c0] : memref<64xf32>
  %t = arith.addf %s, %s : f32
  memref.store %t, %o[%c0] : memref<64xf32>
  CALL
  return
}
func.func @other(%q: memref<64xindex>) {
  func.call @more(%q) : (memref<64xindex>) -> ()
  return
}
func.func @more(%q: memref<64xindex>) {
  %t = gpu.thread_id x
  memref.store %t, %q[%t] : memref<64xindex>
  return
}
func.func @wide(%q: memref<64xindex>) {
  %b = gpu.block_id x
  memref.store %b, %q[%b] : memref<64xindex>
  return
}"""
CALL = "%m = memref.alloc() : memref<64xindex>\n  func.call @{}(%m) : (memref<64xindex>) -> ()"


def test_what_another_function_asks_is_not_held_against_this_one() -> None:
    options = {**ONE, "entry": "f"}
    run(OTHER.replace("CALL", ""), **options)
    with pytest.raises(Fault, match="race on element 0 of argument 0: every lane wrote it, every lane read it"):
        run(OTHER.replace("CALL", CALL.format("other")), **options)


def test_what_a_called_function_asks_counts() -> None:
    options = {**ONE, "entry": "f"}
    with pytest.raises(Failure, match="how many workgroups there are is not said"):
        run(OTHER.replace("CALL", CALL.format("wide")), **options)
    one = (
        OTHER.replace("CALL", CALL.format("wide"))
        .replace("%o[%c0]", "%o[%b]")
        .replace("  %s = memref", "  %b = gpu.block_id x\n  %s = memref")
    )
    assert np.count_nonzero(run(one, **options, grid=(3, 1, 1)).outputs["argument 0"].stored) == 3
