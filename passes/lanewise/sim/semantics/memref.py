"""memref: views of buffers, loads and stores."""

from __future__ import annotations

import numpy as np

from lanewise.mlir.attributes import PRIVATE
from lanewise.sim.machine import memory
from lanewise.sim.machine.buffers import MemRef, coordinates, uniform
from lanewise.sim.machine.checks import FaultyLanes, addresses, raise_where, require_defined
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Value
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.machine.views import (
    all_indices,
    collapse,
    expand,
    fixed,
    kept_dimensions,
    mixed,
    mixed_rows,
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
    inner = coordinates(types.vector_shape(op.operand_types[0]))

    def run(machine: Machine, view: MemRef, *indices: Value) -> Array:
        return memory.load(machine, op, view, whole_vectors(addresses(machine, op, indices), inner))

    return run


@semantics("memref.store", poison=RAW)
def store(op: Op) -> Run:
    inner = coordinates(types.vector_shape(op.operand_types[1]))

    def run(machine: Machine, value: Value, view: MemRef, *indices: Value) -> None:
        at = whole_vectors(addresses(machine, op, indices), inner)
        memory.store(machine, op, view, at, require_defined(machine, op, value, "memory"))

    return run


def _offsets_sizes_strides(op: Op) -> list[list[Array | None]]:
    return [fixed(op.attributes[f"static_{what}"]) for what in ("offsets", "sizes", "strides")]


@semantics("memref.subview", poison=RAW)
def subview_(op: Op) -> Run:
    static = _offsets_sizes_strides(op)
    # Types and attributes mark a dynamic size alike, so that they compare.
    kept = kept_dimensions(list(op.attributes["static_sizes"]), list(op.result_types[0].shape))
    if kept is None:
        raise op.unsupported("it is not clear which dimensions the result drops")

    def run(machine: Machine, source: MemRef, *operands: Value) -> MemRef:
        offsets, sizes, strides = mixed_rows(static, addresses(machine, op, operands, "a view"))
        for dim, (offset, size, stride) in enumerate(zip(offsets, sizes, strides, strict=True)):
            _check_inside(machine, op, source, dim, offset, size, stride)
        return subview(source, offsets, sizes, strides, kept)

    return run


def _check_inside(
    machine: Machine, op: Op, source: MemRef, dim: int, offset: Array, size: Array, stride: Array
) -> None:
    """A view must lie within its source; an empty one may lie anywhere."""
    last, limit = offset + (size - 1) * stride, source.sizes[dim]

    def text(lanes: FaultyLanes) -> str:
        view = f"dimension {dim} of the view begins at {lanes.first(offset)} and has {lanes.first(size)} elements"
        return f"out of bounds: {view}, but that of {source.buffer.name} has {lanes.first(limit)}"

    outside = (size > 0) & ((np.minimum(offset, last) < 0) | (np.maximum(offset, last) >= limit))
    raise_where(machine, op, outside, text, kind="bounds")


@semantics("memref.collapse_shape", poison=RAW)
def collapse_shape(op: Op) -> Run:
    groups = reassociation(op.attributes["reassociation"])
    return lambda machine, source: collapse(source, groups)


@semantics("memref.expand_shape", poison=RAW)
def expand_shape(op: Op) -> Run:
    groups = reassociation(op.attributes["reassociation"])
    static = fixed(op.attributes["static_output_shape"])

    def run(machine: Machine, source: MemRef, *operands: Value) -> MemRef:
        return expand(source, groups, mixed(static, addresses(machine, op, operands, "a view")))

    return run


@semantics("memref.reinterpret_cast", poison=RAW)
def reinterpret_cast(op: Op) -> Run:
    static = _offsets_sizes_strides(op)

    def run(machine: Machine, source: MemRef, *operands: Value) -> MemRef:
        if source.buffer.space == PRIVATE and len(source.base) > 1:
            raise op.unsupported("private memory is not reinterpreted")
        [offset], sizes, strides = mixed_rows(static, addresses(machine, op, operands, "a view"))
        return source.part(source.base + offset, sizes, strides)

    return run


@semantics(
    "memref.assume_alignment",
    "memref.cast",
    "memref.memory_space_cast",
    # Its operand has no gaps, by the verifier, and the dimensions of a vector are those of the view.
    "vector.type_cast",
    poison=RAW,
)
def same_view(op: Op) -> Run:
    return lambda machine, view, *rest: view


@semantics("amdgpu.fat_raw_buffer_cast", poison=RAW)
def fat_raw_buffer_cast(op: Op) -> Run:
    """The same elements. How far the hardware looks before it gives 0 is not simulated: out of bounds is a fault."""
    if "resetOffset" in op.attributes:
        return lambda machine, view, *rest: view.from_here()
    return lambda machine, view, *rest: view


@semantics("memref.dim", "tensor.dim", poison=RAW)
def dim(op: Op) -> Run:
    def run(machine: Machine, view: MemRef, index: Value) -> Array:
        which = require_defined(machine, op, index, "the number of a dimension")
        outside = (which < 0) | (which >= len(view.sizes))
        rank = len(view.sizes)
        text = "out of bounds: dimension"
        raise_where(machine, op, outside, lambda lanes: f"{text} {lanes.first(which)} of {rank}", kind="bounds")
        return np.choose(np.where(outside, 0, which), view.sizes) if view.sizes else uniform(0)

    return run


@semantics("memref.extract_strided_metadata", "iree_codegen.extract_strided_metadata", poison=RAW)
def extract_strided_metadata(op: Op) -> Run:
    def run(machine: Machine, view: MemRef) -> tuple[Value, ...]:
        return (view.part(view.base, (), ()), view.offset - view.base, *view.sizes, *view.strides)

    return run


@semantics("memref.copy", poison=RAW)
def copy(op: Op) -> Run:
    def run(machine: Machine, source: MemRef, target: MemRef) -> None:
        indices, mask = all_indices(source)
        for size, other in zip(source.sizes, target.sizes, strict=True):
            _check_equal(machine, op, size, other)
        values = memory.load(machine, op, source, indices, mask)
        memory.store(machine, op, target, indices, values, mask)

    return run


def _check_equal(machine: Machine, op: Op, size: Array, other: Array) -> None:
    def text(lanes: FaultyLanes) -> str:
        return f"copies {lanes.first(size)} elements of a dimension to {lanes.first(other)}"

    one, two = machine.axis.arrays(size, other)
    raise_where(machine, op, one != two, text, kind="bounds")
