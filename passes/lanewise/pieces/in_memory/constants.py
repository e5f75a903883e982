"""Constants whose elements differ, so that lanes hold different parts of them."""

from __future__ import annotations

import itertools

from lanewise.layout import NestedLayout
from lanewise.mlir.attributes import symbol_name
from lanewise.mlir.elements import has_elements, retyped
from lanewise.mlir.host import ir
from lanewise.pieces.in_lane.kernel import Kernel, once_per_kernel
from lanewise.pieces.in_lane.registers import rearrange
from lanewise.pieces.in_lane.site import Site
from lanewise.pieces.in_memory.memory import load, plain


def piece_of(site: Site, layout: NestedLayout) -> ir.Value:
    """The piece of a constant: out of registers if each lane holds all of it, else out of a memref.global."""
    value = site.attribute("value")
    whole = NestedLayout.replicated(layout.shape)
    if whole.same_elements_per_lane(layout):
        moved = rearrange(site, site.value("arith.constant", [], value.type, site.carried()), whole, layout)
        assert moved is not None  # A vector held row by row is one run of numbers.
        return moved
    kernel = site.kernel
    element = site.result_element()
    if not has_elements(value):
        raise site.refuse(f"the file has no elements for {value}")
    base = _global(kernel, value)
    return load(site, layout, element, plain(site, base, layout.rank), kernel.padding(element))


@once_per_kernel
def _global(kernel: Kernel, value: ir.Attribute) -> ir.Value:
    """A memref with the elements of a vector constant, which all lanes read."""
    context, loc = kernel.context, kernel.top.loc
    whole = value.type
    type_ = ir.MemRefType.get(whole.shape, whole.element_type, loc=loc)
    name = _new_symbol(kernel.function)
    attributes = {
        "sym_name": ir.StringAttr.get(name, context),
        "sym_visibility": ir.StringAttr.get("private", context),
        "type": ir.TypeAttr.get(type_, context),
        "initial_value": retyped(value, ir.RankedTensorType.get(whole.shape, whole.element_type, loc=loc)),
        "constant": ir.UnitAttr.get(context),
    }
    at = ir.InsertionPoint(kernel.function)
    kernel.globals.append(ir.Operation.create("memref.global", attributes=attributes, loc=loc, ip=at))
    return kernel.top.value("memref.get_global", [], type_, {"name": ir.FlatSymbolRefAttr.get(name, context)})


def _new_symbol(function: ir.Operation) -> str:
    """A name that nothing beside the function has."""
    taken = {symbol_name(op.operation) for op in function.block.operations}
    own = symbol_name(function)
    return next(name for n in itertools.count() if (name := f"{own}_constant_{n}") not in taken)
