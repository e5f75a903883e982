# RUN: env LANEWISE_HOST=upstream %pytest %s
"""Of many workgroups a sample runs with shadows: and one that lies further apart than these."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "upstream"

import numpy as np
from lanewise.sim import compare
from lanewise.sim.judge.comparison import Again, settle
from lanewise.sim.judge.runner import Result, run
from lanewise.sim.judge.sample import MOST

GROUPS = 100

# Each workgroup adds up a row, from one end or from the other; one workgroup may do something else.
TEXT = """func.func @f(%in: memref<100x64xf32>, %out: memref<100xf32>)
    attributes {gpu.known_block_size = array<i32: 1, 1, 1>, lanewise.subgroup_size = 1 : i64,
                gpu.known_grid_size = array<i32: 100, 1, 1>} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c63 = arith.constant 63 : index
  %c64 = arith.constant 64 : index
  %zero = arith.constant 0.0 : f32
  %odd = arith.constant ODD : index
  %row = gpu.block_id x
  %is_odd = arith.cmpi eq, %row, %odd : index
  %first = arith.select %is_odd, %c1, %c0 : index
  %sum = scf.for %i = %first to %c64 step %c1 iter_args(%s = %zero) -> (f32) {
    %back = arith.subi %c63, %i : index
    %x = memref.load %in[%row, WAY] : memref<100x64xf32>
    %t = arith.addf %s, %x : f32
    scf.yield %t : f32
  }
  memref.store %sum, %out[%row] : memref<100xf32>
  return
}
"""
A = TEXT.replace("WAY", "%i").replace("ODD", "1000")


def test_another_order_in_every_workgroup() -> None:
    assert compare(A, A.replace("[%row, %i]", "[%row, %back]")) == []


def test_a_summand_left_out_in_one_workgroup() -> None:
    """Workgroup 41 is not in the sample, and still found; nothing else runs again."""
    asked: list[list[int]] = []
    texts = A, TEXT.replace("WAY", "%back").replace("ODD", "41")

    def again(text: str) -> Again:
        def shadowed(groups: object) -> Result:
            assert isinstance(groups, list)
            asked.append(groups)
            return run(text, shadows=True, workgroups=groups)

        return shadowed

    first, second = map(run, texts)
    [found] = settle(first, second, *map(again, texts))
    assert found.kind == "different"
    assert found.index == (41,)
    assert 41 not in asked[0]
    assert len(asked[0]) <= MOST
    assert asked[2][0] == 41
    assert len(np.unique(np.concatenate(asked))) < GROUPS // 2


def test_what_one_workgroup_does_not_store() -> None:
    store = "memref.store %sum, %out[%row] : memref<100xf32>"
    some = f"%some = arith.cmpi ne, %row, %c63 : index\n  scf.if %some {{\n    {store}\n  }}"
    for way in ("%i", "%back"):
        other = A.replace(store, some).replace("[%row, %i]", f"[%row, {way}]")
        assert [one.index for one in compare(A, other)] == [(63,)]
