"""Which vectors go through which private buffers, and how one layout serves for all of them.

Which elements a lane has in a buffer must be the same in each access. Along a dimension that lanes may share, accesses
begin at 0 and are equally long; along others a lane has all, and an access may begin anywhere: a vector that is spread
there is converted before it is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.ops.maps import dims
from lanewise.ops.private_views import CAST, SUBVIEW, Scalar, Sum, View, is_zero, known, root_of, view_of
from lanewise.rules import Node

TO_TENSOR, DEALLOC = "bufferization.to_tensor", "memref.dealloc"
BASE = {"vector.transfer_read": 0, "vector.transfer_write": 1}
"""The number of the operand that is memory; indices follow it."""


class Bound(NamedTuple):
    """Where a vector may go beyond what is there: from `start` on along its dimension `dim`, below `end`."""

    dim: int
    start: Scalar
    end: Scalar


class Access(NamedTuple):
    """A transfer to or from a private buffer."""

    vector: ir.Value
    reads: bool
    shape: tuple[int, ...]
    dims: tuple[int | None, ...]
    """By dimension of the vector, that of the buffer which it runs along; None for copies of one element."""
    starts: tuple[Sum, ...]
    """By dimension of the buffer."""
    bounds: tuple[Bound, ...]


class Obstacle(NamedTuple):
    """An op that keeps lanes from having parts of a buffer, and why."""

    op: ir.Operation
    why: str


@dataclass(frozen=True, eq=False)
class PrivateBuffer:
    """An allocation of private memory, and all that is done to it."""

    value: ir.Value
    accesses: Mapping[Node, Access]
    """In program order."""
    obstacles: tuple[Obstacle, ...]
    tensors: tuple[ir.Value, ...]
    """What it becomes where it leaves."""

    @property
    def carries(self) -> bool:
        """Whether vectors, and nothing else, go through it."""
        return bool(self.accesses) and not self.obstacles and not self.tensors

    @cached_property
    def shared(self) -> tuple[int, ...]:
        """The dimensions that lanes may share: the others each of them has all of."""
        return tuple(dim for dim in range(self.value.type.rank) if self._alike(dim))

    def _alike(self, dim: int) -> bool:
        lengths = {
            access.shape[access.dims.index(dim)] if dim in access.dims and is_zero(access.starts[dim]) else None
            for access in self.accesses.values()
        }
        return len(lengths) == 1 and None not in lengths

    def own(self, access: Access, layout: NestedLayout) -> NestedLayout:
        """What the layout of a vector says of the shared dimensions."""
        return layout.apply([access.dims.index(memory) for memory in self.shared])

    def fits(self, access: Access, layout: NestedLayout, own: NestedLayout) -> bool:
        """Whether a lane holds the same of the vector as if its layout were `self.layout(access, own)`."""
        for dim, memory in enumerate(access.dims):
            lanes = layout.subgroup_tile[dim] * layout.thread_tile[dim]
            if memory is not None and memory not in self.shared and lanes > 1:
                return False
        return self.own(access, layout) == own

    def layout(self, access: Access, own: NestedLayout) -> NestedLayout:
        """Of a vector, when the shared dimensions are spread so."""
        at = [self.shared.index(memory) if memory in self.shared else None for memory in access.dims]
        found = own.apply(at)
        tiles = zip(found.element_tile, access.shape, at, strict=True)
        return replace(found, element_tile=tuple(size if dim is None else tile for tile, size, dim in tiles))


def buffer_at(node: Node, root: ir.Value) -> PrivateBuffer:
    """All about an allocation in the graph of `node`, as it was when somebody first asked."""
    transfers: dict[ir.Value, list[Node]] = node.once(_transfers, lambda: _transfers(node))
    found: PrivateBuffer = node.once(root, lambda: _follow(root, transfers.get(root, [])))
    return found


def _transfers(node: Node) -> dict[ir.Value, list[Node]]:
    """By allocation of private memory, who accesses it, in program order."""
    while (parent := node.parent) is not None:
        node = parent
    found: dict[ir.Value, list[Node]] = {}
    for inner in _below(node):
        if inner.name in BASE:
            root = root_of(inner.operands[BASE[inner.name]])
            if root is not None:
                found.setdefault(root, []).append(inner)
    return found


def _below(node: Node) -> Iterator[Node]:
    """The ops in its regions, in program order."""
    waiting = [node]
    while waiting:
        inner = waiting.pop()
        yield inner
        for block in reversed(inner.blocks):
            waiting += reversed(block)


def _follow(root: ir.Value, transfers: Sequence[Node]) -> PrivateBuffer:
    accesses: dict[Node, Access] = {}
    obstacles: list[Obstacle] = []
    for node in transfers:
        if isinstance(view_of(node.operands[BASE[node.name]]), str):
            continue  # An obstacle where the view is made.
        why = _unsuited(node, root)
        if why is None:
            accesses[node] = access_of(node.op)
        else:
            obstacles.append(Obstacle(node.op, why))
    tensors: list[ir.Value] = []
    waiting, unknown = [root], -len(transfers)
    while waiting:
        value = waiting.pop()
        for use in reversed(list(value.uses)):
            op = use.owner.operation
            if op.name in BASE:
                unknown += 1
                if unknown > 0:
                    obstacles.append(Obstacle(op, "is not below what is looked at"))
            elif op.name in (SUBVIEW, CAST):
                view = view_of(op.results[0])
                if isinstance(view, View):
                    waiting.append(op.results[0])
                else:
                    obstacles.append(Obstacle(op, view))
            elif op.name == TO_TENSOR:
                tensors += op.results
            elif op.name != DEALLOC:
                obstacles.append(Obstacle(op, "takes all of it"))
    return PrivateBuffer(root, accesses, tuple(obstacles), tuple(tensors))


def _unsuited(node: Node, root: ir.Value) -> str | None:
    vector = (*node.results, *node.operands)[0].type
    if vector.scalable:
        return "moves a scalable vector"
    return "moves elements that are vectors" if vector.element_type != root.type.element_type else None


def access_of(op: ir.Operation) -> Access:
    """Of a transfer: what its operands say now."""
    base = BASE[op.name]
    view = view_of(op.operands[base])
    assert isinstance(view, View)  # Others are obstacles, and not asked.
    count = list(op.attributes["operandSegmentSizes"])[base + 1]
    indices = [known(index) for index in list(op.operands)[base + 1 : base + 1 + count]]
    starts = list(view.starts)
    for dim, index in zip(view.dims, indices, strict=True):
        starts[dim] = (*starts[dim], index)
    vector = (*op.results, *op.operands)[0]
    along = dims(op.attributes["permutation_map"])
    shape = tuple(vector.type.shape)
    bounds = []
    for dim, (memory, inside) in enumerate(zip(along, op.attributes["in_bounds"], strict=True)):
        if memory is not None and not ir.BoolAttr(inside).value:
            start, end = indices[memory], known(view.sizes[memory])
            if not (isinstance(start, int) and isinstance(end, int) and start + shape[dim] <= end):
                bounds.append(Bound(dim, start, end))
    at = tuple(None if memory is None else view.dims[memory] for memory in along)
    return Access(vector, bool(len(op.results)), shape, at, tuple(starts), tuple(bounds))
