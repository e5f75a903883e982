"""Which values are uniform, the same in every lane, and which divergent: what follows from the number of a lane."""

from __future__ import annotations

from collections.abc import Iterator

from lanewise.analysis.graph import Graph
from lanewise.mlir.host import ir
from lanewise.ops.control_flow import forwarded_to
from lanewise.rules import Node

LANE_NUMBERS = {"gpu.thread_id", "gpu.global_id", "gpu.lane_id", "gpu.subgroup_id"}
"""A program with one of these says itself what each lane does, vectors apart, and where lanes wait for each other."""

# The operands that say which way an op goes, or how often.
DECIDING = {"scf.for": range(3), "scf.if": range(1), "scf.index_switch": range(1), "scf.condition": range(1)}


class Uniformity:
    """The values that are divergent, and the ops through whose regions lanes go differently.

    What is read from memory counts as uniform when its address is. Both are empty for a program that never asks for the
    number of a lane.
    """

    def __init__(self, graph: Graph) -> None:
        self.divergent: set[ir.Value] = set()
        self.divergent_ops: set[Node] = set()
        waiting = [result for node in graph.post_order() if node.name in LANE_NUMBERS for result in node.results]
        while waiting:
            value = waiting.pop()
            if value in self.divergent:
                continue
            self.divergent.add(value)
            for number, user in graph.uses(value):
                waiting += self._follow(user, number)

    def _follow(self, user: Node, number: int) -> Iterator[ir.Value]:
        """What differs because an operand does."""
        if number in DECIDING.get(user.name, ()):
            decided = user.parent if user.name == "scf.condition" else user
            assert decided is not None  # Conditions are in loops.
            self.divergent_ops.add(decided)
            yield from decided.results
        elif user.blocks or user.name in ("scf.yield", "scf.condition"):
            yield from forwarded_to(user, number)
        else:
            yield from user.results
