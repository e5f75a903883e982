"""vector.transfer_read and vector.transfer_write: only their masks take part, as memory has no layout but what is a
lane's own (see private_memory.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lanewise import pieces
from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.ops import private_memory
from lanewise.ops.maps import dims, enclosing_mask
from lanewise.rules import Candidate, LayoutOf, Node, OpRules, Requirement, Site, register


def mask_layout(node: Node, layout: NestedLayout) -> NestedLayout:
    """A mask counts the used memory dimensions in order; each is the vector dimension that names it."""
    results = node.read("permutation_map", dims)
    used = sorted(dim for dim in results if dim is not None)
    return layout.apply([results.index(dim) for dim in used])


def masks(node: Node, vector: ir.Value, layout: NestedLayout | None) -> Iterable[Requirement]:
    """What the layout of the vector that is moved asks of masks."""
    requirements: list[Requirement] = []
    if layout is None:
        return requirements
    # The mask comes last, and of all before it only the padding may be a vector: few ops need be asked how it is.
    if isinstance(node.operands[-1].type, ir.VectorType) and node.read("operandSegmentSizes", list)[-1]:
        requirements.append(Requirement(node.op, len(node.operands) - 1, mask_layout(node, layout), vector))
    mask = enclosing_mask(node)
    if mask is not None:
        requirements.append(Requirement(mask, 0, mask_layout(node, layout), vector))
    return requirements


def backward_masks(node: Node, layout_of: LayoutOf) -> Iterable[Requirement]:
    vector = (*node.results, *node.operands)[0]
    return masks(node, vector, layout_of(vector))


def backward(node: Node, layout_of: LayoutOf) -> Iterator[Requirement | Candidate]:
    yield from private_memory.backward(node, layout_of)
    yield from backward_masks(node, layout_of)


def access(site: Site, base: int) -> pieces.memory.VectorAccess:
    """Where a transfer reads or writes; operand number `base` is the memory."""
    count = list(site.attribute("operandSegmentSizes"))[base + 1]
    if isinstance(site.operands[base].type.element_type, ir.VectorType):
        held = site.operands[base].type
        raise site.refuse(f"operand #{base} is a {held}, whose elements would be cut: needed one of scalars")
    return pieces.memory.VectorAccess(
        site.operands[base],
        tuple(list(site.operands)[base + 1 : base + 1 + count]),
        dims(site.attribute("permutation_map")),
        tuple(bool(ir.BoolAttr(known)) for known in site.attribute("in_bounds")),
        tuple(site.carried("operandSegmentSizes", "permutation_map", "in_bounds").items()),
    )


def mask_of(site: Site, layout: NestedLayout) -> ir.Value | None:
    """The mask among the operands, or that of an enclosing vector.mask: the op cannot have both."""
    if list(site.attribute("operandSegmentSizes"))[-1]:
        return site.operands[len(site.operands) - 1]
    return None if site.mask is None else pieces.convert.mask_in(site, mask_layout(site.node, layout))


def distribute_read(site: Site) -> Sequence[ir.Value]:
    local = private_memory.local_at(site)
    if local is not None:
        return [private_memory.read(site, local, mask_of(site, site.result_layout()))]
    where = access(site, 0)
    padding = site.operands[1 + len(where.indices)]
    layout = site.result_layout()
    return [pieces.memory.load(site, layout, site.result_element(), where, padding, mask_of(site, layout))]


def distribute_write(site: Site) -> Sequence[ir.Value]:
    if site.node.results:
        raise site.refuse("it writes into a tensor, of which every lane would have another: write into a memref")
    layout, local = site.layout(0), private_memory.local_at(site)
    if local is not None:
        private_memory.write(site, local, mask_of(site, layout))
        return []
    pieces.memory.store(site, layout, site.operands[0], access(site, 1), mask_of(site, layout))
    return []


register(OpRules("vector.transfer_read", None, backward, distribute_read, maskable=True))
register(OpRules("vector.transfer_write", private_memory.forward_write, backward, distribute_write, maskable=True))
