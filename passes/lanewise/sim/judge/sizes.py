"""Sizes that nobody gave: few, small, and those at which tiles that do not divide show.

All `?` of a function's arguments get the same size, as those that a program ties together must agree. Where push
constants say the sizes of bindings, they are drawn more than once.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field

from lanewise.mlir.attributes import constant_integer, integer
from lanewise.mlir.host import ir
from lanewise.sim.values import types
from lanewise.sim.values.affine_values import picked


@dataclass(frozen=True, slots=True)
class Choice:
    """What one run is given: `size` for each `?`, so that arguments have these `shapes`; push constants of a `draw`."""

    size: int | None = None
    draw: int | None = None
    """A number to be added to the seed."""
    shapes: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    @property
    def is_chosen(self) -> bool:
        """Whether there was anything to choose: then it may be one at which the program is undefined."""
        return self.size is not None or self.draw is not None

    def __str__(self) -> str:
        """`argument 0 is 15x64 and argument 1 is 15`."""
        if self.draw is not None:
            return f"push constants are those of draw {self.draw + 1}"
        texts = [f"argument {number} is {'x'.join(map(str, shape))}" for number, shape in self.shapes.items()]
        return " and ".join(filter(None, [", ".join(texts[:-1]), *texts[-1:]]))


TILE, LARGEST_TILE = 16, 1024
"""Where the function does not say, and the largest that counts."""

MOST_SIZES, DRAWS = 4, 2

BUFFERS = ir.MemRefType | ir.RankedTensorType
"""Types of arguments: a tensor that is simulated is a buffer already."""

MOST_ELEMENTS = 2**22
"""Of one buffer: sizes with which one has more are left out."""


def choose(
    function: ir.Operation, given: Mapping[int, tuple[int, ...]], constants: Container[int] = ()
) -> list[Choice]:
    """Shapes for those arguments that have a `?` and none in `given`; one empty choice when there is nothing to choose.

    Which sizes: those that are given for others; one, a tile less one, an odd one above a tile, three tiles.
    `constants` are the push constants that are given.
    """
    open_ = {
        number: (*argument.type.shape, *types.vector_shape(argument.type))
        for number, argument in enumerate(function.regions[0].blocks[0].arguments)
        if isinstance(argument.type, BUFFERS) and not argument.type.has_static_shape and number not in given
    }
    if not open_:
        return [Choice(draw=draw) for draw in range(DRAWS)] if _draws(function, constants) else [Choice()]
    tile = tile_of(function)
    wanted = [*(size for shape in given.values() for size in shape), 1, tile - 1, (tile + tile // 2) | 1, 3 * tile]
    chosen: list[Choice] = []
    for size in dict.fromkeys(wanted):
        shapes = {number: tuple(size if one < 0 else one for one in shape) for number, shape in open_.items()}
        if size > 0 and max(map(math.prod, shapes.values())) <= MOST_ELEMENTS:
            chosen.append(Choice(size, shapes=shapes))
    return chosen[:MOST_SIZES]


def _draws(function: ir.Operation, given: Container[int]) -> bool:
    """Whether the function has bindings with a `?`, and reads a push constant that is not given."""
    draws = has_open = False

    def visit(op: ir.Operation) -> ir.WalkResult:
        nonlocal draws, has_open
        if op.name == "hal.interface.constant.load":
            draws |= integer(op.attributes["ordinal"]) not in given
        elif op.name == "hal.interface.binding.subspan":
            [type_] = [result.type for result in op.results]
            has_open |= isinstance(type_, ir.MemRefType) and not type_.has_static_shape
        return ir.WalkResult.ADVANCE

    function.walk(visit)
    return draws and has_open


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
