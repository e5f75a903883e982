# RUN: env LANEWISE_HOST=upstream %pytest %s
"""Constants of every form that an attribute has: numbers, bytes of odd widths, sparse ones, resources; odd options."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "upstream"

import numpy as np
import pytest
from lanewise.sim import Unsupported, run
from lanewise.sim.judge.options import OptionValues

LANES = "attributes {gpu.known_block_size = array<i32: 1, 1, 1>, lanewise.subgroup_size = 1 : i64}"


def constant(value: str, type_: str, resources: str = "") -> list[float]:
    text = f"func.func @f() -> {type_} {LANES} {{ %r = arith.constant {value} : {type_} return %r : {type_} }}"
    return run(f"{text}\n{resources}").outputs["result 0"].data.tolist()


@pytest.mark.parametrize("width", [1, 4, 7, 8, 9, 16, 17, 20, 24, 25, 32, 33, 40, 41, 48, 49, 56, 57, 64])
def test_integers_that_are_printed_as_bytes(width: int) -> None:
    """More than 100 elements; each takes as few bytes as hold its bits."""
    draw = np.random.default_rng(width)
    values = [int(one) >> (64 - width) for one in draw.integers(-(2**63), 2**63 - 1, 130)]
    shown = ["true" if one else "false" for one in values] if width == 1 else values
    found = constant(f"dense<[{', '.join(map(str, shown))}]>", f"vector<130xi{width}>")
    assert found == ([bool(one) for one in values] if width == 1 else values)


@pytest.mark.parametrize("kind", ["f4E2M1FN", "f6E2M3FN", "f6E3M2FN", "f8E4M3FNUZ", "f8E8M0FNU", "bf16", "f32", "f64"])
def test_floats_that_are_printed_as_bytes(kind: str) -> None:
    values = [1.0, 2.0] * 60
    assert constant(f"dense<[{', '.join(map(str, values))}]>", f"vector<120x{kind}>") == values


SPARSE = [
    ("sparse<[[3], [17]], [1.5, 2.5]>", "vector<20xf32>", {3: 1.5, 17: 2.5}),
    ("sparse<[[0, 1], [2, 3]], [-1, 7]>", "vector<3x4xi24>", {1: -1, 11: 7}),
    ("sparse<[[1, 2], [2, 3]], true>", "vector<3x4xi1>", {6: True, 11: True}),
    ("sparse<1, 1.5>", "vector<3xf16>", {1: 1.5}),
    ("sparse<[[2, 2]], 1.5>", "vector<3x3xf4E2M1FN>", {8: 1.5}),
    ("sparse<>", "vector<4xf32>", {}),
    ("sparse<[[5]], [3]>", "vector<8xindex>", {5: 3}),
]


@pytest.mark.parametrize(("value", "type_", "expected"), SPARSE, ids=lambda one: one if isinstance(one, str) else "")
def test_sparse(value: str, type_: str, expected: dict[int, float]) -> None:
    found = constant(value, type_)
    assert found == [expected.get(place, 0) for place in range(len(found))]


def test_many_places_are_printed_as_bytes() -> None:
    places = ", ".join(f"[{place}]" for place in range(0, 300, 2))
    values = ", ".join(f"{place}.5" for place in range(0, 300, 2))
    found = constant(f"sparse<[{places}], [{values}]>", "vector<300xf32>")
    assert found == [place + 0.5 if place % 2 == 0 else 0 for place in range(300)]


def test_a_place_twice() -> None:
    with pytest.raises(Unsupported, match="names an element twice"):
        constant("sparse<[[1], [1]], [1, 2]>", "vector<4xi32>")


def resource(data: bytes) -> str:
    # Four bytes of alignment come first.
    return f'{{-# dialect_resources: {{ builtin: {{ blob: "0x04000000{data.hex()}" }} }} #-}}'


@pytest.mark.parametrize(("kind", "dtype"), [("f32", "<f4"), ("f16", "<f2"), ("i8", "<i1"), ("i64", "<i8")])
def test_resources(kind: str, dtype: str) -> None:
    values = np.arange(-3, 9).astype(dtype)
    assert constant("dense_resource<blob>", f"vector<12x{kind}>", resource(values.tobytes())) == values.tolist()


def test_a_resource_that_is_not_there_or_of_another_size() -> None:
    for data in ("", resource(bytes(5))):
        with pytest.raises(Unsupported, match=r"the elements of dense_resource<blob> .* are not in the program"):
            constant("dense_resource<blob>", "vector<12xf32>", data)


WRONG = [
    ("entry", 3, "the name of a function"),
    ("seed", -1, "an integer that is not negative"),
    ("seed", "1", "an integer that is not negative"),
    ("workgroup_size", (1, 1), "three integers"),
    ("workgroup_size", "1,1,1", "three integers"),
    ("subgroup_size", 2.5, "an integer"),
    ("grid", (0.5, 1, 1), "three integers"),
    ("workgroups", 3, "a sequence of integers"),
    ("arrays", {0: [1, 2]}, "a dictionary of numpy arrays by number"),
    ("shapes", {0: "3x4"}, "a dictionary of shapes"),
    ("numbers", {"a": 1}, "a dictionary of numbers by number"),
    ("constants", {0: 1.5}, "a dictionary of integers by ordinal"),
    ("ranges", {0: (63, 0)}, "a dictionary of ranges, the least number and the greatest, by number"),
    ("constant_ranges", {0: (0.5, 3)}, "a dictionary of ranges, the least integer and the greatest, by ordinal"),
    ("bank_conflicts", None, "True or False"),
    ("max_steps", 0, "an integer above 0"),
    ("progress", 3, "a function of three integers"),
    ("together", True, "an integer above 0"),
    ("shadows", 1, "True or False"),
]


def test_there_is_a_wrong_value_of_every_option() -> None:
    assert list(dict.fromkeys(name for name, *_ in WRONG)) == list(OptionValues.__annotations__)


@pytest.mark.parametrize(("name", "value", "needed"), WRONG)
def test_an_option_of_another_type_is_named(name: str, value: object, needed: str) -> None:
    with pytest.raises(TypeError, match=f"option {name}: needed {needed}"):
        run(f"func.func @f() {LANES} {{ return }}", **{name: value})


def test_numpy_numbers_are_numbers() -> None:
    text = f"func.func @f(%a: f32) -> f32 {LANES} {{ return %a : f32 }}"
    found = run(text, seed=np.int64(3), numbers={np.int32(0): np.float32(1.5)}, workgroups=range(1))
    assert found.outputs["result 0"].data.tolist() == [1.5]
