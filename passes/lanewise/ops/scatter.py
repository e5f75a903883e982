"""vector.scatter and iree_vector_ext.transfer_scatter: each lane writes the elements of its piece, in no order.

Two elements in one place are undefined behaviour, by the document of vector.scatter, so lanes need not take turns.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from lanewise import pieces
from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.ops.gather import following
from lanewise.ops.load_store import access, backward_write
from lanewise.ops.load_store import following as in_layout
from lanewise.ops.maps import dims
from lanewise.rules import LayoutOf, Node, OpRules, Requirement, Site, register

VALUE = 1


def distribute(site: Site) -> Sequence[ir.Value]:
    """The op itself, on what a lane holds in a row."""
    value = len(site.operands) - 1
    layout = site.layout(value)
    access(site, 0, (), 0)
    vectors = [in_layout(site, number, layout) for number in (value - 2, value - 1, value)]
    rows = [pieces.registers.cast(site, piece, [math.prod(layout.piece)]) for piece in vectors]
    operands = [*list(site.operands)[: value - 2], *rows]
    attributes = site.node.op.attributes
    at = elected(site, layout)
    at.op("vector.scatter", operands, attributes={name: attributes[name] for name in attributes})
    return []


def elected(site: Site, layout: NestedLayout) -> pieces.kernel.Builder:
    """Where one of the lanes builds that hold the same elements. Raises Failure when none can be told."""
    condition = pieces.lanes.is_elected(site, layout)
    return site if condition is None else site.only(condition)


def backward_transfer(node: Node, layout_of: LayoutOf) -> Iterable[Requirement]:
    layout = layout_of(node.operands[VALUE])
    if layout is None:
        return
    maps = [dims(attribute) for attribute in node.op.attributes["indexing_maps"]]
    first, indices, masks = spans(node)
    for number in range(indices + masks):
        yield Requirement(node.op, first + number, layout.apply(maps[1 + number]), node.operands[VALUE])


def spans(node: Node) -> tuple[int, int, int]:
    """The first index vector, how many there are, and masks, which follow them."""
    base, value, offsets, indices, masks = node.op.attributes["operandSegmentSizes"]
    return base + value + offsets, indices, masks


def distribute_transfer(site: Site) -> Sequence[ir.Value]:
    """Each lane writes its runs, where its own parts of the index vectors say."""
    layout = site.layout(VALUE)
    first, indices, masks = spans(site.node)
    offsets = list(site.operands)[VALUE + 1 : first]
    access(site, 0, (), 0)
    target, *maps = [dims(attribute) for attribute in site.attribute("indexing_maps")]
    rank = len(site.operands[0].type.shape)
    if not len(target) == len(offsets) == rank:
        raise site.refuse(f"needed an offset and a result of the target's map for each of {rank} dimensions")
    vectors = [following(site, first + number, layout, maps[number]) for number in range(indices + masks)]
    where = pieces.gather.IndexedAccess(
        site.operands[0],
        tuple(offsets),
        target,
        tuple(vectors[:indices]),
        vectors[indices] if masks else None,
    )
    pieces.gather.scatter(site, layout, site.operands[VALUE], where)
    return []


register(OpRules("vector.scatter", backward=backward_write, distribute=distribute))
register(OpRules("iree_vector_ext.transfer_scatter", backward=backward_transfer, distribute=distribute_transfer))
