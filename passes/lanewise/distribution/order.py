"""The order of memory accesses, which one thread keeps by itself and lanes need barriers for.

A barrier goes before each op that reads what another writes, or the other way round; those that no path needs are
dropped in the end (pieces/barriers.py).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from lanewise.analysis.uniformity import Uniformity
from lanewise.distribution.layouts import DistributedLayouts
from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.ops.maps import dims
from lanewise.pieces.in_lane.kernel import Builder, Kernel
from lanewise.pieces.in_memory.accesses import of_program
from lanewise.pieces.in_memory.barriers import AS_WRITTEN, BARRIER, LanePrivate, OptionalBarrier, moved_by
from lanewise.pieces.in_memory.views import is_injective
from lanewise.rules import Node
from lanewise.traits.record import numbers, traits_of

TRANSFER = "vector.transfer_"
"""How the names of the ops begin whose indices and vectors say which elements each lane accesses."""


class Order:
    """What the accesses of a program have to do with each other; nothing is edited but by `keep`."""

    def __init__(self, kernel: Kernel, layouts: DistributedLayouts) -> None:
        self._kernel = kernel
        self._layouts = layouts
        self._overlaps: dict[Node, frozenset[Node]] = {}
        self._starts: dict[Node, tuple[ir.Value, ...] | None] = {}
        self._injective: dict[ir.Value, bool] = {}

    def keep(
        self, nodes: Sequence[Node], masked: Collection[Node], uniformity: Uniformity
    ) -> dict[Node, OptionalBarrier]:
        """Put barriers before all ops, given in program order, that may need one; `masked` are in a vector.mask.

        A program that says what each lane does orders its scalar accesses itself. Where not all lanes come to one, the
        barrier stands before the outermost op through which they go differently.
        """
        found: dict[Node, OptionalBarrier] = {}
        for node, accesses in of_program(nodes, self._layouts.by_value, self._meets_itself).items():
            place = _outermost(node, uniformity.divergent_ops) if uniformity.divergent_ops else None
            if place in found:
                found[place].accesses.extend(accesses)
                continue
            outer = place or (node.parent if node in masked else None) or node
            barrier = Builder(self._kernel, ir.InsertionPoint(outer.op), node.op.location).op(BARRIER, [])
            private = AS_WRITTEN if uniformity.of_lanes and not self._layouts.concerns(node) else self._private(node)
            found[place or node] = OptionalBarrier(barrier, accesses, private)
        return found

    def _private(self, node: Node) -> LanePrivate | None:
        """What two transfers have in common between which no lane touches what another does. None if that may be."""
        where = self._where(node)
        if where is None or not self._is_injective(where[0]):
            return None
        layout = self._layout(node)
        if (
            layout is None
            or not layout.is_injective()
            or math.prod(layout.piece) * self._kernel.geometry.lanes > math.prod(layout.shape)
        ):
            return None
        return LanePrivate((where, str(node.op.attributes["permutation_map"]), layout), self._overlapping(node))

    def _meets_itself(self, node: Node) -> bool:
        return bool(self._overlapping(node))

    def _overlapping(self, node: Node) -> frozenset[Node]:
        """The loops around an access whose rounds may touch elements that earlier ones touched in other lanes."""
        where = self._where(node)
        if where is None:
            return frozenset()
        if node not in self._overlaps:
            self._overlaps[node] = frozenset(
                loop for loop in moved_by(node, where) if not self._steps_over(node, loop, where)
            )
        return self._overlaps[node]

    def _steps_over(self, node: Node, loop: Node, where: tuple[ir.Value, ...]) -> bool:
        """Whether a loop moves a transfer by its own length or more: its induction variable is one of the indices."""
        layout = self._layout(node)
        base, *indices = where
        if loop.name != "scf.for" or layout is None or loop in moved_by(node, [base]) or not self._is_injective(base):
            return False
        step, induction = self._kernel.constant_value(loop.operands[2]), loop.arguments[0][0]
        vector_dims = dims(node.op.attributes["permutation_map"])
        lengths = [
            layout.shape[vector_dims.index(dim)] if dim in vector_dims else 1
            for dim, index in enumerate(indices)
            if index == induction
        ]
        return step is not None and any(length <= step for length in lengths)

    def _where(self, node: Node) -> tuple[ir.Value, ...] | None:
        """The memory of a transfer and its indices. None for another op."""
        if node not in self._starts:
            self._starts[node] = _start(node) if node.name.startswith(TRANSFER) else None
        return self._starts[node]

    def _is_injective(self, base: ir.Value) -> bool:
        if base not in self._injective:
            self._injective[base] = is_injective(base)
        return self._injective[base]

    def _layout(self, node: Node) -> NestedLayout | None:
        """Of the vector that a transfer moves."""
        return self._layouts.by_value.get((*node.results, *node.operands)[0])


def _start(transfer: Node) -> tuple[ir.Value, ...] | None:
    traits = traits_of(transfer.name)
    bases = list(numbers(traits.writes or traits.reads, transfer))
    if len(bases) != 1:
        return None
    [base] = bases
    count = list(transfer.op.attributes["operandSegmentSizes"])[base + 1]
    return tuple(transfer.operands[base : base + 1 + count])


def _outermost(node: Node, ops: Collection[Node]) -> Node | None:
    """The outermost op of `ops` around a node, the function apart."""
    found, around = None, node.parent
    while around is not None:
        if around in ops and around.parent is not None:
            found = around
        around = around.parent
    return found
