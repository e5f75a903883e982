"""Which barriers are needed: those between two accesses of different lanes to one buffer, one of which writes.

Whoever may need a barrier before it puts a candidate there: trips through workgroup memory, and ops of the program that
read what others write. The rest is a matter of paths: what has been touched since the last barrier, around loops too.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple

from lanewise.mlir.host import ir
from lanewise.mlir.node import Node
from lanewise.pieces.in_lane.kernel import Exchange
from lanewise.pieces.in_memory.touches import EXCHANGE_READ, EXCHANGE_WRITE, GLOBAL, WORKGROUP, Touch

BARRIER = "gpu.barrier"
LOOPS = {"scf.for", "scf.while"}
# The rounds of these do not depend on each other, but may use one buffer of ours.
PARALLEL = {"scf.forall", "scf.parallel"}
SPACES = frozenset((GLOBAL, WORKGROUP))


class Own(NamedTuple):
    """A pattern in which each lane accesses elements of its own."""

    pattern: Hashable
    loops: frozenset[Node]
    """From round to round of these other elements, which were another lane's, may be the lane's own."""


class OptionalBarrier(NamedTuple):
    """A barrier before one access of the program, which lanes make to elements of their own if `own` is one."""

    barrier: ir.Operation
    touches: list[Touch]
    own: Own | None


State = dict[Touch, Own | None]
"""What was touched since the last barrier, and the one pattern of lanes that it was touched by, None for several."""


class _Effect(NamedTuple):
    """Of some ops: the spaces that a barrier orders on every path, and what is touched after that."""

    ordered: frozenset[str]
    touched: State

    def after(self, before: State) -> State:
        return _joined({touch: own for touch, own in before.items() if touch.space not in self.ordered}, self.touched)


def _joined(first: State, second: State) -> State:
    found = dict(first)
    for touch, own in second.items():
        found[touch] = own if touch not in found or found[touch] == own else None
    return found


def _around(loop: Node, touched: State) -> State:
    """What one round leaves to the next."""
    if loop.name in PARALLEL:
        return {touch: own for touch, own in touched.items() if touch == EXCHANGE_READ}
    return {touch: None if own is None or loop in own.loops else own for touch, own in touched.items()}


def drop_unneeded(body: Node, exchanges: Iterable[Exchange], candidates: Mapping[Node, OptionalBarrier]) -> None:
    """Erase the candidates below `body` that order nothing; `body` holds the ops of the source program."""
    _Walk(exchanges, candidates).decide(body, {})


class _Walk:
    def __init__(self, exchanges: Iterable[Exchange], candidates: Mapping[Node, OptionalBarrier]) -> None:
        self._trips: dict[Node, list[Exchange]] = {}
        for trip in exchanges:
            self._trips.setdefault(trip.node, []).append(trip)
        self._candidates = candidates
        self._effects: dict[Node, _Effect] = {}

    def _effect(self, node: Node) -> _Effect:
        """Without the candidates, which may go."""
        if node in self._trips:
            return _Effect(SPACES, {EXCHANGE_READ: None})
        if node in self._candidates:
            candidate = self._candidates[node]
            return _Effect(frozenset(), dict.fromkeys(candidate.touches, candidate.own))
        if node.name == BARRIER:
            return _Effect(_ordered(node.op), {})
        if node not in self._effects:
            self._effects[node] = self._of_regions(node)
        return self._effects[node]

    def _of_regions(self, node: Node) -> _Effect:
        """Each region may run, or none; a loop's may run again."""
        touched: State = {}
        for block in node.blocks:
            touched = _joined(touched, self._of_block(block).touched)
        return _Effect(frozenset(), touched)

    def _of_block(self, block: list[Node]) -> _Effect:
        ordered: frozenset[str] = frozenset()
        touched: State = {}
        for node in block:
            if self._concerns(node):
                effect = self._effect(node)
                ordered, touched = ordered | effect.ordered, effect.after(touched)
        return _Effect(ordered, touched)

    def _in_turn(self, node: Node, before: State, count: int | None = None) -> State:
        """What is touched behind the first regions of a loop, or all: scf.while goes from one to the other."""
        for block in node.blocks[:count]:
            before = self._of_block(block).after(before)
        return before

    def _concerns(self, node: Node) -> bool:
        return bool(node.blocks) or node in self._trips or node in self._candidates or node.name == BARRIER

    def decide(self, node: Node, before: State) -> None:
        """Erase candidates in the regions of `node`, before which `before` is touched."""
        loops = node.name in LOOPS or node.name in PARALLEL
        if loops:
            before = _joined(before, _around(node, self._in_turn(node, {})))
        for number, block in enumerate(node.blocks):
            state = self._in_turn(node, before, number) if loops else before
            for inner in block:
                if inner in self._trips:
                    for trip in self._trips[inner]:
                        if not _conflict(state, EXCHANGE_WRITE, None):
                            trip.before.erase()
                        state = {EXCHANGE_READ: None}
                elif inner in self._candidates:
                    state = self._behind(self._candidates[inner], state)
                elif self._concerns(inner):
                    self.decide(inner, state)
                    state = self._effect(inner).after(state)

    def _behind(self, candidate: OptionalBarrier, state: State) -> State:
        if any(_conflict(state, touch, candidate.own) for touch in candidate.touches):
            state = {}
        else:
            candidate.barrier.erase()
        return _joined(state, dict.fromkeys(candidate.touches, candidate.own))


def _conflict(state: State, touch: Touch, own: Own | None) -> bool:
    other = touch._replace(writes=not touch.writes)
    clashing = [other, touch] if touch.writes else [other]
    return any(one in state and (own is None or state[one] != own) for one in clashing)


def moved_by(node: Node, values: Iterable[ir.Value]) -> list[Node]:
    """The loops around `node` whose rounds compute one of `values` anew."""
    loops = []
    parent = node.parent
    while parent is not None:
        if parent.name in LOOPS:
            loops.append(parent)
        parent = parent.parent
    if not loops:
        return []
    inside = [op for value in values for op in _outward(value)]
    return [loop for loop in loops if any(op == loop.op for op in inside)]


def _outward(value: ir.Value) -> Iterator[ir.Operation]:
    owner = value.owner
    op = owner.owner.operation if isinstance(owner, ir.Block) else owner.operation.parent
    while op is not None:
        yield op.operation
        op = op.operation.parent


def _ordered(barrier: ir.Operation) -> frozenset[str]:
    """The spaces of which a barrier of the program orders accesses."""
    if "address_spaces" not in barrier.attributes:
        return SPACES
    return frozenset(re.findall(r"\b(global|workgroup)\b", str(barrier.attributes["address_spaces"])))
