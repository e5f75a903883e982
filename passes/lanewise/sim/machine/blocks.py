"""Control flow between the blocks of a region. Lanes that disagree go on one part after the other, the others switched
off, and come together again in the first block that all of them reach: the immediate post-dominator of the branch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lanewise.mlir.host import ir
from lanewise.sim.machine.buffers import MemRef
from lanewise.sim.machine.poison import Poisoned, Value, strip
from lanewise.sim.machine.program import Block, Body, CompiledOp, Op
from lanewise.sim.values.graphs import dominators, has_circle
from lanewise.sim.values.types import Array

Machine = Any
"""A machine.Machine, which needs this module itself."""

EXIT = -1
"""Where lanes are that have left the region."""


@dataclass(frozen=True, slots=True)
class Graph:
    """What is known of the blocks of a region before they run."""

    # By block: the one where lanes that disagree at its end meet again. A block that no way leads out of has none.
    joins: Mapping[int, int]
    # Where a loop begins: the targets of edges back.
    heads: frozenset[int]
    # Whether some loop can be entered at several of its blocks.
    irreducible: bool
    # By block: the values that it computes for others. Lanes that have gone on keep theirs while others go round.
    kept: tuple[tuple[int, ...], ...]
    # Whether the same values at the head of a loop mean that it goes round for ever.
    repeats: bool

    @staticmethod
    def of(blocks: Sequence[Block]) -> Graph:
        after = {number: set(block.successors) or {EXIT} for number, block in enumerate(blocks)}
        above = dominators(after, 0)
        back = {(a, b) for a in above for b in after.get(a, ()) if b in above[a]}
        before: dict[int, set[int]] = {}
        for a in above:
            for b in after.get(a, ()):
                before.setdefault(b, set()).add(a)
        later = dominators(before, EXIT)
        joins = {a: max(later[a] - {a}, key=lambda b: len(later[b])) for a in later if a != EXIT}
        read = [{*block.inputs, *_read_by(block.steps)} for block in blocks]
        kept = []
        for number, block in enumerate(blocks):
            elsewhere = {slot for other, slots in enumerate(read) if other != number for slot in slots}
            kept.append(tuple(slot for step in block.steps for slot in step.outputs if slot in elsewhere))
        forward = {a: {b for b in after.get(a, ()) if (a, b) not in back} for a in above}
        repeats = not any(reads_memory(op) for block in blocks for op in nested_ops(block.steps))
        return Graph(joins, frozenset(b for _, b in back), has_circle(forward), tuple(kept), repeats)


def read_in(body: Body) -> Iterator[int]:
    """The values that a body reads, its own ones among them."""
    yield from body.yielded
    yield from _read_by(body.steps)
    for one in body.combined_by:
        yield from read_in(one)
    for block in body.blocks:
        yield from block.inputs
        yield from _read_by(block.steps)


def _read_by(steps: Sequence[CompiledOp]) -> Iterator[int]:
    for step in steps:
        yield from step.inputs
        for body in step.op.regions:
            yield from read_in(body)


def nested_ops(steps: Sequence[CompiledOp]) -> Iterator[Op]:
    """The ops of these steps and all in their regions."""
    for step in steps:
        yield step.op
        for body in step.op.regions:
            yield from body_ops(body)


def body_ops(body: Body) -> Iterator[Op]:
    """All ops in a body, but for its terminators."""
    yield from nested_ops(body.steps)
    for one in body.combined_by:
        yield from body_ops(one)
    for block in body.blocks:
        yield from nested_ops(block.steps)


_ONLY_WRITE = {"affine.store", "memref.dim", "memref.store", "vector.store", "vector.transfer_write"}


def reads_memory(op: Op) -> bool:
    """Whether what an op gives may differ from one time to the next though its operands do not."""
    memrefs = any(isinstance(type_, (ir.MemRefType, ir.UnrankedMemRefType)) for type_ in op.operand_types)
    return (memrefs and op.name not in _ONLY_WRITE) or op.name.startswith("func.call")


class Watch:
    """Notices that a loop goes round with values that it had before, by comparing with some round of the past."""

    def __init__(self) -> None:
        self.round = 0
        self._seen: tuple[bytes, ...] | None = None
        self._since, self._next = 0, 1

    def look(self, machine: Machine, op: Op, lanes: Array, values: Iterable[Value]) -> None:
        """Begin a round of these lanes. Raises Fault when one before began with the same values, bit by bit."""
        self.round += 1
        active = machine.axis.by_lane(lanes)
        active = active if machine.mask is None else active & machine.axis.by_lane(machine.mask)
        state = (active.tobytes(), *(part for value in values for part in _bits(value, active)))
        if state == self._seen:
            again = f"round {self.round} begins with the same values as round {self._since}"
            raise op.fault(f"does not end: {again}, and nothing else decides how it goes on", kind="endless")
        if self.round == self._next:
            self._seen, self._since, self._next = state, self.round, 2 * self.round


def _bits(value: Value, active: Array) -> Iterator[bytes]:
    parts = [strip(value)] if not isinstance(value, MemRef) else [value.offset, *value.sizes, *value.strides]
    if isinstance(value, Poisoned):
        parts.append(np.broadcast_to(value.poison, value.elements.shape))
    for part in parts:
        yield (part if len(part) == 1 else part[active]).tobytes()


@dataclass(slots=True)
class Strand:
    """Lanes that are in one block, and the block in which others wait for them."""

    lanes: Array
    at: int
    until: int


class Walk:
    """One run of a region of several blocks."""

    def __init__(self, machine: Machine, blocks: Sequence[Block], graph: Graph) -> None:
        self.machine = machine
        self.blocks = blocks
        self.graph = graph
        self.strands = [Strand(np.ones(1, bool), 0, EXIT)]
        self.results: tuple[Value, ...] | None = None
        self.watches = {head: Watch() for head in graph.heads}

    def run(self, arguments: tuple[Value, ...]) -> tuple[Value, ...]:
        values = self.machine.values
        for slot in (slot for slots in self.graph.kept for slot in slots):
            # What an earlier run of the region left is nobody's.
            values.pop(slot, None)
        for block in self.blocks:
            for slot in block.arguments:
                values.pop(slot, None)
        values.update(zip(self.blocks[0].arguments, arguments, strict=True))
        while self.strands:
            strand = self.strands[-1]
            if strand.at == strand.until:
                self.strands.pop()
                continue
            with self.machine.only(strand.lanes):
                self._run_block(strand)
        return self.results or ()

    def _run_block(self, strand: Strand) -> None:
        machine, number = self.machine, strand.at
        block = self.blocks[number]
        values = machine.values
        if number in self.watches:
            watch = self.watches[number]
            machine.spend(block.end)
            if self.graph.repeats:
                state = [slot for slots in self.graph.kept for slot in slots if slot in values]
                watch.look(machine, block.end, strand.lanes, (values[slot] for slot in (*block.arguments, *state)))
        before = {slot: values[slot] for slot in self.graph.kept[number] if slot in values}
        for step in block.steps:
            machine.step(step)
        if machine.mask is not None:
            for slot, old in before.items():
                values[slot] = machine.select(block.end, machine.mask, values[slot], old)
        machine.executed[block.end.name] += machine.weight
        handed = [values[slot] for slot in block.inputs]
        if block.branch is None:
            self._leave(strand, block, tuple(handed))
        else:
            self._go_on(strand, block, handed)

    def _leave(self, strand: Strand, block: Block, handed: tuple[Value, ...]) -> None:
        mask = self.machine.mask
        if mask is not None and self.results is not None:
            pairs = zip(handed, self.results, strict=True)
            handed = tuple(self.machine.select(block.end, mask, new, old) for new, old in pairs)
        self.results = handed
        strand.at = EXIT

    def _go_on(self, strand: Strand, block: Block, handed: list[Value]) -> None:
        assert block.branch is not None
        machine = self.machine
        chosen = np.asarray(block.branch.choose(machine, *handed))
        active = chosen
        if machine.mask is not None and len(chosen) > 1:
            chosen, mask = machine.axis.arrays(chosen, machine.mask)
            active = chosen[mask]
        ways = np.unique(active if len(active) else chosen[:1])
        parts: dict[int, Array] = {}
        for way in map(int, ways):
            lanes, target = np.asarray(chosen == way) if len(ways) > 1 else np.ones(1, bool), block.successors[way]
            with machine.only(lanes):
                self._hand(block, self.blocks[target].arguments, handed[block.branch.handed[way]])
            parts[target] = np.logical_or(*machine.axis.arrays(parts[target], lanes)) if target in parts else lanes
        if len(parts) == 1:
            [strand.at] = parts
        else:
            self._part(strand, block, parts)

    def _hand(self, block: Block, arguments: tuple[int, ...], handed: list[Value]) -> None:
        values, mask = self.machine.values, self.machine.mask
        for slot, value in zip(arguments, handed, strict=True):
            old = values.get(slot)
            values[slot] = value if mask is None or old is None else self.machine.select(block.end, mask, value, old)

    def _part(self, strand: Strand, block: Block, parts: dict[int, Array]) -> None:
        """The strand waits where its parts meet again. Raises Unsupported where they do not."""
        join = self.graph.joins.get(strand.at)
        if join is None:
            raise block.end.unsupported("lanes disagree here and never meet again, which is not simulated")
        if self.graph.irreducible:
            where = "where a loop can be entered at several of its blocks (irreducible control flow)"
            raise block.end.unsupported(f"lanes disagree here, {where}, which is not simulated")
        strand.at = join
        if join == strand.until:
            self.strands.pop()
        for target, lanes in reversed(parts.items()):
            both = np.logical_and(*self.machine.axis.arrays(strand.lanes, lanes))
            self.strands.append(Strand(both, target, join))


def run_blocks(machine: Machine, body: Body, arguments: tuple[Value, ...]) -> tuple[Value, ...]:
    """Run a region of several blocks on the machine's current frame; what its terminators hand on."""
    body.graph = body.graph or Graph.of(body.blocks)
    return Walk(machine, body.blocks, body.graph).run(arguments)
