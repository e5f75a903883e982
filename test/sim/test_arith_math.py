# RUN: env LANEWISE_HOST=upstream %pytest %s
"""Every op of arith and math means what upstream's lowering does on a CPU; what that cannot run, by plain arithmetic.

Exact ops agree bit for bit (any NaN equals any NaN), the others within the units in the last place that a case states.
"""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "upstream"

import importlib
from functools import cache
from typing import Any
from zlib import crc32

import numpy as np
import pytest
from arith_math_cases import CASES, NOT_RUN, Case
from arith_math_engine import Engine
from lanewise.mlir.host import ir
from lanewise.sim import semantics  # noqa: F401 - registers them
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import poison_of, strip
from lanewise.sim.machine.program import SEMANTICS, Program
from lanewise.sim.values import types

COUNT = 288

EDGES = {
    "f16": [0.0, -0.0, 1.0, -1.0, 0.5, -1.5, 2.5, np.inf, -np.inf, np.nan, 6e-8, -6e-8, 65504, -65504, 127.5, 6.1e-5],
    "f32": [0.0, -0.0, 1.0, -1.0, 0.5, -1.5, 2.5, np.inf, -np.inf, np.nan, 1e-45, -1e-45, 3.4e38, 2.0**31, -129, 1e-38],
}
EDGES["bf16"] = EDGES["f32"]
EDGES["f64"] = [*EDGES["f32"][:10], 5e-324, -5e-324, 1.7e308, 2.0**63, -(2.0**63), 1e-308]


def inputs(case: Case) -> list[np.ndarray]:
    """Every pair of edge values, then random ones; of floats some near to 1 and some of any bits."""
    draw = np.random.default_rng(crc32(case.text.encode()))
    return [numbers(kind, position, draw) for position, kind in enumerate(case.operands)]


