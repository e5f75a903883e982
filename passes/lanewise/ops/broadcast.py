"""vector.broadcast: every lane that holds a copy of an element must be able to read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from lanewise import pieces
from lanewise.layout import NestedLayout
from lanewise.layout.lanes import CACHED
from lanewise.mlir.host import ir
from lanewise.rules import LayoutOf, Node, OpRules, Requirement, Site, always, register


def backward(node: Node, layout_of: LayoutOf) -> Iterable[Requirement]:
    layout = layout_of(node.results[0])
    if layout is not None and isinstance(source := node.operands[0].type, ir.VectorType):
        yield Requirement(node.op, 0, of_source(layout, tuple(source.shape)))


@lru_cache(CACHED)
def of_source(layout: NestedLayout, shape: tuple[int, ...]) -> NestedLayout:
    """What the result's layout leaves to a source of this shape."""
    leading = layout.rank - len(shape)
    # A unit dimension that is stretched holds one element, whatever the result spreads there.
    stretched = [dim for dim, size in enumerate(shape) if size == 1 and layout.shape[leading + dim] != 1]
    return layout.project(range(leading)).with_unit(stretched)


def distribute(site: Site) -> Sequence[ir.Value] | None:
    """Each lane copies what it holds: units make room for new dimensions in each group, and are stretched."""
    source = site.operands[0]
    type_ = source.type
    if not isinstance(type_, ir.VectorType):
        return None
    layout, have = site.result_layout(), site.layout(0)
    units = (1,) * (layout.rank - have.rank)
    room = pieces.registers.cast(
        site, source, (*units, *have.batch_tile, *units, *have.outer_tile, *units, *have.element_tile), type_
    )
    return [site.value("vector.broadcast", [room], site.kernel.reshaped(type_, layout.piece), site.carried())]


register(OpRules("vector.broadcast", backward=backward, distribute=distribute, pure=always))
