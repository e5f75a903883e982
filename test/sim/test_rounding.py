# RUN: env LANEWISE_HOST=upstream %pytest %s
"""Narrow floats are rounded once and right: against exact fractions and a search among all values of the type."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "upstream"

from bisect import bisect_left
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from lanewise.sim.values import rounding, types
from one_op import run

NARROW = ["f16", "bf16", *(name for name in types.FLOATS if name.startswith("f8") and name != "f8E8M0FNU")]


class Scale:
    """All finite values of a narrow type from 0 on, in order: their rank is the pattern of their bits."""

    def __init__(self, name: str) -> None:
        kind = types.scalar_named(name).dtype
        size = kind.itemsize * 8
        with np.errstate(invalid="ignore"):
            patterns = np.arange(1 << (size - 1)).astype(f"uint{size}").view(kind).astype(np.float64)
        self.values = [float(x) for x in patterns[np.isfinite(patterns)]]
        self.last = self.values[-1]
        # The value after the largest, if the exponents went on: from half way to it, to nearest overflows.
        self.beyond = 2 * self.last - self.values[-2]
        self.infinite = float(np.array(np.inf).astype(kind))

    def rounded(self, number: Fraction, mode: str) -> float:
        sign, size = (-1, -number) if number < 0 else (1, number)
        steps = [*self.values, self.beyond]
        above = min(bisect_left(steps, size), len(steps) - 1)
        below = above if steps[above] <= size else above - 1
        to_zero = mode == "toward_zero" or (mode == "downward" and sign > 0) or (mode == "upward" and sign < 0)
        if not mode.startswith("to_nearest"):
            chosen = below if to_zero else above
        else:
            left = 2 * size - Fraction(steps[below]) - Fraction(steps[above])
            tie = above if mode == "to_nearest_away" else below + (below % 2 and below != above)
            chosen = tie if left == 0 else above if left > 0 else below
        if chosen == len(steps) - 1:
            return sign * (self.last if to_zero else self.infinite)
        return sign * steps[chosen]


def samples(scale: Scale, seed: int) -> np.ndarray:
    """f64: values of the type, ties between them, and what lies just beside, also by less than f32 can tell."""
    draw = np.random.default_rng(seed)
    low = draw.integers(0, len(scale.values), 60)
    steps = np.array([*scale.values, scale.beyond])
    at = np.concatenate([low, [0, 1, 2, len(scale.values) - 1, len(scale.values) - 2]])
    ties = (steps[at] + steps[at + 1]) / 2
    beside = np.concatenate([np.nextafter(ties, np.inf), np.nextafter(ties, 0)])
    some = np.concatenate([steps[at], ties, beside, [scale.beyond, scale.beyond * 4]])
    return np.concatenate([some, -some])


def same(found: Any, wanted: list[float]) -> None:
    np.testing.assert_array_equal(np.asarray(found).astype(np.float64), np.array(wanted))


@pytest.mark.parametrize("mode", rounding.MODES)
@pytest.mark.parametrize("name", NARROW)
def test_rounding_is_right_in_every_mode(name: str, mode: str) -> None:
    scale = Scale(name)
    values = samples(scale, 1)
    with np.errstate(over="ignore"):
        found = rounding.narrow(values, types.scalar_named(name), mode)
    same(found, [scale.rounded(Fraction(x), mode) for x in values])


@pytest.mark.parametrize("mode", ["upward", "toward_zero"])
def test_truncf_takes_its_mode(mode: str) -> None:
    found = run(f"%r = arith.truncf %a {mode} : f32 to f16", {"a": ("f32", [1.0001, -1.0001])}, "f16")
    up = 1 + 2.0**-10
    assert found.tolist() == ([up, -1.0] if mode == "upward" else [1.0, -1.0])


@pytest.mark.parametrize("name", ["f16", "bf16", "f8E5M2", "f8E4M3FN"])
def test_integers_round_once(name: str) -> None:
    scale = Scale(name)
    near = samples(scale, 2)
    whole = [int(x) + d for x in near[np.abs(near) < 2.0**62] for d in (-1, 0, 1)]
    whole += [(1 << 62) + (1 << 54) + 1, (1 << 62) + (1 << 54), -(1 << 62) - (1 << 54) - 1, -(1 << 63)]
    found = run(f"%r = arith.sitofp %a : i64 to {name}", {"a": ("i64", whole)}, name)
    same(found, [scale.rounded(Fraction(x), "to_nearest_even") for x in whole])


# Arithmetic of narrow types: one rounding of the exact result.


@pytest.mark.parametrize("name", NARROW)
@pytest.mark.parametrize("op", ["addf", "subf", "mulf", "divf"])
def test_narrow_arithmetic_rounds_once(name: str, op: str) -> None:
    scale = Scale(name)
    a, b = pairs_of(scale)
    found = run(f"%r = arith.{op} %a, %b : {name}", {"a": (name, a), "b": (name, b)}, name)
    exact = {"addf": Fraction.__add__, "subf": Fraction.__sub__, "mulf": Fraction.__mul__, "divf": Fraction.__truediv__}
    wanted = [scale.rounded(exact[op](Fraction(x), Fraction(y)), "to_nearest_even") for x, y in zip(a, b, strict=True)]
    same(found, wanted)


def pairs_of(scale: Scale, count: int = 600) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(3)
    values = np.array(scale.values[1:])
    a, b = (values[draw.integers(0, len(values), count)] * draw.choice([-1, 1], count) for _ in range(2))
    # Many near to the denormals, where precision ends.
    a[::4] = values[draw.integers(0, min(len(values), 200), len(a[::4]))]
    return a, b


@pytest.mark.parametrize("name", NARROW)
def test_narrow_fma_rounds_once(name: str) -> None:
    scale = Scale(name)
    a, b = pairs_of(scale)
    c = np.roll(a, 7)
    # A tie of the product, moved by a c too small for f64 to add to it.
    c[::3] = scale.values[1]
    found = run("%r = math.fma %a, %b, %c : " + name, {"a": (name, a), "b": (name, b), "c": (name, c)}, name)
    exact = [Fraction(x) * Fraction(y) + Fraction(z) for x, y, z in zip(a, b, c, strict=True)]
    same(found, [scale.rounded(x, "to_nearest_even") for x in exact])


def test_the_fma_of_f32_sees_what_f64_loses() -> None:
    a, b, c = 1 + 2.0**-12, 1 + 2.0**-12, 2.0**-80
    tie = 1 + 2.0**-11
    found = run("%r = math.fma %a, %b, %c : f32", {"a": ("f32", a), "b": ("f32", b), "c": ("f32", [c, -c])}, "f32")
    assert found.tolist() == [tie + 2.0**-23, tie]
