"""Which memory an op accesses. Order that one thread keeps by itself, the lanes of a workgroup need a barrier for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from lanewise.mlir.attributes import GLOBAL, PRIVATE, WORKGROUP, space_of
from lanewise.mlir.host import ir
from lanewise.mlir.node import Node
from lanewise.mlir.union_find import UnionFind

# Their result is another view of operand 0.
VIEWS = set(
    """
    amdgpu.fat_raw_buffer_cast memref.assume_alignment memref.cast memref.collapse_shape memref.expand_shape
    memref.extract_strided_metadata memref.memory_space_cast memref.reinterpret_cast memref.reshape
    memref.subview memref.transpose memref.view
""".split()
)
BINDING = "hal.interface.binding.subspan"
GLOBAL_BUFFER = "memref.get_global"
ALLOCATIONS = {"memref.alloc", "memref.alloca"}
# They hand memory on, and access none.
FORWARDING = set(
    """
    arith.select scf.condition scf.execute_region scf.for scf.forall scf.if scf.index_switch scf.while scf.yield
""".split()
)
# They read operand 0, or write operand 1; what else takes memory may do both.
READERS = {"memref.load", "vector.gather", "vector.load", "vector.transfer_read", "iree_vector_ext.transfer_gather"}
WRITERS = {"memref.store", "vector.store", "vector.transfer_write"}
HARMLESS = {"memref.dealloc", "memref.dim", "memref.prefetch", "memref.rank"}


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
        self.memory: dict[Node, list[ir.Value]] = {}
        """By op, the buffers among its operands, where there are any."""
        self._sets: UnionFind[Hashable] = UnionFind()
        self._all_one = False
        self._vectors = vectors
        for node in nodes:
            # The most common ops by far have nothing to do with memory.
            if node.name == "arith.select" or not node.name.startswith(("arith.", "math.")):
                self._read(node)

    def of(self, value: Hashable) -> Hashable:
        return None if self._all_one else self._sets.find(value)

    def _read(self, node: Node) -> None:
        operands, results = self._buffers(node.operands), self._buffers(node.results)
        if operands:
            self.memory[node] = operands
        if node.name == BINDING:
            # The same binding may be taken twice, and so may a global.
            self._join([*results, (BINDING, str(node.op.attributes["binding"]))])
        elif node.name == GLOBAL_BUFFER:
            self._join([*results, (GLOBAL_BUFFER, str(node.op.attributes["name"]))])
        elif node.name in VIEWS:
            self._join([*results, *operands[:1]])
        elif results and node.name not in ALLOCATIONS:
            # One of what it takes or what its regions hand on, or else it may be any.
            handed = [*operands, *(value for block in node.blocks for value in self._buffers(block[-1].operands))]
            self._join([*results, *handed])
            self._all_one |= not handed
        for arguments in node.arguments:
            self._join([*self._buffers(arguments), *results, *operands])

    def _buffers(self, values: Iterable[ir.Value]) -> list[ir.Value]:
        return [value for value in values if value not in self._vectors and isinstance(value.type, ir.MemRefType)]

    def _join(self, values: Sequence[Hashable]) -> None:
        for value in values[1:]:
            self._sets.join(values[0], value)


def of_program(
    nodes: Sequence[Node], vectors: Container[ir.Value], meets_itself: Callable[[Node], bool]
) -> dict[Node, list[BufferAccess]]:
    """By op, its accesses to the buffers in which one op writes what another, or itself later, reads or writes.

    `vectors` are known to be no memory.
    """
    classes = AliasClasses(nodes, vectors)
    found = {node: list(_accesses(node, memory, classes)) for node, memory in classes.memory.items()}
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


def _accesses(node: Node, memory: Sequence[ir.Value], classes: AliasClasses) -> Iterator[BufferAccess]:
    if node.name in HARMLESS or node.name in VIEWS or node.name in FORWARDING:
        return
    for operand in memory:
        space = WORKGROUP if space_of(operand.type) == WORKGROUP else GLOBAL
        if node.name not in WRITERS:
            yield BufferAccess(classes.of(operand), space, False)
        if node.name not in READERS:
            yield BufferAccess(classes.of(operand), space, True)
