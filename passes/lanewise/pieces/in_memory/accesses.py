"""Which memory an op accesses. Order that one thread keeps by itself, the lanes of a workgroup need a barrier for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from lanewise.mlir.attributes import GLOBAL, PRIVATE, WORKGROUP, space_of
from lanewise.mlir.host import ir
from lanewise.mlir.node import Node
from lanewise.mlir.union_find import UnionFind
from lanewise.traits.record import Aliases, numbers, traits_of

ANYWHERE = "anywhere"
"""The space of a buffer that has names in several."""


class BufferAccess(NamedTuple):
    """What an op does to a buffer, whatever that is viewed as."""

    alias_class: Hashable
    space: str
    writes: bool


def private_arguments(function: ir.Operation) -> list[str]:
    """What is wrong with each of its arguments that is memory which a lane has for itself."""
    text = "argument {} is private memory: each lane has its own, of which the others see nothing"
    values = enumerate(function.regions[0].blocks[0].arguments)
    return [
        text.format(number)
        for number, value in values
        if isinstance(value.type, ir.MemRefType) and space_of(value.type) == PRIVATE
    ]


def of_exchange(buffer: int, writes: bool) -> BufferAccess:
    """What a round trip through workgroup memory does to its buffer, which the program knows nothing of."""
    return BufferAccess(("exchange", buffer), WORKGROUP, writes)


class AliasClasses:
    """Which values may be views of one buffer: those are of one class. Function arguments are buffers of their own."""

    def __init__(self, nodes: Iterable[Node], vectors: Container[ir.Value]) -> None:
        """`vectors` are known to be no memory."""
        self.nodes: list[Node] = []
        """The ops that access memory, or give it another name."""
        self._sets: UnionFind[Hashable] = UnionFind()
        self._all_one = False
        self._vectors = vectors
        self._spaces: dict[Hashable, str] = {}
        self._values: list[ir.Value] = []
        plain: dict[str, bool] = {}
        for node in nodes:
            # The most common ops by far have nothing to do with memory.
            if node.name not in plain:
                plain[node.name] = _has_none(node.name)
            if not plain[node.name]:
                self._read(node)

    def of(self, value: Hashable) -> Hashable:
        return None if self._all_one else self._sets.find(value)

    def space(self, value: ir.Value) -> str:
        """Where the buffer lies of which the value is a view: ANYWHERE if its names do not agree."""
        if not self._spaces:
            for one in self._values:
                known = isinstance(one.type, _BUFFERS)
                space, found = (space_of(one.type) or GLOBAL) if known else ANYWHERE, self.of(one)
                self._spaces[found] = space if self._spaces.get(found, space) == space else ANYWHERE
        return self._spaces.get(self.of(value), ANYWHERE)

    def accesses(self, node: Node) -> Iterator[BufferAccess]:
        """What an op does to memory, the ops in its regions apart."""
        traits = traits_of(node.name)
        for writes, which in ((False, traits.reads), (True, traits.writes)):
            for number in numbers(which, node):
                value = node.operands[number]
                if self._is_memory(value):
                    yield BufferAccess(self.of(value), self.space(value), writes)

    def _read(self, node: Node) -> None:
        traits = traits_of(node.name)
        operands, results = self._buffers(node.operands), self._buffers(node.results)
        if operands:
            self.nodes.append(node)
        for value in (*operands, *results):
            if not isinstance(value.type, _BUFFERS):
                self._all_one = True  # A pointer, or what may be one.
        if traits.aliases is Aliases.NAMED:
            # The same binding may be taken twice, and so may a global.
            what = str(node.op.attributes[traits.named_by]) if traits.named_by in node.op.attributes else ""
            self._join([*results, (node.name, what)])
        elif traits.aliases is Aliases.OPERAND:
            # A tensor that becomes a buffer, or the other way round, is one, too.
            named = [*results, *operands[:1]]
            named += [one for one in (*node.results, *node.operands[:1]) if isinstance(one.type, ir.RankedTensorType)]
            self._join(named)
            self._all_one |= bool(results) and len(named) == len(results)
        elif results and traits.aliases is not Aliases.FRESH:
            # One of what it takes or what its regions hand on, or else it may be any.
            ends = [block[-1] for block in node.blocks if block]
            handed = [*operands, *(value for end in ends for value in self._buffers(end.operands))]
            self._join([*results, *handed])
            self._all_one |= not handed
        for region in node.op.regions if node.arguments else ():
            for block in region:
                self._join([*self._buffers(block.arguments), *results, *operands])

    def _buffers(self, values: Iterable[ir.Value]) -> list[ir.Value]:
        found = [value for value in values if self._is_memory(value)]
        self._values += found
        return found

    def _is_memory(self, value: ir.Value) -> bool:
        return value not in self._vectors and not isinstance(value.type, NO_MEMORY)

    def _join(self, values: Sequence[Hashable]) -> None:
        for value in values[1:]:
            self._sets.join(values[0], value)


_BUFFERS = (ir.MemRefType, ir.UnrankedMemRefType)
NO_MEMORY = (ir.IndexType, ir.IntegerType, ir.FloatType, ir.ComplexType, ir.VectorType, ir.RankedTensorType)
"""Types of values through which nobody comes to memory."""


def _has_none(name: str) -> bool:
    """Whether ops of this name neither take memory nor give it."""
    traits = traits_of(name)
    return traits.pure and traits.aliases is Aliases.NONE and name.startswith(("arith.", "math."))


def of_program(
    nodes: Sequence[Node], vectors: Container[ir.Value], meets_itself: Callable[[Node], bool]
) -> dict[Node, list[BufferAccess]]:
    """By op, its accesses to the buffers in which one op writes what another, or itself later, reads or writes.

    `vectors` are known to be no memory. What each lane has for itself needs no order.
    """
    classes = AliasClasses(nodes, vectors)
    found = {node: [access for access in classes.accesses(node) if access.space != PRIVATE] for node in classes.nodes}
    times = Counter(access.alias_class for accesses in found.values() for access in accesses)
    written = {access.alias_class for accesses in found.values() for access in accesses if access.writes}
    ordered = {alias_class for alias_class in written if times[alias_class] > 1}
    alone = [
        (node, access) for node, accesses in found.items() for access in accesses if access.alias_class not in ordered
    ]
    ordered |= {access.alias_class for node, access in alone if access.writes and meets_itself(node)}
    shared = {
        node: [access for access in accesses if access.alias_class in ordered] for node, accesses in found.items()
    }
    return {node: accesses for node, accesses in shared.items() if accesses}
