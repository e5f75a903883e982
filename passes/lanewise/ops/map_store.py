"""iree_linalg_ext.map_store: each lane stores its runs where the region says, in no order.

iree_linalg_ext.map_store %run into %memory {
^bb0(%i: index):
  %place = arith.addi %i, %start : index    // of the run's elements in the whole vector
"""

from __future__ import annotations

from collections.abc import Sequence

from lanewise import pieces
from lanewise.mlir.host import ir
from lanewise.ops.load_store import access
from lanewise.ops.scatter import elected
from lanewise.rules import OpRules, Site, register

COMPUTES = (
    *("arith.", "index.", "math."),
    *("affine.apply", "affine.delinearize_index", "affine.linearize_index", "affine.max", "affine.min"),
)
"""What the region may hold, as each lane runs it for its elements: beginnings of names."""

Scalar = ir.IntegerType | ir.FloatType | ir.IndexType


def distribute(site: Site) -> Sequence[ir.Value]:
    layout = site.layout(0)
    access(site, 1, (), 0)
    for op in list(site.node.op.regions[0].blocks[0].operations)[:-1]:
        check(site, op.operation)
    zero, memory = site.kernel.index(0), pieces.memory
    whole = memory.VectorAccess(zero, (zero,) * layout.rank, tuple(range(layout.rank)), (True,) * layout.rank)
    starts, tiles = memory.IndexBuilder(site, layout, whole), memory.Tiles(site, layout, site.operands[0])
    work = [(tiles.run(key), starts.at(key)) for key in memory.keys(layout)]
    at = elected(site, layout)
    for run, start in work:
        store(at, site.node.op, run, start)
    return []


def check(site: Site, op: ir.Operation) -> None:
    """Raise Failure for an op of the region that may do more than compute scalars."""
    values = (*op.operands, *op.results)
    if not op.name.startswith(COMPUTES) or not all(isinstance(value.type, Scalar) for value in values):
        text = "which each lane would run for its elements: let it compute scalars"
        raise site.refuse(f"'{op.name}' is in its region, {text}", [(op, "in the region")])


def store(at: pieces.kernel.Builder, op: ir.Operation, run: ir.Value, start: Sequence[ir.Value]) -> None:
    """A copy of `op` for a run that begins at `start` in the whole vector."""
    copy = op.clone(ip=at.ip).operation
    copy.operands[0] = run
    block = copy.regions[0].blocks[0]
    inside = pieces.kernel.Builder(at.kernel, ir.InsertionPoint.at_block_begin(block), at.loc)
    for argument, number in zip(block.arguments, start, strict=True):
        place = inside.op("arith.addi", [argument, number], [argument.type])
        argument.replace_all_uses_except(place.result, place)


register(OpRules("iree_linalg_ext.map_store", distribute=distribute))
register(OpRules("iree_linalg_ext.yield", opaque=True))
