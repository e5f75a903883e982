# RUN: env LANEWISE_HOST=upstream %pytest %s
"""Of arith and math what no CPU can be asked: poison, constants, and the ops that it does not run or LLVM 22 lacks."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "upstream"

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from arith_math_cases import NOT_RUN
from lanewise.mlir.host import ir
from lanewise.sim.machine.faults import Unsupported
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Poisoned, poison_of
from lanewise.sim.machine.program import SEMANTICS, Op
from lanewise.sim.values import rounding, types
from one_op import array, poison, run

# Poison.


@pytest.mark.parametrize(
    ("op", "a", "b", "wanted"),
    [
        ("divsi", [7, 7, -128, -128], [0, 2, -1, 1], [True, False, True, False]),
        ("remsi", [7, 7, -128, -128], [0, 2, -1, 1], [True, False, True, False]),
        ("floordivsi", [7, -128, -128], [0, -1, 2], [True, True, False]),
        ("ceildivsi", [7, -128, -128], [0, -1, 2], [True, True, False]),
        ("divui", [7, -128, 0], [0, -1, 0], [True, False, True]),
        ("ceildivui", [7, -128], [0, -1], [True, False]),
        ("remui", [7, -128], [0, -1], [True, False]),
        ("shli", [1, 1, 1], [7, 8, -1], [False, True, True]),
        ("shrsi", [1, 1, 1], [7, 8, -1], [False, True, True]),
        ("shrui", [1, 1, 1], [7, 8, -1], [False, True, True]),
    ],
)
def test_undefined_integers_are_poison(op: str, a: list[int], b: list[int], wanted: list[bool]) -> None:
    assert poison(f"%r = arith.{op} %a, %b : i8", {"a": ("i8", a), "b": ("i8", b)}, "i8") == wanted


@pytest.mark.parametrize(
    ("op", "a", "b", "wanted"),
    [
        ("addi %a, %b overflow<nsw>", [127, 127, -128, -1], [1, 0, -1, 1], [True, False, True, False]),
        ("addi %a, %b overflow<nuw>", [127, -1], [1, 1], [False, True]),
        ("subi %a, %b overflow<nsw>", [-128, 0, 127], [1, -128, 1], [True, True, False]),
        ("subi %a, %b overflow<nuw>", [0, 1], [1, 1], [True, False]),
        ("muli %a, %b overflow<nsw>", [16, 16, -128], [8, 7, -1], [True, False, True]),
        ("muli %a, %b overflow<nuw>", [16, 16, -1], [16, 15, 2], [True, False, True]),
        ("shli %a, %b overflow<nsw>", [64, 32, -64], [1, 1, 1], [True, False, False]),
        ("shli %a, %b overflow<nuw>", [64, -128], [1, 1], [False, True]),
    ],
)
def test_broken_promises_are_poison(op: str, a: list[int], b: list[int], wanted: list[bool]) -> None:
    assert poison(f"%r = arith.{op} : i8", {"a": ("i8", a), "b": ("i8", b)}, "i8") == wanted


@pytest.mark.parametrize("kind", ["i33", "i64"])
def test_wide_products_that_do_not_fit_are_poison(kind: str) -> None:
    width = int(kind[1:])
    a = [1 << (width // 2), (1 << (width - 2)), 3, -(1 << (width - 1))]
    b = [1 << (width - width // 2), 1, -5, -1]
    given = {"a": (kind, a), "b": (kind, b)}
    assert poison(f"%r = arith.muli %a, %b overflow<nsw> : {kind}", given, kind) == [True, False, False, True]


def test_truncations_that_lose_are_poison() -> None:
    given = {"a": ("i32", [127, 128, 255, 256, -1])}
    assert poison("%r = arith.trunci %a overflow<nsw> : i32 to i8", given, "i8") == [False, True, True, True, False]
    assert poison("%r = arith.trunci %a overflow<nuw> : i32 to i8", given, "i8") == [False, False, False, True, True]


def test_exact_divisions_with_a_remainder_are_poison() -> None:
    given = {"a": ("i8", [6, 7]), "b": ("i8", [1, 1])}
    text = '%r = "arith.shrui"(%a, %b) <{isExact}> : (i8, i8) -> i8'
    assert poison(text, given, "i8") == [False, True]
    given["b"] = ("i8", [2, 2])
    assert poison('%r = "arith.divsi"(%a, %b) <{isExact}> : (i8, i8) -> i8', given, "i8") == [False, True]


def test_floats_out_of_range_are_poison() -> None:
    given = {"a": ("f32", [127.9, 128, -128.9, -129, np.nan, np.inf])}
    assert poison("%r = arith.fptosi %a : f32 to i8", given, "i8") == [False, True, False, True, True, True]
    given = {"a": ("f32", [255.9, 256, -0.9, -1])}
    assert poison("%r = arith.fptoui %a : f32 to i8", given, "i8") == [False, True, False, True]
    given = {"a": ("f64", [2.0**63 - 1024, 2.0**63, -(2.0**63)])}
    assert poison("%r = arith.fptosi %a : f64 to i64", given, "i64") == [False, True, False]


def test_poison_spreads_element_by_element() -> None:
    some = Poisoned(np.array([1, 2, 3, 4], np.int32), np.array([True, False, False, False]))
    given = {"a": ("i32", some), "b": ("i32", [1, 0, 1, 1])}
    assert poison("%r = arith.divsi %a, %b : i32", given) == [True, True, False, False]
    assert poison("%p = ub.poison : i32\n%r = arith.addi %p, %b : i32", {"b": ("i32", [1, 2])}) == [True, True]
    several = run("%s:2 = arith.mulsi_extended %a, %b : i32\n%r = arith.addi %s#1, %b : i32", given)
    assert poison_of(several).tolist() == [True, False, False, False]


def test_select_takes_the_poison_of_what_it_chooses() -> None:
    some = Poisoned(np.array([1, 2], np.int32), np.array([True, True]))
    text = "%r = arith.select %c, %a, %b : i32"
    assert poison(text, {"c": ("i1", [True, False]), "a": ("i32", some), "b": ("i32", 5)}) == [True, False]
    unsure = Poisoned(np.array([True, True]), np.array([False, True]))
    assert poison(text, {"c": ("i1", unsure), "a": ("i32", 1), "b": ("i32", 2)}) == [False, True]


# Constants.


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("true", np.array([True])),
        ("-7 : i5", np.array([-7], np.int8)),
        ("3 : index", np.array([3], np.int64)),
        ("0.1 : f32", np.array([0.1], np.float32)),
        ("-0.0 : f16", np.array([-0.0], np.float16)),
        ("dense<[true, false, true]> : vector<3xi1>", np.array([[True, False, True]])),
        ("dense<true> : vector<2x2xi1>", np.ones((1, 2, 2), bool)),
        ("dense<[[1, -3]]> : vector<1x2xi4>", np.array([[[1, -3]]], np.int8)),
        ("dense<2.5> : vector<f64>", np.array([2.5])),
        ("dense<[0.25, -448.0]> : vector<2xf8E4M3FN>", np.array([[0.25, -448]]).astype(types.element("f8E4M3FN"))),
        ("dense<[[0.1], [3.0]]> : vector<2x1xbf16>", np.array([[[0.1], [3.0]]]).astype(types.element("bf16"))),
    ],
)
def test_constants(value: str, wanted: np.ndarray) -> None:
    found = run(f"%r = arith.constant {value}", result=value.rpartition(" : ")[2] if ":" in value else "i1")
    assert (found.dtype, found.shape, found.tobytes()) == (wanted.dtype, wanted.shape, wanted.tobytes())


@pytest.mark.parametrize("kind", ["i1", "i4", "i16", "f32", "bf16", "f8E5M2"])
def test_large_constants(kind: str) -> None:
    numbers = [(i * 7 % 5) - 2 for i in range(150)]
    if kind == "i1":
        spelled = ", ".join("true" if x > 0 else "false" for x in numbers)
        wanted = np.array(numbers) > 0
    else:
        spelled = ", ".join(f"{x}.0" if types.is_float(kind) else str(x) for x in numbers)
        wanted = np.array(numbers).astype(types.element(kind))
    found = run(f"%r = arith.constant dense<[{spelled}]> : vector<150x{kind}>", result=f"vector<150x{kind}>")
    assert found.tobytes() == wanted.tobytes()


def test_the_bits_of_a_nan_survive() -> None:
    assert run("%c = arith.constant 0x7FC12345 : f32\n%r = arith.bitcast %c : f32 to i32").tolist() == [0x7FC12345]


@pytest.mark.parametrize("value", ["dense_resource<far> : vector<4xf32>", "dense<0> : tensor<2xi32>", "1 : i128"])
def test_constants_that_are_not_simulated_are_named(value: str) -> None:
    with pytest.raises(Unsupported, match=r"arith\.constant"):
        run(f"%r = arith.constant {value}", result=value.rpartition(" : ")[2])


# The ops of NOT_RUN, and those that LLVM 22 lacks.


def computed(op: str, kinds: list[str], result: str, *values: Any, **attributes: str) -> Any:
    """What an op gives that these bindings need not know."""
    with ir.Context():
        attached = {name: ir.Attribute.parse(text) for name, text in attributes.items()}
        known = [ir.Type.parse(kind) for kind in kinds]
        stub: Any = SimpleNamespace(attributes=attached, name=op, location=ir.Location.unknown())
        compiled = SEMANTICS[op][1](Op(stub, op, known, [ir.Type.parse(result)], [], stub))
        return compiled(Machine((1, 1, 1), 32), *map(array, kinds, values))


INF, NAN = np.inf, np.nan


@pytest.mark.parametrize("name", ["f8E5M2", "f8E4M3FN", "f16", "bf16", "f32", "f64"])
def test_number_extremes(name: str) -> None:
    a, b = [1, NAN, 2, NAN, -0.0, 0.0], [3, 4, NAN, NAN, 0.0, -0.0]
    most = computed("arith.maximumnumf", [name, name], name, a, b).astype(np.float64)
    np.testing.assert_array_equal(most, [3, 4, 2, NAN, 0, 0])
    least = computed("arith.minimumnumf", [name, name], name, a, b).astype(np.float64)
    np.testing.assert_array_equal(least, [1, 4, 2, NAN, 0, 0])
    assert np.signbit(most[4:]).tolist() == [False, False]
    assert np.signbit(least[4:]).tolist() == [True, True]


def test_subui_extended() -> None:
    difference, borrow = computed("arith.subui_extended", ["i8", "i8"], "i8", [1, 5, -1], [2, 5, 1])
    assert (difference.tolist(), borrow.tolist()) == ([-1, 0, -2], [True, False, False])


def test_flush_denormals() -> None:
    found = computed("arith.flush_denormals", ["f32"], "f32", [1e-40, -1e-40, 1.2e-38, 0, NAN, -INF])
    np.testing.assert_array_equal(found, np.array([0, 0, 1.2e-38, 0, NAN, -INF], np.float32))
    assert np.signbit(found[:2]).tolist() == [False, True]


def test_convertf() -> None:
    assert computed("arith.convertf", ["bf16"], "f16", [1.5, 1e30]).tolist() == [1.5, INF]
    up = {"roundingmode": "2 : i32"}
    assert float(computed("arith.convertf", ["f16"], "bf16", [1.001], **up)[0]) == 1 + 2.0**-7


def test_arithmetic_in_another_mode() -> None:
    down = {"roundingmode": "1 : i32"}
    kinds = ["f32", "f32"]
    assert computed("arith.addf", kinds, "f32", [1, 1], [2.0**-60, -(2.0**-60)], **down).tolist() == [1, 1 - 2.0**-24]
    assert np.signbit(computed("arith.subf", kinds, "f32", [1], [1], **down)).tolist() == [True]
    with pytest.raises(Unsupported, match="rounding mode downward"):
        computed("arith.divf", kinds, "f32", [1], [3], **down)
    for other in ('"a"', "1 : i128", "-1 : i32", "99 : i32"):
        with pytest.raises(Unsupported, match=f"rounding mode {other} is not simulated"):
            computed("arith.addf", kinds, "f32", [1], [1], roundingmode=other)


def test_clampf() -> None:
    kinds = ["f32"] * 3
    found = computed("math.clampf", kinds, "f32", [5, -5, 0.5, NAN], [0] * 4, [1] * 4)
    np.testing.assert_array_equal(found, [1, 0, 0.5, NAN])
    assert poison_of(computed("math.clampf", kinds, "f32", [5, 5], [2, 0], [1, 1])).tolist() == [True, False]


@pytest.mark.parametrize("name", ["f32", "f64", "f16", "bf16"])
def test_classes(name: str) -> None:
    least = float(np.array(1, types.element(name)).dtype.type(rounding.float_info(types.element(name)).smallest_normal))
    values = [0, 1, INF, -INF, NAN, least, least / 2, -least]
    assert computed("math.isinf", [name], "i1", values).tolist() == [0, 0, 1, 1, 0, 0, 0, 0]
    assert computed("math.isnormal", [name], "i1", values).tolist() == [0, 1, 0, 0, 0, 1, 0, 1]


def test_scaling() -> None:
    # 3.0 as a scale is 2: only its exponent counts.
    assert computed("arith.scaling_extf", ["f8E4M3FN", "f32"], "f32", [1.5, NAN], [3, 1])[0] == 3
    assert computed("arith.scaling_truncf", ["f32", "f8E8M0FNU"], "f8E4M3FN", [3, 7], [2, 0.5]).tolist() == [1.5, 14]
    assert np.isnan(float(computed("arith.scaling_extf", ["f8E5M2", "f32"], "f32", [1], [NAN])[0]))


def test_what_upstream_cannot_run_is_tested_here() -> None:
    assert set(NOT_RUN) == {"math.clampf", "math.isinf", "math.isnormal", "arith.scaling_extf", "arith.scaling_truncf"}
