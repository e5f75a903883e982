# RUN: env LANEWISE_HOST=%host %pytest %s
"""Branches between blocks, in lanes that agree and that do not, against the same program in plain Python."""

from __future__ import annotations

import numpy as np
import pytest
from faults import LDS, expect, twins
from lanewise.sim import Fault, Unsupported, run
from sim_kernels import kernel, plain_collatz, results

T = np.arange(64)
N = "  %n = arith.index_cast %t : index to i32\n  %zero = arith.constant 0 : i32\n  %one = arith.constant 1 : i32\n"


def stored(body: str) -> list[int]:
    """What lanes store as %x."""
    return [int(value) for value in results(N + body, "i32")]


DIAMOND = """  %low = arith.cmpi ult, %t, %c5 : index
  cf.cond_br FLAG, ^then(%n : i32), ^else(%one, %n : i32, i32)
^then(%a: i32):
  %b = arith.muli %a, %a : i32
  cf.br ^end(%b : i32)
^else(%p: i32, %q: i32):
  %r = arith.subi %p, %q : i32
  cf.br ^end(%r : i32)
^end(%x: i32):"""


def test_a_branch_that_lanes_disagree_about() -> None:
    assert stored(DIAMOND.replace("FLAG", "%low")) == [t * t if t < 5 else 1 - t for t in range(64)]


@pytest.mark.parametrize("flag", ["true", "false"])
def test_a_branch_that_all_take(flag: str) -> None:
    body = f"  %all = arith.constant {flag}\n" + DIAMOND.replace("FLAG", "%all")
    assert stored(body) == [t * t if flag == "true" else 1 - t for t in range(64)]


def test_one_block_with_two_sets_of_arguments() -> None:
    body = """  %low = arith.cmpi ult, %t, %c5 : index
  cf.cond_br %low, ^end(%n, %one : i32, i32), ^end(%zero, %n : i32, i32)
^end(%y: i32, %z: i32):
  %x = arith.subi %y, %z : i32"""
    assert stored(body) == [t - 1 if t < 5 else -t for t in range(64)]


SWITCH = """  %k = arith.remui %n, %four : i32
  cf.switch FLAG : i32, [
    default: ^other(%one : i32),
    0: ^end(%n : i32),
    2: ^square(%n, %one : i32, i32),
    -1: ^end(%zero : i32)
  ]
^square(%a: i32, %b: i32):
  %s = arith.muli %a, %a : i32
  %u = arith.addi %s, %b : i32
  cf.br ^end(%u : i32)
^other(%c: i32):
  cf.br ^end(%c : i32)
^end(%x: i32):"""


def test_switch() -> None:
    four = "  %four = arith.constant 4 : i32\n"
    expected = [{0: t, 2: t * t + 1}.get(t % 4, 1) for t in range(64)]
    assert stored(four + SWITCH.replace("FLAG", "%k")) == expected
    assert stored(four + SWITCH.replace("FLAG", "%zero")) == list(range(64))
    assert stored(four + "  %m = arith.constant -1 : i32\n" + SWITCH.replace("FLAG", "%m")) == [0] * 64
    only = "  cf.switch %n : i32, [\n    default: ^end(%one : i32)\n  ]\n^end(%x: i32):"
    assert stored(only) == [1] * 64


COLLATZ = """  %seven = arith.constant 7 : i32
  %two = arith.constant 2 : i32
  %three = arith.constant 3 : i32
  cf.br ^head(%n, %zero : i32, i32)
^head(%v: i32, %count: i32):
  %twice = arith.muli %v, %two : i32
  %go = arith.cmpi ugt, %v, %seven : i32
  cf.cond_br %go, ^body, ^end
^body:
  %b = arith.andi %v, %one : i32
  %odd = arith.cmpi eq, %b, %one : i32
  cf.cond_br %odd, ^up, ^down
^up:
  %m = arith.muli %v, %three : i32
  %a = arith.addi %m, %one : i32
  cf.br ^next(%a : i32)
^down:
  %h = arith.divui %v, %two : i32
  cf.br ^next(%h : i32)
^next(%w: i32):
  %c = arith.addi %count, %one : i32
  cf.br ^head(%w, %c : i32, i32)
^end:"""


