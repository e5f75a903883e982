"""Views of private buffers that can be followed: parts without gaps, each dimension by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from lanewise.mlir.attributes import PRIVATE, constant_integer, space_of
from lanewise.mlir.host import ir
from lanewise.traits.record import Aliases, traits_of

SUBVIEW, CAST = "memref.subview", "memref.cast"

Scalar: TypeAlias = "int | ir.Value"
Sum: TypeAlias = tuple[Scalar, ...]


class View(NamedTuple):
    """What a memref shows of the buffer that it is a view of."""

    dims: tuple[int, ...]
    """By dimension of the view, that of the buffer."""
    sizes: tuple[Scalar, ...]
    """By dimension of the view."""
    starts: tuple[Sum, ...]
    """By dimension of the buffer."""


def root_of(value: ir.Value) -> ir.Value | None:
    """The allocation of private memory that `value` is a view of, if it is one that can be followed."""
    while not isinstance(value.owner, ir.Block):
        op = value.owner.operation
        if is_allocation(op.name):
            return value if is_private(value.type) else None
        if op.name not in (SUBVIEW, CAST):
            return None
        value = op.operands[0]
    return None


def is_allocation(name: str) -> bool:
    return name.startswith("memref.") and traits_of(name).aliases is Aliases.FRESH


def is_private(type_: ir.Type) -> bool:
    """Memory that names no space is a lane's own where a lane allocates it."""
    return isinstance(type_, ir.MemRefType) and space_of(type_) in (None, PRIVATE)


def view_of(value: ir.Value) -> View | str:
    """Of a private buffer; or what keeps it from being followed."""
    op = value.owner.operation
    if is_allocation(op.name):
        type_, dynamic = value.type, iter(op.operands)
        sizes = tuple(next(dynamic) if type_.is_dynamic_dim(dim) else type_.shape[dim] for dim in range(type_.rank))
        return View(tuple(range(type_.rank)), sizes, ((),) * type_.rank)
    source = view_of(op.operands[0])
    if isinstance(source, str) or op.name == CAST:
        return source if value.type.has_rank else "makes a memref without a rank of it"
    return _part(op, source)


def _part(op: ir.Operation, source: View) -> View | str:
    offsets, sizes, strides = (_mixed(op, number) for number in (1, 2, 3))
    if any(stride != 1 for stride in strides):
        return "skips elements of it"
    kept: Sequence[int] = range(len(sizes))
    rank = op.results[0].type.rank
    if rank < len(sizes):
        kept = [dim for dim, size in enumerate(sizes) if size != 1]
        if len(kept) != rank:
            return "drops some of the dimensions of size 1, and does not say which"
    starts = list(source.starts)
    for dim, offset in zip(source.dims, offsets, strict=True):
        starts[dim] = (*starts[dim], offset)
    return View(tuple(source.dims[dim] for dim in kept), tuple(sizes[dim] for dim in kept), tuple(starts))


_STATIC = {1: "static_offsets", 2: "static_sizes", 3: "static_strides"}


def _mixed(op: ir.Operation, number: int) -> list[Scalar]:
    """The offsets, sizes or strides of a memref.subview, the constants among them as numbers."""
    segments = list(op.attributes["operandSegmentSizes"])
    first = sum(segments[:number])
    dynamic = iter(list(op.operands)[first : first + segments[number]])
    unknown = ir.ShapedType.get_dynamic_size()
    return [next(dynamic) if size == unknown else size for size in op.attributes[_STATIC[number]]]


def known(scalar: Scalar) -> Scalar:
    number = scalar if isinstance(scalar, int) else constant_integer(scalar)
    return scalar if number is None else number


def is_zero(total: Sum) -> bool:
    return not any(part if isinstance(part, int) else True for part in map(known, total))
