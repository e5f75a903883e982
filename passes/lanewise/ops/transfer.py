"""vector.transfer_read and vector.transfer_write: only their masks take part, the memory has no layout."""

from __future__ import annotations

from collections.abc import Iterable

from lanewise.layout import NestedLayout
from lanewise.ops.maps import dims, enclosing_mask
from lanewise.rules import Demand, LayoutOf, Node, OpRules, register


def mask_layout(node: Node, layout: NestedLayout) -> NestedLayout:
    """A mask counts the used memory dimensions in order; each is the vector dimension that names it."""
    results = dims(node.op.attributes["permutation_map"])
    used = sorted(dim for dim in results if dim is not None)
    return layout.apply([results.index(dim) for dim in used])


def masks(node: Node, layout: NestedLayout | None) -> Iterable[Demand]:
    if layout is None:
        return
    if list(node.op.attributes["operandSegmentSizes"])[-1]:
        yield Demand(node.op, len(node.operands) - 1, mask_layout(node, layout))
    mask = enclosing_mask(node.op)
    if mask is not None:
        yield Demand(mask, 0, mask_layout(node, layout))


def backward_read(node: Node, layout_of: LayoutOf) -> Iterable[Demand]:
    return masks(node, layout_of(node.results[0]) if node.results else None)


def backward_write(node: Node, layout_of: LayoutOf) -> Iterable[Demand]:
    return masks(node, layout_of(node.operands[0]))


register(OpRules("vector.transfer_read", backward=backward_read))
register(OpRules("vector.transfer_write", backward=backward_write))
