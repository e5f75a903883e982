"""Structured control flow: values keep their layout on the way in, around and out.

The rules stand with the terminators, which hand values on, and forward also with the loops, which take the first in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.pieces.in_lane.site import MissingLayout
from lanewise.rules import RULES, Candidate, LayoutOf, Node, OpRules, Requirement, Site, in_place, register


class Forwarding(NamedTuple):
    """Which values the operands of an op become: those from number `skipped` on, one by one."""

    skipped: int = 0
    results: bool = True
    """Results of the loop, or of the op around a terminator."""
    region: int | None = None
    """Arguments of this region of it, from number `leading` on."""
    leading: int = 0


# Bounds and step precede the inits of scf.for, its induction variable the iter args.
LOOPS = {"scf.for": Forwarding(3, region=0, leading=1), "scf.while": Forwarding(results=False, region=0)}
CONDITION = Forwarding(1, region=1)
"""Of scf.condition: its flag precedes the values."""
ENDS = {"scf.for": Forwarding(region=0, leading=1), "scf.while": LOOPS["scf.while"]} | dict.fromkeys(
    ["scf.if", "scf.index_switch", "scf.execute_region", "vector.mask"], Forwarding()
)
"""Of other terminators, by the op around them."""


def forwarded_to(node: Node, operand: int) -> list[ir.Value]:
    """The values that an operand of a terminator or a loop becomes: results first, then block arguments."""
    forwarding, holder = LOOPS.get(node.name), node
    if forwarding is None and (parent := node.parent) is not None:
        holder = parent
        forwarding = CONDITION if node.name == "scf.condition" else ENDS.get(holder.name)
    if forwarding is None:
        return []
    skipped, results, region, leading = forwarding
    number = operand - skipped
    if number < 0:
        return []
    values = [holder.results[number]] if results and number < len(holder.results) else []
    if region is not None:
        values.append(holder.arguments[region][number + leading])
    return values


def forward(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Candidate]:
    candidates = []
    for value in forwarded_to(node, operand):
        candidates.append(Candidate(value, layout))
    return candidates


def backward(node: Node, layout_of: LayoutOf) -> Iterator[Requirement | Candidate]:
    """Of a terminator: what it becomes, and a loop's init with it, have one layout."""
    parent = node.parent
    loop = LOOPS.get(parent.name) if parent is not None and node.name == "scf.yield" else None
    for operand in range(len(node.operands)):
        values = forwarded_to(node, operand)
        # The first is the result, where there is one: what a body asks of a loop's argument does not reach the loop.
        layout = layout_of(values[0]) if values else None
        if layout is None:
            continue
        yield Requirement(node.op, operand, layout, values[0])
        if parent is not None and loop is not None:
            yield Requirement(parent.op, operand + loop.skipped, layout, values[0])
        for value in values[1:]:
            yield Candidate(value, layout, values[0])


def backward_mask(node: Node, layout_of: LayoutOf) -> Iterator[Requirement]:
    """The pass-through of a vector.mask, when it has one, stands in for the result."""
    layout = layout_of(node.results[0]) if node.results else None
    if layout is not None and len(node.operands) > 1:
        yield Requirement(node.op, 1, layout)


def warning(node: Node, layout_of: LayoutOf) -> str | None:
    """Of a terminator below an op that is not known: nobody knows what becomes of its operands."""
    parent = node.parent
    if parent is None or parent.name in ENDS:
        return None
    for operand, value in enumerate(node.operands):
        if layout_of(value) is not None and not forwarded_to(node, operand):
            return f"no layout rule for '{parent.name}' around this: the layout of operand #{operand} ends here"
    return None


def distribute(site: Site) -> None:
    """Pieces go where whole vectors went: what is handed on must be had in the layout of what it becomes."""
    for number, operand in enumerate(site.node.operands):
        if not isinstance(operand.type, ir.VectorType):
            continue
        for value in forwarded_to(site.node, number):
            wanted = site.layout_of(value)
            if wanted is None:
                what = f"operand #{number} has {site.layout(number)}, but what it becomes"
                raise MissingLayout(site.node, value, what, "let a to_layout read it")
            if site.layout(number) != wanted:
                raise site.refuse(f"operand #{number} has {site.layout(number)}, but becomes a value with {wanted}")


def distribute_mask(site: Site) -> Sequence[ir.Value]:
    """The op within is rebuilt out of what its rules make of the mask."""
    first, *_ = site.node.blocks[0]
    if len(site.node.operands) > 1:
        raise site.refuse("it has a pass-through: let arith.select choose instead")
    rules = RULES.get(first.name)
    if rules is None or rules.distribute is None or not rules.maskable:
        raise site.refuse(f"there is no rule for '{first.name}' under a mask")
    values = rules.distribute(site.masking(first))
    assert values is not None  # Maskable ops are rebuilt.
    return values


register(OpRules("scf.for", forward, distribute=distribute))
register(OpRules("scf.while", forward, distribute=distribute))
register(OpRules("scf.if", distribute=in_place))
register(OpRules("scf.index_switch", distribute=in_place))
register(OpRules("scf.execute_region", distribute=in_place))
register(OpRules("scf.yield", forward, backward, distribute, warning=warning))
register(OpRules("scf.condition", forward, backward, distribute))
register(OpRules("vector.yield", forward, backward, warning=warning))
register(OpRules("vector.mask", backward=backward_mask, distribute=distribute_mask))
