"""The registers of one lane: a piece, batch..., outer..., element..., and other shapes to hold the same elements in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from lanewise.layout import NestedLayout
from lanewise.layout.digits import LEVELS
from lanewise.layout.lanes import CACHED
from lanewise.mlir.host import ir
from lanewise.pieces.in_lane.kernel import Builder


class ElementDigit(NamedTuple):
    """A digit of an element's row-major number in the whole vector, (number / stride) % size, that a lane holds all
    values of."""

    stride: int
    size: int


def reorder(at: Builder, value: ir.Value, sizes: Sequence[int], order: Sequence[int], shape: Sequence[int]) -> ir.Value:
    """Read `value` as a vector of `sizes`, put dimension order[i] at place i, and read that as `shape`."""
    order = [dim for dim in order if sizes[dim] > 1]
    kept = sorted(order)
    if order != kept:
        value = cast(at, value, [sizes[dim] for dim in kept])
        type_ = at.kernel.vector([sizes[dim] for dim in order], value.type.element_type)
        permutation = at.kernel.integers(kept.index(dim) for dim in order)
        value = at.value("vector.transpose", [value], type_, {"permutation": permutation})
    return cast(at, value, shape)


def restore(at: Builder, value: ir.Value, shape: Sequence[int], order: Sequence[int]) -> ir.Value:
    """Undo what `reorder` did by `order` to a vector of `shape`."""
    return reorder(at, value, [shape[dim] for dim in order], [order.index(dim) for dim in range(len(order))], shape)


def cast(at: Builder, value: ir.Value, shape: Sequence[int], type_: ir.Type | None = None) -> ir.Value:
    """The same elements in row-major order as another shape; of no dimensions, one element is a scalar.

    Who knows the type of `value` says so: to ask for it wherever it is known took 1% of the pass on 5,000 ops.
    """
    if type_ is None:
        type_ = value.type
    if not isinstance(type_, ir.VectorType):
        return at.value("vector.broadcast", [value], at.kernel.vector(shape, type_)) if shape else value
    have = tuple(type_.shape)
    if have == tuple(shape):
        return value
    if not shape:
        first = {"static_position": at.kernel.integers([0] * len(have))}
        return at.value("vector.extract", [value], type_.element_type, first)
    return at.value("vector.shape_cast", [value], at.kernel.reshaped(type_, tuple(shape)))


def extract(at: Builder, value: ir.Value, number: int) -> ir.Value:
    """Entry `number` along the first dimension: a vector of the others; if there are none, a scalar."""
    [_, *shape], element = value.type.shape, value.type.element_type
    type_ = at.kernel.vector(shape, element) if shape else element
    return at.value("vector.extract", [value], type_, {"static_position": at.kernel.integers([number])})


def elements(at: Builder, value: ir.Value) -> list[ir.Value]:
    """The scalars of a vector of one dimension; a scalar is its only one."""
    if not isinstance(value.type, ir.VectorType):
        return [value]
    return [extract(at, value, number) for number in range(value.type.shape[0])]


def from_elements(at: Builder, scalars: Sequence[ir.Value], type_: ir.Type) -> ir.Value:
    """Undo `elements`."""
    return at.value("vector.from_elements", scalars, type_) if isinstance(type_, ir.VectorType) else scalars[0]


@lru_cache(CACHED)
def held(layout: NestedLayout) -> tuple[ElementDigit, ...]:
    """The digits that a piece under `layout` is made of, in the order of the piece; units are left out."""
    rank = layout.rank
    tiles = (layout.subgroup_tile, layout.batch_tile, layout.outer_tile, layout.thread_tile, layout.element_tile)
    found: list[ElementDigit | None] = [None] * (3 * rank)
    # Where a tile of a dimension goes in a piece; subgroups and threads are other lanes.
    group = {1: 0, 2: 1, 4: 2}
    stride = 1
    for dim in reversed(range(rank)):
        for row, _ in LEVELS:
            size = tiles[row][dim]
            if size > 1 and row in group:
                found[group[row] * rank + dim] = ElementDigit(stride, size)
            stride *= size
    return tuple(digit for digit in found if digit is not None)


def rearrange(at: Builder, piece: ir.Value, source: NestedLayout, target: NestedLayout) -> ir.Value | None:
    """The piece under `target` of what `piece` holds under `source`; source.same_elements_per_lane(target) must hold.

    None in the rare case that no reading as digits serves both.
    """
    before, after = _merged(held(source)), _merged(held(target))
    before, after = _cut(before, after), _cut(after, before)
    if sorted(before) != sorted(after):
        return None
    return reorder(at, piece, [digit.size for digit in before], [before.index(digit) for digit in after], target.piece)


def _merged(digits: Sequence[ElementDigit]) -> list[ElementDigit]:
    """Neighbours that count on as one."""
    found: list[ElementDigit] = []
    for digit in digits:
        if found and found[-1].stride == digit.stride * digit.size:
            digit = ElementDigit(digit.stride, digit.size * found.pop().size)
        found.append(digit)
    return found


def _cut(digits: Sequence[ElementDigit], others: Sequence[ElementDigit]) -> list[ElementDigit]:
    """Cut each digit where one of the others begins or ends."""
    edges = sorted({edge for stride, size in others for edge in (stride, stride * size)})
    found: list[ElementDigit] = []
    for stride, size in digits:
        parts, start = [], stride
        for edge in (*(edge for edge in edges if stride < edge < stride * size), stride * size):
            if edge % start:
                continue
            parts.append(ElementDigit(start, edge // start))
            start = edge
        found += reversed(parts)
    return found


class BatchOuter(NamedTuple):
    """Along one dimension of a piece: how many batches and outers there are, or the number of one of each."""

    batch: int
    outer: int


class Runs(NamedTuple):
    """How a piece lies in memory along each dimension: `tiles` runs of `length` neighbours."""

    tiles: tuple[BatchOuter, ...]
    """By dimension, what runs are counted in; (1, 1) where one run is all."""
    lengths: tuple[int, ...]
    """By dimension, elements of a run."""

    @property
    def single(self) -> bool:
        return all(tile == (1, 1) for tile in self.tiles)

    @property
    def shape(self) -> tuple[int, ...]:
        """Of a vector that an index picks a run of: batch..., outer..., run...; just run... if there is but one."""
        if self.single:
            return self.lengths
        return (*(tile.batch for tile in self.tiles), *(tile.outer for tile in self.tiles), *self.lengths)


@lru_cache(CACHED)
def runs(layout: NestedLayout) -> Runs:
    """Without threads between them, batch, outer and element count on as one."""
    tiles, lengths = [], []
    for batch, outer, thread, element in zip(
        layout.batch_tile, layout.outer_tile, layout.thread_tile, layout.element_tile, strict=True
    ):
        whole = thread == 1
        tiles.append(BatchOuter(1, 1) if whole else BatchOuter(batch, outer))
        lengths.append(batch * outer * element if whole else element)
    return Runs(tuple(tiles), tuple(lengths))


def by_runs(at: Builder, piece: ir.Value, layout: NestedLayout, type_: ir.Type) -> ir.Value:
    """A piece, of type `type_`, as batch..., outer..., run..., in which an index for batch and outer picks a run."""
    if _lies_in_runs(layout):
        return cast(at, piece, runs(layout).shape, type_)
    return reorder(at, piece, layout.piece, _run_order(layout), runs(layout).shape)


def from_runs(at: Builder, value: ir.Value, layout: NestedLayout, type_: ir.Type) -> ir.Value:
    """Undo `by_runs`."""
    if _lies_in_runs(layout):
        return cast(at, value, layout.piece, type_)
    return restore(at, value, layout.piece, _run_order(layout))


@lru_cache(CACHED)
def _lies_in_runs(layout: NestedLayout) -> bool:
    """Whether no register moves in `by_runs`."""
    order = [dim for dim in _run_order(layout) if layout.piece[dim] > 1]
    return order == sorted(order)


@lru_cache(CACHED)
def _run_order(layout: NestedLayout) -> tuple[int, ...]:
    rank = layout.rank
    whole = [layout.thread_tile[dim] == 1 for dim in range(rank)]
    order = [group * rank + dim for group in (0, 1) for dim in range(rank) if not whole[dim]]
    for dim in range(rank):
        order += [dim, rank + dim, 2 * rank + dim] if whole[dim] else [2 * rank + dim]
    return tuple(order)
