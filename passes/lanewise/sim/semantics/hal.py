"""IREE's interface of a kernel: bindings and workgroups."""

from __future__ import annotations

from lanewise.mlir.attributes import GLOBAL
from lanewise.mlir.host import ir
from lanewise.sim.machine.buffers import Buffer, MemRef, row_major, uniform
from lanewise.sim.machine.checks import addresses
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Value
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.machine.views import extent, fixed, laid_out, mixed
from lanewise.sim.semantics.gpu import ALONG
from lanewise.sim.values import types
from lanewise.sim.values.inputs import BINDING

READ_ONLY = 1
"""The bit of `descriptor_flags` for `flags(ReadOnly)`."""

# Which operand an op writes to, and reads nothing from.
ONLY_WRITTEN = {
    "iree_linalg_ext.map_store": 1,
    "iree_vector_ext.transfer_scatter": 0,
    "memref.copy": 1,
    "memref.store": 1,
    "vector.compressstore": 0,
    "vector.maskedstore": 0,
    "vector.scatter": 0,
    "vector.store": 1,
    "vector.transfer_write": 1,
}

NOT_ACCESSED = {"memref.dealloc", "memref.dim", "memref.prefetch", "memref.rank"}

VIEWS = set(
    """
    amdgpu.fat_raw_buffer_cast iree_codegen.extract_strided_metadata memref.assume_alignment memref.cast
    memref.collapse_shape memref.expand_shape memref.extract_strided_metadata memref.memory_space_cast
    memref.reinterpret_cast memref.subview memref.transpose vector.type_cast
""".split()
)


@semantics("hal.interface.binding.subspan", poison=RAW)
def subspan(op: Op) -> Run:
    """Seeded values, where the binding is an input or read and written in place; where it is written only, nothing."""
    [type_] = op.result_types
    if not isinstance(type_, ir.MemRefType):
        raise op.unsupported(f"only memrefs are simulated, not {type_}")
    number = int(op.attributes["binding"])
    flags = int(op.attributes["descriptor_flags"]) if "descriptor_flags" in op.attributes else 0
    read_only = flags & READ_ONLY != 0
    seeded = read_only or is_read(op.op.results[0])
    element, sizes = types.scalar_of(type_), fixed(type_.shape)
    offsets, _ = op.segments

    def run(machine: Machine, *operands: Value) -> MemRef:
        values = addresses(machine, op, operands, "a binding")
        if any((value != value[0]).any() for value in values):
            raise op.unsupported("lanes disagree about where a binding begins, or about its sizes")
        start = int(values[0][0]) if offsets else 0
        shape = tuple(int(size[0]) for size in mixed(sizes, values[offsets:]))
        if start < 0 or any(size < 0 for size in shape):
            raise op.fault(f"a binding of shape {list(shape)} at byte {start}", kind="assumption")
        if start * 8 % element.width:
            raise op.unsupported(f"a byte offset of {start} lies within an element of {element}")
        try:
            _, strides = laid_out(type_, shape)
            count = extent(0, shape, strides)
        except types.UnknownType as problem:
            raise op.unsupported(str(problem)) from None
        first = start * 8 // element.width
        buffer = _binding(machine, op, number, element, read_only)
        _claim(machine, op, number, element, first, count)
        if count:
            buffer.grow(first + count)
        if seeded:
            _fill(machine, op, number, buffer, first + count)
        if buffer.shape is None:
            buffer.shape = shape if not first and strides == row_major(shape) else (first + count,)
        return MemRef(buffer, uniform(first), tuple(map(uniform, shape)), tuple(map(uniform, strides)))

    return run


def is_read(view: ir.Value) -> bool:
    """Whether the program may read from a view, or from a view of it. What an unknown op does counts as a read."""
    for use in view.uses:
        op, name = use.owner.operation, use.owner.name
        if name in VIEWS:
            if any(is_read(result) for result in op.results if isinstance(result.type, ir.MemRefType)):
                return True
        elif name not in NOT_ACCESSED and ONLY_WRITTEN.get(name) != use.operand_number:
            return True
    return False


def _binding(machine: Machine, op: Op, number: int, element: types.Scalar, read_only: bool) -> Buffer:
    """The buffer of a binding's elements of this type, which begins where the binding does."""
    parts = machine.bindings.setdefault(number, {})
    if element not in parts:
        parts[element] = Buffer(f"binding {number}", GLOBAL, element, 0, number)
        parts[element].read_only = read_only
        machine.buffers.append(parts[element])
        if len(parts) > 1:
            for one in parts.values():
                one.name = f"binding {number} as {one.element}"
    if parts[element].read_only != read_only:
        raise op.unsupported(f"binding {number} is read-only here or elsewhere, but not in both places")
    return parts[element]


def _claim(machine: Machine, op: Op, number: int, element: types.Scalar, first: int, count: int) -> None:
    """Note which bits have elements of this type. Raises Unsupported where others have another."""
    begin, end = first * element.width, (first + count) * element.width
    parts = machine.binding_parts.setdefault(number, set())
    for start, stop, other in parts:
        if other != element and begin < stop and start < end:
            where = f"bytes {max(begin, start) // 8} to {min(end, stop) // 8 - 1} of binding {number}"
            raise op.unsupported(f"{where} hold {other} elsewhere and {element} here")
    if count:
        parts.add((begin, end, element))


def _fill(machine: Machine, op: Op, number: int, buffer: Buffer, count: int) -> None:
    """Raises Unsupported for an array of the user's that does not fit."""
    try:
        given = machine.inputs.given(number, buffer.element)
        if given is None:
            buffer.fill(machine.inputs.contents(BINDING, number, buffer.element))
    except ValueError as problem:
        raise op.unsupported(str(problem)) from None
    if given is None:
        return
    if len(given) < count:
        raise op.unsupported(f"the array for binding {number} has {len(given)} elements; the kernel wants {count}")
    buffer.fill(lambda first, many: given[first : first + many])


SAME = {
    "hal.interface.workgroup.id": "gpu.block_id",
    "hal.interface.workgroup.count": "gpu.grid_dim",
    "hal.interface.workgroup.size": "gpu.block_dim",
}


@semantics("hal.interface.workgroup.id", poison=RAW, workgroups=True)
@semantics("hal.interface.workgroup.count", "hal.interface.workgroup.size", poison=RAW)
def workgroup(op: Op) -> Run:
    ask, axis = ALONG[SAME[op.name]], int(op.attributes["dimension"])
    if not 0 <= axis < 3:
        raise op.unsupported(f"there is no dimension {axis}")
    return lambda machine: ask(machine, axis)


@semantics("iree_tensor_ext.dispatch.workload.ordinal", poison=RAW)
def workload_ordinal(op: Op) -> Run:
    return lambda machine, value: value
