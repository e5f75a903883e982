"""Attributes as Python's values. Nobody verifies the kind of a discardable one, whatever its name."""

from __future__ import annotations

from lanewise.mlir.host import ir

GLOBAL, WORKGROUP, PRIVATE = "global", "workgroup", "private"
_SPACES: dict[str | int, str] = {
    f"#gpu{spelled.format(space)}": space
    for space in (GLOBAL, WORKGROUP, PRIVATE)
    for spelled in (".address_space<{}>", "<address_space {}>")
} | {3: WORKGROUP, 5: PRIVATE}  # The numbers of both NVPTX and AMDGPU.


def integer(attribute: ir.Attribute | None) -> int | None:
    """None for what is no integer of at most 64 bits: a wider one kills the process, or the bindings give low bits."""
    if not isinstance(attribute, ir.IntegerAttr):
        return None
    type_ = attribute.type
    if isinstance(type_, ir.IntegerType) and type_.width > 64:
        return None
    return int(attribute)


def constant_integer(value: ir.Value) -> int | None:
    """The number that a scalar value is, if a constant op makes it."""
    owner = value.owner
    if isinstance(owner, ir.Block) or owner.operation.name not in ("arith.constant", "index.constant"):
        return None
    return integer(owner.operation.attributes["value"])


def width_of(element: ir.Type) -> int | None:
    """Bits of an element, 64 of an index. None for a type of which the bindings do not say, such as f80."""
    if isinstance(element, ir.IntegerType | ir.FloatType):
        return int(element.width)
    return 64 if isinstance(element, ir.IndexType) else None


def symbol_name(op: ir.Operation) -> str | None:
    """The name of a symbol, with escapes for bytes that are not UTF-8. None for an op that has no string for one."""
    name = op.attributes.get("sym_name", None)
    # `value` raises for what is not UTF-8.
    return name.value_bytes.decode(errors="backslashreplace") if isinstance(name, ir.StringAttr) else None


def refers_to(symbol: ir.Attribute, op: ir.Operation) -> bool:
    """Whether a reference without a path is to this op, both in one symbol table."""
    # Printed, as `value` raises; a reference has quotes where it needs them, and within them there are none.
    name = op.attributes.get("sym_name", None)
    return name is not None and str(symbol).replace('"', "") == "@" + str(name).replace('"', "")


def find_symbol(symbol: ir.Attribute, table: ir.Operation) -> ir.Operation | None:
    """What a reference without a path names among the ops directly in `table`, a module or the like."""
    return next((op.operation for op in table.regions[0].blocks[0].operations if refers_to(symbol, op)), None)


def space_of(type_: ir.Type) -> str | None:
    """The memory that a memref lies in: GLOBAL where its space is none of a GPU's others, None where it names none."""
    space = type_.memory_space
    return None if space is None else space_named(space) or GLOBAL


def space_named(space: ir.Attribute) -> str | None:
    """The memory of a GPU that an attribute, or the number of an address space, stands for."""
    # The bindings have no class for #gpu.address_space, whose spelling LLVM 23 changed.
    number = integer(space)
    return _SPACES.get(str(space) if number is None else number)


def is_function(op: ir.Operation) -> bool:
    """Whether the op is a function with a body, by what functions have and nothing else."""
    return (
        isinstance(op.attributes.get("function_type", None), ir.TypeAttr)
        and symbol_name(op) is not None
        and len(op.operands) == len(op.results) == 0
        and len(op.regions) == 1
        and len(op.regions[0].blocks) > 0
    )


def functions(root: ir.Operation, nested: bool) -> list[ir.Operation]:
    """The functions with a body at or below `root`; those within others only if `nested`."""
    found: list[ir.Operation] = []

    def visit(op: ir.Operation) -> ir.WalkResult:
        if not is_function(op):
            return ir.WalkResult.ADVANCE
        found.append(op.operation)
        return ir.WalkResult.ADVANCE if nested else ir.WalkResult.SKIP

    root.walk(visit, ir.WalkOrder.PRE_ORDER)
    return found
