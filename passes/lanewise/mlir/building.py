"""Where new ops go."""

from __future__ import annotations

from lanewise.mlir.host import ir


def point_behind(value: ir.Value) -> ir.InsertionPoint:
    """Where what stands dominates every use of `value`: right behind its op, or at the start of its block."""
    owner = value.owner
    return ir.InsertionPoint.at_block_begin(owner) if isinstance(owner, ir.Block) else ir.InsertionPoint.after(owner)
