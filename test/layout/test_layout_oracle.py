# RUN: %pytest %s
"""The layout algebra against iree-opt, on seeded random layouts: one function a case, all cases of a test in one run.

The layout under test is what the analysis remarks at the one line of a function that ends in the mark below.
"""

from __future__ import annotations

import math
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from lanewise.layout import NestedLayout

# A virtual environment that is not activated has the tool beside its python.
IREE_OPT = shutil.which("iree-opt") or shutil.which("iree-opt", path=str(Path(sys.executable).parent))
pytestmark = pytest.mark.skipif(IREE_OPT is None, reason="iree-opt not found: install iree-base-compiler")

MARK = "  // here"
FLAGS = (
    "--pass-pipeline=builtin.module(func.func(iree-codegen-test-vector-layout-analysis))",
    "--mlir-print-op-on-diagnostic=false",
)
REMARK = re.compile(r":(\d+):\d+: remark: layout of result #0 is (#iree_vector_ext\.nested_layout<[^>]*>)")


def oracle(functions: Sequence[str]) -> list[NestedLayout | None]:
    """The layout that iree-opt gives each function's marked op.

    The exit status says nothing: one shape_cast that it gets wrong fails the run, after all remarks are out.
    """
    assert IREE_OPT is not None
    lines = "\n".join(functions).splitlines()
    marked = [number for number, line in enumerate(lines, 1) if line.endswith(MARK)]
    assert len(marked) == len(functions)
    done = subprocess.run([IREE_OPT, *FLAGS, "-"], input="\n".join(lines), capture_output=True, text=True, check=False)
    found = {int(line): NestedLayout.parse(text) for line, text in REMARK.findall(done.stderr)}
    assert found, f"no remarks at all: {done.stderr}"
    return [found.get(line) for line in marked]


def vector(shape: Sequence[int]) -> str:
    return f"vector<{''.join(f'{size}x' for size in shape)}f32>" if shape else "vector<f32>"


def anchor(name: str, source: str, layout: NestedLayout) -> str:
    return f"{name} = iree_vector_ext.to_layout {source} to layout({layout}) : {vector(layout.shape)}\n"


def random_layout(rng: random.Random, rank: int, sizes: Sequence[int] = (1, 1, 2, 3)) -> NestedLayout:
    """Half of the time with strides that count on from the last dimension, so that reshapes can merge them."""
    tiles = [tuple(rng.choice(sizes) for _ in range(rank)) for _ in range(5)]
    strides = []
    for tile in (tiles[0], tiles[3]):
        if rng.random() < 0.5:
            strides.append(tuple(math.prod(tile[dim + 1 :]) for dim in range(rank)))
        else:
            strides.append(tuple(rng.choice((0, 1, 2, 4)) for _ in range(rank)))
    return NestedLayout(*tiles, *strides)


def random_shape(rng: random.Random, layout: NestedLayout) -> list[int]:
    """As many elements as the layout's vector; often cut where one of its digits ends; unit dimensions anywhere."""
    tiles = (layout.subgroup_tile, layout.batch_tile, layout.outer_tile, layout.thread_tile, layout.element_tile)
    digits = [tile[dim] for dim in range(layout.rank) for tile in tiles]
    if rng.random() < 0.5:
        shape = [1]
        for digit in digits:
            shape[-1] *= digit
            if rng.random() < 0.3:
                shape.append(1)
    else:
        shape = [1] * rng.randint(1, 4)
        for digit in digits:
            shape[rng.randrange(len(shape))] *= digit
    return shape


def test_shape_cast_is_reshape() -> None:
    rng = random.Random(20)
    cases = [
        (layout, random_shape(rng, layout)) for layout in (random_layout(rng, rng.randint(1, 3)) for _ in range(250))
    ]
    functions = []
    for number, (layout, shape) in enumerate(cases):
        source, result = vector(layout.shape), vector(shape)
        functions.append(
            f"func.func @f{number}(%a: {source}) -> {result} {{\n"
            + anchor("%0", "%a", layout)
            + f"%1 = vector.shape_cast %0 : {source} to {result}{MARK}\nreturn %1 : {result}\n}}"
        )
    given = none = 0
    for (layout, shape), answer in zip(cases, oracle(functions), strict=True):
        reshaped = layout.reshape(shape)
        if answer is not None and answer.mismatch(shape):
            # It loses what is left of a digit that does not divide, then fails on its own layout.
            assert reshaped is None, (str(layout), shape)
        else:
            given, none = given + (answer is not None), none + (answer is None)
            assert reshaped == answer, (str(layout), shape)
    # Both answers must have been compared, not only the misfits above.
    assert given > 100
    assert none > 10


