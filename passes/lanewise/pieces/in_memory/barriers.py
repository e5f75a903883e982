"""Which barriers are needed: those between two accesses of different lanes to one buffer, one of which writes.

Whoever may need a barrier before it puts an optional one there: exchanges through workgroup memory, and ops of the
program that read what others write. The rest is a matter of paths: what has been accessed since the last barrier,
around loops too.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple

from lanewise.mlir.attributes import GLOBAL, WORKGROUP
from lanewise.mlir.host import ir
from lanewise.mlir.node import Node
from lanewise.pieces.in_lane.kernel import Exchange
from lanewise.pieces.in_memory.accesses import ANYWHERE, EXCHANGE_READ, EXCHANGE_WRITE, BufferAccess
from lanewise.traits.record import TRAITS, Runs, runs, traits_of

BARRIER = "gpu.barrier"
SPACES = frozenset((GLOBAL, WORKGROUP))


class LanePrivate(NamedTuple):
    """A pattern in which each lane accesses elements of its own."""

    pattern: Hashable
    loops: frozenset[Node]
    """From round to round of these other elements, which were another lane's, may be the lane's own."""


AS_WRITTEN = LanePrivate("as written", frozenset())
"""Of accesses that the program itself gives to lanes: how they are ordered with each other is its own affair."""


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
            {access: private for access, private in before.items() if not self._orders(access)}, self.accessed
        )

    def _orders(self, access: BufferAccess) -> bool:
        return access.space in self.ordered or (access.space == ANYWHERE and self.ordered >= SPACES)


def _joined(first: State, second: State) -> State:
    found = dict(first)
    for access, private in second.items():
        found[access] = private if access not in found or found[access] == private else None
    return found


def _around(loop: Node, accessed: State) -> State:
    """What one round leaves to the next."""
    left = {
        access: None if private is None or loop in private.loops else private for access, private in accessed.items()
    }
    if _jumps(loop) or not {Runs.REPEATED, Runs.BY_LANES}.isdisjoint(runs(loop)):
        return left
    # Rounds that do not depend on each other use one buffer of ours all the same, and what is allocated in them.
    return {access: left[access] for access in left if access.space != GLOBAL}


def _is_loop(node: Node) -> bool:
    """Whether what is in its regions may run again."""
    return node.parent is not None and (_jumps(node) or not _LOOPS.isdisjoint(runs(node)))


def _jumps(node: Node) -> bool:
    """Whether control may go from block to block in one of its regions."""
    return len(node.blocks) > len(node.arguments)


_LOOPS = frozenset((Runs.REPEATED, Runs.BY_LANES, Runs.PARALLEL))


def drop_unneeded(body: Node, exchanges: Iterable[Exchange], optional: Mapping[Node, OptionalBarrier]) -> None:
    """Erase the optional barriers below `body` that order nothing; `body` holds the ops of the source program."""
    _Walk(exchanges, optional).decide(body, {})


class _Walk:
    def __init__(self, exchanges: Iterable[Exchange], optional: Mapping[Node, OptionalBarrier]) -> None:
        self._exchanges: dict[Node, list[Exchange]] = {}
        for exchange in exchanges:
            self._exchanges.setdefault(exchange.node, []).append(exchange)
        self._optional = optional
        self._effects: dict[Node, _Effect] = {}
        self._synchronizing = {name for name, traits in TRAITS.items() if traits.synchronizes}

    def _effect(self, node: Node) -> _Effect:
        """Without the optional barriers, which may go."""
        if node in self._exchanges:
            return _Effect(SPACES, {EXCHANGE_READ: None})
        if node in self._optional:
            optional = self._optional[node]
            return _Effect(frozenset(), dict.fromkeys(optional.accesses, optional.private))
        if node.name in self._synchronizing:
            return _Effect(_ordered(node), {})
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
        if _jumps(node):  # From any block to any.
            return _joined(before, self._of_regions(node).accessed)
        for block in node.blocks[:count]:
            before = self._of_block(block).after(before)
        return before

    def _concerns(self, node: Node) -> bool:
        return (
            bool(node.blocks) or node in self._exchanges or node in self._optional or node.name in self._synchronizing
        )

    def decide(self, node: Node, before: State) -> None:
        """Erase optional barriers in the regions of `node`, before which `before` is accessed."""
        loops = _is_loop(node)
        if loops:
            before = _joined(before, _around(node, self._in_turn(node, {})))
        for number, block in enumerate(node.blocks):
            state = self._in_turn(node, before, number) if loops else before
            for inner in block:
                if inner in self._exchanges:
                    for exchange in self._exchanges[inner]:
                        if not _conflict(state, EXCHANGE_WRITE, None):
                            exchange.before.erase()
                        state = {EXCHANGE_READ: None}
                elif inner in self._optional:
                    state = self._behind(self._optional[inner], state)
                elif self._concerns(inner):
                    self.decide(inner, state)
                    state = self._effect(inner).after(state)

    def _behind(self, optional: OptionalBarrier, state: State) -> State:
        if any(_conflict(state, access, optional.private) for access in optional.accesses):
            state = {}
        else:
            optional.barrier.erase()
        return _joined(state, dict.fromkeys(optional.accesses, optional.private))


def _conflict(state: State, access: BufferAccess, private: LanePrivate | None) -> bool:
    other = access._replace(writes=not access.writes)
    clashing = [other, access] if access.writes else [other]
    return any(one in state and (private is None or state[one] != private) for one in clashing)


def moved_by(node: Node, values: Iterable[ir.Value]) -> list[Node]:
    """The loops around `node` whose rounds compute one of `values` anew."""
    loops = []
    parent = node.parent
    while parent is not None:
        if _is_loop(parent):
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


def _ordered(barrier: Node) -> frozenset[str]:
    """The spaces of which a barrier of the program orders accesses."""
    orders = traits_of(barrier.name).orders
    return SPACES & (orders(barrier) if callable(orders) else orders)
