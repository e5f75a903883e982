# RUN: %pytest %s
"""What lies beyond a buffer, a grid, a type or what can be simulated is said, and never comes back as equal."""

from __future__ import annotations

import time
from typing import Any

import pytest
from lanewise.mlir.diagnostics import Failure
from lanewise.sim import run
from lanewise.sim.judge.comparison import differences

SIZES: dict[str, Any] = {"workgroup_size": (4, 1, 1), "subgroup_size": 4}


def refused(text: str, said: str, **options: Any) -> None:
    started = time.process_time()
    with pytest.raises(Failure, match=said):
        run(text, **{**SIZES, **options})
    assert time.process_time() - started < 60


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("memref.reinterpret_cast %a to offset: [-2], sizes: [4], strides: [1]", "accesses element -2 of argument 0"),
        ("memref.reinterpret_cast %a to offset: [4], sizes: [4], strides: [1]", "element 4 of argument 0, which has 4"),
    ],
)
def test_views_do_not_reach_beyond_their_buffer(view: str, said: str) -> None:
    offset = "-2" if "-2" in view else "4"
    type_ = f"memref<4xf32, strided<[1], offset: {offset}>>"
    if offset == "-2":
        view, type_ = view.replace("[-2]", "[%n]"), "memref<4xf32, strided<[1], offset: ?>>"
    refused(
        f"""func.func @f(%a: memref<4xf32>) {{
          %c = arith.constant 0 : index
          %n = arith.constant -2 : index
          %v = {view} : memref<4xf32> to {type_}
          %x = memref.load %v[%c] : {type_}
          memref.store %x, %a[%c] : memref<4xf32>
          return
        }}""",
        said,
    )


STORE = (
    "func.func @f(%a: memref<4xf32>) { %c = arith.constant 0 : index %x = memref.load %a[%c] : memref<4xf32> return }"
)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"workgroups": [7]}, "there is no workgroup 7 to run: the grid has 1"),
        ({"workgroup_size": (0, 1, 1)}, "needed sizes of at least 1"),
        ({"workgroup_size": (1 << 20, 1 << 20, 1)}, "at most 1048576 lanes are simulated"),
        ({"grid": (1, 0, 1)}, r"a grid of \[1, 0, 1\] workgroups: needed sizes of at least 1"),
        ({"entry": "g"}, "there is no function @g with a body"),
    ],
)
def test_options_that_do_not_fit(options: dict[str, Any], said: str) -> None:
    refused(STORE, said, **options)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("func.func @f(%a: memref<100000000000000xf32>) { return }", "too large to be simulated: a buffer of 1"),
        ("func.func @f(%a: tensor<4xf32>) { return }", "argument 0: type tensor<4xf32> has no values here"),
        ("func.func @f(%a: memref<*xf32>) { return }", r"argument 0: type memref<\*xf32> has no values here"),
        ("func.func @f() { return } func.func @g() { return }", "needed one function with a body, found 2: f, g"),
        (
            "func.func @f() { scf.forall (%i) = (0) to (4) step (0) { } {mapping = [#gpu.block<x>]} return }",
            "is 0, nee",
        ),
    ],
)
def test_programs_that_cannot_be_run(text: str, said: str) -> None:
    refused(text, said)


def test_a_grid_is_not_written_out() -> None:
    assert run(STORE, **SIZES, grid=(1 << 20, 1 << 20, 1), workgroups=[5]).groups == 1


def test_calls_that_double_come_to_an_end() -> None:
    text = "func.func @f0(%a: memref<4xf32>) { return }\n"
    text += "\n".join(
        f"func.func @f{i + 1}(%a: memref<4xf32>) {{ call @f{i}(%a) : (memref<4xf32>) -> ()"
        f" call @f{i}(%a) : (memref<4xf32>) -> () return }}"
        for i in range(30)
    )
    refused(text, "too long to simulate: a workgroup has run 2097152 ops", entry="f30")


@pytest.mark.parametrize(
    ("given", "type_", "found"), [(100, "i8", 100), (200, "i8", -56), (3, "f32", 3.0), (2**40, "f16", float("inf"))]
)
def test_numbers_are_of_their_types(given: float, type_: str, found: float) -> None:
    text = f"func.func @f(%a: {type_}) -> {type_} {{ return %a : {type_} }}"
    assert run(text, **SIZES, numbers={0: given}).outputs["result 0"].data[0] == found


@pytest.mark.parametrize("given", [float("nan"), float("inf"), 0.5, 300, -129, 10**400])
def test_numbers_that_are_not_of_their_types(given: float) -> None:
    refused("func.func @f(%a: i8) { return }", "argument 0: found .*, needed an integer of type i8", numbers={0: given})


def test_the_tolerance_of_large_numbers_is_finite() -> None:
    text = "func.func @f(%a: f64) -> f64 { return %a : f64 }"
    a, b = (run(text, **SIZES, numbers={0: number}) for number in (1e200, 2e200))
    assert differences(a, b)