def test_transpose_is_permute() -> None:
    rng = random.Random(21)
    functions, expected = [], []
    for number in range(100):
        layout = random_layout(rng, rng.randint(1, 4))
        perm = rng.sample(range(layout.rank), layout.rank)
        source, result = vector(layout.shape), vector([layout.shape[dim] for dim in perm])
        functions.append(
            f"func.func @f{number}(%a: {source}) -> {result} {{\n"
            + anchor("%0", "%a", layout)
            + f"%1 = vector.transpose %0, {perm} : {source} to {result}{MARK}\nreturn %1 : {result}\n}}"
        )
        expected.append(layout.permute(perm))
    assert oracle(functions) == expected


def test_multi_reduction_is_project() -> None:
    rng = random.Random(22)
    functions, expected = [], []
    for number in range(100):
        layout = random_layout(rng, rng.randint(2, 4))
        dropped = sorted(rng.sample(range(layout.rank), rng.randint(1, layout.rank - 1)))
        projected = layout.project(dropped)
        source, result = vector(layout.shape), vector(projected.shape)
        functions.append(
            f"func.func @f{number}(%a: {source}, %acc: {result}) -> {result} {{\n"
            + anchor("%0", "%a", layout)
            + f"%1 = vector.multi_reduction <add>, %0, %acc {dropped} : {source} to {result}{MARK}\n"
            + f"return %1 : {result}\n}}"
        )
        expected.append(projected)
    assert oracle(functions) == expected


def test_broadcast_demands_project() -> None:
    rng = random.Random(23)
    functions, expected = [], []
    for number in range(100):
        layout = random_layout(rng, rng.randint(1, 4))
        projected = layout.project(range(rng.randrange(layout.rank)))
        source, result = vector(projected.shape), vector(layout.shape)
        functions.append(
            f"func.func @f{number}(%a: {source}) -> {result} {{\n%s = math.exp %a : {source}{MARK}\n"
            + f"%0 = vector.broadcast %s : {source} to {result}\n"
            + anchor("%1", "%0", layout)
            + f"return %1 : {result}\n}}"
        )
        expected.append(projected)
    assert oracle(functions) == expected


def test_contract_is_recombine() -> None:
    rng = random.Random(24)
    functions, expected = [], []
    for number in range(150):
        rank = rng.randint(2, 4)
        reduced = [rank - 1]
        parallel = list(range(rank - 1))
        of_lhs = rng.sample(parallel, rng.randint(0, len(parallel)))
        of_rhs = [dim for dim in parallel if dim not in of_lhs or rng.random() < 0.3]
        maps = [rng.sample(dims, len(dims)) for dims in (of_lhs + reduced, of_rhs + reduced, parallel)]
        whole = random_layout(rng, rank, (1, 1, 2))
        # A second way to spread the same shape, on which the operands may disagree.
        other = NestedLayout(
            whole.thread_tile,
            whole.batch_tile,
            whole.outer_tile,
            whole.subgroup_tile,
            whole.element_tile,
            whole.subgroup_strides,
            whole.thread_strides,
        )
        lhs, rhs = whole.apply(maps[0]), rng.choice((whole, whole, other)).apply(maps[1])
        types = [vector(layout.shape) for layout in (lhs, rhs, whole.apply(maps[2]))]
        dims = ", ".join(f"d{dim}" for dim in range(rank))
        spelled = ", ".join(f"affine_map<({dims}) -> ({', '.join(f'd{dim}' for dim in at)})>" for at in maps)
        iterators = ", ".join('"reduction"' if dim in reduced else '"parallel"' for dim in range(rank))
        functions.append(
            f"func.func @f{number}(%a: {types[0]}, %b: {types[1]}, %acc: {types[2]}) -> {types[2]} {{\n"
            + anchor("%0", "%a", lhs)
            + anchor("%1", "%b", rhs)
            + f"%2 = vector.contract {{indexing_maps = [{spelled}], iterator_types = [{iterators}], "
            + f"kind = #vector.kind<add>}} %0, %1, %acc : {types[0]}, {types[1]} into {types[2]}{MARK}\n"
            + f"return %2 : {types[2]}\n}}"
        )
        expected.append(NestedLayout.recombine([lhs, rhs], maps[:2], maps[2]))
    assert oracle(functions) == expected
    assert None in expected
