"""Attributes as Python's values. Nobody verifies the kind of a discardable one, whatever its name."""

from __future__ import annotations

from lanewise.mlir.host import ir


def integer(attribute: ir.Attribute | None) -> int | None:
    """None for what is no integer of at most 64 bits: a wider one kills the process, or the bindings give low bits."""
    if not isinstance(attribute, ir.IntegerAttr):
        return None
    type_ = attribute.type
    if isinstance(type_, ir.IntegerType) and type_.width > 64:
        return None
    return int(attribute)


def symbol_name(op: ir.Operation) -> str | None:
    """The name of a symbol, with escapes for bytes that are not UTF-8. None for an op that has no string for one."""
    name = op.attributes.get("sym_name", None)
    # `value` raises for what is not UTF-8.
    return name.value_bytes.decode(errors="backslashreplace") if isinstance(name, ir.StringAttr) else None


def refers_to(symbol: ir.Attribute, op: ir.Operation) -> bool:
    """Whether a reference without a path is to this op, both in one symbol table."""
    # Printed, as `value` raises; a reference has quotes where it needs them, and within them there are none.
    return str(symbol).replace('"', "") == "@" + str(op.attributes.get("sym_name", None)).replace('"', "")


def is_function(op: ir.Operation) -> bool:
    """Whether the op is a function with a body, by what functions have and nothing else."""
    return (
        isinstance(op.attributes.get("function_type", None), ir.TypeAttr)
        and symbol_name(op) is not None
        and len(op.operands) == len(op.results) == 0
        and len(op.regions) == 1
        and len(op.regions[0].blocks) > 0
    )
