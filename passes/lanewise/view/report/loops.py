"""The loops around a place, and how often they run where the IR says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from lanewise.mlir.attributes import constant_integer, integer
from lanewise.mlir.host import ir
from lanewise.mlir.node import Node
from lanewise.traits.record import Runs, numbers, runs, traits_of

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
        node = Node.of(op)
        if _ROUNDS.isdisjoint(runs(node)):
            continue
        depth += 1
        count = _count(node)
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


def _count(loop: Node) -> int | None:
    """How often the body of a loop runs; None where that is unknown."""
    attributes = loop.op.attributes
    if "lowerBoundMap" in attributes:
        lower, upper = (_constant_result(attributes[name].value) for name in ("lowerBoundMap", "upperBoundMap"))
        return _trips([(lower, upper, integer(attributes["step"]))])
    if "staticLowerBound" in attributes:
        bounds = [list(attributes[name]) for name in ("staticLowerBound", "staticUpperBound", "staticStep")]
        dynamic = ir.ShapedType.get_dynamic_size()  # Where the bound is an operand.
        return None if any(dynamic in row for row in bounds) else _trips(zip(*bounds, strict=True))
    deciding = [loop.operands[number] for number in numbers(traits_of(loop.name).decides, loop)]
    if not deciding or len(deciding) % 3 or "lowerBoundsMap" in attributes:
        return None
    rank = len(deciding) // 3
    return _product(deciding[:rank], deciding[rank : 2 * rank], deciding[2 * rank :])


def _constant_result(map_: ir.AffineMap) -> int | None:
    """Of a map that gives one number, whatever it is given."""
    results = list(map_.results)
    return results[0].value if len(results) == 1 and isinstance(results[0], ir.AffineConstantExpr) else None


_ROUNDS = frozenset((Runs.REPEATED, Runs.PARALLEL))
"""Those that one workgroup runs; of what is mapped to workgroups or lanes each runs its own."""


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
