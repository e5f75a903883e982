"""The elements of constants, as attributes of another type.

The bindings reshape no attribute and read no resource, so what they print is read: of `dense` and `sparse` all elements
are in the text, exactly; the bytes of a resource stand behind the text of a program that uses it.
"""

from __future__ import annotations

import re

from lanewise.mlir.host import ir

_RESOURCE = re.compile(r'dense_resource<("?)(.*)\1>')
_BYTES = re.compile(r'"0x([0-9A-Fa-f]*)"')
_ALIGNMENT = 4
"""Bytes before those of the elements, which say how these are aligned."""


def has_elements(value: ir.Attribute) -> bool:
    """Whether a constant's elements are in the program: not if it names a resource that is nowhere."""
    return not _is_resource(value) or _bytes(value) is not None


def retyped(value: ir.Attribute, type_: ir.Type) -> ir.Attribute:
    """The same elements under another shaped type. A resource gets a new name; it must have elements."""
    text, _, _ = str(value).rpartition(f" : {value.type}")
    if not _is_resource(value):
        return ir.Attribute.parse(f"{text} : {type_}", value.context)
    found, name = _bytes(value), _RESOURCE.fullmatch(text)
    assert found is not None, value
    assert name is not None, value
    alignment, data = int.from_bytes(found[:_ALIGNMENT], "little"), found[_ALIGNMENT:]
    # An attribute of the bindings keeps what it was made from, which must not change meanwhile.
    return ir.DenseResourceElementsAttr.get_from_buffer(data, name[2], type_, alignment or None, False, value.context)


def _is_resource(value: ir.Attribute) -> bool:
    try:
        ir.DenseResourceElementsAttr(value)
    except ValueError:
        return False
    return True


def _bytes(value: ir.Attribute) -> bytes | None:
    """Printed with a program that holds nothing else."""
    with ir.Location.unknown(value.context):
        module = ir.Module.create()
    module.operation.attributes["value"] = value
    _, _, resources = str(module).rpartition("{-#")
    match = _BYTES.search(resources)
    return bytes.fromhex(match[1]) if match else None
