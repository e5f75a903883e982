"""Which of the barriers before trips through workgroup memory are needed: those that an earlier trip can reach.

A trip leaves the buffer being read; a barrier ends that. Around a loop the end of the body comes before its beginning.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lanewise.node import Node
from lanewise.pieces.kernel import Exchange

BARRIER = "gpu.barrier"
LOOPS = ("scf.for", "scf.while", "scf.forall", "scf.parallel")


def drop_unneeded(body: Node, exchanges: Iterable[Exchange]) -> None:
    """Erase those below `body`, which must be the source program's ops in their order."""
    walk = _Walk(exchanges)
    walk.decide(body, False)


class _Effect(NamedTuple):
    """Whether the buffer may be being read behind some ops, if it was not before them, and if it was."""

    if_idle: bool
    if_read: bool

    def after(self, read: bool) -> bool:
        return self.if_read if read else self.if_idle


_NONE = _Effect(False, True)


class _Walk:
    def __init__(self, exchanges: Iterable[Exchange]) -> None:
        self._trips: dict[Node, list[Exchange]] = {}
        for trip in exchanges:
            self._trips.setdefault(trip.node, []).append(trip)
        self._effects: dict[Node, _Effect] = {}

    def _effect(self, node: Node) -> _Effect:
        if node in self._trips:
            return _Effect(True, True)
        if node.name == BARRIER:
            return _Effect(False, False)
        if not node.blocks:
            return _NONE
        if node not in self._effects:
            self._effects[node] = self._of_regions(node)
        return self._effects[node]

    def _of_regions(self, node: Node) -> _Effect:
        """Each region may run, or none; a loop's may run again."""
        ends = [_NONE, *(self._of_block(block) for block in node.blocks)]
        return _Effect(any(end.if_idle for end in ends), any(end.if_read for end in ends))

    def _of_block(self, block: list[Node]) -> _Effect:
        idle, read = False, True
        for node in block:
            effect = self._effect(node)
            idle, read = effect.after(idle), effect.after(read)
        return _Effect(idle, read)

    def decide(self, node: Node, read: bool) -> None:
        """Erase barriers in the regions of `node`, before which the buffer may be being read or not."""
        for block in node.blocks:
            here = read or (node.name in LOOPS and self._of_block(block).if_idle)
            for inner in block:
                if inner in self._trips:
                    for trip in self._trips[inner]:
                        if not here:
                            trip.before.erase()
                        here = True
                elif inner.blocks and self._effect(inner) != _NONE:
                    self.decide(inner, here)
                here = self._effect(inner).after(here)
