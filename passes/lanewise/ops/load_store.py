"""vector.load, vector.store and what masks them: as transfers along the last dimensions of a memref, all in bounds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lanewise import pieces
from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.rules import Candidate, LayoutOf, Node, OpRules, Requirement, Site, register


def forward(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Candidate]:
    return [Candidate(result, layout) for result in node.results]


def backward_read(node: Node, layout_of: LayoutOf) -> Iterable[Requirement]:
    """Mask and pass-through, the last two operands, come as the result does."""
    layout = layout_of(node.results[0])
    if layout is not None:
        last = len(node.operands)
        yield from (Requirement(node.op, operand, layout) for operand in (last - 2, last - 1))


def backward_write(node: Node, layout_of: LayoutOf) -> Iterable[Requirement]:
    """The mask, and whatever else says where an element goes, come as the value does: vectors, of which it is last."""
    vectors = [number for number, value in enumerate(node.operands) if isinstance(value.type, ir.VectorType)]
    known = next((number for number in reversed(vectors) if layout_of(node.operands[number]) is not None), None)
    if known is None:
        return
    source = node.operands[known]
    layout = layout_of(source)
    assert layout is not None
    yield from (Requirement(node.op, number, layout, source) for number in vectors if number != known)


def access(site: Site, base: int, indices: Sequence[ir.Value], rank: int) -> pieces.memory.VectorAccess:
    """Where a vector of `rank` dimensions lies; operand number `base` is the memory. Raises Failure."""
    memory = site.operands[base]
    if not isinstance(memory.type, ir.MemRefType):
        raise site.refuse("it reads or writes a tensor, of which every lane would have another: let it use a memref")
    if isinstance(memory.type.element_type, ir.VectorType):
        raise site.refuse(f"the elements of {memory.type} are vectors, which lanes cannot share: let it hold scalars")
    first = len(indices) - rank
    return pieces.memory.VectorAccess(memory, tuple(indices), tuple(range(first, first + rank)), (True,) * rank)


def distribute_load(site: Site) -> Sequence[ir.Value]:
    layout = site.result_layout()
    where = access(site, 0, list(site.operands)[1:], layout.rank)
    return [pieces.consecutive.load(site, layout, site.result_element(), where, None)]


def distribute_store(site: Site) -> Sequence[ir.Value]:
    layout = site.layout(0)
    where = access(site, 1, list(site.operands)[2:], layout.rank)
    pieces.consecutive.store(site, layout, site.operands[0], where, None)
    return []


def following(site: Site, number: int, layout: NestedLayout) -> ir.Value:
    """An operand under the layout of what is moved."""
    return pieces.convert.convert(site, site.operands[number], site.layout(number), layout)


def distribute_masked_load(site: Site) -> Sequence[ir.Value]:
    layout, last = site.result_layout(), len(site.operands)
    where = access(site, 0, list(site.operands)[1 : last - 2], layout.rank)
    masked = following(site, last - 2, layout), following(site, last - 1, layout)
    return [pieces.consecutive.load(site, layout, site.result_element(), where, masked)]


def distribute_masked_store(site: Site) -> Sequence[ir.Value]:
    value = len(site.operands) - 1
    layout = site.layout(value)
    where = access(site, 0, list(site.operands)[1 : value - 1], layout.rank)
    mask = following(site, value - 1, layout)
    pieces.consecutive.store(site, layout, site.operands[value], where, mask)
    return []


def refuse_packed(site: Site) -> Sequence[ir.Value]:
    """Raises Failure."""
    text = "where an element lies depends on how many before it the mask names, and lanes hold parts of the mask"
    instead = "vector.gather" if site.node.results else "vector.scatter"
    raise site.refuse(f"{text}: use a {instead} by numbers that a vector.scan of the mask counts")


register(OpRules("vector.load", distribute=distribute_load))
register(OpRules("vector.store", distribute=distribute_store))
register(OpRules("vector.maskedload", forward, backward_read, distribute_masked_load))
register(OpRules("vector.maskedstore", backward=backward_write, distribute=distribute_masked_store))
register(OpRules("vector.expandload", forward, backward_read, refuse_packed))
register(OpRules("vector.compressstore", backward=backward_write, distribute=refuse_packed))
