"""The space of points that a linalg op runs through, and which elements of its operands belong to each point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lanewise.mlir.host import ir
from lanewise.sim.machine.buffers import MemRef
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Value
from lanewise.sim.machine.program import Op
from lanewise.sim.values.affine_values import Values, map_values, undefined
from lanewise.sim.values.types import Array


@dataclass(frozen=True, slots=True)
class Space:
    op: Op
    # An affine map for each operand.
    maps: list[ir.Attribute]
    values: list[Values]
    rank: int
    # Which operand is the first that results are stored in.
    first_out: int
    # Dimensions that are not parallel.
    reductions: list[int]
    # Whether the region reads the element of each operand.
    used: list[bool]

    def indices(self, number: int, where: Sequence[Array]) -> list[Array]:
        """Of an operand's elements at points, all of one rank."""
        return [part.reshape(-1) if not where else part + 0 * where[0] for part in self.values[number](where)]

    def extents(self, machine: Machine, operands: Sequence[Value]) -> list[int]:
        """How many points there are along each dimension. Raises Fault, Unsupported."""
        found: dict[int, int] = {}
        for operand, map_ in zip(operands, self.maps, strict=True):
            if not isinstance(operand, MemRef):
                continue
            for size, result in zip(operand.sizes, map_.value.results, strict=True):
                if not isinstance(result, ir.AffineDimExpr):
                    continue
                active = size if machine.mask is None or len(size) == 1 else size[machine.mask]
                if (active != active[:1]).any():
                    raise self.op.unsupported("views whose sizes differ between lanes are not simulated")
                before = found.setdefault(result.position, int(active[0]))
                if before != active[0]:
                    text = f"dimension {result.position} has {before} points and {int(active[0])} points"
                    raise self.op.fault(text, kind="assumption")
        if len(found) < self.rank:
            raise self.op.unsupported("no operand says how many points a dimension has")
        return [found[dim] for dim in range(self.rank)]


def iteration_space(op: Op) -> Space:
    """Raises Unsupported."""
    maps, first_out = _maps(op)
    rank = maps[0].value.n_dims
    if any(undefined(map_) is not None for map_ in maps):
        raise op.unsupported("indexing maps that divide by what is not positive are not simulated")
    if "iterator_types" in op.attributes:
        kinds = [str(kind) for kind in op.attributes["iterator_types"]]
        reductions = [dim for dim, kind in enumerate(kinds) if "parallel" not in kind]
    else:
        stored = [_dims(result) for map_ in maps[first_out:] for result in map_.value.results]
        reductions = [dim for dim in range(rank) if not any(dim in dims for dims in stored)]
    block = op.op.regions[0].blocks[0]
    used = [any(True for _ in argument.uses) for argument in block.arguments]
    used += [False] * (len(maps) - len(used))
    return Space(op, maps, [map_values(map_) for map_ in maps], rank, first_out, reductions, used)


def _dims(expression: ir.AffineExpr) -> set[int]:
    if isinstance(expression, ir.AffineDimExpr):
        return {expression.position}
    if isinstance(expression, ir.AffineBinaryExpr):
        return _dims(expression.lhs) | _dims(expression.rhs)
    return set()


def _maps(op: Op) -> tuple[list[ir.Attribute], int]:
    """One for each operand, and how many are not stored in. Raises Unsupported."""
    count = len(op.operand_types)
    first_out = op.segments[0] if "operandSegmentSizes" in op.attributes else count - 1
    for name in ("indexing_maps", "linalg.memoized_indexing_maps"):
        if name in op.attributes:
            return list(op.attributes[name]), first_out
    ranks = [len(one.shape) if isinstance(one, ir.ShapedType) else 0 for one in op.operand_types]
    if op.name == "linalg.transpose":
        # Dimension i of the result is dimension permutation[i] of the operand.
        permutation = list(op.attributes["permutation"])
        source = [permutation.index(dim) for dim in range(ranks[0])]
        return [_map(op, ranks[1], source), _map(op, ranks[1], range(ranks[1]))], 1
    if op.name == "linalg.broadcast":
        kept = [dim for dim in range(ranks[1]) if dim not in list(op.attributes["dimensions"])]
        return [_map(op, ranks[1], kept), _map(op, ranks[1], range(ranks[1]))], 1
    if op.name == "linalg.reduce":
        kept = [dim for dim in range(ranks[0]) if dim not in list(op.attributes["dimensions"])]
        first_out = count // 2
        each = [_map(op, ranks[0], range(ranks[0]))] * first_out
        return [*each, *[_map(op, ranks[0], kept)] * (count - first_out)], first_out
    # The rest is elementwise: scalars are the same everywhere.
    rank = ranks[-1]
    if any(one not in (0, rank) for one in ranks):
        raise op.unsupported("what its indexing maps are is not known")
    return [_map(op, rank, range(one)) for one in ranks], first_out


def _map(op: Op, rank: int, results: Sequence[int] | range) -> ir.Attribute:
    dims = ", ".join(f"d{dim}" for dim in range(rank))
    text = f"affine_map<({dims}) -> ({', '.join(f'd{dim}' for dim in results)})>"
    return ir.Attribute.parse(text, op.op.context)
