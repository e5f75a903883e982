"""What a kernel's arguments are given: values seeded by number, or those of the user."""

from __future__ import annotations

import math

import numpy as np

from lanewise.mlir.attributes import GLOBAL, PRIVATE, integer, space_of
from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir
from lanewise.sim.machine.buffers import Buffer, MemRef, row_major, uniform
from lanewise.sim.machine.faults import Unsupported
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Value
from lanewise.sim.machine.views import extent, laid_out
from lanewise.sim.values import types
from lanewise.sim.values.inputs import ARGUMENT, Inputs


def arguments(machine: Machine, function: ir.Operation) -> tuple[Value, ...]:
    """Of a function, then the memory that a gpu.func attributes to itself. Raises Failure."""
    values = list(function.regions[0].blocks[0].arguments)
    count = len(function.attributes["function_type"].value.inputs)
    given = [argument(machine, function, number, value) for number, value in enumerate(values[:count])]
    shared = integer(function.attributes.get("workgroup_attributions", None)) or 0
    for number, value in enumerate(values[count:]):
        name = "a workgroup attribution" if number < shared else "a private attribution"
        given.append(argument(machine, function, count + number, value, name))
    return tuple(given)


def argument(machine: Machine, function: ir.Operation, number: int, value: ir.Value, name: str = "") -> Value:
    """Every buffer in global memory holds values: which ones are outputs, a function's type does not say.

    `name` is of memory that is no argument. Raises Failure.
    """
    inputs, type_ = machine.inputs, value.type
    try:
        if isinstance(type_, ir.MemRefType):
            return _buffer(machine, number, type_, name)
        if isinstance(type_, ir.RankedTensorType) and _is_only_a_buffer(value):
            row_major_ = ir.MemRefType.get(type_.shape, type_.element_type, loc=function.location)
            return _buffer(machine, number, row_major_, name)
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


def _is_only_a_buffer(tensor: ir.Value) -> bool:
    readers = {use.owner.name for use in tensor.uses}
    return "bufferization.to_buffer" in readers and readers <= {"bufferization.to_buffer", "tensor.dim"}


def _buffer(machine: Machine, number: int, type_: ir.MemRefType, name: str) -> MemRef:
    """Raises ValueError for sizes that do not fit the type."""
    inputs = machine.inputs
    shape = _shape(inputs, number, type_)
    start, strides = laid_out(type_, shape)
    count = extent(start, shape, strides)
    space = space_of(type_) or GLOBAL
    # Where all lanes are alike, one copy of private memory serves for all.
    copies = machine.lanes if space == PRIVATE and not machine.all_uniform else 1
    name = name or f"argument {number}"
    buffer = Buffer(name, space, types.scalar_of(type_), count * copies, number, copies=copies)
    if space == GLOBAL:
        _fill(buffer, inputs, number, start, count)
        buffer.shape = shape if strides == row_major(shape) and not start else (count,)
    machine.buffers.append(buffer)
    view = MemRef(buffer, uniform(start), tuple(map(uniform, shape)), tuple(map(uniform, strides)))
    if copies == 1:
        return view
    first = np.arange(copies, dtype=np.int64) * count
    return MemRef(buffer, first + start, view.sizes, view.strides, first)


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


def _fill(buffer: Buffer, inputs: Inputs, number: int, start: int, count: int) -> None:
    given = inputs.given(number, buffer.element)
    if given is None:
        buffer.fill(inputs.contents(ARGUMENT, number, buffer.element))
        return
    if start or count != len(given):
        raise ValueError(f"the array has {len(given)} elements, the buffer {count}")
    buffer.fill(lambda first, many: given[first : first + many])
