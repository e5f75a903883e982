"""Which barriers are needed: those between two accesses of different lanes to one buffer, one of which writes.

Whoever may need a barrier before it puts an optional one there: exchanges through workgroup memory, and ops of the
program that read what others write. The rest is a matter of paths: what has been accessed since the last barrier,
around loops too.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple

from lanewise.mlir.attributes import GLOBAL, WORKGROUP, space_named
from lanewise.mlir.host import ir
from lanewise.mlir.node import Node
from lanewise.pieces.in_lane.kernel import Exchange
from lanewise.pieces.in_memory.accesses import BufferAccess, of_exchange

BARRIER = "gpu.barrier"
LOOPS = {"scf.for", "scf.while"}
# The rounds of these do not depend on each other, but may use one buffer of ours.
PARALLEL = {"scf.forall", "scf.parallel"}
SPACES = frozenset((GLOBAL, WORKGROUP))


class LanePrivate(NamedTuple):
    """A pattern in which each lane accesses elements of its own."""

    pattern: Hashable
    loops: frozenset[Node]
    """From round to round of these other elements, which were another lane's, may be the lane's own."""


class OptionalBarrier(NamedTuple):
    """A barrier before one access of the program, which lanes make to elements of their own if `private` says so."""

    barrier: ir.Operation
    accesses: list[BufferAccess]
    private: LanePrivate | None


State = dict[BufferAccess, LanePrivate | None]
"""What was accessed since the last barrier, and the one lane-private pattern in which it was, None for several."""


class _Effect(NamedTuple):
    """Of some ops: the spaces that a barrier orders on every path, and what is accessed after that."""

    ordered: frozenset[str]
    accessed: State

    def after(self, before: State) -> State:
        return _joined(
            {access: private for access, private in before.items() if access.space not in self.ordered}, self.accessed
        )


def _joined(first: State, second: State) -> State:
    found = dict(first)
    for access, private in second.items():
        found[access] = private if access not in found or found[access] == private else None
    return found


def _around(loop: Node, accessed: State) -> State:
    """What one round leaves to the next."""
    if loop.name in PARALLEL:
        return {access: private for access, private in accessed.items() if access.space != GLOBAL}
    return {
        access: None if private is None or loop in private.loops else private for access, private in accessed.items()
    }


def drop_unneeded(body: Node, exchanges: Iterable[Exchange], optional: Mapping[Node, OptionalBarrier]) -> None:
    """Erase the optional barriers below `body` that order nothing; `body` holds the ops of the source program.

    Exchanges of several buffers are all put into one where that needs no barrier more.
    """
    exchanges = list(exchanges)
    buffers = [exchange.buffer for exchange in exchanges]
    unneeded = _Walk(exchanges, optional).unneeded(body)
    if any(buffers):
        for exchange in exchanges:
            exchange.buffer = 0
        in_one_buffer = _Walk(exchanges, optional).unneeded(body)
        if len(in_one_buffer) == len(unneeded):
            unneeded = in_one_buffer
        else:
            for exchange, buffer in zip(exchanges, buffers, strict=True):
                exchange.buffer = buffer
    for barrier in unneeded:
        barrier.erase()


class _Walk:
    def __init__(self, exchanges: Iterable[Exchange], optional: Mapping[Node, OptionalBarrier]) -> None:
        self._exchanges: dict[Node, list[Exchange]] = {}
        for exchange in exchanges:
            self._exchanges.setdefault(exchange.node, []).append(exchange)
        self._optional = optional
        self._effects: dict[Node, _Effect] = {}
        self._unneeded: list[ir.Operation] = []

    def unneeded(self, body: Node) -> list[ir.Operation]:
        self.decide(body, {})
        return self._unneeded

    def _effect(self, node: Node) -> _Effect:
        """Without the optional barriers, which may go."""
        if node in self._exchanges:
            return _Effect(SPACES, {_read(self._exchanges[node][-1]): None})
        if node in self._optional:
            optional = self._optional[node]
            return _Effect(frozenset(), dict.fromkeys(optional.accesses, optional.private))
        if node.name == BARRIER:
            return _Effect(_ordered(node.op), {})
        if node not in self._effects:
            self._effects[node] = self._of_regions(node)
        return self._effects[node]

    def _of_regions(self, node: Node) -> _Effect:
        """Each region may run, or none; a loop's may run again."""
        accessed: State = {}
        for block in node.blocks:
            accessed = _joined(accessed, self._of_block(block).accessed)
        return _Effect(frozenset(), accessed)

    def _of_block(self, block: list[Node]) -> _Effect:
        ordered: frozenset[str] = frozenset()
        accessed: State = {}
        for node in block:
            if self._concerns(node):
                effect = self._effect(node)
                ordered, accessed = ordered | effect.ordered, effect.after(accessed)
        return _Effect(ordered, accessed)

    def _in_turn(self, node: Node, before: State, count: int | None = None) -> State:
        """What is accessed behind the first regions of a loop, or all: scf.while goes from one to the other."""
        for block in node.blocks[:count]:
            before = self._of_block(block).after(before)
        return before

    def _concerns(self, node: Node) -> bool:
        return bool(node.blocks) or node in self._exchanges or node in self._optional or node.name == BARRIER

    def decide(self, node: Node, before: State) -> None:
        """Note the optional barriers that order nothing in the regions of `node`, before which `before` is accessed."""
        loops = node.name in LOOPS or node.name in PARALLEL
        if loops:
            before = _joined(before, _around(node, self._in_turn(node, {})))
        for number, block in enumerate(node.blocks):
            state = self._in_turn(node, before, number) if loops else before
            for inner in block:
                if inner in self._exchanges:
                    for exchange in self._exchanges[inner]:
                        if not _conflict(state, of_exchange(exchange.buffer, writes=True), None):
                            self._unneeded.append(exchange.before)
                        state = {_read(exchange): None}
                elif inner in self._optional:
                    state = self._behind(self._optional[inner], state)
                elif self._concerns(inner):
                    self.decide(inner, state)
                    state = self._effect(inner).after(state)

    def _behind(self, optional: OptionalBarrier, state: State) -> State:
        if any(_conflict(state, access, optional.private) for access in optional.accesses):
            state = {}
        else:
            self._unneeded.append(optional.barrier)
        return _joined(state, dict.fromkeys(optional.accesses, optional.private))


def _read(exchange: Exchange) -> BufferAccess:
    """What an exchange leaves: its barrier is between this and all that was accessed before."""
    return of_exchange(exchange.buffer, writes=False)


def _conflict(state: State, access: BufferAccess, private: LanePrivate | None) -> bool:
    other = access._replace(writes=not access.writes)
    clashing = [other, access] if access.writes else [other]
    return any(one in state and (private is None or state[one] != private) for one in clashing)


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
    named = barrier.attributes["address_spaces"]
    return SPACES.intersection(map(space_named, named)) if isinstance(named, ir.ArrayAttr) else frozenset()
