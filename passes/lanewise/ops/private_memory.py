"""Private buffers: each lane keeps its piece of the vectors that are written, and reads that again.

    %sums = memref.alloca() : memref<64xf32, #gpu.address_space<private>>
    vector.transfer_write %new, %sums[%c0] : vector<64xf32>, memref<64xf32, #gpu.address_space<private>>
    %old = vector.transfer_read %sums[%c0], %pad : memref<64xf32, #gpu.address_space<private>>, vector<64xf32>

A buffer hands layouts on, as a loop does: with %new in a layout of one element a lane, so is %old. Each lane has room
for what it holds, and nobody waits for anybody:

    %sums = memref.alloca() : memref<1x1x1xf32, #gpu.address_space<private>>

What is masked off or out of bounds of the whole is so for the lane that holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lanewise import pieces
from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.ops.private_buffers import BASE, PrivateBuffer, access_of, buffer_at
from lanewise.ops.private_views import root_of
from lanewise.rules import Candidate, LayoutOf, Node, Requirement, Site


class Kept(NamedTuple):
    """How the shared dimensions of a buffer are spread, and the vector that decides it."""

    own: NestedLayout
    because: ir.Value


class Local(NamedTuple):
    """What stands for a private buffer in each lane."""

    buffer: PrivateBuffer
    own: NestedLayout
    value: ir.Value


def kept(buffer: PrivateBuffer, layout_of: LayoutOf) -> Kept | None:
    """The first vector with a layout decides, reads before writes: reads have theirs from the write that came first."""
    for access in sorted(buffer.accesses.values(), key=lambda access: not access.reads):
        layout = layout_of(access.vector)
        if layout is not None:
            return Kept(buffer.own(access, layout), access.vector)
    return None


def carrier(node: Node) -> PrivateBuffer | None:
    """The private buffer that a transfer accesses, if it is one of which each lane may have a part.

    What else is done to it is refused later: a layout that is lacking because of that would only be one error more.
    """
    root = root_of(node.operands[BASE[node.name]])
    buffer = None if root is None else buffer_at(node, root)
    return None if buffer is None or buffer.tensors or node not in buffer.accesses else buffer


def forward_write(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Candidate]:
    """What is read has the layout of what is written."""
    buffer = carrier(node) if operand == 0 else None
    if buffer is None:
        return []
    own = buffer.own(buffer.accesses[node], layout)
    return [Candidate(one.vector, buffer.layout(one, own)) for one in buffer.accesses.values() if one.reads]


def backward(node: Node, layout_of: LayoutOf) -> Iterator[Requirement | Candidate]:
    """Of a transfer: what is written in another layout than the buffer's is converted before."""
    buffer = carrier(node)
    found = None if buffer is None else kept(buffer, layout_of)
    if buffer is None or found is None:
        return
    for user, access in buffer.accesses.items():
        if access.vector == found.because:
            continue
        layout = layout_of(access.vector)
        if layout is None or not buffer.fits(access, layout, found.own):
            layout = buffer.layout(access, found.own)  # Else a lane has the same elements, though in another order.
        if user is node and not access.reads:
            yield Requirement(node.op, 0, layout, found.because)
        else:
            yield Candidate(access.vector, layout, found.because)


def allocate(site: Site, buffer: PrivateBuffer) -> None:
    """Give each lane its part, unless no vector has a layout: then there is nothing to keep."""
    found = kept(buffer, site.layout_of)
    if found is not None:
        own = [buffer.shared.index(dim) if dim in buffer.shared else None for dim in range(buffer.value.type.rank)]
        value = pieces.private.allocate(site, found.own.apply(own), [dim is None for dim in own])
        _locals(site.kernel)[buffer.value] = Local(buffer, found.own, value)


def local_at(site: Site) -> Local | None:
    """Of the buffer that a transfer accesses, if each lane has a part of it."""
    root = root_of(site.node.operands[BASE[site.node.name]])
    return None if root is None else local_of(site, root)


def local_of(site: Site, root: ir.Value) -> Local | None:
    return _locals(site.kernel).get(root)


def _locals(kernel: pieces.kernel.Kernel) -> dict[ir.Value, Local]:
    """By buffer of the source program; filled as they are distributed."""
    found: dict[ir.Value, Local] = kernel.made.setdefault(_locals, {})
    return found


def read(site: Site, local: Local, mask: ir.Value | None) -> ir.Value:
    """The piece under the layout of the result. `mask` is a piece, under the layout that follows from that."""
    layout, wanted = _layout(site, local), site.result_layout()
    padding = site.operands[1 + list(site.attribute("operandSegmentSizes"))[1]]
    piece = pieces.private.load(
        site, layout, site.result_element(), _local_access(site, local, layout, wanted, mask), padding
    )
    return pieces.convert.convert(site, piece, layout, wanted)


def write(site: Site, local: Local, mask: ir.Value | None) -> None:
    """`mask` is a piece, under the layout that follows from that of the vector."""
    layout, has = _layout(site, local), site.layout(0)
    piece = pieces.convert.convert(site, site.operands[0], has, layout)
    pieces.private.store(site, piece, _local_access(site, local, layout, has, mask))


def _layout(site: Site, local: Local) -> NestedLayout:
    return local.buffer.layout(local.buffer.accesses[site.node], local.own)


def _local_access(
    site: Site, local: Local, layout: NestedLayout, masked_as: NestedLayout, mask: ir.Value | None
) -> pieces.private.LocalAccess:
    access = access_of(site.node.op)  # Asked anew: indices may have been replaced meanwhile.
    order = [access.dims.index(memory) for memory in sorted(memory for memory in access.dims if memory is not None)]
    mask_layout = layout.apply(order)
    if mask is not None:
        mask = pieces.convert.convert(site, mask, masked_as.apply(order), mask_layout)
    for dim, start, end in access.bounds:
        below = pieces.private.below(site, mask_layout, order.index(dim), start, end)
        mask = below if mask is None else site.value("arith.andi", [mask, below], mask.type)
    starts = [() if dim in local.buffer.shared else start for dim, start in enumerate(access.starts)]
    return pieces.private.LocalAccess(local.value, starts, access.dims, mask)
