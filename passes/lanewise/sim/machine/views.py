"""Views of buffers made from views of buffers: subviews, reshapes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TypeVar

import numpy as np

from lanewise.mlir.host import ir
from lanewise.sim.machine.buffers import MOST_AT_ONCE, MemRef, TooLarge, axes, coordinates, row_major, uniform
from lanewise.sim.values.affine_values import map_values
from lanewise.sim.values.types import Array, UnknownType

DYNAMIC = ir.ShapedType.get_dynamic_size()
DYNAMIC_STRIDE = ir.ShapedType.get_dynamic_stride_or_offset()

MOST_MAPPED = 2**20
"""Elements of a memref whose map is no strides, each of which is looked at."""

Given = TypeVar("Given")


def fixed(numbers: Iterable[int]) -> list[Array | None]:
    """Static numbers, each as a value; None where they are dynamic."""
    return [None if number == DYNAMIC else uniform(number) for number in numbers]


def mixed(static: Iterable[Array | None], operands: Iterable[Given]) -> list[Array | Given]:
    """Static numbers and, where they are dynamic, operands in turn; one number a lane."""
    values = iter(operands)
    return [next(values) if number is None else number for number in static]


def mixed_rows(static: Sequence[Sequence[Array | None]], operands: Iterable[Given]) -> list[list[Array | Given]]:
    """Such as offsets, sizes and strides: rows filled one after the other."""
    entries = iter(mixed(chain(*static), operands))
    return [list(islice(entries, len(row))) for row in static]


def strides_of(type_: ir.MemRefType) -> tuple[list[int], int] | None:
    """Strides and offset of a type, in its elements; None for a map that is no strides, such as one of tiles."""
    if type_.affine_map == ir.AffineMap.get_identity(len(type_.shape), type_.context):
        # The bindings kill the process where these numbers are too large.
        return _row_major(type_.shape), 0
    try:
        strides, offset = type_.get_strides_and_offset()
    except RuntimeError:
        return None
    return strides, offset


def _row_major(shape: Sequence[int]) -> list[int]:
    """Strides of a shape in which sizes may be dynamic."""
    strides: list[int] = []
    step = 1
    for size in reversed(shape):
        strides.insert(0, step)
        step = DYNAMIC_STRIDE if step == DYNAMIC_STRIDE or size < 0 else step * size
    return strides


def is_row_major(type_: ir.MemRefType) -> bool:
    """Whether it has no gaps; where its map is no strides, whether each element has a place of its own.

    Raises UnknownType.
    """
    found = strides_of(type_)
    if found is None:
        _check_apart(type_, type_.shape)
    return found is None or found == (_row_major(type_.shape), 0)


def laid_out(type_: ir.MemRefType, shape: Sequence[int]) -> tuple[int, list[int]]:
    """Where the first element of a memref lies, and its strides; in elements. Raises UnknownType.

    `shape` has the dimensions of vectors last. Where the type leaves a stride open, and inside of vectors, there are
    no gaps. Under a map that is no strides each index has a place of its own, and nothing tells which.
    """
    found = strides_of(type_)
    if found is None:
        _check_apart(type_, shape)
        return 0, row_major(shape)
    stated, offset = found
    each = math.prod(shape[len(stated) :])
    strides = row_major(shape)
    for dim in reversed(range(len(stated))):
        if stated[dim] != DYNAMIC_STRIDE:
            strides[dim] = stated[dim] * each
        elif dim + 1 < len(stated):
            strides[dim] = abs(strides[dim + 1]) * max(shape[dim + 1], 1)
    return 0 if offset == DYNAMIC_STRIDE else offset * each, strides


def _check_apart(type_: ir.MemRefType, shape: Sequence[int]) -> None:
    """Raises UnknownType where the map of a type gives two indices one place, or none."""
    map_, count = type_.affine_map, math.prod(shape)
    if min(shape, default=0) < 0 or map_.n_symbols or count > MOST_MAPPED or len(shape) != map_.n_dims:
        raise UnknownType(f"type {type_} is not simulated: its map is no strides")
    with np.errstate(all="ignore"):
        places = map_values(type_.layout)([index.astype(np.int64) for index in np.indices(shape)])
    rows = np.stack([np.broadcast_to(place, shape).reshape(-1) for place in places] or [np.zeros(count, np.int64)])
    if (rows < 0).any() or len(np.unique(rows, axis=1).T) != count:
        raise UnknownType(f"type {type_} is not simulated: its map gives elements no place of their own")


def extent(start: int, shape: Sequence[int], strides: Sequence[int]) -> int:
    """How many elements memory must have for a view. Raises UnknownType where it would begin below 0."""
    if 0 in shape:
        return 0
    reach = [(size - 1) * stride for size, stride in zip(shape, strides, strict=True)]
    if start + sum(step for step in reach if step < 0) < 0:
        raise UnknownType("memory that begins below its first element is not simulated")
    return start + sum(step for step in reach if step > 0) + 1


def subview(source: MemRef, offsets: list[Array], sizes: list[Array], strides: list[Array], kept: list[bool]) -> MemRef:
    """Part of a view; dimensions that are not kept have size 1 and go."""
    offset = source.offset
    for start, stride in zip(offsets, source.strides, strict=True):
        offset = offset + start * stride
    steps = [stride * source_stride for stride, source_stride in zip(strides, source.strides, strict=True)]
    return source.part(
        offset,
        [size for size, keep in zip(sizes, kept, strict=True) if keep],
        [step for step, keep in zip(steps, kept, strict=True) if keep],
    )


def kept_dimensions(sizes: Sequence[int], result: Sequence[int]) -> list[bool] | None:
    """Which dimensions of these static sizes stay in a result of lower rank; None when that is not plain.

    Only ones can go; among several ones in a row it does not matter which, as all have size 1, except for strides.
    """
    kept, left = [], list(result)
    surplus = len(sizes) - len(result)
    for index, size in enumerate(sizes):
        fits = bool(left) and left[0] == size
        must_drop = size == 1 and surplus and not (fits and _rest_fits(sizes[index + 1 :], left[1:]))
        if must_drop:
            surplus -= 1
            kept.append(False)
        elif fits:
            left.pop(0)
            kept.append(True)
        else:
            return None
    return None if left else kept


def _rest_fits(sizes: Sequence[int], result: Sequence[int]) -> bool:
    """Whether `result` is `sizes` without some ones."""
    left = list(result)
    for size in sizes:
        if left and left[0] == size:
            left.pop(0)
        elif size != 1:
            return False
    return not left


def collapse(source: MemRef, groups: list[list[int]]) -> MemRef:
    """Each group of neighbouring dimensions as one. They lie in memory without gaps, as the op's verifier sees to."""
    sizes, strides = [], []
    for group in groups:
        size = uniform(1)
        for dim in group:
            size = size * source.sizes[dim]
        # Dimensions of size 1 may have any stride.
        inner = [dim for dim in group if (source.sizes[dim] != 1).any()] or group
        sizes.append(size)
        strides.append(source.strides[inner[-1]])
    return source.part(source.offset, sizes, strides)