def numbers(kind: str, position: int, draw: np.random.Generator) -> np.ndarray:
    dtype = types.scalar_named(kind).dtype
    if types.scalar_named(kind).is_float:
        edges = np.array(EDGES[kind], np.float64).astype(dtype)
        near = draw.normal(0, 2, 8).astype(dtype)
        rest = draw.integers(0, 256, (COUNT, dtype.itemsize), np.uint8).view(dtype)[:, 0]
        rest[::2] = draw.normal(0, 2, COUNT // 2).astype(dtype)
        edges = np.concatenate([edges, near])[:16]
    else:
        width = types.scalar_named(kind).width
        limit = 1 << (width - 1)
        some = [
            0,
            1,
            -1,
            limit - 1,
            -limit,
            2,
            -2,
            width - 1,
            3,
            5,
            -7,
            width,
            limit // 2,
            -limit + 1,
            1 << width // 2,
            7,
        ]
        edges = types.wrap(
            np.array([((x + limit) % (2 * limit)) - limit for x in some], np.int64), types.scalar_named(kind)
        )
        rest = types.wrap(draw.integers(-(1 << 63), 1 << 63, COUNT, np.int64, endpoint=False), types.scalar_named(kind))
        # Small ones, for which shifts and divisions do more than nothing.
        rest[::3] = types.wrap(draw.integers(-width, width, len(rest[::3])), types.scalar_named(kind))
    grid = np.arange(256)
    result = rest.copy()
    result[:256] = edges[[grid % 16, grid // 16, (grid * 7 + grid // 16) % 16][position]]
    return result


class Simulated:
    """A case in the simulator: of scalars in as many lanes as there are elements, or of vectors of a shape in one."""

    def __init__(self, case: Case, shape: tuple[int, ...] = ()) -> None:
        self.shape = shape
        self.lanes = 1 if shape else COUNT
        kinds = [
            f"vector<{'x'.join(map(str, shape))}x{kind}>" if shape else kind for kind in case.operands + case.results
        ]
        split = len(case.operands)
        arguments = ", ".join(f"%a{i}: {kind}" for i, kind in enumerate(kinds[:split]))
        results = ", ".join(f"%r{i}" for i in range(len(case.results)))
        text = f"""func.func @f({arguments}) -> ({", ".join(kinds[split:])}) {{
          {results} = {case.text.format(*kinds)}
          return {results} : {", ".join(kinds[split:])}
        }}"""
        with ir.Context():
            module = ir.Module.parse(text)
            self.program = Program(module.body.operations[0].operation, module.operation)

    def __call__(self, operands: list[np.ndarray]) -> list[Any]:
        machine = Machine((self.lanes, 1, 1), 32)
        return list(machine.call(self.program, tuple(value.reshape(self.lanes, *self.shape) for value in operands)))


@cache
def engine() -> Engine:
    return Engine(CASES, COUNT)


def without_poison(case: Case, simulated: Simulated) -> list[np.ndarray]:
    """Inputs without those that give poison, which may trap on a CPU."""
    operands = inputs(case)
    bad = np.logical_or.reduce([np.broadcast_to(poison_of(result), COUNT) for result in simulated(operands)])
    assert bad.mean() < 0.95, "hardly anything to compare"
    # A float becomes 0, which any integer type holds; an integer 1, by which any can be divided.
    return [np.where(bad, operand.dtype.type(operand.dtype.kind in "ib"), operand) for operand in operands]


EACH_CASE = pytest.mark.parametrize(
    "number", range(len(CASES)), ids=[case.text.format(*case.operands, *case.results) for case in CASES]
)


@EACH_CASE
def test_as_upstream(number: int) -> None:
    case = CASES[number]
    simulated = Simulated(case)
    operands = without_poison(case, simulated)
    results = simulated(operands)
    for result, wanted, kind in zip(results, engine().run(number, case, operands), case.results, strict=True):
        found = np.broadcast_to(strip(result), COUNT)
        assert found.dtype == wanted.dtype
        wrong = np.flatnonzero(distance(found, wanted, kind, case.sign_of_zero) > case.ulps)
        at = wrong[:1]
        assert not len(wrong), f"{[operand[at] for operand in operands]} gives {found[at]}, by upstream {wanted[at]}"


@pytest.mark.parametrize("case", {case.op: case for case in CASES if case.operands}.values(), ids=lambda case: case.op)
def test_a_vector_is_its_elements(case: Case) -> None:
    operands = inputs(case)
    for one, other in zip(Simulated(case)(operands), Simulated(case, (2, 3, COUNT // 6))(operands), strict=True):
        assert strip(other).shape == (1, 2, 3, COUNT // 6)
        assert strip(one).tobytes() == strip(other).tobytes()
        assert poison_of(one).tobytes() == poison_of(other).tobytes()


def test_every_op_has_a_meaning_and_is_compared() -> None:
    ops = {
        thing.OPERATION_NAME
        for dialect in ("arith", "math")
        for thing in vars(importlib.import_module(f"mlir.dialects._{dialect}_ops_gen")).values()
        if hasattr(thing, "OPERATION_NAME")
    }
    compared = {case.op for case in CASES}
    assert len(ops) > 95
    assert ops - set(SEMANTICS) == set()
    assert ops - compared == set(NOT_RUN)


def distance(a: np.ndarray, b: np.ndarray, kind: str, sign_of_zero: bool) -> np.ndarray:
    """How many values of the type lie between; 0 for two NaN."""
    if not types.scalar_named(kind).is_float:
        return (a != b).astype(int)
    with np.errstate(invalid="ignore"):
        wide_a, wide_b = a.astype(np.float64), b.astype(np.float64)
    nan_a, nan_b = np.isnan(wide_a), np.isnan(wide_b)
    step = np.where(nan_a | nan_b, np.where(nan_a & nan_b, 0, np.inf), np.abs(rank(a) - rank(b)).astype(np.float64))
    other_sign = np.signbit(wide_a) != np.signbit(wide_b)
    return np.where((a == 0) & (b == 0), np.where(other_sign & sign_of_zero, np.inf, 0), step)


def rank(values: np.ndarray) -> np.ndarray:
    """The position of floats among all of their type, as a float that is exact where it matters: near."""
    size = values.dtype.itemsize * 8
    bits = values.view(f"int{size}").astype(object if size == 64 else np.int64)
    return np.where(bits < 0, -(bits & ((1 << (size - 1)) - 1)), bits)
