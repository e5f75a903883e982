"""iree_codegen.inner_tiled: a loop nest of matrix intrinsics. Its operands stand between anchors that fit them.

Of each operand the first dimensions count tiles, on each of which the lanes of a subgroup work together; the others lie
over these lanes as the intrinsic has it. A lane hands in its registers, one dimension for each of the whole vector:

    batch_tile = [4, 1], outer_tile = [1, 2], element_tile = [1, 4] of vector<4x32xf16>: vector<4x8xf16>
"""

from __future__ import annotations

from collections.abc import Sequence

from lanewise import pieces
from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.ops.maps import projection
from lanewise.rules import OpRules, Site, register

DISTRIBUTED = "distributed = {}"


def distribute(site: Site) -> Sequence[ir.Value]:
    maps = [projection(attribute) for attribute in site.attribute("indexing_maps")]
    if len(site.node.results) != 1 or len(maps) != len(site.node.operands):
        raise site.refuse("it needs one result")
    result = site.result_layout()
    columns = loops(site, maps, result)
    tiles = []
    for number, dims in enumerate(maps):
        have = site.layout(number)
        inner = range(len(dims), have.rank)
        wanted = (
            result
            if number == len(maps) - 1
            else NestedLayout.concat([*(columns[dim] for dim in dims), *([have.apply(inner)] if inner else [])])
        )
        tiles.append(to_tile(site, pieces.convert.convert(site, site.operands[number], have, wanted), wanted))
    attributes = site.carried()
    semantics = str(attributes["semantics"])
    if DISTRIBUTED.format("false") not in semantics:
        raise site.refuse(f"needed semantics with {DISTRIBUTED.format('false')}, found {semantics}")
    lanes = semantics.replace(DISTRIBUTED.format("false"), DISTRIBUTED.format("true"))
    attributes["semantics"] = site.kernel.attribute(lanes)
    product = site.value("iree_codegen.inner_tiled", tiles, tiles[-1].type, attributes)
    return [from_tile(site, product, result)]


def loops(site: Site, maps: Sequence[Sequence[int]], result: NestedLayout) -> dict[int, NestedLayout]:
    """How tiles along each loop are shared out: as those of the result; summed ones as the first operand has them."""
    columns: dict[int, NestedLayout] = {}
    for number in (len(maps) - 1, *range(len(maps) - 1)):
        layout = result if number == len(maps) - 1 else site.layout(number)
        for at, dim in enumerate(maps[number]):
            columns.setdefault(dim, layout.apply([at]))
    for dim, column in columns.items():
        if column.thread_tile[0] > 1:
            raise site.refuse(f"{column} along loop {dim} spreads tiles over lanes, which work on each together")
        if dim not in maps[-1] and column.subgroup_tile[0] > 1:
            raise site.refuse(f"{column} along loop {dim}, which is summed, spreads tiles over subgroups")
    return columns


def to_tile(site: Site, piece: ir.Value, layout: NestedLayout) -> ir.Value:
    """A piece with batch, outer and element of each dimension in one."""
    return pieces.registers.reorder(site, piece, layout.piece, by_dimension(layout), held(layout))


def from_tile(site: Site, tile: ir.Value, layout: NestedLayout) -> ir.Value:
    return pieces.registers.restore(site, tile, layout.piece, by_dimension(layout))


def by_dimension(layout: NestedLayout) -> list[int]:
    return [group * layout.rank + dim for dim in range(layout.rank) for group in range(3)]


def held(layout: NestedLayout) -> list[int]:
    """How many elements along each dimension a lane holds."""
    return [
        batch * outer * element
        for batch, outer, element in zip(layout.batch_tile, layout.outer_tile, layout.element_tile, strict=True)
    ]


register(OpRules("iree_codegen.inner_tiled", distribute=distribute))
