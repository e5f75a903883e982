"""vector.extract and vector.insert: leading dimensions are dropped, the others keep their layout.

Who holds what is dropped matters: an element that some lanes hold is handed to all, and written by those alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lanewise import pieces
from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.rules import Candidate, LayoutOf, Node, OpRules, Requirement, Site, register

VALUE, DEST = 0, 1

DYNAMIC = ir.ShapedType.get_dynamic_size()
"""In `static_position`: the next operand has the position."""


def dropped(node: Node) -> range:
    return range(len(node.op.attributes["static_position"]))


def forward_extract(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Candidate]:
    return [Candidate(node.results[0], layout.project(dropped(node)))]


def backward_extract(node: Node, layout_of: LayoutOf) -> Iterable[Requirement]:
    layout, have = layout_of(node.results[0]), layout_of(node.operands[0])
    if layout is None:
        return
    if have is not None and have.project(dropped(node)) == layout:
        yield Requirement(node.op, 0, have)
    else:
        yield Requirement(node.op, 0, with_leading(node, node.operands[0], layout))


def forward_insert(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Candidate]:
    if operand == DEST:
        return [Candidate(node.results[0], layout)]
    if operand == VALUE and layout_of(node.operands[DEST]) is None:
        return [Candidate(node.results[0], with_leading(node, node.results[0], layout))]
    return ()


def backward_insert(node: Node, layout_of: LayoutOf) -> Iterable[Requirement]:
    layout = layout_of(node.results[0])
    if layout is not None:
        yield Requirement(node.op, DEST, layout)
        if isinstance(node.operands[VALUE].type, ir.VectorType):
            yield Requirement(node.op, VALUE, layout.project(dropped(node)))


def with_leading(node: Node, whole: ir.Value, layout: NestedLayout) -> NestedLayout:
    """Of a vector with the dropped dimensions, of which each lane holds all."""
    leading = NestedLayout.replicated(whole.type.shape[: len(dropped(node))])
    return NestedLayout.concat([leading, layout])


def indices(site: Site, first: int) -> list[int | ir.Value]:
    """The positions: numbers where they are known, else values, of which operand `first` is the first."""
    left = iter(list(site.operands)[first:])
    found: list[int | ir.Value] = []
    for entry in site.attribute("static_position"):
        value = next(left) if entry == DYNAMIC else None
        known = int(entry) if value is None else site.kernel.constant_value(value)
        found.append(value if known is None else known)
    return found


def distribute_extract(site: Site) -> Sequence[ir.Value] | None:
    layout = site.layout(0)
    if layout.rank == 0:
        return None
    wanted = indices(site, 1)
    rest = layout.project(range(len(wanted)))
    known = numbers(site, layout, wanted)
    if known is None:
        value = extract_any(site, layout, wanted, rest)
    else:
        cuts = [pieces.parts.only(layout, dim, position) for dim, position in enumerate(known)]
        cuts += [pieces.parts.Cut(layout.apply([dim]), 0) for dim in range(len(known), layout.rank)]
        value = pieces.parts.pick(site, site.operands[0], layout, cuts, rest.piece or (1,))
        owners = {dim: pieces.parts.owner(layout, dim, position) for dim, position in enumerate(known)}
        value = pieces.parts.from_holder(site, value, layout, owners, rest)
    if rest.rank:
        return [pieces.convert.convert(site, value, rest, site.result_layout())]
    value = pieces.registers.cast(site, value, ())
    whole = site.node.results[0].type
    return [site.value("vector.broadcast", [value], whole) if isinstance(whole, ir.VectorType) else value]


def numbers(site: Site, layout: NestedLayout, wanted: Sequence[int | ir.Value]) -> list[int] | None:
    """The positions if all are known. Raises Failure for one that is outside of the vector."""
    known = [position for position in wanted if isinstance(position, int)]
    if len(known) < len(wanted):
        return None
    for dim, position in enumerate(known):
        if not 0 <= position < layout.shape[dim]:
            raise site.refuse(f"position {position} is outside of dimension {dim}, which has {layout.shape[dim]}")
    return known


def extract_any(site: Site, layout: NestedLayout, wanted: Sequence[int | ir.Value], rest: NestedLayout) -> ir.Value:
    """Extract at positions that are not all known, of dimensions that each lane holds all of."""
    rank, kernel = layout.rank, site.kernel
    for dim in range(len(wanted)):
        if layout.thread_tile[dim] > 1 or layout.subgroup_tile[dim] > 1:
            raise site.refuse(
                f"the position in dimension {dim} is not a constant, and {layout} spreads that dimension over lanes: "
                "let it read a to_layout in which each lane holds all of it"
            )
    order = [group * rank + dim for dim in range(len(wanted)) for group in range(3)]
    order += [group * rank + dim for group in range(3) for dim in range(len(wanted), rank)]
    sizes = [*layout.shape[: len(wanted)], *rest.piece]
    ordered = pieces.registers.reorder(site, site.operands[0], layout.piece, order, sizes)
    static = [position if isinstance(position, int) else DYNAMIC for position in wanted]
    dynamic = [position for position in wanted if isinstance(position, ir.Value)]
    element = site.element(0)
    type_ = kernel.vector(rest.piece, element) if rest.rank else element
    attributes = site.carried() | {"static_position": kernel.integers(static)}
    return site.value("vector.extract", [ordered, *dynamic], type_, attributes)


def distribute_insert(site: Site) -> Sequence[ir.Value] | None:
    layout = site.layout(DEST)
    if layout.rank == 0:
        return None
    wanted = indices(site, DEST + 1)
    rest = layout.project(range(len(wanted)))
    value, dest = site.operands[VALUE], site.operands[DEST]
    if rest.rank:
        value = pieces.convert.convert(site, value, site.layout(VALUE), rest)
    elif isinstance(value.type, ir.VectorType):
        value = pieces.registers.cast(site, value, ())
    known = numbers(site, layout, wanted)
    if known is None:
        merged = insert_any(site, value, dest, layout, wanted)
    else:
        cuts = [pieces.parts.only(layout, dim, position) for dim, position in enumerate(known)]
        cuts += [pieces.parts.Cut(layout.apply([dim]), 0) for dim in range(len(known), layout.rank)]
        merged = pieces.parts.put(site, pieces.registers.cast(site, value, rest.piece or (1,)), dest, layout, cuts)
        mine = pieces.parts.is_holder(
            site, layout, {dim: pieces.parts.owner(layout, dim, position) for dim, position in enumerate(known)}
        )
        if mine is not None:
            merged = site.value("arith.select", [mine, merged, dest], merged.type)
    return [pieces.convert.convert(site, merged, layout, site.result_layout())]


def insert_any(
    site: Site, value: ir.Value, dest: ir.Value, layout: NestedLayout, wanted: Sequence[int | ir.Value]
) -> ir.Value:
    """Insert at positions that are not all known: every register is asked whether it is meant."""
    kernel = site.kernel
    meant: ir.Value | None = None
    for dim, position in enumerate(wanted):
        have = pieces.positions.positions(site, layout, dim)
        at = kernel.index(position) if isinstance(position, int) else position
        asked = site.value("vector.broadcast", [at], have.type)
        one = pieces.positions.fill(site, site.compare(pieces.kernel.EQUAL, have, asked), layout)
        meant = one if meant is None else site.value("arith.andi", [meant, one], one.type)
    if meant is None:
        return value
    if isinstance(value.type, ir.VectorType):
        rest, units = layout.project(range(len(wanted))), (1,) * len(wanted)
        groups = (rest.batch_tile, rest.outer_tile, rest.element_tile)
        value = pieces.registers.cast(site, value, [size for group in groups for size in (*units, *group)])
    return site.value("arith.select", [meant, pieces.positions.fill(site, value, layout), dest], dest.type)


register(OpRules("vector.extract", forward_extract, backward_extract, distribute_extract))
register(OpRules("vector.insert", forward_insert, backward_insert, distribute_insert))
