"""Which memory an op touches. Order that one thread keeps by itself, the lanes of a workgroup need a barrier for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Hashable, Iterable, Iterator
from typing import NamedTuple

from lanewise.host import ir
from lanewise.node import Node

# Their result is another view of operand 0.
VIEWS = {
    "amdgpu.fat_raw_buffer_cast",
    "memref.assume_alignment",
    "memref.cast",
    "memref.collapse_shape",
    "memref.expand_shape",
    "memref.memory_space_cast",
    "memref.reinterpret_cast",
    "memref.reshape",
    "memref.subview",
    "memref.transpose",
    "memref.view",
}
BINDING = "hal.interface.binding.subspan"
# They read operand 0, or write operand 1; what else takes memory may do both.
READERS = {"memref.load", "vector.gather", "vector.load", "vector.transfer_read", "iree_vector_ext.transfer_gather"}
WRITERS = {"memref.store", "vector.store", "vector.transfer_write"}
HARMLESS = {"memref.dealloc", "memref.dim", "memref.prefetch", "memref.rank", "memref.extract_strided_metadata"}

GLOBAL, WORKGROUP = "global", "workgroup"


class Touch(NamedTuple):
    """`root` is one buffer, whatever it is viewed as."""

    root: Hashable
    space: str
    writes: bool


EXCHANGE_READ = Touch("exchange", WORKGROUP, False)
EXCHANGE_WRITE = Touch("exchange", WORKGROUP, True)


def of_program(
    nodes: Iterable[Node], vectors: Container[ir.Value], meets_itself: Callable[[Node], bool]
) -> dict[Node, list[Touch]]:
    """By op, what it touches of the buffers in which one op writes what another, or itself later, reads or writes.

    `vectors` are known to be no memory.
    """
    roots: dict[ir.Value, Hashable] = {}
    # The most common ops by far touch nothing.
    found = {
        node: list(_touches(node, vectors, roots)) for node in nodes if not node.name.startswith(("arith.", "math."))
    }
    times = Counter(touch.root for touches in found.values() for touch in touches)
    written = {touch.root for touches in found.values() for touch in touches if touch.writes}
    ordered = {root for root in written if times[root] > 1}
    alone = [(node, touch) for node, touches in found.items() for touch in touches if touch.root not in ordered]
    ordered |= {touch.root for node, touch in alone if touch.writes and meets_itself(node)}
    shared = {node: [touch for touch in touches if touch.root in ordered] for node, touches in found.items()}
    return {node: touches for node, touches in shared.items() if touches}


def _touches(node: Node, vectors: Container[ir.Value], roots: dict[ir.Value, Hashable]) -> Iterator[Touch]:
    """Nodes must come in program order."""
    if node.name == BINDING:
        # The same binding may be taken twice.
        roots[node.results[0]] = BINDING, str(node.op.attributes["binding"])
        return
    others = [operand for operand in node.operands if operand not in vectors]
    memory = [operand for operand in others if operand in roots or isinstance(operand.type, ir.MemRefType)]
    if not memory or node.name in HARMLESS:
        return
    if node.name in VIEWS:
        roots[node.results[0]] = roots.get(memory[0], memory[0])
        return
    for operand in memory:
        root = roots.get(operand, operand)
        space = WORKGROUP if WORKGROUP in str(operand.type.memory_space) else GLOBAL
        if node.name not in WRITERS:
            yield Touch(root, space, False)
        if node.name not in READERS:
            yield Touch(root, space, True)
