"""Recipes for kernels: buffers that several ops read and write, at places that overlap, some through a view.

One thread does them in order; of many lanes distribution must keep that order.
"""

from __future__ import annotations

from dataclasses import dataclass

from builder import Vector
from kernel import FLOATS, LIMIT, Kernel, Value
from kernel_memory import MEMORY, new_buffer, row_major
from kernel_values import any_value, number, of, source

WORKGROUP = "#gpu.address_space<workgroup>"


@dataclass(frozen=True, slots=True)
class Shared:
    """A buffer, without the dimension along which workgroups have parts of their own."""

    name: str
    type: str
    elem: str
    sizes: tuple[int, ...]
    lead: str = ""
    plain: bool = False

    def at(self, starts: list[str]) -> str:
        return f"{self.name}[{self.lead}{', '.join(starts)}]"


def new(k: Kernel, value: Value) -> Shared:
    """A buffer with some room around such values, all of it written."""
    type = value.type
    sizes = tuple(size + k.rng.choice((0, 1, 2)) for size in type.shape)
    spelled = "x".join(map(str, sizes))
    if len(k.values) == 1 and k.chance(0.3):
        made = Shared(k.fresh(), f"memref<{spelled}x{type.elem}, {WORKGROUP}>", type.elem, sizes)
        k.preamble.append(f"  {made.name} = memref.alloc() : {made.type}")
        whole = k.laid(k.read(source(k, Vector(sizes, type.elem))))
        write(k, made, whole, [k.index(0) for _ in sizes])
        k.families.add("workgroup memory")
    elif k.grid > 1:
        made = Shared(*new_buffer(k, type.elem, (k.grid, *sizes)), type.elem, sizes, "%block, ")
    else:
        name, text = new_buffer(k, type.elem, sizes)
        made = Shared(name, text, type.elem, sizes, plain=text == f"memref<{spelled}x{type.elem}>")
    # Order is kept in buffers that are read.
    load_from(k, made)
    k.shared.append(made)
    return made


def inside(count: int, known: str = "true") -> str:
    return f"{{in_bounds = [{', '.join(known for _ in range(count))}]}}"


def write(k: Kernel, buffer: Shared, value: Value, starts: list[str]) -> None:
    k.read(value)
    attributes = inside(len(value.type.shape))
    k.emit(f"vector.transfer_write {value.name}, {buffer.at(starts)} {attributes} : {value.type}, {buffer.type}")


def known(k: Kernel, elem: str = "") -> Shared | None:
    found = [buffer for buffer in k.shared if isinstance(buffer, Shared) and (not elem or buffer.elem == elem)]
    return k.rng.choice(found) if found else None


def write_part(k: Kernel) -> None:
    value = k.laid(any_value(k, lambda type: type.elem in MEMORY))
    if value.type.elem not in MEMORY:
        return
    buffer = known(k, value.type.elem)
    rank = len(value.type.shape)
    if buffer is None or rank > len(buffer.sizes) or k.chance(0.2):
        buffer = new(k, value)
    room = [size - part for size, part in zip(buffer.sizes[-rank:], value.type.shape, strict=True)]
    if min(room) < 0:
        return
    leading = [k.below(size - 1)[0] for size in buffer.sizes[:-rank]]
    write(k, buffer, value, leading + [k.below(left)[0] for left in room])
    k.families.add("shared buffer")
    if k.chance(0.5):
        read_part(k)


def read_part(k: Kernel) -> None:
    buffer = known(k)
    if buffer is None:
        return
    rank = k.rng.randint(1, len(buffer.sizes))
    shape = tuple(k.rng.choice([s for s in (*k.dims, 1, 2, size) if s <= size]) for size in buffer.sizes[-rank:])
    starts = [k.below(size - 1)[0] for size in buffer.sizes[:-rank]]
    starts += [k.below(size - part)[0] for size, part in zip(buffer.sizes[-rank:], shape, strict=True)]
    type = Vector(shape, buffer.elem)
    padding = k.constant(number(buffer.elem, 0), buffer.elem)
    attributes = inside(rank, k.rng.choice(("true", "true", "false")))
    text = f"vector.transfer_read {buffer.at(starts)}, {padding} {attributes} : {buffer.type}, {type}"
    k.define(text, type, False, LIMIT.get(buffer.elem, 0))


def load(k: Kernel) -> None:
    buffer = known(k)
    if buffer:
        load_from(k, buffer)


def load_from(k: Kernel, buffer: Shared) -> None:
    starts = [k.below(size - 1)[0] for size in buffer.sizes]
    text = f"memref.load {buffer.at(starts)} : {buffer.type}"
    k.add_scalar(text, buffer.elem, LIMIT[buffer.elem] if buffer.elem in FLOATS else None)
    k.families.add("memref.load")


def store(k: Kernel) -> None:
    buffer = known(k)
    if buffer:
        scalar = k.scalar(buffer.elem)
        if buffer.elem not in FLOATS or (scalar.bound or 0) <= LIMIT[buffer.elem]:
            starts = [k.below(size - 1)[0] for size in buffer.sizes]
            k.emit(f"memref.store {scalar.name}, {buffer.at(starts)} : {buffer.type}")
            k.families.add("memref.store")


def view(k: Kernel) -> None:
    """A part of a buffer under another name, which other regions do not see."""
    buffer = known(k)
    if buffer is None or not buffer.plain or len(k.values) > 1:
        return
    offsets = [k.rng.randrange(size) for size in buffer.sizes]
    sizes = tuple(k.rng.randint(1, size - offset) for size, offset in zip(buffer.sizes, offsets, strict=True))
    strides = row_major(buffer.sizes)
    start = sum(offset * stride for offset, stride in zip(offsets, strides, strict=True))
    place = f", offset: {start}" if start else ""
    type_text = f"memref<{'x'.join(map(str, sizes))}x{buffer.elem}, strided<{strides}{place}>>"
    name = k.fresh()
    ones = [1] * len(sizes)
    k.emit(f"{name} = memref.subview {buffer.name}{offsets} {list(sizes)} {ones} : {buffer.type} to {type_text}")
    k.shared.append(Shared(name, type_text, buffer.elem, sizes))
    k.families.add("subview")


def update(k: Kernel) -> None:
    """Read, change, write back."""
    buffer = known(k)
    if buffer is None:
        return
    read_part(k)
    value = k.laid(k.values[-1][-1])
    if value.type.elem == buffer.elem and len(value.type.shape) == len(buffer.sizes):
        other = of(k, value.type)
        op = "arith.maximumf" if buffer.elem in FLOATS else "arith.addi"
        text = f"{op} {k.read(value).name}, {other.name} : {value.type}"
        changed = k.define(text, value.type, True, max(value.bound, other.bound))
        room = [size - part for size, part in zip(buffer.sizes, value.type.shape, strict=True)]
        if min(room) >= 0:
            write(k, buffer, changed, [k.below(left)[0] for left in room])
