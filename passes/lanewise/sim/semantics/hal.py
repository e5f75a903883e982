"""IREE's interface of a kernel: bindings, push constants, workgroups; and what it says of integers."""

from __future__ import annotations

import math
import re

import numpy as np

from lanewise.mlir.attributes import GLOBAL
from lanewise.mlir.host import ir
from lanewise.sim.machine.buffers import Buffer, MemRef, uniform
from lanewise.sim.machine.checks import addresses, raise_where
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Value
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.machine.views import fixed, mixed
from lanewise.sim.semantics.gpu import ALONG
from lanewise.sim.values import types
from lanewise.sim.values.inputs import BINDING, CONSTANT
from lanewise.sim.values.types import Array

READ_ONLY = 1
"""The bit of `descriptor_flags` for `flags(ReadOnly)`."""


@semantics("hal.interface.binding.subspan", poison=RAW)
def subspan(op: Op) -> Run:
    """A read-only binding is an input and holds seeded values; any other holds nothing, until someone writes."""
    [type_] = op.result_types
    if not isinstance(type_, ir.MemRefType):
        raise op.unsupported(f"only memrefs are simulated, not {type_}")
    number = int(op.attributes["binding"])
    flags = int(op.attributes["descriptor_flags"]) if "descriptor_flags" in op.attributes else 0
    element, sizes = types.scalar_of(type_), fixed(type_.shape)
    strides, _ = type_.get_strides_and_offset()
    bits = element.width
    offsets, _ = op.segments

    def run(machine: Machine, *operands: Value) -> MemRef:
        values = addresses(machine, op, operands, "a binding")
        start = int(values[0][0]) if offsets else 0
        shape = tuple(int(size[0]) for size in mixed(sizes, values[offsets:]))
        if any(size < 0 for size in shape):
            raise op.fault(f"a binding of shape {list(shape)}", kind="assumption")
        if start * 8 % bits:
            raise op.unsupported(f"a byte offset of {start} lies within an element of {element}")
        first = start * 8 // bits
        count = first + math.prod(shape)
        buffer = _binding(machine, op, number, element, flags & READ_ONLY != 0, count)
        if buffer.shape is None:
            buffer.shape = shape if not first else (count,)
        view = MemRef.whole(buffer, shape)
        if [int(step[0]) for step in view.strides] != strides and type_.has_static_shape:
            raise op.unsupported(f"a binding that is not row-major: {type_}")
        return MemRef(buffer, uniform(first), view.sizes, view.strides)

    return run


def _binding(machine: Machine, op: Op, number: int, element: types.Scalar, read_only: bool, count: int) -> Buffer:
    """The binding's buffer, made or made longer so that it has `count` elements."""
    buffer = machine.bindings.get(number)
    if buffer is None:
        buffer = machine.bindings[number] = Buffer.empty(f"binding {number}", GLOBAL, element, 0)
        buffer.read_only = read_only
        machine.buffers.append(buffer)
    if buffer.element != element:
        raise op.unsupported(f"binding {number} holds {buffer.element} elsewhere and {element} here")
    if buffer.read_only != read_only:
        raise op.unsupported(f"binding {number} is read-only here or elsewhere, but not in both places")
    if count > len(buffer.data):
        _fill(machine, op, number, buffer, count)
    return buffer


def _fill(machine: Machine, op: Op, number: int, buffer: Buffer, count: int) -> None:
    try:
        given = machine.inputs.given(number, buffer.element)
    except ValueError as problem:
        raise op.unsupported(str(problem)) from None
    old = len(buffer.data)
    fresh = Buffer.empty(buffer.name, buffer.space, buffer.element, count)
    if given is not None:
        if len(given) < count:
            raise op.unsupported(f"the array for binding {number} has {len(given)} elements; the kernel wants {count}")
        fresh.data[:], fresh.written[:] = given[:count], True
    elif buffer.read_only:
        fresh.data[:], fresh.written[:] = machine.inputs.values(BINDING, number, buffer.element, count), True
    fresh.data[:old], fresh.written[:old] = buffer.data, buffer.written
    buffer.data, buffer.written = fresh.data, fresh.written
    buffer.forget()


