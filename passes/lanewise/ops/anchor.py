"""to_layout: what the author wrote governs, and asks its input to come in that layout already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lanewise import pieces
from lanewise.layout import NestedLayout
from lanewise.mlir import dialect
from lanewise.mlir.host import ir
from lanewise.ops.coalesced import coalesced
from lanewise.rules import Candidate, LayoutOf, Node, OpRules, Requirement, Site, register


def forward(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Candidate]:
    return ()


def backward(node: Node, layout_of: LayoutOf) -> Iterable[Requirement | Candidate]:
    """Of an input that has no layout: a conversion gives its own to what it converts, and what goes through shared
    memory comes as it is best read."""
    layout, attributes, value = layout_of(node.results[0]), node.op.attributes, node.operands[0]
    if layout is None:
        return
    if dialect.SHARED_MEMORY_CONVERSION in attributes:
        found = coalesced(node, value) if layout_of(value) is None else None
        if found is not None:
            yield Candidate(value, found, ())
    elif dialect.CONVERSION in attributes:
        yield Candidate(value, layout)
    else:
        yield Requirement(node.op, 0, layout)


def distribute(site: Site) -> Sequence[ir.Value]:
    """From the layout that the input has to the one that is written."""
    type_ = site.operands[0].type
    if not isinstance(type_, ir.VectorType):
        raise site.refuse(f"it lays out a {type_}, and lanes share vectors: vectorize what works on tensors before")
    return [pieces.convert.convert(site, site.operands[0], site.layout(0), site.result_layout())]


def warning(node: Node, layout_of: LayoutOf) -> str | None:
    layout = layout_of(node.results[0])
    if layout is None or layout.is_surjective():
        return None
    return f"{layout} leaves elements without a lane: its dimensions share lanes, or a tile above 1 has stride 0"


register(OpRules(dialect.TO_LAYOUT, forward, backward, distribute, warning=warning))
register(OpRules(dialect.TO_SIMD, opaque=True))
register(OpRules(dialect.TO_SIMT, opaque=True))
