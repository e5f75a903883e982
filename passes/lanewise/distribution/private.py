"""Allocations of private memory: parts for each lane where vectors alone go through, one buffer where it leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lanewise.distribution.layouts import DistributedLayouts
from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir
from lanewise.ops.private_buffers import DEALLOC, Obstacle, PrivateBuffer, buffer_at
from lanewise.ops.private_memory import allocate, local_of
from lanewise.ops.private_views import CAST, SUBVIEW, is_allocation, is_private, root_of
from lanewise.pieces.in_lane.kernel import Kernel
from lanewise.rules import RULES, Node, Site
from lanewise.traits.record import traits_of

REMEDY = "allocate it in workgroup memory, #gpu.address_space<workgroup>"


class PrivateBuffers:
    """Those that vectors of which lanes hold parts go through, with the ops that belong to them."""

    def __init__(self, nodes: Sequence[Node], layouts: DistributedLayouts) -> None:
        self._buffers: dict[Node, PrivateBuffer] = {}
        self._companions: dict[Node, PrivateBuffer] = {}
        """Views of them, and the ends of their lives."""
        self._refused: list[ir.Operation] = []
        for node in nodes:
            if is_allocation(node.name) and is_private(node.results[0].type):
                buffer = buffer_at(node, node.results[0])
                if buffer.carries or _holds_parts(buffer, layouts):
                    self._buffers[node] = buffer
        if not self._buffers:
            return
        by_root = {buffer.value: buffer for buffer in self._buffers.values()}
        for node in nodes:
            if node.name in (SUBVIEW, CAST, DEALLOC):
                buffer_of = by_root.get(root_of(node.operands[0]))
                if buffer_of is not None:
                    self._companions[node] = buffer_of

    def share(self, kernel: Kernel) -> None:
        """Have those that leave lie in global memory, from where they can."""
        for node, buffer in (*self._buffers.items(), *self._companions.items()):
            for result in node.results if buffer.tensors else ():
                result.set_type(_in_global_memory(kernel, result.type))

    def shared(self, nodes: Sequence[Node]) -> list[Node]:
        """Without those that access what is a lane's own, which needs no order among lanes."""
        own = {node for buffer in self._buffers.values() if buffer.carries for node in buffer.accesses}
        return [node for node in nodes if node not in own] if own else list(nodes)

    def __contains__(self, node: Node) -> bool:
        return node in self._buffers or node in self._companions

    def distribute(self, site: Site) -> Sequence[ir.Value] | None:
        """Of an allocation, a view or a deallocation: as rules do. Raises Failure."""
        node = site.node
        if node in self._companions:
            return self._follow(site, self._companions[node])
        buffer = self._buffers[node]
        self._refuse_others(site, buffer)
        if buffer.tensors:
            return [_one_for_all(site)]
        if buffer.carries:
            allocate(site, buffer)
        return node.results

    def _refuse_others(self, site: Site, buffer: PrivateBuffer) -> None:
        """Raise Failure where more is done to a buffer than vectors going through it: once for each op that does."""
        for op, why in _others(buffer):
            if op not in self._refused:
                self._refused.append(op)
                text = f"each lane would have its part of the vectors in a private buffer, and this {why}"
                raise Failure(op, f"cannot distribute '{op.name}': {text}: {REMEDY}", [(site.node.op, "the buffer")])

    def _follow(self, site: Site, buffer: PrivateBuffer) -> Sequence[ir.Value] | None:
        """What views show is said where they are read through, by each access."""
        if buffer.tensors:
            return None
        local = local_of(site, buffer.value)
        if site.node.name == DEALLOC and local is not None:
            site.op(DEALLOC, [local.value])
        return site.node.results


def _holds_parts(buffer: PrivateBuffer, layouts: DistributedLayouts) -> bool:
    """Whether a lane would have less than all of it, or whoever takes it may see to that."""
    for access in buffer.accesses.values():
        layout = layouts.by_value.get(access.vector)
        if layout is not None and (layout.lanes > 1 or layout.subgroups > 1):
            return True
    return any(_moves_vectors(obstacle.op) for obstacle in buffer.obstacles)


def _moves_vectors(op: ir.Operation) -> bool:
    """Whether an op does, or one that takes the memory that it gives."""
    waiting, seen = [op], set[ir.Value]()
    while waiting:
        op = waiting.pop()
        if any(isinstance(value.type, ir.VectorType) for value in (*op.operands, *op.results)):
            return True
        memory = {result for result in op.results if isinstance(result.type, ir.MemRefType)} - seen
        seen |= memory
        waiting += (use.owner.operation for result in memory for use in result.uses)
    return False


def _others(buffer: PrivateBuffer) -> Iterator[Obstacle]:
    """What keeps a buffer from being parts of the lanes, or from leaving as one."""
    for obstacle in buffer.obstacles:
        if not buffer.tensors or not _accesses_alone(obstacle.op):
            yield obstacle
    for tensor in buffer.tensors:
        for use in tensor.uses:
            if not _takes_as_it_is(use.owner.operation):
                yield Obstacle(use.owner.operation, "takes the tensor that it becomes")


def _accesses_alone(op: ir.Operation) -> bool:
    """Whether memory is read or written, and nobody gets it under another name."""
    traits = traits_of(op.name)
    hands_on = traits.calls or len(op.regions) or any(isinstance(result.type, ir.MemRefType) for result in op.results)
    return bool(traits.reads or traits.writes) and not traits.refused and not hands_on


def _takes_as_it_is(op: ir.Operation) -> bool:
    """Of a tensor: it is returned, or asked for no more than its size."""
    traits, rules = traits_of(op.name), RULES.get(op.name)
    returns = rules is not None and rules.opaque and not traits.calls
    return returns or (traits.pure and all(isinstance(result.type, ir.IndexType) for result in op.results))


def _one_for_all(site: Site) -> ir.Value:
    """Not on the stack, and so no lane's own; each would return what it wrote alone."""
    op = site.node.op
    attributes = {name: op.attributes[name] for name in ("operandSegmentSizes", "alignment") if name in op.attributes}
    return site.value("memref.alloc", list(site.operands), site.node.results[0].type, attributes)


def _in_global_memory(kernel: Kernel, type_: ir.MemRefType) -> ir.Type:
    space = kernel.attribute("#gpu.address_space<global>")
    return ir.MemRefType.get(type_.shape, type_.element_type, type_.layout, space, kernel.top.loc)
