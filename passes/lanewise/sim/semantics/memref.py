"""memref: views of buffers, loads and stores."""

from __future__ import annotations

from typing import Any

import numpy as np

from lanewise.mlir.attributes import PRIVATE
from lanewise.mlir.host import ir
from lanewise.sim.machine import memory
from lanewise.sim.machine.buffers import MemRef, uniform
from lanewise.sim.machine.checks import require_defined
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.machine.views import (
    all_indices,
    collapse,
    expand,
    kept_dimensions,
    mixed,
    reassociation,
    subview,
    whole_vectors,
)
from lanewise.sim.values import types
from lanewise.sim.values.types import Array


@semantics("memref.dealloc", poison=RAW)
def dealloc(op: Op) -> Run:
    # Memory is not given back: a read after it would be a fault of the program that this does not find.
    return lambda machine, view: None


@semantics("memref.load", poison=RAW)
def load(op: Op) -> Run:
    vector = types.vector_shape(op.operand_types[0])

    def run(machine: Machine, view: MemRef, *indices: Any) -> Array:
        where = [require_defined(machine, op, index, "an address") for index in indices]
        return memory.load(machine, op, view, whole_vectors(where, vector))

    return run


@semantics("memref.store", poison=RAW)
def store(op: Op) -> Run:
    vector = types.vector_shape(op.operand_types[1])

    def run(machine: Machine, value: Any, view: MemRef, *indices: Any) -> None:
        where = [require_defined(machine, op, index, "an address") for index in indices]
        memory.store(machine, op, view, whole_vectors(where, vector), require_defined(machine, op, value, "memory"))

    return run


@semantics("memref.subview", poison=RAW)
def subview_(op: Op) -> Run:
    _, offset_count, size_count, _ = op.segments
    static = [list(op.attributes[f"static_{what}"]) for what in ("offsets", "sizes", "strides")]
    result_shape = list(op.result_types[0].shape)
    # Types and attributes mark a dynamic size alike, so that they compare.
    kept = kept_dimensions(static[1], result_shape)
    if kept is None:
        raise op.unsupported("it is not clear which dimensions the result drops")

    def run(machine: Machine, source: MemRef, *operands: Any) -> MemRef:
        values = [require_defined(machine, op, value, "a view") for value in operands]
        offsets = mixed(static[0], values[:offset_count])
        sizes = mixed(static[1], values[offset_count : offset_count + size_count])
        strides = mixed(static[2], values[offset_count + size_count :])
        _check_inside(machine, op, source, offsets, sizes, strides)
        return subview(source, offsets, sizes, strides, kept)

    return run


def _check_inside(
    machine: Machine, op: Op, source: MemRef, offsets: list[Array], sizes: list[Array], strides: list[Array]
) -> None:
    """A view must lie within its source; an empty one may lie anywhere."""
    for dim, (offset, size, stride, limit) in enumerate(zip(offsets, sizes, strides, source.sizes, strict=True)):
        last = offset + (size - 1) * stride
        outside = (size > 0) & ((np.minimum(offset, last) < 0) | (np.maximum(offset, last) >= limit))
        if machine.mask is not None:
            outside = outside & machine.mask
        if outside.any():
            lane = int(np.argmax(outside))
            first, count, bound = (int(np.broadcast_to(part, outside.shape)[lane]) for part in (offset, size, limit))
            text = f"out of bounds: dimension {dim} of the view begins at {first} and has {count} elements"
            raise op.fault(f"{text}, but that of {source.buffer.name} has {bound}")


@semantics("memref.collapse_shape", poison=RAW)
def collapse_shape(op: Op) -> Run:
    groups = reassociation(op.attributes["reassociation"])
    return lambda machine, source: collapse(source, groups)


@semantics("memref.expand_shape", poison=RAW)
def expand_shape(op: Op) -> Run:
    groups = reassociation(op.attributes["reassociation"])
    static = list(op.attributes["static_output_shape"])

    def run(machine: Machine, source: MemRef, *operands: Any) -> MemRef:
        sizes = [require_defined(machine, op, size, "a view") for size in operands]
        return expand(source, groups, mixed(static, sizes))

    return run


@semantics("memref.reinterpret_cast", poison=RAW)
def reinterpret_cast(op: Op) -> Run:
    _, offset_count, size_count, _ = op.segments
    static = [list(op.attributes[f"static_{what}"]) for what in ("offsets", "sizes", "strides")]

    def run(machine: Machine, source: MemRef, *operands: Any) -> MemRef:
        values = [require_defined(machine, op, value, "a view") for value in operands]
        [offset] = mixed(static[0], values[:offset_count])
        sizes = mixed(static[1], values[offset_count : offset_count + size_count])
        strides = mixed(static[2], values[offset_count + size_count :])
        # The offset counts from where the buffer begins; for a lane's private copy, where that copy does.
        if source.buffer.space == PRIVATE and len(source.offset) > 1:
            raise op.unsupported("private memory is not reinterpreted")
        return MemRef(source.buffer, offset, tuple(sizes), tuple(strides))

    return run


@semantics(
    "memref.assume_alignment",
    "memref.cast",
    "memref.memory_space_cast",
    "amdgpu.fat_raw_buffer_cast",
    # Its operand has no gaps, by the verifier, and the dimensions of a vector are those of the view.
    "vector.type_cast",
    poison=RAW,
)
def same_view(op: Op) -> Run:
    if "resetOffset" in op.attributes and not _starts_at_zero(op.operand_types[0]):
        raise op.unsupported("resetOffset of a view whose offset is not known to be 0")
    return lambda machine, view, *rest: view


def _starts_at_zero(type_: ir.Type) -> bool:
    return bool(type_.get_strides_and_offset()[1] == 0)


@semantics("memref.dim", poison=RAW)
def dim(op: Op) -> Run:
    def run(machine: Machine, view: MemRef, index: Any) -> Array:
        which = require_defined(machine, op, index, "the number of a dimension")
        outside = (which < 0) | (which >= len(view.sizes))
        wrong = outside if machine.mask is None else outside & machine.mask
        if wrong.any():
            found = int(np.broadcast_to(which, wrong.shape)[wrong][0])
            raise op.fault(f"out of bounds: dimension {found} of {len(view.sizes)}")
        return np.choose(np.where(outside, 0, which), view.sizes) if view.sizes else uniform(0)

    return run


@semantics("memref.extract_strided_metadata", "iree_codegen.extract_strided_metadata", poison=RAW)
def extract_strided_metadata(op: Op) -> Run:
    def run(machine: Machine, view: MemRef) -> tuple[Any, ...]:
        if view.buffer.space == PRIVATE and len(view.offset) > 1:
            raise op.unsupported("private memory is not taken apart")
        base = MemRef(view.buffer, uniform(0), (), ())
        return (base, view.offset, *view.sizes, *view.strides)

    return run


@semantics("memref.copy", poison=RAW)
def copy(op: Op) -> Run:
    def run(machine: Machine, source: MemRef, target: MemRef) -> None:
        indices, mask = all_indices(source)
        for size, other in zip(source.sizes, target.sizes, strict=True):
            differ = size != other
            if (differ if machine.mask is None else differ & machine.mask).any():
                raise op.fault(f"copies {int(size[0])} elements of a dimension to {int(other[0])}")
        values = memory.load(machine, op, source, indices, mask)
        memory.store(machine, op, target, indices, values, mask)

    return run
