"""vector.contract: result dimensions take the tiles of the operand dimensions that they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from lanewise import pieces
from lanewise.layout import NestedLayout
from lanewise.layout.lanes import CACHED
from lanewise.mlir.host import ir
from lanewise.ops.maps import enclosing_mask, projection, projections
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
    return candidates


def backward(node: Node, layout_of: LayoutOf) -> Iterable[Requirement | Candidate]:
    """Where lhs or rhs has no layout, it may be spread as the iteration is; so must be the mask."""
    result = layout_of(node.results[0])
    if result is not None:
        yield Requirement(node.op, ACC, result)
    bare = [number for number in (LHS, RHS) if layout_of(node.operands[number]) is None]
    mask = enclosing_mask(node)
    if not bare and mask is None:
        return
    maps = node.read("indexing_maps", projections)
    columns = distinct(maps, known_columns(node, maps, layout_of))
    whose = tuple(value for value in (*node.results, *node.operands[:ACC]) if layout_of(value) is not None)
    for number in bare:
        if columns.keys() >= set(maps[number]):
            yield Candidate(node.operands[number], _pick(columns, maps[number]), whose)
    rank = len(node.op.attributes["iterator_types"])
    if mask is not None and len(columns) == rank:
        yield Requirement(mask, 0, _pick(columns, range(rank)), whose)


def known_columns(node: Node, maps: Sequence[Sequence[int]], layout_of: LayoutOf) -> dict[int, NestedLayout]:
    """How dimensions of the iteration lie over lanes: as the result does, and summed ones as lhs does, or rhs."""
    found: dict[int, NestedLayout] = {}
    for number, value in ((ACC, node.results[0]), (LHS, node.operands[LHS]), (RHS, node.operands[RHS])):
        layout = layout_of(value)
        if layout is not None:
            for at, dim in enumerate(maps[number]):
                found.setdefault(dim, layout.apply([at]))
    return found


def distinct(maps: Sequence[Sequence[int]], columns: dict[int, NestedLayout]) -> dict[int, NestedLayout]:
    """Where dimensions share lanes, each lane sums alone; none where the others share some still."""
    if not columns or _pick(columns, sorted(columns)).is_surjective():
        return columns
    alone = {dim: one if dim in maps[ACC] else NestedLayout.replicated(one.shape) for dim, one in columns.items()}
    return alone if _pick(alone, sorted(alone)).is_surjective() else {}


def _pick(columns: Mapping[int, NestedLayout], dims: Iterable[int]) -> NestedLayout:
    return NestedLayout.concat([columns[dim] for dim in dims])


def recombined(node: Node, layout_of: LayoutOf) -> NestedLayout | None:
    """The layout that lhs and rhs together give the result, None while one of them has none or where they disagree."""
    lhs, rhs = layout_of(node.operands[LHS]), layout_of(node.operands[RHS])
    if lhs is None or rhs is None:
        return None
    return _recombined(lhs, rhs, node.read("indexing_maps", projections))


@lru_cache(CACHED)
def _recombined(lhs: NestedLayout, rhs: NestedLayout, maps: tuple[tuple[int, ...], ...]) -> NestedLayout | None:
    return NestedLayout.recombine([lhs, rhs], maps[:ACC], maps[ACC])


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
    for number in (LHS, RHS):
        site.layout(number)  # Says that it has none.
    columns = known_columns(site.node, maps, site.layout_of)
    found, summed = _pick(columns, range(rank)), sums(maps, rank)
    fits = pieces.lanes.misfit(site.kernel, found) is None
    if pieces.reduce.crosses_lanes(found, summed) and not (fits and pieces.lanes.tells_apart(found)):
        for dim in summed:
            columns[dim] = NestedLayout.replicated(columns[dim].shape)
        found = _pick(columns, range(rank))
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