def test_a_loop_that_each_lane_leaves_by_itself() -> None:
    """Arguments and values of the loop's blocks that are read behind it are those of the lane's own last round."""
    count = COLLATZ + "\n  %x = arith.addi %count, %zero : i32"
    assert stored(count) == [plain_collatz(t)[1] for t in range(64)]
    twice = COLLATZ + "\n  %x = arith.addi %twice, %v : i32"
    assert stored(twice) == [3 * plain_collatz(t)[0] for t in range(64)]


def test_a_loop_with_two_ways_out() -> None:
    body = """  %limit = arith.constant 20 : i32
  %five = arith.constant 5 : i32
  cf.br ^head(%n, %zero : i32, i32)
^head(%v: i32, %count: i32):
  %small = arith.cmpi slt, %v, %five : i32
  cf.cond_br %small, ^first(%count : i32), ^body
^body:
  %c = arith.addi %count, %one : i32
  %many = arith.cmpi sge, %c, %five : i32
  %w = arith.subi %v, %five : i32
  cf.cond_br %many, ^second(%w : i32), ^head(%w, %c : i32, i32)
^first(%a: i32):
  cf.br ^end(%a : i32)
^second(%z: i32):
  cf.br ^end(%z : i32)
^end(%x: i32):"""

    def plain(v: int) -> int:
        count = 0
        while v >= 5:
            count, v = count + 1, v - 5
            if count >= 5:
                return v
        return count

    assert stored(body) == [plain(t) for t in range(64)]


def test_nested_loops() -> None:
    body = """  %outer = arith.remui %t, %c5 : index
  cf.br ^outer(%c0, %n : index, i32)
^outer(%i: index, %p: i32):
  %more = arith.cmpi ult, %i, %outer : index
  cf.cond_br %more, ^inner(%i, %p : index, i32), ^end
^inner(%j: index, %q: i32):
  %again = arith.cmpi ult, %j, %t : index
  cf.cond_br %again, ^body, ^next
^body:
  %k = arith.index_cast %j : index to i32
  %r = arith.xori %q, %k : i32
  %u = arith.addi %r, %one : i32
  %j4 = arith.addi %j, %c4 : index
  cf.br ^inner(%j4, %u : index, i32)
^next:
  %i1 = arith.addi %i, %c1 : index
  cf.br ^outer(%i1, %q : index, i32)
^end:
  %x = arith.addi %p, %zero : i32"""

    def plain(t: int) -> int:
        p = t
        for i in range(t % 5):
            for j in range(i, t, 4):
                p = (p ^ j) + 1
        return p

    assert stored(body) == [plain(t) for t in range(64)]


def test_arguments_that_trade_places() -> None:
    body = """  cf.br ^head(%n, %one, %c0 : i32, i32, index)
^head(%a: i32, %b: i32, %i: index):
  %j = arith.addi %i, %c1 : index
  %go = arith.cmpi ult, %j, %t : index
  cf.cond_br %go, ^head(%b, %a, %j : i32, i32, index), ^end
^end:
  %x = arith.subi %a, %b : i32"""
    assert stored(body) == [(1 - t) * (-1) ** max(t, 1) for t in range(64)]


