"""vector.gather and iree_vector_ext.transfer_gather: each lane reads the elements of its piece."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lanewise import pieces
from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.ops.maps import dims
from lanewise.rules import Candidate, LayoutOf, Node, OpRules, Requirement, Site, in_place, register


def forward(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Candidate]:
    return [Candidate(node.results[0], layout)]


def backward(node: Node, layout_of: LayoutOf) -> Iterable[Requirement]:
    layout = layout_of(node.results[0])
    if layout is None:
        return
    # The last three operands: indices, mask, pass-through. Before them stand the base and its offsets.
    last = len(node.operands)
    for operand in range(last - 3, last):
        yield Requirement(node.op, operand, layout)


def backward_transfer(node: Node, layout_of: LayoutOf) -> Iterable[Requirement]:
    layout = layout_of(node.results[0])
    if layout is None:
        return
    base, offsets, indices, padding, mask = node.op.attributes["operandSegmentSizes"]
    maps = [dims(attribute) for attribute in node.op.attributes["indexing_maps"]]
    first = base + offsets
    for number in range(indices):
        yield Requirement(node.op, first + number, layout.apply(maps[1 + number]))
    if mask:
        yield Requirement(node.op, first + indices + padding, layout.apply(maps[1 + indices]))


def distribute_transfer(site: Site) -> Sequence[ir.Value]:
    """Each lane reads its runs, where its own parts of the index vectors say."""
    layout = site.result_layout()
    base, offsets, indices, padding, mask = site.attribute("operandSegmentSizes")
    if not isinstance(site.operands[0].type, ir.MemRefType):
        raise site.refuse("it reads a tensor: let it read a memref")
    source, *maps = [dims(attribute) for attribute in site.attribute("indexing_maps")]
    if not len(source) == offsets == len(site.operands[0].type.shape):
        each = f"each dimension of {site.operands[0].type}"
        raise site.refuse(f"needed an offset and a result of the source's map for {each}")
    first = base + offsets
    operands = list(site.operands)
    vectors = [following(site, first + number, layout, maps[number]) for number in range(indices)]
    last = first + indices + padding
    access = pieces.gather.IndexedAccess(
        operands[0],
        tuple(operands[base:first]),
        source,
        tuple(vectors),
        following(site, last, layout, maps[indices]) if mask else None,
    )
    return [pieces.gather.gather(site, layout, site.result_element(), access, operands[last - 1])]


def following(
    site: Site, number: int, layout: NestedLayout, map_: pieces.gather.Dims
) -> tuple[ir.Value, pieces.gather.Dims]:
    """An operand under the layout of the result, seen through its map."""
    operand = site.operands[number]
    if not isinstance(operand.type, ir.VectorType):
        return operand, map_
    return pieces.convert.convert(site, operand, site.layout(number), layout.apply(map_)), map_


register(OpRules("vector.gather", forward, backward, in_place))
register(OpRules("iree_vector_ext.transfer_gather", backward=backward_transfer, distribute=distribute_transfer))
