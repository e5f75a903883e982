"""Structured control flow: values keep their layout on the way in, around and out.

The rules stand with the terminators, which hand values on, and forward also with the loops, which take the first in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lanewise.host import ir
from lanewise.layout import NestedLayout
from lanewise.rules import RULES, Demand, LayoutOf, Node, Offer, OpRules, Site, register, stays

# scf.for: lower bound, upper bound and step precede the inits; the induction variable precedes the iter args.
BOUNDS, INDUCTION = 3, 1
# scf.condition: the flag precedes the values.
FLAG = 1


def handed_on(node: Node, operand: int) -> list[ir.Value]:
    """The values that an operand of a terminator or a loop becomes: results first, then block arguments."""
    if node.name == "scf.for":
        first = operand - BOUNDS
        return [node.results[first], node.arguments(0)[first + INDUCTION]] if first >= 0 else []
    if node.name == "scf.while":
        return [node.arguments(0)[operand]]
    parent = parent_of(node)
    match node.name, parent.name:
        case "scf.condition", _ if operand < FLAG:
            return []
        case "scf.condition", _:
            return [parent.results[operand - FLAG], parent.arguments(1)[operand - FLAG]]
        case _, "scf.for":
            return [parent.results[operand], parent.arguments(0)[operand + INDUCTION]]
        case _, "scf.while":
            return [parent.arguments(0)[operand]]
        case _, "scf.if" | "scf.index_switch" | "scf.execute_region" | "vector.mask":
            return parent.results[operand : operand + 1]
        case _:
            return []


def parent_of(node: Node) -> Node:
    return node.parent or Node(node.op.parent.operation, ())


def forward(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Offer]:
    return [Offer(value, layout) for value in handed_on(node, operand)]


def backward(node: Node, layout_of: LayoutOf) -> Iterator[Demand | Offer]:
    """Of a terminator: what it becomes, and a loop's init with it, have one layout."""
    parent = parent_of(node)
    init = {"scf.for": BOUNDS, "scf.while": 0}.get(parent.name) if node.name == "scf.yield" else None
    for operand in range(len(node.operands)):
        values = handed_on(node, operand)
        # The first is the result, where there is one: what a body asks of a loop's argument does not reach the loop.
        layout = layout_of(values[0]) if values else None
        if layout is None:
            continue
        yield Demand(node.op, operand, layout)
        if init is not None:
            yield Demand(parent.op, operand + init, layout)
        for value in values:
            yield Offer(value, layout)


def backward_mask(node: Node, layout_of: LayoutOf) -> Iterator[Demand]:
    """The pass-through of a vector.mask, when it has one, stands in for the result."""
    layout = layout_of(node.results[0]) if node.results else None
    if layout is not None and len(node.operands) > 1:
        yield Demand(node.op, 1, layout)


def doubt(node: Node, layout_of: LayoutOf) -> str | None:
    """Of a terminator below an op that is not known: nobody knows what becomes of its operands."""
    for operand, value in enumerate(node.operands):
        if layout_of(value) is not None and not handed_on(node, operand):
            around = parent_of(node).name
            return f"no layout rule for '{around}' around this: the layout of operand #{operand} ends here"
    return None


def distribute(site: Site) -> None:
    """Pieces go where whole vectors went: what is handed on must be had in the layout of what it becomes."""
    for number, operand in enumerate(site.node.operands):
        if not isinstance(operand.type, ir.VectorType):
            continue
        for value in handed_on(site.node, number):
            wanted = site.layout_of(value)
            if wanted is None:
                text = f"operand #{number} has {site.layout(number)}, but becomes a value without a layout"
                raise site.refuse(f"{text}: no anchor reaches it, let a to_layout read it")
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
register(OpRules("scf.if", distribute=stays))
register(OpRules("scf.index_switch", distribute=stays))
register(OpRules("scf.execute_region", distribute=stays))
register(OpRules("scf.yield", forward, backward, distribute, doubt=doubt))
register(OpRules("scf.condition", forward, backward, distribute))
register(OpRules("vector.yield", forward, backward, doubt=doubt))
register(OpRules("vector.mask", backward=backward_mask, distribute=distribute_mask))
