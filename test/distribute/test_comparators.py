# RUN: env LANEWISE_HOST=%host %pytest %s
"""Comparators by which lanes search apart: those, and no others of one comparison, for which all orders agree."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence

import pytest
from lanewise.mlir.host import ir
from lanewise.pieces.across_lanes.comparator_order import FLOAT_PREDICATES, INTEGER_PREDICATES, is_order

FLOATS = [math.nan, -math.inf, -0.0, 0.0, 1.0, math.inf]
INTEGERS = [-2, -1, 0, 1, 5]

Best = tuple[float, int]
"""A value, and its position; -1 of the init."""
Before = Callable[[float, float], bool]

_PARTS = {"eq": float.__eq__, "gt": float.__gt__, "ge": float.__ge__, "lt": float.__lt__, "le": float.__le__}


def float_before(predicate: str) -> Before:
    """As the document of arith.cmpf says."""
    if predicate in ("true", "false"):
        return lambda new, old: predicate == "true"

    def before(new: float, old: float) -> bool:
        if new != new or old != old:
            return predicate[0] == "u"
        if predicate in ("ord", "uno"):
            return predicate == "ord"
        return new != old if predicate[1:] == "ne" else bool(_PARTS[predicate[1:]](new, old))

    return before


def integer_before(predicate: str) -> Before:
    def before(new: float, old: float) -> bool:
        if predicate[0] == "u":
            new, old = (number % 2**32 for number in (new, old))
        return new != old if predicate == "ne" else bool(_PARTS[predicate[-2:]](float(new), float(old)))

    return before


def search(before: Before, init: float, entries: Sequence[Best]) -> Best:
    best = init, -1
    for value, position in entries:
        if before(value, best[0]):
            best = value, position
    return best


def combined(before: Before, left: Best, right: Best) -> Best:
    earlier, later = sorted((left, right), key=lambda one: one[1])
    return later if before(later[0], earlier[0]) else earlier


SHARINGS = ([[0], [1], [2]], [[0, 1], [2], []], [[0, 2], [1], []], [[1, 2], [0], []], [[0, 1, 2], [], []])
"""Ways in which three lanes may share out three positions."""


def same_by_all_trees(before: Before, values: Sequence[float]) -> bool:
    """Whether searching apart, in any sharing and combined in any order, gives what the sequence of 3 gives."""
    for init, *sequence in itertools.product(values, repeat=4):
        entries = [(value, at) for at, value in enumerate(sequence)]
        wanted = search(before, init, entries)[1]
        for sharing in SHARINGS:
            found = [search(before, init, [entries[at] for at in lane]) for lane in sharing]
            for last in range(3):
                first, second = found[:last] + found[last + 1 :]
                if combined(before, combined(before, first, second), found[last])[1] != wanted:
                    return False
    return True


def parsed(type_: str, body: str) -> bool:
    """What is_order says of a comparator of %a, the new value, and %b, whose body makes %c."""
    context = ir.Context()
    context.allow_unregistered_dialects = True
    text = f"""func.func @f(%v: vector<64x{type_}>, %i: vector<{type_}>, %z: vector<i32>, %outside: {type_}) {{
      %r:2 = "iree_vector_ext.arg_compare"(%v, %i, %z) ({{
      ^bb0(%a: {type_}, %b: {type_}):
        {body}
        "iree_vector_ext.yield"(%c) : (i1) -> ()
      }}) {{dimension = 0 : i64, operandSegmentSizes = array<i32: 1, 0, 1, 1, 0>}}
        : (vector<64x{type_}>, vector<{type_}>, vector<i32>) -> (vector<{type_}>, vector<i32>)
      return
    }}"""
    module = ir.Module.parse(text, context)
    return is_order(module.body.operations[0].regions[0].blocks[0].operations[0].operation)


@pytest.mark.parametrize("predicate", FLOAT_PREDICATES)
def test_one_comparison_of_floats(predicate: str) -> None:
    before = float_before(predicate)
    assert parsed("f32", f"%c = arith.cmpf {predicate}, %a, %b : f32") == same_by_all_trees(before, FLOATS)
    swapped = parsed("f32", f"%c = arith.cmpf {predicate}, %b, %a : f32")
    assert swapped == same_by_all_trees(lambda new, old: before(old, new), FLOATS)
    numbers = same_by_all_trees(before, FLOATS[1:])
    assert parsed("f32", f"%c = arith.cmpf {predicate}, %a, %b fastmath<nnan> : f32") == numbers
    assert parsed("f32", f"%c = arith.cmpf {predicate}, %a, %b fastmath<fast> : f32") == numbers
    assert parsed("f4E2M1FN", f"%c = arith.cmpf {predicate}, %a, %b : f4E2M1FN") == numbers


@pytest.mark.parametrize("predicate", INTEGER_PREDICATES)
def test_one_comparison_of_integers(predicate: str) -> None:
    found = parsed("i32", f"%c = arith.cmpi {predicate}, %a, %b : i32")
    assert found == same_by_all_trees(integer_before(predicate), INTEGERS)
    cast = "%x = index.casts %a : i32 to index\n%y = index.casts %b : i32 to index\n"
    assert parsed("i32", f"{cast}%c = index.cmp {predicate}(%x, %y)") == found


NAN_FIRST = """%greater = arith.cmpf ogt, %a, %b : f32
        %nan = arith.cmpf uno, %a, %a : f32
        %number = arith.cmpf ord, %b, %b : f32
        %turns = arith.andi %nan, %number : i1
        %c = arith.ori %greater, %turns : i1"""
NOT_FROM_NAN = """%greater = arith.cmpf ugt, %a, %b : f32
        %number = arith.cmpf ord, %b, %b : f32
        %false = arith.constant false
        %c = arith.select %number, %greater, %false : i1"""
FROM_NAN = """%greater = arith.cmpf ogt, %a, %b : f32
        %nan = arith.cmpf uno, %b, %b : f32
        %c = arith.xori %greater, %nan : i1"""


@pytest.mark.parametrize(
    ("body", "before"),
    [
        (NAN_FIRST, lambda new, old: new > old or (new != new and old == old)),
        (NOT_FROM_NAN, lambda new, old: old == old and not new <= old),
        (FROM_NAN, lambda new, old: (new > old) != (old != old)),
    ],
)
def test_several_comparisons(body: str, before: Before) -> None:
    assert parsed("f32", body) == same_by_all_trees(before, FLOATS)


def of_keys(key: str, second: str = "", predicate: str = "oge") -> str:
    """A comparison of what is computed of each value; X stands for the value."""
    keys = [f"%k{name} = {(second if second and name == 'b' else key).replace('X', f'%{name}')}" for name in "ab"]
    return "\n".join([*keys, f"%c = arith.cmpf {predicate}, %ka, %kb : f32"])


def test_keys() -> None:
    assert parsed("f32", of_keys("math.roundeven X : f32"))
    assert parsed("f32", of_keys("arith.mulf X, %outside : f32"))
    assert not parsed("f32", of_keys("math.roundeven X : f32", predicate="uge"))
    # Other things of the two, or something of both.
    assert not parsed("f32", of_keys("math.roundeven X : f32", "math.floor X : f32"))
    assert not parsed("f32", of_keys("arith.mulf X, %outside : f32", "arith.mulf X, %b : f32"))
    assert not parsed("f32", of_keys("arith.subf %a, %b : f32"))
    assert not parsed("f32", "%c = arith.cmpf ogt, %a, %outside : f32")
    two_orders = "%s = arith.cmpi sgt, %a, %b : i32\n%u = arith.cmpi ugt, %a, %b : i32\n%c = arith.OP %s, %u : i1"
    assert not parsed("i32", two_orders.replace("OP", "andi"))
    assert not parsed("i32", two_orders.replace("OP", "ori"))


def test_what_nobody_knows() -> None:
    pair = "%x = complex.create %a, %a : complex<f32>\n%y = complex.create %b, %b : complex<f32>\n"
    parts = "%k = complex.re %x : complex<f32>\n%l = complex.re %y : complex<f32>\n"
    assert not parsed("f32", f"{pair}{parts}%c = arith.cmpf ogt, %k, %l : f32")
    three = ["math.roundeven X : f32", "math.floor X : f32", "math.absf X : f32"]
    rows = [f"%{name}{n} = {key.replace('X', f'%{name}')}" for n, key in enumerate(three) for name in "ab"]
    rows += [f"%c{n} = arith.cmpf ogt, %a{n}, %b{n} : f32" for n in range(3)]
    assert not parsed("f32", "\n".join([*rows, "%d = arith.andi %c0, %c1 : i1", "%c = arith.andi %d, %c2 : i1"]))
