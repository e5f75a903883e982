"""vector.transpose: each lane keeps its elements and renames their coordinates."""

from __future__ import annotations

from collections.abc import Iterable

from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.ops.maps import inverse
from lanewise.pieces.in_lane.kernel import once_per_kernel
from lanewise.rules import Candidate, LayoutOf, Node, OpRules, Requirement, Site, always, register


def permutation(node: Node) -> list[int]:
    return node.read("permutation", list)


def forward(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Candidate]:
    return [Candidate(node.results[0], layout.permute(permutation(node)))]


def backward(node: Node, layout_of: LayoutOf) -> Iterable[Requirement]:
    layout = layout_of(node.results[0])
    if layout is not None:
        yield Requirement(node.op, 0, layout.permute(node.read("permutation", inverse)))


def distribute(site: Site) -> None:
    attributes = site.node.op.attributes
    attributes["permutation"] = _of_piece(site, attributes["permutation"])


@once_per_kernel
def _of_piece(site: Site, whole: ir.Attribute) -> ir.Attribute:
    # A piece is batch, outer, element: permute the three groups alike.
    perm = list(whole)
    return site.kernel.integers(group * len(perm) + dim for group in range(3) for dim in perm)


register(OpRules("vector.transpose", forward, backward, distribute, pure=always))
