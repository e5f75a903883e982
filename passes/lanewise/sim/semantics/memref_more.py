"""memref: the views that are rarer, scopes, and hints."""

from __future__ import annotations

from functools import reduce

import numpy as np

from lanewise.mlir.host import ir
from lanewise.sim.machine import memory
from lanewise.sim.machine.buffers import Buffer, ByteView, MemRef, uniform
from lanewise.sim.machine.checks import addresses, raise_where
from lanewise.sim.machine.machine import Machine, run_body
from lanewise.sim.machine.poison import Value
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.machine.views import fixed, mixed
from lanewise.sim.values import types
from lanewise.sim.values.types import Array


@semantics("memref.transpose", poison=RAW)
def transpose(op: Op) -> Run:
    order = [result.position for result in op.attributes["permutation"].value.results]

    def run(machine: Machine, view: MemRef) -> MemRef:
        sizes, strides = (tuple(part[dim] for dim in order) for part in (view.sizes, view.strides))
        return view.part(view.offset, sizes, strides)

    return run


@semantics("memref.rank", poison=RAW)
def rank(op: Op) -> Run:
    return lambda machine, view: uniform(len(view.sizes))


@semantics("memref.prefetch", poison=RAW)
def prefetch(op: Op) -> Run:
    # A hint, which may name what is out of bounds.
    return lambda machine, *operands: None


@semantics("memref.distinct_objects", poison=RAW)
def distinct_objects(op: Op) -> Run:
    # That they are distinct is not checked: an allocation that runs again has the same buffer here.
    return lambda machine, *views: views


@semantics("memref.view", poison=RAW)
def view_(op: Op) -> Run:
    [type_] = op.result_types
    element = types.scalar_of(type_)
    if isinstance(type_.element_type, ir.VectorType):
        raise op.unsupported("bytes as vectors are not simulated")
    if element.width % 8 and element.width != 1:
        raise op.unsupported(f"bytes as elements of type {element} are not simulated")
    size = element.dtype.itemsize
    static = fixed(type_.shape)

    def run(machine: Machine, source: MemRef, *operands: Value) -> MemRef:
        shift, *sizes = addresses(machine, op, operands, "a view")
        shape = mixed(static, sizes)
        [limit] = source.sizes
        needed = _count(shape) * size
        raise_where(
            machine,
            op,
            (shift < 0) | (shift + needed > limit),
            lambda at: f"out of bounds: a view of {at.first(needed)} elements, of {at.first(limit)}",
            kind="bounds",
        )
        if element.name == "i8":
            return source.part(source.offset + shift, shape, _row_major(shape)).from_here()
        assert isinstance(source.buffer, Buffer)  # Of bytes.
        start = source.offset + shift
        what = f"misaligned for elements of {size} bytes"
        raise_where(
            machine,
            op,
            start % size != 0,
            lambda at: f"{what}: a view at byte {at.first(shift)} of {at.first(limit)}",
            kind="assumption",
        )
        cast = ByteView(source.buffer, element, start)
        return MemRef(cast, uniform(0), tuple(shape), _row_major(shape))

    return run


@semantics("memref.reshape", poison=RAW)
def reshape(op: Op) -> Run:
    [type_] = op.result_types
    if not isinstance(type_, ir.MemRefType):
        raise op.unsupported(f"only a result of known rank is simulated, not a {type_}")
    static = fixed(type_.shape)
    dynamic = [dim for dim, size in enumerate(static) if size is None]

    def run(machine: Machine, source: MemRef, wanted: MemRef) -> MemRef:
        read = (memory.load(machine, op, wanted, [uniform(dim)]).astype(np.int64) for dim in dynamic)
        sizes = mixed(static, read)
        count, limit = _count(sizes), _count(source.sizes)
        negative = reduce(np.logical_or, (size < 0 for size in sizes), np.zeros(1, bool))
        raise_where(
            machine,
            op,
            negative | (count != limit),
            lambda at: f"a shape of {at.first(count)} elements, of {at.first(limit)}",
            kind="bounds",
        )
        return source.part(source.offset, sizes, _row_major(sizes))

    return run


def _count(sizes: list[Array] | tuple[Array, ...]) -> Array:
    return reduce(np.multiply, sizes, uniform(1))


def _row_major(sizes: list[Array]) -> tuple[Array, ...]:
    strides: list[Array] = []
    step = uniform(1)
    for size in reversed(sizes):
        strides.insert(0, step)
        step = step * size
    return tuple(strides)


@semantics("memref.alloca_scope", poison=RAW)
def alloca_scope(op: Op) -> Run:
    # Memory is not given back at the end of the scope, as memref.dealloc does not.
    [body] = op.regions
    return lambda machine: run_body(machine, body)
