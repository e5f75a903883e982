"""vector.scan: dest runs along with the source; the accumulated value lacks the dimension that was scanned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lanewise import pieces
from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.pieces.in_lane.site import Site
from lanewise.rules import Candidate, LayoutOf, Node, OpRules, Requirement, register

SOURCE, INITIAL = 0, 1
DEST, ACCUMULATED = 0, 1


def without_scanned(node: Node, layout: NestedLayout) -> NestedLayout:
    return layout.project([int(node.op.attributes["reduction_dim"])])


def forward(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Candidate]:
    if operand == INITIAL:
        return [Candidate(node.results[ACCUMULATED], layout)]
    return [Candidate(node.results[DEST], layout), Candidate(node.results[ACCUMULATED], without_scanned(node, layout))]


def backward(node: Node, layout_of: LayoutOf) -> Iterable[Requirement]:
    layout = layout_of(node.results[DEST])
    if layout is not None:
        yield Requirement(node.op, SOURCE, layout)
        yield Requirement(node.op, INITIAL, without_scanned(node, layout))


def distribute(site: Site) -> Sequence[ir.Value]:
    """Runs of registers, then lanes, then subgroups. Nothing is made for an accumulated value that nobody reads."""
    node, layout = site.node, site.layout(SOURCE)
    rest = without_scanned(node, layout)
    initial = pieces.convert.convert(site, site.operands[INITIAL], site.layout(INITIAL), rest)
    used = any(True for _ in node.results[ACCUMULATED].uses)
    start = None if ir.BoolAttr(site.attribute("inclusive")).value else initial
    dim, kind = int(site.attribute("reduction_dim")), pieces.reduce.kind_of(site)
    dest, accumulated = pieces.scan.scan(site, site.operands[SOURCE], layout, dim, kind, start, used)
    dest = pieces.convert.convert(site, dest, layout, site.result_layout(DEST))
    if not used or accumulated is None:
        return [dest, initial]  # Nobody reads the second.
    return [dest, pieces.convert.convert(site, accumulated, rest, site.result_layout(ACCUMULATED))]


register(OpRules("vector.scan", forward, backward, distribute))
