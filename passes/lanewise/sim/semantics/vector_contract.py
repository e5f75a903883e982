"""vector.contract: operands are extended to the accumulator's element type, multiplied and combined there.

Sums of f32, f64 and integers are matrix products of numpy: integers are exact, and the dialect does not fix the order
of float sums. Other sums round after each product and each addition, one point of the reduction after the other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Numbers, Poisoned, poison_of, strip, with_poison
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.semantics.vector_reductions import checked_kind, neutral
from lanewise.sim.values import types
from lanewise.sim.values.affine_values import picked
from lanewise.sim.values.masking import Masked
from lanewise.sim.values.reduction_kinds import fold, product
from lanewise.sim.values.rounding import converted, narrow, wide
from lanewise.sim.values.types import Array

CHUNK = 1 << 22
"""Products kept at a time, so that a large contraction stays within tens of megabytes."""


@dataclass(frozen=True, slots=True)
class Contraction:
    """Which dimensions each operand and the result have, by their numbers, in the order of their axes."""

    dims: int
    lhs: tuple[int, ...]
    rhs: tuple[int, ...]
    acc: tuple[int, ...]

    @property
    def reduced(self) -> list[int]:
        return [dim for dim in range(self.dims) if dim not in self.acc]

    @property
    def kept(self) -> list[int]:
        return [dim for dim in range(self.dims) if dim in self.acc]

    def points(self, values: Array, has: tuple[int, ...]) -> Array:
        """Axes for the reduced dimensions flat, the lanes, the kept ones in order; a missing one is 1."""
        sizes = dict(zip(has, values.shape[1:], strict=True))
        reduced, kept = ([has.index(dim) + 1 for dim in dims if dim in sizes] for dims in (self.reduced, self.kept))
        moved = values.transpose([*reduced, 0, *kept])
        return moved.reshape(-1, len(values), *(sizes.get(dim, 1) for dim in self.kept))

    def result(self, values: Array) -> Array:
        """From axes of lanes and kept dimensions in order to the order of the result."""
        return values.transpose([0, *(self.kept.index(dim) + 1 for dim in self.acc)])

    def product(self, lhs: Array, rhs: Array) -> Array:
        """The sums of products, by matrix multiplication, in the order of the result."""
        left, right, out = set(self.lhs), set(self.rhs), self.acc
        both = [dim for dim in out if dim in left and dim in right]
        rows, columns = [dim for dim in out if dim not in right], [dim for dim in out if dim not in left]
        a = _grouped(lhs, self.lhs, both, rows, self.reduced)
        b = _grouped(rhs, self.rhs, both, self.reduced, columns)
        sizes = {**dict(zip(self.lhs, lhs.shape[1:], strict=True)), **dict(zip(self.rhs, rhs.shape[1:], strict=True))}
        flat = np.matmul(a, b)
        order = [*both, *rows, *columns]
        wide = flat.reshape(len(flat), *(sizes[dim] for dim in order))
        return wide.transpose([0, *(order.index(dim) + 1 for dim in out)])


def _grouped(values: Array, has: tuple[int, ...], *groups: list[int]) -> Array:
    """Axes of lanes and one of each group of dimensions."""
    moved = values.transpose([0, *(has.index(dim) + 1 for group in groups for dim in group)])
    sizes = dict(zip(has, values.shape[1:], strict=True))
    return moved.reshape(len(values), *(math.prod(sizes[dim] for dim in group) for group in groups))


@semantics("vector.contract", poison=RAW)
def contract(op: Op) -> Run:
    space = _space(op)
    scalar = types.scalar_of(op.result_types[0])
    operand_types = [types.scalar_of(type_) for type_ in op.operand_types[:2]]
    kind = checked_kind(op, scalar)
    multiply = _exact_product(scalar, operand_types) if kind == "add" else None

    def run(machine: Machine, lhs: Numbers, rhs: Numbers, acc: Numbers, masked: Masked | None = None) -> Numbers:
        with np.errstate(all="ignore"):
            if multiply is not None and masked is None:
                factors = (converted(strip(value), np.dtype(multiply)) for value in (lhs, rhs))
                sums = space.product(*factors) + strip(acc).astype(multiply, copy=False)
                result = sums if scalar.is_float else types.wrap(sums.astype(np.int64), scalar)
            else:
                result = _point_by_point(op, space, kind, scalar, strip(lhs), strip(rhs), strip(acc), masked)
        if not any(isinstance(value, Poisoned) for value in (lhs, rhs, acc)):
            return result
        return with_poison(result, np.logical_or(_poison(space, lhs, rhs, masked), poison_of(acc)))

    return run


def _space(op: Op) -> Contraction:
    maps = op.attributes["indexing_maps"]
    lhs, rhs, acc = (tuple(dim for dim in picked(map_) if dim is not None) for map_ in maps)
    space = Contraction(maps[0].value.n_dims, lhs, rhs, acc)
    if not (set(space.reduced) <= set(lhs) & set(rhs) and set(space.kept) <= set(lhs) | set(rhs)):
        raise op.unsupported("only contractions over dimensions that both operands have are simulated")
    return space


def _exact_product(scalar: types.Scalar, operand_types: list[types.Scalar]) -> str | None:
    """The numpy type in which a matrix product gives what adding up in `scalar` gives."""
    if scalar.name in ("f32", "f64"):
        return scalar.dtype.name
    if scalar.is_float or scalar.name == "i1":
        return None
    # Doubles add up fast, and exactly below 2^53: products of at most 32 bits, and 2^20 of them.
    narrow = all(one.width <= 16 for one in operand_types) and scalar.width <= 32
    return "float64" if narrow else "int64"


def _point_by_point(
    op: Op,
    space: Contraction,
    kind: str,
    scalar: types.Scalar,
    lhs: Array,
    rhs: Array,
    acc: Array,
    masked: Masked | None,
) -> Array:
    left, right = space.points(_extended(lhs, scalar), space.lhs), space.points(_extended(rhs, scalar), space.rhs)
    mask = None if masked is None else space.points(masked.mask, tuple(range(space.dims)))
    shape = np.broadcast_shapes(left.shape[1:], right.shape[1:], () if mask is None else mask.shape[1:])
    chunk = max(1, CHUNK // max(1, math.prod(shape)))
    total = _kept(space, acc)
    for first in range(0, len(left), chunk):
        part = slice(first, first + chunk)
        products = product(left[part], right[part], scalar)
        if mask is not None:
            products = np.where(mask[part], products, neutral(op, kind, scalar))
        whole = np.broadcast_shapes(total.shape, products.shape[1:])
        parts = np.broadcast_to(total, (1, *whole)), np.broadcast_to(products, (len(products), *whole))
        total = fold(kind, scalar, np.concatenate(parts))
    return space.result(total)


def _extended(values: Array, scalar: types.Scalar) -> Array:
    """Of the accumulator's type; numpy does not convert between all floats of 8 bits."""
    if values.dtype == scalar.dtype:
        return values
    return (
        narrow(wide(values), scalar)
        if scalar.is_float and values.dtype.kind not in "bi"
        else values.astype(scalar.dtype)
    )


def _kept(space: Contraction, acc: Array) -> Array:
    """The accumulator with its axes in the order of the dimensions."""
    return acc.transpose([0, *(space.acc.index(dim) + 1 for dim in space.kept)])


def _poison(space: Contraction, lhs: Numbers, rhs: Numbers, masked: Masked | None) -> Array:
    points = space.points(poison_of(lhs), space.lhs) | space.points(poison_of(rhs), space.rhs)
    if masked is not None:
        points = points & space.points(masked.mask, tuple(range(space.dims)))
    return space.result(np.logical_or.reduce(points, axis=0))
