"""What a kernel's arguments are given: values seeded by number, or those of the user."""

from __future__ import annotations

import math

import numpy as np

from lanewise.mlir.attributes import GLOBAL, space_of
from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir
from lanewise.sim.machine.buffers import Buffer, MemRef, row_major, uniform
from lanewise.sim.machine.faults import Unsupported
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Value
from lanewise.sim.values import types
from lanewise.sim.values.inputs import ARGUMENT, Inputs


def argument(machine: Machine, function: ir.Operation, number: int, type_: ir.Type) -> Value:
    """Every buffer holds values: which ones are outputs, a function's type does not say. Raises Failure."""
    inputs = machine.inputs
    try:
        if isinstance(type_, ir.MemRefType):
            return _buffer(machine, number, type_)
        element, shape = types.scalar_of(type_), types.shape(type_)
        if number in inputs.numbers:
            return np.full((1, *shape), types.as_element(inputs.numbers[number], element))
        given = inputs.given(number, element)
        if given is None:
            given = inputs.values(ARGUMENT, number, element, math.prod(shape))
        return given.reshape(1, *shape)
    except types.UnknownType as problem:
        raise Unsupported(function, f"argument {number}: {problem}") from None
    except ValueError as problem:
        raise Failure(function, f"argument {number}: {problem}") from None


def _buffer(machine: Machine, number: int, type_: ir.MemRefType) -> MemRef:
    """Raises ValueError for sizes that do not fit the type."""
    inputs = machine.inputs
    shape = _shape(inputs, number, type_)
    start, strides = _layout(type_, shape)
    last = start + sum((size - 1) * stride for size, stride in zip(shape, strides, strict=True))
    count = last + 1 if all(shape) else 0
    name, space = f"argument {number}", space_of(type_) or GLOBAL
    buffer = Buffer(name, space, types.scalar_of(type_), count, number)
    if space == GLOBAL:
        _fill(buffer, inputs, number, start)
        buffer.shape = shape if strides == row_major(shape) and not start else (count,)
    machine.buffers.append(buffer)
    return MemRef(buffer, uniform(start), tuple(map(uniform, shape)), tuple(map(uniform, strides)))


def _shape(inputs: Inputs, number: int, type_: ir.MemRefType) -> tuple[int, ...]:
    """Sizes of the view, those of vectors last."""
    static = (*type_.shape, *types.vector_shape(type_))
    shape = inputs.shapes.get(number, static)
    if number not in inputs.shapes and number in inputs.arrays and min(static, default=0) < 0:
        shape = inputs.arrays[number].shape
    fits = len(shape) == len(static) and all(
        size < 0 or size == given for size, given in zip(static, shape, strict=True)
    )
    if not fits or min(shape, default=0) < 0:
        said = f"--args={number}=..., which says {'x'.join(map(str, shape))}"
        raise ValueError(f"needed sizes for {type_}, found {said if number in inputs.shapes else type_}")
    return shape


def _layout(type_: ir.MemRefType, shape: tuple[int, ...]) -> tuple[int, list[int]]:
    """Where the first element lies, and the strides; in elements."""
    strides, offset = type_.get_strides_and_offset()
    dynamic = ir.ShapedType.get_dynamic_stride_or_offset()
    # The type counts in vectors. Where it leaves a stride open, and inside of vectors, there are no gaps.
    each = math.prod(shape[len(strides) :])
    found = row_major(shape)
    for dim, stride in enumerate(strides):
        if stride != dynamic:
            found[dim] = stride * each
    return 0 if offset == dynamic else offset * each, found


def _fill(buffer: Buffer, inputs: Inputs, number: int, start: int) -> None:
    given = inputs.given(number, buffer.element)
    if given is not None and (start or buffer.count != len(given)):
        raise ValueError(f"the array has {len(given)} elements, the buffer {buffer.count}")
    buffer.contents = inputs.contents(ARGUMENT, number, buffer.element, given)
