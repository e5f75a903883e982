"""Which values are uniform, the same in every lane: those of which that is proven. All others are divergent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lanewise.analysis.calls import Called, called_by
from lanewise.analysis.graph import Graph
from lanewise.mlir.attributes import PRIVATE
from lanewise.mlir.host import ir
from lanewise.ops import control_flow
from lanewise.pieces.in_memory.accesses import AliasClasses
from lanewise.rules import RULES, Node
from lanewise.traits.record import TRAITS, Lanes, OpTraits, Runs, numbers, runs, traits_of


class Uniformity:
    """The values that are divergent, and the ops through whose regions lanes go differently.

    Of ops that distribution refuses, whatever their results are, nothing follows here: one cause is one error.

    What is read from memory at one address is uniform unless lanes wrote it differently: a divergent value was written
    there, or where not all lanes come. Whole vectors are read from memory that all lanes share, in an order that
    barriers keep, so that they are uniform all the same.
    """

    def __init__(self, graph: Graph) -> None:
        self.divergent: set[ir.Value] = set()
        self.divergent_ops: set[Node] = set()
        self.of_lanes = False
        """Whether the program says itself what each lane does, vectors apart, and where lanes wait for each other."""
        self.called: dict[str, Called] = {}
        """What is known of functions that are called, by their symbols."""
        self._graph = graph
        self._memory: _Memory | None = None
        self._waiting: list[ir.Value] = []
        plain: dict[str, bool] = {}
        for node in graph.post_order():
            if node.name not in plain:
                plain[node.name] = _is_plain(node.name)
            if not plain[node.name]:
                self._begin(node)
        while self._waiting:
            value = self._waiting.pop()
            if value not in self.divergent:
                self.divergent.add(value)
                for number, user in graph.uses(value):
                    self._follow(user, number)

    def _begin(self, node: Node) -> None:
        """What is divergent of itself."""
        traits = traits_of(node.name)
        if traits.refused or node.name not in TRAITS:
            return
        if traits.lanes is Lanes.DIFFER:
            self._waiting += node.results
            self.of_lanes |= _tells_lanes_apart(node, traits)
        if traits.calls and (called := called_by(node.op, self.called)).of_lanes:
            self.of_lanes = True
            if called.free:
                self._waiting += node.results
        if node.blocks and Runs.BY_LANES in runs(node):
            self.of_lanes = True
            self._diverge(node)

    def _follow(self, user: Node, number: int) -> None:
        """What differs because an operand does."""
        traits = _traits(user)
        if traits.refused:
            return
        if number in numbers(traits.decides, user):
            decided = user if user.blocks else user.parent
            assert decided is not None  # What decides, and has no regions, ends a block.
            self._diverge(decided)
        if traits.lanes is Lanes.SAME:
            return
        if user.blocks or _is_end(user):
            self._waiting += _forwarded(user, number)
        else:
            self._waiting += user.results
        if traits.writes:
            self._write(user)

    def _diverge(self, node: Node) -> None:
        """Lanes go through the regions of `node` differently."""
        if node in self.divergent_ops:
            return
        self.divergent_ops.add(node)
        self._waiting += node.results
        self._waiting += _block_arguments(node)
        for inner in below(node):
            if traits_of(inner.name).writes:
                self._write(inner)

    def _write(self, node: Node) -> None:
        """Lanes write different things, or not all of them write."""
        if self._memory is None:
            self._memory = _Memory(self._graph.post_order())
        self._waiting += self._memory.write(node)


class _Memory:
    """Who reads what lanes wrote differently."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._classes = AliasClasses(nodes, ())
        self._readers: dict[object, list[tuple[Node, str]]] = {}
        self._written: set[object] = set()
        for node in self._classes.nodes:
            for access in self._classes.accesses(node):
                if not access.writes:
                    self._readers.setdefault(access.alias_class, []).append((node, access.space))

    def write(self, node: Node) -> Iterator[ir.Value]:
        """The values that differ because `node` writes."""
        for access in self._classes.accesses(node):
            if access.writes and access.alias_class not in self._written:
                self._written.add(access.alias_class)
                for reader, space in self._readers.get(access.alias_class, ()):
                    for value in reader.results:
                        if space == PRIVATE or not isinstance(value.type, ir.VectorType):
                            yield value


def _traits(node: Node) -> OpTraits:
    """Of an op that has rules for its vectors and no record, the rules say what becomes of it."""
    return OpTraits(node.name) if node.name in RULES and node.name not in TRAITS else traits_of(node.name)


def _is_plain(name: str) -> bool:
    """Whether ops of this name are divergent only because of what they take."""
    if name not in TRAITS:
        return name in RULES
    traits = TRAITS[name]
    return traits.lanes is not Lanes.DIFFER and not traits.calls and not traits.regions


def _tells_lanes_apart(node: Node, traits: OpTraits) -> bool:
    """Whether an op whose results differ is about lanes, and not about memory."""
    return not (traits.reads or traits.writes) and not any(
        isinstance(value.type, ir.MemRefType) for value in node.operands
    )


def _is_end(node: Node) -> bool:
    return node.parent is not None and any(block[-1] is node for block in node.parent.blocks if block)


def _forwarded(node: Node, operand: int) -> list[ir.Value]:
    """The values that an operand of an op with regions, or at the end of a block, becomes or may become."""
    around = node.parent
    if around is not None and len(node.op.successors):
        return _block_arguments(around)
    if node.name in control_flow.LOOPS or (not node.blocks and around is not None and around.name in control_flow.ENDS):
        return control_flow.forwarded_to(node, operand)
    # Values are handed on in order, the last one as the last.
    from_end = len(node.operands) - operand
    found: list[ir.Value] = []
    if node.blocks:
        found += _aligned([node.results, *node.arguments], from_end)
    while around is not None and _is_end(node) and traits_of(around.name).lanes is not Lanes.SAME:
        again = around.arguments if Runs.REPEATED in runs(around) else []
        found += _aligned([around.results, *again], from_end)
        # One with regions at the end of a block, as scf.reduce, hands on what it is given there.
        node, around, from_end = around, around.parent, 0
    return found


def _aligned(groups: Sequence[Sequence[ir.Value]], from_end: int) -> list[ir.Value]:
    """The values that are as far from the end of their group; all where there are none."""
    found = [group[-from_end] for group in groups if 0 < from_end <= len(group)]
    return found or [value for group in groups for value in group]


def _block_arguments(node: Node) -> list[ir.Value]:
    return [argument for region in node.op.regions for block in region for argument in block.arguments]


def below(node: Node) -> Iterator[Node]:
    """The nodes in its regions, each before those in its own."""
    for block in node.blocks:
        for inner in block:
            yield inner
            yield from below(inner)