def test_lanes_that_leave_at_different_returns() -> None:
    text = kernel(
        f"""{N}  %low = arith.cmpi ult, %t, %c5 : index
  cf.cond_br %low, ^early, ^late
^early:
  memref.store %n, %out[%t] : memref<64xi32>
  return
^late:
  %a = func.call @sign(%n) : (i32) -> i32
  memref.store %a, %out[%t] : memref<64xi32>""",
        "%out: memref<64xi32>",
        header="""func.func private @sign(%v: i32) -> i32 {
  %c9 = arith.constant 9 : i32
  %low = arith.cmpi slt, %v, %c9 : i32
  cf.cond_br %low, ^low, ^high
^low:
  %m = arith.muli %v, %c9 : i32
  return %m : i32
^high:
  return %v : i32
}""",
    )
    found = run(text, entry="kernel").outputs["argument 0"].data
    assert found.tolist() == [t * 9 if 5 <= t < 9 else t for t in range(64)]


def test_regions_of_several_blocks() -> None:
    body = """  %x = scf.for %i = %c0 to %c3 step %c1 iter_args(%s = %n) -> i32 {
    %y = scf.execute_region -> i32 {
      %low = arith.cmpi ult, %t, %c5 : index
      cf.cond_br %low, ^a, ^b
    ^a:
      %p = arith.addi %s, %one : i32
      scf.yield %p : i32
    ^b:
      %q = arith.muli %s, %s : i32
      cf.br ^c(%q : i32)
    ^c(%r: i32):
      scf.yield %r : i32
    }
    scf.yield %y : i32
  }"""
    wrap = lambda number: (number + 2**31) % 2**32 - 2**31  # noqa: E731
    assert stored(body) == [t + 3 if t < 5 else wrap(t**8) for t in range(64)]


def test_views_in_blocks() -> None:
    text = kernel(
        f"""{N}  %low = arith.cmpi ult, %t, %c5 : index
  cf.cond_br %low, ^end(%a : memref<64xi32>), ^end(FAULT : memref<64xi32>)
^end(%m: memref<64xi32>):
  memref.store %n, %m[%t] : memref<64xi32>""",
        "%a: memref<64xi32>, %b: memref<64xi32>",
    )
    assert (run(text.replace("FAULT", "%a")).outputs["argument 0"].data == T).all()
    with pytest.raises(Unsupported, match="views of different buffers"):
        run(text.replace("FAULT", "%b"))


BARRIER = f"""  %low = arith.cmpi ult, %t, %c5 : index
  %all = arith.cmpi ult, %c0, %c5 : index
  cf.cond_br FAULT, ^inside, ^end
^inside:
  gpu.barrier // here
  cf.br ^end
^end:
  %m = memref.alloc() : {LDS}"""


def test_a_barrier_in_a_branch() -> None:
    message = "divergence: lanes 5, 6 and 57 more of 64 do not reach this barrier"
    twins(kernel(BARRIER, ""), "%low", "%all", message)


def test_lanes_meet_before_the_next_barrier() -> None:
    """A barrier where the ways of a branch come together again, or behind a loop, is reached by all."""
    for before in (DIAMOND.replace("FLAG", "%low"), COLLATZ + "\n  %x = arith.addi %count, %zero : i32"):
        body = f"""{N}{before}
  %lds = memref.alloc() : {LDS}
  memref.store %x, %lds[%t] : {LDS}
  gpu.barrier
  %last = arith.constant 63 : index
  %mirrored = arith.subi %last, %t : index
  %got = memref.load %lds[%mirrored] : {LDS}
  memref.store %got, %out[%t] : memref<64xi32>"""
        found = run(kernel(body, "%out: memref<64xi32>")).outputs["argument 0"].data
        assert found.tolist() == stored(before)[::-1]


def test_a_race_between_the_ways_of_a_branch() -> None:
    """Lanes do not wait for each other where they meet again."""
    text = kernel(
        f"""{N}  %m = memref.alloc() : {LDS}
  memref.store %n, %m[%t] : {LDS}
  gpu.barrier
  %low = arith.cmpi ult, %t, %c5 : index
  cf.cond_br %low, ^write, ^end
^write:
  memref.store %one, %m[%t] : {LDS} // there
  cf.br ^end
^end:
  %x = memref.load %m[FAULT] : {LDS} // here""",
        "",
    )
    twins(text, "%c4", "%t", "race on element 4 of a workgroup buffer: every lane read it, lane 4 wrote it, .*")