@semantics("hal.interface.constant.load", poison=RAW)
def constant_load(op: Op) -> Run:
    ordinal = int(op.attributes["ordinal"])
    element = types.scalar_of(op.result_types[0])
    if element.is_float:
        raise op.unsupported(f"push constants of type {element} are not simulated")
    use = _use(op.op.results[0])

    def run(machine: Machine) -> Array:
        constants = machine.inputs.constants
        if ordinal not in constants:
            constants[ordinal] = _seeded(machine, ordinal, use)
        return types.wrap(np.array([constants[ordinal]], np.int64), element)

    return run


def _use(value: ir.Value) -> str:
    """What a push constant is for: the float type that it is cast to, `high` for a number's upper half, or `number`."""
    for use in value.uses:
        op = use.owner
        if op.name in ("arith.extui", "arith.trunci"):
            return _use(op.results[0])
        if op.name == "arith.shli":
            return "high"
        if op.name == "arith.bitcast" and types.scalar_name(op.results[0].type) in types.FLOATS:
            return types.scalar_name(op.results[0].type)
    return "number"


def _seeded(machine: Machine, ordinal: int, use: str) -> int:
    """A float in [0.125, 1); a size from 1 to 256."""
    draw = float(machine.inputs.values(CONSTANT, ordinal, types.scalar_named("f64"), 1)[0]) / 2 + 0.5
    if use == "high":
        return 0
    if use == "number":
        return 1 + int(draw * 256)
    value = np.array([0.125 + 0.875 * draw]).astype(types.scalar_named(use).dtype)
    return int(value.view(f"u{value.itemsize}")[0])


SAME = {
    "hal.interface.workgroup.id": "gpu.block_id",
    "hal.interface.workgroup.count": "gpu.grid_dim",
    "hal.interface.workgroup.size": "gpu.block_dim",
}


@semantics(*SAME, poison=RAW)
def workgroup(op: Op) -> Run:
    ask, axis = ALONG[SAME[op.name]], int(op.attributes["dimension"])
    if not 0 <= axis < 3:
        raise op.unsupported(f"there is no dimension {axis}")
    return lambda machine: ask(machine, axis)


@semantics("iree_tensor_ext.dispatch.workload.ordinal", poison=RAW)
def workload_ordinal(op: Op) -> Run:
    return lambda machine, value: value


# A longer one says nothing: what it bounds has 64 bits, of which the first is a sign.
_BOUND = re.compile(r"(umin|umax|udiv) = ([0-9]{1,18})\b")


@semantics("util.assume.int", poison=RAW)
def assume_int(op: Op) -> Run:
    """The operands as they are. A value that fits none of its assumptions is a fault."""
    assumptions = [
        [{bound: int(number) for bound, number in _BOUND.findall(str(one))} for one in row]
        for row in op.attributes["assumptions"]
    ]

    def run(machine: Machine, *operands: Value) -> tuple[Value, ...]:
        for values, allowed in zip(addresses(machine, op, operands, "an assumption"), assumptions, strict=True):
            if allowed:
                _check_assumed(machine, op, values, allowed)
        return operands

    return run


def _check_assumed(machine: Machine, op: Op, values: Array, allowed: list[dict[str, int]]) -> None:
    fits = np.zeros(len(values), bool)
    for one in allowed:
        low, high, divisor = one.get("umin", 0), one.get("umax", 2**63 - 1), one.get("udiv") or 1
        fits |= (values >= low) & (values <= high) & (values % divisor == 0)
    text = f"is not what the op assumes: {allowed}"
    raise_where(machine, op, ~fits, lambda lanes: f"{lanes.first(values)} {text}", kind="assumption")
