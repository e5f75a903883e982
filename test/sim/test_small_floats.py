# RUN: env LANEWISE_HOST=upstream %pytest %s
"""Floats of 4 to 8 bits against their specification: values by exponent and mantissa, results by exact arithmetic."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "upstream"

import operator
from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from lanewise.sim.machine.poison import strip
from lanewise.sim.values import types
from lanewise.sim.values.inputs import ARGUMENT, Inputs
from one_op import run

SEED = 11


@dataclass(frozen=True, slots=True)
class Format:
    """What the top of the range holds: infinities and NaN, one NaN of each sign, only -0 as NaN, or numbers alone."""

    exponent: int
    mantissa: int
    bias: int
    top: str

    @property
    def width(self) -> int:
        return 1 + self.exponent + self.mantissa

    def value(self, bits: int) -> Fraction | float:
        sign, bits = -1 if bits >> (self.width - 1) else 1, bits & ((1 << (self.width - 1)) - 1)
        if self.top == "fnuz" and sign < 0 and bits == 0:
            return float("nan")
        high, low = divmod(bits, 1 << self.mantissa)
        if self.top == "ieee" and high == (1 << self.exponent) - 1:
            return float("nan") if low else sign * float("inf")
        if self.top == "one nan" and bits == (1 << (self.width - 1)) - 1:
            return float("nan")
        fraction = Fraction(low, 1 << self.mantissa) + (1 if high else 0)
        return sign * fraction * Fraction(2) ** (max(high, 1) - self.bias)

    def numbers(self) -> list[Fraction]:
        """Those from 0 up, by their bits."""
        found = [self.value(bits) for bits in range(1 << (self.width - 1))]
        return [one for one in found if isinstance(one, Fraction)]

    def rounded(self, exact: Fraction) -> float:
        """To nearest, ties to the even one of two; what is above the range becomes what the type has for that."""
        table = _table(self)
        size = abs(exact)
        below = bisect_right(table, size) - 1
        if below >= len(table) - 1:
            place = len(table) - 1
        else:
            middle = (table[below] + table[below + 1]) / 2
            place = below + (size > middle or (size == middle and below % 2 == 1))
        sign = -1 if exact < 0 else 1
        if place < len(table) - 1:
            return sign * float(table[place])
        beyond = {"ieee": float("inf"), "numbers": float(table[-2])}.get(self.top, float("nan"))
        return sign * beyond


@cache
def _table(format_: Format) -> list[Fraction]:
    """All numbers, and the one that would come next."""
    numbers = format_.numbers()
    return [*numbers, 2 * numbers[-1] - numbers[-2]]


FORMATS = {
    "f8E5M2": Format(5, 2, 15, "ieee"),
    "f8E4M3": Format(4, 3, 7, "ieee"),
    "f8E3M4": Format(3, 4, 3, "ieee"),
    "f8E4M3FN": Format(4, 3, 7, "one nan"),
    "f8E5M2FNUZ": Format(5, 2, 16, "fnuz"),
    "f8E4M3FNUZ": Format(4, 3, 8, "fnuz"),
    "f8E4M3B11FNUZ": Format(4, 3, 11, "fnuz"),
    "f6E2M3FN": Format(2, 3, 1, "numbers"),
    "f6E3M2FN": Format(3, 2, 3, "numbers"),
    "f4E2M1FN": Format(2, 1, 1, "numbers"),
}
EACH = pytest.mark.parametrize("name", FORMATS)


def same(found: np.ndarray, expected: list[float]) -> None:  # type: ignore[type-arg]
    assert np.array_equal(found.astype(np.float64), np.array(expected, np.float64), equal_nan=True)


def converted(lines: str, bits: dict[str, list[int]], name: str, result: str) -> np.ndarray:  # type: ignore[type-arg]
    """The result of lines on values of a type that are given by their bits."""
    integer = f"i{FORMATS[name].width}"
    casts = "\n".join(f"%{one} = arith.bitcast %{one}_bits : {integer} to {name}" for one in bits)
    arguments = {f"{one}_bits": (integer, np.array(values, np.uint8).view(np.int8)) for one, values in bits.items()}
    return strip(run(f"{casts}\n{lines}", arguments, result))


@EACH
def test_values_are_those_of_the_specification(name: str) -> None:
    every = list(range(1 << FORMATS[name].width))
    expected = [float(FORMATS[name].value(bits)) for bits in every]
    same(converted(f"%r = arith.extf %a : {name} to f32", {"a": every}, name, "f32"), expected)
    back = converted(
        f"%r = arith.bitcast %a : {name} to i{FORMATS[name].width}", {"a": every}, name, f"i{FORMATS[name].width}"
    )
    assert [bits & (len(every) - 1) for bits in back.tolist()] == every


@EACH
@pytest.mark.parametrize("op", ["add", "sub", "mul", "truediv"])
def test_arithmetic_is_rounded_once(name: str, op: str) -> None:
    format_ = FORMATS[name]
    draw = np.random.default_rng(SEED)
    pairs = draw.integers(0, 1 << format_.width, (600, 2)).tolist()
    kept, expected = [], []
    for a, b in pairs:
        x, y = format_.value(a), format_.value(b)
        if isinstance(x, Fraction) and isinstance(y, Fraction) and (y or op != "truediv"):
            kept.append((a, b))
            expected.append(format_.rounded(getattr(operator, op)(x, y)))
    assert len(kept) > 300
    a, b = (list(side) for side in zip(*kept, strict=True))
    line = f"%r = arith.{'div' if op == 'truediv' else op}f %a, %b : {name}"
    same(converted(line, {"a": a, "b": b}, name, name), expected)


@EACH
@pytest.mark.parametrize("wide", ["f32", "f64"])
def test_conversion_rounds_to_nearest_and_stops_where_the_type_says(name: str, wide: str) -> None:
    table = [float(one) for one in _table(FORMATS[name])]
    kind = np.float32 if wide == "f32" else np.float64
    middles = [(a + b) / 2 for a, b in pairwise(table)]
    near = [np.nextafter(kind(one), kind(to)) for one in middles for to in (0, 1e9)]
    values = np.array([*table, *middles, *near, 1e30, 3e-30], kind)
    values = np.concatenate([values, -values])
    expected = [FORMATS[name].rounded(Fraction(float(one))) for one in values]
    same(strip(run(f"%r = arith.truncf %a : {wide} to {name}", {"a": (wide, values)}, name)), expected)


@pytest.mark.parametrize("name", ["f4E2M1FN", "f6E2M3FN", "f6E3M2FN"])
def test_what_is_no_number_becomes_the_largest(name: str) -> None:
    values = np.array([np.nan, np.inf, -np.inf], np.float32)
    largest = float(FORMATS[name].numbers()[-1])
    found = strip(run(f"%r = arith.truncf %a : f32 to {name}", {"a": ("f32", values)}, name))
    same(found, [largest, largest, -largest])


@EACH
def test_the_least_and_the_largest_of_masked_elements(name: str) -> None:
    """Types without infinities have something else that stands for an element that is masked off."""
    for kind in ("minimumf", "maximumf", "add"):
        lines = f"""%v = vector.broadcast %a : {name} to vector<3x{name}>
        %k = arith.constant dense<[false, true, false]> : vector<3xi1>
        %r = vector.mask %k {{
          vector.reduction <{kind}>, %v : vector<3x{name}> into {name} }} : vector<3xi1> -> {name}"""
        every = list(range(1 << FORMATS[name].width))
        same(converted(lines, {"a": every}, name, name), [float(FORMATS[name].value(bits)) for bits in every])


def test_the_scale_type_has_no_zero_and_no_infinity() -> None:
    values = np.array([3.0, 1.0, 2.0**-126, 2.0**127, 0.75], np.float32)
    cast = "%a = arith.truncf %x : f32 to f8E8M0FNU"
    found = strip(run(f"{cast}\n%r = arith.extf %a : f8E8M0FNU to f32", {"x": ("f32", values)}, "f32"))
    assert found.tolist() == [2.0, 1.0, 2.0**-126, 2.0**127, 0.5]
    for kind, expected in (("minimumf", 0.5), ("maximumf", 0.5), ("mul", 0.5)):
        lines = f"""{cast}
        %v = vector.broadcast %a : f8E8M0FNU to vector<2xf8E8M0FNU>
        %k = arith.constant dense<[false, true]> : vector<2xi1>
        %r = vector.mask %k {{
          vector.reduction <{kind}>, %v : vector<2xf8E8M0FNU> into f8E8M0FNU }} : vector<2xi1> -> f8E8M0FNU"""
        assert float(strip(run(lines, {"x": ("f32", values[-1:])}, "f8E8M0FNU"))[0]) == expected


def test_bits_of_a_vector_are_cut_anew() -> None:
    lines = """%v = vector.broadcast %a : i8 to vector<3xi8>
    %w = vector.bitcast %v : vector<3xi8> to vector<6xf4E2M1FN>
    %s = vector.bitcast %v : vector<3xi8> to vector<4xf6E2M3FN>
    %low = vector.extract %w[0] : f4E2M1FN from vector<6xf4E2M1FN>
    %high = vector.extract %w[1] : f4E2M1FN from vector<6xf4E2M1FN>
    %six = vector.extract %s[1] : f6E2M3FN from vector<4xf6E2M3FN>
    %{0} = arith.extf %{1} : {2} to f32"""
    four, six = FORMATS["f4E2M1FN"], FORMATS["f6E2M3FN"]
    every = np.arange(256, dtype=np.uint8).view(np.int8)
    for name, kind, expected in (
        ("low", "f4E2M1FN", lambda byte: four.value(byte & 15)),
        ("high", "f4E2M1FN", lambda byte: four.value(byte >> 4)),
        # The upper two bits of a byte, and the lower four of the next.
        ("six", "f6E2M3FN", lambda byte: six.value(byte >> 6 | (byte & 15) << 2)),
    ):
        found = strip(run(lines.format("r", name, kind), {"a": ("i8", every)}, "f32"))
        same(found, [float(expected(byte)) for byte in range(256)])


def test_seeded_scales_are_numbers() -> None:
    """E8M0 has no sign: half of what other floats are seeded with would be NaN, and a sum of it shows nothing."""
    values = Inputs().values(ARGUMENT, 0, types.scalar_named("f8E8M0FNU"), 1000).astype(float)
    assert set(values) == {0.25, 0.5, 1.0, 2.0}
