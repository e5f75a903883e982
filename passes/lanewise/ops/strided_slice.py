"""vector.extract_strided_slice and vector.insert_strided_slice: within the registers of each lane.

A slice that takes whole batches, or whole outer tiles of one batch, leaves every lane an equal share; so does any
slice of a dimension that each lane holds all of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from lanewise import pieces
from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.rules import Candidate, LayoutOf, Node, OpRules, Requirement, Site, register

VALUE, DEST = 0, 1

REMEDY = "needed whole batches, or a dimension that each lane holds all of: let it read a to_layout with such tiles"


class Slice(NamedTuple):
    """Along one dimension, with a stride of 1: the dialect has no other yet."""

    offset: int
    size: int


def slices(node: Node, shape: Sequence[int]) -> list[Slice]:
    """One for each dimension of the larger vector; of insert_strided_slice's leading dimensions, one element each.

    `shape` is that of operand 0, whose type is a piece by the time that it is distributed.
    """
    offsets = [int(entry) for entry in node.op.attributes["offsets"]]
    if node.name == "vector.extract_strided_slice":
        sizes = [int(entry) for entry in node.op.attributes["sizes"]]
        found = [Slice(*one) for one in zip(offsets, sizes, strict=True)]
        return found + [Slice(0, size) for size in shape[len(found) :]]
    leading = len(offsets) - len(shape)
    found = [Slice(offset, 1) for offset in offsets[:leading]]
    return found + [Slice(*one) for one in zip(offsets[leading:], shape, strict=True)]


def cuts(found: Sequence[Slice], leading: int, layout: NestedLayout) -> list[pieces.parts.Cut] | None:
    """In each dimension of the larger vector under `layout`; None where one leaves lanes unequal shares.

    Of the `leading` dimensions, which the smaller vector lacks, some lanes alone may hold the element.
    """
    made = [
        pieces.parts.only(layout, dim, one.offset) if dim < leading else pieces.parts.cut(layout, dim, *one)
        for dim, one in enumerate(found)
    ]
    known = [one for one in made if one is not None]
    return known if len(known) == len(made) else None


def part(node: Node, layout: NestedLayout) -> NestedLayout | None:
    """The layout of the smaller vector, the larger one being held under `layout`. Asked before pieces are made."""
    wanted = slices(node, node.operands[0].type.shape)
    leading = len(wanted) - node.operands[0].type.rank
    found = cuts(wanted, leading, layout)
    return None if found is None else NestedLayout.concat([one.column for one in found[leading:]])


def forward_extract(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Candidate]:
    found = part(node, layout)
    return () if found is None else [Candidate(node.results[0], found)]


def backward_extract(node: Node, layout_of: LayoutOf) -> Iterable[Requirement]:
    layout, have = layout_of(node.results[0]), layout_of(node.operands[0])
    if layout is None:
        return
    if have is not None and part(node, have) == layout:
        yield Requirement(node.op, 0, have)
    else:
        yield Requirement(node.op, 0, enlarged(node, layout))


def enlarged(node: Node, layout: NestedLayout) -> NestedLayout:
    """A layout of the larger vector which leaves a slice `layout`, or nearly: more batches, or all in each lane."""
    columns = []
    for dim, one in enumerate(slices(node, node.operands[0].type.shape)):
        column = layout.apply([dim])
        size = node.operands[0].type.shape[dim]
        batch = one.size // (column.subgroup_tile[0] * column.batch_tile[0])
        more = replace(column, batch_tile=(size // batch,)) if size % batch == 0 else column
        found = pieces.parts.cut(more, 0, *one) if size % batch == 0 else None
        if size == one.size:
            columns.append(column)
        elif found is not None and found.column == column:
            columns.append(more)
        else:
            columns.append(NestedLayout.replicated([size]))
    return NestedLayout.concat(columns)


def forward_insert(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Candidate]:
    return [Candidate(node.results[0], layout)] if operand == DEST else ()


def backward_insert(node: Node, layout_of: LayoutOf) -> Iterable[Requirement]:
    layout = layout_of(node.results[0])
    if layout is None:
        return
    yield Requirement(node.op, DEST, layout)
    found = part(node, layout)
    if found is not None:
        yield Requirement(node.op, VALUE, found)


def warn_extract(node: Node, layout_of: LayoutOf) -> str | None:
    return _unequal(node, layout_of(node.operands[0]), "operand #0")


def warn_insert(node: Node, layout_of: LayoutOf) -> str | None:
    return _unequal(node, layout_of(node.results[0]), "result #0")


def _unequal(node: Node, layout: NestedLayout | None, whose: str) -> str | None:
    if layout is None or part(node, layout) is not None:
        return None
    return f"lanes hold unequal shares of the slice under {layout}, the layout of {whose}: {REMEDY}"


def distribute_extract(site: Site) -> Sequence[ir.Value]:
    layout = site.layout(0)
    found = _cuts(site, slices(site.node, layout.shape), 0, layout, "operand #0")
    left = NestedLayout.concat([one.column for one in found])
    value = pieces.parts.pick(site, site.operands[0], layout, found, left.piece)
    return [pieces.convert.convert(site, value, left, site.result_layout())]


def distribute_insert(site: Site) -> Sequence[ir.Value]:
    """Where dimensions that the value lacks are spread, the lanes at the offset take it."""
    have, layout = site.layout(VALUE), site.layout(DEST)
    wanted = slices(site.node, have.shape)
    leading = len(wanted) - have.rank
    found = _cuts(site, wanted, leading, layout, "operand #1")
    left = NestedLayout.concat([one.column for one in found[leading:]])
    value, dest = pieces.convert.convert(site, site.operands[VALUE], have, left), site.operands[DEST]
    merged = pieces.parts.put(site, value, dest, layout, found)
    mine = pieces.parts.is_holder(
        site, layout, {dim: pieces.parts.owner(layout, dim, wanted[dim].offset) for dim in range(leading)}
    )
    if mine is not None:
        merged = site.value("arith.select", [mine, merged, dest], merged.type)
    return [pieces.convert.convert(site, merged, layout, site.result_layout())]


def _cuts(
    site: Site, wanted: Sequence[Slice], leading: int, layout: NestedLayout, whose: str
) -> list[pieces.parts.Cut]:
    """Raises Failure where lanes hold unequal shares."""
    found = cuts(wanted, leading, layout)
    if found is None:
        raise site.refuse(f"{whose} has {layout}, of which the slice leaves lanes unequal shares: {REMEDY}")
    return found


register(
    OpRules("vector.extract_strided_slice", forward_extract, backward_extract, distribute_extract, warning=warn_extract)
)
register(
    OpRules("vector.insert_strided_slice", forward_insert, backward_insert, distribute_insert, warning=warn_insert)
)
