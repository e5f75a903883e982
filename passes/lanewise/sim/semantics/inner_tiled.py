"""iree_codegen.inner_tiled: a loop nest of matrix intrinsics, on whole tiles or on what each lane holds of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from lanewise.mlir.host import ir
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Numbers, poison_of, strip, with_poison
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.values import types
from lanewise.sim.values.fragments import FragmentDim, held_elements
from lanewise.sim.values.intrinsics import BATCH, BLOCK, Intrinsic, K, M, N, find
from lanewise.sim.values.types import Array

OPAQUE = "opaque = true"

_NAMES = {BATCH: "blocks", M: "rows", N: "columns", K: "products", BLOCK: "elements of one scale"}

MAX_LOOPS = ord("s") - ord("a")
"""Loops are the letters before s, which stands for subgroups."""


@dataclass(frozen=True, slots=True)
class Operand:
    """How one operand is indexed: the iteration dimensions, then the tile's, as letters of einsum."""

    number: int
    outer: str
    tile: str
    # How the tile's dimensions lie over a subgroup, in the order in which this operand has them.
    fragment: tuple[FragmentDim, ...]
    # Where in the tile the elements are that each lane holds: an index a dimension, by lane and those held.
    where: tuple[Array, ...]

    @property
    def letters(self) -> str:
        return "s" + self.outer + self.tile

    @property
    def index(self) -> tuple[Any, ...]:
        """What lanes hold, of tiles behind other axes."""
        return ..., *self.where

    @property
    def repeated(self) -> bool:
        """Whether several lanes hold the same."""
        lanes = len(self.where[0])
        return lanes * math.prod(one.held for one in self.fragment) > math.prod(one.size for one in self.fragment)


@semantics("iree_codegen.inner_tiled", poison=RAW)
def inner_tiled(op: Op) -> Run:
    intrinsic = find(str(op.attributes["kind"]))
    if intrinsic is None:
        raise op.unsupported(f"the lanes of {op.attributes['kind']} are not in the tables of the simulator")
    _check_types(op, intrinsic)
    operands = _operands(op, intrinsic)
    distributed = "distributed = true" in str(op.attributes["semantics"])
    for operand, type_ in zip(operands, op.operand_types, strict=True):
        _check_tile(op, operand, tuple(type_.shape), distributed)
    product = Product(tuple(one.letters for one in operands), types.scalar_of(op.result_types[0]))

    def run(machine: Machine, *values: Numbers) -> Numbers:
        parts = list(map(strip, values))
        poison = [np.broadcast_to(poison_of(value), strip(value).shape) for value in values]
        poisoned = any(map(np.any, poison))
        if not distributed:
            result = product.values(parts)
            return with_poison(result, product.poison(poison)) if poisoned else result
        _check_subgroups(machine, op, intrinsic)
        machine.tally("matrix intrinsics")
        marks = [_marked(_pieces(machine, bad, one), one) for bad, one in zip(poison, operands, strict=True)]
        tiles = []
        for part, mark, operand in zip(parts, marks, operands, strict=True):
            pieces = _pieces(machine, part, operand)
            tiles.append(_gather(pieces, operand))
            _check_copies(op, pieces, tiles[-1], mark, operand)
        result = _scatter(product.values(tiles), operands[-1])
        return with_poison(result, _scatter(product.poison(marks), operands[-1])) if poisoned else result

    return run


@dataclass(frozen=True, slots=True)
class Product:
    """A sum of products of whole tiles, with einsum's letters for lhs, rhs, scales and acc, and the latter's type."""

    letters: tuple[str, ...]
    result: types.Scalar

    def values(self, parts: Sequence[Array]) -> Array:
        """Products are exact and sums wide; they are rounded once, to the accumulator's type. Integers wrap."""
        lhs, rhs, *scales, start = (part.astype(np.float64) for part in parts)
        left, right, *scale_letters, acc = self.letters
        with np.errstate(all="ignore"):
            if scales:
                lhs = np.einsum(f"{left},{scale_letters[0]}->{left}", lhs, scales[0])
                rhs = np.einsum(f"{right},{scale_letters[1]}->{right}", rhs, scales[1])
            total = start + np.einsum(f"{left},{right}->{acc}", lhs, rhs)
            if self.result.is_float:
                return total.astype(self.result.dtype)
            # Of products of 8 bits a double holds sums exactly.
            return types.wrap(total.astype(np.int64), self.result)

    def poison(self, marks: Sequence[Array]) -> Array:
        """Which elements of the product are poison, by which of the operands are."""
        *letters, acc = self.letters
        sizes = dict(zip(acc, marks[-1].shape, strict=True))
        found = [marks[-1]]
        for mark, one in zip(marks[:-1], letters, strict=True):
            # Along loops that this operand lacks another factor has elements, each of which it spoils.
            rest = "".join(letter for letter in acc if letter not in one)
            found.append(np.einsum(f"{one},{rest}->{acc}", mark, np.ones([sizes[letter] for letter in rest], bool)))
        return reduce(np.logical_or, found)


def _check_types(op: Op, intrinsic: Intrinsic) -> None:
    if len(op.operand_types) != len(intrinsic.types):
        raise op.unsupported(f"{len(op.operand_types)} operands, where a product has {len(intrinsic.types)}")
    if not all(isinstance(type_, ir.VectorType) for type_ in op.operand_types):
        raise op.unsupported("only vectors are simulated")
    for number, (type_, needed) in enumerate(zip(op.operand_types, intrinsic.types, strict=True)):
        if types.scalar_name(type_) != needed:
            raise op.unsupported(f"operand #{number} is {type_}, where the intrinsic has elements of type {needed}")


