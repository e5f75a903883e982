"""Exchanges: round trips through workgroup memory, by which what a lane holds goes to the lanes that need it.

    %view = memref.view %buffer[%c0][] : memref<16384xi8, workgroup> to memref<64x64xf32, workgroup>
    gpu.barrier             // only where an earlier exchange may still be read
    vector.transfer_write   // by one of the lanes that hold an element
    gpu.barrier
    vector.transfer_read

All exchanges of a kernel share one buffer, since each ends before the next begins. Its size is known when all are.
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

WORKGROUP = "#gpu.address_space<workgroup>"


def exchange(site: Site, pieces: Sequence[ir.Value], source: NestedLayout, target: NestedLayout) -> list[ir.Value]:
    """Each piece under `target` of what it is under `source`; both number the elements row-major, in any shape."""
    kernel = site.kernel
    elements = [piece.type.element_type for piece in pieces]
    stored = [_storable(site, element) for element in elements]
    sizes = [math.prod(source.shape) * bytes_of(element) for element in stored]
    starts = [0, *itertools.accumulate(-(-size // ALIGNMENT) * ALIGNMENT for size in sizes)]
    wide = [_widened(site, piece, element) for piece, element in zip(pieces, stored, strict=True)]
    before = site.op("gpu.barrier", [])
    for piece, element, start in zip(wide, stored, starts, strict=False):
        store(site, source, piece, _access(site, source, element, start))
    site.op("gpu.barrier", [])
    kernel.exchanges.append(Exchange(site.node, starts[-2] + sizes[-1], before))
    found = []
    for given, element, start in zip(elements, stored, starts, strict=False):
        access = _access(site, target, element, start)
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
def _access(site: Site, layout: NestedLayout, element: ir.Type, start: int) -> VectorAccess:
    """All of a vector in the buffer, from byte number `start` on."""
    kernel = site.kernel
    type_ = _memref(kernel, layout.shape, element)
    return plain(site, kernel.shared("memref.view", (_buffer(kernel), kernel.index(start)), type_), layout.rank)


@once_per_kernel
def _buffer(kernel: Kernel) -> ir.Value:
    attributes = {"operandSegmentSizes": kernel.segments(0, 0), "alignment": kernel.integer(ALIGNMENT)}
    return kernel.top.value("memref.alloc", [], _memref(kernel, [1], kernel.type("i8")), attributes)


def _memref(kernel: Kernel, shape: Sequence[int], element: ir.Type) -> ir.Type:
    space = kernel.attribute(WORKGROUP)
    return ir.MemRefType.get(shape, element, memory_space=space, loc=ir.Location.unknown(kernel.context))


def size_shared_buffer(kernel: Kernel) -> None:
    """Give the buffer the size of the longest exchange."""
    if kernel.exchanges:
        longest = max(exchange.size for exchange in kernel.exchanges)
        _buffer(kernel).set_type(_memref(kernel, [longest], kernel.type("i8")))
