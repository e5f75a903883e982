"""What each phase may ask of an op: one record an op name.

The rules of an analysis suggest and never edit. `forward` says which values an operand's layout suggests a layout
for (candidates), `backward` what the layouts of an op's results require of operands; `distribute` builds what computes
one lane's share of the results. The drivers in `analysis/` and `distribution/` own order and policy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.mlir.node import LayoutOf as LayoutOf
from lanewise.mlir.node import Node as Node
from lanewise.pieces.in_lane.site import Site as Site


class Candidate(NamedTuple):
    """`value` may have `layout`; `because`, of a backward rule, as in Requirement."""

    value: ir.Value
    layout: NestedLayout
    because: ir.Value | tuple[ir.Value, ...] | None = None


class Requirement(NamedTuple):
    """Backward: operand number `operand` of `user` must come in `layout`."""

    user: ir.Operation
    operand: int
    layout: NestedLayout
    because: ir.Value | tuple[ir.Value, ...] | None = None
    """Whose layout it follows from, or that of which several together; None: that of the first result of the op whose
    rule says so."""


Forward = Callable[[Node, int, NestedLayout, LayoutOf], Iterable[Candidate]]
"""(op, operand number, a layout of that operand, first layouts) -> candidates."""

Backward = Callable[[Node, LayoutOf], Iterable[Requirement | Candidate]]
"""(op, layouts) -> requirements. Called once, when the layouts of the op's results are final. A candidate made here
is taken by a value that has no layout yet and is no requirement."""

Pure = Callable[[Node], bool]

Warn = Callable[[Node, LayoutOf], str | None]
"""What a user should know about the layouts around an op, once they are final."""

Distribute = Callable[[Site], Sequence[ir.Value] | None]
"""The pieces of the op's results, built before it out of the pieces that it reads now; or None when the op stays and
computes them by itself, once its results have the types of pieces. Raises Failure where it cannot."""


def always(node: Node) -> bool:
    return True


def in_place(site: Site) -> None:
    """Distribute: the op does to pieces what it does to whole vectors."""


@dataclass(frozen=True, slots=True)
class OpRules:
    """Everything that the phases may ask of one op.

    `constant` and `pure` say what may be rematerialized: a constant costs nothing and is copied from any block; a pure
    op may stand in a chain of bounded length within one block. `opaque` marks an op whose vectors stay whole: it hands
    them in or on. `maskable` says that `distribute` heeds the mask of an enclosing vector.mask.

    `same_layout` says that all vectors of the op have one layout, and that it has no regions: `forward` and `backward`
    follow from that, and the analysis need not call them. Raises ValueError where others are given. `verified` adds
    that the host's verifier makes sure of vectors as results where operands are; of other ops the analysis looks.
    """

    name: str
    forward: Forward | None = None
    backward: Backward | None = None
    distribute: Distribute | None = None
    constant: bool = False
    pure: Pure | None = None
    warning: Warn | None = None
    opaque: bool = False
    maskable: bool = False
    same_layout: bool = False
    verified: bool = False

    def __post_init__(self) -> None:
        if self.same_layout:
            for kind, rule in (("forward", _forward_same), ("backward", _backward_same)):
                if getattr(self, kind) not in (None, rule):
                    raise ValueError(f"{self.name} has a rule '{kind}' beside same_layout, of which it follows")
                object.__setattr__(self, kind, rule)


def shared_layout(node: Node, layout_of: LayoutOf) -> NestedLayout | None:
    """The layout of the first result that has one."""
    for result in node.results:
        layout = layout_of(result)
        if layout is not None:
            return layout
    return None


def _forward_same(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Candidate]:
    return [Candidate(result, layout) for result in node.results]


def _backward_same(node: Node, layout_of: LayoutOf) -> Iterable[Requirement]:
    for result in node.results:
        layout = layout_of(result)
        if layout is not None:
            return [Requirement(node.op, number, layout, result) for number in range(len(node.operands))]
    return []


RULES: dict[str, OpRules] = {}


def register(rules: OpRules) -> None:
    """Add the record of one op. Raises ValueError when the op has one already."""
    if rules.name in RULES:
        raise ValueError(f"{rules.name} has rules already")
    RULES[rules.name] = rules


def is_pure(node: Node) -> bool:
    """Whether an op may be made once more, or not at all when nobody reads it: a constant is pure, too."""
    rules = RULES.get(node.name)
    return rules is not None and (rules.constant or (rules.pure is not None and rules.pure(node)))
