"""vector.multi_reduction and vector.reduction: the result keeps the layout of the dimensions that stay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lanewise import pieces
from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.ops.maps import enclosing_mask
from lanewise.pieces.in_lane.kernel import once_per_kernel
from lanewise.rules import Candidate, LayoutOf, Node, OpRules, Requirement, Site, register

SOURCE, ACC = 0, 1


def forward(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Candidate]:
    if operand == ACC:
        return [Candidate(node.results[0], layout)]
    candidates = [Candidate(node.results[0], layout.project(node.read("reduction_dims", list)))]
    mask = enclosing_mask(node)
    if mask is not None:
        candidates.append(Candidate(mask.operands[0], layout))
    return candidates


def backward(node: Node, layout_of: LayoutOf) -> Iterable[Requirement]:
    layout = layout_of(node.results[0])
    if layout is not None:
        yield Requirement(node.op, ACC, layout)
    source = layout_of(node.operands[SOURCE])
    mask = enclosing_mask(node)
    if mask is not None and source is not None:
        yield Requirement(mask, 0, source, node.operands[SOURCE])


def distribute(site: Site) -> Sequence[ir.Value]:
    """What a lane holds first, then across lanes; masked elements count as the kind's identity."""
    return [distribute_reduction(site, _dims(site, site.attribute("reduction_dims")), site.operands[ACC])]


@once_per_kernel
def _dims(site: Site, attribute: ir.Attribute) -> Sequence[int]:
    return sorted(attribute)


def distribute_flat(site: Site) -> Sequence[ir.Value]:
    """vector.reduction: its acc is optional, its result a scalar."""
    return [distribute_reduction(site, [0], site.operands[ACC] if len(site.operands) > 1 else None)]


def distribute_reduction(site: Site, dims: Sequence[int], acc: ir.Value | None) -> ir.Value:
    source = site.layout(SOURCE)
    kind = pieces.reduce.kind_of(site)
    piece = site.operands[SOURCE]
    if site.mask is not None:
        ignored = pieces.reduction_kinds.identities(site, kind, source.piece, site.element(SOURCE))
        piece = site.value("arith.select", [pieces.convert.mask_in(site, source), piece, ignored], piece.type)
    rest = source.project(dims)
    is_vector = isinstance(site.node.results[0].type, ir.VectorType)
    wanted = site.result_layout() if is_vector else rest
    if acc is not None and rest == wanted:
        return pieces.reduce.reduce(site, piece, source, dims, kind, acc)
    total = pieces.reduce.across(site, pieces.reduce.partial(site, piece, source, dims, kind), source, dims, kind)
    total = pieces.convert.convert(site, total, rest, wanted)
    return total if acc is None else pieces.reduction_kinds.combine(site, kind, acc, total)


register(OpRules("vector.multi_reduction", forward, backward, distribute, maskable=True))
register(OpRules("vector.reduction", distribute=distribute_flat, maskable=True))
