"""Recipes for kernels: transfers and gathers. Each buffer that is written belongs to one op."""

from __future__ import annotations

import math

from builder import Vector
from kernel import FLOATS, INPUT, Buffer, Kernel, Value
from kernel_values import any_value, number, of
from recipes import dims_map

MEMORY = (*FLOATS, "i32", "i8", "i16", "i64")


def new_buffer(k: Kernel, elem: str, sizes: tuple[int, ...], plain: bool = False) -> tuple[str, str]:
    """A memref argument of these sizes: dense, with gaps or transposed in memory, or of sizes known at run time."""
    strides, spelled = row_major(sizes), "x".join(map(str, sizes))
    draw = 1.0 if plain else k.rng.random()
    if draw < 0.25:
        order = k.rng.sample(range(len(sizes)), len(sizes))
        loc = k.rng.choice((1, 1, 2))
        strides = [0] * len(sizes)
        for dim in order:
            strides[dim] = loc
            loc *= sizes[dim] + k.rng.choice((0, 0, 1, 3))
        type_text = f"memref<{spelled}x{elem}, strided<{strides}>>"
    elif draw < 0.4:
        type_text = f"memref<{'x'.join('?' if k.chance(0.6) else str(size) for size in sizes)}x{elem}>"
    else:
        type_text = f"memref<{spelled}x{elem}>"
    count = 1 + sum((size - 1) * stride for size, stride in zip(sizes, strides, strict=True))
    name, at = k.arg(type_text)
    k.buffers[at] = Buffer(elem, sizes, count)
    return name, type_text


def row_major(sizes: tuple[int, ...]) -> list[int]:
    return [math.prod(sizes[dim + 1 :]) for dim in range(len(sizes))]


class Transfer:
    """Where a vector lies in a buffer of its own: the buffer's sizes, where it starts, and whether it ends within."""

    def __init__(self, k: Kernel, shape: tuple[int, ...], reads: bool) -> None:
        rank = len(shape)
        space = k.rng.randint(rank, rank + 1)
        self.dims = list(range(space))[-rank:] if k.chance(0.5) else k.rng.sample(range(space), rank)
        self.copied = {dim for dim in range(rank) if reads and rank > 1 and k.chance(0.08)}
        self.starts, sizes, inside = [], [], {}
        for memory in range(space):
            vector = self.dims.index(memory) if memory in self.dims else None
            start, most = k.below(4, steady=not reads)
            needed = 1 if vector is None or vector in self.copied else shape[vector]
            size = most + needed
            if k.chance(0.3):
                size += k.rng.randint(1, 5)
            elif needed > 1 and k.chance(0.25):
                size -= k.rng.randint(1, needed - 1)
            inside[memory] = size >= most + needed and k.chance(0.7)
            self.starts.append(start)
            sizes.append(size)
        self.sizes = tuple(sizes)
        self.inside = [dim in self.copied or inside[memory] for dim, memory in enumerate(self.dims)]
        # Each workgroup writes to a part of its own.
        self.leading = [("%block", k.grid)] if k.grid > 1 and not reads else []
        used = sorted((memory, shape[dim]) for dim, memory in enumerate(self.dims) if dim not in self.copied)
        self.mask = tuple(size for _, size in used)

    @property
    def attributes(self) -> str:
        lead = len(self.leading)
        results = ["0" if dim in self.copied else memory + lead for dim, memory in enumerate(self.dims)]
        bounds = ", ".join(str(known).lower() for known in self.inside)
        return f"{{permutation_map = {dims_map(len(self.sizes) + lead, results)}, in_bounds = [{bounds}]}}"


def in_mask(op: str, mask: Value, result: str) -> str:
    return f"vector.mask {mask.name} {{ {op} }} : {mask.type}{' -> ' + result if result else ''}"


