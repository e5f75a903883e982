"""iree_vector_ext.arg_compare: value and index are reduced together along one dimension."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lanewise import pieces
from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.rules import Candidate, LayoutOf, Node, OpRules, Requirement, Site, register


def inits(node: Node) -> range:
    """The operand numbers of the initial value and index: after the inputs, before the index base."""
    value, index, *_ = node.op.attributes["operandSegmentSizes"]
    return range(value + index, value + index + 2)


def forward(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Candidate]:
    first = inits(node)
    if operand in first:
        return [Candidate(node.results[operand - first.start], layout)]
    reduced = layout.project([int(node.op.attributes["dimension"])])
    return [Candidate(result, reduced) for result in node.results]


def backward(node: Node, layout_of: LayoutOf) -> Iterable[Requirement]:
    for operand, result in zip(inits(node), node.results, strict=True):
        layout = layout_of(result)
        if layout is not None:
            yield Requirement(node.op, operand, layout, result)


def distribute(site: Site) -> Sequence[ir.Value]:
    """Each lane searches what it holds, from the inits on; what lanes found is combined by value and position.

    As in order, if the comparator orders values, be it strictly (`ogt`) or not (`oge`); values that it sets neither
    before nor behind others (NaN) are passed over then. Of a comparator that is no order the outcome depends on who
    compares what (`ult` takes what comes behind a NaN, be it larger or not).
    """
    if not pieces.comparator.is_scalar(site.node.op):
        raise site.refuse("its comparator works on vectors: let it take the scalars from outside")
    dim = int(site.attribute("dimension"))
    layout = site.layout(0)
    rest = layout.project([dim])
    first = inits(site.node)
    inputs = [pieces.convert.convert(site, site.operands[at], site.layout(at), layout) for at in range(first.start)]
    starts = [
        pieces.convert.convert(site, site.operands[at], site.result_layout(number), rest)
        for number, at in enumerate(first)
    ]
    base = site.operands[first.stop] if len(site.operands) > first.stop else None
    held = [pieces.arg_reduce.search_order(site, piece, layout, dim) for piece in inputs]
    if not pieces.reduce.crosses_lanes(layout, [dim]):
        found = pieces.arg_reduce.search(site, held, starts, base)
    else:
        found = search_lanes(site, layout, dim, held, starts, base)
    return [pieces.convert.convert(site, piece, rest, site.result_layout(number)) for number, piece in enumerate(found)]


def search_lanes(
    site: Site,
    layout: NestedLayout,
    dim: int,
    held: Sequence[ir.Value],
    starts: Sequence[ir.Value],
    base: ir.Value | None,
) -> list[ir.Value]:
    """The search when lanes share out the dimension: value and index, pieces under the layout without it."""
    kernel = site.kernel
    shape = layout.project([dim]).piece
    where = pieces.arg_reduce.search_order(
        site, pieces.positions.fill(site, pieces.positions.positions(site, layout, dim), layout), layout, dim
    )
    none = full(site, shape, kernel.index_type, pieces.arg_reduce.FIRST)
    value, at = pieces.arg_reduce.search(site, [held[0], where], [starts[0], none], None)
    at = site.value("arith.index_cast", [at], kernel.vector(shape, kernel.type("i32")))
    explicit = len(held) > 1
    indices = pieces.arg_reduce.search(site, held, starts, None)[1:] if explicit else []
    value, at, *indices = pieces.arg_reduce.across(site, [value, at, *indices], layout, dim)
    return [value, indices[0] if explicit else numbered(site, at, starts[1], base)]


def numbered(site: Site, position: ir.Value, start: ir.Value, base: ir.Value | None) -> ir.Value:
    """The index of what stands at a position; that of the init where nothing is better."""
    kernel = site.kernel
    shape, element = position.type.shape, pieces.site.element_type(start.type)
    if isinstance(element, ir.IntegerType) and not element.is_signless:
        raise site.refuse(f"its indices are {element}: let it count in signless integers or index")
    index = position
    if base is not None or isinstance(element, ir.IndexType):
        index = site.value("arith.index_cast", [position], kernel.vector(shape, kernel.index_type))
    if base is not None:
        wide = site.value("vector.broadcast", [base], index.type)
        index = site.value("arith.addi", [wide, index], index.type)
    if index.type != start.type:
        index = site.value(cast_between(index.type.element_type, element), [index], start.type)
    none = full(site, shape, kernel.type("i32"), pieces.arg_reduce.FIRST)
    is_start = site.compare(pieces.kernel.EQUAL, position, none)
    return site.value("arith.select", [is_start, start, index], start.type)


def full(site: Site, shape: Sequence[int], element: ir.Type, number: int) -> ir.Value:
    """A vector, be it of no dimensions, with one number everywhere."""
    type_ = site.kernel.vector(shape, element)
    return site.constant(ir.DenseElementsAttr.get_splat(type_, ir.IntegerAttr.get(element, number)))


def cast_between(source: ir.Type, target: ir.Type) -> str:
    if isinstance(source, ir.IndexType):
        return "arith.index_cast"
    return "arith.extsi" if target.width > source.width else "arith.trunci"


register(OpRules("iree_vector_ext.arg_compare", forward, backward, distribute))
register(OpRules("iree_vector_ext.yield", opaque=True))
