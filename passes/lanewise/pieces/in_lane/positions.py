"""Where in the whole vector the elements are that a lane holds, as numbers."""

from __future__ import annotations

from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.pieces.in_lane.kernel import Builder, once_per_kernel
from lanewise.pieces.in_lane.lanes import lane, linearize
from lanewise.pieces.in_lane.registers import cast
from lanewise.pieces.in_lane.site import Site


def along(layout: NestedLayout, dim: int) -> tuple[int, ...]:
    """The shape of a piece in which only `dim` is left."""
    return tuple(size if axis % layout.rank == dim else 1 for axis, size in enumerate(layout.piece))


def fill(at: Builder, value: ir.Value, layout: NestedLayout) -> ir.Value:
    """Copy a scalar, or a vector with units for dimensions, to the whole piece."""
    type_ = at.kernel.vector(
        layout.piece, value.type.element_type if isinstance(value.type, ir.VectorType) else value.type
    )
    return value if value.type == type_ else at.value("vector.broadcast", [value], type_)


@once_per_kernel
def positions(site: Site, layout: NestedLayout, dim: int) -> ir.Value:
    """The index along `dim` of each element of a piece: a vector of index, units but for the dimension's own three."""
    top = site.kernel.top
    batch, outer, element = layout.batch_tile[dim], layout.outer_tile[dim], layout.element_tile[dim]
    subgroups, thread = layout.subgroup_tile[dim], layout.thread_tile[dim]
    numbers = [run * thread * element + number for run in range(batch * outer) for number in range(element)]
    shape = along(layout, dim)
    type_ = site.kernel.vector(shape, site.kernel.index_type)
    each = [site.kernel.integer(number, "index") for number in numbers]
    index = site.kernel.vector((len(numbers),), site.kernel.index_type)
    held = top.constant(ir.DenseElementsAttr.get(each, index, site.kernel.context))
    held = cast(top, held, shape)
    me = lane(site, layout)
    digits = [(me.subgroups[dim], subgroups), (None, batch * outer), (me.threads[dim], thread), (None, element)]
    if all(digit is None for digit, _ in digits):
        return held
    digits = [(digit, size) for digit, size in digits if size > 1]
    parts = [digit if digit is not None else site.kernel.index(0) for digit, _ in digits]
    start = linearize(top, parts, [size for _, size in digits], disjoint=True)
    return top.value("arith.addi", [top.value("vector.broadcast", [start], type_), held], type_)
