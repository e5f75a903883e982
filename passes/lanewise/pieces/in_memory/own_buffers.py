"""The workgroup memory that a program takes by itself: allocations, globals, attributions, and what a launch adds."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from lanewise.mlir.attributes import WORKGROUP, constant_integer, integer, space_of, width_of
from lanewise.mlir.host import ir
from lanewise.mlir.node import Node
from lanewise.traits.record import Aliases, traits_of


class OwnBuffer(NamedTuple):
    """Who takes how many bytes; None where that is said nowhere."""

    op: ir.Operation
    size: int | None


def own_buffers(body: Node, nodes: Iterable[Node]) -> list[OwnBuffer]:
    """Of a function and the ops in it, each buffer once. Allocations of unknown size are not counted."""
    found = [OwnBuffer(body.op, _bytes(type_)) for type_ in _attributions(body.op)]
    seen: set[ir.Attribute] = set()
    dynamic: list[OwnBuffer] = []
    for node in nodes:
        if node.name == "gpu.dynamic_shared_memory":
            dynamic.append(OwnBuffer(node.op, _used(node.results[0])))
            continue
        aliases = traits_of(node.name).aliases
        if aliases not in (Aliases.FRESH, Aliases.NAMED) or not _is_shared(node.results[0].type):
            continue
        if aliases is Aliases.NAMED:
            name = node.op.attributes[traits_of(node.name).named_by]
            if name in seen:
                continue
            seen.add(name)
        if node.results[0].type.has_static_shape:
            found.append(OwnBuffer(node.op, _bytes(node.results[0].type)))
    # Each asks for the same memory, from its beginning.
    return found + sorted(dynamic, key=lambda one: math.inf if one.size is None else one.size)[-1:]


def _attributions(function: ir.Operation) -> list[ir.Type]:
    """Of a gpu.func: arguments of its block behind those of its type, first those in workgroup memory."""
    shared = integer(function.attributes.get("workgroup_attributions", None)) or 0
    if not shared:
        return []
    inputs = len(function.attributes["function_type"].value.inputs)
    return [argument.type for argument in list(function.regions[0].blocks[0].arguments)[inputs : inputs + shared]]


def _is_shared(type_: ir.Type) -> bool:
    return isinstance(type_, ir.MemRefType) and space_of(type_) == WORKGROUP


def _bytes(type_: ir.MemRefType) -> int | None:
    """Of a memref of known shape: its elements may be vectors."""
    element, count = type_.element_type, math.prod(type_.shape)
    if isinstance(element, ir.VectorType):
        element, count = element.element_type, count * math.prod(element.shape)
    width = width_of(element)
    return None if width is None else count * -(-width // 8)


def _used(memory: ir.Value) -> int | None:
    """Bytes of what a launch adds that the program uses, where views at known places are all that it makes of it."""
    reached = 0
    for use in memory.uses:
        view = use.owner.operation
        if view.name != "memref.view" or not view.results[0].type.has_static_shape:
            return None
        start, size = constant_integer(view.operands[1]), _bytes(view.results[0].type)
        if start is None or size is None:
            return None
        reached = max(reached, start + size)
    return reached
