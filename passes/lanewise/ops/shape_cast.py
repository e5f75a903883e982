"""vector.shape_cast: the elements keep their row-major order, so tiles split and merge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lanewise import pieces
from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.rules import Candidate, LayoutOf, Node, OpRules, Requirement, Site, always, register


def forward(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Candidate]:
    result = layout.reshape(node.results[0].type.shape)
    return [] if result is None else [Candidate(node.results[0], result)]


def backward(node: Node, layout_of: LayoutOf) -> Iterable[Requirement]:
    layout = layout_of(node.results[0])
    source = None if layout is None else layout.reshape(node.operands[0].type.shape)
    return [] if source is None else [Requirement(node.op, 0, source)]


def distribute(site: Site) -> Sequence[ir.Value]:
    """Reads the registers in another order; where the layouts give lanes other elements, these have to travel."""
    piece = pieces.convert.convert(site, site.operands[0], site.layout(0), site.result_layout())
    # A result of no dimensions is a vector all the same.
    type_ = site.retyped(site.node.results[0].type, site.result_element())
    return [piece if isinstance(piece.type, ir.VectorType) else site.value("vector.broadcast", [piece], type_)]


register(OpRules("vector.shape_cast", forward, backward, distribute, pure=always))
