"""The loops around a place, and how often they run where the IR says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from lanewise.mlir.attributes import constant_integer, integer
from lanewise.mlir.host import ir

MOST_TRIPS = 2**63 - 1
"""Beyond, a program does not end: without it, loops of constant bounds make numbers that nobody can read."""


class Loops(NamedTuple):
    """`trips` is the product of the counts that are known, `unknown` how many loops have another.

    A loop with which the product would exceed MOST_TRIPS is one of unknown trips.
    """

    depth: int
    trips: int
    unknown: int

    def __str__(self) -> str:
        if not self.depth:
            return "outside loops"
        factors = [f"{self.trips} times"] * (self.unknown < self.depth) + ["unknown trips"] * self.unknown
        return f"loop depth {self.depth}, {' x '.join(factors)}"


def loops_around(value: ir.Value, root: ir.Operation) -> Loops:
    """The loops below `root` around the place right behind `value`: those of the block that defines it."""
    owner = value.owner
    block = owner if isinstance(owner, ir.Block) else owner.operation.block
    return loops_of(block, root)


def loops_of(block: ir.Block | None, root: ir.Operation) -> Loops:
    depth = unknown = 0
    trips = 1
    for op in _enclosing(block, root):
        if op.name not in _TRIPS or "mapping" in op.attributes:  # Mapped to workgroups or lanes: runs once for each.
            continue
        depth += 1
        count = _TRIPS[op.name](op)
        if count is None or trips * count > MOST_TRIPS:
            unknown += 1
        else:
            trips *= count
    return Loops(depth, trips, unknown)


def _enclosing(block: ir.Block | None, root: ir.Operation) -> Iterator[ir.Operation]:
    op = block.owner.operation if block is not None else None
    while op is not None and op != root:
        yield op
        op = op.parent.operation if op.parent is not None else None


def _for(op: ir.Operation) -> int | None:
    return _product(op.operands[:1], op.operands[1:2], op.operands[2:3])


def _parallel(op: ir.Operation) -> int | None:
    rank = op.attributes["operandSegmentSizes"][0]
    return _product(op.operands[:rank], op.operands[rank : 2 * rank], op.operands[2 * rank : 3 * rank])


def _forall(op: ir.Operation) -> int | None:
    bounds = [list(op.attributes[name]) for name in ("staticLowerBound", "staticUpperBound", "staticStep")]
    dynamic = ir.ShapedType.get_dynamic_size()  # Where the bound is an operand.
    return None if any(dynamic in row for row in bounds) else _trips(zip(*bounds, strict=True))


def _affine_for(op: ir.Operation) -> int | None:
    lower, upper = (_constant_result(op.attributes[name].value) for name in ("lowerBoundMap", "upperBoundMap"))
    return _trips([(lower, upper, integer(op.attributes["step"]))])


def _constant_result(map_: ir.AffineMap) -> int | None:
    """Of a map that gives one number, whatever it is given."""
    results = list(map_.results)
    return results[0].value if len(results) == 1 and isinstance(results[0], ir.AffineConstantExpr) else None


def _unknown(op: ir.Operation) -> None:
    return None


_TRIPS: dict[str, Callable[[ir.Operation], int | None]] = {
    "scf.for": _for,
    "scf.parallel": _parallel,
    "scf.forall": _forall,
    "affine.for": _affine_for,
    "affine.parallel": _unknown,
    "scf.while": _unknown,
}
"""By op, how often its body runs; None where that is unknown."""


def _product(lower: Sequence[ir.Value], upper: Sequence[ir.Value], step: Sequence[ir.Value]) -> int | None:
    return _trips(map(constant_integer, bounds) for bounds in zip(lower, upper, step, strict=True))


def _trips(bounds: Iterable[Iterable[int | None]]) -> int | None:
    """Of loops in each other with these lower and upper bounds and steps; None unless all are known and go up."""
    count = 1
    for lower, upper, step in bounds:
        if lower is None or upper is None or step is None or step <= 0:
            return None
        count *= max(0, -((lower - upper) // step))
    return count
