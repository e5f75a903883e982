"""vector.contract: result dimensions take the tiles of the operand dimensions that they come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from lanewise import pieces
from lanewise.layout import NestedLayout
from lanewise.layout.lanes import CACHED
from lanewise.mlir.host import ir
from lanewise.ops.maps import enclosing_mask, inverse, projection, projections
from lanewise.rules import Candidate, LayoutOf, Node, OpRules, Requirement, Site, register

LHS, RHS, ACC = 0, 1, 2


def forward(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Candidate]:
    if operand == ACC:
        return [Candidate(node.results[0], layout)]
    candidates = []
    result = recombined(node, layout_of)
    # Two result dimensions spread over the same lanes leave most elements to no lane: such a layout is refused.
    if result is not None and result.is_surjective():
        candidates.append(Candidate(node.results[0], result))
    for requirement in of_mask(node, operand, layout):
        candidates.append(Candidate(requirement.user.operands[requirement.operand], requirement.layout))
    return candidates


def backward(node: Node, layout_of: LayoutOf) -> Iterable[Requirement]:
    layout = layout_of(node.results[0])
    if layout is not None:
        yield Requirement(node.op, ACC, layout)
    for operand in (LHS, RHS):
        source = layout_of(node.operands[operand])
        if source is not None:
            yield from of_mask(node, operand, source)


def recombined(node: Node, layout_of: LayoutOf) -> NestedLayout | None:
    """The layout that lhs and rhs together give the result, None while one of them has none or where they disagree."""
    lhs, rhs = layout_of(node.operands[LHS]), layout_of(node.operands[RHS])
    if lhs is None or rhs is None:
        return None
    return _recombined(lhs, rhs, node.read("indexing_maps", projections))


@lru_cache(CACHED)
def _recombined(lhs: NestedLayout, rhs: NestedLayout, maps: tuple[tuple[int, ...], ...]) -> NestedLayout | None:
    return NestedLayout.recombine([lhs, rhs], maps[:ACC], maps[ACC])


def of_mask(node: Node, operand: int, layout: NestedLayout) -> Iterable[Requirement]:
    """What an operand asks of an enclosing mask, whose dimensions are the iteration's: all of them or nothing."""
    mask = enclosing_mask(node)
    if mask is None:
        return
    iteration = node.read("indexing_maps", projections)[operand]
    if sorted(iteration) == list(range(len(node.op.attributes["iterator_types"]))):
        yield Requirement(mask, 0, layout.permute(inverse(iteration)), node.operands[operand])


def warning(node: Node, layout_of: LayoutOf) -> str | None:
    result = recombined(node, layout_of)
    if result is None or result.is_surjective():
        return None
    return (
        "lhs and rhs spread two dimensions of the result over the same lanes: "
        f"refused {result}, which leaves elements without a lane"
    )


def distribute(site: Site) -> Sequence[ir.Value]:
    """A contract of pieces; then a reduction across the lanes that the summed dimensions are spread over."""
    maps = [projection(attribute) for attribute in site.attribute("indexing_maps")]
    loops = layout_of_loops(site, maps)
    inputs = [
        pieces.convert.convert(site, site.operands[operand], site.layout(operand), loops.apply(maps[operand]))
        for operand in (LHS, RHS)
    ]
    result, summed = loops.apply(maps[ACC]), sums(maps, loops.rank)
    acc = site.operands[ACC]
    if not pieces.reduce.crosses_lanes(loops, summed):
        return [contract(site, loops, maps, [*inputs, acc])]
    kind = pieces.reduce.kind_of(site) if "kind" in site.node.op.attributes else "add"
    start = pieces.reduction_kinds.identity(site, kind, pieces.site.element_type(acc.type))
    part = contract(site, loops, maps, [*inputs, site.splat(result.piece, start)])
    everything = loops.apply((*maps[ACC], *summed))
    total = pieces.reduce.across(site, part, everything, range(result.rank, everything.rank), kind)
    return [pieces.reduction_kinds.combine(site, kind, acc, total, site.node.op.attributes.get("fastmath", None))]


def sums(maps: Sequence[Sequence[int]], rank: int) -> list[int]:
    """The dimensions of the iteration that the result lacks."""
    return [dim for dim in range(rank) if dim not in maps[ACC]]


def layout_of_loops(site: Site, maps: Sequence[Sequence[int]]) -> NestedLayout:
    """How the iteration lies over lanes: as the result does, and along summed dimensions as lhs does, or rhs.

    Where that would share lanes, or is more than there are, each lane sums alone.
    """
    rank = len(site.attribute("iterator_types"))
    have = [(maps[operand], site.layout(operand)) for operand in (LHS, RHS)]
    if isinstance(site.node.results[0].type, ir.VectorType):
        have.insert(0, (maps[ACC], site.result_layout()))
    column = {dim: layout.apply([at]) for dims, layout in reversed(have) for at, dim in enumerate(dims)}
    columns = [column[dim] for dim in range(rank)]
    found, summed = NestedLayout.concat(columns), sums(maps, rank)
    fits = pieces.lanes.misfit(site.kernel, found) is None
    if pieces.reduce.crosses_lanes(found, summed) and not (fits and pieces.lanes.tells_apart(found)):
        for dim in summed:
            columns[dim] = NestedLayout.replicated(columns[dim].shape)
        found = NestedLayout.concat(columns)
    pieces.lanes.check(site, found)
    return found


def contract(site: Site, loops: NestedLayout, maps: Sequence[Sequence[int]], operands: Sequence[ir.Value]) -> ir.Value:
    """A vector.contract of pieces, each loop in three: over batch, outer and element."""
    rank = loops.rank
    attributes = site.carried()
    attributes["indexing_maps"] = ir.ArrayAttr.get(
        [
            site.kernel.affine_map(3 * rank, tuple(group * rank + dim for group in range(3) for dim in dims))
            for dims in maps
        ]
    )
    attributes["iterator_types"] = ir.ArrayAttr.get(list(site.attribute("iterator_types")) * 3)
    if site.mask is None:
        return site.value("vector.contract", operands, operands[ACC].type, attributes)
    of_mask = dict(site.around.op.attributes.items()) if site.around is not None else {}
    mask = site.op("vector.mask", [pieces.convert.mask_in(site, loops)], [operands[ACC].type], of_mask, regions=1)
    inside = site.in_region(mask)
    product = inside.value("vector.contract", operands, operands[ACC].type, attributes)
    inside.op("vector.yield", [product])
    return mask.results[0]


register(OpRules("vector.contract", forward, backward, distribute, warning=warning, maskable=True))
