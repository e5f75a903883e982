# RUN: env LANEWISE_HOST=upstream %pytest %s
"""Control flow that lanes disagree about, against the same program run for one lane at a time in plain Python."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "upstream"

from typing import Any

import numpy as np
import pytest
from faults import twins
from lanewise.sim import Unsupported, run
from sim_kernels import kernel, plain_collatz, results

T = np.arange(64)
N = "  %n = arith.index_cast %t : index to i32\n  %zero = arith.constant 0 : i32\n  %one = arith.constant 1 : i32\n"


def stored(body: str) -> list[int]:
    """What lanes store as %x."""
    return [int(value) for value in results(N + body, "i32")]


def test_if_merges_results_of_both_branches() -> None:
    body = """  %c = arith.cmpi ult, %t, %c5 : index
  %x, %y = scf.if %c -> (i32, vector<2xi32>) {
    %a = arith.muli %n, %n : i32
    %v = vector.broadcast %a : i32 to vector<2xi32>
    scf.yield %a, %v : i32, vector<2xi32>
  } else {
    %v = vector.broadcast %one : i32 to vector<2xi32>
    scf.yield %n, %v : i32, vector<2xi32>
  }
  %l = vector.extract %y[1] : i32 from vector<2xi32>
  %r = arith.addi %x, %l : i32"""
    assert stored(
        body.replace("%x,", "%k,").replace("%x", "%k").replace("%r = arith.addi %k", "%x = arith.addi %k")
    ) == [2 * t * t if t < 5 else t + 1 for t in range(64)]


def test_an_if_without_else_stores_in_its_lanes_only() -> None:
    text = kernel(
        f"""{N}  %c = arith.cmpi ult, %t, %c5 : index
  scf.if %c {{
    memref.store %n, %out[%t] : memref<64xi32>
  }}""",
        "%out: memref<64xi32>",
    )
    out = run(text, arrays={0: np.full(64, -1, np.int32)}).outputs["argument 0"]
    assert (out.data == np.where(T < 5, T, -1)).all()


def test_nested_ifs() -> None:
    body = """  %b = arith.andi %n, %one : i32
  %odd = arith.cmpi eq, %b, %one : i32
  %low = arith.cmpi ult, %t, %c7 : index
  %x = scf.if %odd -> i32 {
    %y = scf.if %low -> i32 {
      scf.yield %n : i32
    } else {
      scf.yield %zero : i32
    }
    scf.yield %y : i32
  } else {
    %y = scf.if %low -> i32 {
      scf.yield %one : i32
    } else {
      %m = arith.subi %zero, %n : i32
      scf.yield %m : i32
    }
    scf.yield %y : i32
  }"""
    assert stored(body) == [(t if t < 7 else 0) if t % 2 else (1 if t < 7 else -t) for t in range(64)]


def test_nested_ifs_store_in_the_lanes_of_both() -> None:
    text = kernel(
        f"""{N}  %low = arith.cmpi ult, %t, %c7 : index
  %high = arith.cmpi ugt, %t, %c4 : index
  scf.if %low {{
    scf.if %high {{
      memref.store %n, %out[%t] : memref<64xi32>
    }} else {{
      memref.store %zero, %out[%t] : memref<64xi32>
    }}
  }}""",
        "%out: memref<64xi32>",
    )
    out = run(text, arrays={0: np.full(64, -1, np.int32)}).outputs["argument 0"]
    assert out.data.tolist() == [0] * 5 + [5, 6] + [-1] * 57


def test_a_branch_that_no_active_lane_takes_does_not_run() -> None:
    body = """  %low = arith.cmpi ult, %t, %c7 : index
  %x = scf.if %low -> i32 {
    %y = scf.if %low -> i32 {
      scf.yield %n : i32
    } else {
      %s = scf.index_switch %t -> i32
      case 8 {
        scf.yield %zero : i32
      }
      default {
        scf.yield %one : i32
      }
      scf.yield %s : i32
    }
    scf.yield %y : i32
  } else {
    scf.yield %one : i32
  }"""
    assert stored(body) == [t if t < 7 else 1 for t in range(64)]


def test_a_condition_that_is_the_same_in_the_active_lanes() -> None:
    """Lanes that are switched off would choose otherwise; a barrier inside would be divergence all the same."""
    body = """  %low = arith.cmpi ult, %t, %c7 : index
  %x = scf.if %low -> i32 {
    %y = scf.if %low -> i32 {
      scf.yield %n : i32
    } else {
      memref.store %one, %out[%c0] : memref<64xi32>
      scf.yield %zero : i32
    }
    scf.yield %y : i32
  } else {
    scf.yield %one : i32
  }"""
    assert stored(body) == [t if t < 7 else 1 for t in range(64)]


def plain_for(t: int) -> int:
    a, b = 0, 1
    for i in range(t % 3, t, 2):
        a, b = a + i, b + a
    return a * 1000 + b


def test_a_loop_whose_bounds_differ_carries_values_in_each_lane() -> None:
    body = """  %lower = arith.remui %t, %c3 : index
  %a, %b = scf.for %i = %lower to %t step %c2 iter_args(%p = %zero, %q = %one) -> (i32, i32) {
    %k = arith.index_cast %i : index to i32
    %s = arith.addi %p, %k : i32
    %r = arith.addi %q, %p : i32
    scf.yield %s, %r : i32, i32
  }
  %w = arith.constant 1000 : i32
  %m = arith.muli %a, %w : i32
  %x = arith.addi %m, %b : i32"""
    assert stored(body) == [plain_for(t) for t in range(64)]


def test_a_step_that_differs_and_an_if_around() -> None:
    """The step of lanes that are switched off is 0 or poison-like garbage: it must not matter."""
    body = """  %c = arith.cmpi ugt, %t, %c2 : index
  %x = scf.if %c -> i32 {
    %step = arith.subi %t, %c2 : index
    %n64 = arith.constant 64 : index
    %count = scf.for %i = %t to %n64 step %step iter_args(%p = %zero) -> i32 {
      %s = arith.addi %p, %one : i32
      scf.yield %s : i32
    }
    scf.yield %count : i32
  } else {
    scf.yield %n : i32
  }"""
    assert stored(body) == [len(range(t, 64, t - 2)) if t > 2 else t for t in range(64)]


def test_a_step_that_is_not_positive() -> None:
    text = kernel("  scf.for %i = %c0 to %c4 step FAULT { // here\n  }", "")
    twins(text, "%c0", "%c1", "the step of the loop is not positive", kind="assumption")


def test_nested_loops() -> None:
    body = """  %outer = arith.remui %t, %c5 : index
  %x = scf.for %i = %c0 to %outer step %c1 iter_args(%p = %n) -> i32 {
    %s = scf.for %j = %i to %t step %c4 iter_args(%q = %p) -> i32 {
      %k = arith.index_cast %j : index to i32
      %r = arith.xori %q, %k : i32
      %u = arith.addi %r, %one : i32
      scf.yield %u : i32
    }
    scf.yield %s : i32
  }"""

    def plain(t: int) -> int:
        p = t
        for i in range(t % 5):
            for j in range(i, t, 4):
                p = (p ^ j) + 1
        return p

    assert stored(body) == [plain(t) for t in range(64)]


COLLATZ = """  %seven = arith.constant 7 : i32
  %two = arith.constant 2 : i32
  %three = arith.constant 3 : i32
  %end, %x = scf.while (%v = %n, %count = %zero) : (i32, i32) -> (i32, i32) {
    %go = arith.cmpi ugt, %v, %seven : i32
    scf.condition(%go) %v, %count : i32, i32
  } do {
  ^bb0(%v: i32, %count: i32):
    %b = arith.andi %v, %one : i32
    %odd = arith.cmpi eq, %b, %one : i32
    %next = scf.if %odd -> i32 {
      %m = arith.muli %v, %three : i32
      %a = arith.addi %m, %one : i32
      scf.yield %a : i32
    } else {
      %h = arith.divui %v, %two : i32
      scf.yield %h : i32
    }
    %c = arith.addi %count, %one : i32
    scf.yield %next, %c : i32, i32
  }"""


def test_while_ends_in_each_lane_by_itself() -> None:
    """Lanes 0 to 7 never enter the body."""
    assert stored(COLLATZ) == [plain_collatz(t)[1] for t in range(64)]
    ends = COLLATZ.replace("%end, %x", "%x, %end")
    assert stored(ends) == [plain_collatz(t)[0] for t in range(64)]


def test_while_that_goes_by_memory() -> None:
    """A lane that stopped reads nothing more: what it would see must not start it again, nor be its result."""
    text = kernel(
        f"""{N}  %five = arith.constant 5 : i32
  %end = scf.while : () -> i32 {{
    %v = memref.load %in[%t] : memref<64xi32>
    %go = arith.cmpi slt, %v, %five : i32
    scf.condition(%go) %v : i32
  }} do {{
  ^bb0(%v: i32):
    %w = arith.addi %v, %one : i32
    memref.store %w, %in[%t] : memref<64xi32>
    scf.yield
  }}
  memref.store %end, %out[%t] : memref<64xi32>""",
        "%in: memref<64xi32>, %out: memref<64xi32>",
    )
    outputs = run(text, arrays={0: T.astype(np.int32)}).outputs
    assert (outputs["argument 0"].data == np.maximum(T, 5)).all()
    assert (outputs["argument 1"].data == np.maximum(T, 5)).all()


def test_while_under_an_if() -> None:
    """No lane that is active enters the body; lanes that are switched off would, and never end."""
    inside = COLLATZ.replace("%end, %x", "%end, %w").replace("ugt, %v, %seven", "uge, %v, %limit")
    body = f"""  %limit = arith.constant 8 : i32
  %low = arith.cmpi ult, %n, %limit : i32
  %x = scf.if %low -> i32 {{
  {inside}
    scf.yield %end : i32
  }} else {{
    scf.yield %one : i32
  }}"""
    assert stored(body) == [t if t < 8 else 1 for t in range(64)]


def test_while_hands_on_other_values_than_it_takes() -> None:
    body = """  %k = scf.while (%v = %t) : (index) -> i32 {
    %go = arith.cmpi ugt, %v, %c5 : index
    %w = arith.index_cast %v : index to i32
    %h = arith.addi %w, %w : i32
    scf.condition(%go) %h : i32
  } do {
  ^bb0(%h: i32):
    %g = arith.index_cast %h : i32 to index
    %q = arith.divui %g, %c4 : index
    scf.yield %q : index
  }
  %x = arith.addi %k, %zero : i32"""

    def plain(v: int) -> int:
        while v > 5:
            v = 2 * v // 4
        return 2 * v

    assert stored(body) == [plain(t) for t in range(64)]


SWITCH = """  %k = arith.remui %t, %c4 : index
  %x = scf.index_switch CHOICE -> i32
  case 0 {
    scf.yield %n : i32
  }
  case 2 {
    %m = arith.muli %n, %n : i32
    scf.yield %m : i32
  }
  default {
    scf.yield %one : i32
  }"""


def test_index_switch_in_each_lane() -> None:
    assert stored(SWITCH.replace("CHOICE", "%k")) == [{0: t, 2: t * t}.get(t % 4, 1) for t in range(64)]


@pytest.mark.parametrize("case", [0, 2, 3])
def test_index_switch_of_one_number(case: int) -> None:
    assert stored(SWITCH.replace("CHOICE", f"%c{case}")) == [{0: t, 2: t * t}.get(case, 1) for t in range(64)]


@pytest.mark.parametrize("choice", ["%c2", "%k"])
def test_index_switch_under_an_if(choice: str) -> None:
    inside = SWITCH.replace("CHOICE", choice).replace("%x =", "%y =")
    body = f"""  %b = arith.andi %n, %one : i32
  %even = arith.cmpi eq, %b, %zero : i32
  %x = scf.if %even -> i32 {{
  {inside}
    scf.yield %y : i32
  }} else {{
    scf.yield %zero : i32
  }}"""
    number = (lambda t: 2) if choice == "%c2" else (lambda t: t % 4)
    assert stored(body) == [{0: t, 2: t * t}.get(number(t), 1) if t % 2 == 0 else 0 for t in range(64)]


@pytest.mark.parametrize("name", ["@square", '@"h-1"', r'@"\FF"'])
def test_calls_in_some_lanes(name: str) -> None:
    header = """func.func private @square(%v: i32, %out: memref<64xi32>, %t: index) -> (i32, i32) {
  %s = arith.muli %v, %v : i32
  memref.store %s, %out[%t] : memref<64xi32>
  return %s, %v : i32, i32
}"""
    text = kernel(
        f"""{N}  %low = arith.cmpi ult, %t, %c5 : index
  scf.if %low {{
    %a:2 = func.call @square(%n, %out, %t) : (i32, memref<64xi32>, index) -> (i32, i32)
    %b:2 = func.call @square(%a#0, %more, %t) : (i32, memref<64xi32>, index) -> (i32, i32)
  }}""",
        "%out: memref<64xi32>, %more: memref<64xi32>",
        header=header,
    )
    before = np.full(64, -1, np.int32)
    outputs = run(text.replace("@square", name), entry="kernel", arrays={0: before, 1: before}).outputs
    assert (outputs["argument 0"].data == np.where(T < 5, T**2, -1)).all()
    assert (outputs["argument 1"].data == np.where(T < 5, T**4, -1)).all()


def test_execute_region() -> None:
    body = """  %x = scf.execute_region -> i32 {
    %m = arith.muli %n, %n : i32
    scf.yield %m : i32
  }"""
    assert stored(body) == [t * t for t in range(64)]


FORALL = """  scf.forall (%i, %j) = (2, 0) to (8, %c3) step (3, 1) {
    %k = arith.muli %i, %c3 : index
    %at = arith.addi %k, %j : index
    %v = arith.index_cast %at : index to i32
    memref.store %v, %out[%at] : memref<64xi32>
  } {mapping = [#gpu.block<y>, #gpu.block<x>]}"""


def test_forall_is_the_grid() -> None:
    result = run(kernel(FORALL, "%out: memref<64xi32>"))
    found = result.outputs["argument 0"]
    assert result.groups == 6
    places = [i * 3 + j for i in (2, 5) for j in range(3)]
    assert sorted(np.flatnonzero(found.group >= 0)) == places
    assert (found.data[places] == places).all()
    some = run(kernel(FORALL, "%out: memref<64xi32>"), workgroups=[1, 5]).outputs["argument 0"]
    assert list(np.flatnonzero(some.group >= 0)) == [places[1], places[5]]


def test_a_function_that_calls_itself_is_not_simulated() -> None:
    recursive = "func.func private @f() {\n  func.call @f() : () -> ()\n  return\n}"
    with pytest.raises(Unsupported, match="calls itself"):
        run(kernel("  func.call @f() : () -> ()", "", header=recursive), entry="kernel")


def views(choice: str) -> str:
    return f"""  %c = arith.cmpi ult, %t, %c5 : index
  %r = arith.remui %t, %c4 : index
  %w = memref.subview %in[%t] [8] [1] : memref<128xi32> to memref<8xi32, strided<[1], offset: ?>>
  %v = {choice}
  %l = memref.load %v[%c1] : memref<2xi32, strided<[?], offset: ?>>
  memref.store %l, %out[%t] : memref<64xi32>"""


def test_views_that_differ_between_lanes() -> None:
    """Subviews of subviews, by lane, and two such chosen by a condition."""
    type_ = "memref<2xi32, strided<[?], offset: ?>>"
    part = "memref.subview %w[{}] [2] [{}] : memref<8xi32, strided<[1], offset: ?>> to " + type_
    body = views(
        f"""scf.if %c -> {type_} {{
    %p = {part.format("%r", "%c3")}
    scf.yield %p : {type_}
  }} else {{
    %p = {part.format("%c1", "%c4")}
    scf.yield %p : {type_}
  }}"""
    )
    given = np.arange(128, dtype=np.int32) * 5
    text = kernel(body, "%in: memref<128xi32>, %out: memref<64xi32>")
    found = run(text, arrays={0: given}).outputs["argument 1"].data
    assert (found == given[np.where(T < 5, T + T % 4 + 3, T + 1 + 4)]).all()


def test_lanes_with_views_of_different_buffers_are_not_simulated() -> None:
    body = """  %c = arith.cmpi ult, %t, %c5 : index
  %v = scf.if %c -> memref<64xi32> {
    scf.yield %a : memref<64xi32>
  } else {
    scf.yield %b : memref<64xi32>
  }"""
    with pytest.raises(Unsupported, match="views of different buffers"):
        run(kernel(body, "%a: memref<64xi32>, %b: memref<64xi32>"))


SAME = [
    "%x = arith.muli %a, %b : i32",
    "%x = gpu.subgroup_reduce add %a : (i32) -> i32",
    "%x = gpu.all_reduce xor %b {} : (i32) -> i32",
    "%x = scf.for %i = %c0 to %at step %c2 iter_args(%p = %a) -> i32 {\n"
    "    %s = arith.muli %p, %b : i32\n    scf.yield %s : i32\n  }",
    "%q = vector.broadcast %a : i32 to vector<4xi32>\n  %x = vector.reduction <mul>, %q : vector<4xi32> into i32",
    "memref.store %a, %m[%at] : M\n  gpu.barrier\n  %x = memref.load %m[%at] : M",
    "%p = arith.cmpi slt, %a, %b : i32\n  %x = scf.if %p -> i32 {\n    scf.yield %a : i32\n  } else {\n"
    "    scf.yield %b : i32\n  }",
]


@pytest.mark.parametrize("body", SAME)
def test_values_kept_once_or_in_each_lane_give_the_same(body: str) -> None:
    found: list[Any] = []
    for zero in ("arith.constant 0 : i32", "arith.subi %n, %n : i32"):
        text = f"""  %away = {zero}
  %m = memref.alloc() : M
  %three = arith.constant 3 : i32
  %five = arith.constant 5 : i32
  %a = arith.addi %three, %away : i32
  %b = arith.addi %five, %away : i32
  %at = arith.index_cast %b : i32 to index
  {body}"""
        found.append(stored(text.replace(": M", ": memref<64xi32, #gpu.address_space<workgroup>>")))
    assert found[0] == found[1]
    assert len(set(found[0])) == 1
