"""Exchanges: round trips through workgroup memory, by which what a lane holds goes to the lanes that need it.

    %view = memref.view %buffer[%c0][] : memref<16384xi8, workgroup> to memref<64x64xf32, workgroup>
    gpu.barrier             // only where an earlier exchange may still be read
    vector.transfer_write   // by one of the lanes that hold an element
    gpu.barrier
    vector.transfer_read

Exchanges take turns in two buffers, since each ends before the next begins: the barrier of the next is then one between
this and the one after that. Where this saves no barrier, or memory would be wasted, all share one. Sizes are known when
all exchanges are; a buffer that is only seen in one shape gets that for its type, so that others can pad its rows.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from lanewise.layout import NestedLayout
from lanewise.mlir.attributes import width_of
from lanewise.mlir.host import ir
from lanewise.pieces.in_lane.kernel import Exchange, Kernel, once_per_kernel
from lanewise.pieces.in_lane.site import Site
from lanewise.pieces.in_memory.memory import VectorAccess, load, plain, store

ALIGNMENT = 16
"""Bytes; the widest access of one lane on today's GPUs."""

WIDTHS = 8, 16, 32, 64, 128
"""Bits of elements that lanes store as they are."""

SMALL = 1024
"""Bytes of a buffer of which there may be two: 1% of a multiprocessor's, which no kernel waits for."""

WORKGROUP = "#gpu.address_space<workgroup>"


def exchange(site: Site, pieces: Sequence[ir.Value], source: NestedLayout, target: NestedLayout) -> list[ir.Value]:
    """Each piece under `target` of what it is under `source`; both number the elements row-major, in any shape."""
    kernel = site.kernel
    elements = [piece.type.element_type for piece in pieces]
    stored = [_storable(site, element) for element in elements]
    sizes = [math.prod(source.shape) * bytes_of(element) for element in stored]
    starts = [0, *itertools.accumulate(-(-size // ALIGNMENT) * ALIGNMENT for size in sizes)]
    wide = [_widened(site, piece, element) for piece, element in zip(pieces, stored, strict=True)]
    buffer = len(kernel.exchanges) % 2
    before = site.op("gpu.barrier", [])
    for piece, element, start in zip(wide, stored, starts, strict=False):
        store(site, source, piece, _access(site, source, element, buffer, start))
    site.op("gpu.barrier", [])
    kernel.exchanges.append(Exchange(site.node, starts[-2] + sizes[-1], before, buffer))
    found = []
    for given, element, start in zip(elements, stored, starts, strict=False):
        access = _access(site, target, element, buffer, start)
        loaded = load(site, target, element, access, kernel.padding(element))
        found.append(_narrowed(site, loaded, given))
    return found


def bytes_of(element: ir.Type) -> int:
    """0 for a type whose size is nowhere said."""
    return -(-(width_of(element) or 0) // 8)


def _storable(site: Site, element: ir.Type) -> ir.Type:
    """Elements of whole bytes: those of fewer bits are widened, as integers. Raises Failure."""
    width = width_of(element)
    if width in WIDTHS:
        return element
    if isinstance(element, ir.FloatType) or (isinstance(element, ir.IntegerType) and element.is_signless):
        wider = next((one for one in WIDTHS if width is not None and one > width), None)
        if wider is not None:
            return site.kernel.type(f"i{wider}")
    most = f"needed signless integers, or floats whose width is known, of at most {WIDTHS[-1]} bits"
    raise site.refuse(f"elements of {element} do not fit into the bytes of workgroup memory: {most}")


def _widened(site: Site, piece: ir.Value, element: ir.Type) -> ir.Value:
    """Bits of elements as those of `element`, which has more if it is another type."""
    if piece.type.element_type == element:
        return piece
    if isinstance(piece.type.element_type, ir.FloatType):
        piece = site.value("arith.bitcast", [piece], site.retyped(piece.type, _bits(site, piece.type.element_type)))
    return site.value("arith.extui", [piece], site.retyped(piece.type, element))


def _narrowed(site: Site, piece: ir.Value, element: ir.Type) -> ir.Value:
    """Undo `_widened`."""
    if piece.type.element_type == element:
        return piece
    bits = _bits(site, element)
    piece = site.value("arith.trunci", [piece], site.retyped(piece.type, bits))
    return piece if bits == element else site.value("arith.bitcast", [piece], site.retyped(piece.type, element))


def _bits(site: Site, element: ir.Type) -> ir.Type:
    """The integer of as many bits."""
    return element if isinstance(element, ir.IntegerType) else site.kernel.type(f"i{width_of(element)}")


@once_per_kernel
def _access(site: Site, layout: NestedLayout, element: ir.Type, buffer: int, start: int) -> VectorAccess:
    """All of a vector in a buffer, from byte number `start` on."""
    kernel = site.kernel
    type_ = _memref(kernel, layout.shape, element)
    return plain(site, kernel.shared("memref.view", (_buffer(kernel, buffer), kernel.index(start)), type_), layout.rank)


@once_per_kernel
def _buffer(kernel: Kernel, number: int) -> ir.Value:
    """Of one byte, until sizes are known."""
    attributes = {"operandSegmentSizes": kernel.segments(0, 0), "alignment": kernel.integer(ALIGNMENT)}
    return kernel.top.value("memref.alloc", [], _memref(kernel, [1], kernel.type("i8")), attributes)


def _memref(kernel: Kernel, shape: Sequence[int], element: ir.Type) -> ir.Type:
    space = kernel.attribute(WORKGROUP)
    return ir.MemRefType.get(shape, element, memory_space=space, loc=ir.Location.unknown(kernel.context))


def sizes(kernel: Kernel) -> dict[int, int]:
    """Bytes of each buffer that exchanges take: those of the longest of them."""
    found: dict[int, int] = {}
    for exchange in kernel.exchanges:
        found[exchange.buffer] = max(exchange.size, found.get(exchange.buffer, 0))
    return found


def share_large_buffers(kernel: Kernel) -> None:
    """Put all exchanges into one buffer if two were a waste."""
    if max(sizes(kernel).values(), default=0) > SMALL:
        for exchange in kernel.exchanges:
            exchange.buffer = 0


def make_buffers(kernel: Kernel) -> None:
    """Give buffers their sizes, when it is settled which exchange is in which."""
    taken = sizes(kernel)
    if len(kernel.exchanges) > 1 and len(taken) == 1:
        _merge(_buffer(kernel, 1), _buffer(kernel, 0))
    for number, size in taken.items():
        buffer = _buffer(kernel, number)
        views = _views(buffer)
        if len(views) == 1:
            buffer.set_type(views[0].result.type)
            views[0].result.replace_all_uses_with(buffer)
            views[0].erase()
        else:
            buffer.set_type(_memref(kernel, [size], kernel.type("i8")))


def _merge(buffer: ir.Value, into: ir.Value) -> None:
    """Use one buffer in place of another, and one view of it in place of two that are the same."""
    known = {(view.operands[1], view.result.type): view.result for view in _views(into)}
    for view in _views(buffer):
        same = known.get((view.operands[1], view.result.type))
        if same is None:
            view.operands[0] = into
        else:
            view.result.replace_all_uses_with(same)
            view.erase()
    buffer.owner.erase()


def _views(buffer: ir.Value) -> list[ir.Operation]:
    return [use.owner.operation for use in buffer.uses]
