"""What a function does that is called: whether each lane may call what the program calls once."""

from __future__ import annotations

from typing import NamedTuple

from lanewise.mlir import dialect
from lanewise.mlir.attributes import find_symbol
from lanewise.mlir.host import ir
from lanewise.traits.record import TRAITS, Aliases, Lanes, OpTraits, traits_of


class Called(NamedTuple):
    """Of a function, with all that it calls."""

    free: bool
    """To call it often is to call it once: it only computes, and its vectors stay whole."""
    of_lanes: bool
    """It asks for the number of a lane, or the like."""


UNKNOWN_FUNCTION = Called(free=False, of_lanes=False)
"""One that is not here."""


def called_by(call: ir.Operation, known: dict[str, Called]) -> Called:
    """`known` are functions that were looked at, or are being: one that comes back to itself does not only compute."""
    symbol = call.attributes[traits_of(call.name).calls]
    if str(symbol) in known:
        return known[str(symbol)]
    table = _symbol_table(call)
    callee = find_symbol(symbol, table) if table is not None else None
    if callee is None or not any(len(region.blocks) for region in callee.regions):
        return UNKNOWN_FUNCTION
    known[str(symbol)] = UNKNOWN_FUNCTION
    free, of_lanes = True, False

    def visit(op: ir.Operation) -> ir.WalkResult:
        nonlocal free, of_lanes
        op = op.operation
        if op == callee:
            return ir.WalkResult.ADVANCE
        traits = traits_of(op.name)
        if traits.calls:
            inner = called_by(op, known)
            free, of_lanes = free and inner.free, of_lanes or inner.of_lanes
        else:
            free = free and _only_computes(op, traits)
            of_lanes = of_lanes or traits.lanes is Lanes.DIFFER
        return ir.WalkResult.ADVANCE

    callee.walk(visit, ir.WalkOrder.PRE_ORDER)
    known[str(symbol)] = Called(free, of_lanes)
    return known[str(symbol)]


def _only_computes(op: ir.Operation, traits: OpTraits) -> bool:
    return (
        op.name in TRAITS
        and op.name not in (dialect.TO_LAYOUT, dialect.TO_SIMT, dialect.TO_SIMD)
        and not (traits.refused or traits.once or traits.synchronizes or traits.reads or traits.writes)
        and traits.aliases not in (Aliases.FRESH, Aliases.NAMED)
    )


def _symbol_table(op: ir.Operation) -> ir.Operation | None:
    """What the function around an op stands in."""
    node = op
    while node is not None and "sym_name" not in node.attributes:
        node = node.parent.operation if node.parent is not None else None
    return node.parent.operation if node is not None and node.parent is not None else None
