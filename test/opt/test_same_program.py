# RUN: env LANEWISE_HOST=upstream %pytest %s
"""Programs that are plainly one: told from those that may do something else."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "upstream"

import pytest
from lanewise.mlir.host import ir
from lanewise.sim.judge.same_program import same_program

BEFORE = """func.func @f(%m: memref<8xf32>, %n: index) {
  %c0 = arith.constant 0 : index
  %one = arith.constant dense<1.0> : vector<8xf32>
  %x = vector.load %m[%c0] : memref<8xf32>, vector<8xf32>
  %y = arith.addf %x, %one : vector<8xf32>
  scf.for %i = %c0 to %n step %n {
    %z = arith.mulf %y, %one : vector<8xf32>
    vector.store %z, %m[%c0] : memref<8xf32>, vector<8xf32>
  }
  return
}"""

COPIED = BEFORE.replace("  %x =", "  %uno = arith.constant dense<1.0> : vector<8xf32>\n  %x =").replace(
    "mulf %y, %one", "mulf %y, %uno"
)
DIFFERENT = {
    "another constant": BEFORE.replace("1.0", "2.0"),
    "another op": BEFORE.replace("addf", "subf"),
    "a flag": BEFORE.replace("mulf %y, %one :", "mulf %y, %one fastmath<fast> :"),
    "another operand": BEFORE.replace("%z = arith.mulf %y", "%z = arith.mulf %x"),
    "another index": BEFORE.replace("vector.store %z, %m[%c0]", "vector.store %z, %m[%n]"),
    "another bound": BEFORE.replace("%c0 to %n", "%n to %n"),
    "one more store": BEFORE.replace("  return", "  vector.store %y, %m[%c0] : memref<8xf32>, vector<8xf32>\n  return"),
    "outside of the loop": BEFORE.replace("  }\n  return", "  return").replace("%n {", "%n {\n  }", 1),
    "what is computed for nothing": BEFORE.replace("  %y =", "  %no = arith.divsi %n, %n : index\n  %y ="),
}


def same(a: str, b: str) -> bool:
    with ir.Context():
        one, other = ir.Module.parse(a), ir.Module.parse(b)
        return same_program(one.operation, other.operation)


def test_a_copy_of_a_constant() -> None:
    assert COPIED != BEFORE
    assert same(BEFORE, COPIED)
    assert same(COPIED, BEFORE)


@pytest.mark.parametrize("name", DIFFERENT)
def test_what_may_differ(name: str) -> None:
    assert DIFFERENT[name] != BEFORE
    assert not same(BEFORE, DIFFERENT[name])
    assert same(DIFFERENT[name], DIFFERENT[name])


def test_blocks_that_branch_are_left_alone() -> None:
    text = "func.func @f() {\n  cf.br ^bb1\n^bb1:\n  return\n}"
    assert not same(text, text)
