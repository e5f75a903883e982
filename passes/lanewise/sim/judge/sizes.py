"""Sizes for `?` that nobody gave: few, small, and those at which tiles that do not divide show.

All `?` of a function get the same size, as those that a program ties together must agree.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lanewise.mlir.attributes import constant_integer
from lanewise.mlir.host import ir
from lanewise.sim.values import types
from lanewise.sim.values.affine_values import picked


@dataclass(frozen=True, slots=True)
class Choice:
    """`size` stands for each `?`; None where there is none. `shapes` go by the number of an argument."""

    size: int | None = None
    shapes: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    def __str__(self) -> str:
        """`argument 0 is 15x64 and argument 1 is 15`."""
        texts = [f"argument {number} is {'x'.join(map(str, shape))}" for number, shape in self.shapes.items()]
        return " and ".join(filter(None, [", ".join(texts[:-1]), *texts[-1:]]))


TILE, LARGEST_TILE = 16, 1024
"""Where the function does not say, and the largest that counts."""

MOST_SIZES = 4

MOST_ELEMENTS = 2**22
"""Of one buffer: sizes with which one has more are left out."""


def choose(function: ir.Operation, given: Mapping[int, tuple[int, ...]]) -> list[Choice]:
    """Shapes for those arguments that have a `?` and none in `given`; one empty choice when there is no such argument.

    Which sizes: those that are given for others; one, a tile less one, an odd one above a tile, three tiles.
    """
    open_ = {
        number: (*argument.type.shape, *types.vector_shape(argument.type))
        for number, argument in enumerate(function.regions[0].blocks[0].arguments)
        if isinstance(argument.type, ir.MemRefType) and not argument.type.has_static_shape and number not in given
    }
    if not open_:
        return [Choice()]
    tile = tile_of(function)
    wanted = [*(size for shape in given.values() for size in shape), 1, tile - 1, (tile + tile // 2) | 1, 3 * tile]
    chosen = []
    for size in dict.fromkeys(wanted):
        shapes = {number: tuple(size if one < 0 else one for one in shape) for number, shape in open_.items()}
        if size > 0 and max(map(math.prod, shapes.values())) <= MOST_ELEMENTS:
            chosen.append(Choice(size, shapes))
    return chosen[:MOST_SIZES]


def tile_of(function: ir.Operation) -> int:
    """How far a function gets at once along a `?`: the longest vector or step of a loop there, else anywhere."""
    along_open: list[int] = []
    anywhere: list[int] = []

    def visit(op: ir.Operation) -> ir.WalkResult:
        if op.name == "scf.for":
            along_open.append(constant_integer(op.operands[2]) or 0)
        elif op.name.startswith("vector."):
            for size, is_open in _extents(op):
                (along_open if is_open else anywhere).append(size)
        return ir.WalkResult.ADVANCE

    function.walk(visit)
    for found in (along_open, anywhere):
        counted = [size for size in found if 1 < size <= LARGEST_TILE]
        if counted:
            return max(counted)
    return TILE


def _extents(op: ir.Operation) -> Iterator[tuple[int, bool]]:
    """Of an op that reads or writes vectors in memory: how long they are, and whether that is along a `?`."""
    memory = [value.type for value in op.operands if isinstance(value.type, ir.MemRefType)]
    vectors = [value.type for value in (*op.operands, *op.results) if isinstance(value.type, ir.VectorType)]
    if len(memory) != 1 or not vectors:
        return
    [source], vector = memory, max(vectors, key=lambda type_: type_.rank)
    if "permutation_map" in op.attributes:
        dims: tuple[int | None, ...] = picked(op.attributes["permutation_map"])
    else:
        dims = tuple(range(source.rank - vector.rank, source.rank))
    for size, dim in zip(vector.shape, dims, strict=False):
        if dim is not None and dim >= 0:
            yield size, source.is_dynamic_dim(dim)
