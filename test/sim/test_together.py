# RUN: env LANEWISE_HOST=upstream %pytest %s
"""Workgroups that run together leave what they leave one after the other, count alike, and have the same faults."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "upstream"

import random
import re
from typing import Any

import numpy as np
import pytest
from faults import LDS
from lanewise.mlir.diagnostics import Failure
from lanewise.sim import Result, compare, run

GROUPS, LANES = 5, 16
BYTES = "memref<256xi8, #gpu.address_space<workgroup>>"
WORDS = "memref<16xi32, #gpu.address_space<workgroup>>"
OUT = f"memref<{GROUPS * LANES}xi32>"


def kernel(body: str, arguments: str = f"%out: {OUT}, %in: memref<80xi32>") -> str:
    """Each lane has its own place %g in %out."""
    constants = "\n".join(f"  %c{i} = arith.constant {i} : index" for i in (0, 1, 2, 3, 4, 5, 16, 80))
    return f"""func.func private @called(%a: i32, %b: i32) -> i32 {{
  %m = memref.alloca() : memref<2xi32>
  %c0 = arith.constant 0 : index
  memref.store %a, %m[%c0] : memref<2xi32>
  %c = memref.load %m[%c0] : memref<2xi32>
  %d = arith.addi %c, %b : i32
  return %d : i32
}}
func.func @kernel({arguments}) {{
{constants}
  %one = arith.constant 1 : i32
  %t = gpu.thread_id x
  %b = gpu.block_id x
  %g = gpu.global_id x
  %n = arith.index_cast %b : index to i32
  %l = arith.index_cast %t : index to i32
{body}
  return
}}"""


def outcome(text: str, **options: Any) -> Result | tuple[str, list[str]]:
    """What a kernel leaves, or what is wrong with it."""
    size = {"workgroup_size": (LANES, 1, 1), "subgroup_size": 8, "grid": (GROUPS, 1, 1), "entry": "kernel"}
    try:
        return run(text, **{**size, **options})
    except Failure as failure:
        return failure.text, [note[1] for note in failure.notes]


def same(text: str, together: int = GROUPS, **options: Any) -> Result | tuple[str, list[str]]:
    """The outcome, the same one after the other and together; so many must have gone on together to the end."""
    some, one = outcome(text, **options), outcome(text, together=1, **options)
    if not isinstance(one, Result):
        assert some == one
        return one
    assert isinstance(some, Result)
    assert some.together == together
    assert some.stats == one.stats
    assert some.executed == one.executed
    assert some.outputs.keys() == one.outputs.keys()
    for name, a in some.outputs.items():
        b = one.outputs[name]
        assert a.data.tobytes() == b.data.tobytes()
        for what in ("written", "lane", "group", "poison"):
            assert (getattr(a, what) == getattr(b, what)).all(), (name, what)
    return one


STORE = f"  memref.store %x, %out[%g] : {OUT}"

TOGETHER = {
    "ids": f"  %x = arith.addi %n, %l : i32\n{STORE}",
    "a value of the workgroup": f"  %x = memref.load %in[%b] : memref<80xi32>\n{STORE}",
    "a uniform store": f"  memref.store %n, %out[%b] : {OUT}",
    "one place for all lanes": f"""  %at = arith.muli %t, %c0 : index
  %i = arith.addi %at, %b : index
  memref.store %n, %out[%i] : {OUT}""",
    "workgroup memory": f"""  %m = memref.alloc() : {LDS}
  %v = arith.muli %n, %l : i32
  memref.store %v, %m[%t] : {LDS}
  gpu.barrier
  %last = arith.constant 15 : index
  %u = arith.subi %last, %t : index
  %x = memref.load %m[%u] : {LDS}
{STORE}""",
    "bytes of workgroup memory": f"""  %m = memref.alloc() : {BYTES}
  %v = memref.view %m[%c80][] : {BYTES} to {WORDS}
  memref.store %n, %v[%t] : {WORDS}
  gpu.barrier
  %y = memref.load %v[%c3] : {WORDS}
  %k = arith.constant 92 : index
  %z = memref.load %m[%k] : {BYTES}
  %w = arith.extsi %z : i8 to i32
  %x = arith.addi %y, %w : i32
{STORE}""",
    "private memory": f"""  %m = memref.alloca() : memref<2xi32>
  memref.store %n, %m[%c0] : memref<2xi32>
  memref.store %l, %m[%c1] : memref<2xi32>
  %i = arith.remui %t, %c2 : index
  %x = memref.load %m[%i] : memref<2xi32>
{STORE}""",
    "loops of several lengths": f"""  %x = scf.for %i = %c0 to %b step %c1 iter_args(%a = %n) -> (i32) {{
    %y = memref.load %in[%i] : memref<80xi32>
    %z = arith.addi %a, %y : i32
    scf.yield %z : i32
  }}
{STORE}""",
    "loops of several lengths in each lane": f"""  %end = arith.xori %t, %b : index
  %x = scf.for %i = %c0 to %end step %c1 iter_args(%a = %l) -> (i32) {{
    %y = memref.load %in[%g] : memref<80xi32>
    %z = arith.addi %a, %y : i32
    scf.yield %z : i32
  }}
{STORE}""",
    "some workgroups": f"""  %some = arith.cmpi ult, %b, %c3 : index
  scf.if %some {{
    memref.store %n, %out[%b] : {OUT}
  }} else {{
    %i = arith.addi %b, %c16 : index
    memref.store %one, %out[%i] : {OUT}
  }}""",
    "some workgroups give a value": f"""  %some = arith.cmpi ult, %b, %c3 : index
  %v = scf.if %some -> (i32) {{
    %y = memref.load %in[%c3] : memref<80xi32>
    scf.yield %y : i32
  }} else {{
    scf.yield %n : i32
  }}
  memref.store %v, %out[%b] : {OUT}""",
    "some lanes of each": f"""  %some = arith.cmpi ult, %t, %c5 : index
  scf.if %some {{
    %x = arith.addi %n, %l : i32
  {STORE}
  }}""",
    "a switch": f"""  %at = arith.muli %b, %c16 : index
  scf.index_switch %b
  case 1 {{
    memref.store %one, %out[%g] : {OUT}
    scf.yield
  }}
  case 3 {{
    memref.store %n, %out[%at] : {OUT}
    scf.yield
  }}
  default {{
    memref.store %l, %out[%g] : {OUT}
  }}""",
    "a while": f"""  %end = scf.while (%i = %c0) : (index) -> index {{
    %more = arith.cmpi ult, %i, %b : index
    scf.condition(%more) %i : index
  }} do {{
  ^bb0(%i: index):
    %y = memref.load %in[%i] : memref<80xi32>
    %j = arith.addi %i, %c1 : index
    scf.yield %j : index
  }}
  %x = arith.index_cast %end : index to i32
{STORE}""",
    "shuffles and reductions": f"""  %w = arith.constant 8 : i32
  %a = arith.addi %n, %l : i32
  %s, %ok = gpu.shuffle xor %a, %one, %w : i32
  %r = gpu.subgroup_reduce add %s : (i32) -> i32
  %u = gpu.subgroup_reduce add %n : (i32) -> i32
  %p = gpu.all_reduce add %a {{}} : (i32) -> i32
  %q = gpu.all_reduce add %n {{}} : (i32) -> i32
  %1 = arith.addi %r, %u : i32
  %2 = arith.addi %p, %q : i32
  %x = arith.muli %1, %2 : i32
{STORE}""",
    "a shuffle in some subgroups": f"""  %w = arith.constant 8 : i32
  %k = arith.addi %t, %b : index
  %8 = arith.constant 8 : index
  %first = arith.cmpi ult, %t, %8 : index
  %x = scf.if %first -> (i32) {{
    %s, %ok = gpu.shuffle idx %l, %n, %w : i32
    scf.yield %s : i32
  }} else {{
    scf.yield %l : i32
  }}
{STORE}""",
    "atomic updates of workgroup memory": f"""  %m = memref.alloc() : {LDS}
  memref.store %n, %m[%c0] : {LDS}
  gpu.barrier
  %old = memref.atomic_rmw addi %one, %m[%c0] : (i32, {LDS}) -> i32
  gpu.barrier
  %x = memref.load %m[%c0] : {LDS}
{STORE}""",
    "vectors": f"""  %i = arith.muli %b, %c16 : index
  %pad = arith.constant 0 : i32
  %v = vector.transfer_read %in[%i], %pad : memref<80xi32>, vector<16xi32>
  %k = arith.addi %b, %c5 : index
  %mask = vector.create_mask %k : vector<16xi1>
  %start = vector.broadcast %n : i32 to vector<16xi32>
  %s = vector.mask %mask {{ vector.reduction <add>, %v, %n : vector<16xi32> into i32 }} : vector<16xi1> -> i32
  %e = vector.extract %v[%t] : i32 from vector<16xi32>
  %d = vector.insert %l, %v[%b] : i32 into vector<16xi32>
  %f = vector.reduction <xor>, %d : vector<16xi32> into i32
  %1 = arith.addi %e, %s : i32
  %x = arith.addi %1, %f : i32
{STORE}""",
    "atomic updates by a region in the first lanes of the first": f"""  %m = memref.alloc() : {LDS}
  memref.store %n, %m[%t] : {LDS}
  gpu.barrier
  %k = arith.addi %n, %one : i32
  %first = arith.cmpi ult, %g, %c4 : index
  scf.if %first {{
    %x = memref.generic_atomic_rmw %m[%c0] : {LDS} {{
    ^bb0(%old: i32):
      %new = arith.addi %old, %k : i32
      memref.atomic_yield %new : i32
    }}
  {STORE}
  }}""",
    "a copy to private memory": f"""  %m = memref.alloca() : memref<16xi32>
  %at = arith.muli %b, %c16 : index
  %from = memref.subview %in[%at] [16] [1] : memref<80xi32> to memref<16xi32, strided<[1], offset: ?>>
  memref.copy %from, %m : memref<16xi32, strided<[1], offset: ?>> to memref<16xi32>
  %x = memref.load %m[%t] : memref<16xi32>
{STORE}""",
    "linalg on private memory": f"""  %m = memref.alloca() : memref<4xi32>
  linalg.fill ins(%l : i32) outs(%m : memref<4xi32>)
  linalg.map {{ arith.muli }} ins(%m, %m : memref<4xi32>, memref<4xi32>) outs(%m : memref<4xi32>)
  %x = memref.load %m[%c3] : memref<4xi32>
{STORE}""",
    "a call": f"""  %x = func.call @called(%n, %l) : (i32, i32) -> i32
{STORE}""",
    "lanes, warps, and nobody in particular": f"""  %m = memref.alloca() : memref<2xi32>
  scf.forall (%i) in (11) {{
    memref.store %n, %m[%c1] : memref<2xi32>
    %k = arith.muli %b, %c16 : index
    %at = arith.addi %k, %i : index
    memref.store %n, %out[%at] : {OUT}
  }} {{mapping = [#gpu.thread<x>]}}
  scf.forall (%i) in (2) {{
    %k = arith.index_cast %i : index to i32
    memref.store %k, %m[%c1] : memref<2xi32>
  }} {{mapping = [#gpu.warp<x>]}}
  scf.forall (%i) in (3) {{
    %x = memref.load %m[%c1] : memref<2xi32>
    memref.store %x, %out[%g] : {OUT}
  }}""",
    "a copy": f"""  %at = arith.muli %b, %c16 : index
  %from = memref.subview %in[%at] [16] [1] : memref<80xi32> to memref<16xi32, strided<[1], offset: ?>>
  %to = memref.subview %out[%at] [16] [1] : {OUT} to memref<16xi32, strided<[1], offset: ?>>
  memref.copy %from, %to : memref<16xi32, strided<[1], offset: ?>> to memref<16xi32, strided<[1], offset: ?>>""",
}

LEFT = {
    "all write one value to one place": f"  memref.store %one, %out[%c0] : {OUT}",
    "global atomic updates": f"  %x = memref.atomic_rmw addi %one, %out[%c0] : (i32, {OUT}) -> i32",
    "a bound at which one workgroup's lanes part": f"""  %limit = arith.constant 70 : index
  %some = arith.cmpi ult, %g, %limit : index
  %at = arith.addi %b, %c16 : index
  scf.if %some {{
    memref.store %one, %out[%b] : {OUT}
  }}""",
    "a barrier that some workgroups reach": """  %some = arith.cmpi ult, %b, %c3 : index
  scf.if %some {
    gpu.barrier
  }""",
    "loops of several lengths with barriers": f"""  %m = memref.alloc() : {LDS}
  scf.for %i = %c0 to %b step %c1 {{
    memref.store %l, %m[%t] : {LDS}
    gpu.barrier
    %y = memref.load %m[%c3] : {LDS}
    gpu.barrier
  }}""",
    "a buffer of several sizes": """  %m = memref.alloc(%b) : memref<?xi32, #gpu.address_space<workgroup>>""",
}

FAULTS = {
    "a race of two workgroups": (f"  memref.store %n, %out[%c0] : {OUT}", "race on element 0"),
    "a workgroup reads what another writes": (
        f"  %i = arith.remui %b, %c2 : index\n  %y = memref.load %out[%t] : {OUT}\n  memref.store %y, %out[%g] : {OUT}",
        "race on element",
    ),
    "a workgroup writes what others read and it read before a barrier": (
        f"""  %y = memref.load %out[%c0] : {OUT}
  gpu.barrier
  %last = arith.cmpi eq, %b, %c4 : index
  scf.if %last {{
    memref.store %one, %out[%c0] : {OUT}
  }}""",
        "race on element 0 of argument 0: .* of workgroup 0 read it",
    ),
    "out of bounds in the last": (
        f"  %i = arith.addi %g, %c1 : index\n  memref.store %n, %out[%i] : {OUT}",
        "out of bounds: lane 15 accesses",
    ),
    "divergence in the last": (
        """  %limit = arith.constant 70 : index
  %some = arith.cmpi ult, %g, %limit : index
  scf.if %some {
    gpu.barrier
  }""",
        "divergence: lanes 6, 7 and 8 more of 16 do not reach this barrier",
    ),
    "a race in the last": (
        f"""  %last = arith.cmpi eq, %b, %c4 : index
  scf.if %last {{
    memref.store %l, %out[%c0] : {OUT}
  }}""",
        "race on element 0 of argument 0: lanes 0, 1 and 14 more write different values",
    ),
    "what an earlier workgroup left in workgroup memory": (
        f"""  %m = memref.alloc() : {LDS}
  %first = arith.cmpi eq, %b, %c0 : index
  scf.if %first {{
    memref.store %one, %m[%t] : {LDS}
  }}
  %y = memref.load %m[%t] : {LDS}""",
        "which nobody wrote",
    ),
}


@pytest.mark.parametrize("name", TOGETHER)
def test_workgroups_go_on_together(name: str) -> None:
    assert isinstance(same(kernel(TOGETHER[name])), Result)


@pytest.mark.parametrize("name", TOGETHER)
def test_the_last_ones_may_be_fewer(name: str) -> None:
    size = {"workgroups": [4, 0, 3, 1, 2]}
    one, some = outcome(kernel(TOGETHER[name]), together=1, **size), outcome(kernel(TOGETHER[name]), together=2, **size)
    assert isinstance(one, Result)
    assert isinstance(some, Result)
    assert some.together == 2
    assert one.stats == some.stats
    assert one.executed == some.executed
    for number, output in one.outputs.items():
        assert output.data.tobytes() == some.outputs[number].data.tobytes()


@pytest.mark.parametrize("name", LEFT)
def test_what_ties_workgroups_runs_one_after_the_other(name: str) -> None:
    assert isinstance(same(kernel(LEFT[name]), 1), Result)


@pytest.mark.parametrize("name", FAULTS)
def test_faults_are_those_of_one_after_the_other(name: str) -> None:
    body, message = FAULTS[name]
    found = same(kernel(body))
    assert not isinstance(found, Result)
    assert re.search(message, found[0])


def test_shadows_leave_integers_alone() -> None:
    """A linalg op's region computes with integers, though floats of a run with shadows are in f64."""
    body = """  %m = memref.alloca() : memref<4xi32>
  %s = memref.alloca() : memref<i32>
  memref.store %n, %s[] : memref<i32>
  linalg.fill ins(%l : i32) outs(%m : memref<4xi32>)
  linalg.reduce { arith.xori } ins(%m : memref<4xi32>) outs(%s : memref<i32>) dimensions = [0]
  linalg.map { arith.xori } ins(%m, %m : memref<4xi32>, memref<4xi32>) outs(%m : memref<4xi32>)
  %y = memref.load %m[%c3] : memref<4xi32>
  %z = memref.load %s[] : memref<i32>
  %x = arith.xori %y, %z : i32
"""
    found = same(kernel(body + STORE), shadows=True)
    assert isinstance(found, Result)
    assert found.outputs["argument 0"].data.tolist() == [group for group in range(GROUPS) for _ in range(LANES)]


def test_shadows_of_a_sum_that_linalg_goes_on_with() -> None:
    """What was there before is part of it once; a summand that is left out shows."""
    text = """func.func @kernel(%in: memref<65xf16>, %out: memref<f16>) {
  %c0 = arith.constant 0 : index
  %p = memref.alloca() : memref<64xf16>
  %part = memref.subview %in[0] [64] [1] : memref<65xf16> to memref<64xf16, strided<[1]>>
  %last = arith.constant 64 : index
  %q = memref.load %in[%last] : memref<65xf16>
  %e = math.exp %q : f16
  memref.copy %part, %p : memref<64xf16, strided<[1]>> to memref<64xf16>
  LEFT
  memref.store %e, %out[] : memref<f16>
  linalg.reduce { arith.addf } ins(%p : memref<64xf16>) outs(%out : memref<f16>) dimensions = [0]
  return
}"""
    options: Any = {"workgroup_size": (1, 1, 1), "subgroup_size": 1, "shadows": True}
    one = run(text.replace("LEFT", ""), **options).outputs["argument 1"]
    assert one.planes is not None
    assert np.allclose(one.planes, float(one.data[0]), rtol=0.05)
    left = "%z = arith.constant 0.0 : f16\n  memref.store %z, %p[%c0] : memref<64xf16>"
    del options["shadows"]
    assert compare(text.replace("LEFT", ""), text.replace("LEFT", left), **options)
    assert compare(text.replace("LEFT", ""), text.replace("LEFT", ""), **options) == []


def test_a_shuffle_tells_lanes_apart() -> None:
    """Which lane got something differs, though no op asks for a lane's number: private memory is each lane's own."""
    text = """func.func @kernel(%out: memref<i1>) {
  %one = arith.constant 1 : i32
  %width = arith.constant 8 : i32
  %m = memref.alloca() : memref<i1>
  %x, %valid = gpu.shuffle up %one, %one, %width : i32
  memref.store %valid, %m[] : memref<i1>
  %y = memref.load %m[] : memref<i1>
  return
}"""
    assert isinstance(outcome(text, grid=(1, 1, 1)), Result)


def test_what_a_function_returns_is_the_last_workgroups() -> None:
    text = kernel("").replace("  return\n", "  return %n, %l : i32, i32\n")
    text = text.replace(f"(%out: {OUT}, %in: memref<80xi32>)", "() -> (i32, i32)")
    found = same(text)
    assert isinstance(found, Result)
    assert found.outputs["result 0"].data.tolist() == [GROUPS - 1]


BRANCH = "-> (i32) {\n  INNER\n  scf.yield %y{i} : i32\n  } else {\n  scf.yield %x{k} : i32\n  }"
NEXT = "\n  %x{i} = arith.addi %x{j}, %one : i32"
BODIES = [
    "%x{i} = arith.addi %x{j}, %x{k} : i32",
    "%x{i} = arith.muli %x{j}, %n : i32",
    "%x{i} = arith.xori %x{j}, %l : i32",
    "%x{i} = memref.load %in[%b] : memref<80xi32>",
    "%x{i} = memref.load %in[%g] : memref<80xi32>",
    "%x{i} = memref.load %m[%t] : LDS",
    f"memref.store %x{{j}}, %m[%t] : LDS{NEXT}",
    f"memref.store %x{{j}}, %m[%c3] : LDS{NEXT}",
    "gpu.barrier\n  %x{i} = memref.load %m[%c3] : LDS",
    f"gpu.barrier{NEXT}",
    "%x{i} = gpu.subgroup_reduce add %x{j} : (i32) -> i32",
    f"%f{{i}} = arith.cmpi slt, %x{{j}}, %x{{k}} : i32\n  %x{{i}} = scf.if %f{{i}} {BRANCH}",
    f"%f{{i}} = arith.cmpi ult, %b, %c3 : index\n  %x{{i}} = scf.if %f{{i}} {BRANCH}",
    "%x{i} = scf.for %i{i} = %c0 to %b step %c2 iter_args(%a{i} = %x{j}) -> (i32) {\n  INNER\n"
    "  scf.yield %y{i} : i32\n  }",
    f"memref.store %x{{j}}, %out[%b] : OUT{NEXT}",
    "memref.store %x{j}, %out[%g] : OUT\n  %x{i} = memref.load %out[%g] : OUT",
]
INNER = [
    "%y{i} = memref.load %in[%c3] : memref<80xi32>",
    "%y{i} = arith.addi %x{j}, %x{k} : i32",
    "memref.store %x{j}, %m[%t] : LDS\n  %y{i} = arith.addi %x{k}, %n : i32",
    "gpu.barrier\n  %y{i} = arith.addi %x{k}, %n : i32",
    "memref.store %x{j}, %out[%b] : OUT\n  %y{i} = arith.addi %x{k}, %n : i32",
]


def program(seed: int) -> str:
    """Some ops in a row, each of what those before it gave."""
    chance = random.Random(seed)
    lines = [f"  %m = memref.alloc() : {LDS}\n  %x0 = arith.addi %n, %one : i32\n  %x1 = arith.addi %l, %one : i32"]
    lines.append(f"  memref.store %l, %m[%t] : {LDS}\n  %x2 = memref.load %in[%b] : memref<80xi32>\n  gpu.barrier")
    for number in range(3, 12):
        line = chance.choice(BODIES).replace("INNER", chance.choice(INNER))
        for letter, value in (("i", number), ("j", chance.randrange(number)), ("k", chance.randrange(number))):
            line = line.replace(f"{{{letter}}}", str(value))
        lines.append("  " + line.replace("LDS", LDS).replace("OUT", OUT))
    lines.append("  %x = arith.addi %x11, %x10 : i32\n" + STORE)
    return kernel("\n".join(lines))


def test_random_programs() -> None:
    kept = faulty = 0
    for seed in range(60):
        text = program(seed)
        some, one = outcome(text), outcome(text, together=1)
        if not isinstance(one, Result):
            assert some == one
            faulty += 1
            continue
        assert isinstance(some, Result)
        kept += some.together > 1
        assert (some.stats, some.executed) == (one.stats, one.executed), text
        for name, output in one.outputs.items():
            assert output.data.tobytes() == some.outputs[name].data.tobytes(), text
            assert (output.group == some.outputs[name].group).all()
    assert kept >= 10
    assert faulty >= 10


def test_workgroups_of_a_forall() -> None:
    """What stands before it is there for all; an allocation there is each workgroup's own."""
    text = f"""func.func @kernel(%out: memref<5x16xi32>) attributes {{gpu.known_block_size = array<i32: 16, 1, 1>,
    lanewise.subgroup_size = 8 : i64}} {{
  %t = gpu.thread_id x
  %m = memref.alloc() : {LDS}
  %l = arith.index_cast %t : index to i32
  %c3 = arith.constant 3 : index
  scf.forall (%i, %j) in (5, 2) {{
    %n = arith.index_cast %i : index to i32
    %v = arith.muli %n, %l : i32
    memref.store %v, %m[%t] : {LDS}
    gpu.barrier
    %x = memref.load %m[%c3] : {LDS}
    %k = arith.index_cast %t : index to i32
    %y = arith.addi %x, %k : i32
    %c0 = arith.constant 0 : index
    %first = arith.cmpi eq, %j, %c0 : index
    scf.if %first {{
      memref.store %y, %out[%i, %t] : memref<5x16xi32>
    }}
  }} {{mapping = [#gpu.block<y>, #gpu.block<x>]}}
  return
}}"""
    options: dict[str, Any] = {"workgroup_size": None, "subgroup_size": None, "grid": None}
    for together in (None, 3, 10):
        one, some = outcome(text, together=1, **options), outcome(text, together=together, **options)
        assert isinstance(one, Result)
        assert isinstance(some, Result)
        assert some.together == (together or 10)
        assert (some.stats, some.executed, some.groups) == (one.stats, one.executed, one.groups)
        found = some.outputs["argument 0"].array()
        assert (found == one.outputs["argument 0"].array()).all()
        assert (found == np.arange(5)[:, None] * 3 + np.arange(16)).all()
