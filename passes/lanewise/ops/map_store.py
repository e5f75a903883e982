"""iree_linalg_ext.map_store: each lane stores the elements of its piece where the region says, in no order."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from lanewise import pieces
from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.ops.load_store import access
from lanewise.ops.scatter import elected
from lanewise.rules import OpRules, Site, register

COMPUTES = (
    *("arith.", "index.", "math."),
    *("affine.apply", "affine.delinearize_index", "affine.linearize_index", "affine.max", "affine.min"),
)
"""What the region may hold, as each lane runs it for each of its elements: beginnings of names."""

Scalar = ir.IntegerType | ir.FloatType | ir.IndexType


def distribute(site: Site) -> Sequence[ir.Value]:
    layout = site.layout(0)
    access(site, 1, (), 0)
    region = site.node.op.regions[0].blocks[0]
    for op in list(region.operations)[:-1]:
        check(site, op.operation)
    tiles = pieces.memory.Tiles(site, layout, site.operands[0])
    runs = {key: tiles.run(key) for key in pieces.memory.keys(layout)}
    work = [(places(site, layout, element), element) for element in elements(layout)]
    at = elected(site, layout)
    for coordinates, (key, offsets) in work:
        *indices, flag = inlined(at, region, coordinates)
        known = at.kernel.constant_value(flag)
        if known != 0:
            value = scalar(at, runs[key], offsets)
            chosen = at.only(flag) if known is None else at
            chosen.op("memref.store", [value, site.operands[1], *indices])
    return []


def check(site: Site, op: ir.Operation) -> None:
    """Raise Failure for an op of the region that may do more than compute scalars."""
    values = (*op.operands, *op.results)
    if not op.name.startswith(COMPUTES) or not all(isinstance(value.type, Scalar) for value in values):
        text = "which each lane would run for its elements: let it compute scalars"
        raise site.refuse(f"'{op.name}' is in its region, {text}", [(op, "in the region")])


Element = tuple[pieces.memory.Key, tuple[int, ...]]
"""Of a piece: its run, and where it is in that, by dimension."""


def elements(layout: NestedLayout) -> Iterator[Element]:
    lengths = pieces.registers.runs(layout).lengths
    for key in pieces.memory.keys(layout):
        for offsets in itertools.product(*map(range, lengths)):
            yield key, offsets


def places(site: Site, layout: NestedLayout, element: Element) -> list[ir.Value]:
    """Where an element is in the whole vector."""
    zero = site.kernel.index(0)
    where = pieces.memory.VectorAccess(zero, (zero,) * layout.rank, tuple(range(layout.rank)), (True,) * layout.rank)
    starts = pieces.memory.IndexBuilder(site, layout, where).at(element[0])
    return [further(site.kernel, start, offset) for start, offset in zip(starts, element[1], strict=True)]


def further(kernel: pieces.kernel.Kernel, start: ir.Value, offset: int) -> ir.Value:
    """A number at the top, `offset` on."""
    known = kernel.constant_value(start)
    if known is not None:
        return kernel.index(known + offset)
    return kernel.shared("arith.addi", (start, kernel.index(offset)), kernel.index_type) if offset else start


def scalar(at: pieces.kernel.Builder, run: ir.Value, offsets: tuple[int, ...]) -> ir.Value:
    position = {"static_position": at.kernel.integers(offsets)}
    return at.value("vector.extract", [run], run.type.element_type, position)


def inlined(at: pieces.kernel.Builder, block: ir.Block, arguments: Sequence[ir.Value]) -> list[ir.Value]:
    """What a block hands on, of a copy of it."""
    now = dict(zip(block.arguments, arguments, strict=True))
    *inner, end = [op.operation for op in block.operations]
    for op in inner:
        copy = op.clone(ip=at.ip).operation
        for number, operand in enumerate(op.operands):
            copy.operands[number] = now.get(operand, operand)
        now.update(zip(op.results, copy.results, strict=True))
    return [now.get(value, value) for value in end.operands]


register(OpRules("iree_linalg_ext.map_store", distribute=distribute))
register(OpRules("iree_linalg_ext.yield", opaque=True))
