"""iree_vector_ext.arg_compare: value and index are reduced together along one dimension."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

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


MOST_IN_SEQUENCE = 1 << 12
"""Values that one lane compares one after the other for want of an order: each comparison becomes ops."""


def distribute(site: Site) -> Sequence[ir.Value]:
    """Each lane searches what it holds, from the inits on; what lanes found is combined by value and position.

    As in order, if the comparator orders values (pieces/comparator_order.py). By another, or one of which that is not
    known, each lane goes through the whole sequence.
    """
    if not pieces.comparator.is_scalar(site.node.op):
        raise site.refuse("its comparator works on vectors: let it take the scalars from outside")
    dim = int(site.attribute("dimension"))
    layout = site.layout(0)
    if pieces.reduce.crosses_lanes(layout, [dim]) and not pieces.comparator_order.is_order(site.node.op):
        layout = in_sequence(site, layout, dim)
    rest = layout.project([dim])
    first = inits(site.node)
    inputs = [pieces.convert.convert(site, site.operands[at], site.layout(at), layout) for at in range(first.start)]
    starts = [
        pieces.convert.convert(site, site.operands[at], site.result_layout(number), rest)
        for number, at in enumerate(first)
    ]
    base = site.operands[first.stop] if len(site.operands) > first.stop else None
    found = search(site, layout, dim, inputs, [pieces.arg_reduce.flat(site, start) for start in starts], base)
    whole = [pieces.arg_reduce.unflat(site, one, rest) for one in found]
    return [pieces.convert.convert(site, piece, rest, site.result_layout(number)) for number, piece in enumerate(whole)]


def in_sequence(site: Site, layout: NestedLayout, dim: int) -> NestedLayout:
    """The same with all of one dimension in each lane. Raises Failure."""
    size = layout.shape[dim]
    held = size * math.prod(layout.project([dim]).piece)
    if held > MOST_IN_SEQUENCE:
        text = "its comparator is not known to order all values, NaN among them, so that lanes cannot search apart"
        remedy = "compare by ogt, oge, olt or ole, or by integers"
        raise site.refuse(f"{text}, and one would compare {held} values, {MOST_IN_SEQUENCE} is the most: {remedy}")

    def whole(row: tuple[int, ...], along: int) -> tuple[int, ...]:
        return (*row[:dim], along, *row[dim + 1 :])

    return replace(
        layout,
        subgroup_tile=whole(layout.subgroup_tile, 1),
        batch_tile=whole(layout.batch_tile, 1),
        outer_tile=whole(layout.outer_tile, 1),
        thread_tile=whole(layout.thread_tile, 1),
        element_tile=whole(layout.element_tile, size),
    )


def search(
    site: Site,
    layout: NestedLayout,
    dim: int,
    inputs: Sequence[ir.Value],
    starts: Sequence[ir.Value],
    base: ir.Value | None,
) -> Sequence[ir.Value]:
    """Value and index of the best, for each element of the rest, as `flat` has them."""
    reduction = pieces.arg_reduce
    crosses, explicit = pieces.reduce.crosses_lanes(layout, [dim]), len(inputs) > 1
    held = [reduction.rows(site, piece, layout, [dim]) for piece in inputs]
    if explicit and (not crosses or reduction.in_order(site, layout, dim)):
        found = reduction.search(site, list(zip(*held, strict=True)), starts)
        return found if not crosses else reduction.across(site, reduction.ArgResult.of(found), layout, [dim]).fields
    word = site.kernel.type("i32")
    where = pieces.positions.fill(site, pieces.positions.positions(site, layout, dim), layout)
    where = site.value("arith.index_cast", [where], site.kernel.vector(layout.piece, word))
    held.insert(1, reduction.rows(site, where, layout, [dim]))
    none = full(site, starts[0], reduction.FIRST)
    found = reduction.search(site, list(zip(*held, strict=True)), [starts[0], none, *starts[1 : 1 + explicit]])
    if crosses:
        found = reduction.across(site, reduction.ArgResult.of(found), layout, [dim]).fields
    return [found[0], found[2] if explicit else numbered(site, found[1], starts[1], base)]


def numbered(site: Site, position: ir.Value, start: ir.Value, base: ir.Value | None) -> ir.Value:
    """The index of what stands at a position; that of the init where nothing is better."""
    kernel = site.kernel
    element = pieces.site.element_type(start.type)
    if isinstance(element, ir.IntegerType) and not element.is_signless:
        raise site.refuse(f"its indices are {element}: let it count in signless integers or index")
    index = position
    if base is not None or isinstance(element, ir.IndexType):
        index = site.value("arith.index_cast", [position], site.retyped(position.type, kernel.index_type))
    if base is not None:
        wide = base if base.type == index.type else site.value("vector.broadcast", [base], index.type)
        index = site.value("arith.addi", [wide, index], index.type)
    if index.type != start.type:
        name = cast_between(pieces.site.element_type(index.type), element)
        index = site.value(name, [index], start.type)
    is_start = site.compare(pieces.kernel.EQUAL, position, full(site, position, pieces.arg_reduce.FIRST))
    return site.value("arith.select", [is_start, start, index], start.type)


def full(site: Site, like: ir.Value, number: int) -> ir.Value:
    """The i32 of one number, as many as `like` has elements."""
    shape = like.type.shape if isinstance(like.type, ir.VectorType) else ()
    return site.splat(shape, site.kernel.integer(number, "i32"))


def cast_between(source: ir.Type, target: ir.Type) -> str:
    if isinstance(source, ir.IndexType):
        return "arith.index_cast"
    return "arith.extsi" if target.width > source.width else "arith.trunci"


register(OpRules("iree_vector_ext.arg_compare", forward, backward, distribute))
register(OpRules("iree_vector_ext.yield", opaque=True))