def expand(source: MemRef, groups: list[list[int]], sizes: list[Array]) -> MemRef:
    """Each dimension as a group of them."""
    strides: list[Array] = [uniform(0)] * len(sizes)
    for dim, group in enumerate(groups):
        step = source.strides[dim]
        for inner in reversed(group):
            strides[inner] = step
            step = step * sizes[inner]
    return source.part(source.offset, sizes, strides)


def reassociation(attribute: ir.Attribute) -> list[list[int]]:
    return [[int(dim) for dim in group] for group in attribute]


def whole_vectors(indices: list[Array], inner: list[Array]) -> list[Array]:
    """Indices of all elements of a vector, given its own and their coordinates: its dimensions are the view's last."""
    return [axes(index, len(inner)) for index in indices] + inner


def all_indices(view: MemRef) -> tuple[list[Array], Array | None]:
    """Indices of every element of a view, and a mask where lanes' views differ in size. Raises TooLarge."""
    limits = [int(size.max(initial=0)) for size in view.sizes]
    if math.prod(limits) > MOST_AT_ONCE:
        raise TooLarge(f"{view.buffer.name} of {math.prod(limits)} elements at once, needed {MOST_AT_ONCE} at most")
    indices = coordinates(limits)
    rank = len(limits)
    mask: Array | None = None
    for index, size in zip(indices, view.sizes, strict=True):
        if (size != size[0]).any():
            inside = index < size.reshape(-1, *(1,) * rank)
            mask = inside if mask is None else mask & inside
    return indices, mask


@dataclass(frozen=True, slots=True)
class Addresses:
    """Of elements of a view, not yet broadcast: where they are in the buffer, between which bounds at most, and where
    along each dimension that has any outside the indices are inside."""

    address: Array
    least: int
    most: int
    inside: list[Array]


def addresses(view: MemRef, indices: list[Array]) -> Addresses:
    """Indices have equal ranks: lane axis, then vector axes."""
    rank = indices[0].ndim - 1 if indices else 0
    address = axes(view.offset, rank)
    least, most = _range(address)
    insides = []
    for index, size, stride in zip(indices, view.sizes, view.strides, strict=True):
        steps = index * axes(stride, rank)
        low, high = _range(steps)
        least, most = least + low, most + high
        address = address + steps
        inside = (index >= 0) & (index < axes(size, rank))
        if not inside.all():
            insides.append(inside)
    return Addresses(address, least, most, insides)


def _range(numbers: Array) -> tuple[int, int]:
    return (int(numbers.min()), int(numbers.max())) if numbers.size else (0, 0)
