"""Edits of anchors that might keep two layouts from meeting. Guesses: whether they do is for a trial to find out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from lanewise.analysis import Analysis
from lanewise.layout import NestedLayout
from lanewise.mlir import dialect
from lanewise.mlir.host import ir
from lanewise.mlir.walk import program_order
from lanewise.rules import RULES, Node, Requirement
from lanewise.view.remedy.edits import Add, AddBefore, Change, Drop, Edit, ValueRef
from lanewise.view.remedy.trial import values
from lanewise.view.why.trace import ANCHOR, Asked, Known, Trace
from lanewise.view.why.way_back import Hop, WayBack, hop, unfit

_T = TypeVar("_T")

CHANGE, DROP, ADD, MOVE = "change", "drop", "add", "move"

ENDS = 4
"""Places near either end of a chain at which an anchor is tried."""

NEAR = 16
"""Values above a meeting among which other anchors are looked for."""

PRESCRIBING = "iree_codegen.inner_tiled"
"""Its operands and results have the layouts of a hardware instruction: anchors that say them are no choice."""


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """`anchor` is the to_layout that is edited, `target` the value behind which one is put, `layout` what that says."""

    kind: str
    edits: tuple[Edit, ...]
    anchor: ir.Value | None = None
    target: ir.Value | None = None
    layout: NestedLayout | None = None
    before: ir.Operation | None = None
    """Where an anchor moves up: the op whose operands it then converts."""


class Proposals:
    def __init__(self, analysis: Analysis, trace: Trace) -> None:
        self._analysis = analysis
        self._trace = trace
        self.ops = program_order(analysis.graph.body.op)
        self._number: dict[ir.Operation, int] = {op: number for number, op in enumerate(self.ops)}
        self._refs: dict[ir.Value, ValueRef] = {
            value: ValueRef(number, *key) if len(key) == 1 else ValueRef(number, key[2], key[0], key[1])
            for number, op in enumerate(self.ops)
            for key, value in values(op)
        }
        self._way = WayBack(analysis, trace)
        self._fixed = set(self._prescribed())

    def number(self, op: ir.Operation) -> int:
        return self._number[op]

    def all(self, meets: Known, asked: list[Asked], wants: NestedLayout, because: Known) -> Iterator[Proposal]:
        """For a value that has a layout (`meets`) and is needed in another (`wants`), as follows from what another
        (`because`) has; likeliest first. `asked` are the requirements, of which an anchor through shared
        memory makes none.
        """
        near, far = self._way.chain(meets), self._way.chain(because)
        # What the other side would have to be, so that it asks for what the value has.
        answers = self._way.before(hop(asked[0]), because, meets.layout) if asked else [meets.layout]
        wanted = [wants]
        sides = [(near, self._way.pull(near, wanted)), (far, self._way.pull(far, answers))]
        for chain, pulled in sides:
            yield from self._changes(chain[0], pulled[0])
        for chain, _ in sides:
            yield from self._drops(chain)
        for chain, _ in sides:
            yield from self._moves(chain)
        for chain, pulled in sides:
            yield from self._adds(chain, pulled)
        for chain, _ in sides:
            yield from self._changes(chain[0], self._way.others(chain[0][0]))
        for known in (meets, because):
            yield from self._others(known)

    def _changes(self, first: Hop, layouts: list[NestedLayout]) -> Iterator[Proposal]:
        if self._is_free(first):
            anchor = first[0].value
            for layout in layouts:
                yield Proposal(CHANGE, (Change(self._op(anchor), layout),), anchor, layout=layout)

    def _drops(self, chain: list[Hop]) -> Iterator[Proposal]:
        if self._is_free(chain[0]):
            anchor = chain[0][0].value
            yield Proposal(DROP, (Drop(self._op(anchor)),), anchor)

    def _moves(self, chain: list[Hop]) -> Iterator[Proposal]:
        """Along the chain; and to before the op that makes the anchor's input."""
        if not self._is_free(chain[0]):
            return
        anchor = chain[0][0].value
        drop, shared = Drop(self._op(anchor)), _is_shared(anchor.owner.operation)
        for known, _ in _ends(chain[1:]):
            if self._has_room(known.value):
                add = Add(self._refs[known.value], known.layout, shared)
                yield Proposal(MOVE, (add, drop), anchor, known.value, known.layout)
        yield from self._moves_up(chain[0][0], drop, shared)

    def _moves_up(self, anchor: Known, drop: Drop, shared: bool) -> Iterator[Proposal]:
        value = anchor.value.owner.operation.operands[0]
        maker = None if isinstance(value.owner, ir.Block) else value.owner.operation
        rules = RULES.get(maker.name) if maker is not None else None
        if maker is None or rules is None or rules.backward is None or not self._has_room(value):
            return
        # The op as the analysis sees it, less its regions: ops with regions are not what an anchor moves past.
        answers = (
            [] if len(maker.regions) else rules.backward(Node.of(maker), self._way.supposing(value, anchor.layout))
        )
        adds = tuple(
            AddBefore(self._number[maker], answer.operand, answer.layout, shared)
            for answer in answers
            if isinstance(answer, Requirement)
            and answer.user == maker
            and isinstance(maker.operands[answer.operand].type, ir.VectorType)
            and not unfit(answer.layout, maker.operands[answer.operand])
        )
        if adds:
            yield Proposal(MOVE, (*adds, drop), anchor.value, before=maker)

    def _adds(self, chain: list[Hop], pulled: list[list[NestedLayout]]) -> Iterator[Proposal]:
        for (known, _), layouts in _ends(list(zip(chain, pulled, strict=True))):
            if self._has_room(known.value):
                for layout in layouts[:2]:
                    if layout != known.layout:
                        edits = (Add(self._refs[known.value], layout),)
                        yield Proposal(ADD, edits, None, known.value, layout)

    def _others(self, known: Known) -> Iterator[Proposal]:
        """Changes of anchors that a chain does not pass, but which a rule along it built on."""
        seen = [known]
        for one in seen:
            if len(seen) < NEAR:
                seen += [source for source in self._trace.origin(*one).sources if source not in seen]
        for one in seen:
            found = one, self._trace.origin(*one)
            if self._is_free(found):
                yield from self._changes(found, self._way.others(one))

    def _is_free(self, hop: Hop) -> bool:
        return hop[1].kind == ANCHOR and hop[0].value not in self._fixed

    def _op(self, anchor: ir.Value) -> int:
        return self._number[anchor.owner.operation]

    def _has_room(self, value: ir.Value) -> bool:
        """Whether an op may stand behind `value`: a vector.mask holds no other op than the one that it masks."""
        owner = value.owner
        if value not in self._refs:
            return False
        if isinstance(owner, ir.Block):
            return bool(owner.owner.operation.name != "vector.mask")
        op = owner.operation
        return not len(op.successors) and (op.parent is None or op.parent.operation.name != "vector.mask")

    def _prescribed(self) -> Iterator[ir.Value]:
        """The anchors whose layouts reach the op that prescribes them, and the anchors behind its results."""
        for node in self._analysis.graph.post_order():
            if node.name == PRESCRIBING:
                for value in (*node.operands, *node.results):
                    layout = self._analysis.layout(value)
                    if layout is not None:
                        yield self._way.chain(Known(value, layout))[0][0].value


def _ends(chain: list[_T]) -> list[_T]:
    return chain if len(chain) <= 2 * ENDS else chain[:ENDS] + chain[-ENDS:]


def _is_shared(op: ir.Operation) -> bool:
    return dialect.SHARED_MEMORY_CONVERSION in op.attributes