def _check_subgroups(machine: Machine, op: Op, intrinsic: Intrinsic) -> None:
    machine.need_whole_subgroups(op, f"'{op.name}'")
    if machine.subgroup_size != intrinsic.lanes or machine.group_lanes % intrinsic.lanes:
        raise op.unsupported(f"the intrinsic needs subgroups of {intrinsic.lanes} lanes, not {machine.subgroup_size}")


def _operands(op: Op, intrinsic: Intrinsic) -> list[Operand]:
    maps = [attribute.value for attribute in op.attributes["indexing_maps"]]
    if len(maps) != len(intrinsic.fragments):
        raise op.unsupported(f"{len(maps)} indexing maps, where a product has {len(intrinsic.fragments)}")
    for map_ in maps:
        if not map_.is_projected_permutation:
            raise op.unsupported("indexing maps that are no projected permutations are not simulated")
        if map_.n_dims > MAX_LOOPS:
            raise op.unsupported(f"{map_.n_dims} loops, at most {MAX_LOOPS} are simulated")
    dims = [[result.position for result in map_.results] for map_ in maps]
    rank = _ranks(op, intrinsic, dims, maps[0].n_dims)
    permutations = _permutations(op, intrinsic)
    operands = []
    for number, fragment in enumerate(intrinsic.fragments):
        tile = list(fragment)
        if permutations:
            tile = [tile[at] for at in permutations[number]]
        elif OPAQUE in str(op.attributes["semantics"]):
            # A tile's dimensions come in the order of the loops that they continue: so IREE packs.
            tile.sort(key=rank.__getitem__)
        letters = "".join(chr(ord("a") + dim) for dim in dims[number])
        lies = tuple(fragment[one] for one in tile)
        operands.append(Operand(number, letters, "".join(tile), lies, held_elements(lies, intrinsic.lanes)))
    return operands


def _ranks(op: Op, intrinsic: Intrinsic, dims: list[list[int]], loops: int) -> dict[str, int]:
    """The loop that each dimension of the tiles continues: of those that the same operands have the innermost."""
    owners = {tuple(dim in one for one in dims): dim for dim in range(loops)}
    rank = {}
    for letter in BATCH, M, N, K, BLOCK:
        has = tuple(letter in fragment for fragment in intrinsic.fragments)
        if any(has) and has not in owners:
            raise op.unsupported(f"the indexing maps are not those of a product: no loop is that of {_NAMES[letter]}")
        if any(has):
            rank[letter] = owners[has]
    return rank


def _permutations(op: Op, intrinsic: Intrinsic) -> list[list[int]] | None:
    if "permutations" not in op.attributes:
        return None
    found = [list(one) for one in op.attributes["permutations"]]
    if [sorted(one) for one in found] != [list(range(len(fragment))) for fragment in intrinsic.fragments]:
        raise op.unsupported(f"{found} does not permute the dimensions of the intrinsic's tiles")
    return found


def _check_tile(op: Op, operand: Operand, shape: tuple[int, ...], distributed: bool) -> None:
    rank = len(operand.outer)
    needed = tuple(one.held if distributed else one.size for one in operand.fragment)
    if shape[rank:] != needed:
        has = ", ".join(f"{size} {_NAMES[letter]}" for size, letter in zip(needed, operand.tile, strict=True))
        raise op.unsupported(f"operand #{operand.number} has tiles of shape {list(shape[rank:])}, the intrinsic {has}")


def _pieces(machine: Machine, value: Array, operand: Operand) -> Array:
    """What lanes hold, with axes of subgroups, loops, lanes, and what is held of a tile."""
    whole = machine.axis.by_lane(value)
    return np.moveaxis(whole.reshape(-1, machine.subgroup_size, *whole.shape[1:]), 1, len(operand.outer) + 1)


def _gather(pieces: Array, operand: Operand) -> Array:
    """Whole tiles, one set a subgroup."""
    outer = pieces.shape[: len(operand.outer) + 1]
    tiles = np.zeros((*outer, *(one.size for one in operand.fragment)), pieces.dtype)
    tiles[operand.index] = pieces
    return tiles


def _marked(pieces: Array, operand: Operand) -> Array:
    """Which elements of whole tiles any lane has a mark at."""
    outer = pieces.shape[: len(operand.outer) + 1]
    tiles = np.zeros((*outer, *(one.size for one in operand.fragment)), bool)
    found = np.nonzero(pieces)
    held = pieces.shape[len(outer) :]
    index = *found[: len(outer)], *(np.broadcast_to(one, held)[found[len(outer) :]] for one in operand.where)
    tiles[index] = True
    return tiles


def _scatter(tiles: Array, operand: Operand) -> Array:
    """What each lane holds of whole tiles."""
    pieces = np.moveaxis(tiles[operand.index], len(operand.outer) + 1, 1)
    return np.ascontiguousarray(pieces).reshape(-1, *pieces.shape[2:])


def _check_copies(op: Op, pieces: Array, tiles: Array, marks: Array, operand: Operand) -> None:
    """Raises Fault if lanes that hold one element disagree about it."""
    if not operand.repeated:
        return
    back = tiles[operand.index]
    different = ~((back == pieces) | ((back != back) & (pieces != pieces)) | marks[operand.index])
    if different.any():
        at = tuple(np.argwhere(different)[0])[len(operand.outer) + 1 :]
        held = different.shape[len(operand.outer) + 1 :]
        element = [int(np.broadcast_to(one, held)[at]) for one in operand.where]
        lanes, tile = f"lane {at[0]} of a subgroup and another lane", f"a tile of operand #{operand.number}"
        raise op.fault(f"{lanes} hold different values for element {element} of {tile}", kind="assumption")
