"""vector.multi_reduction and vector.reduction: the result keeps the layout of the dimensions that stay."""

from __future__ import annotations

import math
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
    source, dims, acc = site.layout(SOURCE), _dims(site, site.attribute("reduction_dims")), site.operands[ACC]
    kind, marks = pieces.reduce.kind_of(site), site.carried("kind", "reduction_dims")
    piece, rest = _unmasked(site, source, kind), source.project(dims)
    is_vector = isinstance(site.node.results[0].type, ir.VectorType)
    wanted = site.result_layout() if is_vector else rest
    if rest == wanted:
        return [pieces.reduce.reduce(site, piece, source, dims, kind, acc, marks)]
    held = pieces.reduce.partial(site, piece, source, dims, kind, marks)
    total = pieces.convert.convert(site, pieces.reduce.across(site, held, source, dims, kind), rest, wanted)
    return [pieces.reduction_kinds.combine(site, kind, acc, total)]


@once_per_kernel
def _dims(site: Site, attribute: ir.Attribute) -> Sequence[int]:
    return sorted(attribute)


def distribute_flat(site: Site) -> Sequence[ir.Value]:
    """vector.reduction: its acc is optional, its result a scalar. So is what a lane makes of its registers."""
    source, kind, operands = site.layout(SOURCE), pieces.reduce.kind_of(site), list(site.operands)
    element = site.element(SOURCE)
    pieces.reduction_kinds.require(site, kind, element)
    piece, count = _unmasked(site, source, kind), math.prod(source.piece)
    flat = pieces.registers.cast(site, piece, (count,))
    if not pieces.reduce.crosses_lanes(source, [0]):
        return [site.value("vector.reduction", [flat, *operands[ACC:]], element, site.carried())]
    if count == 1:
        held = pieces.registers.cast(site, flat, ())
    else:
        held = site.value("vector.reduction", [flat], element, site.carried())
    total = pieces.reduce.across(site, held, source, [0], kind)
    if len(operands) == ACC:
        return [total]
    fastmath = site.node.op.attributes.get("fastmath", None)
    return [pieces.reduction_kinds.combine(site, kind, operands[ACC], total, fastmath)]


def _unmasked(site: Site, source: NestedLayout, kind: str) -> ir.Value:
    """The piece of the source; identities stand for what is masked."""
    piece = site.operands[SOURCE]
    if site.mask is None:
        return piece
    ignored = pieces.reduction_kinds.identities(site, kind, source.piece, site.element(SOURCE))
    return site.value("arith.select", [pieces.convert.mask_in(site, source), piece, ignored], piece.type)


register(OpRules("vector.multi_reduction", forward, backward, distribute, maskable=True))
register(OpRules("vector.reduction", distribute=distribute_flat, maskable=True))
