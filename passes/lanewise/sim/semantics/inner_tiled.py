"""iree_codegen.inner_tiled: a loop nest of matrix intrinsics, on whole tiles or on what each lane holds of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from lanewise.mlir.host import ir
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Numbers, poison_of, strip, with_poison
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.values import types
from lanewise.sim.values.intrinsics import FragmentDim, Intrinsic, find
from lanewise.sim.values.types import Array

M, N, K = "MNK"

MAX_LOOPS = ord("s") - ord("a")
"""Loops are the letters before s, which stands for subgroups."""


@dataclass(frozen=True, slots=True)
class Operand:
    """How one operand is indexed: the iteration dimensions, then the tile's two, as letters of einsum."""

    outer: str
    tile: str
    # How the tile's dimensions lie over a subgroup, in the order in which this operand has them.
    fragment: tuple[FragmentDim, FragmentDim]


@semantics("iree_codegen.inner_tiled", poison=RAW)
def inner_tiled(op: Op) -> Run:
    intrinsic = find(str(op.attributes["kind"]))
    if intrinsic is None:
        raise op.unsupported(f"the lanes of {op.attributes['kind']} are not in the tables of the simulator")
    if len(op.operand_types) != 3:
        raise op.unsupported(f"{len(op.operand_types)} operands, where a product has 3")
    if not all(isinstance(type_, ir.VectorType) for type_ in op.operand_types):
        raise op.unsupported("only vectors are simulated")
    operands = _operands(op, intrinsic)
    distributed = "distributed = true" in str(op.attributes["semantics"])
    for operand, type_ in zip(operands, op.operand_types, strict=True):
        _check_tile(op, operand, tuple(type_.shape), distributed)
    lhs, rhs, acc = ("s" + one.outer + one.tile for one in operands)
    product = Product(f"{lhs},{rhs}->{acc}", types.scalar_of(op.result_types[0]).dtype)

    def on_tiles(machine: Machine, compute: Callable[..., Array], parts: list[Array]) -> Array:
        if not distributed:
            return compute(*parts)
        tiles = [_gather(machine, part, one) for part, one in zip(parts, operands, strict=True)]
        return _scatter(machine, compute(*tiles), operands[2])

    def run(machine: Machine, *values: Numbers) -> Numbers:
        if distributed:
            _check_subgroups(machine, op, intrinsic)
            machine.tally("matrix intrinsics")
        result = on_tiles(machine, product.values, list(map(strip, values)))
        poison = [np.broadcast_to(poison_of(value), strip(value).shape) for value in values]
        return with_poison(result, on_tiles(machine, product.poison, poison)) if any(map(np.any, poison)) else result

    return run


@dataclass(frozen=True, slots=True)
class Product:
    """A sum of products of whole tiles, with einsum's formula for it and the accumulator's type."""

    formula: str
    dtype: np.dtype[Any]

    def values(self, lhs: Array, rhs: Array, acc: Array) -> Array:
        """Products are exact and sums wide; they are rounded once, to the accumulator's type."""
        left, right, start = (value.astype(np.float64) for value in (lhs, rhs, acc))
        with np.errstate(all="ignore"):
            return (start + np.einsum(self.formula, left, right)).astype(self.dtype)

    def poison(self, lhs: Array, rhs: Array, acc: Array) -> Array:
        """Which elements of the product are poison, by which of the operands are."""
        by_lhs = np.einsum(self.formula, lhs, np.ones(rhs.shape, bool))
        return np.asarray(by_lhs | np.einsum(self.formula, np.ones(lhs.shape, bool), rhs) | acc)


def _check_subgroups(machine: Machine, op: Op, intrinsic: Intrinsic) -> None:
    machine.need_whole_subgroups(op, f"'{op.name}'")
    if machine.subgroup_size != intrinsic.lanes or machine.group_lanes % intrinsic.lanes:
        raise op.unsupported(f"the intrinsic needs subgroups of {intrinsic.lanes} lanes, not {machine.subgroup_size}")


def _operands(op: Op, intrinsic: Intrinsic) -> list[Operand]:
    maps = [attribute.value for attribute in op.attributes["indexing_maps"]]
    for map_ in maps:
        if not map_.is_projected_permutation:
            raise op.unsupported("indexing maps that are no projected permutations are not simulated")
        if map_.n_dims > MAX_LOOPS:
            raise op.unsupported(f"{map_.n_dims} loops, at most {MAX_LOOPS} are simulated")
    dims = [[result.position for result in map_.results] for map_ in maps]
    lhs, rhs, acc = map(set, dims)
    # The outer dimension that the intrinsic's own continues, of those in question the innermost.
    roles = {M: (lhs & acc) - rhs, N: (rhs & acc) - lhs, K: (lhs & rhs) - acc}
    if not all(roles.values()):
        raise op.unsupported("the indexing maps are not those of a product")
    rank = {role: max(found) for role, found in roles.items()}
    canonical = [(M, K), (K, N), (M, N)]
    permutations = _permutations(op)
    operands = []
    fragments = (intrinsic.lhs, intrinsic.rhs, intrinsic.acc)
    for number, (pair, fragment) in enumerate(zip(canonical, fragments, strict=True)):
        # Without `permutations` a tile's dimensions come in the order of the loops that they continue: so IREE packs.
        order = permutations[number] if permutations else sorted((0, 1), key=lambda i: rank[pair[i]])
        letters = "".join(chr(ord("a") + dim) for dim in dims[number])
        operands.append(Operand(letters, "".join(pair[i] for i in order), (fragment[order[0]], fragment[order[1]])))
    return operands


def _permutations(op: Op) -> list[list[int]] | None:
    if "permutations" not in op.attributes:
        return None
    found = [list(one) for one in op.attributes["permutations"]]
    if any(sorted(one) != [0, 1] for one in found):
        raise op.unsupported("tiles of other than two dimensions are not simulated")
    return found


def _check_tile(op: Op, operand: Operand, shape: tuple[int, ...], distributed: bool) -> None:
    rank = len(operand.outer)
    needed = tuple(one.held if distributed else one.size for one in operand.fragment)
    if shape[rank:] != needed:
        what = " and ".join(str(needed).strip("()").split(", "))
        raise op.unsupported(
            f"a tile of shape {list(shape[rank:])}, where the intrinsic has {what} along {operand.tile}"
        )


def _held(operand: Operand, lanes: int) -> tuple[Array, Array]:
    """Where in the tile the elements are that each lane holds: rows and columns by lane, row held, column held."""
    first, second = (one.indices(lanes) for one in operand.fragment)
    return first[:, :, np.newaxis], second[:, np.newaxis, :]


def _gather(machine: Machine, value: Array, operand: Operand) -> Array:
    """Whole tiles, one set a subgroup, of what lanes hold of them."""
    lanes, rank = machine.subgroup_size, len(operand.outer)
    value = machine.axis.by_lane(value)
    outer = value.shape[1 : rank + 1]
    pieces = value.reshape(-1, lanes, *value.shape[1:])
    pieces = np.moveaxis(pieces, 1, rank + 1)
    tiles = np.zeros((len(pieces), *outer, *(one.size for one in operand.fragment)), value.dtype)
    rows, columns = _held(operand, lanes)
    tiles[..., rows, columns] = pieces
    return tiles


def _scatter(machine: Machine, tiles: Array, operand: Operand) -> Array:
    """What each lane holds of whole tiles."""
    rows, columns = _held(operand, machine.subgroup_size)
    pieces = np.moveaxis(tiles[..., rows, columns], len(operand.outer) + 1, 1)
    return np.ascontiguousarray(pieces).reshape(machine.lanes, *pieces.shape[2:])