def masked(k: Kernel, op: str, shape: tuple[int, ...], result: str) -> str:
    """`op`, at times inside a vector.mask."""
    if not shape or not k.chance(0.25):
        return op
    k.families.add("vector.mask")
    mask = k.laid(of(k, Vector(shape, "i1")))
    k.read(mask)
    return in_mask(op, mask, result)


def transfer_read(k: Kernel) -> None:
    read_type(k, k.random_type(MEMORY))


def read_type(k: Kernel, type: Vector) -> Value:
    """A read of this type; where it leaves the buffer or the mask says no, it gives a padding."""
    at = Transfer(k, type.shape, True)
    buffer, buffer_type = new_buffer(k, type.elem, at.sizes)
    padding = k.constant(number(type.elem, k.rng.randint(0, INPUT)), type.elem)
    mask = of(k, Vector(at.mask, "i1")) if at.mask and k.chance(0.25) else None
    own = f", {mask.name}" if mask and k.chance(0.6) else ""
    op = f"vector.transfer_read {buffer}[{', '.join(at.starts)}], {padding}{own} {at.attributes}"
    op = f"{op} : {buffer_type}, {type}"
    if mask and not own:
        op = in_mask(op, mask, str(type))
        k.families.add("vector.mask")
    k.families.add("transfer_read")
    value = k.define(op, type, False, INPUT)
    return k.anchor(value) if k.chance(0.7) else value


def transfer_write(k: Kernel) -> None:
    write(k, any_value(k, lambda type: type.elem in MEMORY))


def write(k: Kernel, value: Value) -> None:
    """Store a value to a buffer of its own, after it was made something that memory holds."""
    type = value.type
    if type.elem not in MEMORY:
        target = type.of("i32")
        op = "extui" if type.elem == "i1" else "index_cast"
        value = k.read(k.define(f"arith.{op} {value.name} : {type} to {target}", target, value.laid))
        type = target
    value = k.laid(value)
    k.read(value)
    at = Transfer(k, type.shape, False)
    buffer, buffer_type = new_buffer(k, type.elem, (*(size for _, size in at.leading), *at.sizes))
    starts = [*(start for start, _ in at.leading), *at.starts]
    mask = of(k, Vector(at.mask, "i1")) if k.chance(0.2) else None
    own = f", {mask.name}" if mask and k.chance(0.6) else ""
    op = f"vector.transfer_write {value.name}, {buffer}[{', '.join(starts)}]{own} {at.attributes}"
    op = f"{op} : {type}, {buffer_type}"
    k.emit(in_mask(op, mask, "") if mask and not own else op)
    k.families.add("transfer_write")


def round_trip(k: Kernel) -> None:
    """Through a buffer: what a lane reads another has written, so that distribution must wait in between."""
    value = any_value(k, lambda type: type.elem in MEMORY)
    if value.type.elem not in MEMORY:
        return
    value = k.laid(value)
    k.read(value)
    buffer, buffer_type = round_trip_buffer(k, value.type)
    starts = ", ".join([*(["%block"] if k.grid > 1 else []), *(k.index(0) for _ in value.type.shape)])
    inside = f"{{in_bounds = [{', '.join('true' for _ in value.type.shape)}]}}"
    if k.chance(0.3):
        k.emit("gpu.barrier")
    k.emit(f"vector.transfer_write {value.name}, {buffer}[{starts}] {inside} : {value.type}, {buffer_type}")
    if k.chance(0.3):
        k.emit("gpu.barrier")
    padding = k.constant(number(value.type.elem, 0), value.type.elem)
    text = f"vector.transfer_read {buffer}[{starts}], {padding} {inside} : {buffer_type}, {value.type}"
    k.families.add("round trip")
    k.define(text, value.type, False, value.bound)


def round_trip_buffer(k: Kernel, type: Vector) -> tuple[str, str]:
    """A new one, or one that such a value went through before."""
    if type not in k.trips or k.chance(0.5):
        k.trips[type] = new_buffer(k, type.elem, (k.grid, *type.shape) if k.grid > 1 else type.shape)
    return k.trips[type]