IRREDUCIBLE = """  %all = arith.cmpi ult, %c0, %c5 : index
  %low = arith.cmpi ult, %t, %c5 : index
  cf.cond_br FLAG, ^a(%c0 : index), ^b(%c1 : index)
^a(%i: index):
  %i1 = arith.addi %i, %c1 : index
  cf.br ^b(%i1 : index)
^b(%j: index):
  %j1 = arith.addi %j, %c2 : index
  %go = arith.cmpi ult, %j1, %c8 : index
  cf.cond_br %go, ^a(%j1 : index), ^end
^end:
  %x = arith.index_cast %j1 : index to i32"""


def test_a_loop_with_two_ways_in() -> None:
    assert stored(IRREDUCIBLE.replace("FLAG", "%all")) == [9] * 64
    with pytest.raises(
        Unsupported, match=r"lanes disagree here, .*\(irreducible control flow\), which is not simulated"
    ):
        stored(IRREDUCIBLE.replace("FLAG", "%low"))


def test_lanes_that_never_meet_again() -> None:
    body = """  %low = arith.cmpi ult, %t, %c5 : index
  cf.br ^head
^head:
  cf.cond_br %low, ^a, ^b
^a:
  cf.br ^head
^b:
  cf.br ^head"""
    text = kernel(body, "").replace("  return\n", "")
    with pytest.raises(Unsupported, match="lanes disagree here and never meet again"):
        run(text)


def test_what_must_not_be_reached() -> None:
    text = kernel(
        """  %five = arith.cmpi ult, %t, FAULT : index
  cf.cond_br %five, ^fine, ^never
^never:
  ub.unreachable // here
^fine:""",
        "",
    )
    expect(text.replace("FAULT", "%c8"), "what must not be reached is reached by lanes 8, 9 and 54 more")
    run(text.replace("FAULT", "%n64").replace("  %t =", "  %n64 = arith.constant 64 : index\n  %t ="))


ASSERT = f"""{N}  %c = arith.cmpi slt, %n, FAULT : i32
  cf.assert %c, "too large" // here"""


def test_an_assertion() -> None:
    body = "  %most = arith.constant 64 : i32\n  %some = arith.constant 62 : i32\n" + ASSERT
    twins(kernel(body, ""), "%some", "%most", "the assertion fails in lanes 62, 63: too large")


def test_an_assertion_of_lanes_that_are_off() -> None:
    body = f"  %few = arith.cmpi ult, %t, FAULT : index\n  scf.if %few {{\n{ASSERT.replace('FAULT', '%zero')}\n  }}"
    twins(kernel(body, ""), "%c1", "%c0", "the assertion fails in lane 0: too large")


def test_poison_decides_nothing() -> None:
    body = """  %five = arith.constant 5 : i32
  %zero = arith.constant 0 : i32
  %q = arith.divsi %five, FAULT : i32
  %c = arith.cmpi slt, %q, %five : i32
  """
    poisoned = kernel(body + 'cf.assert %c, "small"', "").replace("FAULT", "%zero")
    with pytest.raises(Fault, match="poison reaches an assertion in every lane"):
        run(poisoned)
    for branch in ("cf.cond_br %c, ^a, ^b", "cf.switch %q : i32, [\n    default: ^a,\n    7: ^b\n  ]"):
        text = kernel(f"{body}{branch}\n^a:\n  cf.br ^b\n^b:", "")
        with pytest.raises(Fault, match="poison reaches control flow in every lane"):
            run(text.replace("FAULT", "%zero"))


def test_a_branch_of_another_dialect() -> None:
    with pytest.raises(Exception, match=r"does not know the op|not registered|unregistered|Dialect"):
        run(kernel("  llvm.br ^a\n^a:", ""))
