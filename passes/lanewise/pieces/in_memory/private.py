"""A lane's own part of a private buffer: a memref of the shape of a piece, which it reads and writes as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.pieces.in_lane.kernel import LESS
from lanewise.pieces.in_lane.positions import along, fill, positions
from lanewise.pieces.in_lane.site import Site
from lanewise.pieces.in_memory.memory import transfer_attributes

Scalar: TypeAlias = "int | ir.Value"


class LocalAccess(NamedTuple):
    """What of its part a lane accesses."""

    base: ir.Value
    starts: Sequence[Sequence[Scalar]]
    """By dimension of the whole buffer, numbers whose sum is where the access begins."""
    dims: tuple[int | None, ...]
    """By dimension of the vector, that of the whole buffer; None for copies of one element."""
    mask: ir.Value | None
    """A piece, dimensions in the order of the buffer's."""


def allocate(site: Site, layout: NestedLayout, whole: Sequence[bool]) -> ir.Value:
    """The site is an allocation. `layout` is of its dimensions, and counts but one element of those that are `whole`,
    of which every lane has all."""
    old = site.node.results[0].type
    elements = tuple(
        size if all_ else tile for size, all_, tile in zip(old.shape, whole, layout.element_tile, strict=True)
    )
    shape = (*layout.batch_tile, *layout.outer_tile, *elements)
    type_ = ir.MemRefType.get(shape, old.element_type, None, old.memory_space, site.loc)
    dynamic = iter(site.operands)
    sizes = [(next(dynamic), all_) for dim, all_ in enumerate(whole) if old.is_dynamic_dim(dim)]
    kept = [size for size, all_ in sizes if all_]
    attributes = site.carried() | {"operandSegmentSizes": site.kernel.segments(len(kept), 0)}
    return site.value(site.node.name, kept, type_, attributes)


def load(site: Site, layout: NestedLayout, element: ir.Type, access: LocalAccess, padding: ir.Value) -> ir.Value:
    """The piece under `layout`, of which no other lane knows."""
    type_ = site.kernel.vector(layout.piece, element)
    masks, rank = _masks(access), 3 * len(access.starts)
    attributes = _attributes(site, access, (1, rank, 1, len(masks)))
    return site.value(
        "vector.transfer_read", [access.base, *_indices(site, access), padding, *masks], type_, attributes
    )


def store(site: Site, piece: ir.Value, access: LocalAccess) -> None:
    """Every lane writes, also what others hold as well."""
    masks, rank = _masks(access), 3 * len(access.starts)
    attributes = _attributes(site, access, (1, 1, rank, len(masks)))
    operands = [piece, access.base, *_indices(site, access), *masks]
    site.op("vector.transfer_write", operands, attributes=attributes)


def below(site: Site, layout: NestedLayout, dim: int, start: Scalar, end: Scalar) -> ir.Value:
    """A mask under `layout`: whether `start` and the index along `dim` come to less than `end`."""
    at = positions(site, layout, dim)
    shape = along(layout, dim)

    def copies(scalar: Scalar) -> ir.Value:
        value = site.kernel.index(scalar) if isinstance(scalar, int) else scalar
        return site.value("vector.broadcast", [value], site.kernel.vector(shape, site.kernel.index_type))

    if start != 0:
        at = site.value("arith.addi", [copies(start), at], at.type)
    return fill(site, site.compare(LESS, at, copies(end)), layout)


def _masks(access: LocalAccess) -> list[ir.Value]:
    return [] if access.mask is None else [access.mask]


def _indices(site: Site, access: LocalAccess) -> list[ir.Value]:
    """A lane begins at its first batch and outer, and along what it has all of where the program does."""
    zero = site.kernel.index(0)
    return [zero] * (2 * len(access.starts)) + [_sum(site, start) for start in access.starts]


def _sum(site: Site, parts: Sequence[Scalar]) -> ir.Value:
    known = sum(part for part in parts if isinstance(part, int))
    total = None if not known and len(parts) else site.kernel.index(known)
    for part in parts:
        if not isinstance(part, int):
            total = part if total is None else site.value("arith.addi", [total, part], part.type)
    return site.kernel.index(0) if total is None else total


def _attributes(site: Site, access: LocalAccess, segments: tuple[int, ...]) -> dict[str, ir.Attribute]:
    rank = len(access.starts)
    dims = tuple(None if dim is None else group * rank + dim for group in range(3) for dim in access.dims)
    return site.carried() | transfer_attributes(site, 3 * rank, dims, (True,) * len(dims), segments)
